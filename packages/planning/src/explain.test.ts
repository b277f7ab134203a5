import { type Brief, digestOf, withSettings } from "@antar/domain";
import type { RoadNetwork } from "@antar/roads";
import { until } from "@antar/solver";
import { beforeAll, expect, test } from "vitest";
import { type Explained, explainPlan } from "./explain.ts";
import { makePlan } from "./make-plan.ts";
import { smallBrief, townRoads } from "./testing/small-world.ts";

let network: RoadNetwork;
beforeAll(async () => {
  network = await townRoads();
});

const budget = until.iterations(50);
const size = { ppk: 4, pps: 2, tps: 10 };

function planOf(brief: Brief) {
  return makePlan(brief, network, { seed: 1, budget, briefDigest: digestOf(brief), settings: {} });
}

function explained(brief: Brief): readonly Explained[] {
  return explainPlan(brief, planOf(brief), { roads: network, seed: 1, budget });
}

test("a fix that is proposed serves everyone when the plan is made with it", () => {
  const brief = withSettings(smallBrief(size), { docks: "1", "warehouse.days": "1", "warehouse.to": "09:15" });
  const [first] = explained(brief);
  expect(first?.cause).toBe("docks-warehouse");
  expect(first?.fixVerified).toBe(true);
  const [key = "", value = ""] = (first?.fix?.setting ?? "").split("=");
  expect(planOf(withSettings(brief, { [key]: value })).unassigned.length).toBe(first?.fix?.still);
});

test("five carts that are missing are proposed as a whole", () => {
  const brief = withSettings(smallBrief(size), { "gerobak.count": "3" });
  expect(new Set(explained(brief).map((each) => each.fix?.setting))).toEqual(new Set(["gerobak.count=8"]));
});

test("where no listed change helps, that is what is said", () => {
  const brief = smallBrief({ ppk: 1, pps: 2, tps: 22 });
  const all = explained(brief);
  expect(all.every((each) => each.fix === undefined && !each.fixVerified)).toBe(true);
  expect(all[0]?.advice.en).toContain("no single listed change helps");
});
