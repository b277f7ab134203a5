import { digestOf } from "@antar/domain";
import { until } from "@antar/solver";
import { expect, test } from "vitest";
import { smallBrief, townRoads } from "./testing/small-world.ts";
import { whatIf } from "./what-if.ts";

test("the cheapest scenario that serves everyone is marked, one that does not is not feasible", async () => {
  const roads = await townRoads();
  const brief = smallBrief({ ppk: 2, pps: 2, tps: 4 });
  const scenarios = [
    { name: "as it is" },
    { name: "no cart at two PPS", settings: { "gerobak.count": "2" } },
    { name: "straight to the TPS", mode: "direct" as const },
  ];
  const outcomes = whatIf(brief, scenarios, {
    roads,
    seed: 1,
    budget: until.iterations(50),
    briefDigest: digestOf(brief),
  });
  expect(outcomes.map((outcome) => outcome.feasible)).toEqual([true, false, true]);
  const cheapest = outcomes.filter((outcome) => outcome.cheapest);
  expect(cheapest.length).toBe(1);
  const costs = outcomes.filter((outcome) => outcome.feasible).map((outcome) => outcome.plan.summary.cost);
  expect(cheapest[0]?.plan.summary.cost).toBe(Math.min(...costs));
});
