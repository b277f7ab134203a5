/**
 * Conditional tags, `VALUE @ (CONDITION); ...` (wiki.openstreetmap.org/wiki/Conditional_restrictions).
 * Knows weekly hours, vehicle measures and modes; refuses to guess: a condition it cannot read never holds.
 */
import type { WeekMoment } from "./profile.ts";

/** What a condition is judged against. */
export interface Circumstances {
  /** Absent: conditions on time never hold. */
  readonly moment?: WeekMoment | undefined;
  /** The vehicle's `weight`, `height`, `width`, `length` (tonnes, metres), as far as known. */
  readonly measures: ReadonlyMap<string, number>;
  readonly modes: ReadonlySet<string>;
}

const days = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];

/** The value of the last clause whose condition holds; undefined when none does. */
export function conditionalValue(text: string, circumstances: Circumstances): string | undefined {
  let value: string | undefined;
  for (const clause of clauses(text)) {
    const at = clause.indexOf("@");
    if (at > 0 && holds(clause.slice(at + 1), circumstances)) value = clause.slice(0, at).trim();
  }
  return value;
}

/** Semicolons also stand inside parentheses (`Mo 07:00-09:00; Sa off`). */
function clauses(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === "(") depth++;
    else if (text[i] === ")") depth--;
    else if (text[i] === ";" && depth <= 0) {
      parts.push(text.slice(start, i));
      start = i + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}

function holds(condition: string, circumstances: Circumstances): boolean {
  const bare = condition.trim().replace(/^\(|\)$/g, "");
  return bare.split(/\s+AND\s+/i).every((part) => {
    const one = part.trim();
    if (circumstances.modes.has(one)) return true;
    return measureHolds(one, circumstances.measures) ?? hoursHold(one, circumstances.moment);
  });
}

function measureHolds(text: string, measures: ReadonlyMap<string, number>): boolean | undefined {
  const found = /^(weight|height|width|length|axleload)\s*(<=|>=|<|>|=)\s*(\d+(?:\.\d+)?)\s*(?:t|m)?$/.exec(text);
  if (found === null) return undefined;
  const own = measures.get(found[1] ?? "");
  if (own === undefined) return false;
  const bound = Number(found[3]);
  switch (found[2]) {
    case "<":
      return own < bound;
    case "<=":
      return own <= bound;
    case ">":
      return own > bound;
    case ">=":
      return own >= bound;
    default:
      return own === bound;
  }
}

/** Weekly rules such as `Mo-Fr 07:00-09:00,16:00-18:00; Sa 07:00-12:00`; without days every day, without hours all day. */
function hoursHold(text: string, moment: WeekMoment | undefined): boolean {
  if (moment === undefined) return false;
  return text.split(";").some((rule) => ruleHolds(rule.trim(), moment));
}

function ruleHolds(rule: string, moment: WeekMoment): boolean {
  const found = /^((?:Mo|Tu|We|Th|Fr|Sa|Su)[A-Za-z,\- ]*?)?\s*(\d{1,2}:\d{2}.*)?$/.exec(rule);
  if (found === null || rule === "") return false;
  const [, dayPart, hourPart] = found;
  const yesterday = (moment.weekday + 6) % 7;
  const spans = hourPart === undefined ? [{ from: 0, to: 1440 }] : spansOf(hourPart);
  if (spans === undefined) return false;
  // A span over midnight belongs to the day on which it begins.
  return spans.some(
    ({ from, to }) =>
      (dayHolds(dayPart, moment.weekday) && moment.minute >= from && moment.minute < to) ||
      (to > 1440 && dayHolds(dayPart, yesterday) && moment.minute + 1440 < to),
  );
}

function dayHolds(part: string | undefined, weekday: number): boolean {
  if (part === undefined) return true;
  return part.split(",").some((piece) => {
    const [first, last] = piece
      .trim()
      .split("-")
      .map((day) => days.indexOf(day.trim()));
    if (first === undefined || first < 0) return false;
    if (last === undefined) return first === weekday;
    if (last < 0) return false;
    return first <= last ? weekday >= first && weekday <= last : weekday >= first || weekday <= last;
  });
}

function spansOf(text: string): { readonly from: number; readonly to: number }[] | undefined {
  const spans: { from: number; to: number }[] = [];
  for (const piece of text.split(",")) {
    const found = /^(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})$/.exec(piece.trim());
    if (found === null) return undefined;
    const from = Number(found[1]) * 60 + Number(found[2]);
    const to = Number(found[3]) * 60 + Number(found[4]);
    spans.push({ from, to: to > from ? to : to + 1440 });
  }
  return spans;
}
