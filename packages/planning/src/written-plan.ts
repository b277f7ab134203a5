/**
 * A plan document as the planner's own objects again: trips with drops and new legs. Knows the document; refuses to judge
 * it.
 */
import { type Brief, type Plan, Refusal, type Route, type Trip } from "@antar/domain";
import { parseInstant } from "@antar/measure";
import { type Draft, type Drop, draftOf } from "./draft.ts";
import { fleetOf, type Vehicle } from "./fleet.ts";
import type { Block, Legs } from "./legs.ts";
import type { Supply } from "./supply.ts";
import { byCodeOrder } from "./supply.ts";
import { openWorld, type Site, type World } from "./world.ts";

/** One trip of a written plan. */
export interface WrittenTrip {
  readonly id: number;
  readonly route: Route;
  readonly trip: Trip;
  readonly vehicle: Vehicle;
  /** With today's legs; undefined when one of them does not exist any more, after a breakdown, and for a rescue. */
  readonly draft: Draft | undefined;
  readonly origin: Site;
  readonly drops: readonly Drop[];
  /** What stayed on the vehicle when it broke down. */
  readonly undelivered: readonly Drop[];
  readonly block: Block;
}

/** A written plan, read again. */
export interface WrittenPlan {
  readonly world: World;
  readonly supply: Supply;
  readonly fleet: readonly Vehicle[];
  readonly trips: readonly WrittenTrip[];
}

/** Epoch seconds of a moment of the plan. */
export function momentIn(text: string): number {
  const moment = parseInstant(text);
  if (moment === undefined) {
    throw new Refusal("bad-plan", { id: `${text} bukan waktu yang sah`, en: `${text} is not a moment with an offset` });
  }
  return moment;
}

/** The empty drive that brings the vehicle of `route` to `trip`; undefined when it stands there already. */
export function transferBefore(route: Route, trip: Trip): Route["transfers"][number] | undefined {
  if (route.transfers.length === 0) return undefined;
  const loading = momentIn(trip.loading.start);
  const before = route.trips.filter((other) => momentIn(other.loading.start) < loading);
  const since = Math.max(0, ...before.map((other) => momentIn(other.loading.start)));
  return route.transfers.find((each) => {
    const arrival = momentIn(each.arrival);
    return each.to === trip.origin && arrival <= loading && arrival > since;
  });
}

function unknown(what: string): Refusal {
  return new Refusal("bad-plan", {
    id: `Rencana menyebut ${what}, brief tidak mengenalnya; pakai brief rencana itu`,
    en: `The plan names ${what}, which the brief does not know; use the brief of that plan`,
  });
}

/** Who supplies whom in `plan`. Throws Refusal `bad-plan` on a place that the brief does not know. */
export function supplyIn(world: World, plan: Plan): Supply {
  const supplierOf = new Map<Site, Site>();
  for (const pair of plan.supply) {
    const [site, from] = [world.byCode.get(pair.place), world.byCode.get(pair.from)];
    if (!site || !from) throw unknown(pair.place);
    supplierOf.set(site, from);
  }
  const receiversOf = new Map<Site, Site[]>();
  const tpsThrough = new Map<Site, Site[]>();
  const add = (lists: Map<Site, Site[]>, key: Site, site: Site): void => {
    const list = lists.get(key);
    if (list) list.push(site);
    else lists.set(key, [site]);
  };
  for (const [site, from] of [...supplierOf].sort(([left], [right]) => byCodeOrder(left, right))) {
    add(receiversOf, from, site);
    if (site.place.kind !== "tps") continue;
    for (let at: Site | undefined = site; at && at !== world.warehouse; at = supplierOf.get(at))
      add(tpsThrough, at, site);
  }
  return { supplierOf, receiversOf, tpsThrough };
}

type WrittenDrop = Pick<Trip["stops"][number], "place" | "kits" | "boxes" | "takes">;

function siteIn(world: World, code: string): Site {
  const site = world.byCode.get(code);
  if (!site) throw unknown(code);
  return site;
}

type TakenOver = (takes: NonNullable<WrittenDrop["takes"]>) => NonNullable<Drop["takes"]>;

/** What a stop takes over, with the number of the trip that carried it and the place where that was loaded first. */
function takesIn(world: World, plan: Plan): TakenOver {
  const trips = plan.routes.flatMap((route) => route.trips);
  const numbers = new Map(trips.map((trip, number) => [trip.id, number]));
  const loadedAt = (name: string, known: ReadonlySet<string>): string => {
    const trip = trips[numbers.get(name) ?? -1];
    const from = trip?.stops.find((stop) => stop.takes)?.takes?.trip;
    if (!trip || known.has(name)) throw unknown(name);
    return from === undefined ? trip.origin : loadedAt(from, new Set([...known, name]));
  };
  return ({ trip, kits, boxes }) => ({
    trip: numbers.get(trip) ?? -1,
    origin: siteIn(world, loadedAt(trip, new Set())),
    kits: kits.map((code) => siteIn(world, code)),
    boxes,
  });
}

function dropsOf(world: World, written: readonly WrittenDrop[], takenOver: TakenOver): Drop[] {
  return written.map(({ place, kits, boxes, takes }) => ({
    site: siteIn(world, place),
    kits: kits.map((code) => siteIn(world, code)),
    boxes,
    ...(takes ? { takes: takenOver(takes) } : {}),
  }));
}

/** `plan` of `brief` over `legs`. Throws Refusal `bad-plan` when it names what the brief does not know. */
export function readWritten(brief: Brief, plan: Plan, legs: Legs): WrittenPlan {
  const world = openWorld(brief);
  const supply = supplyIn(world, plan);
  const fleet = fleetOf(world, supply);
  const byName = new Map(fleet.map((vehicle) => [vehicle.name, vehicle]));
  const takenOver = takesIn(world, plan);
  let id = 0;
  const trips = plan.routes.flatMap((route) =>
    route.trips.map((trip): WrittenTrip => {
      const vehicle = byName.get(route.vehicle);
      const origin = world.byCode.get(trip.origin);
      if (!vehicle || !origin) throw unknown(vehicle ? trip.origin : route.vehicle);
      const { type } = vehicle;
      const drops = dropsOf(world, trip.stops, takenOver);
      const undelivered = dropsOf(world, trip.breakdown?.undelivered ?? [], takenOver);
      const receivers = [origin, ...(supply.receiversOf.get(origin) ?? [])];
      const rescues = drops.some((drop) => drop.takes);
      const others = rescues ? [...drops, ...undelivered].map((drop) => drop.site) : [];
      const block = legs.block(type.profile, [...new Set([...receivers, ...others])]);
      const number = id++;
      const special = rescues || trip.breakdown !== undefined;
      const draft = special ? undefined : draftOf(brief, block, { id: number, origin, type, drops });
      return { id: number, route, trip, vehicle, draft, origin, drops, undelivered, block };
    }),
  );
  return { world, supply, fleet, trips };
}
