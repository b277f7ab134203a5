/**
 * The plan worker: one job at a time per container, at most four at once.
 */
import { files } from "./bucket.ts";
import { bundledHandler, handlers, ledgerActions, mainActions, traced, tracing, workerSeconds } from "./functions.ts";
import { planQueue, subPlanQueue } from "./queue.ts";
import { fanOutFrom, logRetention } from "./settings.ts";
import { ledger, main } from "./tables.ts";

export const worker = planQueue.subscribe(
  {
    bundle: handlers.planWorker.bundle,
    handler: bundledHandler,
    runtime: "nodejs24.x",
    architecture: "arm64",
    memory: "3008 MB",
    timeout: `${workerSeconds} seconds`,
    concurrency: { reserved: 4 },
    logging: { retention: logRetention, format: "json" },
    environment: {
      TABLE_MAIN: main.name,
      TABLE_LEDGER: ledger.name,
      ROADS_URL: $interpolate`https://${files.domain}/roads`,
      SUB_PLAN_QUEUE_URL: subPlanQueue.url,
      FAN_OUT_FROM: fanOutFrom,
    },
    ...traced,
    permissions: [
      tracing,
      { actions: [...mainActions], resources: [main.arn] },
      { actions: [...ledgerActions], resources: [ledger.arn] },
      { actions: ["s3:GetObject"], resources: [$interpolate`${files.arn}/roads/*`] },
      { actions: ["sqs:SendMessage"], resources: [subPlanQueue.arn] },
    ],
  },
  { batch: { size: 1, partialResponses: true } },
);
