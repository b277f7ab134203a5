import { type Brief, digestOf, type Plan, readPlan } from "@antar/domain";
import { formatInstant, instant } from "@antar/measure";
import type { RoadNetwork } from "@antar/roads";
import { until } from "@antar/solver";
import { beforeAll, describe, expect, test } from "vitest";
import { auditPlan } from "./audit/audit-plan.ts";
import { editPlan } from "./edit-plan.ts";
import { projectEtas } from "./etas/project-etas.ts";
import { makePlan } from "./make-plan.ts";
import { rehearse } from "./rehearse/rehearse.ts";
import { replan } from "./replan.ts";
import { routeGeometries } from "./route-geometries.ts";
import { smallBrief, townRoads } from "./testing/small-world.ts";

let network: RoadNetwork;
let brief: Brief;
let plan: Plan;
beforeAll(async () => {
  network = await townRoads();
  brief = smallBrief({ ppk: 3, pps: 2, tps: 5 });
  const options = { seed: 1, budget: until.iterations(100), briefDigest: digestOf(brief), settings: {} };
  plan = makePlan(brief, network, options);
});

type Trip = Plan["routes"][number]["trips"][number];

const tripsOf = (some: Plan) => some.routes.flatMap(({ vehicle, trips }) => trips.map((trip) => ({ vehicle, trip })));

function must<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new RangeError("the small world has no such trip");
  return value;
}

/** The first trip from the warehouse or a PPK to two places or more, and a moment at which it drives to the second. */
function underWay(): { vehicle: string; trip: Trip; now: string } {
  const { vehicle, trip } = must(tripsOf(plan).find((each) => each.trip.echelon < 3 && each.trip.stops.length > 1));
  const [first, second] = trip.stops;
  const moment = (Date.parse(must(first).departure) + Date.parse(must(second).arrival)) / 2000;
  return { vehicle, trip, now: formatInstant(instant(Math.floor(moment)), plan.timeZone) };
}

const brokenAt = (now: string, vehicle: string): Plan =>
  replan(brief, plan, { roads: network, happening: { now, broken: [{ vehicle }] } }).plan;

const named = (some: Plan, id: string): Trip => must(tripsOf(some).find(({ trip }) => trip.id === id)).trip;
const blockingIn = (some: Plan) => auditPlan(brief, some, network).filter(({ blocking }) => blocking);

describe("a vehicle that breaks down for good with kits on it", () => {
  test("ends its trip at the last place reached, with a list of what it carries still", () => {
    const { vehicle, trip, now } = underWay();
    const again = brokenAt(now, vehicle);
    const ended = named(again, trip.id);
    expect(ended.stops).toEqual(trip.stops.slice(0, 1));
    expect(ended.return).toEqual({ place: trip.stops[0]?.place, leg: { seconds: 0, metres: 0 }, arrival: now });
    expect(ended.breakdown).toEqual({
      at: now,
      undelivered: trip.stops.slice(1).map(({ place, kits, boxes }) => ({ place, kits, boxes })),
    });
    expect([ended.load, ended.loadingOrder]).toEqual([trip.load, trip.loadingOrder]);
    const later = tripsOf(again).filter((each) => each.vehicle === vehicle && each.trip.loading.start >= now);
    expect(later).toEqual([]);
  });

  test("leaves out the TPS of these kits and the PPK of these boxes, says so, and the audit finds nothing that blocks", () => {
    const { vehicle, trip, now } = underWay();
    const again = brokenAt(now, vehicle);
    const left = trip.stops.slice(1);
    const due = new Set(left.flatMap(({ place, kits, boxes }) => [...kits, ...(boxes > 0 ? [place] : [])]));
    expect(new Set(again.unassigned.map(({ code }) => code))).toEqual(due);
    for (const { cause, says } of again.unassigned) {
      expect(cause).toBe("broken-down");
      expect(says.id).toContain(`${vehicle} (trip ${trip.id}), kendaraan rusak; `);
      expect(says.en).toMatch(/vehicle broken down; .*(transfer|extra kits)/);
    }
    expect(blockingIn(again)).toEqual([]);
    const tps = [...due].filter((code) => code.length === 13).length;
    expect(again.summary.served).toBe(plan.summary.served - tps);
    expect(again.summary.boxes).toBe(plan.summary.boxes - left.reduce((sum, { boxes }) => sum + boxes, 0));
  });

  test("before it departs it stays at its origin with everything; its convoy leaves without it", () => {
    const { vehicle, trip } = must(tripsOf(plan).find((each) => each.trip.convoy !== undefined));
    const now = trip.loading.end;
    const again = brokenAt(now, vehicle);
    const ended = named(again, trip.id);
    expect([ended.stops, ended.convoy, ended.return.place]).toEqual([[], undefined, trip.origin]);
    expect(ended.breakdown?.undelivered.flatMap(({ kits }) => kits)).toEqual(trip.stops.flatMap(({ kits }) => kits));
    expect(blockingIn(again)).toEqual([]);
  });

  test("stays out of service and keeps its load when the plan is made anew once more", () => {
    const { vehicle, trip, now } = underWay();
    const once = brokenAt(now, vehicle);
    const later = formatInstant(instant(Date.parse(now) / 1000 + 5400), plan.timeZone);
    const twice = replan(brief, once, { roads: network, happening: { now: later } }).plan;
    expect(named(twice, trip.id)).toEqual(named(once, trip.id));
    expect(twice.unassigned.map(({ code, cause }) => [code, cause])).toEqual(
      once.unassigned.map(({ code, cause }) => [code, cause]),
    );
    expect(blockingIn(twice)).toEqual([]);
  });

  test("can be drawn, rehearsed and forecast, and is not edited by hand", () => {
    const { vehicle, trip } = must(tripsOf(plan).find((each) => each.trip.convoy !== undefined));
    const again = brokenAt(trip.loading.end, vehicle);
    const drawn = routeGeometries(again, brief, network).features.length;
    expect(drawn).toBe(tripsOf(again).reduce((sum, each) => sum + 1 + each.trip.stops.length, 0));
    expect(rehearse(brief, again, { seed: 1, runs: 5 }).places).toHaveLength(again.summary.served);
    const etas = projectEtas(brief, again, { events: [], now: Date.parse(trip.loading.end) / 1000 });
    expect(etas.stops.some((stop) => stop.trip === trip.id)).toBe(false);
    const edit = { kind: "lock" as const, trip: trip.id };
    expect(() => editPlan(brief, again, { roads: network, edits: [edit] })).toThrow("broken down");
  });
});

type Corruption = readonly [says: string, code: string, change: (trip: Trip, spoilt: Plan) => void];

const corruptions: readonly Corruption[] = [
  ["a kit is gone from the list", "wrong-load", (trip) => void trip.breakdown?.undelivered.at(-1)?.kits.pop()],
  [
    "a kit on board is handed over elsewhere besides",
    "kit-doubled",
    (trip, spoilt) => {
      const received = must(tripsOf(spoilt).find((each) => each.trip.stops[0]?.kits[0] === each.trip.stops[0]?.place));
      trip.breakdown?.undelivered.at(-1)?.kits.splice(0, 1, must(received.trip.stops[0]).place);
    },
  ],
  [
    "the load is listed for a place that another supplies",
    "breakdown-load",
    (trip) => void Object.assign(must(trip.breakdown?.undelivered[0]), { place: trip.origin }),
  ],
  [
    "the breakdown lies after the moment of the plan",
    "breakdown-untrue",
    (trip, spoilt) => void Object.assign(must(trip.breakdown), { at: spoilt.deadline }),
  ],
  [
    "the vehicle breaks down before it reaches its stop",
    "breakdown-stop",
    (trip) => void Object.assign(must(trip.breakdown), { at: trip.departure }),
  ],
  ["the vehicle drives home", "breakdown-end", (trip) => void Object.assign(trip.return, { place: trip.origin })],
  [
    "a TPS of the load is not said to be left out",
    "tps-unserved",
    (trip, spoilt) => {
      const kit = trip.breakdown?.undelivered.at(-1)?.kits[0];
      spoilt.unassigned = spoilt.unassigned.filter(({ code }) => code !== kit);
    },
  ],
  [
    "the vehicle makes another trip",
    "breakdown-drives-on",
    (trip, spoilt) => {
      const route = must(spoilt.routes.find(({ trips }) => trips.includes(trip)));
      const other = must(spoilt.routes.find(({ trips }) => must(trips.at(-1)).return.arrival > trip.return.arrival));
      route.trips.push(structuredClone(must(other.trips.at(-1))));
    },
  ],
  [
    "a trip that is not broken stops nowhere",
    "empty-trip",
    (trip) => void Object.assign(trip, { stops: [], breakdown: undefined }),
  ],
];

describe("the audit of a plan with a broken vehicle", () => {
  test.each(corruptions)("finds that %s", (_, code, change) => {
    const { vehicle, trip, now } = underWay();
    const spoilt = structuredClone(brokenAt(now, vehicle));
    change(named(spoilt, trip.id), spoilt);
    const found = auditPlan(brief, readPlan(JSON.parse(JSON.stringify(spoilt))), network);
    expect(found.filter(({ blocking }) => blocking || code === "empty-trip").map((each) => each.code)).toContain(code);
  });
});
