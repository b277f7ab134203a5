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

/** How much of a drive was still ahead at a moment. */
interface Ahead {
  readonly at: number;
  readonly share: number;
}

/** Known moments by number of the trip or stop; NaN where nothing is known. */
export interface Facts {
  readonly begun: Float64Array;
  readonly loaded: Float64Array;
  readonly departed: Float64Array;
  readonly arrived: Float64Array;
  readonly ended: Float64Array;
  /** Share of the leg to a stop that was still ahead at a moment, by number of the stop. */
  readonly ahead: ReadonlyMap<number, Ahead>;
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
  const ahead = new Map<number, Ahead>();
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
  readPositions(index, facts, { positions, ahead });
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

/** A drive that is going on: `length` is as the crow flies, `left` when the vehicle set out. */
interface OpenLeg {
  readonly stop: number;
  readonly to: LonLat;
  readonly length: number;
  readonly left: number;
}

/** The drive that each vehicle is on, by its name. */
function openLegs({ script }: Index, facts: Facts): ReadonlyMap<string, OpenLeg> {
  const open = new Map<string, OpenLeg>();
  for (const trip of script.trips) {
    if (open.has(trip.name) || !known(facts.departed, trip.index) || finished(facts, trip)) continue;
    const ahead = trip.stops.findIndex((each) => !known(facts.arrived, each.index));
    const [stop, before] = [trip.stops[ahead], trip.stops[ahead - 1]];
    const left = before ? facts.ended[before.index] : facts.departed[trip.index];
    const [from, to] = [stop?.leg.from, stop?.leg.to].map((code) => script.world.byCode.get(code ?? "")?.place.point);
    if (!stop || !from || !to || left === undefined || Number.isNaN(left)) continue;
    open.set(trip.name, { stop: stop.index, to, length: Math.max(1, haversine(from, to)), left });
  }
  return open;
}

/** Positions nearer to each other than so many metres are those of a vehicle that stands. */
const standing = 30;

/**
 * Positions tell how much of a drive is still ahead, as the crow flies. A vehicle that stands keeps the moment at which it
 * came to where it is. Positions of earlier drives, and of a vehicle that hands over, tell nothing.
 */
function readPositions(index: Index, facts: Facts, told: { positions: Sighting[]; ahead: Map<number, Ahead> }): void {
  const legs = openLegs(index, facts);
  for (const { vehicle, at, point } of told.positions.sort((one, other) => one.at - other.at)) {
    const leg = legs.get(vehicle ?? "");
    if (!leg || !point || at < leg.left) continue;
    const share = Math.min(1, haversine(point, leg.to) / leg.length);
    const before = told.ahead.get(leg.stop);
    if (before && Math.abs(before.share - share) * leg.length < standing) continue;
    told.ahead.set(leg.stop, { at, share });
  }
}

function finished({ ended }: Facts, trip: ScriptTrip): boolean {
  const last = trip.stops[trip.stops.length - 1];
  return last !== undefined && known(ended, last.index);
}
