/**
 * Trips in time: echelon by echelon, group by group, each at the earliest moment that its vehicles, dock, team, kits
 * and places allow. List scheduling: the order of the groups is given. Refuses to look for better orders.
 */
import { kitsOf } from "@antar/domain";
import { type Calendar, openCalendar } from "./calendar.ts";
import type { Draft } from "./draft.ts";
import type { Vehicle } from "./fleet.ts";
import { type Garage, openGarage } from "./garage.ts";
import type { Proposal } from "./group.ts";
import type { HandedOver } from "./hand-over.ts";
import type { Leg } from "./legs.ts";
import { type Docks, openDocks } from "./loading.ts";
import { openService, serveEchelon, serveWaiting } from "./serve.ts";
import { settle } from "./settle.ts";
import type { Site, World } from "./world.ts";

/** Trips that leave together. */
export type Group = readonly Draft[];

/** The groups of one echelon in the order in which they are served. */
export type Order = readonly Group[];

/** What list scheduling is given besides the order. */
export interface Policy {
  /** Seconds before the latest departure of a trip that still count as in time. */
  readonly margin: number;
  /** True: always the earliest departure, never the cheaper later one. */
  readonly eager: boolean;
  /**
   * True: trips from places where nothing may stay overnight are put in time in their own order, not together with the
   * hand-over that brings their kits.
   */
  readonly apart?: boolean;
  /** At most so many vehicles of a type. */
  readonly limits: Readonly<Record<string, number>>;
  /**
   * Vehicle, start of loading and departure that the trip of this id had before: it is not loaded earlier, and keeps the
   * vehicle unless someone would be late by that.
   */
  readonly formerly?: ReadonlyMap<
    number,
    { readonly vehicle: string; readonly start: number; readonly departure: number }
  >;
  /** Of those: trips that may be loaded earlier than before and take any vehicle, the earliest; else somebody is left out. */
  readonly freed?: ReadonlySet<number>;
  /** The vehicle of each locked trip, by the trip's id: it takes no other, whoever is left out by that. */
  readonly locked?: ReadonlyMap<number, string>;
}

/** The fixed part of a planning run. */
export interface Scene {
  readonly world: World;
  readonly fleet: readonly Vehicle[];
  /** Nothing is loaded before. */
  readonly from: number;
  /** Places that no trip can serve; no trip carries kits for them. */
  readonly missing: ReadonlySet<Site>;
  /** The latest departure of a trip that still serves everyone with the slack that is aimed at. */
  latest(draft: Draft): number;
  transferLeg(type: Vehicle["type"], from: Site, to: Site): Leg | undefined;
}

/** All trips in time, and what could not be carried. */
export interface Timetable {
  readonly groups: readonly Proposal[];
  /** TPS without their kits and PPK without their boxes. */
  readonly lost: ReadonlySet<Site>;
  /** When each TPS has received; absent for the lost. */
  readonly received: ReadonlyMap<Site, number>;
}

/** What has happened so far while a timetable is made. */
export interface Progress {
  /** Where the kits of each TPS were handed over last. */
  readonly ready: Map<Site, HandedOver>;
  readonly lost: Set<Site>;
  readonly groups: Proposal[];
  /** The TPS whose kits have left each place where nothing may stay overnight. */
  readonly passed: Map<Site, Set<Site>>;
}

/** Trips of `orders` such that no trip carries kits that will not arrive: made again without the lost until that holds. */
export function soundTimetable(scene: Scene, orders: readonly Order[], policy: Policy): Timetable {
  const isTps = (site: Site): boolean => kitsOf(site.place) > 0;
  let without = new Set([...scene.missing].filter(isTps));
  for (;;) {
    const timetable = serveOrders(scene, orders, { yard: openYard(scene, policy, without), policy });
    const carried = new Set(
      [...tripsOf(timetable.groups)].flatMap((draft) => draft.drops.flatMap((drop) => drop.kits)),
    );
    const idle = [...timetable.lost].filter((site) => carried.has(site));
    if (idle.length === 0) return settle(scene.world, timetable);
    without = new Set([...without, ...[...timetable.lost].filter(isTps)]);
  }
}

function* tripsOf(groups: readonly Proposal[]): Iterable<Draft> {
  for (const { loadings } of groups) for (const { draft } of loadings) yield draft;
}

/** Docks, teams, vehicles and kits at some moment. */
export interface Yard {
  readonly progress: Progress;
  readonly docks: Docks;
  readonly teams: readonly Calendar[];
  readonly garage: Garage;
}

/** Where types are limited, vehicles of locked trips come before those that are not needed. */
function lockedFirst(fleet: readonly Vehicle[], { limits, locked }: Policy): readonly Vehicle[] {
  if (!locked || Object.keys(limits).length === 0) return fleet;
  const held = new Set(locked.values());
  return [...fleet.filter(({ name }) => held.has(name)), ...fleet.filter(({ name }) => !held.has(name))];
}

/** The yard at the beginning of a plan, in which the kits of `without` are not carried. */
export function openYard(scene: Scene, policy: Policy, without: ReadonlySet<Site>): Yard {
  return {
    progress: { ready: new Map(), lost: new Set(without), groups: [], passed: new Map() },
    docks: openDocks(),
    teams: Array.from({ length: scene.world.brief.escort?.teams ?? 0 }, openCalendar),
    garage: openGarage(lockedFirst(scene.fleet, policy), policy.limits),
  };
}

/** Trips of `orders` (one order for each echelon, upper first) in time, after what has happened in `yard`. */
export function serveOrders(scene: Scene, orders: readonly Order[], given: { yard: Yard; policy: Policy }): Timetable {
  const service = openService({ scene, ...given }, orders);
  serveWaiting(service);
  for (const order of orders) serveEchelon(service, order);
  const { groups, lost } = given.yard.progress;
  return { groups, lost, received: receivedIn(groups) };
}

/** When each TPS has received in `groups`. */
export function receivedIn(groups: readonly Proposal[]): Map<Site, number> {
  const received = new Map<Site, number>();
  for (const { loadings, rides } of groups) {
    for (const [index, { draft }] of loadings.entries()) {
      for (const [at, drop] of draft.drops.entries()) {
        const end = rides[index]?.stops[at]?.end;
        if (kitsOf(drop.site.place) > 0 && !drop.takes && end !== undefined) received.set(drop.site, end);
      }
    }
  }
  return received;
}
