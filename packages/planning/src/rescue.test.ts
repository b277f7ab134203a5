import { type Brief, digestOf, type Plan, readPlan } from "@antar/domain";
import { formatInstant, instant } from "@antar/measure";
import type { RoadNetwork } from "@antar/roads";
import { until } from "@antar/solver";
import { beforeAll, describe, expect, test } from "vitest";
import { auditPlan } from "./audit/audit-plan.ts";
import { projectEtas } from "./etas/project-etas.ts";
import { makePlan } from "./make-plan.ts";
import { rehearse } from "./rehearse/rehearse.ts";
import { replan } from "./replan.ts";
import { routeGeometries } from "./route-geometries.ts";
import { smallBrief, townRoads } from "./testing/small-world.ts";
import type { Happening } from "./under-way.ts";

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

const named = (some: Plan, id: string): Trip => must(tripsOf(some).find(({ trip }) => trip.id === id)).trip;
const vehicleOf = (some: Plan, id: string): string => must(tripsOf(some).find(({ trip }) => trip.id === id)).vehicle;
const blockingIn = (some: Plan) => auditPlan(brief, some, network).filter(({ blocking }) => blocking);
const later = (moment: string, seconds: number): string =>
  formatInstant(instant(Date.parse(moment) / 1000 + seconds), plan.timeZone);
const made = (base: Plan, happening: Happening) => replan(brief, base, { roads: network, happening });

/** A pick-up on its way to the second of its places, and another pick-up. */
function scene() {
  const isPickup = ({ vehicle, trip }: { vehicle: string; trip: Trip }): boolean =>
    vehicle.startsWith("pikap") && trip.stops.length > 1;
  const { vehicle, trip } = must(tripsOf(plan).find(isPickup));
  const to = must(["pikap-1", "pikap-2", "pikap-3", "pikap-4"].find((name) => name !== vehicle));
  const now = later(must(trip.stops[0]).departure, 30);
  return { vehicle, trip, to, now, left: trip.stops.slice(1) };
}

describe("an ordered transfer", () => {
  test("brings the rescue vehicle to where the other stands, hands over minute by minute, and serves the remaining stops", () => {
    const { vehicle, trip, to, now, left } = scene();
    const { plan: again, diff } = made(plan, { now, broken: [{ vehicle }], transfers: [{ vehicle, to }] });
    const rescue = named(again, `${trip.id}-R`);
    const [takes, ...stops] = rescue.stops;
    const kits = left.flatMap((stop) => stop.kits);
    expect([vehicleOf(again, rescue.id), rescue.load, rescue.echelon]).toEqual([
      to,
      { kits: 0, boxes: 0 },
      trip.echelon,
    ]);
    expect(takes).toMatchObject({ place: trip.stops[0]?.place, kits: [], takes: { trip: trip.id, kits, boxes: 0 } });
    // 180 s a stop and 78 s a kit, as for a hand-over.
    const seconds = (Date.parse(must(takes).end) - Date.parse(must(takes).start)) / 1000;
    expect(seconds).toBe(180 + 78 * kits.length);
    expect(stops.map(({ place, kits: own }) => [place, own])).toEqual(left.map(({ place, kits: own }) => [place, own]));
    expect(named(again, trip.id).breakdown?.undelivered.map(({ takenBy }) => takenBy)).toEqual(
      left.map(() => rescue.id),
    );
    expect([again.unassigned, blockingIn(again)]).toEqual([[], []]);
    expect(again.summary.served).toBe(plan.summary.served);
    for (const { place, kits: own } of left) expect(diff.movedVehicle).toContain(`${trip.origin}>${place}:${own[0]}`);
    expect(diff.added).toContain(`${trip.origin}>${takes?.place}:takes ${trip.id}`);
  });

  test("may be ordered after the breakdown was planned with: the TPS given up then are served after all", () => {
    const { vehicle, trip, to, now } = scene();
    const once = made(plan, { now, broken: [{ vehicle }] }).plan;
    expect(once.unassigned.length).toBeGreaterThan(0);
    const twice = made(once, { now: later(now, 600), transfers: [{ vehicle, to }] }).plan;
    expect(named(twice, `${trip.id}-R`).stops[0]?.takes?.trip).toBe(trip.id);
    expect([twice.unassigned, blockingIn(twice)]).toEqual([[], []]);
  });

  test("is named as what helps, and the plan made with it serves these places", () => {
    const { vehicle, now } = scene();
    const once = made(plan, { now, broken: [{ vehicle }] }).plan;
    const fix = /\(transfer=([\w-]+)=([\w-]+)\), which was tried and serves this place/;
    const [, from = "", to = ""] = must(once.unassigned[0]).says.en.match(fix) ?? [];
    expect(from).toBe(vehicle);
    const helped = made(plan, { now, transfers: [{ vehicle: from, to }] }).plan;
    const open = new Set(helped.unassigned.map(({ code }) => code));
    for (const { code, says } of once.unassigned) if (fix.test(says.en)) expect(open.has(code)).toBe(false);
  });

  test("is made again while the rescue has not left, and stays once it has", () => {
    const { vehicle, trip, to, now } = scene();
    const once = made(plan, { now, transfers: [{ vehicle, to }] }).plan;
    const rescue = named(once, `${trip.id}-R`);
    expect(named(made(once, { now }).plan, rescue.id)).toEqual(rescue);
    const after = made(once, { now: later(must(rescue.stops[0]).arrival, 1) }).plan;
    expect(named(after, rescue.id)).toEqual(rescue);
    expect(blockingIn(after)).toEqual([]);
  });

  test("that breaks down before it has come leaves the load where it was", () => {
    const { vehicle, trip, to, now, left } = scene();
    const once = made(plan, { now, transfers: [{ vehicle, to }] }).plan;
    const rescue = named(once, `${trip.id}-R`);
    const between = later(rescue.departure, 1);
    const twice = made(once, { now: between, broken: [{ vehicle: to }] }).plan;
    expect(named(twice, rescue.id)).toMatchObject({ stops: [], breakdown: { undelivered: [] } });
    const waiting = named(twice, trip.id).breakdown?.undelivered;
    expect(waiting).toEqual(left.map(({ place, kits, boxes }) => ({ place, kits, boxes })));
    expect(blockingIn(twice)).toEqual([]);
  });

  test("to a vehicle that is too small, not in the fleet, or of one that carries nothing is refused", () => {
    const { vehicle, to, now } = scene();
    const order = (from: string, by: string) => () => made(plan, { now, transfers: [{ vehicle: from, to: by }] });
    const small = { ...brief, vehicleTypes: brief.vehicleTypes.map((type) => ({ ...type, capacity: { kits: 12 } })) };
    expect(small.vehicleTypes).toHaveLength(3);
    expect(order(vehicle, "gerobak-1")).toThrow(`transfer=${vehicle}=gerobak-1: nothing can be taken over`);
    expect(order(vehicle, "pikap-9")).toThrow("no vehicle pikap-9");
    const idle = must(
      ["truk-1", "truk-2", "truk-3", "pikap-3", "pikap-4"].find(
        (name) => !plan.routes.some((route) => route.vehicle === name),
      ),
    );
    expect(order(idle, to)).toThrow(`transfer=${idle}=${to}: nothing can be taken over`);
  });

  test("can be drawn, rehearsed and forecast", () => {
    const { vehicle, trip, to, now } = scene();
    const again = made(plan, { now, transfers: [{ vehicle, to }] }).plan;
    const drawn = routeGeometries(again, brief, network).features.map(({ properties }) => properties);
    expect(drawn.filter((each) => "takesFrom" in each)).toMatchObject([{ vehicle: to, takesFrom: trip.id, number: 1 }]);
    expect(rehearse(brief, again, { seed: 1, runs: 5 }).places).toHaveLength(again.summary.served);
    const etas = projectEtas(brief, again, { events: [], now: Date.parse(now) / 1000 });
    expect(etas.stops.filter((stop) => stop.trip === `${trip.id}-R`)).toHaveLength(1 + trip.stops.length - 1);
  });
});

type Corruption = readonly [says: string, code: string, change: (rescue: Trip, broken: Trip, spoilt: Plan) => void];

const corruptions: readonly Corruption[] = [
  [
    "a kit is taken over that the broken vehicle does not give",
    "takes-differ",
    (rescue, broken) => void rescue.stops[0]?.takes?.kits.push(must(broken.stops[0]?.kits[0])),
  ],
  ["a kit gets lost between the two", "takes-differ", (rescue) => void rescue.stops[0]?.takes?.kits.pop()],
  [
    "the broken vehicle gives to a trip that does not bring it",
    "takes-lost",
    (_, broken, spoilt) => {
      const other = must(tripsOf(spoilt).find(({ trip }) => trip.stops[0]?.takes === undefined && trip !== broken));
      Object.assign(must(broken.breakdown?.undelivered[0]), { takenBy: other.trip.id });
    },
  ],
  [
    "the load is taken over somewhere else",
    "takes-place",
    (rescue) => void Object.assign(must(rescue.stops[0]), { place: must(rescue.stops[1]).place }),
  ],
  [
    "the load is taken over before the vehicle stands",
    "takes-early",
    (rescue, broken) => void Object.assign(must(rescue.stops[0]), { start: broken.departure }),
  ],
  [
    "taking over takes no time",
    "hand-over-seconds",
    (rescue) => void Object.assign(must(rescue.stops[0]), { end: must(rescue.stops[0]).start }),
  ],
  [
    "something is handed over where a load is taken over",
    "takes-shape",
    (rescue) => void Object.assign(must(rescue.stops[0]), { boxes: 1 }),
  ],
  [
    "the vehicle is too small",
    "over-capacity",
    (rescue, broken, spoilt) => {
      const route = must(spoilt.routes.find(({ trips }) => trips.includes(rescue)));
      route.vehicleType = "gerobak";
      expect(broken.breakdown?.undelivered.flatMap(({ kits }) => kits).length).toBeGreaterThan(2);
    },
  ],
  [
    "the loading order is not the reverse of the stops",
    "wrong-loading-order",
    (rescue) => void rescue.loadingOrder.push(rescue.origin),
  ],
  ["the rescue has the wrong echelon", "wrong-echelon", (rescue) => void Object.assign(rescue, { echelon: 3 })],
  [
    "the load on board is wrong",
    "wrong-load-after",
    (rescue) => void Object.assign(must(rescue.stops[0]).loadAfter, { kits: 1 }),
  ],
];

describe("the audit of a transfer", () => {
  test.each(corruptions)("finds that %s", (_, code, change) => {
    const { vehicle, trip, to, now } = scene();
    const spoilt = structuredClone(made(plan, { now, transfers: [{ vehicle, to }] }).plan);
    change(named(spoilt, `${trip.id}-R`), named(spoilt, trip.id), spoilt);
    expect(blockingIn(readPlan(spoilt)).map((each) => each.code)).toContain(code);
  });
});
