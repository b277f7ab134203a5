/**
 * How fast today is: the level of each hour, of each hour in each zone, and of each crew, learned from what was measured
 * today. Knows shrinkage and one Kalman step per hour (Kalman 1960); refuses to know plans.
 */
import type { Measured, Ratio } from "./habits.ts";

/** A level with its uncertainty. */
export interface Level {
  readonly mean: number;
  readonly variance: number;
}

/** The levels of one kind of duration today. Hours after `last` have not been measured. */
export interface Levels {
  readonly last: number;
  hour(hour: number): Level;
  zone(hour: number, zone: number): Level;
  crew(crew: number): Level;
}

interface Tally {
  sum: number;
  count: number;
}

function tallied(tallies: Map<number, Tally>, key: number, value: number): void {
  const tally = tallies.get(key);
  if (tally) {
    tally.sum += value;
    tally.count++;
  } else tallies.set(key, { sum: value, count: 1 });
}

/** A level of variance `prior` after `tally` of measures with variance `noise` each. */
function shrunk(prior: number, noise: number, tally: Tally | undefined): Level {
  if (!tally || prior <= 0) return { mean: 0, variance: prior };
  const gain = prior / (prior + noise / tally.count);
  return { mean: (gain * tally.sum) / tally.count, variance: prior * (1 - gain) };
}

const cellOf = (hour: number, zone: number): number => zone * 1e7 + hour;

function hourLevels(ratio: Ratio, measured: readonly Measured[], zones: Map<number, Set<number>>): Map<number, Level> {
  const tallies = new Map<number, Tally>();
  for (const { log, hour, zone } of measured) {
    tallied(tallies, hour, log - ratio.mean);
    zones.set(hour, (zones.get(hour) ?? new Set()).add(zone));
  }
  const levels = new Map<number, Level>();
  const hours = [...tallies.keys()].sort((left, right) => left - right);
  let before: { hour: number; level: Level } | undefined;
  for (const hour of hours) {
    const keep = before ? ratio.hold ** (hour - before.hour) : 0;
    const mean = before ? keep * before.level.mean : 0;
    const variance = ratio.hourVariance * (1 - keep * keep) + (before ? keep * keep * before.level.variance : 0);
    const tally = tallies.get(hour) ?? { sum: 0, count: 1 };
    const noise = ratio.ownVariance / tally.count + ratio.zoneVariance / (zones.get(hour)?.size ?? 1);
    const gain = variance > 0 ? variance / (variance + noise) : 0;
    const level = { mean: mean + gain * (tally.sum / tally.count - mean), variance: variance * (1 - gain) };
    levels.set(hour, level);
    before = { hour, level };
  }
  return levels;
}

/** The levels of `ratio` after what was `measured` today. */
export function levelsOf(ratio: Ratio, measured: readonly Measured[]): Levels {
  const hours = hourLevels(ratio, measured, new Map());
  const cells = new Map<number, Tally>();
  const crews = new Map<number, Tally>();
  for (const { log, hour, zone, crew } of measured) {
    const left = log - ratio.mean - (hours.get(hour)?.mean ?? 0);
    tallied(cells, cellOf(hour, zone), left);
    tallied(crews, crew, left);
  }
  const last = Math.max(Number.NEGATIVE_INFINITY, ...hours.keys());
  const none: Level = { mean: 0, variance: ratio.hourVariance };
  return {
    last,
    hour: (hour) => hours.get(hour) ?? none,
    zone: (hour, zone) => shrunk(ratio.zoneVariance, ratio.ownVariance, cells.get(cellOf(hour, zone))),
    crew: (crew) => shrunk(ratio.crewVariance, ratio.ownVariance + ratio.zoneVariance, crews.get(crew)),
  };
}
