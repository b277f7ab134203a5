import { type Brief, digestOf, type Plan, type RoadClosure, readClosures } from "@antar/domain";
import type { RoadNetwork } from "@antar/roads";
import { until } from "@antar/solver";
import { beforeAll, describe, expect, test } from "vitest";
import { auditPlan } from "./audit/audit-plan.ts";
import { driveOver } from "./drive.ts";
import { explainPlan } from "./explain.ts";
import { makePlan } from "./make-plan.ts";
import { smallBrief, townRoads } from "./testing/small-world.ts";

let network: RoadNetwork;
beforeAll(async () => {
  network = await townRoads();
});

const budget = until.iterations(50);
const brief = smallBrief({ ppk: 3, pps: 3, tps: 4 });

function planOf(some: Brief, closures: readonly RoadClosure[]): Plan {
  return makePlan(some, network, { seed: 1, budget, briefDigest: digestOf(some), settings: {}, closures });
}

/** A closed square of about 20 m around the place of this code. */
function squareAround(code: string): unknown {
  const [lon, lat] = brief.places.find((place) => place.code === code)?.point ?? [0, 0];
  const corners = [-1, 1, 1, -1, -1].map((east, index) => [lon + east * 1e-4, lat + (index < 2 ? -1e-4 : 1e-4)]);
  return {
    type: "Feature",
    geometry: { type: "Polygon", coordinates: [corners] },
    properties: { mode: "closed", name: code },
  };
}

const threeTps = ["9901011001002", "9901021002001", "9901031003004"];

describe("three TPS in closed squares", () => {
  const closures = readClosures({ type: "FeatureCollection", features: threeTps.map(squareAround) });

  test("are exactly the three that are left out, each with its own reopening that was solved again", () => {
    const plan = planOf(brief, closures);
    expect(plan.unassigned.map(({ code, cause }) => [code, cause])).toEqual(
      threeTps.map((code) => [code, "unreachable"]),
    );
    expect(auditPlan(brief, plan, network).map((finding) => finding.says.en)).toEqual([]);
    const explained = explainPlan(brief, plan, { roads: network, seed: 1, budget });
    expect(explained.map(({ fix, fixVerified }) => [fix?.setting, fixVerified])).toEqual([
      ["reopen=1", true],
      ["reopen=2", true],
      ["reopen=3", true],
    ]);
  });
});

describe("roads that change while the plan is under way", () => {
  const slow: RoadClosure = {
    name: "banjir",
    mode: "slow",
    factor: 0.3,
    from: "2024-11-25T08:40:00+08:00",
    until: "2024-11-25T13:10:00+08:00",
    areas: [{ kind: "place", at: [122.52, -3.98], within: 2500 }],
  };

  test("the audit recomputes every leg in the spell in which it is driven", () => {
    const [usual, plan] = [planOf(brief, []), planOf(brief, [slow])];
    expect(auditPlan(brief, plan, network).map((finding) => finding.says.en)).toEqual([]);
    expect(plan.summary.driving).toBeGreaterThan(usual.summary.driving);
    const unaware = auditPlan(brief, { ...plan, closures: [] }, network);
    expect(unaware.map((finding) => finding.code)).toContain("leg-seconds");
  });
});

describe("a feature without from and until", () => {
  const feature = (properties: object) => {
    const geometry = { type: "Point", coordinates: [122.52, -3.98] };
    return readClosures({
      type: "Feature",
      geometry,
      properties: { mode: "slow", factor: 0.3, radius: 2500, ...properties },
    });
  };
  const always = feature({});
  const ages = { from: "2000-01-01T00:00:00+08:00", until: "2099-01-01T00:00:00+08:00" };

  test("means the whole time to planner and audit alike: the plan is the one under dates around everything", () => {
    const [plan, dated] = [planOf(brief, always), planOf(brief, feature(ages))];
    expect(plan.closures?.map(({ from, until: end }) => [from, end])).toEqual([[undefined, undefined]]);
    expect(plan.summary.driving).toBeGreaterThan(planOf(brief, []).summary.driving);
    expect({ ...plan, closures: [] }).toEqual({ ...dated, closures: [] });
    const drawn = { ...plan, closures: [...(dated.closures ?? [])] };
    for (const each of [plan, drawn, { ...dated, closures: [...always] }]) {
      expect(auditPlan(brief, each, network).map((finding) => finding.says.en)).toEqual([]);
    }
  });

  test("is another closure than one that begins or ends while the plan is under way, and the audit sees that", () => {
    const plan = planOf(brief, always);
    for (const part of [{ from: "2024-11-25T10:00:00+08:00" }, { until: "2024-11-25T10:00:00+08:00" }]) {
      const findings = auditPlan(brief, { ...plan, closures: [...feature(part)] }, network);
      expect(findings.map((finding) => finding.code)).toContain("leg-seconds");
    }
  });

  test("may say so with null, as many drawing tools write an empty field", () => {
    expect(feature({ from: null, until: null })).toEqual(always);
  });
});

describe("a drive over spells", () => {
  const spells = [
    { until: 1000, leg: { seconds: 100, metres: 900 } },
    { until: 1500, leg: { seconds: 400, metres: 900 } },
    { until: 1700, leg: undefined },
    { until: Number.POSITIVE_INFINITY, leg: { seconds: 100, metres: 900 } },
  ];

  test("60 of 100 s before the change, the other 40 % at 400 s for the whole: 60 + 160 = 220 s", () => {
    expect(driveOver(spells, 940)).toEqual({ seconds: 220, metres: 900 });
  });

  test("who is caught by the closure stands until it ends: 100 of 400 s, 200 s of waiting, 75 % of 100 s", () => {
    expect(driveOver(spells, 1400)).toEqual({ seconds: 100 + 200 + 75, metres: 900 });
  });

  test("who leaves later never arrives earlier", () => {
    const arrivals = Array.from(
      { length: 1000 },
      (_, second) => 900 + second + (driveOver(spells, 900 + second)?.seconds ?? 0),
    );
    expect(arrivals.filter((arrival, index) => arrival < (arrivals[index - 1] ?? 0))).toEqual([]);
  });

  test("a way that never opens again is no way", () => {
    expect(driveOver([{ until: Number.POSITIVE_INFINITY, leg: undefined }], 0)).toBeUndefined();
  });
});

test("a closure file names the feature and the field that is wrong", () => {
  const feature = {
    type: "Feature",
    geometry: { type: "Point", coordinates: [122.5, -4] },
    properties: { mode: "slow" },
  };
  expect(() => readClosures({ type: "FeatureCollection", features: [feature] })).toThrow("closures");
});
