/**
 * The planner in a thread of its own, so that heartbeats and cancelling go on while it searches. Knows the messages
 * between the two threads; planner.ts is the other end.
 */
import { Worker } from "node:worker_threads";
import type { Planner, ProgressView } from "@antar/dispatch";
import { Refusal, type RefusalCode, type Sentence, type Trouble } from "@antar/domain";

/** What the planner thread is given. */
export interface ThreadOrder {
  readonly brief: unknown;
  readonly task: unknown;
  readonly roads: string;
  /** One Int32: 1 once the run must stop. */
  readonly stop: SharedArrayBuffer;
}

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

const lookMs = 200;

/** A planner that runs `script` in a thread for each plan, with road networks found under the address `roads`. */
export function plannerInThread(options: { readonly roads: string; readonly script: URL }): Planner {
  return (brief, task, watch) =>
    new Promise((resolve, reject) => {
      const stop = new SharedArrayBuffer(4);
      const order: ThreadOrder = { brief, task, roads: options.roads, stop };
      const thread = new Worker(options.script, { workerData: order });
      const timer = setInterval(() => {
        if (watch.signal.aborted) Atomics.store(new Int32Array(stop), 0, 1);
      }, lookMs);
      thread.on("message", (news: ThreadNews) => {
        if (news.kind === "progress") watch.onProgress(news.progress);
        else if (news.kind === "outcome") resolve(news.outcome);
        else reject(new Refusal(news.code, news.says, news.troubles));
      });
      thread.on("error", reject);
      thread.on("exit", () => {
        clearInterval(timer);
        reject(new Error("the planner thread ended without an outcome"));
      });
    });
}
