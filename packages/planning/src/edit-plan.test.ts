import { type Brief, digestOf, type Plan } from "@antar/domain";
import { createRandom } from "@antar/measure";
import type { RoadNetwork } from "@antar/roads";
import { until } from "@antar/solver";
import { beforeAll, describe, expect, test } from "vitest";
import { type EditedPlan, editPlan, type PlanEdit } from "./edit-plan.ts";
import { makePlan } from "./make-plan.ts";
import { randomBrief } from "./testing/random-brief.ts";
import { smallBrief, townRoads } from "./testing/small-world.ts";

let roads: RoadNetwork;
let brief: Brief;
let plan: Plan;
beforeAll(async () => {
  roads = await townRoads();
  brief = smallBrief({ ppk: 4, pps: 3, tps: 6 });
  plan = planOf(brief);
});

function planOf(some: Brief): Plan {
  const options = { seed: 1, budget: until.iterations(100), briefDigest: digestOf(some), settings: {} };
  return makePlan(some, roads, options);
}

const edited = (...edits: PlanEdit[]): EditedPlan => editPlan(brief, plan, { edits, roads });
const codes = ({ findings }: EditedPlan): string[] => [...new Set(findings.map((finding) => finding.code))];
const allTrips = (some: Plan) => some.routes.flatMap((route) => route.trips.map((trip) => ({ route, trip })));

describe("a plan changed by hand", () => {
  test("moving a trip to its own vehicle and place changes no vehicle and no order, and breaks nothing", () => {
    const { route, trip } = allTrips(plan)[0] ?? {};
    const again = edited({ kind: "move-trip", trip: trip?.id ?? "", vehicle: route?.vehicle ?? "", position: 0 });
    expect(codes(again)).toEqual([]);
    expect([again.diff.movedVehicle, again.diff.changedOrder]).toEqual([[], []]);
    expect(again.plan.summary.served).toBe(plan.summary.served);
  });

  test.each([1, 2, 3, 5, 8, 13, 21, 34])(
    "random brief %i put in time again as it was decided breaks nothing",
    (seed) => {
      const drawn = randomBrief(seed);
      const made = planOf(drawn);
      const { route, trip } = allTrips(made).at(-1) ?? {};
      const position = route?.trips.findIndex((each) => each.id === trip?.id) ?? 0;
      const edits: PlanEdit[] = [{ kind: "move-trip", trip: trip?.id ?? "", vehicle: route?.vehicle ?? "", position }];
      const again = editPlan(drawn, made, { edits, roads });
      expect(again.findings.map(({ says }) => says.en)).toEqual([]);
    },
  );

  test("a kit sent with a vehicle of another base breaks that limit, whatever kind of place the base is", () => {
    const from = allTrips(plan).find(({ trip }) => trip.echelon === 3);
    const truck = plan.routes.find(({ vehicleType }) => vehicleType === "truk")?.vehicle ?? "";
    const [trip = "", place = ""] = [from?.trip.id, from?.trip.stops[0]?.place];
    const sent = edited({ kind: "own-trip", trip, place, vehicle: truck });
    expect(sent.findings.map(({ says }) => says.en).join("\n")).toMatch(/it may only at/);
  });

  test("all pick-up trips on one vehicle: the limits that break are listed, and undo restores the plan", () => {
    const moves = allTrips(plan).flatMap(({ route, trip }): PlanEdit[] =>
      route.vehicleType === "pikap" ? [{ kind: "move-trip", trip: trip.id, vehicle: "pikap-1" }] : [],
    );
    const crowded = edited(...moves);
    expect(crowded.plan.routes.filter((route) => route.vehicleType === "pikap").map((route) => route.vehicle)).toEqual([
      "pikap-1",
    ]);
    expect(crowded.plan.summary.tps).toBe(plan.summary.tps);
    expect(edited().plan).toEqual({ ...plan, locks: [] });
  });

  test("a stop given to a full vehicle breaks its capacity, and nothing else is wrong with the load", () => {
    const pps = allTrips(plan).filter(({ trip }) => trip.echelon === 3 && trip.load.kits === 2);
    const [from, to] = pps.filter(({ trip }) => trip.origin === pps[0]?.trip.origin);
    const place = from?.trip.stops[0]?.place ?? "";
    const full = edited({ kind: "move-stop", trip: from?.trip.id ?? "", place, toTrip: to?.trip.id ?? "" });
    expect(codes(full)).toContain("over-capacity");
    expect(full.diff.movedVehicle.length + full.diff.changedOrder.length).toBeGreaterThan(0);
  });

  test("a stop may get a trip of its own", () => {
    const from = allTrips(plan).find(({ trip }) => trip.echelon === 3 && trip.stops.length > 1);
    const [place = "", vehicle = ""] = [from?.trip.stops[0]?.place, from?.route.vehicle];
    const alone = edited({ kind: "own-trip", trip: from?.trip.id ?? "", place, vehicle });
    expect(alone.plan.summary.trips).toBe(plan.summary.trips + 1);
    expect(alone.findings.filter((finding) => finding.tepat === "jumlah")).toEqual([]);
  });

  test("a locked trip is not moved, an unlocked one is", () => {
    const { trip } = allTrips(plan)[0] ?? {};
    const id = trip?.id ?? "";
    const move: PlanEdit = { kind: "move-trip", trip: id, vehicle: "truk-3" };
    expect(() => edited({ kind: "lock", trip: id }, move)).toThrow("locked");
    expect(edited({ kind: "lock", trip: id }).plan.locks).toEqual([id]);
    expect(edited({ kind: "lock", trip: id }, { kind: "unlock", trip: id }, move).plan.summary.trips).toBe(
      plan.summary.trips,
    );
  });

  test("kits that lie elsewhere cannot ride along", () => {
    const [first, second] = allTrips(plan).filter(({ trip }) => trip.echelon === 1 || trip.echelon === 2);
    const [one, other] = [first, allTrips(plan).find(({ trip }) => trip.origin !== first?.trip.origin) ?? second];
    const place = one?.trip.stops[0]?.place ?? "";
    const wrong: PlanEdit = { kind: "move-stop", trip: one?.trip.id ?? "", place, toTrip: other?.trip.id ?? "" };
    expect(() => edited(wrong)).toThrow("loads at");
  });
});

test.each([1, 2, 3])("twelve random edits, seed %i: every kit is still handed over once, every leg is true", (seed) => {
  const random = createRandom(seed);
  const edits: PlanEdit[] = [];
  let last: EditedPlan = edited();
  for (let number = 0; number < 12; number++) {
    const all = allTrips(last.plan);
    const one = all[random.below(all.length)];
    const same = all.filter((each) => each.trip.origin === one?.trip.origin);
    const other = same[random.below(same.length)];
    if (!one || !other) continue;
    const place = one.trip.stops[random.below(one.trip.stops.length)]?.place ?? "";
    const edit: PlanEdit =
      random.below(2) === 0
        ? { kind: "move-stop", trip: one.trip.id, place, toTrip: other.trip.id, position: random.below(3) }
        : { kind: "move-trip", trip: one.trip.id, vehicle: other.route.vehicle, position: random.below(3) };
    edits.push(edit);
    last = edited(...edits);
  }
  const untrue = last.findings.filter((finding) => /^leg-|kit|arrival|vehicle-overlap|transfer/.test(finding.code));
  expect(untrue.map((finding) => finding.says.en)).toEqual([]);
});
