/**
 * A trip under way: arrivals, waits, hand-overs and the driver's breaks from the moment of departure. Knows openings,
 * shift and breaks; refuses to know docks, convoys and other trips.
 */
import type { Draft } from "./draft.ts";
import type { Site, Span, World } from "./world.ts";

/** A visit in time, epoch seconds. */
export interface TimedStop {
  readonly arrival: number;
  readonly start: number;
  readonly end: number;
  readonly departure: number;
}

/** What the driver has done today when a trip is loaded. */
export interface Driver {
  readonly day: number;
  /** When the day's work began. */
  readonly workStart: number;
  /** The end of the last break, or `workStart`. */
  readonly rested: number;
}

/** A trip after its departure. */
export interface Ride {
  readonly stops: readonly TimedStop[];
  readonly back: number;
  readonly breaks: readonly Span[];
  readonly rested: number;
  /** End of the last hand-over. */
  readonly done: number;
}

/** The moment by which a hand-over at `site` has ended on `day`; undefined when the place is closed then. */
export type HandOverLimit = (site: Site, day: number) => number | undefined;

/** A departure and what rest comes before it. */
export interface Departure {
  readonly at: number;
  readonly rested: number;
  readonly breaks: readonly Span[];
}

/** The departure at or after `wanted` of a trip that was loaded at `loaded`, with a break first when one is due. */
export function departureOf(
  world: World,
  draft: Draft,
  times: { readonly loaded: number; readonly wanted: number; readonly rested: number },
): Departure {
  const { drivers } = world.brief;
  const at = Math.max(times.loaded, times.wanted);
  if (at - times.loaded >= drivers.break) {
    return { at, rested: at, breaks: [{ start: times.loaded, end: at }] };
  }
  const drive = draft.legs[0]?.seconds ?? 0;
  if (at + drive - times.rested <= drivers.breakAfter) return { at, rested: times.rested, breaks: [] };
  const end = times.loaded + drivers.break;
  return { at: Math.max(at, end), rested: end, breaks: [{ start: times.loaded, end }] };
}

/** The ride after `departure`; undefined when a place closes too early or the driver's day is too short for it. */
export function rideFrom(
  world: World,
  draft: Draft,
  from: { readonly departure: Departure; readonly driver: Driver; readonly limit: HandOverLimit },
): Ride | undefined {
  const { drivers } = world.brief;
  const { day, workStart } = from.driver;
  const stops: TimedStop[] = [];
  const breaks = [...from.departure.breaks];
  let rested = from.departure.rested;
  let departure = from.departure.at;
  for (const [index, drop] of draft.drops.entries()) {
    const service = draft.services[index] ?? 0;
    const limit = from.limit(drop.site, day);
    const opens = drop.site.spans[day]?.start;
    if (limit === undefined || opens === undefined) return undefined;
    const arrival = departure + (draft.legs[index]?.seconds ?? 0);
    let start = Math.max(arrival, opens);
    if (start - arrival >= drivers.break) {
      breaks.push({ start: arrival, end: start });
      rested = start;
    } else if (start + service - rested > drivers.breakAfter) {
      rested = arrival + drivers.break;
      breaks.push({ start: arrival, end: rested });
      start = Math.max(start, rested);
    }
    const end = start + service;
    if (end > limit || end - rested > drivers.breakAfter) return undefined;
    departure = end;
    const next = draft.legs[index + 1]?.seconds ?? 0;
    if (departure + next - rested > drivers.breakAfter) {
      departure = end + drivers.break;
      breaks.push({ start: end, end: departure });
      rested = departure;
    }
    if (departure + next - rested > drivers.breakAfter) return undefined;
    stops.push({ arrival, start, end, departure });
  }
  const back = departure + (draft.legs[draft.legs.length - 1]?.seconds ?? 0);
  if (back - workStart > drivers.shift || back >= (world.days[day + 1] ?? 0)) return undefined;
  return { stops, back, breaks, rested, done: stops[stops.length - 1]?.end ?? back };
}
