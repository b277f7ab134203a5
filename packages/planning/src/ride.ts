/**
 * A trip under way: arrivals, waits, hand-overs and the driver's breaks from the moment of departure. Knows openings,
 * shift and breaks; refuses to know docks, convoys and other trips.
 */
import type { Draft, Drop } from "./draft.ts";
import { type Drive, driveFrom } from "./legs.ts";
import type { Span, World } from "./world.ts";

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
  /** The drives to each stop in turn, then back to the origin, as they are when they are driven. */
  readonly drives: readonly Drive[];
  readonly back: number;
  readonly breaks: readonly Span[];
  readonly rested: number;
  /** End of the last hand-over. */
  readonly done: number;
}

/** True when the hand-over of `drop` may end at `end` on `day`; what may be at some moment may be at any earlier one. */
export type TakesIn = (drop: Drop, day: number, end: number) => boolean;

/** A departure and what rest comes before it. */
export interface Departure {
  readonly at: number;
  readonly rested: number;
  readonly breaks: readonly Span[];
}

/** The drive of a trip's leg that begins at `departure`; undefined when it never arrives. */
export function driveAt(draft: Draft, index: number, departure: number): Drive | undefined {
  const leg = draft.legs[index];
  return leg && driveFrom(leg, departure);
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
  const drive = driveAt(draft, 0, at)?.seconds ?? 0;
  if (at + drive - times.rested <= drivers.breakAfter) return { at, rested: times.rested, breaks: [] };
  const end = times.loaded + drivers.break;
  return { at: Math.max(at, end), rested: end, breaks: [{ start: times.loaded, end }] };
}

/** The ride after `departure`; undefined when a place closes too early or the driver's day is too short for it. */
export function rideFrom(
  world: World,
  draft: Draft,
  from: { readonly departure: Departure; readonly driver: Driver; readonly takesIn: TakesIn },
): Ride | undefined {
  const { drivers } = world.brief;
  const { day, workStart } = from.driver;
  const stops: TimedStop[] = [];
  const drives: Drive[] = [];
  const breaks = [...from.departure.breaks];
  let rested = from.departure.rested;
  let departure = from.departure.at;
  for (const [index, drop] of draft.drops.entries()) {
    const service = draft.services[index] ?? 0;
    const opens = drop.takes ? departure : drop.site.spans[day]?.start;
    const drive = driveAt(draft, index, departure);
    if (opens === undefined || !drive) return undefined;
    const arrival = departure + drive.seconds;
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
    if (end - rested > drivers.breakAfter || !from.takesIn(drop, day, end)) return undefined;
    departure = end;
    const next = (): number => driveAt(draft, index + 1, departure)?.seconds ?? 0;
    if (departure + next() - rested > drivers.breakAfter) {
      departure = end + drivers.break;
      breaks.push({ start: end, end: departure });
      rested = departure;
    }
    if (departure + next() - rested > drivers.breakAfter) return undefined;
    drives.push(drive);
    stops.push({ arrival, start, end, departure });
  }
  const home = driveAt(draft, draft.legs.length - 1, departure);
  if (!home) return undefined;
  const back = departure + home.seconds;
  if (back - workStart > drivers.shift || back >= (world.days[day + 1] ?? 0)) return undefined;
  return { stops, drives: [...drives, home], back, breaks, rested, done: stops[stops.length - 1]?.end ?? back };
}

/**
 * The ride of a vehicle that is loaded and cannot wait: it goes on where a place has closed or the driver's day is too
 * short, and rests whenever a rest is due and a place is there to rest at.
 */
export function rideAnyway(
  world: World,
  draft: Draft,
  from: { readonly departure: Departure; readonly day: number },
): Ride {
  const { drivers } = world.brief;
  const stops: TimedStop[] = [];
  const drives: Drive[] = [];
  const breaks = [...from.departure.breaks];
  let { rested, at: leaves } = from.departure;
  const drive = (index: number, moment: number): Drive =>
    driveAt(draft, index, moment) ?? draft.legs[index] ?? { seconds: 0, metres: 0 };
  const rest = (since: number): number => {
    rested = since + drivers.break;
    breaks.push({ start: since, end: rested });
    return rested;
  };
  for (const [index, drop] of draft.drops.entries()) {
    const service = draft.services[index] ?? 0;
    const leg = drive(index, leaves);
    drives.push(leg);
    const arrival = leaves + leg.seconds;
    let start = Math.max(arrival, (drop.takes ? undefined : drop.site.spans[from.day]?.start) ?? arrival);
    if (start - arrival >= drivers.break) {
      breaks.push({ start: arrival, end: start });
      rested = start;
    } else if (start + service - rested > drivers.breakAfter) start = Math.max(start, rest(arrival));
    const end = start + service;
    leaves = end + drive(index + 1, end).seconds - rested > drivers.breakAfter ? rest(end) : end;
    stops.push({ arrival, start, end, departure: leaves });
  }
  const home = drive(draft.legs.length - 1, leaves);
  const done = stops[stops.length - 1]?.end ?? leaves;
  return { stops, drives: [...drives, home], back: leaves + home.seconds, breaks, rested, done };
}

/** The same ride when the places or the driver's day are too short for it: it goes on all the same. */
export function plainRide(draft: Draft, departure: number): Ride {
  const stops: TimedStop[] = [];
  const drives: Drive[] = [];
  let leaves = departure;
  const drive = (index: number): Drive => {
    const leg = draft.legs[index] ?? { seconds: 0, metres: 0 };
    return driveFrom(leg, leaves) ?? leg;
  };
  for (const [index] of draft.drops.entries()) {
    drives.push(drive(index));
    const arrival = leaves + drive(index).seconds;
    const end = arrival + (draft.services[index] ?? 0);
    stops.push({ arrival, start: arrival, end, departure: end });
    leaves = end;
  }
  drives.push(drive(draft.legs.length - 1));
  const back = leaves + drive(draft.legs.length - 1).seconds;
  return { stops, drives, back, breaks: [], rested: departure, done: stops[stops.length - 1]?.end ?? departure };
}
