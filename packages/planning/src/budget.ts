/**
 * How much search the parts of a planning run may do. Knows the caller's budget and who has spent what; owns no clock.
 */
import { type Until, until } from "@antar/solver";
import type { SearchOptions } from "./form-trips.ts";
import { openMemory, type SolverMemory } from "./solver-memory.ts";

/** Routing problems up to this many loads are searched for a fixed count, whatever the budget is. */
const smallTask = 120;

/** Larger ones up to this many loads get so many iterations for each second of the budget; beyond, the clock decides. */
const largeTask = 1200;
const iterationsPerSecond = 400;

/** Search options for the parts of one run. */
export interface Budget {
  /** For the routing problem of one origin with `loads` loads; ids of trips go on counting. */
  task(loads: number): SearchOptions & { readonly number: () => number };
  /** True while the search of the timetable may go on: `tried` orders so far, `idle` since the last better one. */
  mayTry(tried: number, idle: number): boolean;
  /** Share of the time granted that is gone, 0..1; always 0 under a count of iterations. */
  spent(): number;
  readonly seed: number;
  /** Number of this part; 1 for the whole. */
  readonly part: number;
  /** The same budget as part `number` (from 2): its search of the timetable ends after `share` of what is granted now. */
  heat(number: number, share: number): Budget;
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
 * The budget of a run. Routing problems get a count of iterations, so that trips do not depend on the clock, and answers are
 * known when the same is asked again; only very large ones get a share of the time. The timetable gets the rest.
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
    if (loads <= largeTask)
      return until.iterations(Math.max(iterationsPerSecond, Math.round(whole.seconds * iterationsPerSecond)));
    return until.seconds(Math.max(0.2, left() / 6), whole.now);
  };
  const spent = (): number =>
    whole.kind === "seconds" && whole.seconds > 0 ? Math.min(1, 1 - left() / whole.seconds) : 0;
  const searching =
    (count: number, lasts: () => boolean): Budget["mayTry"] =>
    (tried, idle) => {
      if (grant.signal?.aborted || idle > 300) return false;
      return whole.kind === "iterations" ? tried < count : lasts();
    };
  const tries = whole.kind === "iterations" ? Math.ceil(whole.count / 10) : 0;
  const budget: Budget = {
    seed: grant.seed,
    part: 1,
    task: (loads) => ({
      seed: grant.seed,
      until: taskUntil(loads),
      number: () => ids++,
      memory,
      ...(grant.signal ? { signal: grant.signal } : {}),
    }),
    spent,
    mayTry: searching(tries, () => left() > 0),
    heat(part, share) {
      const until = left() * (1 - share);
      return { ...budget, part, mayTry: searching(Math.ceil(tries * share), () => left() > until) };
    },
  };
  return budget;
}
