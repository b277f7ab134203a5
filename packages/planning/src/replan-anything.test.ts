import { type Brief, digestOf, extrasOf, type Plan, type RoadClosure } from "@antar/domain";
import { createRandom, formatInstant, instant, type Random } from "@antar/measure";
import type { RoadNetwork } from "@antar/roads";
import { until } from "@antar/solver";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { auditPlan } from "./audit/audit-plan.ts";
import { makePlan } from "./make-plan.ts";
import { replan } from "./replan.ts";
import { randomBrief } from "./testing/random-brief.ts";
import { townRoads } from "./testing/small-world.ts";
import type { Happening, Transfer } from "./under-way.ts";

let roads: RoadNetwork;
beforeAll(async () => {
  roads = await townRoads();
});

function planOf(brief: Brief): Plan {
  const options = { seed: 1, budget: until.iterations(20), briefDigest: digestOf(brief), settings: {} };
  return makePlan(brief, roads, options);
}

const tripsOf = (plan: Plan) => plan.routes.flatMap((route) => route.trips.map((trip) => ({ route, trip })));

/** A moment between the first loading and the last hand-over of `plan`. */
function momentOf(plan: Plan, random: Random): string {
  const starts = tripsOf(plan).map(({ trip }) => Date.parse(trip.loading.start) / 1000);
  const [first, last] = [Math.min(...starts), Math.max(...starts)];
  return formatInstant(instant(first + 60 + random.below(Math.max(1, last - first))), plan.timeZone);
}

function closureNear(brief: Brief, random: Random): RoadClosure {
  const place = brief.places[random.below(brief.places.length)];
  const [lon, lat] = place?.point ?? [0, 0];
  const within = 30 + random.below(300);
  return {
    name: `jalan dekat ${place?.name}`,
    mode: "closed",
    areas: [{ kind: "place", at: [lon + 2e-3, lat], within }],
  };
}

/** A vehicle that breaks down at `now`, loaded or not: in one of two cases for good, else for ten minutes to three hours. */
function breakdownOf(plan: Plan, now: string, random: Random): NonNullable<Happening["broken"]> {
  const moment = Date.parse(now) / 1000;
  const loaded = tripsOf(plan).filter(
    ({ trip }) => Date.parse(trip.loading.start) < moment * 1000 && Date.parse(trip.return.arrival) > moment * 1000,
  );
  const pool = random.below(3) > 0 && loaded.length > 0 ? loaded : tripsOf(plan);
  const vehicle = pool[random.below(pool.length)]?.route.vehicle ?? "";
  if (random.below(2) === 0) return [{ vehicle }];
  return [{ vehicle, until: formatInstant(instant(moment + 600 + random.below(10_200)), plan.timeZone) }];
}

/** A loaded vehicle under way and another that is to take over its load; undefined when none is under way. */
function transferOf(one: { brief: Brief; plan: Plan; happening: Happening }, random: Random): Transfer | undefined {
  const now = Date.parse(one.happening.now);
  const loaded = tripsOf(one.plan).filter(
    ({ trip }) => Date.parse(trip.loading.start) < now && Date.parse(trip.return.arrival) > now,
  );
  const vehicle = loaded[random.below(Math.max(1, loaded.length))]?.route.vehicle;
  const types = one.brief.vehicleTypes;
  const type = types[random.below(types.length)];
  if (vehicle === undefined || !type) return undefined;
  const to = `${type.id}-${String(1 + random.below(type.count)).padStart(String(type.count).length, "0")}`;
  return to === vehicle ? undefined : { vehicle, to };
}

/** In one of two cases up to three orders of up to three kits more for TPS of the plan. */
function extraOf(plan: Plan, random: Random): NonNullable<Happening["extra"]> {
  const tps = plan.supply.filter(({ kind }) => kind === "tps").map(({ place }) => place);
  return Array.from({ length: random.below(2) === 0 ? 1 + random.below(3) : 0 }, () => ({
    tps: tps[random.below(tps.length)] ?? "",
    kits: 1 + random.below(3),
  }));
}

/** The plan of a drawn brief, and a closure, delay, breakdown or extra kits in the middle of it; undefined when nothing is planned. */
function drawn(seed: number): { brief: Brief; plan: Plan; happening: Happening } | undefined {
  const brief = randomBrief(seed);
  const plan = planOf(brief);
  if (plan.routes.length === 0) return undefined;
  const random = createRandom(seed).fork(7);
  const now = momentOf(plan, random);
  const route = plan.routes[random.below(plan.routes.length)];
  const delays = random.below(2) === 0 ? { [route?.vehicle ?? ""]: 300 + random.below(5400) } : {};
  const closures = random.below(3) > 0 ? [closureNear(brief, random)] : [];
  const broken = random.below(2) === 0 ? breakdownOf(plan, now, random) : [];
  const extra = extraOf(plan, createRandom(seed).fork(9));
  return { brief, plan, happening: { now, delays, closures, broken, extra } };
}

const seeds = fc.integer({ min: 1, max: 5_000 });
const runs = { seed: 11, numRuns: 25 };

describe("whatever happens on the day", () => {
  test("no limit is broken in silence: the audit finds nothing, or what the plan says is not to be kept any more", () => {
    const check = (seed: number): void => {
      const one = drawn(seed);
      if (!one) return;
      const again = replan(one.brief, one.plan, { roads, happening: one.happening });
      const silent = auditPlan(one.brief, again.plan, roads).filter((finding) => finding.blocking);
      expect(silent.map(({ code, says }) => `${code} ${says.en}`)).toEqual([]);
      const left = new Set(again.plan.unassigned.map(({ code }) => code));
      brought += extrasOf(again.plan).filter(({ code }) => !left.has(code)).length;
    };
    let brought = 0;
    fc.assert(fc.property(seeds, check), runs);
    expect(brought).toBeGreaterThan(5);
  });

  test("kits that no road brings to a PPS any more do not leave for it, though carts could still bring them on from there", () => {
    const brief = randomBrief(134);
    const plan = planOf(brief);
    const area = { kind: "place" as const, at: [122.505811, -3.989149] as [number, number], within: 219 };
    const closures: RoadClosure[] = [{ name: "banjir", mode: "closed", areas: [area] }];
    const happening = { now: "2024-11-25T09:25:42+08:00", delays: { "gerobak-1": 4714 }, closures };
    const again = replan(brief, plan, { roads, happening }).plan;
    const left = again.unassigned.filter(({ cause }) => cause === "unreachable").map(({ code }) => code);
    expect(left).toEqual(expect.arrayContaining(["9901021001001", "9901021001002", "9901021001003"]));
    expect(auditPlan(brief, again, roads).filter(({ blocking }) => blocking)).toEqual([]);
  });

  test("the same holds when the plan is made anew once more an hour later, though nothing more is told", () => {
    const check = (seed: number): void => {
      const one = drawn(seed);
      if (!one) return;
      const once = replan(one.brief, one.plan, { roads, happening: one.happening }).plan;
      const now = formatInstant(instant(Date.parse(one.happening.now) / 1000 + 3600), one.plan.timeZone);
      const twice = replan(one.brief, once, { roads, happening: { now } }).plan;
      const silent = auditPlan(one.brief, twice, roads).filter((finding) => finding.blocking);
      expect(silent.map(({ code, says }) => `${code} ${says.en}`)).toEqual([]);
      expect(twice.madeAnew?.earlier?.map(({ at }) => at)).toEqual([one.happening.now]);
    };
    fc.assert(fc.property(seeds, check), runs);
  });

  test("the same holds when a drawn vehicle takes over the load of another that broke down", () => {
    let taken = 0;
    const check = (seed: number): void => {
      const one = drawn(seed);
      const order = one && transferOf(one, createRandom(seed).fork(8));
      if (!one || !order) return;
      const happening = { ...one.happening, delays: {}, broken: [], transfers: [order] };
      try {
        const { plan } = replan(one.brief, one.plan, { roads, happening });
        const silent = auditPlan(one.brief, plan, roads).filter((finding) => finding.blocking);
        expect(silent.map(({ code, says }) => `${code} ${says.en}`)).toEqual([]);
        taken += tripsOf(plan).filter(({ trip }) => trip.stops[0]?.takes).length;
      } catch (error) {
        expect(String(error)).toContain("nothing can be taken over");
      }
    };
    fc.assert(fc.property(seeds, check), runs);
    expect(taken).toBeGreaterThan(5);
  });

  test("what was over stays to the second, and what was loaded stays on its vehicle", () => {
    const check = (seed: number): void => {
      const one = drawn(seed);
      if (!one) return;
      const now = Date.parse(one.happening.now);
      const again = new Map(
        tripsOf(replan(one.brief, one.plan, { roads, happening: one.happening }).plan).map((each) => [
          each.trip.id,
          each,
        ]),
      );
      for (const { route, trip } of tripsOf(one.plan)) {
        if (Date.parse(trip.loading.start) >= now) continue;
        const is = again.get(trip.id);
        expect(is?.route.vehicle).toBe(route.vehicle);
        const done = trip.stops.filter((stop) => Date.parse(stop.end) <= now);
        expect(is?.trip.stops.slice(0, done.length).map((stop) => [stop.place, stop.arrival, stop.end])).toEqual(
          done.map((stop) => [stop.place, stop.arrival, stop.end]),
        );
      }
    };
    fc.assert(fc.property(seeds, check), runs);
  });
});
