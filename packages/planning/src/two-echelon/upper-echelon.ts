/**
 * Trucks from the depot to satellites whose loads may be split. Knows loads of satellites; refuses to know customers.
 */
import { type Problem, solve, until } from "@antar/solver";
import type { TruckRoute, TwoEchelonTask } from "./solution.ts";

/** Distances become whole numbers by this factor. */
export const scale = 1000;

/** Distance between two points, scaled and whole. */
export function scaledDistance(
  from: { readonly x: number; readonly y: number },
  to: { readonly x: number; readonly y: number },
): number {
  return Math.round(Math.hypot(from.x - to.x, from.y - to.y) * scale);
}

interface Part {
  readonly satellite: number;
  readonly amount: number;
}

/** A load cut into full trucks and a rest; the rest into `parts` equal parts. */
function partsOf(task: TwoEchelonTask, loads: readonly number[], parts: number): Part[] {
  return loads.flatMap((load, satellite) => {
    const own: Part[] = [];
    let left = load;
    for (; left >= task.trucks.capacity; left -= task.trucks.capacity) {
      own.push({ satellite, amount: task.trucks.capacity });
    }
    for (let part = parts; part > 0 && left > 0; part--) {
      const amount = Math.ceil(left / part);
      own.push({ satellite, amount });
      left -= amount;
    }
    return own;
  });
}

function problemOf(task: TwoEchelonTask, parts: readonly Part[]): Problem {
  const places = [task.depot, ...task.satellites];
  const distances = Int32Array.from(places.flatMap((from) => places.map((to) => scaledDistance(from, to))));
  return {
    depots: [{ location: 0 }],
    clients: parts.map(({ satellite, amount }) => ({ location: satellite + 1, delivery: [amount] })),
    vehicleTypes: [
      {
        count: task.trucks.count,
        capacity: [task.trucks.capacity],
        startDepot: 0,
        endDepot: 0,
        fixedCost: Math.round(task.trucks.fixedCost * scale),
      },
    ],
    matrices: [{ durations: distances, distances }],
  };
}

/** What each truck drops, parts of one satellite on one truck together. */
function routesOf(parts: readonly Part[], trips: readonly (readonly number[])[]): TruckRoute[] {
  return trips.map((trip) => {
    const drops = new Map<number, number>();
    for (const index of trip) {
      const part = parts[index];
      if (part) drops.set(part.satellite, (drops.get(part.satellite) ?? 0) + part.amount);
    }
    return { drops: [...drops].map(([satellite, amount]) => ({ satellite, amount })) };
  });
}

/** Length of a truck's route, scaled. */
export function truckLength(task: TwoEchelonTask, { drops }: TruckRoute): number {
  const stops = drops.flatMap(({ satellite }) => task.satellites[satellite] ?? []);
  let [length, at] = [0, task.depot as { readonly x: number; readonly y: number }];
  for (const stop of [...stops, task.depot]) {
    length += scaledDistance(at, stop);
    at = stop;
  }
  return length;
}

/** Cost of the trucks, scaled. */
export function truckCost(task: TwoEchelonTask, trucks: readonly TruckRoute[]): number {
  const { costPerDistance, fixedCost } = task.trucks;
  return trucks.reduce((sum, truck) => sum + truckLength(task, truck) * costPerDistance + fixedCost * scale, 0);
}

/** Cuts that are tried: finer ones save a truck or a detour. */
const cuts = [1, 2, 4];
const iterations = 150;

/** Trucks that bring `loads` (one for each satellite); undefined when there are too few trucks. */
export function planTrucks(task: TwoEchelonTask, loads: readonly number[], seed: number): TruckRoute[] | undefined {
  let best: TruckRoute[] | undefined;
  for (const cut of cuts) {
    const parts = partsOf(task, loads, cut);
    if (parts.length === 0) return [];
    const solution = solve(problemOf(task, parts), { seed, until: until.iterations(iterations) });
    if (!solution.feasible) continue;
    const trips = solution.routes.flatMap((route) => route.trips.map((trip) => trip.clients));
    const trucks = routesOf(parts, trips);
    if (!best || truckCost(task, trucks) < truckCost(task, best)) best = trucks;
  }
  return best;
}
