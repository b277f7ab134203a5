/**
 * Roads that close while a plan is under way: what has begun stays, who is not touched keeps vehicle and order, and the new
 * plan is there soon. Knows plans and road tables; refuses to know how a plan is made anew.
 */
import type { Brief, Plan, RoadClosure } from "@antar/domain";
import { createRandom, type LonLat } from "@antar/measure";
import { auditPlan, diffPlans, replan } from "@antar/planning";
import type { RoadNetwork } from "@antar/roads";
import type { Cases, Proof } from "./drawn-cases.ts";

interface Barrier {
  readonly name: string;
  readonly at: LonLat;
}

/** A point amid each street, bridges first, then main roads, then others; drawn by `seed`. */
function barriers(roads: RoadNetwork, { count, seed }: Cases): Barrier[] {
  const random = createRandom(seed);
  const main = /trunk|primary|secondary|tertiary/;
  const drawn = [...roads.drawing()].flatMap((street) => {
    const middle = Math.floor(street.geometry.length / 2);
    const [from, to] = [street.geometry[middle - 1], street.geometry[middle]];
    if (!from || !to || street.ferry) return [];
    const at: LonLat = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2];
    const rank = street.bridge ? 0 : main.test(street.class) ? 1 : 2;
    const name = `${street.bridge ? "bridge" : street.class} ${street.name || street.way}`;
    return [{ name, at, rank, key: random.next() }];
  });
  return drawn.sort((left, right) => left.rank - right.rank || left.key - right.key).slice(0, count);
}

/** Metres around a barrier in which roads are closed. */
const around = 2;

interface Visit {
  readonly key: string;
  readonly text: string;
  /** On a vehicle whose loading had started by then. */
  readonly begun: boolean;
  /** Left before the moment of re-planning. */
  readonly done: boolean;
  /** Every leg up to this stop takes as long with the barrier as without. */
  readonly avoids: boolean;
}

interface Course {
  readonly brief: Brief;
  readonly plan: Plan;
  readonly now: number;
  readonly open: RoadNetwork;
  readonly shut: RoadNetwork;
}

type Trip = Plan["routes"][number]["trips"][number];

/** For each stop of the trip: true when no leg so far is longer with the barrier. */
function untouched({ brief, open, shut }: Course, profile: string, trip: Trip): boolean[] {
  const pointOf = (code: string): LonLat => brief.places.find((place) => place.code === code)?.point ?? [0, 0];
  const way = [trip.origin, ...trip.stops.map((stop) => stop.place)].map(pointOf);
  const [usual, closed] = [open.table(profile, way, way), shut.table(profile, way, way)];
  let clear = true;
  return trip.stops.map((_, index) => {
    const cell = index * way.length + index + 1;
    clear &&= usual.durations[cell] === closed.durations[cell];
    return clear;
  });
}

function visitsOf(course: Course, plan: Plan): Visit[] {
  const { brief, now } = course;
  return plan.routes.flatMap((route) => {
    const profile = brief.vehicleTypes.find((type) => type.id === route.vehicleType)?.profile ?? "";
    return route.trips.flatMap((trip) => {
      const clear = untouched(course, profile, trip);
      return trip.stops.map((stop, index): Visit => {
        const { arrival, start, end, departure } = stop;
        return {
          key: `${trip.origin}>${stop.place}:${stop.kits[0] ?? "boxes"}`,
          text: JSON.stringify([route.vehicle, trip.id, stop.kits, arrival, start, end, departure]),
          begun: Date.parse(trip.loading.start) < now,
          done: Date.parse(departure) <= now,
          avoids: clear[index] === true,
        };
      });
    });
  });
}

interface Outcome {
  readonly seconds: number;
  readonly avoiding: number;
  readonly kept: number;
  /** Limits that trips under way cannot keep any more, as the plan says and the audit confirms. */
  readonly declared: readonly string[];
  readonly violations: readonly string[];
}

function tryBarrier(brief: Brief, plan: Plan, given: { roads: RoadNetwork; barrier: Barrier; now: string }): Outcome {
  const { roads, barrier, now } = given;
  const areas: RoadClosure["areas"] = [{ kind: "place", at: [barrier.at[0], barrier.at[1]], within: around }];
  const closures: RoadClosure[] = [{ name: barrier.name, mode: "closed", areas }];
  const began = process.cpuUsage();
  const again = replan(brief, plan, { roads, happening: { now, closures } });
  const { user, system } = process.cpuUsage(began);
  const seconds = (user + system) / 1e6;
  const shut = roads.withClosures([{ kind: "place", at: barrier.at, radius: around, speedFactor: 0, reason: "bench" }]);
  const course = { brief, plan, now: Date.parse(now), open: roads, shut };
  const before = visitsOf(course, plan);
  const after = new Map(visitsOf(course, again.plan).map((visit) => [visit.key, visit]));
  const { movedVehicle, changedOrder, removed } = diffPlans(plan, again.plan);
  const changed = new Set([...movedVehicle, ...changedOrder, ...removed]);
  const touched = before.filter((visit) => visit.done && after.get(visit.key)?.text !== visit.text).length;
  const moved = before.filter((visit) => visit.begun && changed.has(visit.key)).length;
  const avoiding = before.filter((visit) => !visit.done && visit.avoids);
  const kept = avoiding.filter((visit) => !changed.has(visit.key)).length;
  const findings = auditPlan(brief, again.plan, roads);
  const declared = findings.filter((finding) => !finding.blocking).map(({ says }) => says.en);
  const violations = findings.flatMap(({ blocking, says }) => (blocking ? [`${barrier.name}: audit: ${says.en}`] : []));
  if (touched > 0) violations.push(`${barrier.name}: ${touched} hand-overs that were over are different`);
  if (moved > 0) violations.push(`${barrier.name}: ${moved} stops of begun trips changed vehicle or order`);
  if (kept < 0.95 * avoiding.length)
    violations.push(`${barrier.name}: ${kept} of ${avoiding.length} avoiding stops kept`);
  return { seconds, avoiding: avoiding.length, kept, declared, violations };
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

/** The seconds in which a new plan must be there in 19 of 20 cases. */
const soon = 10;

/** `plan` of `brief` made anew at `now` for one closed road after another. */
export function proveClosures(
  brief: Brief,
  plan: Plan,
  given: Cases & { readonly roads: RoadNetwork; readonly now: string },
): Proof {
  const { roads, now, told, seed } = given;
  const outcomes = barriers(roads, given).map((barrier, index) => {
    const outcome = tryBarrier(brief, plan, { roads, barrier, now });
    told(index + 1);
    return outcome;
  });
  const seconds = outcomes.map((each) => each.seconds);
  const late = quantile(seconds, 0.95);
  const sum = (of: (each: Outcome) => number): number => outcomes.reduce((total, each) => total + of(each), 0);
  const [avoiding, kept] = [sum((each) => each.avoiding), sum((each) => each.kept)];
  const violations = outcomes.flatMap((each) => each.violations);
  const declared = outcomes.flatMap((each) => each.declared);
  if (late >= soon) violations.push(`p95 of the new plan is ${late.toFixed(1)} CPU seconds`);
  const share = avoiding > 0 ? ((100 * kept) / avoiding).toFixed(2) : "100";
  const worst = Math.min(1, ...outcomes.map((each) => (each.avoiding > 0 ? each.kept / each.avoiding : 1)));
  return {
    lines: [
      `${outcomes.length} closed roads at ${now} (seed ${seed}); new plan p50 ${quantile(seconds, 0.5).toFixed(2)}, p95 ${late.toFixed(2)} CPU seconds`,
      `${kept} of ${avoiding} open stops whose way avoids the closure keep vehicle and order (${share} %, worst ${(100 * worst).toFixed(1)} %)`,
      `${declared.length} limits are declared as not to be kept by trips under way`,
      ...declared.map((each) => `  ${each}`),
    ],
    violations,
  };
}
