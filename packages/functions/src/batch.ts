/**
 * SQS events as messages: each is worked on by itself, and those that failed are delivered again. Knows SQS; refuses to know
 * what a message asks for.
 */
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { reportError } from "./report.ts";

/** A handler that runs `work` on the body of every message. */
export function batchHandler(work: (body: string) => Promise<void>): (event: SQSEvent) => Promise<SQSBatchResponse> {
  return async (event) => {
    const batchItemFailures: SQSBatchResponse["batchItemFailures"] = [];
    for (const { messageId, body } of event.Records) {
      try {
        await work(body);
      } catch (error) {
        reportError(error, messageId);
        batchItemFailures.push({ itemIdentifier: messageId });
      }
    }
    return { batchItemFailures };
  };
}
