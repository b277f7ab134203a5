/**
 * What every store must do, as tests. Knows the interface only; each engine runs the same facts.
 */
import { createRandom } from "@antar/measure";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import type { DocumentRef } from "../documents.ts";
import type { Store } from "../store.ts";
import { sampleBriefHead, sampleEntry, sampleJob, samplePlanHead, sampleRow } from "./samples.ts";

/** A store under test and how to end it. */
export interface OpenedStore {
  readonly store: Store;
  close(): Promise<void>;
}

const text = z.string();

/** Text that gzip cannot make shorter than 3/4: `length` characters of 64 kinds, from `seed`. */
export function noise(length: number, seed: number): string {
  const random = createRandom(seed);
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  return Array.from({ length }, () => letters[random.below(64)]).join("");
}

/** Runs the contract against the store that `open` opens; each test uses a tenant of its own. */
export function testStore(name: string, open: () => Promise<OpenedStore>): void {
  describe(`a store on ${name}`, () => {
    let opened: OpenedStore;
    let tenants = 0;
    const fresh = (): string => {
      tenants += 1;
      return `tenant-${tenants}`;
    };
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened.close());

    const use = (): { store: Store; tenant: string } => ({ store: opened.store, tenant: fresh() });
    documentFacts(use);
    briefFacts(use);
    planFacts(use);
    derivedFacts(use);
    custodyFacts(use);
    jobFacts(use);
    shelfFacts(use);
  });
}

type Use = () => { store: Store; tenant: string };
const anyDocument: DocumentRef = { sha256: "b".repeat(64), parts: 1, bytes: 2 };

function documentFacts(use: Use): void {
  test("is ready", async () => {
    await use().store.ready();
  });

  test("a document of two parts comes back letter for letter", async () => {
    const { store, tenant } = use();
    const document = noise(1_000_000, 11);
    const ref = await store.writeDocument(tenant, document);
    // 1,000,000 letters of 6 bits are 750,000 bytes, in parts of 380,000.
    expect(ref.parts).toBe(2);
    expect((await store.readDocument(tenant, ref, text)) === document).toBe(true);
  });

  test("a document that is not of the shape asked for is refused", async () => {
    const { store, tenant } = use();
    const ref = await store.writeDocument(tenant, { number: 5 });
    await expect(store.readDocument(tenant, ref, text)).rejects.toThrow();
  });

  test("writing a document twice answers the same place", async () => {
    const { store, tenant } = use();
    const first = await store.writeDocument(tenant, "twice");
    expect(await store.writeDocument(tenant, "twice")).toEqual(first);
  });

  test("a document of another tenant is not there", async () => {
    const { store, tenant } = use();
    const ref = await store.writeDocument(tenant, "mine");
    await expect(store.readDocument(use().tenant, ref, text)).rejects.toThrow("missing");
  });
}

function briefFacts(use: Use): void {
  test("of two writers over the same brief one wins and the other sees the winner", async () => {
    const { store, tenant } = use();
    const first = await store.writeBriefHead(tenant, {
      body: sampleBriefHead("k525", 1, anyDocument),
      previous: undefined,
      write: "w1",
    });
    expect(first.written).toBe(true);
    const previous = first.current;
    const [left, right] = await Promise.all(
      ["left", "right"].map((write) =>
        store.writeBriefHead(tenant, {
          body: { ...sampleBriefHead("k525", 2, anyDocument), by: write },
          previous,
          write,
        }),
      ),
    );
    expect([left?.written, right?.written].sort()).toEqual([false, true]);
    const winner = left?.written ? "left" : "right";
    expect((await store.readBriefHead({ tenant, brief: "k525" }))?.body.by).toBe(winner);
    expect(left?.current?.body.by).toBe(winner);
    expect(right?.current?.body.by).toBe(winner);
  });

  test("a repeated write of the same id is a success, even after another writer went on", async () => {
    const { store, tenant } = use();
    const body = sampleBriefHead("k525", 1, anyDocument);
    const first = await store.writeBriefHead(tenant, { body, previous: undefined, write: "mine" });
    expect(first.written).toBe(true);
    const second = { ...body, version: 2 };
    await store.writeBriefHead(tenant, { body: second, previous: first.current, write: "other" });
    const again = await store.writeBriefHead(tenant, { body, previous: undefined, write: "mine" });
    expect(again.written).toBe(true);
    expect(again.current?.body.version).toBe(2);
  });

  test("briefs are listed page by page in the order of their ids, and none of another tenant", async () => {
    const { store, tenant } = use();
    for (const brief of ["c", "a", "b"]) {
      await store.writeBriefHead(tenant, {
        body: sampleBriefHead(brief, 1, anyDocument),
        previous: undefined,
        write: brief,
      });
    }
    const first = await store.listBriefHeads(tenant, { limit: 2 });
    expect(first.items.map((item) => item.body.brief)).toEqual(["a", "b"]);
    const rest = await store.listBriefHeads(tenant, { limit: 2, ...(first.next ? { after: first.next } : {}) });
    expect(rest.items.map((item) => item.body.brief)).toEqual(["c"]);
    expect(rest.next).toBeUndefined();
    expect((await store.listBriefHeads(use().tenant)).items).toEqual([]);
  });
}

function planFacts(use: Use): void {
  test("versions are numbered from 1 without a gap when eight workers race", async () => {
    const { store, tenant } = use();
    const jobs = Array.from({ length: 8 }, (_, index) => `job-${index}`);
    await Promise.all(
      jobs.map((job) => store.appendPlan(tenant, samplePlanHead("k525", job, anyDocument), `w-${job}`)),
    );
    const heads = await store.listPlanHeads({ tenant, brief: "k525" });
    expect(heads.map((head) => head.version)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(heads.map((head) => head.job).sort()).toEqual(jobs);
  });

  test("a job that appends its plan again gets the version that it already has", async () => {
    const { store, tenant } = use();
    const first = await store.appendPlan(tenant, samplePlanHead("k525", "job", anyDocument), "w1");
    await store.appendPlan(tenant, samplePlanHead("k525", "other", anyDocument), "w2");
    const again = await store.appendPlan(tenant, samplePlanHead("k525", "job", anyDocument), "w3");
    expect(again.version).toBe(first.version);
    expect(await store.listPlanHeads({ tenant, brief: "k525" })).toHaveLength(2);
  });

  test("the pointer moves under the revision that was read and not otherwise", async () => {
    const { store, tenant } = use();
    const key = { tenant, brief: "k525" };
    expect(await store.readPointer(key)).toBeUndefined();
    const body = { version: 1, at: 5, by: "tester", superseded: [] };
    const first = await store.movePointer(key, { body, previous: undefined, write: "p1" });
    const second = { ...body, version: 2, superseded: [1] };
    expect((await store.movePointer(key, { body: second, previous: first.current, write: "p2" })).written).toBe(true);
    const late = await store.movePointer(key, { body: { ...body, version: 3 }, previous: first.current, write: "p3" });
    expect(late.written).toBe(false);
    expect((await store.readPointer(key))?.body).toEqual(second);
  });
}

function derivedFacts(use: Use): void {
  test("107 assignments and board rows of a version are all there, and none in another version", async () => {
    const { store, tenant } = use();
    const key = { tenant, brief: "k525", version: 1 };
    const vehicles = Array.from({ length: 107 }, (_, index) => `truk/${index} #`);
    const assignments = vehicles.map((vehicle) => ({ vehicle, document: `route of ${vehicle}` }));
    await store.writeAssignments(key, assignments);
    await store.writeBoard(key, { head: "head", rows: vehicles.map(sampleRow) });
    const board = await store.readBoard(key, text);
    expect([board?.head, board?.etas]).toEqual(["head", []]);
    expect(board?.rows.map((row) => row.vehicle).sort()).toEqual([...vehicles].sort());
    for (const { vehicle, document } of assignments.slice(0, 5)) {
      const found = await store.readAssignment(key, vehicle, text);
      expect(found?.document).toBe(document);
    }
    expect(await store.readAssignment({ ...key, version: 2 }, "truk/0 #", text)).toBeUndefined();
    expect(await store.readBoard({ ...key, version: 2 }, text)).toBeUndefined();
  });
}

function custodyFacts(use: Use): void {
  test("of two entries for the same number one is in the log and the other is told what stands there", async () => {
    const { store, tenant } = use();
    const key = { tenant, brief: "k525", unit: "vehicle:truk-1" };
    const outcomes = await Promise.all(["a", "b"].map((id) => store.appendLog(key, sampleEntry(key.unit, 1, id), id)));
    expect(outcomes.map((outcome) => outcome.written).sort()).toEqual([false, true]);
    const [entry] = await store.readLog(key);
    for (const outcome of outcomes) expect(outcome.current?.body).toEqual(entry);
  });

  test("a log comes back in the order of its numbers, and its unit is listed", async () => {
    const { store, tenant } = use();
    const key = { tenant, brief: "k525", unit: "place:7471011001001" };
    for (let sequence = 1; sequence <= 12; sequence++) {
      await store.appendLog(key, sampleEntry(key.unit, sequence, `e${sequence}`), `w${sequence}`);
    }
    expect((await store.readLog(key)).map((entry) => entry.sequence)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(await store.listUnits(key)).toEqual([key.unit]);
    expect(await store.readLog({ ...key, tenant: use().tenant })).toEqual([]);
  });

  test("a version is approved once, by the first who does", async () => {
    const { store, tenant } = use();
    const key = { tenant, brief: "k525", version: 3 };
    const first = { version: 3, at: 100, by: "chair" };
    expect(await store.approve(key, first, "a1")).toEqual(first);
    expect(await store.approve(key, { version: 3, at: 200, by: "other" }, "a2")).toEqual(first);
    expect(await store.listApprovals(key)).toEqual([first]);
  });
}

function jobFacts(use: Use): void {
  test("a job is open until it is closed, and its record stays", async () => {
    const { store, tenant } = use();
    await store.createJob(tenant, sampleJob("j1", anyDocument), "w1");
    expect((await store.listOpenJobs(tenant)).map((open) => open.job)).toEqual(["j1"]);
    await store.closeJob(tenant, "j1");
    expect(await store.listOpenJobs(tenant)).toEqual([]);
    expect((await store.readJob(tenant, "j1"))?.body).toEqual(sampleJob("j1", anyDocument));
  });

  test("a claimed idempotency key answers the first claim for a day", async () => {
    const { store, tenant } = use();
    const key = { tenant, subject: "planner@kpu", name: "key/1" };
    const claim = { digest: "d1", effect: "job-1", at: 1_000_000 };
    expect(await store.claim(key, claim, "w1")).toEqual(claim);
    const second = { digest: "d2", effect: "job-2", at: 1_000_000 + 86_399 };
    expect(await store.claim(key, second, "w2")).toEqual(claim);
    const nextDay = { digest: "d3", effect: "job-3", at: 1_000_000 + 86_400 };
    expect(await store.claim(key, nextDay, "w3")).toEqual(nextDay);
  });

  test("audit entries of a day come back in the order of their time", async () => {
    const { store, tenant } = use();
    const entry = { verb: "putBrief", role: "planner", subject: "s", about: "k525", outcome: "done" };
    for (const [at, id] of [
      ["2024-11-25T09:00:00.000Z", "b"],
      ["2024-11-25T08:00:00.000Z", "a"],
      ["2024-11-26T08:00:00.000Z", "c"],
    ] as const) {
      await store.appendAudit(tenant, { ...entry, at }, id);
    }
    const day = await store.listAudit(tenant, "2024-11-25");
    expect(day.map((found) => found.at)).toEqual(["2024-11-25T08:00:00.000Z", "2024-11-25T09:00:00.000Z"]);
  });
}

function shelfFacts(use: Use): void {
  const consent = (person: string, at: number) => ({ person, positions: true, at });

  test("of two changes of a record on a shelf one wins, and the shelf lists it once", async () => {
    const { store, tenant } = use();
    const key = { tenant, name: "driver/1 #" };
    const first = await store.consents.change(key, { body: consent("d", 1), previous: undefined, write: "w1" });
    const outcomes = await Promise.all(
      [2, 3].map((at) =>
        store.consents.change(key, { body: consent("d", at), previous: first.current, write: `w${at}` }),
      ),
    );
    expect(outcomes.map((outcome) => outcome.written).sort()).toEqual([false, true]);
    expect(await store.consents.all({ tenant })).toHaveLength(1);
  });

  test("shelves of two scopes, two shelves and two tenants do not see each other", async () => {
    const { store, tenant } = use();
    await store.consents.change(
      { tenant, scope: "a", name: "n" },
      { body: consent("d", 1), previous: undefined, write: "w" },
    );
    expect(await store.consents.all({ tenant, scope: "b" })).toEqual([]);
    expect(await store.consents.all({ tenant })).toEqual([]);
    expect(await store.devices.all({ tenant, scope: "a" })).toEqual([]);
    expect(await store.consents.all({ tenant: use().tenant, scope: "a" })).toEqual([]);
    await store.consents.remove({ tenant, scope: "a", name: "n" });
    expect(await store.consents.read({ tenant, scope: "a", name: "n" })).toBeUndefined();
  });
}
