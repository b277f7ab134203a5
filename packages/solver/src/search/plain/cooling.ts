/**
 * Ruin and recreate of plain tours under simulated annealing: Christiaens and Vanden Berghe, "Slack induction by string
 * removals" (2020). Knows when to accept, remember and stop; refuses to know how places are found.
 */
import type { Random } from "@antar/measure";
import type { Budget } from "../budget.ts";
import { createPlaces } from "./places.ts";
import { createRefill } from "./refill.ts";
import { createStrings } from "./strings.ts";
import type { Tours } from "./tours.ts";

/** The best tours of a search as `Tours.write` writes them. */
export interface PlainBest {
  readonly tours: Int32Array;
  length: number;
  cost: number;
  level: number;
}

/** What one annealing works with. */
export interface Cooling {
  readonly tours: Tours;
  readonly best: PlainBest;
  readonly random: Random;
  readonly budget: Budget;
  /** First and last temperature, in units of distance. */
  readonly hot: number;
  readonly cold: number;
  readonly improved: (iteration: number) => void;
  readonly stopped: () => boolean;
}

/** Overlooked places; above how many visits a route only near places are looked at, and how many. */
const blink = 0.01;
const nearFrom = 400;
const nearPlaces = 40;

/** Runs until the budget is used up, from iteration `start` on; answers the count of iterations. `best` is up to date. */
export function cool(work: Cooling, start: number): number {
  const { tours, best, random, budget } = work;
  const { totals, counts, absent, plain } = tours;
  const strings = createStrings(tours, random);
  const places = createPlaces(tours, random, blink);
  const refill = createRefill(tours, places, random, plain.timed && plain.n > nearFrom ? nearPlaces : 0);
  const griefs = new Float64Array(plain.n);
  let iteration = start;
  let temperature = work.hot;
  let grief = 0;
  // The best is copied out only when it is about to be left.
  let unsaved = false;

  function save(): void {
    best.length = tours.write(best.tours);
    unsaved = false;
  }

  /** Absence counters (section 5.4): whoever was left out often is worth more to get in. */
  function relieved(): boolean {
    let sum = 0;
    for (let i = 0; i < counts.absent; i++) sum += griefs[absent[i]!]!++;
    return sum < grief;
  }

  for (;;) {
    const share = budget.share(iteration);
    if (share >= 1 || ((iteration & 63) === 0 && work.stopped())) break;
    if ((iteration & 15) === 0) temperature = work.hot * (work.cold / work.hot) ** share;
    iteration++;
    const { cost, level } = totals;
    tours.begin();
    if (unsaved) save();
    strings(random.below(plain.n));
    refill();
    let accepted = totals.level < level;
    if (totals.level === level) accepted = totals.cost < cost - temperature * Math.log(1 - random.next());
    if (level > 0 || totals.level > 0) accepted = relieved() || accepted;
    if (!accepted) {
      tours.undo();
      continue;
    }
    if (totals.level > 0) {
      grief = 0;
      for (let i = 0; i < counts.absent; i++) grief += griefs[absent[i]!]!;
    }
    if (totals.level < best.level || (totals.level === best.level && totals.cost < best.cost)) {
      best.cost = totals.cost;
      best.level = totals.level;
      unsaved = true;
      work.improved(iteration);
    }
  }
  if (unsaved) save();
  return iteration;
}
