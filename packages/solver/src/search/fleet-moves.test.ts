import { createRandom } from "@antar/measure";
import { expect, it } from "vitest";
import { sampleProblem } from "../sample.test-support.ts";
import { createExchangeTrips } from "./exchange-trips.ts";
import { createInsertion, pinnedSlots } from "./insertion.ts";
import { createInstance } from "./instance.ts";
import { nearestVisits } from "./neighbours.ts";
import { createResplit } from "./resplit.ts";
import { createRevehicle } from "./revehicle.ts";
import { createRoutes, type Routes } from "./routes.ts";
import { loadLocks } from "./translate.ts";

/** Every slot as visits and reloads, and the objective. */
function picture(routes: Routes): unknown {
  const buffer = new Int32Array(2 * routes.instance.visits + 4);
  const lists = Array.from({ length: routes.slots }, (_, slot) => [...buffer.slice(0, routes.read(slot, buffer))]);
  const absent = [...routes.absent.subarray(0, routes.counts.absent)].sort();
  return { lists, absent, cost: routes.objective(), level: routes.totals.level };
}

/** The objective of the same routes laid anew. */
function recomputed(routes: Routes): number {
  const fresh = createRoutes(routes.instance);
  const buffer = new Int32Array(2 * routes.instance.visits + 4);
  for (let slot = 0; slot < routes.slots; slot++) {
    const length = routes.read(slot, buffer);
    fresh.assign(slot, buffer, length);
    for (const entry of buffer.subarray(0, length)) if (entry >= 0) fresh.setPresent(entry);
  }
  return fresh.objective();
}

it("change routes to what they say they cost, and roll back to what was", () => {
  const changed = { resplit: 0, revehicle: 0, exchange: 0 };
  for (let seed = 0; seed < 1500; seed++) {
    const random = createRandom(seed);
    const instance = createInstance(sampleProblem(random, 4 + random.below(6), 0.2));
    const routes = createRoutes(instance);
    const pinned = pinnedSlots(instance, routes.firstSlot);
    loadLocks(routes);
    const insertion = createInsertion(routes, random, pinned);
    for (let visit = 0; visit < instance.visits; visit++) {
      if (routes.route[visit]! >= 0 || (instance.mate[visit]! >= 0 && instance.mate[visit]! < visit)) continue;
      routes.begin();
      if (insertion.find(visit, 0, { generous: true }) < Number.POSITIVE_INFINITY) insertion.apply(visit);
      if (!routes.allSound()) routes.rollback();
    }
    const moves = {
      resplit: createResplit(routes, nearestVisits(instance, 20), random, pinned),
      revehicle: createRevehicle(routes, random, pinned),
      exchange: createExchangeTrips(routes, random, pinned),
    };
    for (const name of ["resplit", "revehicle", "exchange", "resplit"] as const) {
      const before = picture(routes);
      routes.begin();
      const seedVisit = moves[name]?.() ?? -1;
      const context = `seed ${seed} ${name}`;
      if (seedVisit >= 0) changed[name]++;
      else expect(picture(routes), context).toEqual(before);
      if (routes.allSound()) expect(routes.objective(), context).toBe(recomputed(routes));
      if (routes.allSound() && random.next() < 0.3) continue;
      routes.rollback();
      expect(picture(routes), context).toEqual(before);
    }
  }
  expect(changed.resplit).toBeGreaterThan(60);
  expect(changed.exchange).toBeGreaterThan(60);
  expect(changed.revehicle).toBeGreaterThan(200);
});
