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
import type { Tension } from "./tension.ts";

/** What one annealing works with. */
export interface Annealing {
  readonly routes: Routes;
  readonly incumbent: Incumbent;
  readonly ruin: Ruin;
  readonly recreate: Recreate;
  /** After each recreation, when there are several types. */
  readonly retype?: Retype;
  /** When a kilometre is dearer in some types. */
  readonly tension?: Tension | undefined;
  readonly random: Random;
  readonly budget: Budget;
  /** First and last temperature, in cost. */
  readonly hot: number;
  readonly cold: number;
  /** Called after each improvement of the incumbent. */
  readonly improved: (iteration: number) => void;
  /** True stops the search. */
  readonly stopped: () => boolean;
}

/** Runs until the budget is used up, from iteration `first` on; answers the count of iterations. */
export function anneal(work: Annealing, first = 0): number {
  const { routes, incumbent, ruin, recreate, tension, random, budget } = work;
  const { totals, counts, absent } = routes;
  const absences = new Float64Array(routes.instance.visits);
  let iteration = first;
  let cost = routes.objective();
  let grief = 0;
  let temperature = work.hot;
  for (;;) {
    const share = budget.share(iteration);
    if (share >= 1 || (iteration % 64 === 0 && work.stopped())) break;
    if (iteration % 16 === 0) {
      temperature = work.hot * (work.cold / work.hot) ** share;
      if (tension?.fade(share)) cost = routes.objective();
    }
    iteration++;
    const level = totals.level;
    routes.begin();
    recreate(ruin());
    work.retype?.();
    if (!routes.allSound()) {
      routes.rollback();
      continue;
    }
    const reached = routes.objective();
    const newLevel = totals.level;
    let accept = newLevel < level;
    if (newLevel === level) accept = reached < cost - temperature * Math.log(1 - random.next());
    if (level > 0 || newLevel > 0) {
      // Absence counters (section 5.4): whoever was left out often is worth more to get in.
      let sum = 0;
      for (let i = 0; i < counts.absent; i++) sum += absences[absent[i]!]!;
      if (sum < grief) accept = true;
      for (let i = 0; i < counts.absent; i++) if (routes.instance.level[absent[i]!]! > 0) absences[absent[i]!]!++;
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
