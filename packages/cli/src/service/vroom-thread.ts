/**
 * The thread that answers VROOM requests one after the other, so that the service goes on listening.
 */
import { parentPort, workerData } from "node:worker_threads";
import { answerVroom } from "@antar/api";
import type { VroomWork } from "./vroom-service.ts";
import { openTables } from "./vroom-tables.ts";

const tableOf = await openTables(workerData.networks, workerData.router);
const stop = new Int32Array(workerData.stop);
const signal = {
  get aborted(): boolean {
    return Atomics.load(stop, 0) === 1;
  },
};

parentPort?.on("message", async ({ id, body, asked }: VroomWork) => {
  try {
    const ports = { now: () => performance.now(), signal, ...(tableOf ? { tableOf } : {}) };
    parentPort?.postMessage({ id, answer: await answerVroom(body, asked, ports) });
  } catch (error) {
    parentPort?.postMessage({ id, failure: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
});
