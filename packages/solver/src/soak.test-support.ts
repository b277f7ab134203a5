/**
 * For tests only: random small problems solved and compared with plain enumeration. Knows what may differ; refuses to
 * know how either side works.
 */
import { createRandom } from "@antar/measure";
import { compareMissing, enumerateOptimum, missingOf } from "./oracle.test-support.ts";
import { faultsOf, sampleProblem } from "./sample.test-support.ts";
import { solveBy } from "./solve.ts";
import { until } from "./until.ts";

/** How many agreed, and what was found wrong, with the sample's number. */
export interface Soak {
  readonly compared: number;
  readonly optimal: number;
  /** Left out more (or more important) required visits than necessary. */
  readonly missed: number;
  /** Broken rules, and plans better than the optimum: never. */
  readonly wrong: readonly string[];
  /** Feasible, but dearer or with more left out than the optimum. */
  readonly dear: readonly string[];
}

/** Compares samples `from` .. `from + count` - 1. Without `outright` the search itself is tested, `iterations` long. */
export function soak(options: { from: number; count: number; outright: boolean; iterations: number }): Soak {
  const wrong: string[] = [];
  const dear: string[] = [];
  let missed = 0;
  let optimal = 0;
  for (let seed = options.from; seed < options.from + options.count; seed++) {
    const random = createRandom(seed);
    const draw = random.next();
    const size = [0.1, 0.4, 0.8, 0.95].filter((bound) => draw >= bound).length + 2;
    const drawn = sampleProblem(random, size, 0.1 + 0.4 * random.next());
    // Every cut into trips of five visits or more is too much to enumerate: those reload nowhere.
    const problem =
      size < 5 ? drawn : { ...drawn, vehicleTypes: drawn.vehicleTypes.map(({ reloadDepots: _, ...type }) => type) };
    const best = enumerateOptimum(problem);
    const end = until.iterations(options.iterations);
    const solution = solveBy({ outright: options.outright }, problem, { seed, until: end });
    const order = compareMissing(missingOf(problem, solution), best.missing);
    for (const fault of faultsOf(problem, solution)) wrong.push(`sample ${seed}: ${fault}`);
    if (order < 0 || (order === 0 && solution.cost < best.cost))
      wrong.push(`sample ${seed}: costs ${solution.cost}, less than the optimum ${best.cost}`);
    if (solution.feasible !== (order === 0 && best.missing.every((count) => count === 0)))
      wrong.push(`sample ${seed}: says feasible ${solution.feasible}`);
    if (order > 0) missed++;
    if (order > 0) dear.push(`sample ${seed}: leaves out more than it has to`);
    else if (solution.cost > best.cost) dear.push(`sample ${seed}: costs ${solution.cost}, optimum ${best.cost}`);
    else optimal++;
  }
  return { compared: options.count, optimal, missed, wrong, dear };
}
