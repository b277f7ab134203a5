import { type Brief, digestOf, type Mode, type Plan, withSettings } from "@antar/domain";
import type { RoadNetwork } from "@antar/roads";
import { until } from "@antar/solver";
import { beforeAll, describe, expect, test } from "vitest";
import { auditPlan } from "./audit/audit-plan.ts";
import { makePlan } from "./make-plan.ts";
import { randomBrief } from "./testing/random-brief.ts";
import { smallBrief, townRoads, type WorldSize } from "./testing/small-world.ts";

let network: RoadNetwork;
beforeAll(async () => {
  network = await townRoads();
});

const size: WorldSize = { ppk: 3, pps: 3, tps: 4 };
const modes: readonly Mode[] = ["tiered", "direct-pps", "direct", "mixed"];

function planOf(brief: Brief, iterations = 100): Plan {
  const options = { seed: 1, budget: until.iterations(iterations), briefDigest: digestOf(brief), settings: {} };
  return makePlan(brief, network, options);
}

function codesOf(brief: Brief, plan: Plan): string[] {
  return auditPlan(brief, plan, network).map((finding) => `${finding.code} ${finding.place}: ${finding.says.en}`);
}

describe("a plan", () => {
  test.each(modes)("in mode %s serves all 36 TPS and the audit finds nothing", (mode) => {
    const brief = smallBrief(size, 1, { mode });
    const plan = planOf(brief);
    expect(plan.summary.served).toBe(36);
    expect(plan.summary.boxes).toBe(6);
    expect(plan.unassigned).toEqual([]);
    expect(codesOf(brief, plan)).toEqual([]);
  });

  test("is the same text for the same seed and iterations", () => {
    const brief = smallBrief(size);
    expect(JSON.stringify(planOf(brief))).toBe(JSON.stringify(planOf(brief)));
  });

  test("keeps the slack that is aimed at where that is possible", () => {
    expect(planOf(smallBrief(size)).summary.slack).toBeGreaterThanOrEqual(7200);
  });

  test("has two convoys of one team one after the other", () => {
    const { convoys } = planOf(smallBrief({ ppk: 4, pps: 2, tps: 12 }));
    expect(convoys.length).toBeGreaterThan(1);
    for (const [index, convoy] of convoys.entries()) {
      expect(convoy.trips.length).toBeLessThanOrEqual(2);
      const next = convoys[index + 1];
      if (next) expect(Date.parse(next.start)).toBeGreaterThanOrEqual(Date.parse(convoy.end));
    }
  });
});

describe("what does not fit", () => {
  test("80 kits x 1.3 min = 104 minutes > 60 dock minutes: the rest is listed with that arithmetic", () => {
    const brief = withSettings(smallBrief({ ppk: 4, pps: 2, tps: 10 }), {
      docks: "1",
      "warehouse.days": "1",
      "warehouse.to": "09:00",
    });
    const plan = planOf(brief);
    expect(plan.summary.served).toBeGreaterThan(30);
    expect(plan.summary.served + plan.unassigned.length).toBe(80);
    expect(new Set(plan.unassigned.map((each) => each.cause))).toEqual(new Set(["docks-warehouse"]));
    expect(plan.unassigned[0]?.says.id).toContain("104 menit muat > 60 menit: 1 dermaga");
    expect(codesOf(brief, plan)).toEqual([]);
  });

  test("a PPS without a cart names the missing vehicle", () => {
    const brief = withSettings(smallBrief(size), { "gerobak.count": "8" });
    const plan = planOf(brief);
    expect(plan.unassigned.map((each) => each.cause)).toEqual(Array.from({ length: 4 }, () => "no-vehicle"));
    expect(codesOf(brief, plan)).toEqual([]);
  });

  test("a load that may not be split and fits no truck is named: 44 kits > 40", () => {
    const brief = smallBrief({ ppk: 1, pps: 2, tps: 22 });
    const plan = planOf(brief);
    expect(plan.summary.served).toBe(0);
    expect(plan.unassigned.filter((each) => each.code !== "990101").map((each) => each.cause)).toEqual(
      Array.from({ length: 44 }, () => "capacity"),
    );
    expect(codesOf(brief, plan)).toEqual([]);
  });
});

describe("random briefs", () => {
  // In 872 two kits of one TPS come to its PPS, where nothing may stay overnight, by two trips.
  test.each([...Array.from({ length: 40 }, (_, seed) => seed + 1), 872])(
    "number %i: the audit finds nothing",
    (seed) => {
      const brief = randomBrief(seed);
      const plan = planOf(brief, 20);
      expect(codesOf(brief, plan)).toEqual([]);
      expect(plan.summary.served).toBe(
        plan.summary.tps - plan.unassigned.filter(({ code }) => code.length === 13).length,
      );
    },
  );
});
