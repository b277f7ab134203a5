/**
 * The whole search of a plain problem: routes in, better routes out. Knows the order of the steps; refuses to know any
 * of them closely.
 */
import type { Random } from "@antar/measure";
import type { Budget } from "../budget.ts";
import type { Instance } from "../instance.ts";
import type { Neighbours } from "../neighbours.ts";
import { cooledBy } from "../schedule.ts";
import { layOut } from "./layout.ts";
import { createPlaces } from "./places.ts";
import { coolByRegions } from "./regions.ts";
import { savingsRoutes } from "./savings.ts";
import { coolFromStarts } from "./starts.ts";
import { createTours, type Tours } from "./tours.ts";
import { bestOf, fillTours, routesIn, type Visits } from "./transfer.ts";

/** What the search of a plain problem is given. */
export interface PlainTask {
  readonly instance: Instance;
  readonly near: Neighbours;
  /** Routes to start from, as the instance's visits; feasible. */
  readonly start: readonly (readonly number[])[];
  readonly random: Random;
  readonly budget: Budget;
  /** Told of each new best: cost in units of distance (the instance's perDistance = 1) and weight of the absent. */
  readonly improved: (iteration: number, cost: number, level: number) => void;
  readonly stopped: () => boolean;
}

/** The best routes found, and the count of iterations. */
export interface PlainResult {
  readonly routes: Visits[];
  readonly iterations: number;
}

/** Up to so many visits the whole problem is one region; where it also decides whom to serve, a region sees too little. */
const wholeUpTo = 300;
const choosyUpTo = 1_500;

/** The best routes found within the task's budget. */
export function searchPlain(task: PlainTask): PlainResult {
  const most = task.instance.hasOptional ? choosyUpTo : wholeUpTo;
  return task.instance.visits > most ? searchLarge(task) : searchWhole(task);
}

function searchWhole(task: PlainTask): PlainResult {
  const { instance, near, random, stopped } = task;
  const visits = Int32Array.from({ length: instance.visits }, (_, visit) => visit);
  const plain = layOut(instance, near, visits, instance.fleets[0]?.slots ?? 0);
  const tours = createTours(plain);
  fillTours(tours, task.start);
  const best = bestOf(tours);
  insertAbsent(tours, random);
  const { cost, level } = tours.totals;
  if (level < best.level || (level === best.level && cost <= best.cost)) {
    best.cost = cost;
    best.level = level;
    best.length = tours.write(best.tours);
  }
  const driven = cost - plain.fixed * tours.counts.used - absentPrizes(tours);
  const heat = Math.max(1, driven / Math.max(1, plain.n + tours.counts.used));
  const { budget, improved } = task;
  const iterations = coolFromStarts({ tours, best, random, budget, heat, improved, stopped });
  return { routes: routesIn(best, plain.visit), iterations };
}

function searchLarge(task: PlainTask): PlainResult {
  const { instance, near, random, budget, stopped } = task;
  const start = task.start.length > 0 ? task.start.map((route) => [...route]) : savingsRoutes(instance, near);
  const [fleet] = instance.fleets;
  const slots = fleet?.slots ?? 0;
  // With more routes than vehicles the shortest give way; their visits wait for a place.
  start.sort((a, b) => b.length - a.length);
  start.length = Math.min(start.length, slots);
  const fixed = (fleet?.fixedCost ?? 0) / (fleet?.perDistance ?? 1);
  const driven = start.reduce((sum, route) => sum + lengthOf(instance, route), 0);
  const prizes = instance.prize.reduce((sum, prize) => sum + prize, 0);
  const won = start.flat().reduce((sum, visit) => sum + instance.prize[visit]!, 0);
  const cost = driven + fixed * start.length + (prizes - won) / (fleet?.perDistance ?? 1);
  const heat = Math.max(1, driven / Math.max(1, instance.visits + start.length));
  const schedule = cooledBy(budget, { hot: heat, cold: heat / 20, from: 0 });
  const share = () => budget.last.share;
  const served = start.flat().reduce((sum, visit) => sum + instance.level[visit]!, 0);
  const missing = instance.level.reduce((sum, level) => sum + level, 0) - served;
  const improved = (iteration: number, costBy: number, levelBy: number) =>
    task.improved(iteration, cost + costBy, missing + levelBy);
  return coolByRegions({ instance, near, random, schedule, share, improved, stopped }, start);
}

function lengthOf(instance: Instance, route: Visits): number {
  const [fleet] = instance.fleets;
  if (!fleet) return 0;
  const { size, distance } = fleet.table;
  const rows = [fleet.start, ...route.map((visit) => instance.location[visit]!), fleet.end];
  return rows.reduce((sum, row, i) => (i === 0 ? sum : sum + distance[rows[i - 1]! * size + row]!), 0);
}

/** What the absent cost, in units of distance. */
function absentPrizes({ plain, absent, counts }: Tours): number {
  return absent.subarray(0, counts.absent).reduce((sum, visit) => sum + plain.prize[visit]!, 0);
}

/** Each absent visit where it is cheapest, those with the tightest windows first. */
function insertAbsent(tours: Tours, random: Random): void {
  const { plain, absent, counts } = tours;
  const places = createPlaces(tours, random, 0);
  const order = Array.from(absent.subarray(0, counts.absent)).sort(
    (a, b) => plain.close[a]! - plain.open[a]! - plain.close[b]! + plain.open[b]! || a - b,
  );
  for (const visit of order)
    if (places.find(visit, Number.POSITIVE_INFINITY)) tours.insert(visit, places.best.route, places.best.after);
  tours.begin();
}
