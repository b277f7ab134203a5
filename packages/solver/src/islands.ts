/**
 * Several searches of one problem side by side: each goes on from the best of all at every cut. Knows when they meet and who
 * wins; refuses to know threads: an island is given, and may run anywhere.
 *
 * A search is cut at fixed shares of its cooling. One island with one leg is plain `solve`; the same seed, cuts, number of
 * islands and iterations give the same bytes, and so does a search that is resumed at a cut.
 */
import type { Problem, Solution } from "./model.ts";
import type { SolveOptions } from "./solve.ts";

/** A budget without a clock, fit to be sent elsewhere. */
export type PlainBudget =
  | { readonly kind: "iterations"; readonly count: number }
  | { readonly kind: "seconds"; readonly seconds: number };

/** One stretch of one island. */
export interface IslandLeg {
  readonly seed: number;
  readonly budget: PlainBudget;
  /** Shares of the whole search. */
  readonly from: number;
  readonly to: number;
  readonly warm?: Pick<Solution, "routes">;
}

/** Runs legs; the problem is known to it. */
export interface Island {
  run(leg: IslandLeg): Promise<Solution>;
}

/** Where a search stands after a leg. */
export interface Cut {
  /** Legs that are done. */
  readonly done: number;
  readonly best: Solution;
  /** Of all islands and legs together. */
  readonly iterations: number;
}

/** How the islands work together. */
export interface IslandOptions {
  readonly seed: number;
  readonly budget: PlainBudget;
  /** Shares where they meet, ascending, the last is 1. */
  readonly cuts: readonly number[];
  /** Milliseconds, monotonic; needed for a budget of seconds. */
  readonly now: () => number;
  readonly warm?: Pick<Solution, "routes">;
  /** Go on after this cut. */
  readonly resume?: Pick<Cut, "done" | "iterations"> & { readonly best: Pick<Solution, "routes"> };
  /** Told after each leg; waited for. */
  readonly onCut?: (cut: Cut) => void | Promise<void>;
  readonly signal?: SolveOptions["signal"];
}

/** Unserved required visits by priority, highest first. */
function missing(problem: Problem, { unassigned }: Solution): number[] {
  const counts = Array.from({ length: 101 }, () => 0);
  for (const { visit, reason } of unassigned) {
    const claim = problem.clients[visit] ?? problem.shipments?.[Math.floor((visit - problem.clients.length) / 2)];
    if (claim?.required === false || reason === "group" || reason === "price") continue;
    const at = 100 - (claim?.priority ?? 0);
    counts[at] = (counts[at] ?? 0) + 1;
  }
  return counts;
}

/** The better of two plans: fewer left out of the highest priority, then cost; the first when they are alike. */
export function bestOf(problem: Problem, a: Solution, b: Solution): Solution {
  const [first, second] = [missing(problem, a), missing(problem, b)];
  for (const [index, count] of first.entries()) {
    const other = second[index] ?? 0;
    if (count !== other) return count < other ? a : b;
  }
  return b.cost < a.cost ? b : a;
}

/** The budget of the leg `from`..`to`; of time, what is left until the moment when the leg must end. */
function legBudget(budget: PlainBudget, leg: { from: number; to: number }, ends: number): PlainBudget {
  if (budget.kind === "seconds") return { kind: "seconds", seconds: Math.max(0, ends) };
  return { kind: "iterations", count: Math.round(budget.count * leg.to) - Math.round(budget.count * leg.from) };
}

/** Different for each island and leg, the given one for the first leg of the first island. */
function seedOf(seed: number, island: number, leg: number): number {
  return seed + 1_000_003 * leg + 7_919 * island;
}

/** The best plan that `islands` find together. Throws what an island throws. */
export async function solveOnIslands(
  problem: Problem,
  islands: readonly Island[],
  options: IslandOptions,
): Promise<Solution> {
  const { budget, cuts, seed, now } = options;
  const began = now();
  const skipped = cuts[(options.resume?.done ?? 0) - 1] ?? 0;
  let warm = options.resume?.best ?? options.warm;
  let best: Solution | undefined;
  let iterations = options.resume?.iterations ?? 0;
  for (let leg = options.resume?.done ?? 0; leg < cuts.length; leg++) {
    const from = cuts[leg - 1] ?? 0;
    const to = cuts[leg] ?? 1;
    const total = budget.kind === "seconds" ? budget.seconds : 0;
    const ends = total * (to - skipped) - (now() - began) / 1_000;
    const share = legBudget(budget, { from, to }, ends);
    const found = await Promise.all(
      islands.map((island, index) =>
        island.run({ seed: seedOf(seed, index, leg), budget: share, from, to, ...(warm ? { warm } : {}) }),
      ),
    );
    iterations += found.reduce((sum, solution) => sum + solution.iterations, 0);
    for (const solution of found) best = best ? bestOf(problem, best, solution) : solution;
    if (!best) break;
    warm = best;
    await options.onCut?.({ done: leg + 1, best, iterations });
    if (options.signal?.aborted) break;
  }
  if (!best) throw new RangeError("there is no island, or no leg left");
  return { ...best, iterations };
}
