/**
 * Trips whose vehicle has broken down for good: they end at the last place that it reached, and what was not handed over is
 * on it still. Knows one such trip; refuses to decide what becomes of its load.
 */
import { type Draft, type Drop, stopSeconds } from "./draft.ts";
import type { Ride, TimedStop } from "./ride.ts";
import type { World } from "./world.ts";
import { momentIn, type WrittenTrip } from "./written-plan.ts";

/** What has happened to a vehicle with its load. */
export interface Breakdown {
  /** Known since then, epoch seconds. */
  readonly at: number;
  /** What is on the vehicle still, stop by stop. */
  readonly undelivered: readonly Drop[];
}

/** What is known about vehicles that stand for good. */
export interface Standing {
  readonly now: number;
  /** Their names. */
  readonly gone: ReadonlySet<string>;
}

/** Since when it is known that the trip does not go on; undefined for a trip that goes on, is over or is not loaded. */
export function brokenSince({ trip, vehicle }: WrittenTrip, { now, gone }: Standing): number | undefined {
  if (trip.breakdown) return momentIn(trip.breakdown.at);
  const loaded = momentIn(trip.loading.start) < now && momentIn(trip.return.arrival) > now;
  return loaded && gone.has(vehicle.name) ? now : undefined;
}

/** When a trip that is broken since `at` departed: one that had not, on paper, when it was known or loaded. */
export function brokenDeparture({ trip }: WrittenTrip, at: number): number {
  const departure = momentIn(trip.departure);
  return departure > at ? Math.max(momentIn(trip.loading.end), at) : departure;
}

/** Stops of `trip` that were reached by `at`: a hand-over that goes on is ended, what comes after it is not made. */
function reachedBy({ trip }: WrittenTrip, at: number): TimedStop[] {
  const stops = trip.stops.map((stop) => ({
    arrival: momentIn(stop.arrival),
    start: momentIn(stop.start),
    end: momentIn(stop.end),
    departure: momentIn(stop.departure),
  }));
  const reached = stops.filter(({ arrival }) => arrival <= at);
  return reached.map((stop) => (stop.departure <= at ? stop : { ...stop, departure: stop.end }));
}

/** A trip that is broken since `at`, as far as it came. */
export function brokenRide({ brief }: World, written: WrittenTrip, at: number): { draft: Draft; ride: Ride } {
  const { id, trip, origin, vehicle, block } = written;
  const stops = reachedBy(written, at);
  const last = stops[stops.length - 1];
  const drops = written.drops.slice(0, stops.length);
  const ahead = written.drops.slice(stops.length);
  // A rescue that did not come to take its load over carries none of it.
  const undelivered = ahead.some((drop) => drop.takes) ? [] : [...ahead, ...written.undelivered];
  const departure = brokenDeparture(written, at);
  const back = Math.max(at, last?.departure ?? departure);
  const [start, end] = [momentIn(trip.loading.start), momentIn(trip.loading.end)];
  const legs = [...trip.stops.slice(0, stops.length).map((stop) => stop.leg), { seconds: 0, metres: 0 }];
  const breaks = written.route.breaks
    .map((rest) => ({ start: momentIn(rest.start), end: momentIn(rest.end) }))
    .filter((rest) => rest.start >= start && rest.start < back);
  const services = drops.map((drop) => stopSeconds(brief, drop));
  const breakdown = { at, undelivered };
  return {
    draft: {
      id,
      origin,
      type: vehicle.type,
      drops,
      legs,
      load: trip.load,
      loading: end - start,
      services,
      block,
      breakdown,
    },
    ride: { stops, drives: legs, back, breaks, rested: back, done: last?.end ?? departure },
  };
}
