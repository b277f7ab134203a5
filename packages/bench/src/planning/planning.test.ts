import { digestOf } from "@antar/domain";
import { makePlan } from "@antar/planning";
import { smallBrief, townRoads } from "@antar/planning/testing";
import type { RoadNetwork } from "@antar/roads";
import { until } from "@antar/solver";
import { beforeAll, expect, test } from "vitest";
import { proveZones } from "./bench-planning.ts";
import { proveClosures } from "./closed-on-the-day.ts";
import { proveAudit, proveFixes } from "./drawn-cases.ts";

let roads: RoadNetwork;
beforeAll(async () => {
  roads = await townRoads();
});

const told = (): void => {};

test.each([1, 21, 41, 61])(
  "five briefs from seed %i that cannot be served whole: whoever is left out is explained, every fix holds",
  (seed) => {
    const { lines, violations } = proveFixes(roads, { count: 5, seed, told });
    expect(violations).toEqual([]);
    expect(lines[0]).toContain("5 briefs");
  },
);

test("random briefs around one that was planned wrongly: the audit finds nothing", () => {
  expect(proveAudit(roads, { count: 5, seed: 419, told }).violations).toEqual([]);
});

test("three roads of the town close at 09:40: what is done and begun stays, who is not touched keeps vehicle and order", () => {
  const brief = smallBrief({ ppk: 3, pps: 3, tps: 6 });
  const options = { seed: 1, budget: until.iterations(50), briefDigest: digestOf(brief), settings: {} };
  const plan = makePlan(brief, roads, options);
  const found = proveClosures(brief, plan, { count: 3, seed: 1, told, roads, now: "2024-11-25T09:40:00+08:00" });
  expect(found.violations.filter((each) => !each.includes("p95"))).toEqual([]);
});

test("the same brief, seed and iterations give the same bytes under three time zones", () => {
  expect(proveZones({ count: 1, seed: 1, told }).violations).toEqual([]);
});
