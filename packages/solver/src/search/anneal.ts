/**
 * Ruin and recreate under simulated annealing: Christiaens and Vanden Berghe, "Slack induction by string removals"
 * (2020). Knows when to accept, remember and stop; refuses to know how places are found.
 */
import type { Random } from "@antar/measure";
import type { Budget } from "./budget.ts";
import type { Incumbent } from "./incumbent.ts";
import type { Recreate } from "./recreate.ts";
import type { Retype } from "./retype.ts";
import type { Routes } from "./routes.ts";
import type { Ruin } from "./ruin.ts";
import { cooledBy } from "./schedule.ts";
import type { Tension } from "./tension.ts";

/** First and last temperature as shares of the mean cost of a leg; with a fading price of vehicles the range is wider. */
const plainRange = [0.6, 0.08] as const;
const tenseRange = [1, 0.01] as const;

/** What one annealing works with. */
export interface Annealing {
  readonly routes: Routes;
  readonly incumbent: Incumbent;
  readonly ruin: Ruin;
  readonly recreate: Recreate;
  /** After each recreation, when one type may be cheaper than another. */
  readonly retype?: Retype;
  /** When a kilometre is dearer in some types. */
  readonly tension?: Tension | undefined;
  readonly random: Random;
  readonly budget: Budget;
  /** Mean cost of a leg, the scale of the temperatures. */
  readonly heat: number;
  /** Called after each improvement of the incumbent. */
  readonly improved: (iteration: number) => void;
  /** True stops the search. */
  readonly stopped: () => boolean;
}

/** Runs until the budget is used up, from iteration `first` on; answers the count of iterations. */
export function anneal(work: Annealing, first = 0): number {
  const { routes, incumbent, ruin, recreate, tension, random, budget } = work;
  const { instance } = routes;
  const { totals, counts, absent } = routes;
  const absences = new Float64Array(instance.visits);
  const bounded = !work.retype && !instance.hasOptional && instance.makespan === 0;
  let iteration = first;
  let cost = routes.objective();
  let grief = 0;
  const from = first > 0 ? budget.last.share : 0;
  const [hot, cold] = tension ? tenseRange : plainRange;
  const schedule = cooledBy(budget, { hot: hot * work.heat, cold: cold * work.heat, from });
  for (;;) {
    const temperature = schedule(iteration);
    if (temperature < 0 || (iteration % 64 === 0 && work.stopped())) break;
    if (iteration % 16 === 0 && tension?.fade(budget.last.share)) cost = routes.objective();
    iteration++;
    const level = totals.level;
    routes.begin();
    const limit = cost - temperature * Math.log(1 - random.next());
    // With everybody served, dearer than the limit is rejected at once; otherwise absences count first.
    const kept = recreate(ruin(), bounded && level === 0 ? limit : Number.POSITIVE_INFINITY);
    if (kept) work.retype?.();
    if (!kept || !routes.allSound()) {
      routes.rollback();
      continue;
    }
    const reached = routes.objective();
    const newLevel = totals.level;
    let accept = newLevel < level;
    if (newLevel === level) accept = reached < limit;
    if (level > 0 || newLevel > 0) {
      // Absence counters (section 5.4): whoever was left out often is worth more to get in.
      let sum = 0;
      for (let i = 0; i < counts.absent; i++) sum += absences[absent[i]!]!;
      if (sum < grief) accept = true;
      for (let i = 0; i < counts.absent; i++) if (instance.level[absent[i]!]! > 0) absences[absent[i]!]!++;
    }
    if (!accept) {
      routes.rollback();
      continue;
    }
    cost = reached;
    for (let i = 0; i < routes.touched(); i++) incumbent.changed(routes.touchedSlots[i]!);
    if (newLevel > 0) {
      grief = 0;
      for (let i = 0; i < counts.absent; i++) grief += absences[absent[i]!]!;
    }
    const real = tension ? reached - tension.price * counts.used : reached;
    if (newLevel < incumbent.state.level || (newLevel === incumbent.state.level && real < incumbent.state.cost)) {
      incumbent.remember(iteration, real);
      work.improved(iteration);
    }
  }
  tension?.fade(1);
  return iteration;
}
