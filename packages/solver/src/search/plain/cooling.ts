/**
 * Ruin and recreate of plain tours under simulated annealing: Christiaens and Vanden Berghe, "Slack induction by string
 * removals" (2020). Knows when to accept, remember and stop; refuses to know how places are found.
 */
import type { Random } from "@antar/measure";
import type { Schedule } from "../schedule.ts";
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
    for (let i = 0; i < counts.absent; i++) if (plain.level[absent[i]!]! > 0) sum += griefs[absent[i]!]!++;
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
    const seed = random.below(plain.n);
    const absentBefore = counts.absent;
    strings(seed);
    const removed = counts.absent - absentBefore;
    const limit = cost - temperature * Math.log(1 - random.next());
    // With everybody served, dearer than the limit is rejected at once; otherwise absences count first.
    let accepted = refill(level > 0 ? Number.POSITIVE_INFINITY : limit, { seed, removed });
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
