/**
 * When a dock or an escort team is taken. Knows spans that do not overlap; refuses to know who holds them.
 */
import type { Span } from "./world.ts";

/** The taken spans of one resource, in order of time. */
export interface Calendar {
  readonly spans: Span[];
}

/** A resource that nobody holds yet. */
export function openCalendar(): Calendar {
  return { spans: [] };
}

/** The earliest start at or after `from` at which `length` seconds are free. */
export function earliestFree(calendar: Calendar, from: number, length: number): number {
  let start = from;
  for (let at = firstEndingAfter(calendar, from); at < calendar.spans.length; at++) {
    const span = calendar.spans[at];
    if (!span || start + length <= span.start) return start;
    start = Math.max(start, span.end);
  }
  return start;
}

function firstEndingAfter({ spans }: Calendar, moment: number): number {
  let [low, high] = [0, spans.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.end ?? 0) <= moment) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Takes `span`. Throws RangeError when it overlaps one that is taken. */
export function hold(calendar: Calendar, span: Span): void {
  let at = calendar.spans.length;
  for (; at > 0; at--) {
    const before = calendar.spans[at - 1];
    if (!before || before.start < span.start || (before.start === span.start && before.end <= span.end)) break;
  }
  const [before, after] = [calendar.spans[at - 1], calendar.spans[at]];
  if ((before && before.end > span.start) || (after && after.start < span.end)) {
    throw new RangeError(`${span.start}..${span.end} is already held`);
  }
  calendar.spans.splice(at, 0, span);
}

/** Gives `span` back: the very object that was held. */
export function release(calendar: Calendar, span: Span): void {
  const at = calendar.spans.lastIndexOf(span);
  if (at >= 0) calendar.spans.splice(at, 1);
}

/** Takes `span` even where it overlaps others: what has happened has happened. */
export function holdAnyway(calendar: Calendar, span: Span): void {
  const apart = calendar.spans.filter((other) => other.end <= span.start || other.start >= span.end);
  const touched = calendar.spans.filter((other) => !apart.includes(other));
  const start = Math.min(span.start, ...touched.map((other) => other.start));
  const end = Math.max(span.end, ...touched.map((other) => other.end));
  calendar.spans.splice(0, calendar.spans.length, ...apart);
  hold(calendar, { start, end });
}
