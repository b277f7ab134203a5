/**
 * A distribution rehearsed many times. Says how sure the deadline is, and when each place may expect its kits. Knows
 * counts and quantiles; what a day may bring it leaves to `spread.ts`.
 */
import type { Brief, Plan } from "@antar/domain";
import { createRandom, formatInstant, instant } from "@antar/measure";
import type { Sighting } from "../etas/facts.ts";
import { type DayRecord, openStage } from "./act-out.ts";
import { type ClosureScene, closureScenes, type ScenicRoads } from "./closure-scenes.ts";
import { type Script, scriptOf } from "./script.ts";
import { courseOf, drawFate, type Fate, type Spread, usualSpread } from "./spread.ts";
import { toldEvents } from "./told-events.ts";

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
  /** Share of all hand-overs to TPS, over all runs, that were in time. */
  readonly tpsInTime: number;
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
  /** Given: roads are closed now and then. */
  readonly roads?: ScenicRoads;
}

/** So many different closures are prepared for a rehearsal. */
const scenesPrepared = 12;

/** A day that was acted out; `record` is overwritten by the next. */
export interface RehearsedDay {
  readonly run: number;
  readonly record: DayRecord;
  readonly fate: Fate;
}

/** The days of a rehearsal, one after the other. The same script and options, the same days. */
export function* rehearsedDays(script: Script, options: RehearseOptions): Generator<RehearsedDay> {
  const { seed, runs, spread = usualSpread, roads } = options;
  const scenes: readonly ClosureScene[] = roads ? closureScenes(script, roads, { count: scenesPrepared, seed }) : [];
  const stage = openStage(script);
  const random = createRandom(seed);
  for (let run = 0; run < runs; run++) {
    const own = random.fork(run);
    const fate = drawFate(script, spread, own.fork(1), scenes);
    yield { run, fate, record: stage.act(courseOf(spread, fate, own)) };
  }
}

/** Wilson's 95 % interval of a share of `hits` in `runs` (Wilson 1927). */
export function wilson(hits: number, runs: number): readonly [number, number] {
  if (runs === 0) return [0, 1];
  const z = 1.96;
  const [share, shrink] = [hits / runs, 1 + (z * z) / runs];
  const middle = (share + (z * z) / (2 * runs)) / shrink;
  const half = (z / shrink) * Math.sqrt((share * (1 - share)) / runs + (z * z) / (4 * runs * runs));
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}

function quantile(sorted: Float64Array, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

type Written = (moment: number) => string;

function expectationOf(place: string, ends: Float64Array, given: { deadline: number; written: Written }): Expectation {
  const sorted = ends.sort();
  return {
    place,
    inTime: sorted.filter((end) => end <= given.deadline).length / sorted.length,
    median: given.written(quantile(sorted, 0.5)),
    from: given.written(quantile(sorted, 0.05)),
    to: given.written(quantile(sorted, 0.95)),
  };
}

/** `plan` acted out `runs` times; the same seed gives the same rehearsal. Throws RangeError unless runs is at least 1. */
export function rehearse(brief: Brief, plan: Plan, options: RehearseOptions): Rehearsal {
  const { runs } = options;
  if (!(Number.isInteger(runs) && runs >= 1)) throw new RangeError(`runs is ${runs}; give a whole number from 1`);
  const script = scriptOf(brief, plan);
  const deadline = script.world.end;
  const ends = script.tps.map(() => new Float64Array(runs));
  const latest = new Float64Array(runs);
  let [hits, inTime, all] = [0, 0, 0];
  for (const { run, record } of rehearsedDays(script, options)) {
    let last = Number.NEGATIVE_INFINITY;
    for (const [tps, end] of record.received.entries()) {
      const own = ends[tps];
      if (Number.isNaN(end) || !own) continue;
      own[run] = end;
      last = Math.max(last, end);
      all++;
      if (end <= deadline) inTime++;
    }
    latest[run] = last;
    if (Number.isFinite(last) && last <= deadline) hits++;
  }
  const written: Written = (moment) => formatInstant(instant(Math.round(moment)), brief.timeZone);
  const places = script.stops
    .filter((stop) => stop.final)
    .map((stop) => stop.place)
    .sort()
    .map((place) =>
      expectationOf(place, ends[script.tps.indexOf(place)] ?? new Float64Array(1), { deadline, written }),
    );
  return {
    runs,
    allInTime: hits / runs,
    interval: wilson(hits, runs),
    tpsInTime: all > 0 ? inTime / all : 1,
    medianLatest: places.length > 0 ? written(quantile(latest.sort(), 0.5)) : null,
    places,
  };
}

/** A rehearsed day as its own events tell it, for calibrating projections. */
export interface ToldDay {
  readonly run: number;
  readonly events: readonly Sighting[];
  /** Vehicles that stood still on the way, with the moment when they began to: by id of the trip. */
  readonly stoodStill: ReadonlyMap<string, number>;
  /** What befell the day; no prediction may look at it. */
  readonly fate: Fate;
}

/** `runs` days of `plan`, told by events. */
export function* toldDays(brief: Brief, plan: Plan, options: RehearseOptions): Generator<ToldDay> {
  const script = scriptOf(brief, plan);
  for (const { run, record, fate } of rehearsedDays(script, options)) {
    const stoodStill = new Map<string, number>();
    for (const [index, { stop }] of fate.standstills) {
      const trip = script.trips[index];
      const before = trip?.stops[stop - 1];
      const left = before ? record.ended[before.index] : record.departed[index];
      if (trip) stoodStill.set(trip.id, left ?? 0);
    }
    yield { run, events: toldEvents(script, record, fate.standstills), stoodStill, fate };
  }
}
