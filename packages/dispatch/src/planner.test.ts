import { type Brief, digestOf, type Plan } from "@antar/domain";
import { formatInstant, instant } from "@antar/measure";
import { makePlan } from "@antar/planning";
import { smallBrief, townRoads } from "@antar/planning/testing";
import type { RoadNetwork } from "@antar/roads";
import { until } from "@antar/solver";
import { beforeAll, expect, test } from "vitest";
import { planOnRoads, taskOf } from "./planner.ts";
import { StudyRequest } from "./views.ts";

let network: RoadNetwork;
let brief: Brief;
let plan: Plan;
beforeAll(async () => {
  network = await townRoads();
  brief = smallBrief({ ppk: 3, pps: 2, tps: 5 });
  const options = { seed: 1, budget: until.iterations(100), briefDigest: digestOf(brief), settings: {} };
  plan = makePlan(brief, network, options);
});

/** What the planner of the service makes of a request as it comes over HTTP and goes to the planner's thread. */
function replanned(asked: Record<string, unknown>) {
  const study = StudyRequest.parse({ kind: "replan", ...asked });
  const now = typeof asked.now === "string" ? asked.now : "";
  const task = taskOf(JSON.parse(JSON.stringify({ request: {}, closures: [], study, base: plan, now })));
  const watch = { onProgress: () => undefined, signal: new AbortController().signal };
  const outcome = planOnRoads(brief, task, { ...watch, network, clock: () => 0, seconds: 1 });
  if (!("plan" in outcome)) throw new Error("no plan came of it");
  return outcome;
}

/** A pick-up between the first and the second of its stops, and another pick-up. */
function scene() {
  const under = plan.routes
    .filter(({ vehicle }) => vehicle.startsWith("pikap"))
    .flatMap(({ vehicle, trips }) => trips.map((trip) => ({ vehicle, trip })))
    .find(({ trip }) => trip.stops.length > 1);
  const departure = under?.trip.stops[0]?.departure;
  if (!under || !departure) throw new Error("no pick-up with two stops");
  const now = formatInstant(instant(Date.parse(departure) / 1000 + 30), plan.timeZone);
  return { ...under, now, to: under.vehicle === "pikap-1" ? "pikap-2" : "pikap-1" };
}

test("a request with an ordered transfer sends the other pick-up for the load, and the new version passes the audit", () => {
  const { vehicle, trip, now, to } = scene();
  const { plan: again, findings } = replanned({ now, broken: [{ vehicle }], transfers: [{ vehicle, to }] });
  const rescue = again.routes.flatMap(({ vehicle: by, trips }) => trips.map((each) => ({ by, ...each })));
  const found = rescue.find(({ id }) => id === `${trip.id}-R`);
  expect(found?.by).toBe(to);
  // It takes the load over first, then goes where the broken vehicle still had to go.
  expect(found?.stops.slice(1).map(({ place }) => place)).toEqual(trip.stops.slice(1).map(({ place }) => place));
  expect(findings.filter(({ blocking }) => blocking)).toEqual([]);
});

test("a transfer to a vehicle that the brief does not have is refused with its name", () => {
  const { vehicle, now } = scene();
  expect(() => replanned({ now, transfers: [{ vehicle, to: "pikap-99" }] })).toThrow("pikap-99");
});
