/**
 * The look for alarms once a minute.
 */
import { bundledHandler, handlers, ledgerActions, mainActions, traced, tracing } from "./functions.ts";
import { planQueue } from "./queue.ts";
import { contact, logRetention, tenants } from "./settings.ts";
import { ledger, main } from "./tables.ts";
import { pushKey } from "./tokens.ts";

export const tick = new sst.aws.CronV2("Tick", {
  schedule: "rate(1 minute)",
  function: {
    bundle: handlers.tick.bundle,
    handler: bundledHandler,
    runtime: "nodejs24.x",
    architecture: "arm64",
    memory: "512 MB",
    timeout: "55 seconds",
    concurrency: { reserved: 1 },
    logging: { retention: logRetention, format: "json" },
    environment: {
      TABLE_MAIN: main.name,
      TABLE_LEDGER: ledger.name,
      PLAN_QUEUE_URL: planQueue.url,
      PUSH_KEY: pushKey.value,
      PUSH_CONTACT: contact,
      TENANTS: tenants,
    },
    ...traced,
    permissions: [
      tracing,
      { actions: [...mainActions], resources: [main.arn] },
      { actions: [...ledgerActions], resources: [ledger.arn] },
    ],
  },
});
