/**
 * Several short annealings from one start, and a long one from the best of them: where a single one ends in one of many
 * deep valleys, which one is luck, and luck is cheap while there are many iterations for each visit. Knows the parts of a
 * budget; refuses to know how tours are improved.
 */
import type { Budget } from "../budget.ts";
import { cooledBy } from "../schedule.ts";
import { type Cooling, cool, type PlainBest } from "./cooling.ts";
import { createTours, type Tours } from "./tours.ts";
import { bestOf, fillTours, routesIn } from "./transfer.ts";

/** Short annealings, the share of the budget of each, and the first temperature of the long one as a share of theirs. */
const starts = 4;
const startShare = 0.15;
const warm = 0.5;

/** Iterations for each visit from which on luck is tried, and the share of the budget after which they are foretold. */
const enough = 8_000;
const foretold = 0.01;

/** What the annealings work with; `best` is what they start from, and in the end the best of all. */
export interface Starts extends Omit<Cooling, "schedule" | "improved"> {
  readonly budget: Budget;
  /** First temperature; the last one is a twentieth of it. */
  readonly heat: number;
  /** Told of each new best: cost and weight of the absent. */
  readonly improved: (iteration: number, cost: number, level: number) => void;
}

/** Runs until the budget ends; answers the count of iterations. */
export function coolFromStarts(work: Starts): number {
  const { tours, best, budget, heat, random, stopped } = work;
  const { plain } = tours;
  const first = routesIn(best, plain.visit);
  // Where windows or prizes count several starts were not measured; a search that goes on where one stopped has had its starts.
  let single = budget.last.share > 0 || plain.timed || plain.hasOptional;
  let iteration = 0;

  function anneal(from: Tours, into: PlainBest, hot: number, part: (iteration: number) => number): void {
    const schedule = cooledBy({ share: part, last: budget.last }, { hot, cold: heat / 20, from: 0 });
    const improved = (at: number) => {
      if (into === best || isBetter(into, best)) work.improved(at, into.cost, into.level);
    };
    iteration = cool({ tours: from, best: into, random, schedule, improved, stopped }, iteration);
  }

  let judged = single;
  anneal(tours, best, heat, (at) => {
    const share = budget.share(at);
    if (!judged && share >= foretold) {
      judged = true;
      single = at < enough * share * plain.n;
    }
    return single || !judged ? share : share / startShare;
  });
  if (single || !judged) return iteration;
  for (let start = 1; start < starts; start++) {
    const again = createTours(plain);
    fillTours(again, first);
    const own = bestOf(again);
    anneal(again, own, heat, (at) => budget.share(at) / startShare - start);
    if (!isBetter(own, best)) continue;
    best.tours.set(own.tours);
    best.length = own.length;
    best.cost = own.cost;
    best.level = own.level;
  }
  const rest = createTours(plain);
  fillTours(rest, routesIn(best, plain.visit));
  const used = starts * startShare;
  anneal(rest, best, warm * heat, (at) => (budget.share(at) - used) / (1 - used));
  return iteration;
}

function isBetter(one: PlainBest, other: PlainBest): boolean {
  return one.level < other.level || (one.level === other.level && one.cost < other.cost);
}
