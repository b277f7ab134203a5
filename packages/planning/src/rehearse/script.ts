/**
 * A plan made ready for being acted out many times: numbers instead of codes, steps in the order in which they were
 * planned. Knows the documents; refuses to know how long anything really takes.
 */
import { type Brief, extrasOf, type Plan, type Route, type Stop, type Trip, withExtras } from "@antar/domain";
import { kecamatanOf } from "../supply.ts";
import { dayOf, openWorld, type World } from "../world.ts";
import { momentIn, transferBefore } from "../written-plan.ts";

/** A drive of the plan. */
export interface ScriptLeg {
  readonly index: number;
  readonly from: string;
  readonly to: string;
  readonly profile: string;
  readonly seconds: number;
  /** Number of the kecamatan (or warehouse) from whose place the trip set out. */
  readonly zone: number;
}

/** A visit of the plan. */
export interface ScriptStop {
  readonly index: number;
  readonly place: string;
  readonly leg: ScriptLeg;
  readonly service: number;
  /** Seconds from the end of the hand-over to the departure: breaks of the driver. */
  readonly pause: number;
  /** Hand-over does not begin before. */
  readonly opens: number;
  /** Numbers of the TPS whose kits are handed over. */
  readonly kits: readonly number[];
  /** The place is a TPS and receives its own kits. */
  readonly final: boolean;
  readonly plannedArrival: number;
  readonly plannedEnd: number;
}

/** A trip of the plan. */
export interface ScriptTrip {
  readonly index: number;
  readonly id: string;
  readonly echelon: number;
  readonly vehicle: number;
  readonly name: string;
  /** Number of the vehicle's local day; `first` when the trip is the first of it. */
  readonly duty: number;
  readonly first: boolean;
  readonly origin: string;
  readonly loadStart: number;
  readonly loading: number;
  /** Number of the dock, -1 where none is held. */
  readonly dock: number;
  readonly transfer: ScriptLeg | undefined;
  /** Seconds of rest between the return before and the loading. */
  readonly rest: number;
  readonly departure: number;
  readonly stops: readonly ScriptStop[];
  readonly back: ScriptLeg;
}

/** A loading, or a common departure of some trips under a team (-1: none). */
export type Step =
  | { readonly kind: "load"; readonly at: number; readonly trip: ScriptTrip }
  | { readonly kind: "depart"; readonly at: number; readonly trips: readonly ScriptTrip[]; readonly team: number };

/** The whole plan. */
export interface Script {
  readonly world: World;
  readonly trips: readonly ScriptTrip[];
  readonly stops: readonly ScriptStop[];
  readonly legs: readonly ScriptLeg[];
  readonly steps: readonly Step[];
  /** Codes of the TPS by their number. */
  readonly tps: readonly string[];
  /** Trips of each vehicle's local day. */
  readonly duties: readonly (readonly ScriptTrip[])[];
  readonly vehicles: readonly string[];
  readonly docks: number;
  readonly teams: number;
}

class Numbers {
  private readonly known = new Map<string, number>();
  of(name: string): number {
    const number = this.known.get(name) ?? this.known.size;
    this.known.set(name, number);
    return number;
  }
  get names(): readonly string[] {
    return [...this.known.keys()];
  }
}

interface Writing {
  readonly world: World;
  readonly profileOf: ReadonlyMap<string, string>;
  readonly zones: Numbers;
  readonly tps: Numbers;
  readonly docks: Numbers;
  readonly vehicles: Numbers;
  readonly duties: Numbers;
  readonly legs: ScriptLeg[];
  readonly stops: ScriptStop[];
}

type Way = Pick<ScriptLeg, "from" | "to" | "profile" | "seconds" | "zone">;

function legOf({ legs }: Writing, way: Way): ScriptLeg {
  const leg = { index: legs.length, ...way };
  legs.push(leg);
  return leg;
}

function zoneOf({ world, zones }: Writing, origin: string): number {
  const site = world.byCode.get(origin);
  const above = site && kecamatanOf(world, site);
  return zones.of(above?.place.code ?? origin);
}

function stopOf(writing: Writing, stop: Stop, way: Way, day: number): ScriptStop {
  const { world, tps, stops } = writing;
  const [start, end] = [momentIn(stop.start), momentIn(stop.end)];
  const written: ScriptStop = {
    index: stops.length,
    place: stop.place,
    leg: legOf(writing, way),
    service: end - start,
    pause: Math.max(0, momentIn(stop.departure) - end),
    opens: (stop.takes ? undefined : world.byCode.get(stop.place)?.spans[day]?.start) ?? 0,
    kits: [...new Set(stop.kits)].map((code) => tps.of(code)),
    final: stop.kits.includes(stop.place),
    plannedArrival: momentIn(stop.arrival),
    plannedEnd: end,
  };
  stops.push(written);
  return written;
}

function restBefore(route: Route, trip: Trip): number {
  const start = momentIn(trip.loading.start);
  const returns = route.trips.map((each) => momentIn(each.return.arrival)).filter((moment) => moment <= start);
  const since = Math.max(0, ...returns);
  return route.breaks
    .map((pause) => ({ from: momentIn(pause.start), to: momentIn(pause.end) }))
    .filter(({ from, to }) => from >= since && to <= start)
    .reduce((sum, { from, to }) => sum + to - from, 0);
}

function tripOf(writing: Writing, route: Route, trip: Trip, index: number): ScriptTrip {
  const { world } = writing;
  const start = momentIn(trip.loading.start);
  const day = dayOf(world, start);
  const zone = zoneOf(writing, trip.origin);
  const profile = writing.profileOf.get(route.vehicleType) ?? "";
  const way = (from: string, to: string, seconds: number): Way => ({ from, to, profile, seconds, zone });
  const transfer = transferBefore(route, trip);
  const first = !route.trips.some((each) => {
    const other = momentIn(each.loading.start);
    return other < start && dayOf(world, other) === day;
  });
  let at = trip.origin;
  const stops = trip.stops.map((stop) => {
    const written = stopOf(writing, stop, way(at, stop.place, stop.leg.seconds), day);
    at = stop.place;
    return written;
  });
  return {
    index,
    id: trip.id,
    echelon: trip.echelon,
    vehicle: writing.vehicles.of(route.vehicle),
    name: route.vehicle,
    duty: writing.duties.of(`${route.vehicle} ${day}`),
    first,
    origin: trip.origin,
    loadStart: start,
    loading: momentIn(trip.loading.end) - start,
    dock: trip.dock === undefined ? -1 : writing.docks.of(`${trip.origin} ${trip.dock}`),
    transfer: transfer && legOf(writing, way(transfer.from, transfer.to, transfer.leg.seconds)),
    rest: first ? 0 : restBefore(route, trip),
    departure: momentIn(trip.departure),
    stops,
    back: legOf(writing, way(at, trip.return.place, trip.return.leg.seconds)),
  };
}

function stepsOf(plan: Plan, trips: readonly ScriptTrip[]): Step[] {
  const teamOf = new Map(plan.convoys.flatMap((convoy) => convoy.trips.map((trip) => [trip, convoy] as const)));
  const groups = new Map<string, ScriptTrip[]>();
  const steps: Step[] = [];
  for (const trip of trips) {
    steps.push({ kind: "load", at: trip.loadStart, trip });
    const key = teamOf.get(trip.id)?.id ?? trip.id;
    groups.set(key, [...(groups.get(key) ?? []), trip]);
  }
  for (const own of groups.values()) {
    const [first] = own;
    if (!first) continue;
    steps.push({ kind: "depart", at: first.departure, trips: own, team: (teamOf.get(first.id)?.team ?? 0) - 1 });
  }
  const rank = (step: Step): number => (step.kind === "load" ? 0 : 1);
  return steps.sort((left, right) => left.at - right.at || rank(left) - rank(right));
}

/** The script of `plan`. Throws Refusal `bad-plan` on a moment that cannot be read. */
export function scriptOf(brief: Brief, plan: Plan): Script {
  const writing: Writing = {
    world: openWorld(withExtras(brief, extrasOf(plan))),
    profileOf: new Map(brief.vehicleTypes.map((type) => [type.id, type.profile])),
    zones: new Numbers(),
    tps: new Numbers(),
    docks: new Numbers(),
    vehicles: new Numbers(),
    duties: new Numbers(),
    legs: [],
    stops: [],
  };
  let index = 0;
  const trips = plan.routes.flatMap((route) => route.trips.map((trip) => tripOf(writing, route, trip, index++)));
  const duties = writing.duties.names.map((_, duty) => trips.filter((trip) => trip.duty === duty));
  return {
    world: writing.world,
    trips,
    stops: writing.stops,
    legs: writing.legs,
    steps: stepsOf(plan, trips),
    tps: writing.tps.names,
    duties,
    vehicles: writing.vehicles.names,
    docks: writing.docks.names.length,
    teams: plan.convoys.reduce((most, convoy) => Math.max(most, convoy.team), 0),
  };
}
