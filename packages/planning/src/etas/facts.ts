/**
 * What is known of a day under way: events told by phones as moments of the script. Knows that events may be missing,
 * doubled and out of order; refuses to know what comes next.
 */
import { haversine, type LonLat } from "@antar/measure";
import type { Script, ScriptTrip } from "../rehearse/script.ts";

/**
 * An event of a vehicle as projections read it. `loading` first kit taken on board, `loaded` last one, `departed` from the
 * origin of `trip` (no `place`), `arrived`, `handed-over` and `refused` at `place`, `position` with `point`. Other kinds
 * are passed over.
 */
export interface Sighting {
  readonly kind: string;
  /** Moment of the act, epoch seconds. */
  readonly at: number;
  readonly vehicle?: string;
  readonly trip?: string;
  readonly place?: string;
  readonly point?: LonLat;
}

/** Known moments by number of the trip or stop; NaN where nothing is known. */
export interface Facts {
  readonly begun: Float64Array;
  readonly loaded: Float64Array;
  readonly departed: Float64Array;
  readonly arrived: Float64Array;
  readonly ended: Float64Array;
  /** Share of the leg to a stop that was still ahead at a moment, by number of the stop. */
  readonly ahead: ReadonlyMap<number, { readonly at: number; readonly share: number }>;
}

/** Places of the script's events. */
export interface Index {
  readonly script: Script;
  readonly trips: ReadonlyMap<string, ScriptTrip>;
  /** By trip id and place code. */
  readonly stops: ReadonlyMap<string, number>;
}

/** The index of `script`. */
export function indexOf(script: Script): Index {
  const trips = new Map(script.trips.map((trip) => [trip.id, trip]));
  const stops = new Map(
    script.trips.flatMap((trip) => trip.stops.map((stop) => [`${trip.id} ${stop.place}`, stop.index] as const)),
  );
  return { script, trips, stops };
}

const known = (moments: Float64Array, at: number): boolean => !Number.isNaN(moments[at] ?? Number.NaN);

/** The earliest telling of an act counts: a phone that sends twice changes nothing. */
function note(moments: Float64Array, at: number | undefined, moment: number): void {
  if (at === undefined) return;
  const before = moments[at] ?? Number.NaN;
  if (Number.isNaN(before) || moment < before) moments[at] = moment;
}

function unknown(length: number): Float64Array {
  return new Float64Array(length).fill(Number.NaN);
}

/** The facts of `events` that happened until `now`. */
export function factsOf(index: Index, events: readonly Sighting[], now: number): Facts {
  const { trips, stops } = index.script;
  const ahead = new Map<number, { at: number; share: number }>();
  const facts: Facts = {
    begun: unknown(trips.length),
    loaded: unknown(trips.length),
    departed: unknown(trips.length),
    arrived: unknown(stops.length),
    ended: unknown(stops.length),
    ahead,
  };
  const positions: Sighting[] = [];
  for (const event of events) {
    if (event.at > now) continue;
    const trip = index.trips.get(event.trip ?? "")?.index;
    const stop = index.stops.get(`${event.trip} ${event.place}`);
    if (event.kind === "loading") note(facts.begun, trip, event.at);
    else if (event.kind === "loaded") note(facts.loaded, trip, event.at);
    else if (event.kind === "departed" && event.place === undefined) note(facts.departed, trip, event.at);
    else if (event.kind === "arrived") note(facts.arrived, stop, event.at);
    else if (event.kind === "handed-over" || event.kind === "refused") note(facts.ended, stop, event.at);
    else if (event.kind === "position") positions.push(event);
  }
  for (const trip of trips) fillGaps(facts, trip);
  for (const event of positions) place(index, facts, event, ahead);
  return facts;
}

/** An act that must have come before a known one is given the moment that the plan's durations give it. */
function fillGaps({ begun, loaded, departed, arrived, ended }: Facts, trip: ScriptTrip): void {
  let next = Number.NaN;
  for (const stop of [...trip.stops].reverse()) {
    if (!known(ended, stop.index)) ended[stop.index] = next - stop.pause;
    const end = ended[stop.index] ?? Number.NaN;
    if (!known(arrived, stop.index)) arrived[stop.index] = end - stop.service;
    next = (arrived[stop.index] ?? Number.NaN) - stop.leg.seconds;
  }
  if (!known(departed, trip.index)) departed[trip.index] = next;
  const left = departed[trip.index] ?? Number.NaN;
  if (!known(loaded, trip.index)) loaded[trip.index] = left;
  const end = loaded[trip.index] ?? Number.NaN;
  if (!known(begun, trip.index)) begun[trip.index] = end - trip.loading;
}

/** A position tells how much of the leg is still ahead, as the crow flies. */
function place(
  { script }: Index,
  facts: Facts,
  event: Sighting,
  ahead: Map<number, { at: number; share: number }>,
): void {
  const { point } = event;
  const trip = script.trips.find(
    (each) => each.name === event.vehicle && known(facts.departed, each.index) && !finished(facts, each),
  );
  const stop = trip?.stops.find((each) => !known(facts.arrived, each.index));
  const [from, to] = [stop?.leg.from, stop?.leg.to].map((code) => script.world.byCode.get(code ?? "")?.place.point);
  if (!stop || !point || !from || !to) return;
  const share = Math.min(1, haversine(point, to) / Math.max(1, haversine(from, to)));
  const before = ahead.get(stop.index);
  if (!before || before.at < event.at) ahead.set(stop.index, { at: event.at, share });
}

function finished({ ended }: Facts, trip: ScriptTrip): boolean {
  const last = trip.stops[trip.stops.length - 1];
  return last !== undefined && known(ended, last.index);
}
