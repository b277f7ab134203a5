/**
 * How far real days stray from a plan, and a course drawn from that. Knows distributions; refuses to know plans' sense.
 */
import type { Random } from "@antar/measure";
import type { Course } from "./act-out.ts";
import type { ClosureScene } from "./closure-scenes.ts";
import type { Script } from "./script.ts";

/** How far real days stray from the plan. Seconds. */
export interface Spread {
  /** Coefficient of variation of travel times. */
  readonly travel: number;
  /** Correlation of travel times within one hour and kecamatan. */
  readonly shared: number;
  /** Coefficient of variation of loading and hand-over. */
  readonly service: number;
  /** Mean by which drivers begin late. */
  readonly lateStart: number;
  /** Drivers are called so long before their first loading: a smaller delay delays nothing. Default 0. */
  readonly calledAhead?: number;
  /** Breakdowns per vehicle and day, and their shortest and longest standstill. */
  readonly breakdown: { readonly perDay: number; readonly shortest: number; readonly longest: number };
  /** Chance of rain on a day, what speeds are multiplied by while it lasts, and for how long it does. */
  readonly rain: {
    readonly chance: number;
    readonly speed: number;
    readonly shortest: number;
    readonly longest: number;
  };
  /** Chance of one closed road on a day, and for how long. */
  readonly closure: { readonly chance: number; readonly shortest: number; readonly longest: number };
}

/** The spread that is assumed where nothing has been measured. Durations of rain and closures are assumptions too. */
export const usualSpread: Spread = {
  travel: 0.3,
  shared: 0.5,
  service: 0.4,
  lateStart: 600,
  breakdown: { perDay: 1 / 200, shortest: 3600, longest: 10_800 },
  rain: { chance: 0.15, speed: 0.7, shortest: 3600, longest: 18_000 },
  closure: { chance: 0.3, shortest: 7200, longest: 21_600 },
};

/** A standard normal number (Box and Muller 1958). */
export function normal(random: Random): number {
  const [u, v] = [1 - random.next(), random.next()];
  return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * v);
}

/** Sigma of a lognormal number of mean 1 with this coefficient of variation. */
export function sigmaOf(variation: number): number {
  return Math.sqrt(Math.log(1 + variation * variation));
}

const between = (random: Random, shortest: number, longest: number): number =>
  shortest + random.next() * (longest - shortest);

interface Interval {
  readonly from: number;
  readonly to: number;
}

/** Working hours in which rain and closures begin: 06:00 to 17:00 local time. */
const firstHour = 6 * 3600;
const lastHour = 17 * 3600;

function intervalOn(random: Random, midnight: number, lasts: { shortest: number; longest: number }): Interval {
  const from = midnight + between(random, firstHour, lastHour);
  return { from, to: from + between(random, lasts.shortest, lasts.longest) };
}

/** A standstill of a trip on the way to its stop number `stop`. */
export interface Standstill {
  readonly stop: number;
  readonly seconds: number;
}

/** What befalls a day besides the usual spread. */
export interface Fate {
  /** By number of the trip. */
  readonly standstills: ReadonlyMap<number, Standstill>;
  readonly rain: readonly Interval[];
  readonly closures: readonly (Interval & { readonly scene: ClosureScene })[];
}

/** A fate drawn for every local day of `script`; closures out of `scenes`. */
export function drawFate(script: Script, spread: Spread, random: Random, scenes: readonly ClosureScene[]): Fate {
  const standstills = new Map<number, Standstill>();
  for (const trips of script.duties) {
    const broken = random.next() < spread.breakdown.perDay;
    const trip = trips[random.below(trips.length)];
    const seconds = between(random, spread.breakdown.shortest, spread.breakdown.longest);
    if (broken && trip) standstills.set(trip.index, { stop: random.below(Math.max(1, trip.stops.length)), seconds });
  }
  const rain: Interval[] = [];
  const closures: (Interval & { scene: ClosureScene })[] = [];
  for (const midnight of script.world.days.slice(0, -1)) {
    const shower = intervalOn(random, midnight, spread.rain);
    if (random.next() < spread.rain.chance) rain.push(shower);
    const closed = intervalOn(random, midnight, spread.closure);
    const scene = scenes[random.below(Math.max(1, scenes.length))];
    if (random.next() < spread.closure.chance && scene) closures.push({ ...closed, scene });
  }
  return { standstills, rain, closures };
}

/** Seconds of a drive that leaves at `leaves` and would take `seconds` on open roads. */
export function closedDrive(fate: Fate, leg: number, seconds: number, leaves: number): number {
  for (const { from, to, scene } of fate.closures) {
    const around = scene.seconds.get(leg);
    if (around === undefined || leaves < from || leaves >= to) continue;
    // Whoever meets a barrier drives around it or waits for the road, whichever is sooner.
    return Math.min(around, to - leaves + seconds);
  }
  return seconds;
}

/** True while it rains. */
export function isWet({ rain }: Fate, moment: number): boolean {
  return rain.some(({ from, to }) => moment >= from && moment < to);
}

/** A course of `script` under `spread` and `fate`. */
export function courseOf(spread: Spread, fate: Fate, random: Random): Course {
  const [travel, service] = [sigmaOf(spread.travel), sigmaOf(spread.service)];
  const [own, common] = [Math.sqrt(1 - spread.shared), Math.sqrt(spread.shared)];
  const ahead = spread.calledAhead ?? 0;
  const hours = new Map<number, number>();
  const lognormal = (sigma: number, z: number): number => Math.exp(sigma * z - (sigma * sigma) / 2);
  const sharedAt = (zone: number, moment: number): number => {
    const key = zone * 1e7 + Math.floor(moment / 3600);
    const known = hours.get(key) ?? normal(random);
    hours.set(key, known);
    return known;
  };
  return {
    begins(trip, ready) {
      const late = trip.first ? -Math.log(1 - random.next()) * spread.lateStart - ahead : 0;
      return Math.max(trip.loadStart + Math.max(0, late), ready);
    },
    loaded: (trip, from) => from + trip.loading * lognormal(service, normal(random)),
    departs: (_, ready) => ready,
    arrives(leg, leaves, trip, stop) {
      const planned = closedDrive(fate, leg.index, leg.seconds, leaves);
      const z = common * sharedAt(leg.zone, leaves) + own * normal(random);
      const still = fate.standstills.get(trip.index);
      const stands = still && stop && trip.stops[still.stop] === stop ? still.seconds : 0;
      return leaves + (planned * lognormal(travel, z)) / (isWet(fate, leaves) ? spread.rain.speed : 1) + stands;
    },
    handedOver: (stop, _, start) => start + stop.service * lognormal(service, normal(random)),
  };
}
