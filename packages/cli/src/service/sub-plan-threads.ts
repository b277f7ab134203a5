/**
 * Sub-plans in threads of this machine: the port of `makePlanFannedOut`. Knows threads and their queue; the other end is
 * sub-plan-thread.ts.
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

/** `count` threads, idle until the port is called. A thread that fails fails its sub-plan; nothing is tried twice. */
export function openSubPlanThreads(count: number): SubPlanThreads {
  const queue: Waiting[] = [];
  const idle: Worker[] = [];
  const busy = new Map<Worker, Waiting>();
  const next = (): void => {
    while (queue.length > 0 && idle.length > 0) {
      const [thread, waiting] = [idle.pop(), queue.shift()];
      if (!thread || !waiting) return;
      busy.set(thread, waiting);
      thread.postMessage(waiting.sub);
    }
  };
  const threads = Array.from({ length: count }, () => {
    const thread = new Worker(script);
    thread.on("message", (answer: SubAnswer) => {
      busy.get(thread)?.resolve(answer);
      busy.delete(thread);
      idle.push(thread);
      next();
    });
    thread.on("error", (error) => busy.get(thread)?.reject(error));
    idle.push(thread);
    return thread;
  });
  return {
    port: (sub) =>
      new Promise((resolve, reject) => {
        queue.push({ sub, resolve, reject });
        next();
      }),
    close: async () => {
      await Promise.all(threads.map((thread) => thread.terminate()));
    },
  };
}
