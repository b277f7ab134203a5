/**
 * Solves a routing problem: validates, lays out, searches, checks, writes the answer. Knows the order of the steps;
 * refuses to know any of them closely.
 */
import { createRandom, type Random } from "@antar/measure";
import { check } from "./check.ts";
import type { Problem, Solution } from "./model.ts";
import { explainAbsence } from "./search/absence.ts";
import { type Annealing, anneal } from "./search/anneal.ts";
import { type Budget, startBudget } from "./search/budget.ts";
import { costParts } from "./search/cost-parts.ts";
import { createIncumbent, type Incumbent } from "./search/incumbent.ts";
import { createInsertion, pinnedSlots } from "./search/insertion.ts";
import { createInstance } from "./search/instance.ts";
import { type Neighbours, nearestVisits } from "./search/neighbours.ts";
import { isPlain } from "./search/plain/layout.ts";
import { searchPlain } from "./search/plain/search-plain.ts";
import { createRecreate, recreateDefaults } from "./search/recreate.ts";
import { createRetype } from "./search/retype.ts";
import { createRoutes, type Routes } from "./search/routes.ts";
import { createRuin } from "./search/ruin.ts";
import { loadLocks, loadWarmStart, routesOf } from "./search/translate.ts";
import type { Until } from "./until.ts";
import { validate } from "./validate.ts";

/** How far a search has come. */
export interface Progress {
  readonly iteration: number;
  /** 0..1 of the budget. */
  readonly share: number;
  readonly cost: number;
  /** Required visits (or groups) without a place. */
  readonly missing: number;
}

export interface SolveOptions {
  /** Any safe integer; the same seed and iteration count give the same answer. */
  readonly seed: number;
  readonly until: Until;
  /** A solution to start from; the answer is never worse. Visits it lacks are inserted. */
  readonly warm?: Pick<Solution, "routes">;
  /** Called after each improvement. */
  readonly onProgress?: (progress: Progress) => void;
  /** Looked at often; once `aborted` the best so far is answered. */
  readonly signal?: { readonly aborted: boolean };
}

/**
 * The best plan found within the budget. Visits that found no place are listed with the constraint that binds;
 * `feasible` is what the independent checker says. Throws ProblemError on an unsound problem or warm start.
 */
export function solve(problem: Problem, options: SolveOptions): Solution {
  validate(problem);
  const budget = startBudget(options.until);
  const instance = createInstance(problem);
  const random = createRandom(options.seed);
  const routes = createRoutes(instance);
  const near = nearestVisits(instance, 100);
  const pinned = pinnedSlots(instance, routes.firstSlot);
  const insertion = createInsertion(routes, random, pinned);
  const recreate = createRecreate(routes, insertion, { near, random, settings: recreateDefaults });
  loadLocks(routes);
  if (options.warm) loadWarmStart(routes, options.warm, pinned);
  if (isPlain(instance)) return answer(problem, routes, solvePlain(routes, near, { ...options, budget, random }));
  const incumbent = createIncumbent(routes);
  construct(routes, insertion);
  for (let slot = 0; slot < routes.slots; slot++) incumbent.changed(slot);
  incumbent.remember(0);
  const heat = meanLeg(routes);
  const work: Annealing = {
    routes,
    incumbent,
    ruin: createRuin(routes, near, random),
    recreate,
    ...(instance.fleets.length > 1 ? { retype: createRetype(routes, pinned) } : {}),
    random,
    budget,
    hot: heat,
    cold: heat / 100,
    improved: (iteration) => options.onProgress?.(progressOf(iteration, budget.last.share, incumbent)),
    stopped: () => options.signal?.aborted === true,
  };
  const iterations = anneal(work);
  incumbent.restore();
  return answer(problem, routes, iterations);
}

interface PlainOptions extends SolveOptions {
  readonly budget: Budget;
  readonly random: Random;
}

/** Plain problems have a faster search of their own; `routes` become its best. Answers its iterations. */
function solvePlain(routes: Routes, near: Neighbours, options: PlainOptions): number {
  const { instance } = routes;
  const { budget, random } = options;
  const unit = instance.fleets[0]?.perDistance ?? 1;
  const { routes: found, iterations } = searchPlain({
    instance,
    near,
    start: routesOf(routes).map(({ trips }) => trips[0]?.clients ?? []),
    random,
    budget,
    improved: (iteration, cost, missing) =>
      options.onProgress?.({ iteration, share: budget.last.share, cost: unit * cost, missing }),
    stopped: () => options.signal?.aborted === true,
  });
  for (let slot = 0; slot < routes.slots; slot++) routes.assign(slot, [], 0);
  for (let visit = 0; visit < instance.visits; visit++) routes.setAbsent(visit);
  for (const [slot, sequence] of found.entries()) {
    routes.assign(slot, sequence, sequence.length);
    for (const visit of sequence) routes.setPresent(visit);
  }
  return iterations;
}

function progressOf(iteration: number, share: number, incumbent: Incumbent): Progress {
  return { iteration, share, cost: incumbent.state.cost, missing: incumbent.state.level };
}

/** Inserts every absent visit where it is cheapest, those hardest to place first. */
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
    if (insertion.find(visit, 0) === Number.POSITIVE_INFINITY) continue;
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

function answer(problem: Problem, routes: Routes, iterations: number): Solution {
  const bare = { routes: routesOf(routes), unassigned: explainAbsence(routes) };
  const parts = costParts(routes);
  const cost = Object.values(parts).reduce((sum, part) => sum + part, 0);
  const draft: Solution = { ...bare, cost, parts, feasible: true, iterations };
  return { ...draft, feasible: check(problem, draft).length === 0 };
}
