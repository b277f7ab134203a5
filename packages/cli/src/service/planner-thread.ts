/**
 * The planner thread of a running service: opens the network file it is given, plans, and sends what came of it.
 */
import { readFile } from "node:fs/promises";
import { parentPort, workerData } from "node:worker_threads";
import { planOnRoads, taskOf } from "@antar/dispatch/planner";
import { Brief, Refusal } from "@antar/domain";
import { openRoads } from "@antar/roads";
import type { ThreadNews } from "./thread-planner.ts";

const tell = (news: ThreadNews): void => parentPort?.postMessage(news);
const stop = new Int32Array(workerData.stop);

try {
  const outcome = planOnRoads(Brief.parse(workerData.brief), taskOf(workerData.task), {
    network: openRoads(new Uint8Array(await readFile(workerData.roads))),
    clock: () => performance.now(),
    seconds: workerData.seconds,
    onProgress: (progress) => tell({ kind: "progress", progress }),
    signal: {
      get aborted(): boolean {
        return Atomics.load(stop, 0) === 1;
      },
    },
  });
  tell({ kind: "outcome", outcome });
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  tell({ kind: "refusal", code: error.code, says: error.says, troubles: error.troubles });
}
