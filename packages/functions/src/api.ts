/**
 * The API as a Lambda function: environment to adapters to dispatch to handler. Holds no logic.
 */
import {
  createApi,
  createTokenIssuer,
  identifyByToken,
  KeyRing,
  OidcSettings,
  openIdentityProvider,
  pushKeyOf,
  receiptSigner,
} from "@antar/api";
import { createDispatch, type JobMessage } from "@antar/dispatch";
import { handle } from "hono/aws-lambda";
import * as z from "zod";
import { awsOfEnvironment, newId, now, required, sourceAddress, storeOfEnvironment } from "./environment.ts";
import { writeMetric } from "./metrics.ts";
import { reportError } from "./report.ts";
import { s3Files } from "./s3-files.ts";
import { sqsQueue } from "./sqs-queue.ts";
import { traceId } from "./trace.ts";

const queue = sqsQueue<JobMessage>(awsOfEnvironment(), required("PLAN_QUEUE_URL"));
const signReceipt = receiptSigner(JSON.parse(required("RECEIPT_KEY")));
const store = storeOfEnvironment();
const files = s3Files(awsOfEnvironment(), required("FILES_URL"));
const dispatch = createDispatch({
  store,
  queue,
  now,
  newId,
  signReceipt,
  files,
  measure: writeMetric,
  approvalRequired: true,
});
const rules = { issuer: required("TOKEN_ISSUER"), audience: required("TOKEN_AUDIENCE"), now: Date.now };
const ring = KeyRing.parse(JSON.parse(required("TOKEN_KEYS")));
const issuer = createTokenIssuer({ ...rules, ring: async () => ring });
const identify = identifyByToken({ ...rules, keys: () => issuer.keys(), standing: dispatch.signIn.standing });
const providers = z.record(z.string(), OidcSettings).parse(JSON.parse(required("IDENTITY_PROVIDERS")));
const providerOf = new Map(
  Object.entries(providers).map(([tenant, settings]) => [tenant, openIdentityProvider(settings, Date.now)]),
);
const signIn = { issuer, provider: (tenant: string) => providerOf.get(tenant) };

interface App {
  readonly fetch: (request: Request) => Response | Promise<Response>;
}

/** An application that is opened by the first request; a failed opening is tried again by the next. */
function opened(open: () => Promise<App>): App {
  let app: Promise<App> | undefined;
  const fetch = async (request: Request): Promise<Response> => {
    app ??= open();
    const ready = await app.catch((error) => {
      app = undefined;
      throw error;
    });
    return ready.fetch(request);
  };
  return { fetch };
}

/** Off unless OSRM_ROADS is set. A bundle of its own, so that the API does not carry roads while this is off. */
function osrmOfEnvironment(): { osrm?: App } {
  const digests = process.env.OSRM_ROADS;
  if (!digests) return {};
  const open = async (): Promise<App> => {
    const script: typeof import("./osrm.ts") = await import(new URL("./osrm.mjs", import.meta.url).href);
    return script.openOsrm(digests);
  };
  return { osrm: opened(open) };
}

/** Off unless VROOM_SECONDS is set; a bundle of its own for the same reason. */
function vroomOfEnvironment(): { vroom?: App } {
  const seconds = process.env.VROOM_SECONDS;
  const [locations, roads] = [process.env.VROOM_LOCATIONS ?? "", process.env.OSRM_ROADS ?? ""];
  if (!seconds) return {};
  const open = async (): Promise<App> => {
    const script: typeof import("./vroom.ts") = await import(new URL("./vroom.mjs", import.meta.url).href);
    return script.openVroom({ seconds, locations, roads });
  };
  return { vroom: opened(open) };
}

/** Answers API Gateway events of version 2. */
export const handler = handle(
  createApi(dispatch, {
    identify,
    signIn,
    clientOf: sourceAddress,
    pushKey: pushKeyOf(JSON.parse(required("PUSH_KEY"))),
    now: Date.now,
    // A request is found in the traces by the id that its answer carries.
    newId: () => traceId() ?? newId(),
    report: reportError,
    bodyLimit: 5_500_000,
    streamSeconds: 20,
    ...osrmOfEnvironment(),
    ...vroomOfEnvironment(),
  }),
);
