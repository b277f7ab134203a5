import { type Brief, digestOf, type HeldTrip, type Plan, withSettings } from "@antar/domain";
import { createRandom, formatInstant, instant } from "@antar/measure";
import type { RoadNetwork } from "@antar/roads";
import { until } from "@antar/solver";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { auditPlan } from "./audit/audit-plan.ts";
import { editPlan, type PlanEdit } from "./edit-plan.ts";
import { explainPlan } from "./explain.ts";
import { makePlanFannedOut, type SubPlan, solveSubPlan } from "./fan-out.ts";
import { heldIn } from "./locks.ts";
import { makePlan } from "./make-plan.ts";
import { replan } from "./replan.ts";
import { randomBrief } from "./testing/random-brief.ts";
import { smallBrief, townRoads } from "./testing/small-world.ts";
import type { Happening } from "./under-way.ts";

let roads: RoadNetwork;
let brief: Brief;
let plan: Plan;
beforeAll(async () => {
  roads = await townRoads();
  brief = smallBrief({ ppk: 4, pps: 3, tps: 6 });
  plan = planOf(brief);
});

function planOf(some: Brief): Plan {
  const options = { seed: 1, budget: until.iterations(20), briefDigest: digestOf(some), settings: {} };
  return makePlan(some, roads, options);
}

const tripsOf = (some: Plan) =>
  some.routes.flatMap(({ vehicle, vehicleType, trips }) => trips.map((trip) => ({ vehicle, vehicleType, trip })));

/** Just after the first loading of the plan. */
function early(some: Plan): string {
  const first = Math.min(...tripsOf(some).map(({ trip }) => Date.parse(trip.loading.start)));
  return formatInstant(instant(first / 1000 + 60), some.timeZone);
}

/** A pick-up whose trips are all to come, and one of them. */
function pickup(now: string) {
  const open = tripsOf(plan).find(
    ({ vehicle, vehicleType }) =>
      vehicleType === "pikap" &&
      tripsOf(plan).every((each) => each.vehicle !== vehicle || Date.parse(each.trip.loading.start) >= Date.parse(now)),
  );
  if (!open) throw new RangeError("the plan has no pick-up whose trips are to come");
  return open;
}

/** Vehicle and places of each trip that carries what the trip of this id carried, in order; parts of it are joined. */
function carriersOf(some: Plan, trip: Plan["routes"][number]["trips"][number]) {
  const keys = new Set(trip.stops.map(({ place, kits, boxes }) => `${place} ${kits[0] ?? boxes}`));
  return tripsOf(some).flatMap(({ vehicle, trip: other }) =>
    other.origin === trip.origin &&
    other.stops.some(({ place, kits, boxes }) => keys.has(`${place} ${kits[0] ?? boxes}`))
      ? [{ vehicle, places: other.stops.map(({ place }) => place) }]
      : [],
  );
}

/** A brief that ends on the first afternoon, and locks that put every trip of the pick-ups on one: more than it can make. */
function crowded(): { readonly tight: Brief; readonly held: readonly HeldTrip[]; readonly locks: readonly string[] } {
  const tight = withSettings(brief, { "window.end": "2024-11-25T15:00:00+08:00" });
  const locks = tripsOf(plan).flatMap(({ vehicleType, trip }) => (vehicleType === "pikap" ? [trip.id] : []));
  const held = heldIn({ ...plan, locks }).map((each) => ({ ...each, vehicle: "pikap-1" }));
  return { tight, held, locks };
}

describe("a lock", () => {
  test("holds a trip that was moved by hand on its vehicle when the plan is made anew", () => {
    const now = early(plan);
    const { vehicle, trip } = pickup(now);
    const to = vehicle === "pikap-2" ? "pikap-3" : "pikap-2";
    const edits = [
      { kind: "move-trip", trip: trip.id, vehicle: to },
      { kind: "lock", trip: trip.id },
    ] as const;
    const edited = editPlan(brief, plan, { edits, roads }).plan;
    const happening = { now, delays: { [to]: 110_000 } };
    const again = replan(brief, edited, { roads, happening }).plan;
    expect(again.locks).toEqual([trip.id]);
    expect(carriersOf(again, trip)).toEqual([{ vehicle: to, places: trip.stops.map(({ place }) => place) }]);
    const loose = replan(brief, { ...edited, locks: [] }, { roads, happening }).plan;
    expect(carriersOf(loose, trip).map((each) => each.vehicle)).not.toEqual([to]);
  });

  test("to a vehicle that broke down leaves its places out, is named as the cause, and its release serves them", () => {
    const now = early(plan);
    const { vehicle, trip } = pickup(now);
    const locked = { ...plan, locks: [trip.id] };
    const happening: Happening = { now, broken: [{ vehicle }] };
    const again = replan(brief, locked, { roads, happening }).plan;
    expect(carriersOf(again, trip)).toEqual([]);
    const kits = [...new Set(trip.stops.flatMap((stop) => stop.kits))].sort();
    expect(again.unassigned.filter(({ cause }) => cause === "locked").map(({ code }) => code)).toEqual(kits);
    for (const { says } of again.unassigned) {
      expect(says.en).toContain(`trip ${trip.id} is locked to ${vehicle}; release the lock (release=${trip.id})`);
      expect(says.id).toContain(`trip ${trip.id} dikunci pada ${vehicle}; lepaskan kuncinya (release=${trip.id})`);
    }
    expect(auditPlan(brief, again, roads).map(({ says }) => says.en)).toEqual([]);
    const released = replan(brief, locked, { roads, happening: { ...happening, release: [trip.id] } }).plan;
    expect(released.unassigned).toEqual([]);
    expect(released.locks).toBeUndefined();
  });

  test("that does not exist cannot be released, and the refusal lists those that do", () => {
    const [first, second] = tripsOf(plan).map(({ trip }) => trip.id);
    const locked = { ...plan, locks: [first ?? ""] };
    const happening = { now: early(plan), release: [second ?? ""] };
    expect(() => replan(brief, locked, { roads, happening })).toThrow(
      `release=${second}: that trip is not locked; locked are: ${first}`,
    );
  });
});

describe("a plan under the locks of another", () => {
  const under = (held: readonly HeldTrip[], some: Brief = brief): Plan => {
    const options = { seed: 2, budget: until.iterations(20), briefDigest: digestOf(some), settings: {} };
    return makePlan(some, roads, { ...options, held });
  };
  const vehiclesOf = (some: Plan, id: string) =>
    tripsOf(some).flatMap(({ vehicle, trip }) => (trip.id === id ? [vehicle] : []));

  test("has a trip that was moved by hand and locked where it was put, with its stops in their order", () => {
    const { vehicle, trip } = pickup(early(plan));
    const to = vehicle === "pikap-2" ? "pikap-3" : "pikap-2";
    const turned = trip.stops.length > 1 ? [{ kind: "move-stop", place: trip.stops[0]?.place ?? "" }] : [];
    const edits: PlanEdit[] = [
      ...turned.map(({ place }) => ({ kind: "move-stop", trip: trip.id, toTrip: trip.id, place }) as const),
      { kind: "move-trip", trip: trip.id, vehicle: to },
      { kind: "lock", trip: trip.id },
    ];
    const edited = editPlan(brief, plan, { edits, roads }).plan;
    const wanted = tripsOf(edited).find((each) => each.trip.id === trip.id);
    const again = under(heldIn(edited));
    expect([again.locks, again.held, again.unassigned]).toEqual([[trip.id], edited.held, []]);
    expect(vehiclesOf(again, trip.id)).toEqual([to]);
    const places = wanted?.trip.stops.map(({ place }) => place);
    expect(carriersOf(again, trip)).toEqual([{ vehicle: to, places }]);
    expect(auditPlan(brief, again, roads)).toEqual([]);
    expect(carriersOf(under(heldIn(edited, [trip.id])), trip)).not.toEqual([{ vehicle: to, places }]);
  });

  test("is refused with the lock's name when its vehicle is gone or another place supplies its stops", () => {
    const { trip } = pickup(early(plan));
    const held = heldIn({ ...plan, locks: [trip.id] }).map((each) => ({ ...each, vehicle: "pikap-99" }));
    expect(() => under(held)).toThrow(
      `Trip ${trip.id} is locked, but there is no pikap-99 in the fleet; release the lock (release=${trip.id})`,
    );
    const direct = { ...brief, mode: "direct" as const };
    expect(() => under(heldIn({ ...plan, locks: [trip.id] }), direct)).toThrow(`release the lock (release=${trip.id})`);
  });

  test("is the same byte for byte when its lower echelons are made elsewhere", async () => {
    const { trip } = pickup(early(plan));
    const held = heldIn({ ...plan, locks: [trip.id] });
    const options = { seed: 2, budget: until.iterations(20), briefDigest: digestOf(brief), settings: {}, held };
    const port = async (sub: SubPlan) => solveSubPlan(sub);
    expect(await makePlanFannedOut(brief, { roads, port }, options)).toEqual(makePlan(brief, roads, options));
  });

  test("names the lock that leaves places out, and the explanation's release was solved with", () => {
    const { tight, held, locks } = crowded();
    expect(under([], tight).unassigned).toEqual([]);
    const left = under(held, tight);
    expect(auditPlan(tight, left, roads)).toEqual([]);
    const caused = left.unassigned.filter(({ cause }) => cause === "locked");
    expect(caused.length).toBeGreaterThan(0);
    for (const { says } of caused) {
      expect(says.en).toMatch(/: trip T\d+ is locked to pikap-1; release the lock \(release=T\d+\), which was tried/);
    }
    const explained = explainPlan(tight, left, { roads, seed: 2, budget: until.iterations(20) });
    for (const { code, fix, fixVerified } of explained.filter(({ cause }) => cause === "locked")) {
      const [key, trip = ""] = (fix?.setting ?? "").split("=");
      expect([fixVerified, key, locks.includes(trip)]).toEqual([true, "release", true]);
      expect(under(heldIn(left, [trip]), tight).unassigned.map((each) => each.code)).not.toContain(code);
    }
  });
});

test("whatever is locked: a plan made again has it on its vehicle and in its order, or leaves it out", () => {
  const check = (seed: number): void => {
    const drawn = randomBrief(seed);
    const base = planOf(drawn);
    const all = tripsOf(base);
    if (all.length === 0) return;
    const random = createRandom(seed).fork(4);
    const held = all.filter(() => random.below(3) === 0);
    const options = { seed: 3, budget: until.iterations(20), briefDigest: digestOf(drawn), settings: {} };
    const locks = held.map(({ trip }) => trip.id);
    const again = makePlan(drawn, roads, { ...options, mode: base.mode, held: heldIn({ ...base, locks }) });
    for (const { vehicle, trip } of held) {
      const order = trip.stops.map(({ place }) => place);
      for (const carrier of carriersOf(again, trip)) {
        expect([trip.id, carrier.vehicle]).toEqual([trip.id, vehicle]);
        expect(order.filter((place) => carrier.places.includes(place))).toEqual(carrier.places);
      }
    }
    const findings = auditPlan(drawn, again, roads);
    expect(findings.map(({ code, says }) => `${code} ${says.en}`)).toEqual([]);
  };
  fc.assert(fc.property(fc.integer({ min: 1, max: 5_000 }), check), { seed: 12, numRuns: 25 });
});

test("whatever happens, whoever is locked: a locked trip is on its vehicle and in its order, or left out", () => {
  const check = (seed: number): void => {
    const drawn = randomBrief(seed);
    const base = planOf(drawn);
    const all = tripsOf(base);
    if (all.length === 0) return;
    const random = createRandom(seed).fork(9);
    const starts = all.map(({ trip }) => Date.parse(trip.loading.start) / 1000);
    const [first, last] = [Math.min(...starts), Math.max(...starts)];
    const now = formatInstant(instant(first + 60 + random.below(Math.max(1, last - first))), base.timeZone);
    const held = all.filter(() => random.below(3) === 0);
    const late = all[random.below(all.length)]?.vehicle ?? "";
    const stands = all[random.below(all.length)]?.vehicle ?? "";
    const idle = (name: string): boolean =>
      all.every(({ vehicle, trip }) => vehicle !== name || Date.parse(trip.loading.start) >= Date.parse(now));
    const happening: Happening = {
      now,
      delays: { [late]: 600 + random.below(9000) },
      broken: random.below(2) === 0 && idle(stands) ? [{ vehicle: stands }] : [],
    };
    const again = replan(drawn, { ...base, locks: held.map(({ trip }) => trip.id) }, { roads, happening }).plan;
    for (const { vehicle, trip } of held) {
      const order = trip.stops.map(({ place }) => place);
      for (const carrier of carriersOf(again, trip)) {
        expect([trip.id, carrier.vehicle]).toEqual([trip.id, vehicle]);
        expect(order.filter((place) => carrier.places.includes(place))).toEqual(carrier.places);
      }
    }
    const silent = auditPlan(drawn, again, roads).filter((finding) => finding.blocking);
    expect(silent.map(({ code, says }) => `${code} ${says.en}`)).toEqual([]);
  };
  fc.assert(fc.property(fc.integer({ min: 1, max: 5_000 }), check), { seed: 12, numRuns: 25 });
});
