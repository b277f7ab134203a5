/**
 * Queues on SQS. A message carries ids only, and the trace that it belongs to.
 */
import type { Queue } from "@antar/dispatch";
import type { AwsClient } from "aws4fetch";
import { traceHeader } from "./trace.ts";

/** A queue that sends to the SQS queue at `url`. `enqueue` rejects when SQS does not take the message. */
export function sqsQueue<Message>(aws: AwsClient, url: string): Queue<Message> {
  return {
    enqueue: async (message) => {
      const trace = traceHeader();
      const carried = trace ? { AWSTraceHeader: { DataType: "String", StringValue: trace } } : {};
      const response = await aws.fetch(new URL("/", url).href, {
        method: "POST",
        headers: { "content-type": "application/x-amz-json-1.0", "x-amz-target": "AmazonSQS.SendMessage" },
        body: JSON.stringify({
          QueueUrl: url,
          MessageBody: JSON.stringify(message),
          MessageSystemAttributes: carried,
        }),
        aws: { service: "sqs" },
      });
      if (!response.ok) throw new Error(`SQS answered ${response.status}: ${(await response.text()).slice(0, 200)}`);
    },
  };
}
