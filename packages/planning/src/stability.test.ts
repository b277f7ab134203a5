import { digestOf, withSettings } from "@antar/domain";
import { until } from "@antar/solver";
import { expect, test } from "vitest";
import { makePlan } from "./make-plan.ts";
import { replan } from "./replan.ts";
import { smallBrief, townRoads } from "./testing/small-world.ts";

test("while pick-ups stand idle, stops of the delayed one alone go to another, and not all of them", async () => {
  const roads = await townRoads();
  const settings = { "window.end": "2024-11-25T14:00:00+08:00", "pikap.count": "9", slackTarget: "3600" };
  const brief = withSettings(smallBrief({ ppk: 6, pps: 3, tps: 5 }), settings);
  const plan = makePlan(brief, roads, {
    ...{ seed: 2, budget: until.iterations(20), briefDigest: digestOf(brief), settings: {} },
  });
  const pickups = plan.routes.filter(({ vehicleType }) => vehicleType === "pikap");
  expect([plan.unassigned.length, pickups.length]).toEqual([0, 4]);
  let moved = 0;
  for (const { vehicle, trips } of pickups) {
    const own = trips.flatMap(({ origin, stops }) =>
      stops.map(({ place, kits }) => `${origin}>${place}:${kits[0] ?? "boxes"}`),
    );
    const happening = { now: "2024-11-25T08:30:00+08:00", delays: { [vehicle]: 7200 } };
    const { plan: again, diff } = replan(brief, plan, { roads, happening });
    expect([vehicle, again.unassigned]).toEqual([vehicle, []]);
    expect([vehicle, diff.movedVehicle.filter((stop) => !own.includes(stop))]).toEqual([vehicle, []]);
    expect(diff.movedVehicle.length).toBeLessThan(own.length);
    moved += diff.movedVehicle.length;
  }
  // Two hours are more than the chains can wait: somebody's stops do move.
  expect(moved).toBeGreaterThan(0);
});
