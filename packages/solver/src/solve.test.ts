import { createRandom, unreachable } from "@antar/measure";
import { describe, expect, it } from "vitest";
import { check, type Problem, ProblemError, type Route, type Solution, solve, until } from "./index.ts";
import { sampleProblem } from "./sample.test-support.ts";
import { soak } from "./soak.test-support.ts";

const small = (count = 400) => until.iterations(count);

/** Depot at 0, clients at 3, 5 and 9 on a line; vehicles hold two of them. */
function line(extra: Partial<Problem["vehicleTypes"][number]> = {}): Problem {
  const at = [0, 3, 5, 9];
  const cells = Int32Array.from(at.flatMap((from) => at.map((to) => Math.abs(from - to))));
  return {
    depots: [{}],
    clients: [1, 2, 3].map(() => ({ delivery: [1] })),
    vehicleTypes: [{ count: 3, capacity: [2], startDepot: 0, endDepot: 0, ...extra }],
    matrices: [{ durations: cells, distances: cells }],
  };
}

describe("solve", () => {
  it("finds the cheapest split of three clients over vehicles that hold two", () => {
    // {5, 9} and {3}: 18 + 6 = 24; {3, 9}, {5}: 28; {3, 5}, {9}: 28.
    const solution = solve(line(), { seed: 1, until: small() });
    expect(solution.cost).toBe(24);
    expect(solution.feasible).toBe(true);
    expect(solution.parts.distance).toBe(24);
  });

  it("makes a second trip when one vehicle has to do", () => {
    const solution = solve(line({ count: 1, reloadDepots: [0] }), { seed: 1, until: small() });
    expect(solution.routes).toHaveLength(1);
    expect(solution.routes[0]?.trips.map(({ clients }) => [...clients].sort()).sort()).toEqual([[0], [1, 2]]);
    expect(solution.cost).toBe(24);
  });

  it("makes the fewest trips when each is paid for", () => {
    // Two trips are needed: 24 of driving and 2 x 5 for the trips.
    const solution = solve(line({ count: 1, reloadDepots: [0], costPerTrip: 5 }), { seed: 1, until: small() });
    expect(solution.parts.trips).toBe(10);
    expect(solution.cost).toBe(34);
  });

  it("takes a longer way when that saves a paid trip", () => {
    // Visiting 0 and 2 together and 1 alone is 28; a vehicle for three drives 18 in one trip but costs 9 per distance.
    const base = line({ count: 1, reloadDepots: [0], costPerTrip: 100 });
    const wide = { count: 1, capacity: [3], startDepot: 0, endDepot: 0, costPerDistance: 9 };
    const solution = solve({ ...base, vehicleTypes: [...base.vehicleTypes, wide] }, { seed: 1, until: small() });
    // 9 x 18 = 162 beats 24 + 200; without the price of trips it would not.
    expect(solution.cost).toBe(162);
  });

  it("counts loading per unit before each trip in the duration", () => {
    const timed = line({
      count: 1,
      reloadDepots: [0],
      startLoading: { fixed: 10, perUnit: 7 },
      reloadLoading: { fixed: 100, perUnit: 7 },
      costPerDistance: 0,
      costPerDuration: 1,
    });
    // 10 + 100 fixed, 3 units x 7 = 21, driving 24.
    expect(solve(timed, { seed: 1, until: small() }).parts.duration).toBe(155);
  });

  it("lists what does not fit with the constraint that binds", () => {
    const base = line({ maxDuration: 12 });
    const late = {
      ...base,
      clients: base.clients.map((client, i) => (i === 0 ? { ...client, delivery: [3] } : client)),
    };
    const solution = solve(late, { seed: 1, until: small() });
    expect(solution.feasible).toBe(false);
    expect(solution.unassigned).toEqual([
      { visit: 0, reason: "capacity" },
      { visit: 2, reason: "maxDuration" },
    ]);
    expect(solve(line({ count: 1 }), { seed: 1, until: small() }).unassigned).toHaveLength(1);
  });

  it("names the fleet's room when only that is short", () => {
    expect(solve(line({ count: 1 }), { seed: 1, until: small() }).unassigned[0]?.reason).toBe("fullCapacity");
  });

  it("keeps locked trips and assignments", () => {
    const locked: Problem = {
      ...line(),
      locks: [{ vehicleType: 0, vehicle: 2, trips: [{ depot: 0, clients: [2, 0] }] }],
      assignments: [{ visit: 1, vehicleType: 0, vehicle: 1 }],
    };
    const solution = solve(locked, { seed: 3, until: small() });
    expect(solution.routes).toEqual([
      { vehicleType: 0, vehicle: 1, trips: [{ depot: 0, clients: [1] }] },
      { vehicleType: 0, vehicle: 2, trips: [{ depot: 0, clients: [2, 0] }] },
    ]);
    expect(solution.feasible).toBe(true);
  });

  it("refuses an unsound problem and names the field", () => {
    const base = line();
    const bad: Problem = { ...base, clients: [...base.clients.slice(0, 2), { delivery: [1, 2] }] };
    expect(() => solve(bad, { seed: 1, until: small() })).toThrow(ProblemError);
    expect(() => solve(bad, { seed: 1, until: small() })).toThrow("clients[2].delivery");
  });

  it("never drives an unreachable leg", () => {
    const base = line();
    const cells = Int32Array.from(base.matrices[0]!.distances);
    cells[2 * 4 + 3] = unreachable;
    cells[3 * 4 + 2] = unreachable;
    const solution = solve(
      { ...base, matrices: [{ durations: cells, distances: cells }] },
      { seed: 1, until: small() },
    );
    expect(solution.cost).toBe(28);
  });

  it("answers the same for the same seed and iterations, and is never worse than its warm start", () => {
    const problem = sampleProblem(createRandom(77), 7);
    const first = solve(problem, { seed: 5, until: small(50) });
    expect(solve(problem, { seed: 5, until: small(50) })).toEqual(first);
    const warm = solve(problem, { seed: 9, until: small(0), warm: first });
    if (first.feasible) expect(warm.cost).toBeLessThanOrEqual(first.cost);
    expect(warm.unassigned.length).toBeLessThanOrEqual(first.unassigned.length);
  });

  it("stops when told to", () => {
    const problem = sampleProblem(createRandom(3), 6);
    const solution = solve(problem, { seed: 1, until: small(1_000_000_000), signal: { aborted: true } });
    expect(solution.iterations).toBeLessThan(100);
  });
});

describe("solve against enumeration", () => {
  it("is optimal on every one of 250 small problems with every feature of the model", () => {
    const { wrong, dear, compared } = soak({ from: 0, count: 250, outright: true, iterations: 300 });
    expect([...wrong, ...dear]).toEqual([]);
    expect(compared).toBe(250);
  });

  it("is never wrong, and nearly always optimal, by search alone", () => {
    const { wrong, optimal } = soak({ from: 400, count: 100, outright: false, iterations: 200 });
    expect(wrong).toEqual([]);
    expect(optimal).toBeGreaterThan(0.95 * 100);
  });
});

describe("check", () => {
  const problem = line();
  const honest = solve(problem, { seed: 1, until: small() });
  const codesOf = (changed: Partial<Solution>) => check(problem, { ...honest, ...changed }).map(({ code }) => code);
  const route = (clients: number[], vehicle = 0): Route => ({
    vehicleType: 0,
    vehicle,
    trips: [{ depot: 0, clients }],
  });

  it("finds nothing in an honest solution", () => {
    expect(codesOf({})).toEqual([]);
  });

  it("finds a wrong cost, an overfull trip, a visit served twice, and one that was forgotten", () => {
    expect(codesOf({ cost: honest.cost - 1 })).toEqual(["cost"]);
    expect(codesOf({ routes: [route([0, 1, 2])] })).toContain("capacity");
    expect(codesOf({ routes: [route([0, 1]), route([1, 2], 1)] })).toContain("visit");
    expect(codesOf({ routes: [route([0, 1])] })).toContain("missing");
    expect(codesOf({ routes: [route([0, 1]), route([2])] })).toContain("vehicle");
  });
});
