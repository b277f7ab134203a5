/**
 * How much search the parts of a planning run may do. Knows the caller's budget and who has spent what; owns no clock.
 */
import { type Until, until } from "@antar/solver";
import type { SearchOptions } from "./form-trips.ts";
import { openMemory, type SolverMemory } from "./solver-memory.ts";

/** Routing problems up to this many loads are searched for a fixed count, whatever the budget is. */
const smallTask = 120;

/** Search options for the parts of one run. */
export interface Budget {
  /** For the routing problem of one origin with `loads` loads; ids of trips go on counting. */
  task(loads: number): SearchOptions & { readonly number: () => number };
  /** True while the search of the timetable may go on: `tried` orders so far, `idle` since the last better one. */
  mayTry(tried: number, idle: number): boolean;
  /** Share of the time granted that is gone, 0..1; always 0 under a count of iterations. */
  spent(): number;
  readonly seed: number;
}

/** What the caller grants. */
export interface Grant {
  readonly seed: number;
  readonly until: Until;
  readonly signal?: { readonly aborted: boolean };
  /** Problems that were solved before; default: none, but what this run solves is kept for it. */
  readonly memory?: SolverMemory;
}

/** Iterations of the solver for `loads` loads under a grant of `count` in all. */
function iterationsFor(loads: number, count: number): number {
  return Math.min(count, 100 + 25 * loads);
}

/**
 * The budget of a run. Large routing problems get up to half of it, the timetable the rest; small ones a fixed count of
 * iterations, so that a plan of small problems does not depend on the clock at all.
 */
export function openBudget(grant: Grant): Budget {
  const whole = grant.until;
  const begun = whole.kind === "seconds" ? whole.now() : 0;
  const memory = grant.memory ?? openMemory();
  let ids = 0;
  const left = (): number => (whole.kind === "seconds" ? whole.seconds - (whole.now() - begun) / 1000 : 0);
  const taskUntil = (loads: number): Until => {
    if (whole.kind === "iterations") return until.iterations(iterationsFor(loads, whole.count));
    if (loads <= smallTask) return until.iterations(iterationsFor(loads, 5000));
    return until.seconds(Math.max(0.2, left() / 6), whole.now);
  };
  return {
    seed: grant.seed,
    task: (loads) => ({
      seed: grant.seed,
      until: taskUntil(loads),
      number: () => ids++,
      memory,
      ...(grant.signal ? { signal: grant.signal } : {}),
    }),
    spent: () => (whole.kind === "seconds" && whole.seconds > 0 ? Math.min(1, 1 - left() / whole.seconds) : 0),
    mayTry: (tried, idle) => {
      if (grant.signal?.aborted || idle > 300) return false;
      return whole.kind === "iterations" ? tried < Math.ceil(whole.count / 10) : left() > 0;
    },
  };
}
