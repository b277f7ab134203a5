/**
 * Islands in threads of their own over one problem whose tables they share. Knows threads; refuses to know how they meet.
 */
import { Worker } from "node:worker_threads";
import { type Island, type IslandLeg, type Problem, ProblemError, type Progress, type Solution } from "@antar/solver";

/** What a thread sends. */
export type ThreadNews =
  | ({ readonly kind: "progress" } & Omit<Progress, "share">)
  | { readonly kind: "solution"; readonly solution: Solution }
  | { readonly kind: "refusal"; readonly field: string; readonly message: string };

const script = new URL("../../bin/solve-thread.mjs", import.meta.url);

/** Threads under way. */
export interface SolveThreads {
  readonly islands: readonly Island[];
  /** Each leg under way ends with the best so far. */
  stop(): void;
  close(): Promise<void>;
}

function shared(cells: Int32Array): Int32Array {
  const copy = new Int32Array(new SharedArrayBuffer(cells.byteLength));
  copy.set(cells);
  return copy;
}

/** `problem` with tables that threads see without copying. */
function withSharedTables(problem: Problem): Problem {
  const matrices = problem.matrices.map(({ distances, durations }) => {
    const table = shared(distances);
    return { distances: table, durations: durations === distances ? table : shared(durations) };
  });
  return { ...problem, matrices };
}

function islandOn(thread: Worker, onProgress: (news: Omit<Progress, "share">) => void): Island {
  let settle: { solution: (solution: Solution) => void; failure: (error: Error) => void } | undefined;
  thread.on("message", (news: ThreadNews) => {
    if (news.kind === "progress") onProgress(news);
    else if (news.kind === "solution") settle?.solution(news.solution);
    else settle?.failure(new ProblemError(news.field, news.message));
  });
  thread.on("error", (error) => settle?.failure(error));
  thread.on("exit", () => settle?.failure(new Error("a thread of the search has ended")));
  return {
    run: (leg: IslandLeg) =>
      new Promise((resolve, reject) => {
        settle = { solution: resolve, failure: reject };
        thread.postMessage({ leg, sentAt: performance.timeOrigin + performance.now() });
      }),
  };
}

/** Starts `count` threads. */
export function openThreads(
  problem: Problem,
  count: number,
  onProgress: (news: Omit<Progress, "share">) => void,
): SolveThreads {
  const stop = new SharedArrayBuffer(4);
  const workerData = { problem: withSharedTables(problem), stop };
  const threads = Array.from({ length: count }, () => new Worker(script, { workerData }));
  return {
    islands: threads.map((thread) => islandOn(thread, onProgress)),
    stop: () => Atomics.store(new Int32Array(stop), 0, 1),
    close: async () => {
      await Promise.all(threads.map((thread) => thread.terminate()));
    },
  };
}
