import { createRandom } from "@antar/measure";
import { expect, it } from "vitest";
import type { Problem } from "../model.ts";
import { solve } from "../solve.ts";
import { createInstance } from "./instance.ts";
import { createRoutes } from "./routes.ts";
import { createTension } from "./tension.ts";

const size = 41;

/** Clients of one unit around the middle of a square; small vehicles cost 3 a unit of distance, large ones `large`. */
function mixProblem(seed: number, counts: { small: number; large: number }, large: number): Problem {
  const random = createRandom(seed);
  const points = Array.from({ length: size }, (_, i) => (i === 0 ? [50, 50] : [random.below(100), random.below(100)]));
  const table = points.flatMap(([x = 0, y = 0]) =>
    points.map(([a = 0, b = 0]) => Math.round(Math.hypot(x - a, y - b))),
  );
  const type = { startDepot: 0, endDepot: 0 };
  return {
    depots: [{ location: 0 }],
    clients: Array.from({ length: size - 1 }, (_, i) => ({ location: i + 1, delivery: [1] })),
    vehicleTypes: [
      { ...type, count: counts.small, capacity: [4], costPerDistance: 3 },
      { ...type, count: counts.large, capacity: [25], costPerDistance: large },
    ],
    matrices: [{ distances: Int32Array.from(table), durations: Int32Array.from(table) }],
  };
}

it("makes every used vehicle dearer, less and less, and leaves the prices as they were", () => {
  const instance = createInstance(mixProblem(1, { small: 40, large: 40 }, 5));
  const routes = createRoutes(instance);
  routes.assign(0, [0, 1, 2], 3);
  routes.assign(1, [3, 4], 2);
  const own = routes.objective();
  const tension = createTension(routes, 100);
  expect(tension?.fade(0)).toBe(true);
  expect(routes.objective()).toBe(own + 2 * 200);
  expect(tension?.fade(0.001)).toBe(false);
  expect(tension?.fade(0.3)).toBe(true);
  expect(routes.objective()).toBe(own + 2 * 100);
  tension?.fade(1);
  expect([routes.objective(), tension?.price]).toEqual([own, 0]);
});

it("is not there where types cost the same or one of them could not do it all", () => {
  const tensionOf = (problem: Problem) => createTension(createRoutes(createInstance(problem)), 100);
  expect(tensionOf(mixProblem(1, { small: 40, large: 40 }, 3))).toBeUndefined();
  expect(tensionOf(mixProblem(1, { small: 9, large: 40 }, 5))).toBeUndefined();
});

it("leads to two large vehicles where they are worth ten small ones, at the price that the checker finds", () => {
  for (const seed of [1, 2, 3]) {
    const found = solve(mixProblem(seed, { small: 40, large: 40 }, 5), {
      seed,
      until: { kind: "iterations", count: 3000 },
    });
    expect([found.feasible, found.routes.length, found.routes.every(({ vehicleType }) => vehicleType === 1)]).toEqual([
      true,
      2,
      true,
    ]);
  }
});
