import { createHash, randomUUID } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { freshKey, freshRing } from "@antar/api";
import { createDispatch } from "@antar/dispatch";
import { townBrief } from "@antar/dispatch/testing";
import { instant } from "@antar/measure";
import { buildRoads, profileOf } from "@antar/roads";
import { openEmbeddedStore } from "@antar/store/embedded";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildBundle } from "./bundle.ts";

type Handler = (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;

let folder: string;
let sizes: Record<string, number>;
let embedded: Awaited<ReturnType<typeof openEmbeddedStore>>;
let handler: Handler;
let token: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "antar-bundle-"));
  sizes = await buildBundle("api", folder);
  embedded = await openEmbeddedStore({ memory: true });
  const ring = await freshRing();
  const newId = (): string => randomUUID();
  const queue = { enqueue: async () => undefined };
  const now = () => instant(Math.floor(Date.now() / 1_000));
  const secret = await createDispatch({ store: embedded.store, queue, now, newId }).firstAdmin("kendari");
  Object.assign(process.env, {
    AWS_REGION: "local",
    AWS_ACCESS_KEY_ID: "embedded",
    AWS_SECRET_ACCESS_KEY: "embedded",
    DYNAMODB_ENDPOINT: embedded.address.endpoint,
    TABLE_MAIN: embedded.tables.main,
    TABLE_LEDGER: embedded.tables.ledger,
    PLAN_QUEUE_URL: "http://127.0.0.1:9/queue",
    FILES_URL: "http://127.0.0.1:9/files",
    PUSH_KEY: JSON.stringify(await freshKey()),
    TOKEN_KEYS: JSON.stringify(ring),
    IDENTITY_PROVIDERS: "{}",
    RECEIPT_KEY: JSON.stringify(await freshKey()),
    TOKEN_ISSUER: "urn:antar:test",
    TOKEN_AUDIENCE: "antar",
  });
  ({ handler } = await import(pathToFileURL(join(folder, "api", "index.mjs")).href));
  const signIn = { body: { tenant: "kendari", person: "admin", secret } };
  token = bodyOf(await handler(eventOf("POST", "/sign-in/secret", signIn))).token;
});
afterAll(async () => {
  await embedded.close();
  await rm(folder, { recursive: true });
});

function eventOf(
  method: string,
  path: string,
  options: { body?: unknown; token?: string } = {},
): APIGatewayProxyEventV2 {
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath: path,
    rawQueryString: "",
    headers: {
      host: "antar.example",
      "content-type": "application/json",
      ...(options.token ? { authorization: `Bearer ${options.token}` } : {}),
    },
    requestContext: {
      accountId: "anonymous",
      apiId: "api",
      domainName: "antar.example",
      domainPrefix: "antar",
      http: { method, path, protocol: "HTTP/1.1", sourceIp: "127.0.0.1", userAgent: "test" },
      requestId: "gateway-1",
      routeKey: "$default",
      stage: "$default",
      time: "25/Nov/2024:08:00:00 +0000",
      timeEpoch: 1_732_500_000_000,
    },
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    isBase64Encoded: false,
  };
}

const bodyOf = (answer: APIGatewayProxyStructuredResultV2) =>
  JSON.parse(answer.isBase64Encoded ? Buffer.from(answer.body ?? "", "base64").toString() : (answer.body ?? ""));

test("the bundle of the API is below one megabyte", () => {
  const bytes = Object.entries(sizes).find(([path]) => path.endsWith("index.mjs"))?.[1] ?? 0;
  expect(bytes).toBeGreaterThan(100_000);
  expect(bytes).toBeLessThan(1_000_000);
});

test("the bundle stores and answers a brief through API Gateway events", async () => {
  const put = await handler(eventOf("PUT", "/briefs/town", { body: townBrief(), token }));
  expect(put.statusCode).toBe(200);
  const got = await handler(eventOf("GET", "/briefs/town", { token }));
  expect([got.statusCode, bodyOf(got)]).toEqual([200, townBrief()]);
});

test("the bundle answers 401 without a token, as a problem document", async () => {
  const answer = await handler(eventOf("GET", "/briefs"));
  expect([answer.statusCode, bodyOf(answer).code]).toEqual([401, "not-signed-in"]);
});

test("the bundle is ready when its tables answer", async () => {
  expect((await handler(eventOf("GET", "/readyz"))).statusCode).toBe(200);
});

test("OSRM's addresses are off unless the environment names road networks", async () => {
  expect((await handler(eventOf("GET", "/osrm/nearest/v1/driving/1,1", { token }))).statusCode).toBe(404);
});

test("with OSRM_ROADS they answer from the network of that digest, to who is signed in", async () => {
  const bytes = await readFile(new URL("../../../data/osm/bayfront-singapore.osm.pbf", import.meta.url));
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const profiles = [profileOf("pickup") ?? expect.fail("no pickup")];
  const { file } = await buildRoads(bytes, { format: "pbf", source: "bayfront", sha256, profiles });
  await writeFile(join(folder, `${sha256}.roads`), file);
  Object.assign(process.env, { OSRM_ROADS: sha256, ROADS_URL: pathToFileURL(folder).href });
  const switchedOn: { handler: Handler } = await import(`${pathToFileURL(join(folder, "api", "index.mjs")).href}?osrm`);
  const path = "/osrm/nearest/v1/driving/103.86,1.283";
  expect((await switchedOn.handler(eventOf("GET", path))).statusCode).toBe(401);
  const answer = await switchedOn.handler(eventOf("GET", path, { token }));
  expect([answer.statusCode, bodyOf(answer)]).toMatchObject([
    200,
    { code: "Ok", waypoints: [{ hint: expect.any(String) }] },
  ]);
});

test("with VROOM_SECONDS they solve a problem with its own matrix, within the limit, for who is signed in", async () => {
  const durations = [
    [0, 50],
    [70, 0],
  ];
  const vehicles = [{ id: 1, start_index: 0, end_index: 0 }];
  const problem = { vehicles, jobs: [{ id: 1, location_index: 1 }], matrices: { car: { durations } } };
  expect((await handler(eventOf("POST", "/vroom", { body: problem, token }))).statusCode).toBe(404);
  Object.assign(process.env, { VROOM_SECONDS: "1", VROOM_LOCATIONS: "2", OSRM_ROADS: "" });
  const on: { handler: Handler } = await import(`${pathToFileURL(join(folder, "api", "index.mjs")).href}?vroom`);
  expect((await on.handler(eventOf("POST", "/vroom", { body: problem }))).statusCode).toBe(401);
  const answer = await on.handler(eventOf("POST", "/vroom", { body: problem, token }));
  // 50 there, 70 back.
  expect([answer.statusCode, bodyOf(answer)]).toMatchObject([200, { code: 0, summary: { cost: 120, unassigned: 0 } }]);
  const jobs = [1, 2, 3].map((id) => ({ id, location_index: 1 }));
  const large = await on.handler(eventOf("POST", "/vroom", { body: { ...problem, jobs }, token }));
  expect([large.statusCode, bodyOf(large).code]).toEqual([413, 4]);
});
