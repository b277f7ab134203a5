/**
 * A benchmark file turned into a problem, with what leads back to the file: numbers of its customers and its unit of
 * cost. Refuses to know any one format.
 */
import type { Problem, Solution, VehicleReference } from "../model.ts";
import { type Leg, type Scale, scaled } from "./rounding.ts";

/** Formats that are read. */
export type InstanceFormat = "vrplib" | "solomon" | "lilim" | "cordeau";

/** A file as a problem. */
export interface RoutingInstance {
  readonly name: string;
  readonly format: InstanceFormat;
  readonly problem: Problem;
  readonly scale: Scale;
  /** Number of each visit in solution files. */
  readonly labels: readonly number[];
  /** Each vehicle in the order of the file. */
  readonly vehicles: readonly VehicleReference[];
  /** True: route k of a solution file belongs to vehicle k, so that unused vehicles have empty routes. */
  readonly aligned: boolean;
  /** Length of a leg in the file's own unit, by rows of the matrices: depots, then visits. */
  readonly leg: Leg;
}

/**
 * The cost of `solution` in the unit of the file; with rounding `double` summed anew from unrounded
 * distances. Fixed costs that only rank plans by their number of vehicles (Li-Lim) are not counted.
 */
export function costInFile(instance: RoutingInstance, solution: Solution): number {
  const { problem, scale, leg } = instance;
  const ranking = instance.format === "lilim" ? solution.parts.fixed : 0;
  if (scale.rounding !== "double") return (solution.cost - ranking) / scale.factor;
  const depots = problem.depots.length;
  let cost = -ranking / scale.factor;
  for (const route of solution.routes) {
    const type = problem.vehicleTypes[route.vehicleType];
    const rows = route.trips.flatMap(({ depot, clients }) => [depot ?? -1, ...clients.map((visit) => depots + visit)]);
    rows.push(type?.endDepot ?? -1);
    const passed = rows.filter((row) => row >= 0);
    let length = 0;
    for (const [index, row] of passed.entries()) if (index > 0) length += leg(passed[index - 1] ?? row, row);
    cost += length * (type?.costPerDistance ?? 1) + (type?.fixedCost ?? 0) / scale.factor;
  }
  return cost + solution.parts.prizes / scale.factor;
}

/** `value` in the problem's unit, undefined staying undefined. */
export function scaledOptional(value: number | undefined, scale: Scale): number | undefined {
  return value === undefined ? undefined : scaled(value, scale);
}

/** The first `count` vehicles of one type. */
export function fleetOf(vehicleType: number, count: number): VehicleReference[] {
  return Array.from({ length: count }, (_, vehicle) => ({ vehicleType, vehicle }));
}
