/**
 * A brief as the planner walks it: places with their openings per local day, in epoch seconds. Knows the calendar of
 * the tenant; refuses to know roads and vehicles.
 */
import type { Brief, Opening, Place } from "@antar/domain";
import { atLocal, type Instant, instant, localTime, parseInstant } from "@antar/measure";

/** From `start` to `end`, epoch seconds. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A place and when it works. */
export interface Site {
  /** Position in `brief.places`. */
  readonly index: number;
  readonly place: Place;
  /** One entry per local day of the window; undefined when the place is closed that day. */
  readonly spans: readonly (Span | undefined)[];
  /** True when kits may stay here overnight. */
  readonly safe: boolean;
}

/** The whole brief, ready for planning. */
export interface World {
  readonly brief: Brief;
  readonly sites: readonly Site[];
  readonly byCode: ReadonlyMap<string, Site>;
  readonly warehouse: Site;
  /** Local midnights: day `d` lasts from `days[d]` to `days[d + 1]`. */
  readonly days: readonly number[];
  readonly start: number;
  readonly end: number;
}

function momentOf(text: string, field: string): Instant {
  const moment = parseInstant(text);
  if (moment === undefined) throw new RangeError(`${field}: ${text} is not a moment with an offset`);
  return moment;
}

function secondsOfDay(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(":").map(Number);
  return hours * 3600 + minutes * 60;
}

function midnights(start: Instant, end: Instant, zone: string): number[] {
  const days: number[] = [];
  for (let day = 0; ; day++) {
    const midnight = atLocal(start, zone, { days: day, secondsOfDay: 0 });
    days.push(midnight);
    if (midnight > end) return days;
  }
}

function spansOf(opening: Opening, window: Span, zone: string, days: number): (Span | undefined)[] {
  const first = instant(window.start);
  return Array.from({ length: days }, (_, day) => {
    if (day >= (opening.days ?? days)) return undefined;
    const start = Math.max(window.start, atLocal(first, zone, { days: day, secondsOfDay: secondsOfDay(opening.from) }));
    const end = Math.min(window.end, atLocal(first, zone, { days: day, secondsOfDay: secondsOfDay(opening.to) }));
    return start < end ? { start, end } : undefined;
  });
}

/** `brief` as sites with their openings. Throws RangeError when the brief was not checked by `readBrief`. */
export function openWorld(brief: Brief): World {
  const start = momentOf(brief.window.start, "window.start");
  const end = momentOf(brief.window.end, "window.end");
  localTime(start, brief.timeZone);
  const days = midnights(start, end, brief.timeZone);
  const known = new Map<Opening, readonly (Span | undefined)[]>();
  const sites = brief.places.map((place, index): Site => {
    const opening = place.opening ?? brief.opening[place.kind];
    const spans = known.get(opening) ?? spansOf(opening, { start, end }, brief.timeZone, days.length - 1);
    known.set(opening, spans);
    return { index, place, spans, safe: place.overnight !== false };
  });
  const warehouse = sites.find((site) => site.place.kind === "warehouse");
  if (!warehouse) throw new RangeError("places: there is no warehouse");
  return { brief, sites, byCode: new Map(sites.map((site) => [site.place.code, site])), warehouse, days, start, end };
}

/** The local day of `moment`, counted from the day of `window.start`; the last day for anything later. */
export function dayOf(world: World, moment: number): number {
  let day = world.days.length - 2;
  while (day > 0 && moment < (world.days[day] ?? 0)) day--;
  return day;
}
