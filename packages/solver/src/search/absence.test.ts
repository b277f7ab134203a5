import { createRandom } from "@antar/measure";
import { expect, it } from "vitest";
import type { Problem } from "../model.ts";
import { enumerateOptimum } from "../oracle.test-support.ts";
import { sampleProblem } from "../sample.test-support.ts";
import { solve } from "../solve.ts";
import { until } from "../until.ts";

/** `problem` in which exactly the items of `wanted` have to be served and nobody else may be. */
function only(problem: Problem, wanted: (visit: number) => boolean): Problem {
  const { locks: _, assignments: __, ...rest } = problem;
  return {
    ...rest,
    groups: [],
    clients: problem.clients.map(({ group: ___, ...client }, visit) =>
      wanted(visit) ? { ...client, required: true } : { ...client, required: false, allowedTypes: [] },
    ),
    shipments: (problem.shipments ?? []).map((shipment, index) =>
      wanted(problem.clients.length + 2 * index)
        ? { ...shipment, required: true }
        : { ...shipment, required: false, allowedTypes: [] },
    ),
  };
}

function possible(problem: Problem): boolean {
  return enumerateOptimum(problem).missing.every((count) => count === 0);
}

it("names a reason that plain enumeration confirms", () => {
  const seen = new Map<string, number>();
  for (let seed = 0; seed < 400; seed++) {
    const problem = sampleProblem(createRandom(seed), 3 + (seed % 2), 0.25);
    if (problem.vehicleTypes.some(({ breaks }) => breaks) || problem.locks || problem.assignments) continue;
    const solution = solve(problem, { seed, until: until.iterations(50) });
    const served = new Set(solution.routes.flatMap(({ trips }) => trips.flatMap(({ clients }) => clients)));
    for (const { visit, reason } of solution.unassigned) {
      const context = `sample ${seed}, visit ${visit}: ${reason}`;
      const together = only(problem, (other) => other === visit || served.has(other));
      const fitsAlone = possible(only(problem, (other) => other === visit));
      seen.set(reason, (seen.get(reason) ?? 0) + 1);
      if (reason === "group") continue;
      if (reason === "price") expect(possible(together), context).toBe(true);
      else if (reason.startsWith("full")) {
        expect(fitsAlone, context).toBe(true);
        const claim = problem.clients[visit] ?? problem.shipments?.[(visit - problem.clients.length) >> 1];
        const must = claim?.required !== false && problem.clients[visit]?.group === undefined;
        if (must) expect(possible(together), context).toBe(false);
        const wide = together.vehicleTypes.map((type) => ({ ...type, capacity: type.capacity.map(() => 1000) }));
        if (reason === "fullCapacity") expect(possible({ ...together, vehicleTypes: wide }), context).toBe(true);
      } else expect(fitsAlone, context).toBe(false);
    }
  }
  for (const reason of ["timeWindow", "price", "group", "fullCapacity", "fullFleet"])
    expect(seen.get(reason) ?? 0, reason).toBeGreaterThan(0);
});
