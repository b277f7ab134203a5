import { type Brief, digestOf, type Plan } from "@antar/domain";
import { until } from "@antar/solver";
import { beforeAll, expect, test } from "vitest";
import { makePlan } from "../make-plan.ts";
import { smallBrief, townRoads } from "../testing/small-world.ts";
import { type Course, openStage } from "./act-out.ts";
import { additionsFor, tryAdditions } from "./more-resources.ts";
import { rehearse } from "./rehearse.ts";
import { scriptOf } from "./script.ts";
import type { Spread } from "./spread.ts";

let brief: Brief;
let plan: Plan;
beforeAll(async () => {
  brief = smallBrief({ ppk: 3, pps: 3, tps: 6 });
  const options = { seed: 1, budget: until.iterations(100), briefDigest: digestOf(brief), settings: {} };
  plan = makePlan(brief, await townRoads(), options);
});

const none: Spread = {
  travel: 0,
  shared: 0,
  service: 0,
  lateStart: 0,
  breakdown: { perDay: 0, shortest: 0, longest: 0 },
  rain: { chance: 0, speed: 1, shortest: 0, longest: 0 },
  closure: { chance: 0, shortest: 0, longest: 0 },
};

function plannedEnds(): Map<string, string> {
  const stops = plan.routes.flatMap((route) => route.trips.flatMap((trip) => trip.stops));
  return new Map(stops.filter((stop) => stop.kits[0] === stop.place).map((stop) => [stop.place, stop.end]));
}

test("without any spread every TPS receives at the very second of the plan", () => {
  const { places, allInTime } = rehearse(brief, plan, { seed: 1, runs: 1, spread: none });
  expect(new Map(places.map((each) => [each.place, each.median]))).toEqual(plannedEnds());
  expect(allInTime).toBe(1);
});

test("the same seed gives the same rehearsal, and all 54 TPS are in it", () => {
  const first = rehearse(brief, plan, { seed: 7, runs: 20 });
  expect(first).toEqual(rehearse(brief, plan, { seed: 7, runs: 20 }));
  expect(first.places.length).toBe(54);
});

test("late starts of ten minutes delay nobody when drivers are called a day ahead, and somebody when they are not", () => {
  const spread = { ...none, lateStart: 600 };
  const ends = (calledAhead: number) => {
    const { places } = rehearse(brief, plan, { seed: 1, runs: 1, spread: { ...spread, calledAhead } });
    return new Map(places.map((each) => [each.place, each.median]));
  };
  expect(ends(86_400)).toEqual(plannedEnds());
  expect(ends(0)).not.toEqual(plannedEnds());
});

test("calling drivers earlier is tried on the same plan, and ten days earlier makes up for three days of late starts", async () => {
  expect(additionsFor(brief).filter(({ calledAhead }) => calledAhead === 1800).length).toBe(1);
  const says = { id: "lebih awal", en: "earlier" };
  const [tried] = tryAdditions(brief, {
    seed: 1,
    runs: 20,
    spread: { ...none, lateStart: 259_200 },
    network: await townRoads(),
    budget: until.iterations(100),
    briefDigest: digestOf(brief),
    additions: [{ says, settings: {}, calledAhead: 10 * 259_200 }],
  });
  expect(tried?.allInTime).toBe(1);
  expect(tried?.cost).toBe(plan.summary.cost);
});

test("three days of late starts makes the deadline unlikely", () => {
  const { allInTime, interval } = rehearse(brief, plan, { seed: 1, runs: 50, spread: { ...none, lateStart: 259_200 } });
  expect(allInTime).toBeLessThan(0.2);
  expect(interval[0]).toBeLessThanOrEqual(allInTime);
  expect(interval[1]).toBeGreaterThanOrEqual(allInTime);
});

const asPlanned: Course = {
  begins: (trip, ready) => Math.max(trip.loadStart, ready),
  loaded: (trip, from) => from + trip.loading,
  departs: (_, ready) => ready,
  arrives: (leg, leaves) => leaves + leg.seconds,
  handedOver: (stop, _, start) => start + stop.service,
};

test("an hour lost at one hand-over moves what waits for its kits or its vehicle, and nothing else", () => {
  const script = scriptOf(brief, plan);
  const trip = [...script.trips]
    .filter((each) => each.echelon === 2)
    .sort((left, right) => left.departure - right.departure)
    .at(-1);
  const stop = trip?.stops[0];
  if (!trip || !stop) throw new Error("no trip from a PPK");
  const stage = openStage(script);
  const usual = Float64Array.from(stage.act(asPlanned).received);
  const late = stage.act({
    ...asPlanned,
    handedOver: (each, _, start) => start + each.service + (each === stop ? 3600 : 0),
  }).received;
  const moved = [...late].filter((moment, tps) => moment !== usual[tps]);
  expect(moved.length).toBeGreaterThan(0);
  expect(moved.length).toBeLessThan(late.length);
  for (const [tps, moment] of late.entries()) expect(moment).toBeGreaterThanOrEqual(usual[tps] ?? 0);
  for (const tps of stop.kits) expect(late[tps]).toBeGreaterThan(stop.plannedEnd + 3600);
});
