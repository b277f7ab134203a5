/**
 * The temperature of an annealing in step with its budget. Knows shares of the budget; refuses to know what is annealed.
 */
import type { Budget } from "./budget.ts";

/** Share of the budget in which the last temperature falls to a tenth. */
const quench = 0.04;

/** First and last temperature, and the share of the budget that was used before the annealing began. */
export interface Cooling {
  readonly hot: number;
  readonly cold: number;
  readonly from: number;
}

/** The temperature of an iteration in units of cost, negative when the search is over. */
export type Schedule = (iteration: number) => number;

/**
 * From `hot` down to `cold` in step with the share of the budget. Below a twentieth of the mean leg little moves
 * (measured: cooling to a hundredth leaves twice the gap on Solomon's instances), so the last steps down are left to the end.
 */
export function cooledBy(budget: Budget, { hot, cold, from }: Cooling): Schedule {
  let known = -1;
  let temperature = hot;
  return (iteration) => {
    const share = budget.share(iteration);
    if (share >= 1) return -1;
    if (share > known + 1e-4) {
      known = share;
      const passed = Math.max(0, share - from) / (1 - from);
      temperature = hot * (cold / hot) ** passed * Math.min(1, (1 - share) / quench + 0.1);
    }
    return temperature;
  };
}
