/**
 * The planner port of a running service: one thread per plan, so that the service answers while it searches.
 */
import { access } from "node:fs/promises";
import { Worker } from "node:worker_threads";
import type { Planner, ProgressView } from "@antar/dispatch";
import { Refusal, type RefusalCode, type Sentence, type Trouble } from "@antar/domain";

/** What the planner thread sends. */
export type ThreadNews =
  | { readonly kind: "progress"; readonly progress: ProgressView }
  | { readonly kind: "outcome"; readonly outcome: Awaited<ReturnType<Planner>> }
  | {
      readonly kind: "refusal";
      readonly code: RefusalCode;
      readonly says: Sentence;
      readonly troubles: readonly Trouble[];
    };

const script = new URL("../../bin/planner-thread.mjs", import.meta.url);
const lookMs = 200;

/** Where the service keeps its road network files, and how long a search lasts when nobody says. */
export interface ThreadPlannerOptions {
  /** Path of the network file built from the extract with this digest. */
  readonly roadsOf: (sha256: string) => string;
  readonly seconds: number;
}

/** Plans in threads. A brief whose roads are not there is refused with `roads-missing`. */
export function plannerInThreads({ roadsOf, seconds }: ThreadPlannerOptions): Planner {
  return async (brief, task, watch) => {
    const roads = roadsOf(brief.roads.sha256);
    await access(roads).catch(() => {
      throw new Refusal("roads-missing", {
        id: `Jaringan jalan ${brief.roads.sha256.slice(0, 12)}… belum dibangun; jalankan: antar serve BRIEF.json`,
        en: `The road network ${brief.roads.sha256.slice(0, 12)}… is not built; run: antar serve BRIEF.json`,
      });
    });
    const stop = new SharedArrayBuffer(4);
    const thread = new Worker(script, { workerData: { brief, task, roads, seconds, stop } });
    const timer = setInterval(() => {
      if (watch.signal.aborted) Atomics.store(new Int32Array(stop), 0, 1);
    }, lookMs);
    try {
      return await outcomeOf(thread, watch.onProgress);
    } finally {
      clearInterval(timer);
      await thread.terminate();
    }
  };
}

function outcomeOf(thread: Worker, onProgress: (progress: ProgressView) => void): ReturnType<Planner> {
  return new Promise((resolve, reject) => {
    thread.on("message", (news: ThreadNews) => {
      if (news.kind === "progress") onProgress(news.progress);
      else if (news.kind === "outcome") resolve(news.outcome);
      else reject(new Refusal(news.code, news.says, news.troubles));
    });
    thread.on("error", reject);
    thread.on("exit", () => reject(new Error("the planner thread ended without an outcome")));
  });
}
