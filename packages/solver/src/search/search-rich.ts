/**
 * The search of problems with everything that the model offers: routes in, better routes out. Knows the order of the
 * steps; refuses to know any of them closely.
 */
import type { Random } from "@antar/measure";
import { anneal } from "./anneal.ts";
import type { Budget } from "./budget.ts";
import { createExchangeTrips } from "./exchange-trips.ts";
import { createIncumbent } from "./incumbent.ts";
import { createInsertion } from "./insertion.ts";
import type { Fleet, Instance } from "./instance.ts";
import type { Neighbours } from "./neighbours.ts";
import { createRecreate, recreateDefaults } from "./recreate.ts";
import { createResplit } from "./resplit.ts";
import { createRetype } from "./retype.ts";
import { createRevehicle } from "./revehicle.ts";
import type { Routes } from "./routes.ts";
import { createRuin, type Ruin } from "./ruin.ts";
import { shrinkFleet, worthShrinking } from "./shrink.ts";
import { createTension } from "./tension.ts";

/** What the search is given. */
export interface RichTask {
  /** Locks and warm start are laid; ends as the best found. */
  readonly routes: Routes;
  readonly near: Neighbours;
  readonly pinned: Int32Array;
  readonly random: Random;
  readonly budget: Budget;
  /** True: only saves vehicles, where that is worth more than driving, and leaves the rest to another search. */
  readonly fleetOnly: boolean;
  readonly improved: (iteration: number, best: { readonly cost: number; readonly level: number }) => void;
  readonly stopped: () => boolean;
}

/** Improves `routes` until the budget is used up; answers the iterations. */
export function searchRich(task: RichTask): number {
  const { routes, near, pinned, random } = task;
  const { instance } = routes;
  const insertion = createInsertion(routes, random, pinned);
  const incumbent = createIncumbent(routes);
  construct(routes, insertion);
  for (let slot = 0; slot < routes.slots; slot++) incumbent.changed(slot);
  const { level, cost } = incumbent.state;
  if (routes.totals.level < level || (routes.totals.level === level && routes.objective() < cost))
    incumbent.remember(0);
  const heat = meanLeg(routes);
  const work = {
    routes,
    incumbent,
    ruin: fleetRuin(task, createRuin(routes, near, random)),
    recreate: createRecreate(routes, insertion, { near, random, settings: recreateDefaults }),
    ...(pricesDiffer(instance) ? { retype: createRetype(routes, pinned) } : {}),
    tension: createTension(routes, heat),
    random,
    budget: task.budget,
    heat,
    improved: (iteration: number) => task.improved(iteration, incumbent.state),
    stopped: task.stopped,
  };
  let iterations = 0;
  if (worthShrinking(routes)) iterations = shrinkFleet({ ...work, pinned, until: 0.5, temperature: heat / 10 });
  if (!task.fleetOnly) iterations = anneal(work, iterations);
  incumbent.restore();
  return iterations;
}

/** True when the same route may cost more with one type than with another. */
function pricesDiffer({ fleets, balance }: Instance): boolean {
  if (fleets.length < 2) return false;
  if (balance > 0 || fleets.some(({ perDuration, overtimeCost }) => perDuration > 0 || overtimeCost > 0)) return true;
  const priceOf = (fleet: Fleet) =>
    [fleet.fixedCost, fleet.perTrip, fleet.perDistance, fleet.perDuration, fleet.overtimeAfter, fleet.overtimeCost]
      .concat(fleet.start, fleet.end, fleet.startLoading.fixed, fleet.startLoading.perUnit)
      .join();
  return fleets.some((fleet) => fleet.table !== fleets[0]?.table || priceOf(fleet) !== priceOf(fleets[0]));
}

/** How often routes are cut anew, change vehicles or exchange trips, instead of being ruined. */
const resplitShare = 0.1;
const revehicleShare = 0.05;
const exchangeShare = 0.1;

/** `ruin`, now and then replaced by a change of the fleet's use. */
function fleetRuin({ routes, near, pinned, random }: RichTask, ruin: Ruin): Ruin {
  const { instance } = routes;
  const resplit = pricesDiffer(instance) ? createResplit(routes, near, random, pinned) : undefined;
  const revehicle = createRevehicle(routes, random, pinned);
  const exchange = createExchangeTrips(routes, random, pinned);
  if (!resplit && !revehicle && !exchange) return ruin;
  return () => {
    const draw = random.next();
    let seed = -1;
    if (draw < resplitShare) seed = resplit?.() ?? -1;
    else if (draw < resplitShare + revehicleShare) seed = revehicle?.() ?? -1;
    else if (draw < resplitShare + revehicleShare + exchangeShare) seed = exchange?.() ?? -1;
    return seed < 0 ? ruin() : seed;
  };
}

/**
 * Inserts every absent visit where it is cheapest, those hardest to place first, optional ones at any price: dropping
 * those that do not pay is a small step, opening a far route for the first of many is none.
 */
function construct(routes: Routes, insertion: ReturnType<typeof createInsertion>): void {
  const { instance, absent, counts } = routes;
  const order = Array.from(absent.subarray(0, counts.absent)).sort(
    (a, b) =>
      instance.level[b]! - instance.level[a]! ||
      instance.close[a]! - instance.open[a]! - (instance.close[b]! - instance.open[b]!) ||
      a - b,
  );
  for (const visit of order) {
    if (routes.route[visit]! >= 0) continue;
    if (instance.mate[visit]! >= 0 && instance.mate[visit]! < visit) continue;
    const group = instance.group[visit]!;
    if (group >= 0 && instance.members[group]!.some((other) => routes.route[other]! >= 0)) continue;
    routes.begin();
    if (insertion.find(visit, 0, { generous: true }) === Number.POSITIVE_INFINITY) continue;
    insertion.apply(visit);
    if (!routes.allSound()) routes.rollback();
  }
}

/** Mean cost of a leg, the scale of the temperatures. At least 1. */
function meanLeg(routes: Routes): number {
  let legs = 0;
  let cost = 0;
  for (let i = 0; i < routes.counts.used; i++) {
    const slot = routes.used[i]!;
    const fleet = routes.instance.fleets[routes.typeOf[slot]!]!;
    legs += routes.size[slot]! + routes.trips[slot]!;
    cost += routes.cost[slot]! - fleet.fixedCost;
  }
  return Math.max(1, cost / Math.max(1, legs));
}
