/**
 * The local days of a brief and the hours in which its places work (rule 5). Knows the tenant's zone; refuses to know
 * what happens in those hours.
 */
import type { Brief, Opening, Place } from "@antar/domain";
import { atLocal, formatInstant, instant, parseInstant, zoneOffset } from "@antar/measure";
import type { Interval } from "./intervals.ts";

/** Days, openings and written times of one brief. Instants are epoch seconds. */
export interface Calendar {
  readonly start: number;
  readonly end: number;
  /** Number of the local day of `moment`, 0 for the day of `window.start`. */
  dayOf(moment: number): number;
  /** First moment of local day `day`. */
  dayStart(day: number): number;
  /** When `place` works, in order of time. */
  openingsOf(place: Place): readonly Interval[];
  /** `moment` for a reader: `2024-11-25 08:00:00` in the tenant's zone. */
  show(moment: number): string;
  /** Seconds that the tenant's zone is ahead of UTC at `moment`. */
  offsetAt(moment: number): number;
}

const dayLength = 86_400;
/** The days for which the calendar is worked out exactly; a window has at most 31. */
const knownDays = 40;

function readMoment(text: string, field: string): number {
  const moment = parseInstant(text);
  if (moment === undefined) throw new RangeError(`${field} ${text} is not a moment: the brief was not checked`);
  return moment;
}

function secondsOfDay(clock: string): number {
  const [hours = "0", minutes = "0"] = clock.split(":");
  return Number(hours) * 3600 + Number(minutes) * 60;
}

function dayTable(brief: Brief, start: number): (moment: number) => number {
  const starts = Array.from({ length: knownDays + 1 }, (_, day) =>
    Number(atLocal(instant(start), brief.timeZone, { days: day, secondsOfDay: 0 })),
  );
  const [first = start] = starts;
  const last = starts[knownDays] ?? first;
  return (moment) => {
    if (moment < first) return Math.floor((moment - first) / dayLength);
    if (moment >= last) return knownDays + Math.floor((moment - last) / dayLength);
    // A day of summer time is an hour longer or shorter, so the guess is off by one at most.
    const guess = Math.min(knownDays - 1, Math.floor((moment - first) / dayLength));
    if (moment < (starts[guess] ?? first)) return guess - 1;
    return moment >= (starts[guess + 1] ?? last) ? guess + 1 : guess;
  };
}

function workedOut(brief: Brief, opening: Opening, window: Interval & { readonly lastDay: number }): Interval[] {
  const days = Math.min(opening.days ?? window.lastDay + 1, window.lastDay + 1);
  return Array.from({ length: days }, (_, day) => {
    const at = (clock: string): number =>
      atLocal(instant(window.start), brief.timeZone, { days: day, secondsOfDay: secondsOfDay(clock) });
    return { start: Math.max(window.start, at(opening.from)), end: Math.min(window.end, at(opening.to)) };
  }).filter((interval) => interval.start <= interval.end);
}

/** The calendar of a checked brief. Throws RangeError when the brief's window or zone cannot be read. */
export function calendarOf(brief: Brief): Calendar {
  const start = readMoment(brief.window.start, "window.start");
  const end = readMoment(brief.window.end, "window.end");
  const dayOf = dayTable(brief, start);
  const known = new Map<string, readonly Interval[]>();
  const offsets = new Map<number, number>();
  return {
    start,
    end,
    dayOf,
    dayStart: (day) => atLocal(instant(start), brief.timeZone, { days: day, secondsOfDay: 0 }),
    openingsOf(place) {
      const opening = place.opening ?? brief.opening[place.kind];
      const key = `${opening.from} ${opening.to} ${opening.days}`;
      const answer = known.get(key) ?? workedOut(brief, opening, { start, end, lastDay: dayOf(end) });
      known.set(key, answer);
      return answer;
    },
    show(moment) {
      if (!Number.isSafeInteger(moment)) return "?";
      return formatInstant(instant(moment), brief.timeZone).slice(0, 19).replace("T", " ");
    },
    offsetAt(moment) {
      // Zones change on quarter hours, so one look-up per quarter is enough.
      const quarter = Math.floor(moment / 900);
      const answer = offsets.get(quarter) ?? zoneOffset(instant(quarter * 900), brief.timeZone);
      offsets.set(quarter, answer);
      return answer;
    },
  };
}
