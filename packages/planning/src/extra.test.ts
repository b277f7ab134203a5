import { type Brief, digestOf, extrasOf, type Mode, type Plan, readPlan, withSettings } from "@antar/domain";
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
import type { Happening } from "./under-way.ts";

let network: RoadNetwork;
let brief: Brief;
let plan: Plan;
beforeAll(async () => {
  network = await townRoads();
  brief = smallBrief({ ppk: 3, pps: 2, tps: 5 });
  plan = planOf(brief);
});

function planOf(some: Brief, mode: Mode = "tiered"): Plan {
  const options = { seed: 1, budget: until.iterations(100), briefDigest: digestOf(some), settings: {}, mode };
  return makePlan(some, network, options);
}

type Trip = Plan["routes"][number]["trips"][number];
type Stop = Trip["stops"][number];

const tripsOf = (some: Plan): Trip[] => some.routes.flatMap(({ trips }) => trips);

function must<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new RangeError("the small world has no such thing");
  return value;
}

const blockingIn = (some: Plan, of: Brief = brief) =>
  auditPlan(of, some, network)
    .filter(({ blocking }) => blocking)
    .map(({ code, says }) => `${code} ${says.en}`);
const later = (moment: string, seconds: number): string =>
  formatInstant(instant(Date.parse(moment) / 1000 + seconds), plan.timeZone);
const made = (base: Plan, happening: Happening, of: Brief = brief) => replan(of, base, { roads: network, happening });

/** The stops that bring kits of `code`, in the order of time, each with its trip. */
function wayOf(some: Plan, code: string): { trip: Trip; stop: Stop }[] {
  return tripsOf(some)
    .flatMap((trip) => trip.stops.flatMap((stop) => (stop.kits.includes(code) ? [{ trip, stop }] : [])))
    .sort((left, right) => (left.stop.end < right.stop.end ? -1 : 1));
}

/** The first TPS of the plan, and when its kit comes to each place on its way. */
function tpsAt(position = 0) {
  const tps = must(brief.places.filter(({ kind }) => kind === "tps")[position]).code;
  return { tps, code: `${tps}-x1`, way: wayOf(plan, tps) };
}

/** What is said of each moment of the day: the kit has not left, is on board to the PPK, to the TPS, or was served. */
const moments: readonly (readonly [string, (way: ReturnType<typeof wayOf>) => string])[] = [
  ["has not left the warehouse", () => "2024-11-25T08:00:30+08:00"],
  ["is on its way to the PPK", ([first]) => later(must(first).trip.departure, 10)],
  ["is on its way to the TPS", (way) => later(must(way[2]).trip.departure, 10)],
  ["was handed over at the TPS", (way) => later(must(way[2]).stop.end, 60)],
];

describe("extra kits", () => {
  test.each(moments)("come to a TPS whose own kit %s, place after place", (_, nowOf) => {
    const { tps, code, way } = tpsAt();
    const now = nowOf(way);
    const { plan: again, diff } = made(plan, { now, extra: [{ tps, kits: 2 }] });
    expect(again.madeAnew?.extra).toEqual([{ code, tps, kits: 2 }]);
    expect([again.unassigned, blockingIn(readPlan(again))]).toEqual([[], []]);
    const [toPpk, toPps, toTps] = wayOf(again, code);
    expect(wayOf(again, code).map(({ stop }) => stop.place)).toEqual([
      ...way.slice(0, 2).map(({ stop }) => stop.place),
      code,
    ]);
    for (const { stop } of wayOf(again, code)) expect(stop.kits.filter((each) => each === code)).toHaveLength(2);
    expect(Date.parse(must(toPpk).trip.loading.start)).toBeGreaterThanOrEqual(Date.parse(now));
    expect(must(toPps).trip.loading.start >= must(toPpk).stop.end).toBe(true);
    expect(must(toTps).trip.loading.start >= must(toPps).stop.end).toBe(true);
    // The TPS itself has what it had, and counts once.
    expect(wayOf(again, tps).map(({ stop }) => stop.place)).toEqual(way.map(({ stop }) => stop.place));
    expect(again.summary).toMatchObject({ tps: 30, served: 30, kits: 32 });
    expect(diff.extra).toHaveLength(3);
    expect([diff.added, diff.removed, diff.movedVehicle]).toEqual([[], [], []]);
  });

  test("take dock, loading and hand-over seconds: 78 s a kit at each, 180 s a stop", () => {
    const { tps, code, way } = tpsAt();
    const { plan: again } = made(plan, { now: later(must(way[2]).stop.end, 60), extra: [{ tps, kits: 2 }] });
    const [first] = wayOf(again, code);
    const seconds = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 1000;
    const { trip, stop } = must(first);
    expect([trip.load.kits, trip.dock]).toEqual([2, 1]);
    expect(seconds(trip.loading.start, trip.loading.end)).toBe(2 * 78);
    expect(seconds(stop.start, stop.end)).toBe(180 + 2 * 78);
  });

  test("ride with a trip that has not left and goes there anyway", () => {
    const { tps, code, way } = tpsAt();
    const now = later(must(way[1]).trip.loading.start, -1800);
    const { plan: again, diff } = made(plan, { now, extra: [{ tps, kits: 1 }] });
    const open = tripsOf(plan).filter(({ loading }) => loading.start > now);
    const shared = wayOf(again, code).filter(({ trip }) => open.some(({ id }) => id === trip.id));
    expect(shared.length).toBeGreaterThan(0);
    expect(tripsOf(again).length).toBeLessThan(tripsOf(plan).length + 3);
    // A stop that brings them along is no new stop.
    expect([diff.extra.length, diff.added]).toEqual([3, []]);
    expect([again.unassigned, blockingIn(again)]).toEqual([[], []]);
  });

  test("of which no vehicle carries so many at once go in several deliveries", () => {
    const { tps, way } = tpsAt();
    // A cart takes 14 pieces, 7 a kit: two kits.
    const { plan: again } = made(plan, { now: later(must(way[2]).stop.end, 60), extra: [{ tps, kits: 5 }] });
    expect(again.madeAnew?.extra).toEqual([
      { code: `${tps}-x1`, tps, kits: 2 },
      { code: `${tps}-x2`, tps, kits: 2 },
      { code: `${tps}-x3`, tps, kits: 1 },
    ]);
    expect([again.unassigned, blockingIn(again), again.summary.kits]).toEqual([[], [], 35]);
  });

  test("go to several TPS and twice to one", () => {
    const [one, two] = [tpsAt(0).tps, tpsAt(7).tps];
    const extra = [
      { tps: one, kits: 1 },
      { tps: two, kits: 1 },
      { tps: one, kits: 1 },
    ];
    const { plan: again, diff } = made(plan, { now: later(must(tpsAt().way[2]).stop.end, 60), extra });
    expect(extrasOf(again).map(({ code }) => code)).toEqual([`${one}-x1`, `${two}-x1`, `${one}-x2`]);
    expect([again.unassigned, blockingIn(again)]).toEqual([[], []]);
    for (const code of [`${one}-x1`, `${two}-x1`, `${one}-x2`]) {
      expect(diff.extra.filter((stop) => stop.includes(`>${code}:`))).toHaveLength(1);
    }
  });

  test("stay ordered when the plan is made anew again, begun or not, and more can be ordered then", () => {
    const { tps, code, way } = tpsAt();
    const now = later(must(way[2]).stop.end, 60);
    const once = made(plan, { now, extra: [{ tps, kits: 1 }] }).plan;
    const between = later(must(wayOf(once, code)[0]).trip.departure, 10);
    for (const at of [now, between]) {
      const twice = made(once, { now: at, extra: [{ tps, kits: 1 }] }).plan;
      expect(twice.madeAnew?.earlier?.[0]?.extra).toEqual([{ code, tps, kits: 1 }]);
      expect(twice.madeAnew?.extra).toEqual([{ code: `${tps}-x2`, tps, kits: 1 }]);
      expect([twice.unassigned, blockingIn(twice)]).toEqual([[], []]);
      const same = made(once, { now: at }).plan;
      expect(wayOf(same, code).map(({ trip, stop }) => [trip.id, stop.end])).toEqual(
        wayOf(once, code).map(({ trip, stop }) => [trip.id, stop.end]),
      );
      expect(blockingIn(same)).toEqual([]);
    }
  });

  test.each(["direct-pps", "direct", "mixed"] as const)("travel as the kits of their TPS do: %s", (mode) => {
    const some = planOf(brief, mode);
    const { tps, code } = tpsAt(3);
    const own = wayOf(some, tps);
    const now = later(must(own[own.length - 1]).stop.end, 60);
    const again = made(some, { now, extra: [{ tps, kits: 1 }] }).plan;
    expect([again.unassigned, blockingIn(again)]).toEqual([[], []]);
    expect(wayOf(again, code).map(({ stop }) => stop.place)).toEqual([
      ...own.slice(0, -1).map(({ stop }) => stop.place),
      code,
    ]);
  });

  test("that cannot be there by the deadline are named with the cause, nothing of them leaves, and all else stays", () => {
    const { tps, code } = tpsAt();
    const now = "2024-11-26T15:50:00+08:00";
    const { plan: again, diff } = made(plan, { now, extra: [{ tps, kits: 1 }] });
    expect(again.unassigned.map((each) => each.code)).toEqual([code]);
    expect(again.unassigned[0]?.says.en).toContain(`${code} TPS 1 (tambahan / extra)`);
    expect([wayOf(again, code), blockingIn(again), diff.extra, diff.changedEta]).toEqual([[], [], [], []]);
    expect(again.summary).toMatchObject({ tps: 30, served: 30, kits: 30 });
  });

  test("that come too late are served under the longer opening hours that are named for them", () => {
    const { tps, code } = tpsAt();
    const now = "2024-11-26T14:30:00+08:00";
    const late = (at: string, of: Brief = brief) => made(plan, { now: at, extra: [{ tps, kits: 1 }] }, of).plan;
    const moments = [now, "2024-11-26T15:00:00+08:00", "2024-11-26T15:20:00+08:00", "2024-11-26T15:40:00+08:00"];
    const left = moments.flatMap((at) => late(at).unassigned.map(({ says }) => ({ at, says: says.en })));
    expect(left.length).toBeGreaterThan(0);
    let helped = 0;
    for (const { at, says } of left) {
      const [, named] = /what helps: longer opening hours \((.+)\), which was tried/.exec(says) ?? [];
      if (named === undefined) expect(says).toContain("do not help either");
      else {
        helped++;
        const settings = Object.fromEntries(named.split(" ").map((each) => each.split("=")));
        expect(late(at, withSettings(brief, settings)).unassigned.map((each) => each.code)).not.toContain(code);
      }
    }
    expect(helped).toBeGreaterThan(0);
  });

  test("for whom no vehicle can drive are left out with that cause, and are tried again when the plan is made anew", () => {
    const { tps, code, way } = tpsAt();
    const now = later(must(way[2]).trip.return.arrival, 3600);
    const cart = must(plan.routes.find(({ trips }) => trips.some(({ id }) => id === must(way[2]).trip.id))).vehicle;
    const once = made(plan, { now, broken: [{ vehicle: cart }], extra: [{ tps, kits: 1 }] }).plan;
    expect(once.unassigned.map((each) => [each.code, each.cause])).toEqual([[code, "no-vehicle"]]);
    expect(once.unassigned[0]?.says.en).toContain("no vehicle can load at PPS 1.1");
    expect([wayOf(once, code), blockingIn(once)]).toEqual([[], []]);
    const twice = made(once, { now: later(now, 900) }).plan;
    expect([twice.unassigned, blockingIn(twice), wayOf(twice, code).length]).toEqual([[], [], 3]);
  });

  test("replace what stays on a vehicle that has broken down", () => {
    const pickup = must(plan.routes.find(({ vehicle, trips }) => vehicle.startsWith("pikap") && trips[0]?.stops[1]));
    const trip = must(pickup.trips[0]);
    const now = later(must(trip.stops[0]).departure, 30);
    const tps = must(trip.stops[1]?.kits[0]);
    const { plan: again } = made(plan, { now, broken: [{ vehicle: pickup.vehicle }], extra: [{ tps, kits: 1 }] });
    expect(again.unassigned.map(({ code }) => code)).toContain(tps);
    expect(again.unassigned.map(({ code }) => code)).not.toContain(`${tps}-x1`);
    expect(blockingIn(again)).toEqual([]);
  });

  test("are named where no other vehicle can take over what is on a broken one, as they are to be ordered", () => {
    const pickup = must(plan.routes.find(({ vehicle, trips }) => vehicle.startsWith("pikap") && trips[0]?.stops[1]));
    const trip = must(pickup.trips[0]);
    const now = later(must(trip.stops[0]).departure, 30);
    const all = brief.vehicleTypes.flatMap(({ id, count }) =>
      Array.from({ length: count }, (_, index) => ({ vehicle: `${id}-${index + 1}` })),
    );
    const { plan: again } = made(plan, { now, broken: all });
    const tps = must(trip.stops[1]?.kits[0]);
    const says = must(again.unassigned.find(({ code }) => code === tps)).says.en;
    expect(says).toContain(`no other vehicle can take it over in time; send extra kits (extra=${tps}=1)`);
  });

  test("can be edited, drawn, rehearsed and forecast", () => {
    const { tps, code, way } = tpsAt();
    const now = later(must(way[2]).stop.end, 60);
    const again = made(plan, { now, extra: [{ tps, kits: 1 }] }).plan;
    const { trip } = must(wayOf(again, code)[0]);
    const locked = editPlan(brief, again, { edits: [{ kind: "lock", trip: trip.id }], roads: network });
    expect(locked.findings.filter(({ blocking }) => blocking)).toEqual([]);
    const moved = editPlan(brief, again, {
      edits: [{ kind: "move-stop", trip: trip.id, place: must(trip.stops[0]).place, toTrip: trip.id }],
      roads: network,
    });
    expect(extrasOf(moved.plan)).toEqual(extrasOf(again));
    const points = routeGeometries(again, brief, network).features.map(({ properties }) => JSON.stringify(properties));
    expect(points.filter((text) => text.includes(code)).length).toBeGreaterThan(0);
    expect(rehearse(brief, again, { seed: 1, runs: 5 }).places).toHaveLength(31);
    const etas = projectEtas(brief, again, { events: [], now: Date.parse(now) / 1000 });
    expect(etas.stops.filter((stop) => stop.place === code)).toHaveLength(1);
  });

  test("are refused with the order and what to do", () => {
    const { tps } = tpsAt();
    const now = "2024-11-25T09:00:00+08:00";
    const order = (code: string, kits: number) => () => made(plan, { now, extra: [{ tps: code, kits }] });
    expect(order("7471", 1)).toThrow("extra 7471=1: TPS 7471 is not in the plan; check the code");
    expect(order("990101", 1)).toThrow("extra 990101=1: a PPK is no TPS");
    for (const kits of [0, -1, 1.5, 101, Number.NaN]) expect(order(tps, kits)).toThrow("a whole number, 1..100");
    const once = made(plan, { now, extra: [{ tps, kits: 1 }] }).plan;
    expect(() => made(once, { now, extra: [{ tps: `${tps}-x1`, kits: 1 }] })).toThrow(
      `give the code of its TPS, ${tps}`,
    );
  });
});

type Corruption = readonly [says: string, code: string, change: (spoilt: Plan, code: string, tps: string) => void];

const stopAt = (some: Plan, code: string, at: number): Stop => must(wayOf(some, code)[at]).stop;

const corruptions: readonly Corruption[] = [
  ["an extra kit does not come", "tps-unserved", (spoilt, code) => void stopAt(spoilt, code, 2).kits.splice(0, 2)],
  ["one extra kit of two does not come", "kit-missing", (spoilt, code) => void stopAt(spoilt, code, 2).kits.pop()],
  ["an extra kit comes twice", "kit-doubled", (spoilt, code) => void stopAt(spoilt, code, 2).kits.push(code)],
  [
    "an extra kit comes to another TPS",
    "kit-wrong-place",
    (spoilt, code, tps) => void must(wayOf(spoilt, tps)[2]).stop.kits.push(code),
  ],
  [
    "an extra kit is passed on before it has come",
    "tier-order",
    (spoilt, code) => {
      const { trip } = must(wayOf(spoilt, code)[1]);
      Object.assign(trip.loading, { start: must(wayOf(spoilt, code)[0]).trip.loading.start });
    },
  ],
  [
    "an extra kit is loaded before it was ordered",
    "extra-too-early",
    (spoilt, code) =>
      void Object.assign(must(wayOf(spoilt, code)[0]).trip.loading, {
        start: plan.deadline.replace("26", "25").replace("18:00", "08:00"),
      }),
  ],
  ["extra kits come that nobody ordered", "kit-unknown", (spoilt) => void delete spoilt.madeAnew?.extra],
  [
    "fewer extra kits are noted than come",
    "kit-doubled",
    (spoilt) => void Object.assign(must(spoilt.madeAnew?.extra?.[0]), { kits: 1 }),
  ],
  [
    "more extra kits are noted than come",
    "kit-missing",
    (spoilt) => void Object.assign(must(spoilt.madeAnew?.extra?.[0]), { kits: 3 }),
  ],
  [
    "an order is noted twice",
    "extra-doubled",
    (spoilt) => void spoilt.madeAnew?.extra?.push(must(spoilt.madeAnew.extra[0])),
  ],
  [
    "an order is for a TPS that there is not",
    "settings-invalid",
    (spoilt) => void Object.assign(must(spoilt.madeAnew?.extra?.[0]), { tps: "9909" }),
  ],
  [
    "extra kits of one order come in two stops",
    "split-load",
    (spoilt, code) => {
      const { trip, stop } = must(wayOf(spoilt, code)[2]);
      trip.stops.push({ ...structuredClone(stop), kits: [code] });
      stop.kits.pop();
    },
  ],
  ["extra kits count as a TPS", "wrong-summary", (spoilt) => void Object.assign(spoilt.summary, { tps: 31 })],
];

describe("the audit of extra kits", () => {
  test.each(corruptions)("finds that %s", (_, finding, change) => {
    const { tps, code, way } = tpsAt();
    const { plan: again } = made(plan, { now: later(must(way[2]).stop.end, 60), extra: [{ tps, kits: 2 }] });
    expect(blockingIn(again)).toEqual([]);
    const spoilt = structuredClone(again);
    change(spoilt, code, tps);
    expect(blockingIn(readPlan(spoilt)).map((each) => each.split(" ")[0])).toContain(finding);
  });
});
