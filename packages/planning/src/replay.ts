/**
 * A plan acted out: the same trips, docks, teams and orders, with durations that differ from the plan and facts that have
 * been observed. Nobody starts before the plan says; everybody waits for what must come first. Offices wait for a late
 * vehicle. Knows no chance: durations are asked of the caller.
 */
import type { Brief, Plan, Route, Stop, Trip } from "@antar/domain";
import { dayOf, openWorld, type World } from "./world.ts";
import { momentIn, transferBefore } from "./written-plan.ts";

/** How long things take on the day that is acted out; all in seconds. */
export interface Course {
  drive(seconds: number, at: { readonly moment: number; readonly origin: string }): number;
  service(seconds: number): number;
  load(seconds: number): number;
  /** How late the driver begins the day. */
  lateStart(vehicle: string, day: number): number;
  /** Standstill on the way of this trip. */
  standstill(trip: string): number;
  /** The end of the hand-over of a stop where it is known already; then the rest follows from it. */
  observed(trip: string, place: string): number | undefined;
}

interface Loaded {
  readonly route: Route;
  readonly trip: Trip;
  readonly day: number;
  readonly start: number;
  readonly end: number;
}

type Event =
  | { readonly kind: "load"; readonly at: number; readonly loaded: Loaded }
  | { readonly kind: "depart"; readonly at: number; readonly trips: readonly Loaded[]; readonly team: number };

/** A plan made ready for being acted out many times. */
export interface Script {
  readonly world: World;
  readonly events: readonly Event[];
  /** Names of the vehicles with the trips of each of their days. */
  readonly days: ReadonlyMap<string, readonly string[]>;
}

/** The script of `plan`. */
export function scriptOf(brief: Brief, plan: Plan): Script {
  const world = openWorld(brief);
  const groups = new Map<string, Loaded[]>();
  const days = new Map<string, string[]>();
  const events: Event[] = [];
  for (const route of plan.routes) {
    for (const trip of route.trips) {
      const start = momentIn(trip.loading.start);
      const loaded = { route, trip, day: dayOf(world, start), start, end: momentIn(trip.loading.end) };
      events.push({ kind: "load", at: start, loaded });
      const key = trip.convoy ?? trip.id;
      groups.set(key, [...(groups.get(key) ?? []), loaded]);
      const day = `${route.vehicle} ${loaded.day}`;
      days.set(day, [...(days.get(day) ?? []), trip.id]);
    }
  }
  const teamOf = new Map(plan.convoys.map((convoy) => [convoy.id, convoy.team]));
  for (const trips of groups.values()) {
    const [first] = trips;
    if (!first) continue;
    events.push({
      kind: "depart",
      at: momentIn(first.trip.departure),
      trips,
      team: teamOf.get(first.trip.convoy ?? "") ?? 0,
    });
  }
  const order = (event: Event): number => (event.kind === "load" ? 0 : 1);
  events.sort((left, right) => left.at - right.at || order(left) - order(right));
  return { world, events, days };
}

interface Stage {
  readonly script: Script;
  readonly course: Course;
  readonly vehicleFree: Map<string, number>;
  readonly started: Set<string>;
  readonly dockFree: Map<string, number>;
  readonly teamFree: Map<number, number>;
  readonly ready: Map<string, number>;
  readonly loadedAt: Map<string, number>;
  readonly received: Map<string, number>;
}

function loadTrip(stage: Stage, { route, trip, day, start, end }: Loaded): void {
  const { course, vehicleFree, started, dockFree, ready } = stage;
  const transfer = transferBefore(route, trip);
  let from = start;
  const today = `${route.vehicle} ${day}`;
  if (!started.has(today)) {
    started.add(today);
    from += course.lateStart(route.vehicle, day);
  }
  const away = transfer ? course.drive(transfer.leg.seconds, { moment: start, origin: trip.origin }) : 0;
  from = Math.max(from, (vehicleFree.get(route.vehicle) ?? 0) + away);
  const dock = `${trip.origin} ${trip.dock}`;
  if (trip.dock !== undefined) from = Math.max(from, dockFree.get(dock) ?? 0);
  for (const stop of trip.stops) for (const tps of stop.kits) from = Math.max(from, ready.get(tps) ?? 0);
  const loaded = from + course.load(end - start);
  if (trip.dock !== undefined) dockFree.set(dock, loaded);
  stage.loadedAt.set(trip.id, loaded);
}

function opensAt({ script }: Stage, stop: Stop, day: number): number {
  return script.world.byCode.get(stop.place)?.spans[day]?.start ?? 0;
}

/** The end of the last hand-over. */
function rideTrip(stage: Stage, { route, trip, day }: Loaded, departure: number): number {
  const { course } = stage;
  let leaves = departure;
  let done = departure;
  const stands = course.standstill(trip.id);
  for (const [index, stop] of trip.stops.entries()) {
    const drive = course.drive(stop.leg.seconds, { moment: leaves, origin: trip.origin });
    const arrival = leaves + drive + (index === 0 ? stands : 0);
    const planned = momentIn(stop.end) - momentIn(stop.start);
    const start = Math.max(arrival, opensAt(stage, stop, day));
    done = course.observed(trip.id, stop.place) ?? start + course.service(planned);
    leaves = done + Math.max(0, momentIn(stop.departure) - momentIn(stop.end));
    for (const tps of stop.kits) {
      stage.ready.set(tps, done);
      if (tps === stop.place) stage.received.set(tps, done);
    }
  }
  const back = course.drive(trip.return.leg.seconds, { moment: leaves, origin: trip.origin });
  stage.vehicleFree.set(route.vehicle, leaves + back);
  return done;
}

/** When each TPS has received, epoch seconds, if things take as long as `course` says. */
export function replay(script: Script, course: Course): ReadonlyMap<string, number> {
  const stage: Stage = {
    script,
    course,
    vehicleFree: new Map(),
    started: new Set(),
    dockFree: new Map(),
    teamFree: new Map(),
    ready: new Map(),
    loadedAt: new Map(),
    received: new Map(),
  };
  for (const event of script.events) {
    if (event.kind === "load") {
      loadTrip(stage, event.loaded);
      continue;
    }
    let departure = Math.max(event.at, event.team > 0 ? (stage.teamFree.get(event.team) ?? 0) : 0);
    for (const { trip } of event.trips) departure = Math.max(departure, stage.loadedAt.get(trip.id) ?? 0);
    let done = departure;
    for (const loaded of event.trips) done = Math.max(done, rideTrip(stage, loaded, departure));
    if (event.team > 0) stage.teamFree.set(event.team, done);
  }
  return stage.received;
}
