import { instant } from "@antar/measure";
import { projectEtas } from "@antar/planning";
import { afterAll, beforeAll, expect, test } from "vitest";
import { contradicted, rebuild, verifyLogs } from "./operations.ts";
import { openTown, type Town, townBrief } from "./testing/index.ts";

let town: Town;
const tenant = "kendari";
const brief = "town";
const unit = "vehicle:truk-1";
let ids = 0;
const newId = (): string => {
  ids += 1;
  return `operation-${ids}`;
};

beforeAll(async () => {
  town = await openTown();
  await town.dispatch.putBrief(town.planner, { id: brief, document: townBrief() });
  await town.dispatch.requestPlan(town.planner, { brief, request: { seed: 1 } });
  await town.queue.idle();
  await town.dispatch.publishPlan(town.planner, { brief, version: 1 });
  const event = { schema: 1, kind: "handed-over", unit, trip: "truk-1/1", place: "7471011001001" };
  const at = "2024-11-25T08:10:00+08:00";
  await town.dispatch.appendEvents(town.planner, { brief, events: [{ ...event, id: "event-0001", at }] });
  await town.dispatch.watchBrief({ tenant, brief });
});
afterAll(() => town.close());

test("a board that lost its rows, its head and an assignment is made anew from the version and the logs", async () => {
  const before = await town.dispatch.readBoard(town.planner, { brief });
  const { assignment } = await town.dispatch.readAssignment(town.planner, { brief, vehicle: "truk-1" });
  expect(before.rows).toMatchObject([{ done: 1, stops: 3 }]);
  const key = { tenant, brief, version: 1 };
  const row = await town.store.readBoardRow(key, "truk-1");
  if (!row) throw new Error("no row");
  const spoilt = { ...row.body, done: 3, kits: 99, vehicleType: "?" };
  await town.store.changeBoardRow(key, { body: spoilt, previous: row, write: "spoilt" });
  await town.store.writeAssignments(key, [{ vehicle: "truk-1", document: { spoilt: true } }]);
  expect(await rebuild({ store: town.store, newId, now: () => instant(town.clock.now), projectEtas }, tenant)).toBe(1);
  const after = await town.dispatch.readBoard(town.planner, { brief });
  expect({ ...after, asOf: "" }).toEqual({ ...before, asOf: "" });
  const again = await town.dispatch.readAssignment(town.planner, { brief, vehicle: "truk-1" });
  expect(again.assignment).toEqual(assignment);
});

test("whole logs are told as whole, and a receipt of what is not in them is a contradiction", async () => {
  const [state] = await verifyLogs(town, tenant);
  expect(state).toMatchObject({ brief, unit, entries: 1, brokenAt: undefined });
  const true1 = { tenant, brief, unit, sequence: 1, hash: state?.last ?? "" };
  const cut = { ...true1, sequence: 2 };
  const anew = { ...true1, hash: "0".repeat(64) };
  expect(await contradicted(town, [true1, cut, anew])).toEqual([cut, anew]);
});
