/**
 * A plan acted out: the same trips, docks, teams and orders at moments that differ from the plan. Nobody starts before the
 * plan says; everybody waits for what must come first. Offices wait for a late vehicle. Knows no chance: how long things
 * take is asked of the caller.
 */
import type { Script, ScriptLeg, ScriptStop, ScriptTrip, Step } from "./script.ts";

/** How things go on the day that is acted out; all answers are moments in epoch seconds. */
export interface Course {
  /** Loading begins: not before `planned` (where the driver's day begins), not before `ready` (kits, dock, vehicle). */
  begins(trip: ScriptTrip, ready: number): number;
  /** Loading that began at `from` has ended. */
  loaded(trip: ScriptTrip, from: number): number;
  departs(trip: ScriptTrip, ready: number): number;
  /** The end of a drive that began at `leaves`; `stop` undefined for the way back and for transfers. */
  arrives(leg: ScriptLeg, leaves: number, trip: ScriptTrip, stop: ScriptStop | undefined): number;
  /** The end of the hand-over that began at `start`. */
  handedOver(stop: ScriptStop, trip: ScriptTrip, start: number): number;
}

/** A day as it went: moments by the number of the trip or stop. Reused from day to day. */
export interface DayRecord {
  readonly begun: Float64Array;
  readonly loaded: Float64Array;
  readonly departed: Float64Array;
  readonly returned: Float64Array;
  readonly arrived: Float64Array;
  readonly ended: Float64Array;
  /** By number of the TPS; NaN for those that received nothing. */
  readonly received: Float64Array;
}

/** An empty record for `script`. */
export function openRecord(script: Script): DayRecord {
  const [trips, stops] = [script.trips.length, script.stops.length];
  return {
    begun: new Float64Array(trips),
    loaded: new Float64Array(trips),
    departed: new Float64Array(trips),
    returned: new Float64Array(trips),
    arrived: new Float64Array(stops),
    ended: new Float64Array(stops),
    received: new Float64Array(script.tps.length).fill(Number.NaN),
  };
}

/** A stage on which a script is acted out again and again. */
export interface Stage {
  act(course: Course): DayRecord;
}

interface Props {
  readonly record: DayRecord;
  readonly vehicleFree: Float64Array;
  readonly dockFree: Float64Array;
  readonly teamFree: Float64Array;
  readonly kitReady: Float64Array;
}

function loadTrip({ record, vehicleFree, dockFree, kitReady }: Props, course: Course, trip: ScriptTrip): void {
  let ready = vehicleFree[trip.vehicle] ?? 0;
  if (ready > 0) ready += trip.rest;
  if (trip.transfer && ready > 0) ready = course.arrives(trip.transfer, ready, trip, undefined);
  if (trip.dock >= 0) ready = Math.max(ready, dockFree[trip.dock] ?? 0);
  for (const stop of trip.stops) for (const kit of stop.kits) ready = Math.max(ready, kitReady[kit] ?? 0);
  const begun = course.begins(trip, ready);
  const loaded = course.loaded(trip, begun);
  record.begun[trip.index] = begun;
  record.loaded[trip.index] = loaded;
  if (trip.dock >= 0) dockFree[trip.dock] = loaded;
}

/** Rides `trip`; the end of the last hand-over. */
function rideTrip({ record, vehicleFree, kitReady }: Props, course: Course, trip: ScriptTrip, from: number): number {
  const departed = course.departs(trip, from);
  record.departed[trip.index] = departed;
  let leaves = departed;
  let done = departed;
  for (const stop of trip.stops) {
    const arrived = course.arrives(stop.leg, leaves, trip, stop);
    done = course.handedOver(stop, trip, Math.max(arrived, stop.opens));
    record.arrived[stop.index] = arrived;
    record.ended[stop.index] = done;
    leaves = done + stop.pause;
    for (const kit of stop.kits) {
      kitReady[kit] = done;
      if (stop.final) record.received[kit] = done;
    }
  }
  const back = course.arrives(trip.back, leaves, trip, undefined);
  record.returned[trip.index] = back;
  vehicleFree[trip.vehicle] = back;
  return done;
}

function play(props: Props, course: Course, step: Step): void {
  if (step.kind === "load") {
    loadTrip(props, course, step.trip);
    return;
  }
  const { record, teamFree } = props;
  let from = Math.max(step.at, step.team >= 0 ? (teamFree[step.team] ?? 0) : 0);
  for (const trip of step.trips) from = Math.max(from, record.loaded[trip.index] ?? 0);
  let done = from;
  for (const trip of step.trips) done = Math.max(done, rideTrip(props, course, trip, from));
  if (step.team >= 0) teamFree[step.team] = done;
}

/** A stage for `script`. The record of one act is overwritten by the next. */
export function openStage(script: Script): Stage {
  const props: Props = {
    record: openRecord(script),
    vehicleFree: new Float64Array(script.vehicles.length),
    dockFree: new Float64Array(script.docks),
    teamFree: new Float64Array(script.teams),
    kitReady: new Float64Array(script.tps.length),
  };
  return {
    act(course) {
      for (const array of [props.vehicleFree, props.dockFree, props.teamFree, props.kitReady]) array.fill(0);
      for (const step of script.steps) play(props, course, step);
      return props.record;
    },
  };
}
