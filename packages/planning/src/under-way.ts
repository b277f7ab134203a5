/**
 * The day when a plan is made anew: which trips have begun, what has become of them, what stands where. Knows what has
 * happened; refuses to choose between plans.
 */
import type { ExtraOrder, Plan, RoadClosure } from "@antar/domain";
import { begunGroup, releasable, type Situation } from "./begun.ts";
import { brokenDeparture, brokenSince } from "./breakdown.ts";
import { holdAnyway } from "./calendar.ts";
import type { Draft, Drop } from "./draft.ts";
import type { Vehicle } from "./fleet.ts";
import type { Proposal } from "./group.ts";
import { afterDrop } from "./hand-over.ts";
import { driveFrom, type Legs } from "./legs.ts";
import { leftAfter, rescuesOf, type Stranded, strandedOf } from "./rescue.ts";
import { type Order, openYard, type Policy, type Scene, serveOrders, type Timetable, type Yard } from "./timetable.ts";
import { dayOf, type Site, type World } from "./world.ts";
import { momentIn, type WrittenPlan, type WrittenTrip } from "./written-plan.ts";

/** An order: `to` takes over what is on `vehicle`. */
export interface Transfer {
  readonly vehicle: string;
  readonly to: string;
}

/** What has happened when a plan is made anew. */
export interface Happening {
  /** The moment of re-planning, ISO 8601 with offset. */
  readonly now: string;
  /** Seconds that vehicles are behind their plan, by name. */
  readonly delays?: Readonly<Record<string, number>>;
  /** Vehicles that cannot drive, until a moment or for good. */
  readonly broken?: readonly { readonly vehicle: string; readonly until?: string }[];
  /** Closures besides those that the plan was made under; one without `from` begins now. */
  readonly closures?: readonly RoadClosure[];
  /** Loads that other vehicles take over; a vehicle whose load is taken over stands for good. */
  readonly transfers?: readonly Transfer[];
  /** Kits that TPS get besides their own, from the warehouse. */
  readonly extra?: readonly ExtraOrder[];
  /** Ids of locked trips whose lock ends now. */
  readonly release?: readonly string[];
}

/** Everything that is known while a plan is made anew. */
export interface Work {
  readonly written: WrittenPlan;
  readonly plan: Plan;
  readonly scene: Scene;
  readonly situation: Situation;
  readonly happening: Happening;
  /** Ids of the trips that have begun. */
  readonly begun: ReadonlySet<number>;
  /** Of those: the vehicle that takes over a trip that is not loaded yet. */
  readonly standIns: ReadonlyMap<number, Vehicle>;
  /** The vehicle of each locked trip. */
  readonly locked: ReadonlyMap<number, string>;
  /** Ordered transfers: what is on the broken `vehicle` is taken over by `to`. */
  readonly transfers: readonly Transfer[];
  readonly legs: Legs;
}

/** Vehicles that stand for good: those told now, and those that broke down on a trip of the plan. */
function goneIn({ trips }: WrittenPlan, { broken = [], transfers = [] }: Happening): Set<string> {
  const told = broken.filter(({ until }) => until === undefined).map(({ vehicle }) => vehicle);
  return new Set([
    ...told,
    ...transfers.map(({ vehicle }) => vehicle),
    ...trips.filter(({ trip }) => trip.breakdown).map(({ vehicle }) => vehicle.name),
  ]);
}

/** How the vehicles stand after what has happened. */
export function situationOf(written: WrittenPlan, happening: Happening): Situation {
  const { delays, broken } = happening;
  const { end } = written.world;
  const now = momentIn(happening.now);
  const until = new Map(broken?.map((each) => [each.vehicle, each.until]));
  const gone = goneIn(written, happening);
  return {
    now,
    gone,
    delay(vehicle) {
      const repaired = until.get(vehicle);
      const stands = gone.has(vehicle) ? end - now : repaired ? momentIn(repaired) - now : 0;
      return Math.max(0, stands, delays?.[vehicle] ?? 0);
    },
  };
}

/** Ids of the trips whose loading, or that of another of their convoy, started before `now`. */
export function begunTrips(trips: readonly WrittenTrip[], now: number): Set<number> {
  const started = trips.filter(({ trip }) => momentIn(trip.loading.start) < now);
  const convoys = new Set(started.flatMap(({ trip }) => trip.convoy ?? []));
  const together = trips.filter(({ trip }) => trip.convoy !== undefined && convoys.has(trip.convoy));
  return new Set([...started, ...together].map((each) => each.id));
}

/** Another vehicle that can make the trip in its stead: of its type and home, idle on that day, not behind and not taken. */
function standInFor(work: Work, written: WrittenTrip): Vehicle | undefined {
  const { scene, situation } = work;
  const { vehicle, trip } = written;
  const day = dayOf(scene.world, momentIn(trip.loading.start));
  const busy = new Set([...work.standIns.values()].map((each) => each.name));
  for (const other of work.written.trips) {
    if (dayOf(scene.world, momentIn(other.trip.loading.start)) === day) busy.add(other.vehicle.name);
  }
  const able = ({ name, type, home }: Vehicle): boolean =>
    type === vehicle.type && home === vehicle.home && !busy.has(name) && situation.delay(name) === 0;
  return vehicle.type.roams ? undefined : scene.fleet.find(able);
}

/**
 * `work` without the breaches of begun convoys that need not be: a trip that is not loaded yet, and would come too late or
 * without rest, gets an idle vehicle; where there is none, it leaves the convoy and is planned like an open trip.
 */
export function relieved(work: Work): Work {
  let now = work;
  for (;;) {
    const yard = openYard(now.scene, { margin: 0, eager: false, limits: {} }, new Set());
    const released = firstReleased(now, yard);
    const stands = (each: number): boolean =>
      now.written.trips.some(({ id, vehicle }) => id === each && now.situation.gone.has(vehicle.name));
    const id = released.find(stands) ?? released[0];
    const written = now.written.trips.find((each) => each.id === id);
    if (id === undefined || !written) return now;
    const standIn = now.standIns.has(id) || now.locked.has(id) ? undefined : standInFor(now, written);
    const standIns = new Map(now.standIns);
    if (standIn) standIns.set(id, standIn);
    else standIns.delete(id);
    now = { ...now, standIns, begun: standIn ? now.begun : new Set([...now.begun].filter((each) => each !== id)) };
  }
}

/** Begun trips that depart together, each with its vehicle in the yard, in order of time. */
function* begunTogether({ written, plan, begun: ids, standIns, situation }: Work, yard: Yard) {
  const begun = written.trips
    .filter((trip) => ids.has(trip.id))
    .map((trip): WrittenTrip => {
      const vehicle = standIns.get(trip.id);
      return vehicle ? { ...trip, vehicle, route: { ...trip.route, breaks: [], transfers: [] } } : trip;
    })
    .sort((left, right) => momentIn(left.trip.loading.start) - momentIn(right.trip.loading.start));
  const teamOf = new Map(plan.convoys.map((convoy) => [convoy.id, convoy.team]));
  const byGroup = new Map<string, WrittenTrip[]>();
  for (const trip of begun) {
    const at = brokenSince(trip, situation);
    // Who broke down before the convoy left does not ride in it.
    const stays = at !== undefined && brokenDeparture(trip, at) >= at;
    const key = (stays ? undefined : trip.trip.convoy) ?? trip.trip.id;
    byGroup.set(key, [...(byGroup.get(key) ?? []), trip]);
  }
  for (const [key, trips] of byGroup) {
    const pairs = trips.flatMap((trip) => {
      const duty = yard.garage.named(trip.vehicle.name);
      if (duty) yard.garage.use([duty]);
      return duty ? [{ written: trip, duty }] : [];
    });
    yield { pairs, team: teamOf.get(key) };
  }
}

/** The first begun trips, in order of time, that had better not wait for the rest of their convoy. */
function firstReleased(work: Work, yard: Yard): readonly number[] {
  const { world } = work.scene;
  const { situation } = work;
  for (const { pairs, team } of begunTogether(work, yard)) {
    const released = releasable(world, pairs, situation);
    if (released.length > 0) return released;
    begunGroup(world, pairs, { situation, team });
  }
  return [];
}

/** Puts begun trips into the yard, in order of time. */
function freeze(work: Work, yard: Yard, world: World): Proposal[] {
  return [...begunTogether(work, yard)].map(({ pairs, team: number }) => {
    const group = begunGroup(world, pairs, { situation: work.situation, team: number });
    for (const { draft, dock, span } of group.loadings) {
      const calendar = yard.docks.at(draft.origin)?.[(dock ?? 0) - 1];
      if (calendar) holdAnyway(calendar, span);
    }
    const team = yard.teams[(group.team ?? 0) - 1];
    if (team) holdAnyway(team, { start: group.departure, end: group.done });
    return group;
  });
}

/** Vehicles that stand still do not leave before they move again; who has worked that day may rest meanwhile. */
function ground({ scene, situation, happening }: Work, yard: Yard): void {
  const names = new Set([
    ...situation.gone,
    ...(happening.broken ?? []).map((each) => each.vehicle),
    ...Object.keys(happening.delays ?? {}),
  ]);
  for (const name of names) {
    const duty = yard.garage.named(name);
    const delay = situation.delay(name);
    if (!duty || delay === 0) continue;
    yard.garage.use([duty]);
    const free = situation.now + delay;
    if (free >= scene.world.end) duty.day = scene.world.days.length;
    if (free <= duty.free || free >= scene.world.end) continue;
    const day = dayOf(scene.world, free);
    if (day !== duty.day) Object.assign(duty, { day, workStart: free, rested: free, free });
    else duty.standsUntil = free;
  }
}

/** The ordered transfers, put into a yard of begun trips. */
function rescued(work: Work, yard: Yard): Proposal[] {
  ground(work, yard);
  return rescuesOf(work, yard);
}

/** The ordered transfers as they are made, what stays on broken vehicles after them, and the yard then. */
export interface Rescued {
  readonly rescues: readonly Proposal[];
  readonly left: readonly Stranded[];
  readonly yard: Yard;
}

/** The ordered transfers after what has begun, before anything else is planned. */
export function plannedRescues(work: Work): Rescued {
  const yard = openYard(work.scene, { margin: 0, eager: false, limits: {} }, new Set());
  freeze(work, yard, work.scene.world);
  const rescues = rescued(work, yard);
  return { rescues, left: leftAfter(strandedOf(work), rescues), yard };
}

/** True when a road leads to stop `at` of a begun trip at the moment at which it leaves for it. */
function arrives(draft: Draft, group: Proposal, { index, at }: { index: number; at: number }): boolean {
  const from = draft.drops[at - 1]?.site ?? draft.origin;
  const site = draft.drops[at]?.site;
  const leg = site && draft.block.leg(from, site);
  const leaves = group.rides[index]?.stops[at - 1]?.departure ?? group.departure;
  return leg !== undefined && driveFrom(leg, leaves) !== undefined;
}

function freshYard(work: Work, policy: Policy, without: ReadonlySet<Site>): { yard: Yard; begun: number } {
  const yard = openYard(work.scene, policy, without);
  const { ready } = yard.progress;
  const groups = [...freeze(work, yard, work.scene.world), ...rescued(work, yard)];
  for (const group of groups) {
    yard.progress.groups.push(group);
    for (const [index, { draft }] of group.loadings.entries()) {
      for (const [at, drop] of draft.drops.entries()) {
        const end = group.rides[index]?.stops[at]?.end ?? 0;
        const open = end > work.situation.now;
        const stuck = open && !draft.breakdown && !arrives(draft, group, { index, at });
        for (const tps of new Set(drop.kits)) {
          if (stuck) yard.progress.lost.add(tps);
          else ready.set(tps, afterDrop(ready.get(tps), tps, drop, end));
        }
        if (stuck && drop.boxes > 0) yard.progress.lost.add(drop.site);
      }
    }
  }
  return { yard, begun: groups.length };
}

/** The timetable after what has happened; made again without the lost until no open trip carries their kits. */
export function continued(work: Work, policy: Policy, orders: readonly Order[], cut: ReadonlySet<Site>): Timetable {
  let without: ReadonlySet<Site> = cut;
  for (;;) {
    const { yard, begun } = freshYard(work, policy, without);
    const timetable = serveOrders(work.scene, orders, { yard, policy });
    const carried = new Set(
      timetable.groups
        .slice(begun)
        .flatMap((group) => group.loadings.flatMap(({ draft }) => draft.drops.flatMap((drop) => drop.kits))),
    );
    const idle = [...timetable.lost].filter((site) => carried.has(site));
    if (idle.length === 0) return timetable;
    without = new Set([...without, ...idle]);
  }
}

/** The TPS and PPK that get less than they should without `drops`. */
export function dueFrom(drops: readonly Drop[]): Site[] {
  return drops.flatMap(({ site, kits, boxes }) => [...kits, ...(boxes > 0 ? [site] : [])]);
}
