/**
 * Routes from a file made a full solution: what is not served and what it costs. Refuses to judge; `check` does.
 */
import type { CostParts, Problem, Route, Solution, Unassigned } from "../model.ts";
import { timetable } from "../timetable.ts";

/** `routes` as a solution of `problem`, with every cost that a benchmark file can name. */
export function priced(problem: Problem, routes: readonly Route[]): Solution {
  const served = new Set(routes.flatMap(({ trips }) => trips.flatMap(({ clients }) => clients)));
  const parts: { -readonly [Part in keyof CostParts]: number } = {
    fixed: 0,
    trips: 0,
    distance: 0,
    duration: 0,
    overtime: 0,
    lateness: 0,
    prizes: 0,
    makespan: 0,
    balance: 0,
  };
  for (const route of routes) {
    const type = problem.vehicleTypes[route.vehicleType];
    const { distance, duration } = timetable(problem, route);
    parts.fixed += type?.fixedCost ?? 0;
    parts.trips += (type?.costPerTrip ?? 0) * route.trips.length;
    parts.distance += (type?.costPerDistance ?? 1) * distance;
    parts.duration += (type?.costPerDuration ?? 0) * duration;
  }
  const unassigned: Unassigned[] = [];
  problem.clients.forEach((client, visit) => {
    if (served.has(visit)) return;
    unassigned.push({ visit, reason: client.group === undefined ? "budget" : "group" });
    if (client.required === false || client.group !== undefined) parts.prizes += client.prize ?? 0;
  });
  problem.shipments?.forEach((_, index) => {
    const visit = problem.clients.length + 2 * index;
    if (!served.has(visit)) unassigned.push({ visit, reason: "budget" });
  });
  const cost = Object.values(parts).reduce((sum, part) => sum + part, 0);
  return { routes, unassigned, cost, parts, feasible: true, iterations: 0 };
}
