/**
 * When a search ends. Knows budgets; refuses to own a clock: it is passed in.
 */

/** The part of a longer search that this one is, as shares 0..1 of the whole. Absent: the whole. */
export interface UntilPart {
  readonly from?: number;
  readonly to?: number;
}

/** A budget of the search: a fixed count (replayable, byte for byte) or time on a clock of the caller's. */
export type Until = UntilPart &
  (
    | { readonly kind: "iterations"; readonly count: number }
    | { readonly kind: "seconds"; readonly seconds: number; readonly now: () => number }
  );

/** Ends after `count` iterations; cooling follows the count. Throws RangeError unless a whole number >= 0. */
function iterations(count: number): Until {
  if (!Number.isSafeInteger(count) || count < 0)
    throw new RangeError(`iterations: ${count} is not a whole number >= 0`);
  return { kind: "iterations", count };
}

/** Ends after `seconds` on the clock `now` (milliseconds, monotonic). Throws RangeError unless seconds is >= 0. */
function seconds(value: number, now: () => number): Until {
  if (!(value >= 0) || value === Number.POSITIVE_INFINITY) throw new RangeError(`seconds: ${value} is not a time >= 0`);
  return { kind: "seconds", seconds: value, now };
}

/** `budget` for the part `from`..`to` of a longer search: cooling goes from the one share to the other. */
function part(budget: Until, from: number, to: number): Until {
  return { ...budget, from, to };
}

/** Makes the two kinds of budget. */
export const until = { iterations, seconds, part };
