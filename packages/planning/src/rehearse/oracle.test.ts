import { type Brief, digestOf, type Plan } from "@antar/domain";
import type { RoadNetwork } from "@antar/roads";
import { until } from "@antar/solver";
import { beforeAll, expect, test } from "vitest";
import { learnHabits } from "../etas/habits.ts";
import { type Etas, openForecast } from "../etas/project-etas.ts";
import { makePlan } from "../make-plan.ts";
import { smallBrief, townRoads } from "../testing/small-world.ts";
import { middleOfShortestHalf, openOracle } from "./oracle.ts";
import { type ToldDay, toldDays } from "./rehearse.ts";
import { type Spread, usualSpread } from "./spread.ts";

let brief: Brief;
let plan: Plan;
let roads: RoadNetwork;
beforeAll(async () => {
  brief = smallBrief({ ppk: 3, pps: 3, tps: 6 });
  roads = await townRoads();
  const options = { seed: 1, budget: until.iterations(100), briefDigest: digestOf(brief), settings: {} };
  plan = makePlan(brief, roads, options);
});

const arrivalsOf = (day: ToldDay): ReadonlyMap<string, number> =>
  new Map(day.events.filter(({ kind }) => kind === "arrived").map(({ trip, place, at }) => [`${trip} ${place}`, at]));

/** A quarter, a half and three quarters through the events of `day`. */
const momentsOf = ({ events }: ToldDay): readonly number[] =>
  [0.25, 0.5, 0.75].map((share) => Math.floor(events[Math.floor(share * events.length)]?.at ?? 0));

/** A drive whose pace has been seen is foretold without an interval, and to within so many seconds. */
const sighted = 10;

interface Missed {
  readonly errors: readonly number[];
  readonly held: number;
}

/** What `foretell` says of the TPS that are still to be reached, over `runs` days under `spread`. */
function missedBy(foretell: (day: ToldDay, now: number) => Etas, spread: Spread, runs: number): Missed {
  const errors: number[] = [];
  let held = 0;
  for (const day of toldDays(brief, plan, { seed: 5, runs, spread, roads })) {
    const arrived = arrivalsOf(day);
    for (const now of momentsOf(day)) {
      for (const { final, trip, place, arrival } of foretell(day, now).stops) {
        const actual = arrived.get(`${trip} ${place}`) ?? 0;
        if (!final || actual <= now) continue;
        errors.push(Math.abs(arrival.median - actual));
        if (arrival.from - sighted <= actual && actual <= arrival.to + sighted) held++;
      }
    }
  }
  return { errors: errors.sort((left, right) => left - right), held: held / errors.length };
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

test("where only rain, closures and breakdowns are left to chance, the oracle knows every arrival", () => {
  const spread: Spread = {
    ...usualSpread,
    travel: 1e-4,
    service: 1e-4,
    lateStart: 1e-3,
    breakdown: { perDay: 0.3, shortest: 3600, longest: 10_800 },
    rain: { ...usualSpread.rain, chance: 0.7 },
    closure: { ...usualSpread.closure, chance: 0.7 },
  };
  const oracle = openOracle(brief, plan, { spread, runs: 9 });
  const { errors } = missedBy((day, now) => oracle.project(day, now).etas, spread, 20);
  expect(errors.length).toBeGreaterThan(300);
  expect(errors.at(-1)).toBeLessThan(10);
});

test("its intervals hold nine of ten arrivals, and it misses them by less than the predictor does", () => {
  const learned = [...toldDays(brief, plan, { seed: 99, runs: 60, spread: usualSpread, roads })];
  const habits = learnHabits(learned.map(({ events }) => ({ brief, plan, events })));
  const [forecast, oracle] = [
    openForecast(brief, plan, { habits }),
    openOracle(brief, plan, { spread: usualSpread, runs: 99 }),
  ];
  const foreseen = missedBy((day, now) => oracle.project(day, now).etas, usualSpread, 60);
  const foretold = missedBy(({ events }, now) => forecast.project(events, now), usualSpread, 60);
  expect(foreseen.held).toBeGreaterThan(0.86);
  expect(foreseen.held).toBeLessThan(0.94);
  expect(mean(foreseen.errors)).toBeLessThan(mean(foretold.errors));
});

test("the arrival with the least median error is the middle of the shortest half", () => {
  // Four of seven: 0..3 is 3 long, 1..10, 2..20 and 3..40 are longer; its middle is 1.5, the median 3.
  expect(middleOfShortestHalf(Float64Array.from([0, 1, 2, 3, 10, 20, 40]))).toBe(1.5);
  expect(middleOfShortestHalf(Float64Array.from([7]))).toBe(7);
});
