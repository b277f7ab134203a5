/**
 * Solves a routing problem: validates, lays out, searches, checks, writes the answer. Knows the order of the steps;
 * refuses to know any of them closely.
 */
import { createRandom, type Random } from "@antar/measure";
import { check } from "./check.ts";
import type { Problem, Solution } from "./model.ts";
import { explainAbsence } from "./search/absence.ts";
import { type Budget, startBudget } from "./search/budget.ts";
import { costParts } from "./search/cost-parts.ts";
import { pinnedSlots } from "./search/insertion.ts";
import { createInstance } from "./search/instance.ts";
import { type Neighbours, nearestVisits } from "./search/neighbours.ts";
import { solveOutright } from "./search/outright.ts";
import { isPlain } from "./search/plain/layout.ts";
import { searchPlain } from "./search/plain/search-plain.ts";
import { createRoutes, type Routes } from "./search/routes.ts";
import { searchRich } from "./search/search-rich.ts";
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
  return solveBy({ outright: true }, problem, options);
}

/** As `solve`; without `outright` even tiny problems are searched, which is what the tests of the search want. */
export function solveBy(method: { outright: boolean }, problem: Problem, options: SolveOptions): Solution {
  validate(problem);
  const budget = startBudget(options.until);
  const instance = createInstance(problem);
  const random = createRandom(options.seed);
  const routes = createRoutes(instance);
  const pinned = pinnedSlots(instance, routes.firstSlot);
  loadLocks(routes);
  if (options.warm) loadWarmStart(routes, options.warm, pinned);
  if (method.outright && solveOutright(routes, pinned)) return answer(problem, routes, 0);
  const near = nearestVisits(instance, 100);
  const plain = isPlain(instance);
  let iterations = 0;
  if (!plain || (!instance.hasOptional && instance.fleets.some(({ fixedCost }) => fixedCost > 0))) {
    iterations = searchRich({
      routes,
      near,
      pinned,
      random,
      budget,
      fleetOnly: plain,
      improved: (iteration, { cost, level }) =>
        options.onProgress?.({ iteration, share: budget.last.share, cost, missing: level }),
      stopped: () => options.signal?.aborted === true,
    });
  }
  if (plain) iterations += solvePlain(routes, near, { ...options, budget, random });
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

function answer(problem: Problem, routes: Routes, iterations: number): Solution {
  const bare = { routes: routesOf(routes), unassigned: explainAbsence(routes) };
  const parts = costParts(routes);
  const cost = Object.values(parts).reduce((sum, part) => sum + part, 0);
  const draft: Solution = { ...bare, cost, parts, feasible: true, iterations };
  return { ...draft, feasible: check(problem, draft).length === 0 };
}
