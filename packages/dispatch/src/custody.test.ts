import { createRandom } from "@antar/measure";
import { afterAll, beforeAll, expect, test } from "vitest";
import { brokenAt } from "./chain.ts";
import { AssignmentDocument, boardRowsOf } from "./derive.ts";
import { projectRow } from "./projection.ts";
import { openTown, type Town, townBrief } from "./testing/index.ts";
import type { CustodyEvent } from "./views.ts";

let town: Town;
beforeAll(async () => {
  town = await openTown();
});
afterAll(() => town.close());

let briefs = 0;
async function publishedBrief(): Promise<string> {
  briefs += 1;
  const brief = `town-${briefs}`;
  await town.dispatch.putBrief(town.planner, { id: brief, document: townBrief(brief) });
  await town.dispatch.requestPlan(town.planner, { brief, request: { seed: 1 } });
  await town.queue.idle();
  await town.dispatch.publishPlan(town.planner, { brief, version: 1 });
  return brief;
}

const unit = "vehicle:truk-1";
const tps = (number: number): string => `747101100100${number}`;
/** An event of trip `trip`: times are seconds after 08:00. */
function event(kind: string, trip: number, seconds: number, more: Partial<CustodyEvent> = {}): CustodyEvent {
  const at = new Date(1_732_492_800_000 + seconds * 1_000).toISOString();
  return { schema: 1, id: `event-${kind}-${trip}`, kind, unit, at, trip: `truk-1/${trip}`, place: tps(trip), ...more };
}

const append = (brief: string, events: CustodyEvent[], actor = town.planner) =>
  town.dispatch.appendEvents(actor, { brief, events });

test("an event is created once, exists when it comes again, and conflicts when another has its id", async () => {
  const brief = await publishedBrief();
  const loaded = event("loaded", 1, 78);
  const first = await append(brief, [loaded]);
  expect(first.results).toMatchObject([{ outcome: "created", receipt: { unit, sequence: 1, signature: null } }]);
  const again = await append(brief, [loaded]);
  expect(again.results).toMatchObject([{ outcome: "exists", receipt: first.results[0]?.receipt }]);
  const other = await append(brief, [{ ...loaded, note: "changed" }]);
  expect(other.results).toMatchObject([{ outcome: "conflict", receipt: null }]);
  expect((await town.dispatch.readLog(town.planner, { brief, unit })).entries).toHaveLength(1);
});

test("an event of a kind and with fields of a later version is kept letter for letter", async () => {
  const brief = await publishedBrief();
  const later = { ...event("weighed", 1, 90), schema: 7, scale: { grams: 41_500 } };
  await append(brief, [later]);
  const { entries } = await town.dispatch.readLog(town.planner, { brief, unit });
  expect(entries[0]?.event).toEqual(later);
});

test("twelve phones that write to one log at once leave every event in it once, in a whole chain", async () => {
  const brief = await publishedBrief();
  const batches = Array.from({ length: 12 }, (_, phone) =>
    Array.from({ length: 4 }, (_, index) => event("arrived", 1, phone, { id: `phone-${phone}-event-${index}` })),
  );
  await Promise.all([...batches, ...batches].map((events) => append(brief, events)));
  const log = await town.dispatch.readLog(town.planner, { brief, unit });
  expect(new Set(log.entries.map((entry) => entry.event.id)).size).toBe(48);
  expect([log.entries.length, log.intact]).toEqual([48, true]);
});

test("a log whose entry was changed, left out or moved is broken at that entry", async () => {
  const brief = await publishedBrief();
  await append(brief, [event("loaded", 1, 78), event("departed", 1, 80), event("arrived", 1, 600)]);
  const where = { tenant: "kendari", brief };
  const log = await town.store.readLog({ ...where, unit });
  const [first, second, third] = log;
  if (!first || !second || !third) throw new Error("three entries were written");
  expect(brokenAt(where, log)).toBeUndefined();
  expect(brokenAt(where, [first, { ...second, by: "somebody else" }, third])).toBe(2);
  expect(brokenAt(where, [first, third])).toBe(2);
  expect(brokenAt(where, [second, first, third])).toBe(1);
  expect(brokenAt({ ...where, brief: "another" }, log)).toBe(1);
});

test("the board follows the log: what is done, what comes next and how late", async () => {
  const brief = await publishedBrief();
  const { plan } = await town.dispatch.readPlan(town.planner, { brief });
  const planned = plan.routes[0]?.trips[0]?.stops[0]?.end ?? "";
  const end = (Date.parse(planned) - 1_732_492_800_000) / 1_000;
  await append(brief, [event("handed-over", 1, end + 600)]);
  const [row] = (await town.dispatch.readBoard(town.planner, { brief })).rows;
  expect(row).toMatchObject({
    state: "under-way",
    done: 1,
    delivered: 1,
    received: [tps(1)],
    next: { place: tps(2), name: "TPS 2" },
  });
  const nextPlanned = plan.routes[0]?.trips[1]?.stops[0]?.arrival ?? "";
  // Handed over 600 s late, so the next arrival is 600 s late too.
  expect(Date.parse(row?.next?.eta ?? "") - Date.parse(nextPlanned)).toBe(600_000);
  await append(brief, [event("problem", 2, end + 700)]);
  expect((await town.dispatch.readBoard(town.planner, { brief })).rows[0]?.state).toBe("problem");
  await append(brief, [event("handed-over", 2, end + 900), event("handed-over", 3, end + 1_000)]);
  expect((await town.dispatch.readBoard(town.planner, { brief })).rows[0]).toMatchObject({
    state: "done",
    done: 3,
    next: null,
  });
});

test("what a driver reports wrong is on the row, once for each place, by what it speaks against", async () => {
  const brief = await publishedBrief();
  await append(brief, [
    { ...event("short", 1, 1_000), id: "report-short-1" },
    { ...event("problem", 1, 1_100), id: "report-short-2", problem: "shortage" },
    { ...event("problem", 2, 1_200), id: "report-wrong-1", problem: "wrong-box" },
    { ...event("refused", 3, 1_300), id: "report-refused" },
    { ...event("problem", 3, 1_400), id: "report-road-01", problem: "road" },
  ]);
  const [row] = (await town.dispatch.readBoard(town.planner, { brief })).rows;
  expect(row?.reports).toEqual([
    { tepat: "jenis", place: tps(2) },
    { tepat: "jumlah", place: tps(1) },
    { tepat: "kualitas", place: tps(3) },
  ]);
});

test("events give the same row in whatever order they arrive", async () => {
  const brief = await publishedBrief();
  const events = [1, 2, 3].flatMap((trip) => [
    event("departed", trip, trip * 1_000),
    event("arrived", trip, trip * 1_000 + 400),
    event("handed-over", trip, trip * 1_000 + 700),
  ]);
  await append(brief, events);
  const log = await town.store.readLog({ tenant: "kendari", brief, unit });
  const found = await town.store.readAssignment({ tenant: "kendari", brief, version: 1 }, "truk-1", AssignmentDocument);
  const view = await town.dispatch.readPlan(town.planner, { brief });
  const drawing = { type: "FeatureCollection" as const, features: [] };
  const [row] = boardRowsOf({ brief: townBrief(brief), version: 1, plan: view.plan, findings: [], drawing });
  if (!row || !found) throw new Error("the town has one vehicle");
  const expected = projectRow(row, found.document, log);
  const random = createRandom(6);
  for (let round = 0; round < 20; round++) {
    const shuffled = [...log].sort(() => random.next() - 0.5);
    expect(projectRow(row, found.document, shuffled)).toEqual(expected);
  }
});

test("rows of a version published while vehicles are under way count what was done before", async () => {
  const brief = await publishedBrief();
  await append(brief, [event("handed-over", 1, 900)]);
  await town.dispatch.requestPlan(town.planner, { brief, request: { seed: 2 } });
  await town.queue.idle();
  await town.dispatch.publishPlan(town.planner, { brief, version: 2 });
  expect((await town.dispatch.readBoard(town.planner, { brief })).rows[0]).toMatchObject({ done: 1 });
});

test("a driver writes to the log of the own vehicle only; of others he learns nothing", async () => {
  const brief = await publishedBrief();
  const driver = { tenant: "kendari", role: "driver", subject: "phone", vehicle: "truk-9" } as const;
  const own = { ...event("problem", 1, 10), unit: "vehicle:truk-9" };
  const { results } = await append(brief, [own, event("loaded", 1, 78)], driver);
  expect(results.map((result) => result.outcome)).toEqual(["created", "refused"]);
  expect(await town.store.readLog({ tenant: "kendari", brief, unit })).toEqual([]);
});

test("the chair approves once, and where approval is required nothing is published without", async () => {
  const brief = await publishedBrief();
  const chair = { tenant: "kendari", role: "chair", subject: "ketua" } as const;
  await town.dispatch.requestPlan(town.planner, { brief, request: { seed: 3 } });
  await town.queue.idle();
  await expect(town.dispatch.approvePlan(town.planner, { brief, version: 2 })).rejects.toThrow("Not found");
  await expect(town.strict.publishPlan(town.planner, { brief, version: 2 })).rejects.toThrow("not approved");
  expect(await town.strict.approvePlan(chair, { brief, version: 2 })).toMatchObject({
    state: "approved",
    approved: { by: "ketua" },
  });
  expect((await town.strict.publishPlan(town.planner, { brief, version: 2 })).state).toBe("published");
});

test("changes and refusals are in the audit trail, readings are not", async () => {
  const brief = await publishedBrief();
  await expect(town.dispatch.publishPlan(town.planner, { brief, version: 9 })).rejects.toThrow();
  const trail = await town.store.listAudit("kendari", "2024-11-25");
  const ours = trail.filter((entry) => entry.about.startsWith(brief)).map(({ verb, outcome }) => `${verb} ${outcome}`);
  expect(ours.sort()).toEqual(["publishPlan done", "publishPlan not-found", "putBrief done", "requestPlan done"]);
});
