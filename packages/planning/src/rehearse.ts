/**
 * A distribution day rehearsed many times: durations spread around the plan, drivers late, vehicles broken, rain. Says how
 * sure the deadline is, and when each place may expect its kits. Road closures are not rehearsed: they need a new plan.
 */
import type { Brief, Plan } from "@antar/domain";
import { createRandom, formatInstant, instant, type Random } from "@antar/measure";
import { type Course, replay, type Script, scriptOf } from "./replay.ts";
import { momentIn } from "./written-plan.ts";

/** How far real days stray from the plan. */
export interface Spread {
  /** Coefficient of variation of travel times. */
  readonly travel: number;
  /** Correlation of travel times within one hour at one origin. */
  readonly shared: number;
  /** Coefficient of variation of loading and hand-over. */
  readonly service: number;
  /** Mean seconds by which drivers begin late. */
  readonly lateStart: number;
  /** Breakdowns per vehicle and day, and their shortest and longest standstill. */
  readonly breakdown: { readonly perDay: number; readonly shortest: number; readonly longest: number };
  /** Chance of a rainy day and what speeds are multiplied by on it. */
  readonly rain: { readonly chance: number; readonly speed: number };
}

/** The spread that is assumed where nothing has been measured. */
export const usualSpread: Spread = {
  travel: 0.3,
  shared: 0.5,
  service: 0.4,
  lateStart: 600,
  breakdown: { perDay: 1 / 200, shortest: 3600, longest: 10_800 },
  rain: { chance: 0.15, speed: 0.7 },
};

/** What may be expected at one TPS. */
export interface Expectation {
  readonly place: string;
  /** Share of the rehearsed days on which it received in time. */
  readonly inTime: number;
  /** Median and the interval that holds nine of ten rehearsed hand-overs; ISO 8601 in the tenant's zone. */
  readonly median: string;
  readonly from: string;
  readonly to: string;
}

/** The outcome of a rehearsal. */
export interface Rehearsal {
  readonly runs: number;
  /** Share of the runs in which every planned TPS received by the deadline. */
  readonly allInTime: number;
  /** 95 % interval of that share (Wilson). */
  readonly interval: readonly [number, number];
  /** Latest hand-over of a run: the median over the runs. */
  readonly medianLatest: string | null;
  /** By code of the TPS. */
  readonly places: readonly Expectation[];
}

/** How a rehearsal is run. */
export interface RehearseOptions {
  readonly seed: number;
  /** How many times the plan is acted out. */
  readonly runs: number;
  readonly spread?: Spread;
  /** Ends of hand-overs that are known: trip id and place code to ISO moment. */
  readonly observed?: readonly { readonly trip: string; readonly place: string; readonly end: string }[];
}

/** A standard normal number (Box and Muller 1958). */
function normal(random: Random): number {
  const [u, v] = [1 - random.next(), random.next()];
  return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * v);
}

/** Sigma of a lognormal number of mean 1 with this coefficient of variation. */
function sigmaOf(variation: number): number {
  return Math.sqrt(Math.log(1 + variation * variation));
}

function courseOf(
  script: Script,
  spread: Spread,
  given: { random: Random; observed: ReadonlyMap<string, number> },
): Course {
  const { random, observed } = given;
  const [travel, service] = [sigmaOf(spread.travel), sigmaOf(spread.service)];
  const common = new Map<string, number>();
  const wet = new Map<number, number>();
  const stands = new Map<string, number>();
  for (const trips of script.days.values()) {
    if (random.next() >= spread.breakdown.perDay) continue;
    const { shortest, longest } = spread.breakdown;
    stands.set(trips[random.below(trips.length)] ?? "", shortest + random.next() * (longest - shortest));
  }
  const lognormal = (sigma: number, z: number): number => Math.exp(sigma * z - (sigma * sigma) / 2);
  return {
    drive(seconds, { moment, origin }) {
      const hour = `${origin} ${Math.floor(moment / 3600)}`;
      const shared = common.get(hour) ?? normal(random);
      common.set(hour, shared);
      const day = Math.floor(moment / 86_400);
      const speed = wet.get(day) ?? (random.next() < spread.rain.chance ? spread.rain.speed : 1);
      wet.set(day, speed);
      const z = Math.sqrt(spread.shared) * shared + Math.sqrt(1 - spread.shared) * normal(random);
      return (seconds * lognormal(travel, z)) / speed;
    },
    service: (seconds) => seconds * lognormal(service, normal(random)),
    load: (seconds) => seconds * lognormal(service, normal(random)),
    lateStart: () => -Math.log(1 - random.next()) * spread.lateStart,
    standstill: (trip) => stands.get(trip) ?? 0,
    observed: (trip, place) => observed.get(`${trip} ${place}`),
  };
}

/** Wilson's 95 % interval of a share of `hits` in `runs` (Wilson 1927). */
function wilson(hits: number, runs: number): readonly [number, number] {
  if (runs === 0) return [0, 1];
  const z = 1.96;
  const [share, shrink] = [hits / runs, 1 + (z * z) / runs];
  const middle = (share + (z * z) / (2 * runs)) / shrink;
  const half = (z / shrink) * Math.sqrt((share * (1 - share)) / runs + (z * z) / (4 * runs * runs));
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

/** `plan` acted out `runs` times; the same seed gives the same rehearsal. Throws RangeError unless runs is at least 1. */
export function rehearse(brief: Brief, plan: Plan, options: RehearseOptions): Rehearsal {
  if (!Number.isSafeInteger(options.runs) || options.runs < 1)
    throw new RangeError(`runs: ${options.runs} is not a count`);
  const script = scriptOf(brief, plan);
  const spread = options.spread ?? usualSpread;
  const observed = new Map(options.observed?.map((each) => [`${each.trip} ${each.place}`, momentIn(each.end)]));
  const random = createRandom(options.seed);
  const ends = new Map<string, number[]>();
  const latest: number[] = [];
  let hits = 0;
  for (let run = 0; run < options.runs; run++) {
    const received = replay(script, courseOf(script, spread, { random: random.fork(run), observed }));
    let last = 0;
    for (const [place, end] of received) {
      const list = ends.get(place);
      if (list) list.push(end);
      else ends.set(place, [end]);
      last = Math.max(last, end);
    }
    latest.push(last);
    if (last <= script.world.end && received.size > 0) hits++;
  }
  const written = (moment: number): string => formatInstant(instant(Math.round(moment)), brief.timeZone);
  const places = [...ends].map(([place, list]): Expectation => {
    const sorted = list.sort((left, right) => left - right);
    return {
      place,
      inTime: sorted.filter((end) => end <= script.world.end).length / options.runs,
      median: written(quantile(sorted, 0.5)),
      from: written(quantile(sorted, 0.05)),
      to: written(quantile(sorted, 0.95)),
    };
  });
  places.sort((left, right) => (left.place < right.place ? -1 : 1));
  latest.sort((left, right) => left - right);
  return {
    runs: options.runs,
    allInTime: hits / options.runs,
    interval: wilson(hits, options.runs),
    medianLatest: ends.size > 0 ? written(quantile(latest, 0.5)) : null,
    places,
  };
}
