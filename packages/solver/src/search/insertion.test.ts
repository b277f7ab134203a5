import { createRandom } from "@antar/measure";
import { expect, it } from "vitest";
import { sampleProblem } from "../sample.test-support.ts";
import { createInsertion, pinnedSlots } from "./insertion.ts";
import { createInstance } from "./instance.ts";
import { createRoutes } from "./routes.ts";

it("changes the objective by exactly what it announced, and rolls back to what was", () => {
  let applied = 0;
  for (let seed = 0; seed < 1500; seed++) {
    const random = createRandom(seed);
    const instance = createInstance(sampleProblem(random, 3 + random.below(6)));
    const routes = createRoutes(instance);
    const insertion = createInsertion(routes, random, pinnedSlots(instance, routes.firstSlot));
    for (let visit = 0; visit < instance.visits; visit++) {
      if (routes.route[visit]! >= 0 || (instance.mate[visit]! >= 0 && instance.mate[visit]! < visit)) continue;
      const before = routes.objective();
      routes.begin();
      const delta = insertion.find(visit, 0, undefined, true);
      if (delta === Number.POSITIVE_INFINITY) continue;
      insertion.apply(visit);
      const context = `seed ${seed} visit ${visit}`;
      if (!routes.allSound()) {
        routes.rollback();
        expect(routes.objective(), context).toBe(before);
        continue;
      }
      expect(routes.objective() - before + instance.prize[visit]!, context).toBe(delta);
      applied++;
      if (random.next() < 0.8) continue;
      routes.rollback();
      expect(routes.objective(), context).toBe(before);
    }
  }
  expect(applied).toBeGreaterThan(3000);
});
