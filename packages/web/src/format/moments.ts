/**
 * Moments as people write them, always in the tenant's zone and never in the viewer's. Knows calendars; refuses to know
 * the clock.
 */
import type { Language } from "./numbers.ts";

interface Parts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly weekday: number;
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
    });
    formats.set(zone, format);
  }
  return format;
}

function partsOf(epoch: number, zone: string): Parts {
  const part: Record<string, number> = {};
  for (const { type, value } of formatOf(zone).formatToParts(epoch * 1000)) part[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = part;
  return { year, month, day, hour, minute, weekday: new Date(Date.UTC(year, month - 1, day)).getUTCDay() };
}

/** Epoch seconds of an ISO 8601 text with offset. NaN when it is not one. */
export function epochOf(text: string): number {
  return Date.parse(text) / 1000;
}

const weekdays: Readonly<Record<Language, readonly string[]>> = {
  id: ["Minggu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu"],
  en: ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"],
};
const months: Readonly<Record<Language, string>> = {
  id: "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember",
  en: "January February March April May June July August September October November December",
};
const zones: ReadonlyMap<string, string> = new Map([
  ["Asia/Jakarta", "WIB"],
  ["Asia/Pontianak", "WIB"],
  ["Asia/Makassar", "WITA"],
  ["Asia/Jayapura", "WIT"],
]);

const two = (value: number): string => String(value).padStart(2, "0");

function clockOf(parts: Parts, language: Language): string {
  return `${two(parts.hour)}${language === "id" ? "." : ":"}${two(parts.minute)}`;
}

function offsetName(epoch: number, zone: string): string {
  const parts = partsOf(epoch, zone);
  const wall = Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute) / 60_000;
  const minutes = wall - Math.floor(epoch / 60);
  const size = Math.abs(minutes);
  return `UTC${minutes < 0 ? "−" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/** Short name of `zone`: WIB, WITA, WIT for Indonesia, else the offset at `epoch`, e.g. `UTC+01:00`. */
export function zoneName(epoch: number, zone: string): string {
  return zones.get(zone) ?? offsetName(epoch, zone);
}

/** Time of day: `14.05` (id), `14:05` (en). `epoch` in seconds. */
export function clock(epoch: number, zone: string, language: Language): string {
  return clockOf(partsOf(epoch, zone), language);
}

/** Day and time in little room: `Sel 26 Nov 14.05`. */
export function shortMoment(epoch: number, zone: string, language: Language): string {
  return `${shortDay(epoch, zone, language)} ${clock(epoch, zone, language)}`;
}

/** Day in little room: `Sel 26 Nov`. */
export function shortDay(epoch: number, zone: string, language: Language): string {
  const parts = partsOf(epoch, zone);
  const weekday = weekdays[language][parts.weekday] ?? "";
  const month = months[language].split(" ")[parts.month - 1] ?? "";
  return `${weekday.slice(0, 3)} ${parts.day} ${month.slice(0, 3)}`;
}

/** Day in full: `Selasa, 26 November 2024`, `Tuesday, 26 November 2024`. */
export function fullDay(epoch: number, zone: string, language: Language): string {
  const parts = partsOf(epoch, zone);
  const month = months[language].split(" ")[parts.month - 1] ?? "";
  return `${weekdays[language][parts.weekday] ?? ""}, ${parts.day} ${month} ${parts.year}`;
}

/** In full, with the zone: `Selasa, 26 November 2024 pukul 14.05 WITA`, `Tuesday, 26 November 2024 at 14:05 WITA`. */
export function fullMoment(epoch: number, zone: string, language: Language): string {
  const at = language === "id" ? "pukul" : "at";
  return `${fullDay(epoch, zone, language)} ${at} ${clock(epoch, zone, language)} ${zoneName(epoch, zone)}`;
}

/** Key of the local day of `epoch`, `2024-11-26`: equal for moments of one day, in order of time. */
export function dayKey(epoch: number, zone: string): string {
  const parts = partsOf(epoch, zone);
  return `${parts.year}-${two(parts.month)}-${two(parts.day)}`;
}

/** Epoch seconds of the local midnight at or before `epoch`. */
export function dayStart(epoch: number, zone: string): number {
  const parts = partsOf(epoch, zone);
  return Math.floor(epoch / 60) * 60 - parts.hour * 3600 - parts.minute * 60;
}

/** `epoch` as a form's field of day and time has it, by the clocks of `zone`: `2024-11-26T09:40`. */
export function wallClock(epoch: number, zone: string): string {
  const parts = partsOf(epoch, zone);
  return `${dayKey(epoch, zone)}T${two(parts.hour)}:${two(parts.minute)}`;
}

/**
 * Epoch seconds of `text` as a form's field has it, by the clocks of `zone`: the inverse of `wallClock`. An hour that a change
 * to summer time leaves out is taken as the one after it. NaN when `text` is not a day and time.
 */
export function epochOfWallClock(text: string, zone: string): number {
  const asUtc = epochOf(`${text}Z`);
  if (Number.isNaN(asUtc)) return asUtc;
  const offsetAt = (epoch: number): number => epochOf(`${wallClock(epoch, zone)}Z`) - Math.floor(epoch / 60) * 60;
  return asUtc - offsetAt(asUtc - offsetAt(asUtc));
}
