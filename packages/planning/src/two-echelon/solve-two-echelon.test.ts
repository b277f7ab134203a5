import { createRandom } from "@antar/measure";
import { until } from "@antar/solver";
import { readTwoEchelon } from "@antar/solver/formats";
import { expect, test } from "vitest";
import { auditTwoEchelon, twoEchelonCost } from "../audit/two-echelon-rules.ts";
import type { TwoEchelonSolution, TwoEchelonTask } from "./solution.ts";
import { solveTwoEchelon } from "./solve-two-echelon.ts";

/**
 * Two satellites 10 east and 10 west of the depot; two customers 3 beyond each, 4 apart (3-4-5 on either side of the axis
 * at 2: sqrt(9 + 4) = 3.606).
 */
const cross = `!Trucks
2,4,1,0
!CityFreighters
1,2,2,1,5
!Stores
0,0 10,0 -10,0,2
!Customers
13,2,1 13,-2,1 -13,2,1 -13,-2,1
`;

const solved = (task: TwoEchelonTask, rounds = 40): TwoEchelonSolution => {
  const solution = solveTwoEchelon(task, { seed: 1, budget: until.iterations(rounds) });
  if (!solution) throw new Error("not solved");
  return solution;
};

test("on a cross of two satellites the optimum is one truck along the axis and one freighter on either side", () => {
  const task = readTwoEchelon(cross);
  const solution = solved(task);
  // Truck 10 + 20 + 10; each freighter 3.6056 + 4 + 3.6056 and 5 fixed; 2 units x handling 2 in the west.
  const expected = 40 + 2 * (2 * Math.hypot(3, 2) + 4 + 5) + 4;
  expect(solution.cost).toBeCloseTo(expected, 2);
  expect(auditTwoEchelon(task, solution)).toEqual([]);
  expect(solution.trucks.length).toBe(1);
});

test("with one freighter fewer than the loads need there is no solution", () => {
  expect(
    solveTwoEchelon(readTwoEchelon(cross.replace("1,2,2,1,5", "1,1,2,1,5")), { seed: 1, budget: until.iterations(10) }),
  ).toBeUndefined();
});

function randomTask(seed: number): TwoEchelonTask {
  const random = createRandom(seed);
  const point = (): { x: number; y: number } => ({ x: random.below(1000), y: random.below(1000) });
  const customers = Array.from({ length: 20 + random.below(15) }, () => ({ ...point(), demand: 1 + random.below(20) }));
  const demand = customers.reduce((sum, customer) => sum + customer.demand, 0);
  const satellites = Array.from({ length: 2 + random.below(5) }, () => ({ ...point(), handling: random.below(3) / 4 }));
  const capacity = Math.ceil(demand / 3);
  return {
    depot: point(),
    satellites,
    customers,
    trucks: { count: 4, capacity, costPerDistance: 2, fixedCost: 50 },
    freighters: { perSatellite: 6, count: 9, capacity: Math.ceil(demand / 6), costPerDistance: 1, fixedCost: 10 },
  };
}

test("six random tasks: the audit finds nothing, and the same seed gives the same routes", () => {
  for (let seed = 1; seed <= 6; seed++) {
    const task = randomTask(seed);
    const solution = solved(task, 8);
    expect({ seed, findings: auditTwoEchelon(task, solution) }).toEqual({ seed, findings: [] });
    expect(solved(task, 8)).toEqual(solution);
  }
});

test("what is spoilt in a good solution is found", () => {
  const task = randomTask(3);
  const good = solved(task, 8);
  const [truck, freighter] = [good.trucks[0], good.freighters[0]];
  if (!truck || !freighter) throw new Error("no routes");
  const [drop] = truck.drops;
  if (!drop) throw new Error("no drop");
  const others = { trucks: good.trucks.slice(1), freighters: good.freighters.slice(1) };
  const spoilt: Record<string, TwoEchelonSolution> = {
    "customer left out": {
      ...good,
      freighters: [{ ...freighter, customers: freighter.customers.slice(1) }, ...others.freighters],
    },
    "customer twice": { ...good, freighters: [...good.freighters, freighter] },
    "unknown customer": { ...good, freighters: [...good.freighters, { satellite: 0, customers: [999] }] },
    "unknown satellite": { ...good, freighters: [{ ...freighter, satellite: 99 }, ...others.freighters] },
    "empty freighter": { ...good, freighters: [...good.freighters, { satellite: 0, customers: [] }] },
    "all on one freighter": {
      ...good,
      freighters: [{ satellite: 0, customers: task.customers.map((_, index) => index) }],
    },
    "truck left out": { ...good, trucks: others.trucks },
    "drop too small": {
      ...good,
      trucks: [{ drops: [{ ...drop, amount: drop.amount - 1 }, ...truck.drops.slice(1)] }, ...others.trucks],
    },
    "too many trucks": { ...good, trucks: [...good.trucks, ...Array.from({ length: 5 }, () => ({ drops: [] }))] },
    "cost too low": { ...good, cost: good.cost * 0.99 },
  };
  for (const [name, solution] of Object.entries(spoilt)) {
    expect({ name, found: auditTwoEchelon(task, solution).length > 0 }).toEqual({ name, found: true });
  }
  expect(twoEchelonCost(task, good)).toBeCloseTo(good.cost, 1);
});

test("a file without customers, with a word for a number, or with half a place is refused with its line", () => {
  expect(() => readTwoEchelon("1,2,1,0\n1,1,1,1,0\n0,0 1,1\n")).toThrow("Customers: is missing");
  expect(() => readTwoEchelon(cross.replace("2,4,1,0", "2,four,1,0"))).toThrow("line 2");
  expect(() => readTwoEchelon(cross.replace("10,0 ", "10 "))).toThrow("Satellite y: is missing");
});
