/**
 * Every role at every address in four relations (own, same tenant but not mine, another tenant, absent): what the policy
 * table forbids is answered letter for letter as if it were not there.
 */
import { type Actor, policy, type Role, roles, type Verb } from "@antar/dispatch";
import { openTown, type Town, townBrief } from "@antar/dispatch/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createApi } from "./create-api.ts";
import { samples } from "./matrix-samples.test-support.ts";
import { NotSignedIn } from "./problem.ts";

type Relation = "own" | "not-mine" | "other-tenant" | "absent";

interface Operation {
  readonly name: string;
  readonly verb: Verb | "public" | undefined;
  readonly statuses: readonly number[];
}

let town: Town;
let request: (path: string, init: RequestInit, actor: Actor | undefined) => Promise<Response>;
let operations: Operation[];
let ids: Record<"ours" | "theirs", Record<string, string>>;

const json = (body: unknown): RequestInit => ({
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});

async function settle(tenant: string, brief: string): Promise<Record<string, string>> {
  const admin: Actor = { tenant, role: "admin", subject: "admin" };
  const document = { ...townBrief(brief), tenant };
  await request(`/briefs/${brief}`, { method: "PUT", ...json(document) }, admin);
  const job = await (await request(`/briefs/${brief}/plans`, { method: "POST", ...json({ seed: 1 }) }, admin)).json();
  await town.queue.idle();
  await request(`/briefs/${brief}/plans/1/publish`, { method: "POST" }, admin);
  const made: Record<string, string> = { id: brief, job: job.id, version: "1", vehicle: "truk-1" };
  for (const sample of Object.values(samples)) {
    const more = await sample.before?.((path, init) => request(path, init, admin), made, town);
    Object.assign(made, more);
  }
  return made;
}

beforeAll(async () => {
  town = await openTown();
  let current: Actor | undefined;
  let requests = 0;
  const api = createApi(town.dispatch, {
    identify: async () => {
      if (!current || current.role === "anonymous") throw new NotSignedIn();
      return current;
    },
    now: () => town.clock.now * 1_000,
    newId: () => {
      requests += 1;
      return `request-${requests}`;
    },
    streamSeconds: 0,
    rate: { signedIn: 1e9, anonymous: 1e9 },
  });
  request = async (path, init, actor) => {
    current = actor;
    return api.request(path, init);
  };
  ids = { ours: await settle("kendari", "town"), theirs: await settle("kediri", "abroad") };
  const document = await (await request("/openapi.json", {}, undefined)).json();
  operations = Object.entries<Record<string, { "x-verb"?: Verb | "public"; responses: object }>>(
    document.paths,
  ).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${path}`,
      verb: operation["x-verb"],
      statuses: Object.keys(operation.responses).map(Number),
    })),
  );
}, 240_000);
afterAll(() => town.close());

const actorOf = (role: Role, relation: Relation): Actor => {
  const mine = relation === "own";
  const of: Actor = { tenant: "kendari", role, subject: mine ? "person" : "somebody" };
  if (role === "driver") return { ...of, vehicle: mine ? "truk-1" : "truk-9" };
  if (role === "ppk" || role === "pps" || role === "kpps") return { ...of, place: mine ? "7471011001001" : "747999" };
  return of;
};

const isForeign = (name: string): boolean => !Object.values(ids.ours).includes(name);
const nowhere = "nowhere";

async function ask(name: string, role: Role, relation: Relation) {
  const sample = samples[name];
  if (!sample) throw new Error(`no sample for ${name}`);
  const [method = "", template = ""] = name.split(" ");
  const base = relation === "other-tenant" ? ids.theirs : ids.ours;
  const held = role === "driver" ? "vehicle:truk-1" : "place:7471011001001";
  const known: Record<string, string> = { ...base, unit: held, place: "7471011001001", ...sample.fill?.(base) };
  const absent = relation === "absent";
  const path = template.replace(/\{(\w+)\}/g, (_, key: string) =>
    absent && (sample.absent ?? ["id"]).includes(key) ? (sample.nowhere ?? nowhere) : (known[key] ?? "?"),
  );
  const body = sample.body?.({ held, absent, ids: base });
  const bytes = body instanceof Uint8Array;
  const headers = { "content-type": bytes ? "application/octet-stream" : "application/json", ...sample.headers };
  const sent = body === undefined ? {} : { body: bytes ? new Uint8Array(body) : JSON.stringify(body) };
  const init = { method, headers, ...sent };
  const response = await request(`${path}${sample.query ?? ""}`, init, actorOf(role, relation));
  const text = await response.text();
  return {
    status: response.status,
    text: plain(text, [...Object.values(ids.theirs).filter(isForeign), sample.nowhere ?? nowhere]),
  };
}

/** The answer without the id of its request and without the names that were asked for. */
function plain(text: string, names: readonly string[]): string {
  return names
    .flatMap((name) => (name.length === 64 ? [name, name.slice(0, 12)] : name.length > 1 ? [name] : []))
    .sort((left, right) => right.length - left.length)
    .reduce(
      (left, name) => left.replaceAll(name, "<name>"),
      text.replace(/urn:antar:request:request-\d+/, "<request>"),
    );
}

test("every address names a verb of the policy table or says that it is public, and has a sample here", () => {
  for (const { name, verb } of operations) {
    expect([name, verb === "public" || (verb !== undefined && Object.hasOwn(policy, verb))]).toEqual([name, true]);
    if (verb !== "public") expect([name, Object.hasOwn(samples, name)]).toEqual([name, true]);
  }
  expect(Object.keys(samples).filter((name) => !operations.some((operation) => operation.name === name))).toEqual([]);
});

test("every verb of the policy table is asked for by an address", () => {
  const asked = new Set(operations.map((operation) => operation.verb));
  expect(Object.keys(policy).filter((verb) => !asked.has(verb as Verb))).toEqual([]);
});

describe.each(roles)("%s", (role) => {
  test("is answered at every address in each relation as the policy says", async () => {
    for (const { name, verb, statuses } of operations) {
      if (verb === undefined || verb === "public") continue;
      const reach = policy[verb][role];
      const absent = await ask(name, role, "absent");
      for (const relation of ["own", "not-mine", "other-tenant"] as const) {
        const cell = [role, name, relation];
        const found = await ask(name, role, relation);
        const sample = samples[name];
        if (role === "anonymous") {
          expect([...cell, found.status, found.text]).toEqual([...cell, 401, absent.text]);
          continue;
        }
        expect([...cell, statuses.includes(found.status), found.text]).toEqual([...cell, true, found.text]);
        const theirs = relation === "other-tenant" && sample?.tenantless !== true;
        const open = !theirs && (reach === "all" || (reach === "own" && (relation === "own" || sample?.mine === true)));
        if (open) {
          expect([...cell, found.status, found.text]).toEqual([...cell, sample?.status ?? 200, found.text]);
          if (sample?.allowed) expect([...cell, sample.allowed(found.text)]).toEqual([...cell, true]);
        } else if (sample?.refused && reach === "own" && !theirs) {
          expect([...cell, sample.refused(found.text)]).toEqual([...cell, true]);
        } else expect([...cell, found]).toEqual([...cell, { ...absent, status: 404 }]);
      }
    }
  });
});
