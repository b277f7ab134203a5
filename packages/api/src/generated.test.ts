import { openTown, type Town, townBrief } from "@antar/dispatch/testing";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createApi } from "./create-api.ts";
import { Problem } from "./problem.ts";

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly statuses: readonly string[];
  readonly hasBody: boolean;
}

let town: Town;
let send: (path: string, init: RequestInit) => Promise<Response>;
let operations: Operation[];

beforeAll(async () => {
  town = await openTown();
  let requests = 0;
  const newId = (): string => {
    requests += 1;
    return `request-${requests}`;
  };
  const identify = async () => town.planner;
  const api = createApi(town.dispatch, {
    identify,
    now: Date.now,
    newId,
    streamSeconds: 0,
    rate: { signedIn: 1e9, anonymous: 1e9 },
  });
  send = async (path, init) => api.request(path, init);
  const headers = { "content-type": "application/json" };
  await send("/briefs/town", { method: "PUT", headers, body: JSON.stringify(townBrief()) });
  await send("/briefs/town/plans", { method: "POST", headers, body: '{"seed":1}' });
  await town.queue.idle();
  await send("/briefs/town/plans/1/publish", { method: "POST" });
  const document: { paths: Record<string, Record<string, { responses: object; requestBody?: object }>> } = await (
    await send("/openapi.json", {})
  ).json();
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { responses, requestBody }]) => ({
      method: method.toUpperCase(),
      path,
      statuses: Object.keys(responses),
      hasBody: requestBody !== undefined,
    })),
  );
});
afterAll(async () => {
  await town.queue.idle();
  await town.close();
});

const part = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom("town", "1", "2", "truk-1", "vehicle:truk-1", "id-6") },
  {
    weight: 2,
    arbitrary: fc.constantFrom("none", "0", "-1", "1e9", "99999999", "place:7471", "..", "%00", "a".repeat(300)),
  },
  {
    weight: 1,
    arbitrary: fc
      .string({ minLength: 1, maxLength: 12 })
      .map(encodeURIComponent)
      .filter((text) => text !== "."),
  },
);
const query = fc.constantFrom(
  "",
  "",
  "?version=1",
  "?version=x",
  "?limit=1",
  "?limit=-5",
  "?after=town",
  "?vehicle=truk-1",
  "?%ZZ",
  "?a=%F0%28",
);
const event = fc.record({
  schema: fc.integer({ min: 0, max: 3 }),
  id: fc.constantFrom("event-0001", "event-0002", "short", "with space 1"),
  kind: fc.constantFrom("loaded", "handed-over", "later-kind", "NO"),
  unit: fc.constantFrom("vehicle:truk-1", "place:7471", "nothing"),
  at: fc.constantFrom("2024-11-25T08:30:00+08:00", "2024-11-25T00:30:00.123Z", "yesterday"),
});
const body = fc.oneof(
  fc.constant(townBrief()),
  fc.record({ seed: fc.constantFrom(1, 400, 666, -1, 1.5) }),
  fc.record({ events: fc.array(event, { maxLength: 4 }) }),
  fc.jsonValue(),
);
const header = fc.constantFrom<Record<string, string>>(
  {},
  {},
  { "if-match": '"1"' },
  { "if-match": "1" },
  { "if-none-match": "*" },
  { "idempotency-key": "k" },
  { "content-type": "text/csv" },
);

test("2,000 generated requests get no 5xx, no undocumented status and no malformed problem", async () => {
  const request = fc.record({
    choice: fc.nat(),
    parts: fc.array(part, { minLength: 3, maxLength: 3 }),
    query,
    body,
    header,
  });
  await fc.assert(
    fc.asyncProperty(request, async ({ choice, parts, query: search, body: sent, header: extra }) => {
      const operation = operations[choice % operations.length];
      if (!operation) return;
      let used = 0;
      const path = operation.path.replace(/\{\w+\}/g, () => parts[used++ % 3] ?? "town");
      const init: RequestInit = { method: operation.method, headers: { "content-type": "application/json", ...extra } };
      const response = await send(
        `${path}${search}`,
        operation.hasBody ? { ...init, body: JSON.stringify(sent) } : init,
      );
      const text = await response.text();
      const at = [operation.method, path, search, response.status];
      expect([...at, response.status < 500]).toEqual([...at, true]);
      if (response.status === 404 && text.includes('"no-route"')) return;
      expect([...at, operation.statuses.includes(String(response.status))]).toEqual([...at, true]);
      if (response.status >= 400) Problem.parse(JSON.parse(text));
    }),
    { numRuns: 2_000, seed: 20_241_127 },
  );
}, 120_000);
