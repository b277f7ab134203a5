/**
 * The API as a Lambda function: environment to adapters to dispatch to handler. Holds no logic.
 */
import { createApi, identifyByToken, receiptSigner } from "@antar/api";
import { createDispatch } from "@antar/dispatch";
import { handle } from "hono/aws-lambda";
import { awsOfEnvironment, newId, now, required, storeOfEnvironment } from "./environment.ts";
import { reportError } from "./report.ts";
import { sqsQueue } from "./sqs-queue.ts";

const queue = sqsQueue(awsOfEnvironment(), required("PLAN_QUEUE_URL"));
const signReceipt = receiptSigner(JSON.parse(required("RECEIPT_KEY")));
const store = storeOfEnvironment();
const dispatch = createDispatch({ store, queue, now, newId, signReceipt, approvalRequired: true });
const identify = identifyByToken({
  keys: JSON.parse(required("TOKEN_JWKS")),
  issuer: required("TOKEN_ISSUER"),
  audience: required("TOKEN_AUDIENCE"),
  now: Date.now,
});

/** Answers API Gateway events of version 2. */
export const handler = handle(
  createApi(dispatch, { identify, now: Date.now, newId, report: reportError, bodyLimit: 5_500_000, streamSeconds: 20 }),
);
