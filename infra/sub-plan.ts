/**
 * The worker of sub-plans: one kecamatan of a large plan at a time per container, at most forty at once. It sees Main only.
 */
import { bundledHandler, handlers, mainActions, traced, tracing, workerSeconds } from "./functions.ts";
import { fanInQueue, subPlanQueue } from "./queue.ts";
import { logRetention } from "./settings.ts";
import { ledger, main } from "./tables.ts";

export const subPlanWorker = subPlanQueue.subscribe(
  {
    bundle: handlers.subPlan.bundle,
    handler: bundledHandler,
    runtime: "nodejs24.x",
    architecture: "arm64",
    memory: "1769 MB",
    timeout: `${workerSeconds} seconds`,
    concurrency: { reserved: 40 },
    logging: { retention: logRetention, format: "json" },
    environment: {
      TABLE_MAIN: main.name,
      TABLE_LEDGER: ledger.name,
      FAN_IN_QUEUE_URL: fanInQueue.url,
    },
    ...traced,
    permissions: [
      tracing,
      { actions: [...mainActions], resources: [main.arn] },
      { actions: ["sqs:SendMessage"], resources: [fanInQueue.arn] },
    ],
  },
  { batch: { size: 1, partialResponses: true } },
);
