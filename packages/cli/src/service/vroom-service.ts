/**
 * A VROOM answerer with a thread of its own and a short queue. Knows the thread; refuses to know HTTP.
 */
import { Worker } from "node:worker_threads";
import type { VroomAnswerer, VroomAsked } from "@antar/api";
import type { VroomAnswer, VroomRefusal } from "@antar/solver/formats";

/** What the thread is sent. */
export interface VroomWork {
  readonly id: number;
  readonly body: unknown;
  readonly asked: VroomAsked;
}

type News = { readonly id: number; readonly answer?: VroomAnswer | VroomRefusal; readonly failure?: string };

const script = new URL("../../bin/vroom-thread.mjs", import.meta.url);
const longestQueue = 32;

/** Answers in a thread. `close` ends the search under way and the thread. */
export interface VroomService {
  readonly answer: VroomAnswerer;
  close(): Promise<void>;
}

/** Starts the thread over road network files or a router. */
export function openVroomService(places: { networks: readonly string[]; router: string | undefined }): VroomService {
  const stop = new SharedArrayBuffer(4);
  const thread = new Worker(script, { workerData: { ...places, stop } });
  const waiting = new Map<
    number,
    { resolve: (answer: VroomAnswer | VroomRefusal) => void; reject: (error: Error) => void }
  >();
  let next = 0;
  thread.on("message", ({ id, answer, failure }: News) => {
    const asker = waiting.get(id);
    waiting.delete(id);
    if (answer) asker?.resolve(answer);
    else asker?.reject(new Error(failure ?? "no answer"));
  });
  const fail = (error: Error): void => {
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  thread.on("error", fail);
  thread.on("exit", () => fail(new Error("the solver's thread has ended")));
  return {
    answer: (body, asked) => {
      if (waiting.size >= longestQueue)
        return Promise.resolve({ code: 1, error: "busy: too many requests wait; try again" });
      const id = next++;
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        thread.postMessage({ id, body, asked } satisfies VroomWork);
      });
    },
    close: async () => {
      Atomics.store(new Int32Array(stop), 0, 1);
      await thread.terminate();
    },
  };
}
