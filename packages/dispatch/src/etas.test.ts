import { instant } from "@antar/measure";
import { projectEtas } from "@antar/planning";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "./actor.ts";
import { rebuild } from "./operations.ts";
import { openTown, type Town, townBrief } from "./testing/index.ts";

let town: Town;
const tenant = "kendari";
const brief = "town";
const vehicle = "truk-1";
const key = { tenant, brief, version: 1 };
const driver: Actor = { tenant, role: "driver", subject: "phone-1", vehicle };
const at = (time: string): number => Date.parse(`2024-11-25T${time}+08:00`) / 1_000;
const look = (time: string) => {
  town.clock.now = at(time);
  return town.dispatch.watchBrief({ tenant, brief });
};
const etas = () => town.dispatch.readEtas(driver, { brief, vehicle });
const rowOf = async () => (await town.dispatch.readBoard(town.planner, { brief })).rows[0];

beforeAll(async () => {
  town = await openTown();
  town.clock.now = at("06:30:00");
  await town.dispatch.putBrief(town.planner, { id: brief, document: townBrief() });
  await town.dispatch.requestPlan(town.planner, { brief, request: { seed: 1 } });
  await town.queue.idle();
  await town.dispatch.publishPlan(town.planner, { brief, version: 1 });
});
afterAll(() => town.close());

test("nothing is projected until an hour before the window begins", async () => {
  await look("06:30:00");
  expect(await etas()).toMatchObject({ version: 1, vehicle, asOf: null, stops: [] });
  expect(await rowOf()).not.toHaveProperty("expected");
  await look("07:10:00");
  expect((await etas()).stops).toHaveLength(3);
});

test("each stop has an interval, in the order of the plan, and the board shows the next and the end", async () => {
  await look("08:00:00");
  const { stops, asOf } = await etas();
  // Nothing is known at eight that was not at ten past seven: the older projection stands.
  expect(asOf).toBe("2024-11-25T07:10:00+08:00");
  for (const { arrival, handedOver } of stops) {
    const moments = [arrival.from, arrival.median, arrival.to].map(Date.parse);
    expect([...moments].sort((left, right) => left - right)).toEqual(moments);
    expect(Date.parse(handedOver.median)).toBeGreaterThan(Date.parse(arrival.median));
  }
  const expected = (await rowOf())?.expected;
  expect([expected?.next, expected?.end]).toEqual([stops[0]?.arrival, stops[2]?.handedOver]);
});

test("a receiver is told the projected arrival and the chance of being late beside the plan", async () => {
  const kpps: Actor = { tenant, role: "kpps", subject: "k", place: "7471011001002" };
  const [delivery] = (await town.dispatch.readMyDeliveries(kpps, {})).deliveries;
  const stop = (await etas()).stops.find(({ place }) => place === "7471011001002");
  expect([delivery?.expected, delivery?.late]).toEqual([stop?.arrival, stop?.late]);
});

test("an event moves what comes after it: two hours late at the first stop are about two hours at the last", async () => {
  const before = Date.parse((await etas()).stops[2]?.handedOver.median ?? "");
  const planned = (await town.store.readBoardRow(key, vehicle))?.body.next?.eta ?? "";
  const late = new Date(Date.parse(planned) + 7_200_000).toISOString();
  town.clock.now = Date.parse(planned) / 1_000 + 7_260;
  const event = { schema: 1, id: "event-0001", kind: "arrived", unit: "vehicle:truk-1", at: late, trip: "truk-1/1" };
  await town.dispatch.appendEvents(driver, { brief, events: [{ ...event, place: "7471011001001" }] });
  await town.dispatch.watchBrief({ tenant, brief });
  const { stops } = await etas();
  const known = { from: stops[0]?.arrival.median, median: stops[0]?.arrival.median, to: stops[0]?.arrival.median };
  expect(stops[0]?.arrival).toEqual(known);
  const moved = (Date.parse(stops[2]?.handedOver.median ?? "") - before) / 60_000;
  expect(moved).toBeGreaterThan(90);
  expect(moved).toBeLessThan(150);
});

test("a look that finds the same writes nothing, and an older look does not overwrite a newer one", async () => {
  const stored = await town.store.readEta(key, vehicle);
  await town.dispatch.watchBrief({ tenant, brief });
  expect(await town.store.readEta(key, vehicle)).toEqual(stored);
  await look("08:01:00");
  expect(await town.store.readEta(key, vehicle)).toEqual(stored);
});

test("ETAs are made anew from versions, logs and positions", async () => {
  town.clock.now = at("12:00:00");
  await town.dispatch.watchBrief({ tenant, brief });
  const whole = await town.store.readEta(key, vehicle);
  if (!whole) throw new Error("no ETA");
  const spoilt = { ...whole.body, stops: [] };
  await town.store.changeEta(key, { body: spoilt, previous: whole, write: "spoilt" });
  let ids = 0;
  const newId = (): string => `rebuild-${++ids}`;
  await rebuild({ store: town.store, newId, now: () => instant(town.clock.now), projectEtas }, tenant);
  expect((await town.store.readEta(key, vehicle))?.body).toEqual({ ...whole.body, at: town.clock.now });
});

test("a driver reads its own vehicle's only", async () => {
  const other: Actor = { ...driver, vehicle: "truk-2" };
  await expect(town.dispatch.readEtas(other, { brief, vehicle })).rejects.toMatchObject({ code: "not-found" });
});
