/**
 * How long things take against the plan, learned from the event logs of earlier days. Knows logs and nothing else: no
 * parameter of a simulation ever comes here.
 */
import type { Brief, Plan } from "@antar/domain";
import type { Script } from "../rehearse/script.ts";
import { scriptOf } from "../rehearse/script.ts";
import { type Facts, factsOf, indexOf, type Sighting } from "./facts.ts";

/**
 * The ratio of a real to a planned duration: exp(mean + level of the hour + level of the hour and zone + level of the
 * crew) x own. Variances are of logarithms.
 */
export interface Ratio {
  readonly mean: number;
  /** What is left for each single act: factors in ascending order, a sample of those seen. */
  readonly own: Float64Array;
  readonly ownVariance: number;
  readonly hourVariance: number;
  /** Correlation of the level of an hour with that of the hour before. */
  readonly hold: number;
  readonly zoneVariance: number;
  readonly crewVariance: number;
}

/** What is known of the durations of a tenant. */
export interface Habits {
  readonly drive: Ratio;
  readonly service: Ratio;
  readonly loading: Ratio;
  /** Seconds by which the first trip of a day began late, ascending. */
  readonly late: Float64Array;
  /** Standstills on the way: chance per drive, and how long, seconds ascending. */
  readonly standstill: { readonly chance: number; readonly seconds: Float64Array };
}

/** The log of one plan that was driven. */
export interface DayLog {
  readonly brief: Brief;
  readonly plan: Plan;
  readonly events: readonly Sighting[];
}

/** One measured duration against the plan. */
export interface Measured {
  readonly log: number;
  readonly hour: number;
  readonly zone: number;
  readonly crew: number;
}

/** All measured durations of a day. */
export interface Measures {
  readonly drives: readonly (Measured & { readonly seconds: number; readonly planned: number })[];
  readonly services: readonly Measured[];
  readonly loadings: readonly Measured[];
  readonly late: readonly number[];
}

/** Shorter planned drives say nothing about speed. */
const shortestDrive = 60;

const hourOf = (moment: number): number => Math.floor(moment / 3600);

/** When dock and kits of each trip were there, by number of the trip; Infinity where that is not known. */
function freeToBegin(script: Script, facts: Facts): ReadonlyMap<number, number> {
  const docks = new Map<number, number>();
  const kits = new Map<number, number>();
  const free = new Map<number, number>();
  const told = (moment: number | undefined): number =>
    moment === undefined || Number.isNaN(moment) ? Number.POSITIVE_INFINITY : moment;
  for (const step of script.steps) {
    if (step.kind === "load") {
      const { index, dock, stops } = step.trip;
      const ready = stops.flatMap((stop) => stop.kits.map((kit) => kits.get(kit) ?? 0));
      free.set(index, Math.max(docks.get(dock) ?? 0, ...ready));
      if (dock >= 0) docks.set(dock, told(facts.loaded[index]));
      continue;
    }
    for (const trip of step.trips)
      for (const stop of trip.stops) for (const kit of stop.kits) kits.set(kit, told(facts.ended[stop.index]));
  }
  return free;
}

/** What `facts` say about durations; acts with gaps are left out. */
export function measuresOf(script: Script, facts: Facts): Measures {
  const drives: (Measured & { seconds: number; planned: number })[] = [];
  const services: Measured[] = [];
  const loadings: Measured[] = [];
  const late: number[] = [];
  const free = freeToBegin(script, facts);
  for (const trip of script.trips) {
    const [begun, loaded] = [facts.begun[trip.index] ?? Number.NaN, facts.loaded[trip.index] ?? Number.NaN];
    const { zone } = trip.back;
    const crew = trip.vehicle;
    if (loaded > begun && trip.loading > 0) {
      loadings.push({ log: Math.log((loaded - begun) / trip.loading), hour: hourOf(begun), zone, crew });
    }
    if (trip.first && begun >= trip.loadStart && (free.get(trip.index) ?? 0) <= trip.loadStart) {
      late.push(begun - trip.loadStart);
    }
    let left = facts.departed[trip.index] ?? Number.NaN;
    for (const stop of trip.stops) {
      const [arrived, ended] = [facts.arrived[stop.index] ?? Number.NaN, facts.ended[stop.index] ?? Number.NaN];
      const planned = stop.leg.seconds;
      if (arrived > left && planned >= shortestDrive) {
        const log = Math.log((arrived - left) / planned);
        drives.push({ log, hour: hourOf(left), zone, crew, seconds: arrived - left, planned });
      }
      const start = Math.max(arrived, stop.opens);
      if (ended > start && stop.service > 0) {
        services.push({ log: Math.log((ended - start) / stop.service), hour: hourOf(start), zone, crew });
      }
      left = ended + stop.pause;
    }
  }
  return { drives, services, loadings, late };
}

/** Longer than this beyond the plan, and many times the plan: the vehicle stood still. */
const standsFrom = 1800;
const standsRatio = 4;

/** True when a drive of `seconds` against `planned` was no drive but a standstill. */
export function stoodStill(seconds: number, planned: number): boolean {
  return seconds - planned > standsFrom && seconds > standsRatio * planned;
}

interface Dated extends Measured {
  readonly day: number;
}

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

function variance(values: readonly number[]): number {
  const middle = mean(values);
  return values.length < 2 ? 0 : values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1);
}

function grouped<Value>(values: readonly Value[], key: (value: Value) => string): Value[][] {
  const groups = new Map<string, Value[]>();
  for (const value of values) {
    const name = key(value);
    const group = groups.get(name);
    if (group) group.push(value);
    else groups.set(name, [value]);
  }
  return [...groups.values()];
}

/**
 * How much group means differ beyond what their size explains (one-way analysis of variance, method of moments); may be
 * a little below zero by chance. Undefined when there are fewer than two groups to compare.
 */
function between(groups: readonly (readonly Dated[])[], within: number): number | undefined {
  const large = groups.filter((group) => group.length > 1);
  if (large.length < 2) return undefined;
  const means = large.map((group) => mean(group.map((value) => value.log)));
  return variance(means) - mean(large.map((group) => within / group.length));
}

const sampleSize = 2048;

function thinnedOut(sorted: Float64Array): Float64Array {
  if (sorted.length <= sampleSize) return sorted;
  return Float64Array.from({ length: sampleSize }, (_, index) => {
    return sorted[Math.floor(((index + 0.5) / sampleSize) * sorted.length)] ?? 1;
  });
}

/** Correlation of the means of consecutive hours, 0..0.95. */
function holdOf(hours: readonly (readonly Dated[])[], hourVariance: number): number {
  if (hourVariance <= 0) return 0;
  const level = new Map(hours.map((group) => [hourKey(group[0]), mean(group.map((value) => value.log))]));
  const products: number[] = [];
  for (const group of hours) {
    const [first] = group;
    const next = first && level.get(hourKey({ ...first, hour: first.hour + 1 }));
    const own = level.get(hourKey(first));
    if (group.length > 4 && next !== undefined && own !== undefined) products.push(own * next);
  }
  return Math.min(0.95, Math.max(0, mean(products) / hourVariance));
}

const hourKey = (value: Dated | undefined): string => `${value?.day} ${value?.hour}`;

/** The parts of a ratio out of its measured logarithms. */
function ratioOf(values: readonly Dated[]): Ratio {
  const middle = mean(values.map((value) => value.log));
  const centred = values.map((value) => ({ ...value, log: value.log - middle }));
  const cells = grouped(centred, (value) => `${hourKey(value)} ${value.zone}`).filter((group) => group.length > 1);
  const own: number[] = [];
  const single: Dated[] = [];
  for (const cell of cells) {
    const level = mean(cell.map((value) => value.log));
    const stretch = Math.sqrt(cell.length / (cell.length - 1));
    for (const value of cell) {
      own.push((value.log - level) * stretch);
      single.push({ ...value, log: (value.log - level) * stretch });
    }
  }
  const ownVariance = mean(own.map((value) => value * value));
  const hours = grouped(centred, hourKey);
  const apart = hours.flatMap(
    (hour) =>
      between(
        grouped(hour, (value) => String(value.zone)),
        ownVariance,
      ) ?? [],
  );
  const zoneVariance = Math.max(0, mean(apart));
  const full = hours.filter((hour) => hour.length > 4);
  const hourVariance = Math.max(
    0,
    variance(full.map((hour) => mean(hour.map((value) => value.log)))) -
      mean(
        full.map((hour) => ownVariance / hour.length + zoneVariance / new Set(hour.map((value) => value.zone)).size),
      ),
  );
  return {
    mean: middle,
    own: thinnedOut(Float64Array.from(own.map(Math.exp)).sort()),
    ownVariance,
    hourVariance,
    hold: holdOf(full, hourVariance),
    zoneVariance,
    crewVariance: Math.max(
      0,
      between(
        grouped(single, (value) => `${value.day} ${value.crew}`),
        ownVariance,
      ) ?? 0,
    ),
  };
}

/** Fewer logs than this teach nothing that could be told from chance. */
const fewestLogs = 5;

/** Habits out of the logs of earlier days. Throws RangeError for fewer than 5 logs: use `assumedHabits` then. */
export function learnHabits(logs: readonly DayLog[]): Habits {
  if (logs.length < fewestLogs) throw new RangeError(`${logs.length} logs; habits need at least ${fewestLogs}`);
  const drives: (Dated & { seconds: number; planned: number })[] = [];
  const services: Dated[] = [];
  const loadings: Dated[] = [];
  const late: number[] = [];
  const scripts = new Map<Plan, Script>();
  for (const [day, { brief, plan, events }] of logs.entries()) {
    const script = scripts.get(plan) ?? scriptOf(brief, plan);
    scripts.set(plan, script);
    const measures = measuresOf(script, factsOf(indexOf(script), events, Number.POSITIVE_INFINITY));
    for (const value of measures.drives) drives.push({ ...value, day });
    for (const value of measures.services) services.push({ ...value, day });
    for (const value of measures.loadings) loadings.push({ ...value, day });
    late.push(...measures.late);
  }
  const moved = drives.filter(({ seconds, planned }) => !stoodStill(seconds, planned));
  const stood = drives.filter(({ seconds, planned }) => stoodStill(seconds, planned));
  return {
    drive: ratioOf(moved),
    service: ratioOf(services),
    loading: ratioOf(loadings),
    late: thinnedOut(Float64Array.from(late).sort()),
    standstill: {
      chance: stood.length / Math.max(1, drives.length),
      seconds: Float64Array.from(stood.map(({ seconds, planned }) => seconds - planned)).sort(),
    },
  };
}

/** Quantiles of exp(sigma z) by the logistic approximation of the normal distribution. */
function spreadOut(sigma: number): Float64Array {
  return Float64Array.from({ length: 200 }, (_, index) => {
    const share = (index + 0.5) / 200;
    return Math.exp((sigma * Math.log(share / (1 - share))) / 1.702);
  });
}

function assumedRatio(sigma: number, levels: Partial<Ratio>): Ratio {
  const rest = { hourVariance: 0, hold: 0.8, zoneVariance: 0, crewVariance: 0 };
  return { mean: 0, own: spreadOut(sigma), ownVariance: sigma * sigma, ...rest, ...levels };
}

/** What is assumed of a tenant without logs: wide, so that intervals hold rather too much than too little. */
export const assumedHabits: Habits = {
  drive: assumedRatio(0.3, { hourVariance: 0.02, zoneVariance: 0.04, crewVariance: 0.01 }),
  service: assumedRatio(0.45, { hourVariance: 0.01, crewVariance: 0.02 }),
  loading: assumedRatio(0.45, {}),
  late: Float64Array.from({ length: 100 }, (_, index) => -Math.log(1 - (index + 0.5) / 100) * 720),
  standstill: { chance: 1 / 2500, seconds: Float64Array.from([2700, 4500, 7200, 10_800]) },
};
