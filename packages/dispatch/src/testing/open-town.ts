/**
 * The whole service of the town in one process, on the embedded engine in memory, with a clock that tests move.
 */
import { createHash } from "node:crypto";
import { instant } from "@antar/measure";
import { projectEtas } from "@antar/planning";
import type { Store } from "@antar/store";
import { openEmbeddedStore } from "@antar/store/embedded";
import type { Actor } from "../actor.ts";
import { createDispatch, type Dispatch } from "../dispatch.ts";
import type { AttachmentFiles, JobMessage, Measurement, ToldAlarm } from "../ports.ts";
import { type ProcessQueue, queueInProcess } from "../queue.ts";
import { createPlanWorker } from "../worker.ts";
import { townPlanner } from "./town.ts";

/** Attachments in memory. */
function filesInMemory(): AttachmentFiles {
  const files = new Map<string, Uint8Array>();
  return {
    size: async (name) => files.get(name)?.length ?? 0,
    append: async (name, offset, bytes) => {
      const before = files.get(name) ?? new Uint8Array();
      if (before.length !== offset) return undefined;
      files.set(name, new Uint8Array([...before, ...bytes]));
      return offset + bytes.length;
    },
    read: async (name) => files.get(name),
    remove: async (name) => void files.delete(name),
  };
}

/** The smallest picture: a white dot. `kind` makes another of it: the byte after the picture's end. */
export function photoOf(kind: number): Uint8Array {
  const png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTzRzgAAAABJRU5ErkJggg==";
  return new Uint8Array([...Buffer.from(png, "base64"), kind]);
}

/** Stores a photo as `actor`; answers its digest. */
export async function storePhoto({ dispatch }: Town, actor: Actor, kind: number): Promise<string> {
  const bytes = photoOf(kind);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  await dispatch.beginAttachment(actor, { sha256, bytes: bytes.length, type: "image/png" });
  await dispatch.continueAttachment(actor, { sha256, offset: 0, bytes });
  return sha256;
}

/** A running town. */
export interface Town {
  readonly dispatch: Dispatch;
  /** The same service, where the chair must approve before publishing. */
  readonly strict: Dispatch;
  readonly store: Store;
  readonly queue: ProcessQueue<JobMessage>;
  readonly planner: Actor;
  /** Errors of the worker, as they came. */
  readonly errors: unknown[];
  /** Alarms that the only channel was told of. */
  readonly told: ToldAlarm[];
  /** What was counted, as it came. */
  readonly measured: Measurement[];
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
  const measured: Measurement[] = [];
  const measure = (measurement: Measurement): void => void measured.push(measurement);
  const worker = createPlanWorker({ store, planner: townPlanner, now, newId, pulse, measure });
  const errors: unknown[] = [];
  const queue = queueInProcess({ worker, onError: (error) => errors.push(error), pauseMs: () => 1 });
  const told: ToldAlarm[] = [];
  const tellers = [{ channelsOf: () => [{ name: "ears", tell: async (alarm: ToldAlarm) => told.push(alarm) > 0 }] }];
  const files = filesInMemory();
  const dispatch = createDispatch({ store, queue, now, newId, files, tellers, measure, projectEtas });
  const planner: Actor = { tenant: "kendari", role: "planner", subject: "planner" };
  const strict = createDispatch({ store, queue, now, newId, approvalRequired: true });
  return { dispatch, strict, store, queue, planner, errors, told, measured, clock, close };
}
