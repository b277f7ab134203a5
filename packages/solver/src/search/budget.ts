/**
 * How far a search has come, as a share of its budget. Knows counts and the caller's clock; refuses to own one.
 */
import type { Until } from "../until.ts";

/** Progress of one search. */
export interface Budget {
  /** Tells the count of iterations; answers the share used up, 1 or more when it is over. */
  share(iteration: number): number;
  /** Share used up at the last look. */
  readonly last: { share: number };
}

/** A budget that starts now. The clock, which may be dear, is read about every 10 milliseconds. */
export function startBudget(until: Until): Budget {
  const { from = 0, to = 1 } = until;
  const last = { share: from };
  // The part that this search is of a longer one ends where it ends, so that its share of the whole is told as 1 there.
  const whole = (share: number): number => (share >= 1 ? 1 : from + (to - from) * share);
  if (until.kind === "iterations") {
    const share = (iteration: number) => {
      last.share = whole(until.count === 0 ? 1 : iteration / until.count);
      return last.share;
    };
    return { share, last };
  }
  const started = until.now();
  const length = until.seconds * 1000;
  let nextLook = 0;
  let lookedAt = 0;
  let elapsed = 0;
  const share = (iteration: number) => {
    if (iteration < nextLook) return last.share;
    const now = until.now() - started;
    const speed = (iteration - lookedAt) / Math.max(0.01, now - elapsed);
    lookedAt = iteration;
    elapsed = now;
    nextLook = iteration + Math.max(1, Math.min(20_000, Math.floor(speed * 10)));
    last.share = whole(length === 0 ? 1 : now / length);
    return last.share;
  };
  return { share, last };
}
