import { expect, it } from "vitest";
import { type Cut, type Island, solveOnIslands } from "./islands.ts";
import type { Problem } from "./model.ts";
import { solve } from "./solve.ts";
import { until } from "./until.ts";

const size = 12;
const cells = Int32Array.from(
  { length: size * size },
  (_, cell) => (Math.abs((cell % size) * 7 - Math.floor(cell / size) * 5) % 23) + 1,
);
const problem: Problem = {
  depots: [{}],
  clients: Array.from({ length: size - 1 }, () => ({ delivery: [1] })),
  vehicleTypes: [{ count: 4, capacity: [4], startDepot: 0, endDepot: 0 }],
  matrices: [{ distances: cells, durations: cells }],
};

const island: Island = {
  run: async ({ budget, from, to, ...leg }) => {
    const count = budget.kind === "iterations" ? budget.count : 0;
    return solve(problem, { ...leg, until: until.part(until.iterations(count), from, to) });
  },
};

const common = { seed: 3, budget: { kind: "iterations", count: 400 } as const, cuts: [0.25, 0.5, 1], now: () => 0 };

it("is plain solve with one island and one leg", async () => {
  const alone = await solveOnIslands(problem, [island], { ...common, cuts: [1] });
  expect(alone).toEqual(solve(problem, { seed: 3, until: until.iterations(400) }));
});

it("answers the same after a stop and a resumption at any cut", async () => {
  const cuts: Cut[] = [];
  const whole = await solveOnIslands(problem, [island, island], { ...common, onCut: (cut) => void cuts.push(cut) });
  for (const cut of cuts.slice(0, -1)) {
    const resumed = await solveOnIslands(problem, [island, island], { ...common, resume: cut });
    expect(resumed).toEqual(whole);
  }
  expect(cuts.map(({ done }) => done)).toEqual([1, 2, 3]);
});

it("never ends above its warm start", async () => {
  const warm = solve(problem, { seed: 9, until: until.iterations(400) });
  const after = await solveOnIslands(problem, [island, island], {
    ...common,
    budget: { kind: "iterations", count: 3 },
    warm,
  });
  expect(after.cost).toBeLessThanOrEqual(warm.cost);
});
