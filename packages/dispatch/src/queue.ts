/**
 * Planning jobs in this process, one after the other: the queue of a laptop. Knows order and repetition only.
 */
import type { JobMessage, JobQueue } from "./ports.ts";
import type { PlanWorker } from "./worker.ts";

/** The queue of one process. */
export interface ProcessQueue extends JobQueue {
  /** Resolves when nothing waits or runs. */
  idle(): Promise<void>;
}

/** How a queue in the process behaves. */
export interface ProcessQueueOptions {
  readonly worker: PlanWorker;
  /** Told of every failed run. */
  readonly onError: (error: unknown, message: JobMessage) => void;
  /** Milliseconds before run `attempt` + 1; three runs in all. */
  readonly pauseMs?: (attempt: number) => number;
}

const runs = 3;

/** A queue that runs each message at once, or when those before it have ended. */
export function queueInProcess(options: ProcessQueueOptions): ProcessQueue {
  let tail: Promise<void> = Promise.resolve();
  return {
    enqueue: async (message) => {
      tail = tail.then(() => runMessage(options, message));
    },
    idle: () => tail,
  };
}

async function runMessage({ worker, onError, pauseMs }: ProcessQueueOptions, message: JobMessage): Promise<void> {
  for (let attempt = 1; attempt <= runs; attempt++) {
    try {
      return await worker.run(message);
    } catch (error) {
      onError(error, message);
    }
    const pause = pauseMs?.(attempt) ?? 1_000 * attempt;
    if (attempt < runs) await new Promise((resolve) => setTimeout(resolve, pause));
  }
}
