import { type Brief, digestOf } from "@antar/domain";
import type { RoadNetwork } from "@antar/roads";
import { until } from "@antar/solver";
import { beforeAll, expect, test } from "vitest";
import { makePlanFannedOut, type SubPlan, solveSubPlan } from "./fan-out.ts";
import { makePlan, type PlanOptions } from "./make-plan.ts";
import { smallBrief, townRoads } from "./testing/small-world.ts";

let roads: RoadNetwork;
beforeAll(async () => {
  roads = await townRoads();
});

const optionsFor = (brief: Brief): PlanOptions => ({
  seed: 4,
  budget: until.iterations(150),
  briefDigest: digestOf(brief),
  settings: {},
});

test("sub-plans made elsewhere, over JSON and in any order, give the bytes of one process", async () => {
  const brief = smallBrief({ ppk: 3, pps: 3, tps: 7 });
  const subs: SubPlan[] = [];
  const port = async (sub: SubPlan) => {
    subs.push(sub);
    await new Promise((resolve) => setTimeout(resolve, 5 * (4 - Number(sub.kecamatan.slice(-1)))));
    return JSON.parse(JSON.stringify(solveSubPlan(JSON.parse(JSON.stringify(sub)))));
  };
  const apart = await makePlanFannedOut(brief, { roads, port }, optionsFor(brief));
  expect(JSON.stringify(apart)).toBe(JSON.stringify(makePlan(brief, roads, optionsFor(brief))));
  // Two waves (PPS, PPK) of one sub-plan for each of the 3 kecamatan.
  expect(subs.map((sub) => sub.kecamatan)).toEqual(["990101", "990102", "990103", "990101", "990102", "990103"]);
});

test("an answer from elsewhere is used: a port that leaves clients out leaves them out of the plan's trips", async () => {
  const brief = smallBrief({ ppk: 1, pps: 2, tps: 6 });
  const port = async (sub: SubPlan) => {
    const { solutions } = solveSubPlan(sub);
    return { solutions: solutions.map(({ key, solution }) => ({ key, solution: { ...solution, routes: [] } })) };
  };
  const apart = await makePlanFannedOut(brief, { roads, port }, optionsFor(brief));
  const whole = makePlan(brief, roads, optionsFor(brief));
  expect(apart.summary.trips).toBeGreaterThan(whole.summary.trips);
});
