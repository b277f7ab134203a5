/**
 * The worker of sub-plans as a Lambda function: each message is one kecamatan of a large plan. Holds no logic.
 */
import { createSubPlanWorker, type JobMessage } from "@antar/dispatch";
import { solveSubPlan } from "@antar/planning";
import { batchHandler } from "./batch.ts";
import { awsOfEnvironment, newId, now, required, storeOfEnvironment } from "./environment.ts";
import { subPlanMessageOf } from "./job-message.ts";
import { sqsQueue } from "./sqs-queue.ts";

const fanIn = sqsQueue<JobMessage>(awsOfEnvironment(), required("FAN_IN_QUEUE_URL"));
const store = storeOfEnvironment();
const worker = createSubPlanWorker({ store, planner: async (sub) => solveSubPlan(sub), fanIn, now, newId });

/** Makes the sub-plan of every message; those that failed are delivered again. */
export const handler = batchHandler((body) => worker.run(subPlanMessageOf(body)));
