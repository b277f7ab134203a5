/**
 * Solves a VROOM request: maps, searches, times, and holds each route against the limits that the model cannot carry. A
 * route over such a limit loses tasks until it keeps it, and the rest of the budget looks for them a place elsewhere.
 */
import type { Solution, Trip } from "../../model.ts";
import { type SolveOptions, solve } from "../../solve.ts";
import { timetable } from "../../timetable.ts";
import { type Until, until as untils } from "../../until.ts";
import { ProblemError } from "../../validate.ts";
import { checkTables } from "./legs.ts";
import { type CostLimits, type VroomProblem, vroomProblem } from "./problem.ts";
import type { VroomRequest, VroomVehicle } from "./request.ts";
import { type RouteReport, reportRoute, type Stage } from "./route-report.ts";
import { firstRoutes, planReports } from "./steps.ts";
import { badInput } from "./vroom-error.ts";

/** What remains free in a search for a request. */
export type VroomOptions = Pick<SolveOptions, "seed" | "until" | "signal" | "onProgress">;

/** The routes found, in the order of the request's vehicles, and the iterations it took. */
export interface VroomPlan {
  readonly reports: readonly RouteReport[];
  readonly iterations: number;
}

function part(budget: Until, share: number): Until {
  return budget.kind === "iterations"
    ? untils.iterations(Math.ceil(budget.count * share))
    : untils.seconds(budget.seconds * share, budget.now);
}

function searched(problem: VroomProblem["problem"], options: SolveOptions): Solution {
  try {
    return solve(problem, options);
  } catch (error) {
    if (error instanceof ProblemError) return badInput("input", error.message);
    throw error;
  }
}

/** Stages of one route of a solution, breaks where the timetable has them. */
function stagesOf({ problem }: VroomProblem, vehicle: VroomVehicle, route: Solution["routes"][number]): Stage[] {
  let next = 0;
  return timetable(problem, route).calls.flatMap(({ visit, breaks }, index, calls): Stage[] => {
    const kind = index === 0 ? "start" : "end";
    const own: Stage =
      visit !== null ? { kind: "task", task: visit } : { kind: index === calls.length - 1 ? "end" : kind };
    const pauses = breaks.flatMap((): Stage[] => {
      const pause = vehicle.breaks[next++];
      return pause ? [{ kind: "break", pause }] : [];
    });
    return [own, ...pauses];
  });
}

/** Rules broken in all; a break that was not due is no fault of a route found by search. */
function faults({ violations, stages }: RouteReport): number {
  const own = violations.filter(({ cause }) => cause !== "missing_break").length;
  return own + stages.reduce((sum, stage) => sum + stage.violations.length, 0);
}

function excess({ vehicle, travel, distance }: RouteReport): number {
  return (
    Math.max(0, travel / Math.max(1, vehicle.maxTravelTime ?? travel) - 1) +
    Math.max(0, distance / Math.max(1, vehicle.maxDistance ?? distance) - 1)
  );
}

/** `report` less the tasks that stand in the way of its limits: those of least priority that relieve most. */
function trimmed(request: VroomRequest, report: RouteReport): RouteReport | undefined {
  let kept = report;
  while (faults(kept) > 0) {
    const tasks = kept.stages.flatMap(({ stage }) => (stage.kind === "task" ? [stage.task] : []));
    let best: RouteReport | undefined;
    let least = Number.POSITIVE_INFINITY;
    for (const task of tasks) {
      const mate = request.tasks[task]?.mate;
      const stages = kept.stages
        .map(({ stage }) => stage)
        .filter((stage) => stage.kind !== "task" || (stage.task !== task && stage.task !== mate));
      const other = reportRoute(request, report.vehicle, stages);
      const worth = (request.tasks[task]?.priority ?? 0) * 1e3 + faults(other) + excess(other);
      if (worth < least) [best, least] = [other, worth];
    }
    if (!best || best.stages.every(({ stage }) => stage.kind !== "task")) return undefined;
    kept = best;
  }
  return kept;
}

function tasksOf({ stages }: RouteReport): number[] {
  return stages.flatMap(({ stage }) => (stage.kind === "task" ? [stage.task] : []));
}

/** Routes as a warm start, by the id of the vehicle. */
function warmOf(
  { problem, vehicles }: VroomProblem,
  tasks: ReadonlyMap<number, readonly number[]>,
): Pick<Solution, "routes"> {
  const routes = vehicles.flatMap((fleet, vehicleType) =>
    fleet.flatMap(({ id }, vehicle) => {
      const clients = tasks.get(id) ?? [];
      const depot = problem.vehicleTypes[vehicleType]?.startDepot ?? null;
      const trips: Trip[] = [{ depot, clients }];
      return clients.length === 0 ? [] : [{ vehicleType, vehicle, trips }];
    }),
  );
  return { routes };
}

function reportsOf(request: VroomRequest, mapped: VroomProblem, solution: Solution): RouteReport[] {
  return solution.routes.flatMap((route) => {
    const vehicle = mapped.vehicles[route.vehicleType]?.[route.vehicle];
    return vehicle ? [reportRoute(request, vehicle, stagesOf(mapped, vehicle, route))] : [];
  });
}

function inOrder(request: VroomRequest, reports: readonly RouteReport[]): RouteReport[] {
  return request.vehicles.flatMap((vehicle) => reports.filter((report) => report.vehicle === vehicle));
}

/** True when some vehicle has a limit that only the timed route can tell. */
function mayBreak({ vehicles }: VroomRequest): boolean {
  return vehicles.some(
    ({ maxTravelTime, maxDistance, breaks }) =>
      maxTravelTime !== undefined || maxDistance !== undefined || breaks.some(({ maxLoad }) => maxLoad !== undefined),
  );
}

/** What a route over its limits may cost next time: as much less as it is too long. */
function tightened(limits: CostLimits, broken: readonly RouteReport[]): CostLimits {
  const next = new Map(limits);
  for (const { vehicle, cost, travel, distance, ticks } of broken) {
    const room = Math.min(
      (vehicle.maxTravelTime ?? Number.POSITIVE_INFINITY) * (ticks / Math.max(1, travel)),
      (vehicle.maxDistance ?? Number.POSITIVE_INFINITY) / Math.max(1, distance),
    );
    if (room < 1) next.set(vehicle.id, (cost - vehicle.costs.fixed) * room * 0.999);
  }
  return next;
}

/** VROOM's order of plans: priorities, then tasks served, then cost. True when `a` comes first. */
function better(a: readonly RouteReport[], b: readonly RouteReport[]): boolean {
  const sum = (reports: readonly RouteReport[], value: (report: RouteReport) => number): number =>
    reports.reduce((all, report) => all + value(report), 0);
  const order = [
    (one: RouteReport) => -one.priority,
    (one: RouteReport) => -tasksOf(one).length,
    (one: RouteReport) => one.cost,
  ];
  for (const value of order) {
    const difference = sum(a, value) - sum(b, value);
    if (Math.abs(difference) > 1e-6) return difference < 0;
  }
  return false;
}

/** The best routes found for `request`, which must have its tables. Throws VroomError. */
export function solveVroom(request: VroomRequest, options: VroomOptions): VroomPlan {
  checkTables(request);
  let tasks = firstRoutes(request);
  let limits: CostLimits = new Map();
  let best: RouteReport[] | undefined;
  let iterations = 0;
  for (const share of mayBreak(request) ? [0.4, 0.3, 0.3] : [1]) {
    const mapped = vroomProblem(request, limits);
    const warm = tasks ? { warm: warmOf(mapped, tasks) } : {};
    const solution = searched(mapped.problem, { ...options, ...warm, until: part(options.until, share) });
    iterations += solution.iterations;
    const found = reportsOf(request, mapped, solution);
    const kept = found.flatMap((report) => trimmed(request, report) ?? []);
    if (!best || better(kept, best)) best = kept;
    limits = tightened(
      limits,
      found.filter((report) => faults(report) > 0),
    );
    tasks = new Map(best.map((report) => [report.vehicle.id, tasksOf(report)]));
  }
  return { reports: inOrder(request, best ?? []), iterations };
}

/** Plan mode: the routes laid down in the request, timed with the least violations. Throws VroomError. */
export function planVroom(request: VroomRequest): VroomPlan {
  checkTables(request);
  return { reports: planReports(request), iterations: 0 };
}
