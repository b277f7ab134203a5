/**
 * The Lambda functions as data: where their handlers are, which environment they read, which actions they may take. A
 * test compares it with the code. Knows no cloud.
 */

/** Sources of the bundles. `packages/functions/src/bundle.ts` builds `dist/<name>/index.mjs` of each. */
export const handlers = {
  api: { source: "packages/functions/src/api.handler", bundle: "packages/functions/dist/api" },
  planWorker: { source: "packages/functions/src/plan-worker.handler", bundle: "packages/functions/dist/plan-worker" },
  subPlan: { source: "packages/functions/src/sub-plan.handler", bundle: "packages/functions/dist/sub-plan" },
  fanIn: { source: "packages/functions/src/fan-in.handler", bundle: "packages/functions/dist/fan-in" },
  tick: { source: "packages/functions/src/tick.handler", bundle: "packages/functions/dist/tick" },
} as const;

/** Handler inside each bundle. */
export const bundledHandler = "index.handler";

/** Environment variables of each function. */
export const environments = {
  api: [
    "TABLE_MAIN",
    "TABLE_LEDGER",
    "PLAN_QUEUE_URL",
    "FILES_URL",
    "TOKEN_KEYS",
    "TOKEN_ISSUER",
    "TOKEN_AUDIENCE",
    "IDENTITY_PROVIDERS",
    "RECEIPT_KEY",
    "PUSH_KEY",
    "ROADS_URL",
    "OSRM_ROADS",
    "VROOM_SECONDS",
    "VROOM_LOCATIONS",
  ],
  planWorker: ["TABLE_MAIN", "TABLE_LEDGER", "ROADS_URL", "SUB_PLAN_QUEUE_URL", "FAN_OUT_FROM"],
  subPlan: ["TABLE_MAIN", "TABLE_LEDGER", "FAN_IN_QUEUE_URL"],
  fanIn: ["TABLE_MAIN", "TABLE_LEDGER", "PLAN_QUEUE_URL"],
  tick: ["TABLE_MAIN", "TABLE_LEDGER", "PLAN_QUEUE_URL", "PUSH_KEY", "PUSH_CONTACT", "TENANTS"],
} as const;

/** DynamoDB actions on Main. */
export const mainActions = ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:DeleteItem"] as const;
/** DynamoDB actions on Ledger: it is appended to and read, never changed or deleted from. */
export const ledgerActions = ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"] as const;

/** Actions on attachments: one is removed only when its bytes are not those that were announced. */
export const attachmentActions = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"] as const;

/** The fan-in reads what is answered and changes the job; it removes nothing. */
export const fanInActions = ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"] as const;

/** Every function is traced (AWS X-Ray); these two actions know no resources. */
export const traced = { transform: { function: { tracingConfig: { mode: "Active" } } } } as const;
export const traceActions = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"] as const;
/** The permission to send traces. */
export const tracing = { actions: [...traceActions], resources: ["*"] };

/** Longest run of a worker of plans or sub-plans, seconds; below Lambda's limit of 900. */
export const workerSeconds = 890;
/** The same of the fan-in, which only reads and writes a few items. */
export const fanInSeconds = 60;
/** Time that a message stays hidden: as long as a run may take, and some more. */
export const visibilitySeconds = 960;
export const fanInVisibilitySeconds = 90;
/** Runs of a job before its message goes to the dead letters. */
export const deliveries = 3;
