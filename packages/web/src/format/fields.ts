/**
 * Days and times as people type them into a field: `26/11/2024`, `14.05`; kept as `2024-11-26` and `14:05`. Knows calendars;
 * refuses to know zones and the clock.
 */
import type { Language } from "./numbers.ts";

const two = (value: number): string => String(value).padStart(2, "0");

/** The day `2024-11-26` as `26/11/2024`; "" when it is not one. */
export function dayText(day: string): string {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day) ?? [];
  return year === undefined ? "" : `${date}/${month}/${year}`;
}

/** The time `14:05` as `14.05` (id), `14:05` (en); "" when it is not one. */
export function timeText(time: string, language: Language): string {
  return /^\d{2}:\d{2}$/.test(time) ? time.replace(":", language === "id" ? "." : ":") : "";
}

/**
 * The day that `typed` names, day before month, in any of `26/11/2024`, `26-11-2024`, `26.11.2024`, `26 11 2024`, `26112024`,
 * `2024-11-26`: `2024-11-26`. Undefined when the calendar has no such day.
 */
export function readDay(typed: string): string | undefined {
  const text = typed.trim();
  const parts = /^(?<date>\d{1,2})[/\-. ](?<month>\d{1,2})[/\-. ](?<year>\d{4})$/.exec(text);
  const solid = /^(?<date>\d{2})(?<month>\d{2})(?<year>\d{4})$/.exec(text);
  const kept = /^(?<year>\d{4})-(?<month>\d{1,2})-(?<date>\d{1,2})$/.exec(text);
  const { year, month, date } = (parts ?? solid ?? kept)?.groups ?? {};
  const day = `${year}-${two(Number(month))}-${two(Number(date))}`;
  return Number.isNaN(Date.parse(day)) || dayAfter(day, 0) !== day ? undefined : day;
}

/** The time of day that `typed` names, in any of `14.05`, `14:05`, `1405`, `9.05`, `9`: `14:05`. Undefined when it is none. */
export function readTime(typed: string): string | undefined {
  const [, hour, minute = "0"] =
    /^(\d{1,2})(?:[.:,](\d{2}))?$/.exec(typed.trim()) ?? /^(\d{2})(\d{2})$/.exec(typed.trim()) ?? [];
  if (hour === undefined || Number(hour) > 23 || Number(minute) > 59) return undefined;
  return `${two(Number(hour))}:${two(Number(minute))}`;
}

/** The day `days` after `day`. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}

/** The time `minutes` after `time`, within the same day: it stops at 00:00 and 23:59. */
export function timeAfter(time: string, minutes: number): string {
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  const after = Math.min(1_439, Math.max(0, hour * 60 + minute + minutes));
  return `${two(Math.floor(after / 60))}:${two(after % 60)}`;
}
