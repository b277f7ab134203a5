/**
 * Moments in time as epoch seconds, and their written form in a zone. Knows zones by their IANA name; refuses to know
 * the machine's own zone or clock.
 */
import { type Seconds, seconds } from "./quantities.ts";

declare const instantBrand: unique symbol;
/** Whole epoch seconds, UTC. */
export type Instant = number & { readonly [instantBrand]: "instant" };

/** A local calendar day and time of day in some zone. `weekday` counts from Sunday = 0. */
export interface LocalTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly weekday: number;
}

/** `value` epoch seconds as an instant. Throws RangeError when not a whole safe number. */
export function instant(value: number): Instant {
  if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is not a whole number of epoch seconds`);
  return value as Instant;
}

/** `from` moved by `by` seconds. */
export function later(from: Instant, by: number): Instant {
  return instant(from + by);
}

/** Seconds from `start` to `end`; negative when `end` is earlier. */
export function between(start: Instant, end: Instant): Seconds {
  return seconds(end - start);
}

const isoForm = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})$/;

/**
 * Reads an ISO 8601 date-time with an explicit offset, e.g. `2024-11-25T08:00:00+08:00`.
 * Answers undefined when the text is not one (a missing offset included).
 */
export function parseInstant(text: string): Instant | undefined {
  if (!isoForm.test(text)) return undefined;
  const milliseconds = Date.parse(text);
  return Number.isNaN(milliseconds) ? undefined : instant(Math.floor(milliseconds / 1000));
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-GB", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    });
    formats.set(zone, format);
  }
  return format;
}

/** True when the runtime knows `zone` as an IANA time zone. */
export function isTimeZone(zone: string): boolean {
  try {
    formatOf(zone);
    return true;
  } catch {
    return false;
  }
}

/** The wall clock of `zone` at `moment`. Throws RangeError on an unknown zone. */
export function localTime(moment: Instant, zone: string): LocalTime {
  const part: Record<string, number> = {};
  for (const { type, value } of formatOf(zone).formatToParts(moment * 1000)) part[type] = Number(value);
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = part;
  const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay();
  return { year, month, day, hour, minute, second, weekday };
}

/** Seconds that `zone` is ahead of UTC at `moment`: 28,800 for Asia/Makassar (WITA). */
export function zoneOffset(moment: Instant, zone: string): Seconds {
  const local = localTime(moment, zone);
  const asUtc = Date.UTC(local.year, local.month - 1, local.day, local.hour, local.minute, local.second) / 1000;
  return seconds(asUtc - moment);
}

const two = (value: number): string => String(value).padStart(2, "0");

/** ISO 8601 with the offset of `zone`: `2024-11-25T08:00:00+08:00`. The inverse of `parseInstant`. */
export function formatInstant(moment: Instant, zone: string): string {
  const local = localTime(moment, zone);
  const offset = zoneOffset(moment, zone);
  const size = Math.abs(offset);
  const sign = offset < 0 ? "-" : "+";
  const date = `${String(local.year).padStart(4, "0")}-${two(local.month)}-${two(local.day)}`;
  const time = `${two(local.hour)}:${two(local.minute)}:${two(local.second)}`;
  return `${date}T${time}${sign}${two(Math.floor(size / 3600))}:${two(Math.floor((size % 3600) / 60))}`;
}

/**
 * The instant when the wall clock of `zone` shows `secondsOfDay` on the local day of `moment` moved by `days`.
 * In a gap of summer time the later instant is meant.
 */
export function atLocal(moment: Instant, zone: string, time: { days: number; secondsOfDay: number }): Instant {
  const local = localTime(moment, zone);
  const wall = Date.UTC(local.year, local.month - 1, local.day + time.days) / 1000 + time.secondsOfDay;
  const guess = instant(wall - zoneOffset(instant(wall), zone));
  return instant(wall - zoneOffset(guess, zone));
}
