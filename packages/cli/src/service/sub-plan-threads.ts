/**
 * Sub-plans in threads of this machine: the port of `makePlanFannedOut` and of the workers of sub-plans. Knows threads and
 * their queue; the other end is sub-plan-thread.ts.
 */
import { Worker } from "node:worker_threads";
import type { SubAnswer, SubPlan, SubPlanPort } from "@antar/planning";

const script = new URL("../../bin/sub-plan-thread.mjs", import.meta.url);

/** Threads that make sub-plans. */
export interface SubPlanThreads {
  readonly port: SubPlanPort;
  close(): Promise<void>;
}

interface Waiting {
  readonly sub: SubPlan;
  readonly resolve: (answer: SubAnswer) => void;
  readonly reject: (error: unknown) => void;
}

/** Up to `count` threads, each begun when it is needed. One that fails fails its sub-plan; nothing is tried twice. */
export function openSubPlanThreads(count: number): SubPlanThreads {
  const queue: Waiting[] = [];
  const idle: Worker[] = [];
  const busy = new Map<Worker, Waiting>();
  const begin = (): Worker => {
    const thread = new Worker(script);
    thread.on("message", (answer: SubAnswer) => {
      busy.get(thread)?.resolve(answer);
      busy.delete(thread);
      idle.push(thread);
      next();
    });
    thread.on("error", (error) => {
      busy.get(thread)?.reject(error);
      busy.delete(thread);
      next();
    });
    return thread;
  };
  const next = (): void => {
    while (queue.length > 0 && (idle.length > 0 || busy.size < count)) {
      const waiting = queue.shift();
      if (!waiting) return;
      const thread = idle.pop() ?? begin();
      busy.set(thread, waiting);
      thread.postMessage(waiting.sub);
    }
  };
  return {
    port: (sub) =>
      new Promise((resolve, reject) => {
        queue.push({ sub, resolve, reject });
        next();
      }),
    close: async () => {
      await Promise.all([...idle, ...busy.keys()].map((thread) => thread.terminate()));
    },
  };
}
