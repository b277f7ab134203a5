/**
 * The whole search of a plain problem: routes in, better routes out. Knows the order of the steps; refuses to know any
 * of them closely.
 */
import type { Random } from "@antar/measure";
import type { Budget } from "../budget.ts";
import type { Instance } from "../instance.ts";
import type { Neighbours } from "../neighbours.ts";
import { cool, type PlainBest } from "./cooling.ts";
import { layOut } from "./layout.ts";
import { createPlaces } from "./places.ts";
import { createTours, type Tours } from "./tours.ts";

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
export function searchPlain(task: PlainTask): { routes: number[][]; iterations: number } {
  const { instance, near, random } = task;
  const visits = Int32Array.from({ length: instance.visits }, (_, visit) => visit);
  const plain = layOut(instance, near, visits, instance.fleets[0]?.slots ?? 0);
  const tours = createTours(plain);
  fill(tours, task);
  const best: PlainBest = { tours: new Int32Array(plain.n + plain.slots), length: 0, cost: 0, level: 0 };
  best.cost = tours.totals.cost;
  best.level = tours.totals.level;
  best.length = tours.write(best.tours);
  const heat = Math.max(1, tours.totals.cost / Math.max(1, plain.n + tours.counts.used));
  const iterations = cool(
    {
      tours,
      best,
      random,
      budget: task.budget,
      hot: heat,
      cold: heat / 100,
      improved: (iteration) => task.improved(iteration, best.cost, best.level),
      stopped: task.stopped,
    },
    0,
  );
  return { routes: routesIn(best, plain.visit), iterations };
}

function fill(tours: Tours, { start, random }: PlainTask): void {
  const { plain, absent, counts } = tours;
  const number = new Map(Array.from(plain.visit, (visit, i) => [visit, i]));
  for (const route of start) {
    const r = tours.freeRoute();
    let after = -1;
    for (const visit of route) {
      const i = number.get(visit) ?? -1;
      tours.insert(i, r, after);
      after = i;
    }
    tours.settle(r);
  }
  const places = createPlaces(tours, random, 0);
  const order = Array.from(absent.subarray(0, counts.absent)).sort(
    (a, b) => plain.close[a]! - plain.open[a]! - plain.close[b]! + plain.open[b]! || a - b,
  );
  for (const visit of order) if (places.find(visit, 0)) tours.insert(visit, places.best.route, places.best.after);
  tours.begin();
}

function routesIn(best: PlainBest, visit: Int32Array): number[][] {
  const routes: number[][] = [];
  let route: number[] = [];
  for (let i = 0; i < best.length; i++) {
    const at = best.tours[i]!;
    if (at >= 0) route.push(visit[at]!);
    else {
      routes.push(route);
      route = [];
    }
  }
  return routes;
}
