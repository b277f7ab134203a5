/**
 * Messages in this process, so many at once: the queue of a laptop. Knows order and repetition only.
 */
import type { Queue } from "./ports.ts";

/** The queue of one process. */
export interface ProcessQueue<Message> extends Queue<Message> {
  /** Resolves when nothing waits or runs. */
  idle(): Promise<void>;
}

/** How a queue in the process behaves. */
export interface ProcessQueueOptions<Message> {
  readonly worker: { run(message: Message): Promise<void> };
  /** Messages that are worked on at once; default 1. */
  readonly lanes?: number;
  /** Told of every failed run. */
  readonly onError: (error: unknown, message: Message) => void;
  /** Told of a message whose last run failed as well; absent: it is forgotten. */
  readonly onGivenUp?: (message: Message) => Promise<void>;
  /** Milliseconds before run `attempt` + 1; three runs in all. */
  readonly pauseMs?: (attempt: number) => number;
}

const runs = 3;

/** A queue that runs each message at once, or when those before it in its lane have ended. */
export function queueInProcess<Message>(options: ProcessQueueOptions<Message>): ProcessQueue<Message> {
  const lanes = Array.from({ length: options.lanes ?? 1 }, (): Promise<void> => Promise.resolve());
  let count = 0;
  return {
    enqueue: async (message) => {
      const lane = count++ % lanes.length;
      lanes[lane] = (lanes[lane] ?? Promise.resolve()).then(() => runMessage(options, message));
    },
    idle: async () => {
      await Promise.all(lanes);
    },
  };
}

async function runMessage<Message>(
  { worker, onError, onGivenUp, pauseMs }: ProcessQueueOptions<Message>,
  message: Message,
): Promise<void> {
  for (let attempt = 1; attempt <= runs; attempt++) {
    try {
      return await worker.run(message);
    } catch (error) {
      onError(error, message);
    }
    const pause = pauseMs?.(attempt) ?? 1_000 * attempt;
    if (attempt < runs) await new Promise((resolve) => setTimeout(resolve, pause));
  }
  await onGivenUp?.(message).catch((error) => onError(error, message));
}
