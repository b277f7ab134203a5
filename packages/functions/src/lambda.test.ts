/**
 * The bundles that are deployed, each in a process of its own behind a Runtime API: an office signs in, stores a brief, asks for
 * a plan; the message goes through a queue to the worker, which plans on real roads; the plan is read through the gateway. A
 * larger plan goes out to the workers of sub-plans and comes back over the fan-in.
 */
import { randomUUID } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { freshKey, freshRing } from "@antar/api";
import { createDispatch } from "@antar/dispatch";
import { planOnRoads } from "@antar/dispatch/planner";
import { type Brief, readBrief } from "@antar/domain";
import { instant } from "@antar/measure";
import { buildRoads, openRoads } from "@antar/roads";
import { openEmbeddedStore } from "@antar/store/embedded";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildBundle } from "./bundle.ts";
import { type LocalLambda, startLambda } from "./testing/local-lambda.ts";

const data = fileURLToPath(new URL("../../../data/kendari/", import.meta.url));
let folder: string;
let embedded: Awaited<ReturnType<typeof openEmbeddedStore>>;
let queue: Server;
const sent: { readonly queue: string; readonly body: string; readonly trace: string }[] = [];
let api: LocalLambda;
let worker: LocalLambda;
let subPlan: LocalLambda;
let fanIn: LocalLambda;
let tick: LocalLambda;
let secret: string;

/** Some kecamatan of Kendari with their own supply; the smallest, 747111, has 17 TPS, 747106 has 25. */
function smallBrief(brief: Brief, id: string, kecamatan: readonly string[]): Brief {
  const within = (code: string): boolean => kecamatan.some((one) => code.startsWith(one));
  const places = brief.places.filter((place) => place.kind === "warehouse" || within(place.code));
  return readBrief({ ...brief, id, places });
}

const kendari = async (): Promise<Brief> => readBrief(JSON.parse(await readFile(join(data, "brief.json"), "utf8")));

/** SQS, as far as a message is put into it. */
async function openQueue(): Promise<Server> {
  const server = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk) => {
      text += chunk;
    });
    request.on("end", () => {
      const { QueueUrl, MessageBody, MessageSystemAttributes } = JSON.parse(text);
      const trace = MessageSystemAttributes.AWSTraceHeader.StringValue;
      sent.push({ queue: QueueUrl.split("/").at(-1), body: MessageBody, trace });
      response.writeHead(200, { "content-type": "application/x-amz-json-1.0" }).end('{"MessageId":"1"}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

async function roadsIn(path: string, brief: Brief): Promise<void> {
  const { extract, sha256, synthetic, attribution } = brief.roads;
  const bytes = new Uint8Array(await readFile(join(data, extract)));
  const format = extract.endsWith(".pbf") ? "pbf" : "xml";
  const { file } = await buildRoads(bytes, { format, source: extract, sha256, synthetic, attribution });
  await mkdir(path, { recursive: true });
  await writeFile(join(path, `${sha256}.roads`), file);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "antar-lambda-"));
  await Promise.all(
    (["api", "plan-worker", "sub-plan", "fan-in", "tick"] as const).map((name) => buildBundle(name, folder)),
  );
  embedded = await openEmbeddedStore({ memory: true });
  queue = await openQueue();
  await roadsIn(join(folder, "roads"), JSON.parse(await readFile(join(data, "brief.json"), "utf8")));
  const { store, address, tables } = embedded;
  const now = () => instant(Math.floor(Date.now() / 1_000));
  const outside = { store, now, newId: () => randomUUID(), queue: { enqueue: async () => undefined } };
  secret = (await createDispatch(outside).firstAdmin("kendari")) ?? "";
  const env = {
    AWS_REGION: "local",
    AWS_ACCESS_KEY_ID: "embedded",
    AWS_SECRET_ACCESS_KEY: "embedded",
    DYNAMODB_ENDPOINT: address.endpoint,
    TABLE_MAIN: tables.main,
    TABLE_LEDGER: tables.ledger,
    PLAN_QUEUE_URL: `http://127.0.0.1:${(queue.address() as AddressInfo).port}/plans`,
    SUB_PLAN_QUEUE_URL: `http://127.0.0.1:${(queue.address() as AddressInfo).port}/sub-plans`,
    FAN_IN_QUEUE_URL: `http://127.0.0.1:${(queue.address() as AddressInfo).port}/fan-in`,
    FAN_OUT_FROM: "18",
    FILES_URL: "http://127.0.0.1:9/files",
    TOKEN_KEYS: JSON.stringify(await freshRing()),
    IDENTITY_PROVIDERS: "{}",
    RECEIPT_KEY: JSON.stringify(await freshKey()),
    PUSH_KEY: JSON.stringify(await freshKey()),
    PUSH_CONTACT: "mailto:test@example.com",
    TENANTS: "kendari",
    TOKEN_ISSUER: "urn:antar:test",
    TOKEN_AUDIENCE: "antar",
    ROADS_URL: pathToFileURL(join(folder, "roads")).href,
  };
  api = await startLambda(folder, "api", env);
  worker = await startLambda(folder, "plan-worker", env);
  subPlan = await startLambda(folder, "sub-plan", env);
  fanIn = await startLambda(folder, "fan-in", env);
  tick = await startLambda(folder, "tick", env);
}, 240_000);
afterAll(async () => {
  await Promise.all([api, worker, subPlan, fanIn, tick].map((lambda) => lambda?.stop()));
  await embedded?.close();
  await new Promise((resolve) => queue.close(resolve));
  await rm(folder, { recursive: true });
});

let token = "";

/** A request as an HTTP API of version 2 hands it over. */
async function gateway(method: string, path: string, body?: unknown) {
  const [rawPath = "", rawQueryString = ""] = path.split("?");
  const answer = (await api.invoke({
    version: "2.0",
    routeKey: "$default",
    rawPath,
    rawQueryString,
    headers: {
      host: "antar.example",
      "content-type": "application/json",
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    requestContext: {
      accountId: "0",
      apiId: "api",
      domainName: "antar.example",
      domainPrefix: "antar",
      http: { method, path: rawPath, protocol: "HTTP/1.1", sourceIp: "127.0.0.1", userAgent: "test" },
      requestId: "gateway-1",
      routeKey: "$default",
      stage: "$default",
      time: "25/Nov/2024:08:00:00 +0000",
      timeEpoch: 1_732_500_000_000,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    isBase64Encoded: false,
  })) as { statusCode: number; body: string; isBase64Encoded: boolean; headers: Record<string, string> };
  const text = answer.isBase64Encoded ? Buffer.from(answer.body, "base64").toString() : answer.body;
  return { status: answer.statusCode, body: JSON.parse(text), requestId: answer.headers["x-request-id"] ?? "" };
}

const delivery = (body: string) => ({
  Records: [
    { messageId: "m1", receiptHandle: "r", body, attributes: {}, messageAttributes: {}, eventSource: "aws:sqs" },
  ],
});

test("a plan goes from the gateway through the queue and the worker back to the gateway", async () => {
  expect((await gateway("GET", "/briefs")).status).toBe(401);
  const session = await gateway("POST", "/sign-in/secret", { tenant: "kendari", person: "admin", secret });
  expect(session.status).toBe(200);
  token = session.body.token;
  const brief = smallBrief(await kendari(), "kecamatan", ["747111"]);
  expect((await gateway("PUT", "/briefs/kecamatan", brief)).status).toBe(200);
  const asked = await gateway("POST", "/briefs/kecamatan/plans", { seed: 1, iterations: 20 });
  const body = JSON.stringify({ tenant: "kendari", job: asked.body.id });
  const trace = `Root=${asked.requestId};Parent=53995c3f42cd8ad8;Sampled=1`;
  expect([asked.status, sent]).toEqual([202, [{ queue: "plans", body, trace }]]);
  expect(asked.requestId).toMatch(/^1-[0-9a-f]{8}-[0-9a-f]{24}$/);
  expect(await worker.invoke(delivery(body))).toEqual({ batchItemFailures: [] });
  const job = await gateway("GET", `/jobs/${asked.body.id}`);
  expect(job.body).toMatchObject({ state: "done", version: 1, problem: null });
  const plan = await gateway("GET", "/briefs/kecamatan/plan?version=1");
  expect([plan.status, plan.body.plan.summary.served]).toEqual([200, 17]);
  // The same message again changes nothing.
  expect(await worker.invoke(delivery(body))).toEqual({ batchItemFailures: [] });
  expect((await gateway("GET", "/briefs/kecamatan/plans")).body.plans).toHaveLength(1);
}, 120_000);

test("a larger plan goes out by kecamatan, every message twice, and is the plan of one process", async () => {
  const brief = smallBrief(await kendari(), "dua", ["747111", "747106"]);
  expect((await gateway("PUT", "/briefs/dua", brief)).status).toBe(200);
  sent.length = 0;
  const asked = await gateway("POST", "/briefs/dua/plans", { seed: 1, iterations: 20 });
  const lambdas: Readonly<Record<string, LocalLambda>> = { plans: worker, "sub-plans": subPlan, "fan-in": fanIn };
  const delivered: string[] = [];
  for (let next = sent.shift(); next; next = sent.shift()) {
    delivered.push(next.queue);
    for (let time = 0; time < 2; time++) {
      expect(await lambdas[next.queue]?.invoke(delivery(next.body))).toEqual({ batchItemFailures: [] });
    }
  }
  // The kecamatan of two echelons; the job is taken up for the first time, after the PPS, after the PPK.
  expect(delivered.filter((queue) => queue === "sub-plans").length).toBeGreaterThanOrEqual(4);
  expect(delivered.filter((queue) => queue === "plans").length).toBeGreaterThanOrEqual(3);
  const job = await gateway("GET", `/jobs/${asked.body.id}`);
  expect(job.body).toMatchObject({ state: "done", version: 1, problem: null });
  const network = openRoads(new Uint8Array(await readFile(join(folder, "roads", `${brief.roads.sha256}.roads`))));
  const alone = planOnRoads(
    brief,
    { request: { seed: 1, iterations: 20 }, closures: [], now: "2024-11-25T08:00:00Z" },
    { network, clock: () => 0, seconds: 1, signal: { aborted: false }, onProgress: () => undefined },
  );
  const plan = (await gateway("GET", "/briefs/dua/plan?version=1")).body;
  expect(plan.plan.summary.served).toBe(42);
  expect("plan" in alone && JSON.parse(JSON.stringify(alone.plan))).toEqual(plan.plan);
  expect((await gateway("GET", "/briefs/dua/plans")).body.plans).toHaveLength(1);
}, 240_000);

test("a version is counted in lines that CloudWatch reads as metrics, with nothing but the tenant and numbers", () => {
  const lines = worker
    .output()
    .split("\n")
    .filter((line) => line.includes('"_aws"'))
    .map((line) => JSON.parse(line));
  expect(lines).toHaveLength(4);
  expect(lines.map(({ _aws, tenant, ...values }) => [tenant, Object.keys(values)])).toEqual([
    ["kendari", ["planSeconds"]],
    ["kendari", ["unassigned"]],
    ["kendari", ["planSeconds"]],
    ["kendari", ["unassigned"]],
  ]);
  expect(lines[1]).toEqual({
    _aws: {
      Timestamp: expect.any(Number),
      CloudWatchMetrics: [
        { Namespace: "Antar", Dimensions: [["tenant"]], Metrics: [{ Name: "unassigned", Unit: "Count" }] },
      ],
    },
    tenant: "kendari",
    unassigned: 0,
  });
});

test("a message that is none is handed back, for the dead letters", async () => {
  expect(await worker.invoke(delivery('{"hello":1}'))).toEqual({ batchItemFailures: [{ itemIdentifier: "m1" }] });
});

test("the look for alarms runs over every tenant", async () => {
  expect(await tick.invoke({})).toBeNull();
});
