/**
 * For tests only: the optimum of a small problem by plain enumeration, judged by the checker and nothing else. Knows
 * the model; refuses to share anything with the search.
 *
 * Every order and every cut into trips of every set of visits is judged on every vehicle; the best plan is put together
 * from the routes that no other dominates, vehicle by vehicle.
 */
import { check } from "./check.ts";
import type { Problem, Route, Solution, Trip, VehicleReference, VehicleType } from "./model.ts";
import { visitCount } from "./model.ts";
import { timetable } from "./timetable.ts";

interface Vehicle extends VehicleReference {
  readonly type: VehicleType;
  readonly locked: boolean;
}

interface Choice {
  readonly cost: number;
  readonly finish: number;
}

/** What the best plan leaves out, required only: how many of each priority, highest first. */
export interface Optimum {
  readonly cost: number;
  readonly missing: readonly number[];
}

const zero = {
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
const honest = /costs (\d+)$/;

/** The true cost of `routes`, undefined when they are infeasible: what the checker says apart from the stated cost. */
export function judge(problem: Problem, routes: readonly Route[]): number | undefined {
  const served = new Set(routes.flatMap(({ trips }) => trips.flatMap(({ clients }) => clients)));
  const unassigned = Array.from({ length: visitCount(problem) }, (_, visit) => visit)
    .filter((visit) => !served.has(visit))
    .map((visit) => ({ visit, reason: "price" as const }));
  const draft: Solution = { routes, unassigned, cost: -1, parts: zero, feasible: true, iterations: 0 };
  const faults = check(problem, draft);
  if (faults.some(({ code }) => code !== "cost")) return undefined;
  return Number(honest.exec(faults.find(({ message }) => message.startsWith("says it costs"))?.message ?? "")?.[1]);
}

/** All ways to cut `visits` into trips of one vehicle. */
function* cuts(visits: readonly number[], type: VehicleType, first: boolean): Generator<Trip[]> {
  const depots = first ? [type.startDepot] : (type.reloadDepots ?? []);
  for (const depot of depots)
    for (let length = visits.length; length >= 1; length--) {
      const trip = { depot, clients: visits.slice(0, length) };
      if (length === visits.length) yield [trip];
      else for (const rest of cuts(visits.slice(length), type, false)) yield [trip, ...rest];
    }
}

function* orders(items: readonly number[]): Generator<number[]> {
  if (items.length === 0) yield [];
  for (const [index, item] of items.entries())
    for (const rest of orders([...items.slice(0, index), ...items.slice(index + 1)])) yield [item, ...rest];
}

/** `problem` for a single route of `vehicle`: nobody has to be served, absence costs nothing, nor does the makespan. */
function alone(problem: Problem, vehicle: Vehicle): Problem {
  const own = ({ vehicleType, vehicle: index }: VehicleReference) =>
    vehicleType === vehicle.vehicleType && index === vehicle.vehicle;
  return {
    ...problem,
    clients: problem.clients.map((client) => ({ ...client, required: false, prize: 0 })),
    shipments: (problem.shipments ?? []).map((shipment) => ({ ...shipment, required: false, prize: 0 })),
    groups: (problem.groups ?? []).map(() => ({ required: false })),
    locks: (problem.locks ?? []).filter(own),
    assignments: [],
    objective: { ...problem.objective, makespan: 0 },
  };
}

function itemOf(problem: Problem, visit: number): number {
  const clients = problem.clients.length;
  return visit < clients ? visit : clients + ((visit - clients) >> 1);
}

function admit(list: Choice[], entry: Choice): Choice[] {
  if (list.some(({ cost, finish }) => cost <= entry.cost && finish <= entry.finish)) return list;
  return [...list.filter(({ cost, finish }) => cost < entry.cost || finish < entry.finish), entry];
}

/** Undominated routes of `vehicle` by the set of items (bits) that they serve. */
function routesOf(problem: Problem, vehicle: Vehicle): Map<number, Choice[]> {
  const single = alone(problem, vehicle);
  const found = new Map<number, Choice[]>();
  const items = problem.clients.length + (problem.shipments?.length ?? 0);
  for (let mask = 1; mask < 1 << items; mask++) {
    const visits = Array.from({ length: visitCount(problem) }, (_, visit) => visit).filter(
      (visit) => (mask & (1 << itemOf(problem, visit))) !== 0,
    );
    let choices: Choice[] = [];
    for (const order of orders(visits))
      for (const trips of cuts(order, vehicle.type, true)) {
        const route = { vehicleType: vehicle.vehicleType, vehicle: vehicle.vehicle, trips };
        const cost = judge(single, [route]);
        if (cost === undefined) continue;
        const finish = problem.objective?.makespan ? timetable(problem, route).finish : 0;
        choices = admit(choices, { cost, finish });
      }
    if (choices.length > 0) found.set(mask, choices);
  }
  return found;
}

/** Items that other vehicles hold by lock or assignment. */
function foreign(problem: Problem, vehicle: Vehicle): number {
  let mask = 0;
  const other = (by: VehicleReference) => by.vehicleType !== vehicle.vehicleType || by.vehicle !== vehicle.vehicle;
  for (const lock of problem.locks ?? [])
    if (other(lock)) for (const { clients } of lock.trips) for (const v of clients) mask |= 1 << itemOf(problem, v);
  for (const assignment of problem.assignments ?? [])
    if (other(assignment)) mask |= 1 << itemOf(problem, assignment.visit);
  return mask;
}

function vehiclesOf(problem: Problem): Vehicle[] {
  const locked = new Set(problem.locks?.map(({ vehicleType, vehicle }) => `${vehicleType}/${vehicle}`));
  return problem.vehicleTypes.flatMap((type, vehicleType) =>
    Array.from({ length: type.count }, (_, vehicle) => {
      return { vehicleType, vehicle, type, locked: locked.has(`${vehicleType}/${vehicle}`) };
    }),
  );
}

/** How many required claims of each priority are missing from `served`, highest priority first, and prizes lost. */
function absence(problem: Problem, served: number): { missing: number[]; prizes: number } | undefined {
  const claims = [...problem.clients, ...(problem.shipments ?? [])];
  const missing = Array.from({ length: 101 }, () => 0);
  const miss = (priority = 0) => {
    missing[100 - priority] = (missing[100 - priority] ?? 0) + 1;
  };
  let prizes = 0;
  for (const [item, claim] of claims.entries()) {
    if ((served & (1 << item)) !== 0) continue;
    const grouped = problem.clients[item]?.group !== undefined;
    if (claim.required === false || grouped) prizes += claim.prize ?? 0;
    else miss(claim.priority);
  }
  for (const [index, group] of (problem.groups ?? []).entries()) {
    const members = problem.clients.flatMap((client, item) => (client.group === index ? [item] : []));
    const count = members.filter((item) => (served & (1 << item)) !== 0).length;
    if (count > 1) return undefined;
    if (count === 0 && group.required !== false)
      miss(Math.max(0, ...members.map((item) => problem.clients[item]?.priority ?? 0)));
  }
  return { missing, prizes };
}

/** Negative when fewer (of higher priority) are missing in `one`. */
export function compareMissing(one: readonly number[], other: readonly number[]): number {
  for (const [at, count] of one.entries()) if (count !== other[at]) return count - (other[at] ?? 0);
  return 0;
}

/** What `solution` leaves out, in the form of `Optimum`. */
export function missingOf(problem: Problem, solution: Solution): readonly number[] {
  let served = 0;
  for (const { trips } of solution.routes)
    for (const { clients } of trips) for (const visit of clients) served |= 1 << itemOf(problem, visit);
  return absence(problem, served)?.missing ?? [];
}

/** The best plan of `problem`: fewest required left out, higher priorities first, then the least cost. */
export function enumerateOptimum(problem: Problem): Optimum {
  const known = new Map<number, Map<number, Choice[]>>();
  let states = new Map<number, Choice[]>([[0, [{ cost: 0, finish: 0 }]]]);
  for (const vehicle of vehiclesOf(problem)) {
    const shared = vehicle.locked ? undefined : known.get(vehicle.vehicleType);
    const routes = shared ?? routesOf(problem, vehicle);
    if (!vehicle.locked) known.set(vehicle.vehicleType, routes);
    const barred = foreign(problem, vehicle);
    const reached = new Map<number, Choice[]>(vehicle.locked ? [] : states);
    for (const [served, list] of states)
      for (const [mask, choices] of routes) {
        if ((mask & (served | barred)) !== 0) continue;
        for (const before of list)
          for (const { cost, finish } of choices) {
            const entry = { cost: before.cost + cost, finish: Math.max(before.finish, finish) };
            reached.set(served | mask, admit(reached.get(served | mask) ?? [], entry));
          }
      }
    states = reached;
  }
  let best: Optimum | undefined;
  for (const [served, list] of states) {
    const left = absence(problem, served);
    if (!left) continue;
    for (const { cost, finish } of list) {
      const total = cost + left.prizes + (problem.objective?.makespan ?? 0) * finish;
      const order = best ? compareMissing(left.missing, best.missing) : -1;
      if (order < 0 || (order === 0 && total < (best?.cost ?? 0))) best = { cost: total, missing: left.missing };
    }
  }
  if (!best) throw new RangeError("the locks of this problem cannot be kept");
  return best;
}

/** The cost of the best plan that serves all who must be served, undefined when there is none. */
export function enumerateBest(problem: Problem): number | undefined {
  const { cost, missing } = enumerateOptimum(problem);
  return missing.every((count) => count === 0) ? cost : undefined;
}
