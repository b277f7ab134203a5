/**
 * What one could foretell who knew the spread of the days by heart, and each day's rain, closures and breakdowns in
 * advance: a floor under the error of any prediction. Late starts and durations stay chance to it. For benches only; a
 * prediction that the product makes must never read it.
 */
import type { Brief, Plan } from "@antar/domain";
import type { Random } from "@antar/measure";
import type { Facts } from "../etas/facts.ts";
import { type Etas, openProjection } from "../etas/project-etas.ts";
import type { Course } from "./act-out.ts";
import type { ToldDay } from "./rehearse.ts";
import type { Script, ScriptLeg, ScriptStop, ScriptTrip } from "./script.ts";
import { closedDrive, type Fate, isWet, normal, type Spread, sigmaOf } from "./spread.ts";

/** What an oracle says. */
export interface Foreseen {
  readonly etas: Etas;
  /**
   * The arrival that is missed by the least in the median, in the order of `etas.stops`: the middle of the shortest
   * interval that holds half of the courses (Rousseeuw 1984, for samples). Epoch seconds.
   */
  readonly densest: readonly number[];
}

/** A floor under prediction. */
export interface Oracle {
  /** What is to be expected of `day` at `now`, epoch seconds, after the events until then. */
  project(day: ToldDay, now: number): Foreseen;
}

/** The middle of the shortest interval that holds half of `sorted`; NaN of nothing. */
export function middleOfShortestHalf(sorted: Float64Array): number {
  const half = Math.max(1, (sorted.length + 1) >> 1);
  let [shortest, middle] = [Number.POSITIVE_INFINITY, Number.NaN];
  for (let first = 0; first + half <= sorted.length; first++) {
    const [low, high] = [sorted[first] ?? 0, sorted[first + half - 1] ?? 0];
    if (high - low < shortest) [shortest, middle] = [high - low, (low + high) / 2];
  }
  return middle;
}

/** A standard normal number above `least`; from 0.5 on by an exponential proposal (Robert 1995). */
function normalAbove(least: number, random: Random): number {
  if (least < 0.5) {
    for (;;) {
      const z = normal(random);
      if (z > least) return z;
    }
  }
  const rate = (least + Math.sqrt(least * least + 4)) / 2;
  for (;;) {
    const z = least - Math.log(1 - random.next()) / rate;
    if (random.next() <= Math.exp(-((z - rate) ** 2) / 2)) return z;
  }
}

/** A lognormal factor of mean 1 whose logarithm has `sigma`, and is moved by `level`; above `least`. */
function factorAbove(least: number, given: { sigma: number; level: number; middle: number }, random: Random): number {
  const { sigma, level, middle } = given;
  const z = least > 0 ? normalAbove((Math.log(least) - middle - level) / sigma, random) : normal(random);
  return Math.exp(middle + level + sigma * z);
}

interface Known {
  readonly spread: Spread;
  readonly script: Script;
  readonly facts: Facts;
  readonly fate: Fate;
  readonly now: number;
}

const hourOf = (moment: number): number => Math.floor(moment / 3600);
const told = (moment: number | undefined): moment is number => moment !== undefined && !Number.isNaN(moment);
const cellOf = (zone: number, moment: number): number => zone * 1e7 + hourOf(moment);

const standsOn = ({ fate }: Known, trip: ScriptTrip, stop: ScriptStop): number => {
  const still = fate.standstills.get(trip.index);
  return still && trip.stops[still.stop] === stop ? still.seconds : 0;
};

/** Seconds of a drive before chance comes to it. */
function usualOf({ fate, spread }: Known, leg: ScriptLeg, leaves: number): number {
  return closedDrive(fate, leg.index, leg.seconds, leaves) / (isWet(fate, leaves) ? spread.rain.speed : 1);
}

/** The exact end of a drive of which a position is known: rehearsed vehicles keep one pace. */
function endBySight(known: Known, trip: ScriptTrip, stop: ScriptStop): number | undefined {
  const { facts, now } = known;
  const seen = facts.ahead.get(stop.index);
  const before = trip.stops[trip.stops.indexOf(stop) - 1];
  const left = before ? (facts.ended[before.index] ?? 0) + before.pause : facts.departed[trip.index];
  const stands = standsOn(known, trip, stop);
  if (!seen || !told(left) || seen.share >= 0.999) return undefined;
  // Halfway it may have stood for a while when it was first seen there.
  if (stands > 0 && Math.abs(seen.share - 0.5) < 0.001) return undefined;
  const gone = seen.at - left - (seen.share < 0.499 ? stands : 0);
  return Math.max(now, left + stands + gone / (1 - seen.share));
}

/** Mean and variance of the common number of each hour and zone, after the drives that have ended or show their pace. */
function cellLevels(known: Known): ReadonlyMap<number, { mean: number; variance: number }> {
  const { spread, script, facts } = known;
  const sigma = sigmaOf(spread.travel);
  const tallies = new Map<number, { sum: number; count: number }>();
  for (const trip of script.trips) {
    let left = facts.departed[trip.index] ?? Number.NaN;
    for (const stop of trip.stops) {
      const arrived = facts.arrived[stop.index];
      const end = told(arrived) ? arrived : endBySight(known, trip, stop);
      const usual = usualOf(known, stop.leg, left);
      if (told(left) && end !== undefined && usual > 0) {
        const ratio = (end - left - standsOn(known, trip, stop)) / usual;
        const tally = tallies.get(cellOf(stop.leg.zone, left)) ?? { sum: 0, count: 0 };
        tally.sum += (Math.log(Math.max(1e-3, ratio)) + (sigma * sigma) / 2) / sigma;
        tally.count++;
        tallies.set(cellOf(stop.leg.zone, left), tally);
      }
      left = (facts.ended[stop.index] ?? Number.NaN) + stop.pause;
    }
  }
  const [own, common] = [1 - spread.shared, Math.sqrt(spread.shared)];
  return new Map(
    [...tallies].map(([cell, { sum, count }]) => {
      const variance = 1 / (1 + (count * common * common) / own);
      return [cell, { mean: (variance * common * sum) / own, variance }] as const;
    }),
  );
}

function informedCourse(known: Known, levels: ReturnType<typeof cellLevels>, random: Random): Course {
  const { spread, facts, now } = known;
  const [travel, service] = [sigmaOf(spread.travel), sigmaOf(spread.service)];
  const handling = { sigma: service, level: 0, middle: -(service * service) / 2 };
  const cells = new Map<number, number>();
  const commonAt = (cell: number): number => {
    const { mean, variance } = levels.get(cell) ?? { mean: 0, variance: 1 };
    const drawn = cells.get(cell) ?? mean + Math.sqrt(variance) * normal(random);
    cells.set(cell, drawn);
    return drawn;
  };
  const lasts = (usual: number, from: number): number =>
    usual <= 0 ? Math.max(from, now) : from + usual * factorAbove((now - from) / usual, handling, random);
  return {
    begins(trip, ready) {
      const begun = facts.begun[trip.index];
      if (told(begun)) return begun;
      const held = Math.max(trip.loadStart, ready);
      if (!trip.first) return Math.max(held, now);
      const late = -Math.log(1 - random.next()) * spread.lateStart;
      if (held < now) return now + late;
      return Math.max(held, trip.loadStart + late - (spread.calledAhead ?? 0));
    },
    loaded: (trip, from) => {
      const end = facts.loaded[trip.index];
      return told(end) ? end : lasts(trip.loading, from);
    },
    departs: (trip, ready) => {
      const left = facts.departed[trip.index];
      return told(left) ? left : Math.max(ready, now);
    },
    arrives(leg, leaves, trip, stop) {
      const arrived = stop && facts.arrived[stop.index];
      if (told(arrived)) return arrived;
      const sighted = stop && endBySight(known, trip, stop);
      if (sighted !== undefined) return sighted;
      const usual = usualOf(known, leg, leaves);
      const stands = stop ? standsOn(known, trip, stop) : 0;
      if (usual <= 0) return Math.max(leaves, stop ? now : leaves);
      const level = travel * Math.sqrt(spread.shared) * commonAt(cellOf(leg.zone, leaves));
      const own = { sigma: travel * Math.sqrt(1 - spread.shared), level, middle: -(travel * travel) / 2 };
      const gone = stop ? now - leaves - stands : 0;
      return leaves + stands + usual * factorAbove(gone / usual, own, random);
    },
    handedOver: (stop, _, start) => {
      const end = facts.ended[stop.index];
      return told(end) ? end : lasts(stop.service, start);
    },
  };
}

/** An oracle of days of `plan` under `spread`; `runs` courses a projection. */
export function openOracle(
  brief: Brief,
  plan: Plan,
  { spread, runs }: { readonly spread: Spread; readonly runs: number },
): Oracle {
  const projection = openProjection(brief, plan, { runs });
  return {
    project({ events, fate }, now) {
      const { script, arrived } = projection;
      const etas = projection.project(events, now, (facts) => {
        const known: Known = { spread, script, facts, fate, now };
        const levels = cellLevels(known);
        return (random) => informedCourse(known, levels, random);
      });
      const stops = script.trips.flatMap((trip) => trip.stops);
      return { etas, densest: stops.map(({ index }) => middleOfShortestHalf(arrived[index] ?? new Float64Array(0))) };
    },
  };
}
