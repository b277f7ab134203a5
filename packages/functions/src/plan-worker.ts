/**
 * The plan worker as a Lambda function: SQS messages with ids to finished jobs, or to sub-plans of large ones. Holds no logic.
 */
import { createPlanWorker, type SubPlanMessage } from "@antar/dispatch";
import { batchHandler } from "./batch.ts";
import { awsOfEnvironment, newId, now, required, storeOfEnvironment } from "./environment.ts";
import { jobMessageOf } from "./job-message.ts";
import { writeMetric } from "./metrics.ts";
import { plannerInThread } from "./planner-thread.ts";
import { sqsQueue } from "./sqs-queue.ts";

const planner = plannerInThread({ roads: required("ROADS_URL"), script: new URL("./planner.mjs", import.meta.url) });
const fanOut = {
  queue: sqsQueue<SubPlanMessage>(awsOfEnvironment(), required("SUB_PLAN_QUEUE_URL")),
  from: Number(required("FAN_OUT_FROM")),
};
const worker = createPlanWorker({ store: storeOfEnvironment(), planner, now, newId, fanOut, measure: writeMetric });

/** Runs every message; those that failed are delivered again. */
export const handler = batchHandler((body) => worker.run(jobMessageOf(body)));
