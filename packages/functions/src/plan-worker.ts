/**
 * The plan worker as a Lambda function: SQS messages with ids to finished jobs. Holds no logic.
 */
import { createPlanWorker } from "@antar/dispatch";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { newId, now, required, storeOfEnvironment } from "./environment.ts";
import { jobMessageOf } from "./job-message.ts";
import { plannerInThread } from "./planner-thread.ts";
import { reportError } from "./report.ts";

const planner = plannerInThread({ roads: required("ROADS_URL"), script: new URL("./planner.mjs", import.meta.url) });
const worker = createPlanWorker({ store: storeOfEnvironment(), planner, now, newId });

/** Runs every message; those that failed are delivered again. */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const batchItemFailures: SQSBatchResponse["batchItemFailures"] = [];
  for (const { messageId, body } of event.Records) {
    try {
      await worker.run(jobMessageOf(body));
    } catch (error) {
      reportError(error, messageId);
      batchItemFailures.push({ itemIdentifier: messageId });
    }
  }
  return { batchItemFailures };
}
