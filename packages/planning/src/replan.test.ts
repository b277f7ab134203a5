import { type Brief, digestOf, type Plan } from "@antar/domain";
import type { RoadNetwork } from "@antar/roads";
import { until } from "@antar/solver";
import { beforeAll, describe, expect, test } from "vitest";
import { auditPlan } from "./audit/audit-plan.ts";
import { makePlan } from "./make-plan.ts";
import { replan } from "./replan.ts";
import { smallBrief, townRoads } from "./testing/small-world.ts";

let network: RoadNetwork;
let brief: Brief;
let plan: Plan;
beforeAll(async () => {
  network = await townRoads();
  brief = smallBrief({ ppk: 4, pps: 3, tps: 6 });
  const options = { seed: 1, budget: until.iterations(100), briefDigest: digestOf(brief), settings: {} };
  plan = makePlan(brief, network, options);
});

/** A moment in the middle of the plan's trips. */
function midway(): string {
  const starts = plan.routes.flatMap((route) => route.trips.map((trip) => trip.loading.start)).sort();
  return starts[Math.floor(starts.length / 2)] ?? plan.deadline;
}

function tripsBefore(some: Plan, now: string): Map<string, string> {
  const before = new Map<string, string>();
  for (const route of some.routes) {
    for (const trip of route.trips) {
      if (Date.parse(trip.loading.start) < Date.parse(now))
        before.set(trip.id, JSON.stringify([route.vehicle, trip.stops.map((stop) => stop.arrival)]));
    }
  }
  return before;
}

describe("a plan made anew", () => {
  test("changes no vehicle and no order when nothing has happened, and passes the audit", () => {
    const again = replan(brief, plan, { roads: network, happening: { now: midway() } });
    expect(again.diff.movedVehicle).toEqual([]);
    expect(again.diff.changedOrder).toEqual([]);
    expect(again.diff.added.concat(again.diff.removed)).toEqual([]);
    expect(auditPlan(brief, again.plan, network).map((finding) => finding.says.en)).toEqual([]);
    expect(again.plan.summary.served).toBe(plan.summary.served);
  });

  test("keeps begun trips to the second and gives the trips of a broken vehicle to others", () => {
    const now = midway();
    const busy = plan.routes.find(
      (route) =>
        route.vehicleType === "pikap" &&
        route.trips.every(
          (trip) =>
            Date.parse(trip.return.arrival) < Date.parse(now) || Date.parse(trip.loading.start) >= Date.parse(now),
        ),
    );
    const vehicle = busy?.vehicle ?? "pikap-1";
    const again = replan(brief, plan, { roads: network, happening: { now, broken: [{ vehicle }] } });
    const [was, is] = [tripsBefore(plan, now), tripsBefore(again.plan, now)];
    for (const [id, trip] of was) if (!trip.includes(`"${vehicle}"`)) expect(is.get(id)).toBe(trip);
    const later = again.plan.routes.find((route) => route.vehicle === vehicle)?.trips ?? [];
    expect(later.every((trip) => Date.parse(trip.loading.start) < Date.parse(now))).toBe(true);
    expect(again.plan.summary.served + again.plan.unassigned.length).toBe(plan.summary.tps);
  });

  test("a vehicle that is half an hour late loads no earlier than that, and its stops are the ones that change", () => {
    const now = midway();
    const vehicle = plan.routes.find((route) => route.vehicleType === "gerobak")?.vehicle ?? "";
    const again = replan(brief, plan, { roads: network, happening: { now, delays: { [vehicle]: 1800 } } });
    const next = again.plan.routes.find((route) => route.vehicle === vehicle);
    const open = next?.trips.filter((trip) => Date.parse(trip.loading.start) >= Date.parse(now)) ?? [];
    expect(open.every((trip) => Date.parse(trip.loading.start) >= Date.parse(now) + 1_800_000)).toBe(true);
    expect(again.plan.unassigned).toEqual([]);
  });

  test("a limit that is declared but not broken is a finding, and so a plan cannot talk itself out of one", () => {
    const again = replan(brief, plan, { roads: network, happening: { now: midway() } }).plan;
    const route = again.routes[0];
    const says = { id: "terlambat", en: "late" };
    const lie = {
      code: "break-missing",
      place: route?.vehicle ?? "",
      vehicle: route?.vehicle ?? "",
      trip: route?.trips[0]?.id ?? "",
      says,
      cause: says,
    };
    const at = again.madeAnew?.at ?? "";
    const lying = { ...again, madeAnew: { at, unavoidable: [lie] } };
    expect(auditPlan(brief, lying, network).map(({ code, blocking }) => [code, blocking])).toEqual([
      ["declared-untrue", true],
    ]);
  });

  test("a vehicle that the fleet does not have is refused by name", () => {
    const happening = { now: midway(), broken: [{ vehicle: "pikap-99" }] };
    expect(() => replan(brief, plan, { roads: network, happening })).toThrow("no vehicle pikap-99");
  });
});
