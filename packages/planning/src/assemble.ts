/**
 * From a solved timetable to the plan document. Knows names, numbers and written moments; decides nothing.
 */
import {
  type Extra,
  type HeldTrip,
  kitsOf,
  type Mode,
  type Plan,
  type PlanSummary,
  planSchemaId,
  type Remaking,
  type RoadClosure,
  type Route,
  type Stop,
  type Trip,
  type Unassigned,
} from "@antar/domain";
import { formatInstant, instant } from "@antar/measure";
import { type Draft, loadOf } from "./draft.ts";
import { figuresOf, tripsIn } from "./figures.ts";
import type { Proposal } from "./group.ts";
import type { Drive } from "./legs.ts";
import type { Loading } from "./loading.ts";
import type { Ride } from "./ride.ts";
import { byCodeOrder, type Supply } from "./supply.ts";
import type { Timetable } from "./timetable.ts";
import type { Site, Span, World } from "./world.ts";

/** What the plan document says about its own making. */
export interface Making {
  readonly mode: Mode;
  readonly seed: number;
  readonly briefDigest: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly unassigned: readonly Unassigned[];
  readonly closures?: readonly RoadClosure[];
  /** Ids of trips that later planning leaves as they are. */
  readonly locks?: readonly string[];
  /** What those hold. */
  readonly held?: readonly HeldTrip[];
  /** The moment at which a plan under way was made anew, epoch seconds. */
  readonly anewAt?: number;
  /** Seconds that vehicles under way were behind then, by name. */
  readonly delays?: Readonly<Record<string, number>>;
  /** Extra kits that were ordered then. */
  readonly extra?: readonly Extra[];
  /** When it was made anew before. */
  readonly earlier?: readonly Remaking[];
  /** Trip ids that are already known, by draft. */
  readonly names?: ReadonlyMap<number, string>;
}

/** What is written down. */
export interface Timed {
  readonly world: World;
  readonly supply: Supply;
  readonly timetable: Timetable;
}

interface NumberedTrip {
  readonly id: string;
  readonly loading: Loading;
  readonly ride: Ride;
  readonly group: Proposal;
}

type Written = (moment: number) => string;

const echelonOf = { warehouse: 1, ppk: 2, pps: 3, tps: 3 } as const;

function numbered(groups: readonly Proposal[], names: ReadonlyMap<number, string> | undefined): NumberedTrip[] {
  const trips = [...tripsIn(groups)].sort(
    (left, right) =>
      left.loading.span.start - right.loading.span.start ||
      byCodeOrder(left.loading.draft.origin, right.loading.draft.origin) ||
      (left.loading.duty.vehicle.name < right.loading.duty.vehicle.name ? -1 : 1),
  );
  const width = Math.max(3, String(trips.length).length);
  const used = new Map<string, number>();
  const taken = new Set(names?.values());
  let number = 0;
  const next = (): string => {
    let name: string;
    do name = `T${String(++number).padStart(width, "0")}`;
    while (taken.has(name));
    return name;
  };
  return trips.map((trip) => {
    const name = names?.get(trip.loading.draft.id) ?? next();
    const before = used.get(name) ?? 0;
    used.set(name, before + 1);
    // A trip that is driven in parts has its name once.
    return { ...trip, id: before === 0 ? name : `${name}-${before + 1}` };
  });
}

/** Only what the document has. */
function writtenDrive(drive: Drive | undefined): Drive | undefined {
  return drive && { seconds: drive.seconds, metres: drive.metres };
}

/** How moments and trips are written. */
interface Names {
  readonly written: Written;
  readonly convoyOf: ReadonlyMap<Proposal, string>;
  /** The name of a trip by its draft's id. */
  readonly tripOf: ReadonlyMap<number, string>;
  /** The name of the trip that takes over what trip `from` was to bring to `site`. */
  takenBy(from: number, site: Site): string | undefined;
}

function stopsOf({ loading, ride }: NumberedTrip, { written, tripOf }: Names): Stop[] {
  const { draft } = loading;
  let { kits, boxes } = draft.load;
  return draft.drops.map((drop, index): Stop => {
    const timed = ride.stops[index];
    const leg = writtenDrive(ride.drives[index]);
    if (!timed || !leg) throw new RangeError(`stop ${index} of a trip has no time`);
    const { takes } = drop;
    kits += (takes?.kits.length ?? 0) - drop.kits.length;
    boxes += (takes?.boxes ?? 0) - drop.boxes;
    return {
      place: drop.site.place.code,
      leg,
      arrival: written(timed.arrival),
      start: written(timed.start),
      end: written(timed.end),
      departure: written(timed.departure),
      kits: drop.kits.map((tps) => tps.place.code),
      boxes: drop.boxes,
      ...(takes
        ? {
            takes: {
              trip: tripOf.get(takes.trip) ?? "",
              kits: takes.kits.map((tps) => tps.place.code),
              boxes: takes.boxes,
            },
          }
        : {}),
      loadAfter: { kits, boxes },
    };
  });
}

function breakdownOf({ id, breakdown }: Draft, { written, takenBy }: Names): Pick<Trip, "breakdown"> {
  if (!breakdown) return {};
  const undelivered = breakdown.undelivered.map(({ site, kits, boxes }) => {
    const taker = takenBy(id, site);
    return {
      place: site.place.code,
      kits: kits.map((tps) => tps.place.code),
      boxes,
      ...(taker === undefined ? {} : { takenBy: taker }),
    };
  });
  return { breakdown: { at: written(breakdown.at), undelivered } };
}

function tripOf(trip: NumberedTrip, names: Names): Trip {
  const { written, convoyOf } = names;
  const { loading, ride, group } = trip;
  const { draft, dock, span } = loading;
  const convoy = convoyOf.get(group);
  const back = writtenDrive(ride.drives[ride.drives.length - 1]);
  const { breakdown } = draft;
  const taken = draft.drops.flatMap(({ takes }) => takes ?? [])[0];
  const planned = [...draft.drops.filter(({ takes }) => !takes), ...(breakdown?.undelivered ?? [])];
  const end = breakdown ? (draft.drops[draft.drops.length - 1]?.site ?? draft.origin) : draft.origin;
  if (!back) throw new RangeError(`trip ${trip.id} has no way back`);
  return {
    id: trip.id,
    echelon: echelonOf[(taken?.origin ?? draft.origin).place.kind],
    origin: draft.origin.place.code,
    ...(dock === undefined ? {} : { dock }),
    ...(convoy === undefined ? {} : { convoy }),
    loading: { start: written(span.start), end: written(span.end) },
    load: draft.load,
    departure: written(group.departure),
    stops: stopsOf(trip, names),
    return: { place: end.place.code, leg: back, arrival: written(ride.back) },
    loadingOrder: planned.map((drop) => drop.site.place.code).reverse(),
    ...breakdownOf(draft, names),
  };
}

function routeOf(own: readonly NumberedTrip[], names: Names): Route {
  const { written } = names;
  const [first] = own;
  if (!first) throw new RangeError("a route without trips");
  const { vehicle } = first.loading.duty;
  const breaks = own
    .flatMap(({ loading, ride }): readonly Span[] => [...loading.breaks, ...ride.breaks])
    .sort((left, right) => left.start - right.start);
  return {
    vehicle: vehicle.name,
    vehicleType: vehicle.type.id,
    home: (vehicle.home ?? first.loading.draft.origin).place.code,
    breaks: breaks.map(({ start, end }) => ({ start: written(start), end: written(end) })),
    transfers: own.flatMap(({ loading: { transfer, draft } }) =>
      transfer
        ? [
            {
              from: transfer.from.place.code,
              to: draft.origin.place.code,
              departure: written(transfer.departure),
              arrival: written(transfer.departure + transfer.leg.seconds),
              leg: { seconds: transfer.leg.seconds, metres: transfer.leg.metres },
            },
          ]
        : [],
    ),
    trips: own.map((trip) => tripOf(trip, names)),
  };
}

function routesOf(trips: readonly NumberedTrip[], names: Names): Route[] {
  const byVehicle = new Map<string, NumberedTrip[]>();
  for (const trip of trips) {
    const { name } = trip.loading.duty.vehicle;
    const own = byVehicle.get(name);
    if (own) own.push(trip);
    else byVehicle.set(name, [trip]);
  }
  return [...byVehicle].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, own]) => routeOf(own, names));
}

function namesIn(trips: readonly NumberedTrip[], convoyOf: ReadonlyMap<Proposal, string>, written: Written): Names {
  const takers = new Map<string, string>();
  for (const { id, loading } of trips) {
    const { drops, breakdown } = loading.draft;
    const from = drops.flatMap(({ takes }) => takes ?? [])[0]?.trip;
    if (from === undefined) continue;
    for (const { site } of [...drops, ...(breakdown?.undelivered ?? [])]) takers.set(`${from} ${site.index}`, id);
  }
  return {
    written,
    convoyOf,
    tripOf: new Map(trips.map(({ id, loading }) => [loading.draft.id, id])),
    takenBy: (from, site) => takers.get(`${from} ${site.index}`),
  };
}

function convoysOf(
  trips: readonly NumberedTrip[],
  written: Written,
): { readonly convoys: Plan["convoys"]; readonly convoyOf: ReadonlyMap<Proposal, string> } {
  const convoyOf = new Map<Proposal, string>();
  const convoys: Plan["convoys"] = [];
  const groups = [...new Set(trips.map((trip) => trip.group))].sort((left, right) => left.departure - right.departure);
  for (const group of groups) {
    if (group.team === undefined) continue;
    const id = `K${String(convoys.length + 1).padStart(2, "0")}`;
    convoyOf.set(group, id);
    convoys.push({
      id,
      team: group.team,
      trips: trips.filter((trip) => trip.group === group).map((trip) => trip.id),
      start: written(group.departure),
      end: written(group.done),
    });
  }
  return { convoys, convoyOf };
}

function summaryOf({ world, timetable }: Timed, written: Written): PlanSummary {
  const figures = figuresOf(world, timetable);
  const isTps = ({ place }: Site): boolean => kitsOf(place) > 0 && place.extraOf === undefined;
  const all = world.sites.filter(isTps);
  let boxes = 0;
  for (const { loading } of tripsIn(timetable.groups)) boxes += loadOf(loading.draft.drops).boxes;
  let kits = 0;
  for (const tps of timetable.received.keys()) kits += kitsOf(tps.place);
  return {
    tps: all.length,
    served: [...timetable.received.keys()].filter((tps) => isTps(tps) && !timetable.lost.has(tps)).length,
    kits,
    boxes,
    vehicles: figures.vehicles,
    trips: figures.trips,
    metres: figures.metres,
    driving: figures.driving,
    handling: figures.handling,
    latestArrival: figures.latest === undefined ? null : written(figures.latest),
    slack: figures.latest === undefined ? null : world.end - figures.latest,
    cost: figures.cost,
  };
}

function madeAnewOf(
  at: number,
  { delays = {}, extra = [], earlier = [] }: Making,
  written: Written,
): NonNullable<Plan["madeAnew"]> {
  return {
    at: written(at),
    ...(Object.keys(delays).length > 0 ? { delays: { ...delays } } : {}),
    ...(extra.length > 0 ? { extra: [...extra] } : {}),
    ...(earlier.length > 0 ? { earlier: [...earlier] } : {}),
  };
}

/** The plan document of `timed`. */
export function assemblePlan(timed: Timed, making: Making): Plan {
  const { world, supply, timetable } = timed;
  const { brief } = world;
  const known = new Map<number, string>();
  const written: Written = (moment) => {
    const text = known.get(moment) ?? formatInstant(instant(moment), brief.timeZone);
    known.set(moment, text);
    return text;
  };
  const trips = numbered(timetable.groups, making.names);
  const { convoys, convoyOf } = convoysOf(trips, written);
  const pairs: [Site, Site][] = [...supply.supplierOf];
  return {
    schema: planSchemaId,
    brief: { id: brief.id, tenant: brief.tenant, sha256: making.briefDigest },
    settings: { ...making.settings },
    roads: { sha256: brief.roads.sha256, synthetic: brief.roads.synthetic, attribution: brief.roads.attribution },
    ...(making.closures && making.closures.length > 0 ? { closures: [...making.closures] } : {}),
    mode: making.mode,
    seed: making.seed,
    timeZone: brief.timeZone,
    currency: brief.currency,
    deadline: written(world.end),
    supply: pairs
      .sort(([left], [right]) => byCodeOrder(left, right))
      .map(([site, from]) => ({ place: site.place.code, from: from.place.code, kind: site.place.kind })),
    routes: routesOf(trips, namesIn(trips, convoyOf, written)),
    convoys,
    unassigned: [...making.unassigned],
    ...(making.anewAt === undefined ? {} : { madeAnew: madeAnewOf(making.anewAt, making, written) }),
    ...(making.locks && making.locks.length > 0 ? { locks: [...making.locks] } : {}),
    ...(making.held && making.held.length > 0 ? { held: [...making.held] } : {}),
    summary: summaryOf(timed, written),
  };
}
