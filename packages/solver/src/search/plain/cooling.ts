/**
 * Ruin and recreate of plain tours under simulated annealing: Christiaens and Vanden Berghe, "Slack induction by string
 * removals" (2020). Knows when to accept, remember and stop; refuses to know how places are found.
 */
import type { Random } from "@antar/measure";
import type { Budget } from "../budget.ts";
import { createCrossings } from "./crossings.ts";
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

/** Last temperature as a share of the first, and the share of the budget in which it then falls to a tenth. */
const coldest = 0.05;
const quench = 0.04;

/** The temperature of an iteration in units of distance, negative when the search is over. */
export type Schedule = (iteration: number) => number;

/**
 * From `hot` down in step with the share of the budget. Below a twentieth of `hot` little moves (measured: cooling to a
 * hundredth leaves twice the gap on Solomon's instances), so the last steps down are left to the end.
 */
export function cooledBy(budget: Budget, hot: number): Schedule {
  let known = -1;
  let temperature = hot;
  return (iteration) => {
    const share = budget.share(iteration);
    if (share >= 1) return -1;
    if (share > known + 1e-4) {
      known = share;
      const left = 1 - share;
      temperature = hot * coldest ** share * Math.min(1, left / quench + 0.1);
    }
    return temperature;
  };
}

/** What one annealing works with. */
export interface Cooling {
  readonly tours: Tours;
  readonly best: PlainBest;
  readonly random: Random;
  readonly schedule: Schedule;
  readonly improved: (iteration: number) => void;
  readonly stopped: () => boolean;
}

/** Share of places that are overlooked. */
const blink = 0.01;

/** Crossings tried for each ruin, and their temperature as a share of its. */
const crossings = 4;
const crossingHeat = 0.2;

/** Runs until the schedule ends, from iteration `start` on; answers the count of iterations. `best` is up to date. */
export function cool(work: Cooling, start: number): number {
  const { tours, best, random, schedule } = work;
  const { totals, counts, absent, plain } = tours;
  const strings = createStrings(tours, random);
  const places = createPlaces(tours, random, blink);
  const refill = createRefill(tours, places, random);
  const cross = createCrossings(tours, random);
  const griefs = new Float64Array(plain.n);
  let iteration = start;
  let grief = 0;
  // The best is copied out only when it is about to be left.
  let unsaved = false;

  function note(): void {
    best.cost = totals.cost;
    best.level = totals.level;
    unsaved = true;
    work.improved(iteration);
  }

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

  function crossSome(heat: number): void {
    for (let i = 0; i < crossings; i++) {
      if (unsaved) save();
      if (!cross(-heat * Math.log(1 - random.next()))) continue;
      if (totals.level === best.level && totals.cost < best.cost) note();
    }
  }

  for (;;) {
    const temperature = schedule(iteration);
    if (temperature < 0 || ((iteration & 63) === 0 && work.stopped())) break;
    iteration++;
    crossSome(temperature * crossingHeat);
    if (unsaved) save();
    const { cost, level } = totals;
    tours.begin();
    strings(random.below(plain.n));
    const limit = cost - temperature * Math.log(1 - random.next());
    // With everybody served, dearer than the limit is rejected at once; otherwise absences count first.
    let accepted = refill(level > 0 ? Number.POSITIVE_INFINITY : limit);
    if (accepted) accepted = totals.level < level || (totals.level === level && totals.cost < limit);
    if (level > 0) accepted = relieved() || accepted;
    if (!accepted) {
      tours.undo();
      continue;
    }
    if (totals.level > 0) {
      grief = 0;
      for (let i = 0; i < counts.absent; i++) grief += griefs[absent[i]!]!;
    }
    if (totals.level < best.level || (totals.level === best.level && totals.cost < best.cost)) {
      note();
    }
  }
  if (unsaved) save();
  return iteration;
}
