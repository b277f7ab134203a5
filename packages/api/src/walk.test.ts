/**
 * The walk of docs/api.md, request by request, against a running service.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { openTown, type Town, townBrief } from "@antar/dispatch/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createApi } from "./create-api.ts";
import { freshRing } from "./key-ring.ts";
import { createTokenIssuer, identifyByToken } from "./tokens.ts";

let town: Town;
let api: ReturnType<typeof createApi>;
const document = readFileSync(fileURLToPath(new URL("../../../docs/api.md", import.meta.url)), "utf8");
const known: Record<string, string> = { HOST: "http://antar.example" };

beforeAll(async () => {
  town = await openTown();
  const ring = await freshRing();
  const rules = { issuer: "urn:antar:walk", audience: "antar", now: () => town.clock.now * 1_000 };
  const issuer = createTokenIssuer({ ...rules, ring: async () => ring });
  let requests = 0;
  api = createApi(town.dispatch, {
    identify: identifyByToken({ ...rules, keys: () => issuer.keys(), standing: town.dispatch.signIn.standing }),
    signIn: { issuer },
    now: rules.now,
    newId: () => {
      requests += 1;
      return `request-${requests}`;
    },
  });
  known.SECRET = (await town.dispatch.firstAdmin("kendari")) ?? "";
});
afterAll(() => town.close());

/** A line `curl [-X METHOD] URL [-H 'name: value']... [-d 'body' | -d @brief.json]` as a request. */
function requestOf(line: string): Request {
  const filled = line.replace(/\$([A-Z_]+)/g, (_, name: string) => known[name] ?? `(${name} is not known)`);
  const method = /-X (\w+)/.exec(filled)?.[1] ?? "GET";
  const address = /(http:\/\/\S+)/.exec(filled)?.[1] ?? "";
  const body = /-d @brief\.json/.test(filled) ? JSON.stringify(townBrief()) : /-d '(.*)'$/.exec(filled)?.[1];
  const headers = new Headers(body === undefined ? {} : { "content-type": "application/json" });
  for (const [, name = "", value = ""] of filled.matchAll(/-H '([\w-]+): ([^']*)'/g)) headers.set(name, value);
  if (known.TOKEN) headers.set("authorization", `Bearer ${known.TOKEN}`);
  return new Request(address, { method, headers, ...(body === undefined ? {} : { body }) });
}

test("every request of the walk is answered as the text says", async () => {
  const lines = [...document.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block = ""]) => block.trim().split("\n"));
  expect(lines.length).toBeGreaterThan(20);
  for (const line of lines) {
    const response = await api.fetch(requestOf(line));
    const text = await response.text();
    expect([line, response.status < 300, text]).toEqual([line, true, text]);
    await town.queue.idle();
    const body = text.startsWith("{") ? JSON.parse(text) : {};
    if (body.token) Object.assign(known, { TOKEN: body.token, DEVICE: body.device });
    if (body.token && body.secret) known.DEVICE_SECRET = body.secret;
    if (response.status === 202) known.JOB = body.id;
    if (line.includes("/events")) expect(body.results[0].outcome).toBe("created");
  }
});
