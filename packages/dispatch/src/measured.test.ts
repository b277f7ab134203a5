import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "./actor.ts";
import { openTown, type Town, townBrief } from "./testing/index.ts";

let town: Town;
const tenant = "kendari";
const driver: Actor = { tenant, role: "driver", subject: "phone-1", vehicle: "truk-1" };

beforeAll(async () => {
  town = await openTown();
  await town.dispatch.putBrief(town.planner, { id: "town", document: townBrief() });
});
afterAll(() => town.close());

const counted = () => town.measured.splice(0).map(({ name, value, tenant: of }) => [of, name, value]);

test("a version tells how long it took and what it leaves out; a job that fails tells nothing", async () => {
  await town.dispatch.requestPlan(town.planner, { brief: "town", request: { seed: 1 } });
  await town.queue.idle();
  expect(counted()).toEqual([
    [tenant, "planSeconds", 0],
    [tenant, "unassigned", 0],
  ]);
  await town.dispatch.requestPlan(town.planner, { brief: "town", request: { seed: 400 } });
  await town.queue.idle();
  expect(counted()).toEqual([]);
});

test("events that conflict are counted, events that come twice are not", async () => {
  const event = {
    schema: 1,
    id: "event-0001",
    kind: "departed",
    unit: "vehicle:truk-1",
    at: "2024-11-25T08:01:18+08:00",
  };
  const send = (events: (typeof event & { note?: string })[]) =>
    town.dispatch.appendEvents(driver, { brief: "town", events });
  await send([event]);
  await send([event]);
  expect(counted()).toEqual([]);
  await send([
    { ...event, note: "first" },
    { ...event, note: "second" },
  ]);
  expect(counted()).toEqual([[tenant, "conflicts", 2]]);
});

test("every look tells how many vehicles are late, and by how much the latest", async () => {
  await town.dispatch.publishPlan(town.planner, { brief: "town", version: 1 });
  counted();
  const { next } = (await town.store.readBoardRow({ tenant, brief: "town", version: 1 }, "truk-1"))?.body ?? {};
  const eta = Date.parse(next?.eta ?? "") / 1_000;
  town.clock.now = eta + 600;
  await town.dispatch.watchBrief({ tenant, brief: "town" });
  expect(counted()).toEqual([
    [tenant, "lateVehicles", 0],
    [tenant, "lateness", 0],
  ]);
  // The usual limit is half an hour behind the next stop: 7,200 s are more.
  town.clock.now = eta + 7_200;
  await town.dispatch.watchBrief({ tenant, brief: "town" });
  expect(counted()).toEqual([
    [tenant, "lateVehicles", 1],
    [tenant, "lateness", 7_200],
  ]);
});
