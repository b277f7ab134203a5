/**
 * The independent audit of a solved two-echelon task: every rule of the instance, recomputed from coordinates. Shares
 * nothing with the search but types.
 */
import type { TwoEchelonSolution, TwoEchelonTask } from "../two-echelon/solution.ts";

type Point = { readonly x: number; readonly y: number };

const between = (from: Point, to: Point): number => Math.sqrt((from.x - to.x) ** 2 + (from.y - to.y) ** 2);

function tour(home: Point, stops: readonly Point[]): number {
  let [length, at] = [0, home];
  for (const stop of stops) {
    length += between(at, stop);
    at = stop;
  }
  return stops.length === 0 ? 0 : length + between(at, home);
}

function* customerFindings(task: TwoEchelonTask, { freighters }: TwoEchelonSolution): Generator<string> {
  const visits = task.customers.map(() => 0);
  for (const [number, { customers }] of freighters.entries()) {
    if (customers.length === 0) yield `freighter ${number} serves nobody`;
    for (const index of customers) {
      if (task.customers[index] === undefined)
        yield `freighter ${number} visits customer ${index}, which does not exist`;
      else visits[index] = (visits[index] ?? 0) + 1;
    }
  }
  for (const [index, count] of visits.entries()) {
    if (count !== 1) yield `customer ${index} is served ${count} times`;
  }
}

function* freighterFindings(task: TwoEchelonTask, { freighters }: TwoEchelonSolution): Generator<string> {
  const { count, perSatellite, capacity } = task.freighters;
  if (freighters.length > count) yield `${freighters.length} freighters, ${count} exist`;
  const used = new Map<number, number>();
  for (const [number, { satellite, customers }] of freighters.entries()) {
    if (task.satellites[satellite] === undefined)
      yield `freighter ${number} is at satellite ${satellite}, which does not exist`;
    used.set(satellite, (used.get(satellite) ?? 0) + 1);
    const load = customers.reduce((sum, index) => sum + (task.customers[index]?.demand ?? 0), 0);
    if (load > capacity) yield `freighter ${number} carries ${load}, it takes ${capacity}`;
  }
  for (const [satellite, number] of used) {
    if (number > perSatellite) yield `satellite ${satellite} sends ${number} freighters, ${perSatellite} may`;
  }
}

function* truckFindings(task: TwoEchelonTask, { trucks, freighters }: TwoEchelonSolution): Generator<string> {
  if (trucks.length > task.trucks.count) yield `${trucks.length} trucks, ${task.trucks.count} exist`;
  const brought = task.satellites.map(() => 0);
  for (const [number, { drops }] of trucks.entries()) {
    const load = drops.reduce((sum, { amount }) => sum + amount, 0);
    if (load > task.trucks.capacity) yield `truck ${number} carries ${load}, it takes ${task.trucks.capacity}`;
    for (const { satellite, amount } of drops) {
      if (brought[satellite] === undefined)
        yield `truck ${number} stops at satellite ${satellite}, which does not exist`;
      if (!(amount > 0)) yield `truck ${number} drops ${amount} at satellite ${satellite}`;
      brought[satellite] = (brought[satellite] ?? 0) + amount;
    }
  }
  for (const [satellite, amount] of brought.entries()) {
    const sent = freighters
      .filter((freighter) => freighter.satellite === satellite)
      .flatMap(({ customers }) => customers)
      .reduce((sum, index) => sum + (task.customers[index]?.demand ?? 0), 0);
    if (amount !== sent) yield `satellite ${satellite} receives ${amount} and sends ${sent}`;
  }
}

/** The cost of `solution` from coordinates, in double precision. */
export function twoEchelonCost(task: TwoEchelonTask, { trucks, freighters }: TwoEchelonSolution): number {
  let cost = 0;
  for (const { drops } of trucks) {
    const stops = drops.flatMap(({ satellite }) => task.satellites[satellite] ?? []);
    cost += tour(task.depot, stops) * task.trucks.costPerDistance + task.trucks.fixedCost;
  }
  for (const { satellite, customers } of freighters) {
    const home = task.satellites[satellite];
    if (!home) continue;
    const stops = customers.flatMap((index) => task.customers[index] ?? []);
    cost += tour(home, stops) * task.freighters.costPerDistance + task.freighters.fixedCost;
    cost += home.handling * stops.reduce((sum, { demand }) => sum + demand, 0);
  }
  return cost;
}

/** Everything that is wrong with `solution`, in English; empty when it keeps every rule and its cost is right to a thousandth. */
export function auditTwoEchelon(task: TwoEchelonTask, solution: TwoEchelonSolution): readonly string[] {
  const cost = twoEchelonCost(task, solution);
  const legs = solution.trucks.length + solution.freighters.length + task.customers.length + task.satellites.length;
  // Each leg of the search was rounded to a thousandth.
  const wrong = Math.abs(cost - solution.cost) > 0.001 * (2 * legs + 10);
  return [
    ...customerFindings(task, solution),
    ...freighterFindings(task, solution),
    ...truckFindings(task, solution),
    ...(wrong ? [`the cost is ${cost.toFixed(3)}, the solution says ${solution.cost.toFixed(3)}`] : []),
  ];
}
