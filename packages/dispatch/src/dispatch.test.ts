import { Refusal } from "@antar/domain";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTown, type Town, townBrief } from "./testing/index.ts";

let town: Town;
beforeAll(async () => {
  town = await openTown();
});
afterAll(() => town.close());

let briefs = 0;
/** A brief of its own for each test. */
async function freshBrief(): Promise<string> {
  briefs += 1;
  const id = `town-${briefs}`;
  await town.dispatch.putBrief(town.planner, { id, document: townBrief(id) });
  return id;
}

async function planned(brief: string, seed: number) {
  const job = await town.dispatch.requestPlan(town.planner, { brief, request: { seed } });
  await town.queue.idle();
  return town.dispatch.readJob(town.planner, { id: job.id });
}

async function refusalOf(work: Promise<unknown>): Promise<Refusal> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(Refusal);
  return error as Refusal;
}

test("a brief comes back as it was put, and putting it again keeps its version", async () => {
  const id = await freshBrief();
  const read = await town.dispatch.readBrief(town.planner, { id });
  expect(read.document).toEqual(townBrief(id));
  expect(read).toMatchObject({ version: 1, tps: 3, places: 6, roads: { synthetic: true } });
  const again = await town.dispatch.putBrief(town.planner, { id, document: townBrief(id) });
  expect(again.version).toBe(1);
});

test("a brief that is only checked says what it would become and is not stored", async () => {
  const id = await freshBrief();
  const document = { ...townBrief(id), title: "Kota lain" };
  const checked = await town.dispatch.putBrief(town.planner, { id, document, check: true });
  expect(checked).toMatchObject({ version: 2, title: "Kota lain", tps: 3 });
  expect(await town.dispatch.readBrief(town.planner, { id })).toMatchObject({ version: 1, title: townBrief(id).title });
  const fresh = { id: "never-stored", document: townBrief("never-stored"), check: true };
  expect((await town.dispatch.putBrief(town.planner, fresh)).version).toBe(1);
  expect((await refusalOf(town.dispatch.readBrief(town.planner, { id: fresh.id }))).code).toBe("not-found");
});

test("a changed brief counts up, and a change made on an older version is refused", async () => {
  const id = await freshBrief();
  const changed = { ...townBrief(id), title: "Kota yang sama" };
  expect((await town.dispatch.putBrief(town.planner, { id, document: changed, expected: 1 })).version).toBe(2);
  const late = { ...townBrief(id), title: "Terlambat" };
  const refusal = await refusalOf(town.dispatch.putBrief(town.planner, { id, document: late, expected: 1 }));
  expect(refusal.code).toBe("conflict");
});

test("a brief of another tenant is refused and names the field", async () => {
  const document = { ...townBrief("abroad"), tenant: "kediri" };
  const refusal = await refusalOf(town.dispatch.putBrief(town.planner, { id: "abroad", document }));
  expect(refusal.troubles[0]?.field).toBe("tenant");
});

test("a plan is made, audited, published and read by its driver and by the board", async () => {
  const brief = await freshBrief();
  const job = await planned(brief, 7);
  expect(job).toMatchObject({ state: "done", version: 1, progress: { phase: "search" }, roads: { synthetic: true } });
  expect((await town.dispatch.listPlans(town.planner, { brief })).plans).toMatchObject([
    { version: 1, state: "audited" },
  ]);
  await town.dispatch.publishPlan(town.planner, { brief, version: 1 });
  const plan = await town.dispatch.readPlan(town.planner, { brief });
  expect(plan).toMatchObject({ version: 1, state: "published", findingList: [] });
  const { assignment } = await town.dispatch.readAssignment(town.planner, { brief, vehicle: "truk-1" });
  expect(assignment.route).toEqual(plan.plan.routes[0]);
  expect(assignment.places.map((place) => place.code).sort()).toEqual([
    "7471",
    "7471011001001",
    "7471011001002",
    "7471011001003",
  ]);
  expect(assignment.drawing.features).toHaveLength(3);
  const board = await town.dispatch.readBoard(town.planner, { brief });
  expect(board.rows).toMatchObject([{ vehicle: "truk-1", stops: 3, done: 0, kits: 3, state: "planned" }]);
  expect(board.roads.synthetic).toBe(true);
  const own = await town.dispatch.readMyAssignment(
    { tenant: "kendari", role: "driver", subject: "phone", vehicle: "truk-1" },
    { brief },
  );
  expect(own.assignment).toEqual(assignment);
});

test("a plan with a blocking finding stays a draft, and publishing it names the finding", async () => {
  const brief = await freshBrief();
  await planned(brief, 666);
  expect((await town.dispatch.readPlanHead(town.planner, { brief })).state).toBe("draft");
  const refusal = await refusalOf(town.dispatch.publishPlan(town.planner, { brief, version: 1 }));
  expect(refusal.code).toBe("conflict");
  expect(refusal.troubles).toMatchObject([{ field: "late", place: "7471011001001" }]);
  expect((await refusalOf(town.dispatch.readBoard(town.planner, { brief }))).code).toBe("not-found");
});

test("publishing another version supersedes the first, and a planner who saw an older state is refused", async () => {
  const brief = await freshBrief();
  await planned(brief, 1);
  await planned(brief, 2);
  await town.dispatch.publishPlan(town.planner, { brief, version: 1, expected: 0 });
  await town.dispatch.publishPlan(town.planner, { brief, version: 2, expected: 1 });
  const { plans, published } = await town.dispatch.listPlans(town.planner, { brief });
  expect(plans.map((plan) => [plan.version, plan.state])).toEqual([
    [2, "published"],
    [1, "superseded"],
  ]);
  expect(published).toBe(2);
  const refusal = await refusalOf(town.dispatch.publishPlan(town.planner, { brief, version: 1, expected: 1 }));
  expect(refusal.code).toBe("conflict");
});

test("the same idempotency key answers the same job, and another request under it is refused", async () => {
  const brief = await freshBrief();
  const ask = (seed: number) =>
    town.dispatch.requestPlan(town.planner, { brief, request: { seed }, idempotencyKey: `key of ${brief}` });
  const first = await ask(3);
  expect((await ask(3)).id).toBe(first.id);
  await town.queue.idle();
  expect((await ask(3)).state).toBe("done");
  expect((await refusalOf(ask(4))).code).toBe("conflict");
  expect((await town.dispatch.listPlans(town.planner, { brief })).plans).toHaveLength(1);
});

test("a refusal of the planner is the problem of the job, a bug of it says nothing of its insides", async () => {
  const brief = await freshBrief();
  expect(await planned(brief, 400)).toMatchObject({ state: "failed", problem: { code: "roads-missing" } });
  const broken = await planned(brief, 500);
  expect(broken).toMatchObject({ state: "failed", problem: { code: "bug" } });
  expect(JSON.stringify(broken)).not.toContain("on purpose");
  expect(String(town.errors.at(-1))).toContain("on purpose");
});

test("a failed job is queued again as it was asked for, a done one is not", async () => {
  const brief = await freshBrief();
  const failed = await planned(brief, 400);
  const again = await town.dispatch.retryJob(town.planner, { id: failed.id });
  expect([again.state, again.problem]).toEqual(["queued", null]);
  await town.queue.idle();
  expect((await town.dispatch.readJob(town.planner, { id: failed.id })).state).toBe("failed");
  expect(await town.store.listOpenJobs("kendari")).toEqual([]);
  const done = await planned(brief, 1);
  expect((await refusalOf(town.dispatch.retryJob(town.planner, { id: done.id }))).code).toBe("conflict");
});

test("a running job stops when it is cancelled and leaves no version", async () => {
  const brief = await freshBrief();
  const { id } = await town.dispatch.requestPlan(town.planner, { brief, request: { seed: 900 } });
  while ((await town.dispatch.readJob(town.planner, { id })).state === "queued")
    await new Promise((r) => setTimeout(r, 5));
  expect((await town.dispatch.cancelJob(town.planner, { id })).cancelling).toBe(true);
  await town.queue.idle();
  expect((await town.dispatch.readJob(town.planner, { id })).state).toBe("cancelled");
  expect((await town.dispatch.listPlans(town.planner, { brief })).plans).toEqual([]);
  expect(await town.store.listOpenJobs("kendari")).toEqual([]);
});

test("a setting that does not exist is refused before a job is made", async () => {
  const brief = await freshBrief();
  const refusal = await refusalOf(
    town.dispatch.requestPlan(town.planner, { brief, request: { settings: { "no-such-key": "1" } } }),
  );
  expect(refusal.code).toBe("bad-setting");
});

test("a driver sees no other vehicle, no brief and no plan, in the words of what is absent", async () => {
  const brief = await freshBrief();
  await planned(brief, 1);
  await town.dispatch.publishPlan(town.planner, { brief, version: 1 });
  const driver = { tenant: "kendari", role: "driver", subject: "phone", vehicle: "truk-9" } as const;
  const verbs = [
    town.dispatch.readAssignment(driver, { brief, vehicle: "truk-1" }),
    town.dispatch.readBrief(driver, { id: brief }),
    town.dispatch.readPlan(driver, { brief }),
  ];
  for (const verb of verbs) expect((await refusalOf(verb)).code).toBe("not-found");
});
