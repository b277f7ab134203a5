/**
 * Routing problems that were solved already, by their content. Under a count of iterations the solver is a function, so an
 * answer may come from here, from this process or from another, and the plan is the same. Refuses to keep what a clock or a
 * stop has cut short.
 */
import { type Problem, type Solution, type SolveOptions, solve } from "@antar/solver";

/** Answers routing problems; undefined from one that only notes what is asked. */
export interface SolverMemory {
  answer(problem: Problem, options: SolveOptions): Solution | undefined;
}

/** A problem with the search that was asked for it. */
export interface Asked {
  readonly key: string;
  readonly problem: Problem;
  readonly seed: number;
  readonly iterations: number;
}

/** Mixes a table into one number (Fowler, Noll, Vo: FNV-1a, 32 bits, over whole cells). */
function digestOf(cells: Int32Array): number {
  let hash = 0x811c9dc5;
  for (const cell of cells) hash = Math.imul(hash ^ cell, 0x01000193);
  // A second pass the other way round makes an accidental match of two tables a matter of 64 bits.
  let back = 0x811c9dc5;
  for (let at = cells.length - 1; at >= 0; at--) back = Math.imul(back ^ (cells[at] ?? 0), 0x01000193);
  return (hash >>> 0) * 2 ** 20 + ((back >>> 0) % 2 ** 20);
}

/** The name of a problem under a seed and a count of iterations; undefined under a clock. */
export function keyOf({ matrices, ...rest }: Problem, { seed, until }: SolveOptions): string | undefined {
  if (until.kind !== "iterations") return undefined;
  const tables = matrices.map(({ durations, distances }) => [
    durations.length,
    digestOf(durations),
    digestOf(distances),
  ]);
  return JSON.stringify([seed, until.count, tables, rest]);
}

/** A memory that solves what it does not know; `known` may have been answered elsewhere. */
export function openMemory(known: Map<string, Solution> = new Map()): SolverMemory {
  return {
    answer(problem, options) {
      const key = keyOf(problem, options);
      const before = key === undefined ? undefined : known.get(key);
      if (before) return before;
      const solution = solve(problem, options);
      if (key !== undefined && !options.signal?.aborted) known.set(key, solution);
      return solution;
    },
  };
}

/** A memory that answers what is `known` and notes the rest in `asked` without solving it. */
export function openNotes(known: ReadonlyMap<string, Solution>, asked: Asked[]): SolverMemory {
  return {
    answer(problem, options) {
      const key = keyOf(problem, options);
      if (key === undefined || options.until.kind !== "iterations") return undefined;
      const before = known.get(key);
      if (!before) asked.push({ key, problem, seed: options.seed, iterations: options.until.count });
      return before;
    },
  };
}
