/**
 * The environment of a Lambda function as adapters. Reads each variable once, at the start of the container.
 */
import { randomUUID } from "node:crypto";
import { type Instant, instant } from "@antar/measure";
import { doorOf, openDynamoClient, openDynamoStore, type Store } from "@antar/store";
import { AwsClient } from "aws4fetch";
import * as z from "zod";

/** The variable `name`. Throws Error when it is missing: the function is wrongly deployed. */
export function required(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === "") throw new Error(`environment variable ${name} is missing`);
  return value;
}

/** The store on the tables TABLE_MAIN and TABLE_LEDGER, at DYNAMODB_ENDPOINT where that is set. */
export function storeOfEnvironment(): Store {
  const endpoint = process.env.DYNAMODB_ENDPOINT;
  const client = openDynamoClient(endpoint ? { endpoint } : {});
  return openDynamoStore({
    door: doorOf(client),
    tables: { main: required("TABLE_MAIN"), ledger: required("TABLE_LEDGER") },
  });
}

/** A client that signs requests with the credentials of the function. */
export function awsOfEnvironment(): AwsClient {
  return new AwsClient({
    accessKeyId: required("AWS_ACCESS_KEY_ID"),
    secretAccessKey: required("AWS_SECRET_ACCESS_KEY"),
    ...(process.env.AWS_SESSION_TOKEN ? { sessionToken: process.env.AWS_SESSION_TOKEN } : {}),
    region: required("AWS_REGION"),
    retries: 3,
  });
}

/** The present moment. */
export const now = (): Instant => instant(Math.floor(Date.now() / 1_000));
/** A fresh id. */
export const newId = (): string => randomUUID();

const Bindings = z.object({ requestContext: z.object({ http: z.object({ sourceIp: z.string() }) }) });

/** The network address of the client, as the gateway saw it. */
export function sourceAddress(bindings: unknown): string {
  const read = Bindings.safeParse(bindings);
  return read.success ? read.data.requestContext.http.sourceIp : "";
}
