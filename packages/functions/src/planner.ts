/**
 * The planner thread: opens the road network that the brief names, plans, and sends the outcome. Holds no logic.
 */
import { parentPort, workerData } from "node:worker_threads";
import { planOnRoads, taskOf } from "@antar/dispatch/planner";
import { Brief, Refusal } from "@antar/domain";
import { openRoads } from "@antar/roads";
import type { ThreadNews } from "./planner-thread.ts";
import { fetchRoads } from "./roads-file.ts";

const tell = (news: ThreadNews): void => parentPort?.postMessage(news);
const seconds = 120;

try {
  const brief = Brief.parse(workerData.brief);
  const stop = new Int32Array(workerData.stop);
  const signal = {
    get aborted(): boolean {
      return Atomics.load(stop, 0) === 1;
    },
  };
  const network = openRoads(await fetchRoads(workerData.roads, brief.roads.sha256));
  const onProgress = (progress: Extract<ThreadNews, { kind: "progress" }>["progress"]): void =>
    tell({ kind: "progress", progress });
  const clock = (): number => performance.now();
  const task = taskOf(workerData.task);
  tell({ kind: "outcome", outcome: planOnRoads(brief, task, { network, clock, seconds, signal, onProgress }) });
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  tell({ kind: "refusal", code: error.code, says: error.says, troubles: error.troubles });
}
