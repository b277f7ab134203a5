/**
 * A thread that runs legs of a search, one after the other. It sees the same tables as every other thread.
 */
import { parentPort, workerData } from "node:worker_threads";
import { type IslandLeg, ProblemError, solve, until } from "@antar/solver";
import type { ThreadNews } from "./solve-threads.ts";

const { problem } = workerData;
const stop = new Int32Array(workerData.stop);
const tell = (news: ThreadNews): void => parentPort?.postMessage(news);
const signal = {
  get aborted(): boolean {
    return Atomics.load(stop, 0) === 1;
  },
};

parentPort?.on("message", ({ leg, sentAt }: { leg: IslandLeg; sentAt: number }) => {
  const { budget, from, to, seed, warm } = leg;
  // Waking up is part of the leg's time; both clocks count from the same moment.
  const late = (performance.timeOrigin + performance.now() - sentAt) / 1_000;
  const whole =
    budget.kind === "iterations"
      ? until.iterations(budget.count)
      : until.seconds(Math.max(0, budget.seconds - late), () => performance.now());
  try {
    const solution = solve(problem, {
      seed,
      until: until.part(whole, from, to),
      signal,
      onProgress: ({ iteration, cost, missing }) => tell({ kind: "progress", iteration, cost, missing }),
      ...(warm ? { warm } : {}),
    });
    tell({ kind: "solution", solution });
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    tell({ kind: "refusal", field: error.field, message: error.message.slice(error.field.length + 2) });
  }
});
