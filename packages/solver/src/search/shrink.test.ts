import { describe, expect, it } from "vitest";
import type { Problem } from "../model.ts";
import { solveBy } from "../solve.ts";
import { until } from "../until.ts";

/** Sixteen clients on two rays; amounts 5, 5, 5, 5, 4 x 12 fill seven vehicles of 10 only if no four meets a five. */
function town(fixedCost: number): Problem {
  const amounts = [5, 4, 5, 4, 5, 4, 5, 4, 4, 4, 4, 4, 4, 4, 4, 4];
  const at = [0, ...amounts.map((_, i) => (i % 2 === 0 ? 10 + i : -10 - i))];
  const cells = Int32Array.from(at.flatMap((from) => at.map((to) => Math.abs(from - to))));
  return {
    depots: [{}],
    clients: amounts.map((amount) => ({ delivery: [amount] })),
    vehicleTypes: [{ count: 16, capacity: [10], startDepot: 0, endDepot: 0, fixedCost }],
    matrices: [{ durations: cells, distances: cells }],
  };
}

describe("fewer vehicles", () => {
  it("come first when each costs more than all that it drives", () => {
    // 4 x 5 + 12 x 4 = 68: seven vehicles of 10; two fives or two fours each make eight.
    const solution = solveBy({ outright: false }, town(10_000), { seed: 1, until: until.iterations(3000) });
    expect(solution.routes).toHaveLength(8);
    expect(solution.feasible).toBe(true);
  });
});
