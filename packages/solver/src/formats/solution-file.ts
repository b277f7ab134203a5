/**
 * Solution files (`.sol`): one line `Route #k: ...` for each route and the cost. Knows numbers of customers and depots as
 * the instance has them; refuses to judge a solution.
 */
import type { Route, Solution, Trip, VehicleReference } from "../model.ts";
import { FormatError, numberAt, wholeAt } from "./format-error.ts";
import { costInFile, type RoutingInstance } from "./instance.ts";

/** Number of a depot in solution files: its node, counted from 0. Depots come first in every format read here. */
function depotLabel(instance: RoutingInstance, depot: number): number {
  return instance.format === "cordeau" ? 0 : depot;
}

function numbersOf(instance: RoutingInstance, { trips }: Route): number[] {
  return trips.flatMap(({ depot, clients }, index) => [
    ...(index > 0 ? [depotLabel(instance, depot ?? 0)] : []),
    ...clients.map((visit) => instance.labels[visit] ?? -1),
  ]);
}

function keyOf({ vehicleType, vehicle }: VehicleReference): string {
  return `${vehicleType}/${vehicle}`;
}

/**
 * The customers of each route by their numbers in the file; a depot's number inside a route is a reload. With unequal
 * vehicles the k-th list belongs to vehicle k and may be empty.
 */
export function routeNumbers(instance: RoutingInstance, { routes }: Pick<Solution, "routes">): number[][] {
  if (!instance.aligned) return routes.map((route) => numbersOf(instance, route));
  const found = new Map(routes.map((route) => [keyOf(route), route]));
  const lists = instance.vehicles.map((vehicle) => {
    const route = found.get(keyOf(vehicle));
    return route ? numbersOf(instance, route) : [];
  });
  while (lists.length > 0 && lists.at(-1)?.length === 0) lists.pop();
  return lists;
}

/** The cost with as many decimals as the rounding has; at most six. */
export function roundedCost(instance: RoutingInstance, solution: Solution): number {
  return Math.round(costInFile(instance, solution) * 1e6) / 1e6;
}

/** The text of a `.sol` file. */
export function writeSolution(instance: RoutingInstance, solution: Solution): string {
  const lines = routeNumbers(instance, solution).map((numbers, index) => `Route #${index + 1}: ${numbers.join(" ")}`);
  return `${[...lines, `Cost ${roundedCost(instance, solution)}`].join("\n")}\n`;
}

/** A read `.sol` file: its routes, and the cost that it claims. */
export interface SolutionFile {
  readonly routes: readonly Route[];
  readonly cost: number | undefined;
}

function tripsOf(
  numbers: readonly number[],
  line: number,
  instance: RoutingInstance,
  vehicle: VehicleReference,
): Trip[] {
  const visits = new Map(instance.labels.map((label, visit) => [label, visit]));
  const home = instance.problem.vehicleTypes[vehicle.vehicleType]?.startDepot ?? null;
  const trips: { depot: number | null; clients: number[] }[] = [{ depot: home, clients: [] }];
  for (const label of numbers) {
    const visit = visits.get(label);
    if (visit !== undefined) trips.at(-1)?.clients.push(visit);
    else if (label < instance.problem.depots.length) trips.push({ depot: label, clients: [] });
    else throw new FormatError(line, "Route", `there is no customer ${label}`);
  }
  return trips;
}

/** Routes of `text` on the vehicles of `instance`, the k-th on vehicle k. Throws FormatError. */
export function readSolution(text: string, instance: RoutingInstance): SolutionFile {
  const routes: Route[] = [];
  let cost: number | undefined;
  let order = 0;
  for (const [index, content] of text.split(/\r\n|\n|\r/).entries()) {
    const line = index + 1;
    const found = /^\s*Route\s*#\s*(\d+)\s*:?(.*)$/i.exec(content);
    const claimed = /^\s*Cost\s*:?\s*(\S+)\s*$/i.exec(content);
    if (claimed) cost = numberAt(line, "Cost", claimed[1]);
    if (!found) continue;
    const vehicle = instance.vehicles[order++];
    if (!vehicle) throw new FormatError(line, "Route", `there are only ${instance.vehicles.length} vehicles`);
    const cells = (found[2] ?? "")
      .trim()
      .split(/\s+/)
      .filter((cell) => cell !== "");
    const numbers = cells.map((cell) => wholeAt(line, "Route", cell));
    if (numbers.length > 0) routes.push({ ...vehicle, trips: tripsOf(numbers, line, instance, vehicle) });
  }
  if (order === 0) throw new FormatError(0, "Route", 'there is no line "Route #1: ..."');
  routes.sort((a, b) => a.vehicleType - b.vehicleType || a.vehicle - b.vehicle);
  return { routes, cost };
}
