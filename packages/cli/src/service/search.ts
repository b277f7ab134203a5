/**
 * Where a search runs: at once in this thread when it is short, else in threads of its own, so that Ctrl-C can end it and its
 * state can be kept. The answer of one thread is the same either way.
 */
import { type Cut, type Problem, type Progress, type Solution, solve, solveOnIslands, until } from "@antar/solver";
import type { Course } from "./checkpoint.ts";
import { openThreads } from "./solve-threads.ts";

/** A search that is too short to be interrupted by hand. */
const shortSeconds = 3;
const exchanges = [0.5, 0.8, 1];
const tenths = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];

/** How to search. */
export interface SearchOptions {
  readonly course: Course;
  /** `performance.now()` when the budget began. */
  readonly began: number;
  readonly warm?: Pick<Solution, "routes">;
  readonly resume?: Pick<Cut, "done" | "iterations"> & { readonly best: Pick<Solution, "routes"> };
  /** Cut in ten, for checkpoints. */
  readonly inParts: boolean;
  readonly onCut?: (cut: Cut) => Promise<void>;
  readonly onProgress: (progress: Omit<Progress, "share">) => void;
}

const now = (): number => performance.now();

function atOnce(problem: Problem, { course, began, warm, onProgress }: SearchOptions): Solution {
  const { budget, seed } = course;
  const whole =
    budget.kind === "iterations"
      ? until.iterations(budget.count)
      : until.seconds(Math.max(0, budget.seconds - (now() - began) / 1_000), now);
  return solve(problem, { seed, until: whole, onProgress, ...(warm ? { warm } : {}) });
}

/** The best plan found. SIGINT ends a search in threads with the best so far. Throws ProblemError. */
export async function search(problem: Problem, options: SearchOptions): Promise<Solution> {
  const { budget, threads: count, seed } = options.course;
  const short = budget.kind === "iterations" || budget.seconds < shortSeconds;
  if (count === 1 && short && !options.inParts) return atOnce(problem, options);
  const threads = openThreads(problem, count, options.onProgress);
  const signal = { aborted: false };
  const stop = (): void => {
    signal.aborted = true;
    threads.stop();
  };
  process.once("SIGINT", stop);
  try {
    const spent = options.resume ? 0 : (now() - options.began) / 1_000;
    return await solveOnIslands(problem, threads.islands, {
      seed,
      budget: budget.kind === "seconds" ? { kind: "seconds", seconds: Math.max(0, budget.seconds - spent) } : budget,
      cuts: options.inParts ? tenths : count > 1 ? exchanges : [1],
      now,
      signal,
      ...(options.warm ? { warm: options.warm } : {}),
      ...(options.resume ? { resume: options.resume } : {}),
      ...(options.onCut ? { onCut: options.onCut } : {}),
    });
  } finally {
    process.off("SIGINT", stop);
    await threads.close();
  }
}
