/**
 * The fan-in as a Lambda function: told of every answered sub-plan, it puts the job back into its queue once all are. Holds
 * no logic.
 */
import { type JobMessage, joinSubPlans } from "@antar/dispatch";
import { batchHandler } from "./batch.ts";
import { awsOfEnvironment, newId, now, required, storeOfEnvironment } from "./environment.ts";
import { jobMessageOf } from "./job-message.ts";
import { sqsQueue } from "./sqs-queue.ts";

const queue = sqsQueue<JobMessage>(awsOfEnvironment(), required("PLAN_QUEUE_URL"));
const store = storeOfEnvironment();

/** Looks at the job of every message; those that failed are delivered again. */
export const handler = batchHandler((body) => joinSubPlans({ store, queue, now, newId }, jobMessageOf(body)));
