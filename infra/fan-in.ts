/**
 * The fan-in: told of every answered sub-plan, one message after the other, so that two do not put a job back at once.
 */
import { bundledHandler, fanInActions, fanInSeconds, handlers, traced, tracing } from "./functions.ts";
import { fanInQueue, planQueue } from "./queue.ts";
import { logRetention } from "./settings.ts";
import { ledger, main } from "./tables.ts";

export const fanIn = fanInQueue.subscribe(
  {
    bundle: handlers.fanIn.bundle,
    handler: bundledHandler,
    runtime: "nodejs24.x",
    architecture: "arm64",
    memory: "256 MB",
    timeout: `${fanInSeconds} seconds`,
    concurrency: { reserved: 1 },
    logging: { retention: logRetention, format: "json" },
    environment: {
      TABLE_MAIN: main.name,
      TABLE_LEDGER: ledger.name,
      PLAN_QUEUE_URL: planQueue.url,
    },
    ...traced,
    permissions: [
      tracing,
      { actions: [...fanInActions], resources: [main.arn] },
      { actions: ["sqs:SendMessage"], resources: [planQueue.arn] },
    ],
  },
  { batch: { size: 10, partialResponses: true } },
);
