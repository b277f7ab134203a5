import { createRandom } from "@antar/measure";
import { expect, it } from "vitest";
import type { VehicleType } from "../model.ts";
import { sampleProblem } from "../sample.test-support.ts";
import { createInsertion, pinnedSlots } from "./insertion.ts";
import { createInstance, type Instance } from "./instance.ts";
import { createRoutes, type Routes } from "./routes.ts";

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
      const delta = insertion.find(visit, 0, { generous: true });
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

/** Change of the objective by the cheapest place of all: each is really taken, and undone. */
function cheapestOfAll(routes: Routes, visit: number, pinned: Int32Array): number {
  const { instance } = routes;
  const drop = instance.mate[visit] ?? -1;
  let least = Number.POSITIVE_INFINITY;
  const nodesOf = (slot: number): number[] => {
    const nodes = [instance.visits + 2 * slot];
    for (let at = routes.next[nodes[0]!]!; at !== nodes[0]! + 1; at = routes.next[at]!) nodes.push(at);
    return nodes;
  };
  const judge = (slot: number, after: number, dropAfter: number): void => {
    const before = routes.objective();
    routes.begin();
    routes.touch(slot);
    routes.insertAfter(visit, after);
    routes.setPresent(visit);
    if (drop >= 0) {
      routes.insertAfter(drop, dropAfter);
      routes.setPresent(drop);
    }
    routes.refresh(slot);
    const delta = routes.objective() - before + instance.prize[visit]!;
    if (routes.allSound()) least = Math.min(least, delta);
    routes.rollback();
  };
  for (let slot = 0; slot < routes.slots; slot++) {
    if (instance.allowed[routes.typeOf[slot]! * instance.visits + visit] === 0) continue;
    if (pinned[visit]! >= 0 && pinned[visit] !== slot) continue;
    const nodes = nodesOf(slot);
    for (const [i, after] of nodes.entries()) {
      if (drop < 0) judge(slot, after, -1);
      else for (const dropAfter of [visit, ...nodes.slice(i + 1)]) judge(slot, after, dropAfter);
    }
  }
  return least;
}

/** Reloads and changes of the vehicle are further places; more visits than a vehicle may serve are found out later. */
function placesAreEdges({ problem, fleets, hasShipments }: Instance): boolean {
  const { matrices, objective, locks = [] } = problem;
  const single = fleets.every(({ reloads, maxClients }) => reloads.length === 0 && maxClients > 100);
  const open = matrices.every(
    ({ durations, distances }) => !durations.includes(0x7fffffff) && !distances.includes(0x7fffffff),
  );
  return single && locks.length === 0 && fleets.length === 1 && open && !(hasShipments && objective?.balance === 1);
}

/** `type` with a longest duration only: hours cost nothing. */
function freeHours({ costPerDuration, overtime, ...type }: VehicleType): VehicleType {
  return type;
}

it("finds the cheapest of all places, for clients and for shipments", () => {
  const found = { clients: 0, shipments: 0 };
  for (let seed = 0; seed < 3000; seed++) {
    const random = createRandom(seed);
    const sample = sampleProblem(random, 4 + random.below(6), 0.12);
    const instance = createInstance(
      seed % 2 === 0 ? sample : { ...sample, vehicleTypes: sample.vehicleTypes.map(freeHours) },
    );
    if (!placesAreEdges(instance)) continue;
    const routes = createRoutes(instance);
    const pinned = pinnedSlots(instance, routes.firstSlot);
    const insertion = createInsertion(routes, random, pinned);
    for (let visit = 0; visit < instance.visits; visit++) {
      if (routes.route[visit]! >= 0 || (instance.mate[visit]! >= 0 && instance.mate[visit]! < visit)) continue;
      const least = cheapestOfAll(routes, visit, pinned);
      routes.begin();
      const delta = insertion.find(visit, 0, { generous: true });
      expect(delta, `seed ${seed} visit ${visit}`).toBe(least);
      expect(insertion.find(visit, 0, { generous: true, limit: least }), `seed ${seed} visit ${visit}`).toBe(
        Number.POSITIVE_INFINITY,
      );
      if (least === Number.POSITIVE_INFINITY) continue;
      insertion.find(visit, 0, { generous: true });
      insertion.apply(visit);
      found[instance.mate[visit]! >= 0 ? "shipments" : "clients"]++;
    }
  }
  expect(found.clients).toBeGreaterThan(2000);
  expect(found.shipments).toBeGreaterThan(100);
});
