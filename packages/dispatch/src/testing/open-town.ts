/**
 * The whole service of the town in one process, on the embedded engine in memory, with a clock that tests move.
 */
import { instant } from "@antar/measure";
import type { Store } from "@antar/store";
import { openEmbeddedStore } from "@antar/store/embedded";
import type { Actor } from "../actor.ts";
import { createDispatch, type Dispatch } from "../dispatch.ts";
import { type ProcessQueue, queueInProcess } from "../queue.ts";
import { createPlanWorker } from "../worker.ts";
import { townPlanner } from "./town.ts";

/** A running town. */
export interface Town {
  readonly dispatch: Dispatch;
  /** The same service, where the chair must approve before publishing. */
  readonly strict: Dispatch;
  readonly store: Store;
  readonly queue: ProcessQueue;
  readonly planner: Actor;
  /** Errors of the worker, as they came. */
  readonly errors: unknown[];
  /** Epoch seconds that the service sees. */
  readonly clock: { now: number };
  close(): Promise<void>;
}

/** Starts a town with nothing in it. */
export async function openTown(): Promise<Town> {
  const { store, close } = await openEmbeddedStore({ memory: true });
  const clock = { now: 1_732_500_000 };
  let ids = 0;
  const newId = (): string => {
    ids += 1;
    return `id-${ids}`;
  };
  const now = () => instant(clock.now);
  const pulse = (beat: () => void): (() => void) => {
    const timer = setInterval(beat, 10);
    return () => clearInterval(timer);
  };
  const worker = createPlanWorker({ store, planner: townPlanner, now, newId, pulse });
  const errors: unknown[] = [];
  const queue = queueInProcess({ worker, onError: (error) => errors.push(error), pauseMs: () => 1 });
  const dispatch = createDispatch({ store, queue, now, newId });
  const planner: Actor = { tenant: "kendari", role: "planner", subject: "planner" };
  const strict = createDispatch({ store, queue, now, newId, approvalRequired: true });
  return { dispatch, strict, store, queue, planner, errors, clock, close };
}
