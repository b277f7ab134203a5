/**
 * When a search ends. Knows budgets; refuses to own a clock: it is passed in.
 */

/** A budget of the search: a fixed count (replayable, byte for byte) or time on a clock of the caller's. */
export type Until =
  | { readonly kind: "iterations"; readonly count: number }
  | { readonly kind: "seconds"; readonly seconds: number; readonly now: () => number };

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

/** Makes the two kinds of budget. */
export const until = { iterations, seconds };
