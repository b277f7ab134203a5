import { createRandom } from "@antar/measure";
import { expect, it } from "vitest";
import { sampleProblem } from "../sample.test-support.ts";
import { solveBy } from "../solve.ts";
import { until } from "../until.ts";

it("is never dearer than a long search, and keeps an optimal warm start as it is", () => {
  let cheaper = 0;
  for (let seed = 0; seed < 80; seed++) {
    const problem = sampleProblem(createRandom(7000 + seed), 5);
    const searched = solveBy({ outright: false }, problem, { seed, until: until.iterations(300) });
    const outright = solveBy({ outright: true }, problem, { seed, until: until.iterations(300), warm: searched });
    const context = `sample ${7000 + seed}`;
    if (searched.feasible) expect(outright.feasible, context).toBe(true);
    if (searched.feasible) expect(outright.cost, context).toBeLessThanOrEqual(searched.cost);
    if (outright.cost < searched.cost) cheaper++;
    else if (searched.feasible) expect(outright.routes, context).toEqual(searched.routes);
  }
  expect(cheaper).toBeLessThan(10);
});
