/**
 * Between lists of the instance's visits and the working tours of a plain search. Knows both numberings; refuses to
 * improve anything.
 */
import type { PlainBest } from "./cooling.ts";
import type { Tours } from "./tours.ts";

/** The visits of one route in order, numbered as in the instance. */
export type Visits = number[];

/** Lays `routes`, which must be feasible, into empty `tours`. */
export function fillTours(tours: Tours, routes: readonly (readonly number[])[]): void {
  const number = new Map<number, number>();
  for (const [i, visit] of tours.plain.visit.entries()) number.set(visit, i);
  for (const route of routes) {
    const r = tours.freeRoute();
    if (r < 0) break;
    let after = -1;
    for (const visit of route) {
      const i = number.get(visit) ?? -1;
      tours.insert(i, r, after);
      after = i;
    }
    tours.settle(r);
  }
  tours.begin();
}

/** The tours as they now are, to be remembered as the best. */
export function bestOf(tours: Tours): PlainBest {
  const { plain, totals } = tours;
  const best: PlainBest = { tours: new Int32Array(plain.n + plain.slots), length: 0, ...totals };
  best.length = tours.write(best.tours);
  return best;
}

/** The routes of `best`, where `visit` gives the instance's number of each visit. */
export function routesIn(best: PlainBest, visit: Int32Array): Visits[] {
  const routes: Visits[] = [];
  let route: Visits = [];
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
