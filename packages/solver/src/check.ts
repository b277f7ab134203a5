/**
 * The independent checker: recomputes a solution from the problem alone. Shares only the model's types (and the
 * timetable rule) with the rest of the room; refuses to trust a single number of the solution.
 */
import type { Client, CostParts, Problem, Route, Shipment, Solution, VehicleType } from "./model.ts";
import { visitCount } from "./model.ts";
import { stopOf, type Timetable, timetable } from "./timetable.ts";

/** Which rule is broken. */
export type ViolationCode =
  | "vehicle"
  | "visit"
  | "missing"
  | "group"
  | "vehicleType"
  | "depot"
  | "emptyTrip"
  | "capacity"
  | "window"
  | "break"
  | "unreachable"
  | "maxDuration"
  | "maxDistance"
  | "maxTrips"
  | "maxClients"
  | "backhaul"
  | "shipment"
  | "lock"
  | "assignment"
  | "cost";

/** One broken rule; `route` is an index into `solution.routes`. */
export interface Violation {
  readonly code: ViolationCode;
  readonly route?: number;
  readonly visit?: number;
  readonly message: string;
}

type Report = (code: ViolationCode, message: string, where?: { route?: number; visit?: number }) => void;

function claimOf(problem: Problem, visit: number): Client | Shipment | undefined {
  return problem.clients[visit] ?? problem.shipments?.[Math.floor((visit - problem.clients.length) / 2)];
}

function checkVehicle(problem: Problem, route: Route, index: number, report: Report): VehicleType | undefined {
  const type = problem.vehicleTypes[route.vehicleType];
  if (!type || !(route.vehicle >= 0 && route.vehicle < type.count)) {
    report("vehicle", `vehicle ${route.vehicle} of type ${route.vehicleType} does not exist`, { route: index });
    return undefined;
  }
  return type;
}

function checkTrips(type: VehicleType, route: Route, index: number, report: Report): void {
  const where = { route: index };
  const reloads = type.reloadDepots ?? [];
  const most = reloads.length === 0 ? 1 : (type.maxTrips ?? Number.POSITIVE_INFINITY);
  if (route.trips.length > most) report("maxTrips", `${route.trips.length} trips, at most ${most}`, where);
  route.trips.forEach(({ depot, clients }, trip) => {
    if (clients.length === 0) report("emptyTrip", `trip ${trip} serves nobody`, where);
    const right = trip === 0 ? depot === type.startDepot : depot !== null && reloads.includes(depot);
    if (!right) report("depot", `trip ${trip} loads at depot ${depot}, where this type may not`, where);
  });
  const count = route.trips.reduce((sum, { clients }) => sum + clients.length, 0);
  if (count > (type.maxClients ?? Number.POSITIVE_INFINITY))
    report("maxClients", `${count} visits, at most ${type.maxClients}`, where);
}

/** Highest load of a trip in one dimension: deliveries on board from the depot, pickups until its end. */
function peakLoad(problem: Problem, visits: readonly number[], dimension: number): number {
  let load = 0;
  for (const visit of visits) load += problem.clients[visit]?.delivery?.[dimension] ?? 0;
  let peak = load;
  for (const visit of visits) {
    const client = problem.clients[visit];
    if (client) load += (client.pickup?.[dimension] ?? 0) - (client.delivery?.[dimension] ?? 0);
    else {
      const offset = visit - problem.clients.length;
      const amount = problem.shipments?.[Math.floor(offset / 2)]?.amount[dimension] ?? 0;
      load += offset % 2 === 0 ? amount : -amount;
    }
    peak = Math.max(peak, load);
  }
  return peak;
}

function checkLoads(problem: Problem, type: VehicleType, route: Route, [index, report]: [number, Report]): void {
  route.trips.forEach(({ clients }, trip) => {
    type.capacity.forEach((room, dimension) => {
      const peak = peakLoad(problem, clients, dimension);
      if (peak > room)
        report("capacity", `trip ${trip} carries ${peak} of ${room} in dimension ${dimension}`, { route: index });
    });
    let homeward = false;
    for (const visit of clients) {
      const client = problem.clients[visit];
      if (client?.backhaul) homeward = true;
      else if (client && homeward) report("backhaul", `visit ${visit} follows a backhaul`, { route: index, visit });
    }
  });
}

function checkShipments(problem: Problem, solution: Solution, report: Report): void {
  const trips = solution.routes.flatMap(({ trips }) => trips);
  problem.shipments?.forEach((_, index) => {
    const pickup = problem.clients.length + 2 * index;
    const trip = trips.find(({ clients }) => clients.includes(pickup));
    const at = trip?.clients.indexOf(pickup) ?? -1;
    const served = trips.some(({ clients }) => clients.includes(pickup + 1));
    if (!trip && !served) return;
    if (at < 0 || (trip?.clients.indexOf(pickup + 1) ?? -1) < at)
      report("shipment", `shipment ${index} is not picked up and then delivered within one trip`, { visit: pickup });
  });
}

function checkServed(problem: Problem, solution: Solution, report: Report): Set<number> {
  const served = new Set<number>();
  const total = visitCount(problem);
  solution.routes.forEach((route, index) => {
    for (const visit of route.trips.flatMap(({ clients }) => clients)) {
      const where = { route: index, visit };
      if (!stopOf(problem, visit)) report("visit", `visit ${visit} does not exist`, where);
      if (served.has(visit)) report("visit", `visit ${visit} is served twice`, where);
      served.add(visit);
      const types = claimOf(problem, visit)?.allowedTypes;
      if (types && !types.includes(route.vehicleType))
        report("vehicleType", `visit ${visit} may not be served by type ${route.vehicleType}`, where);
    }
  });
  const listed = new Set(solution.unassigned.map(({ visit }) => visit));
  for (let visit = 0; visit < total; visit++) {
    const isDelivery = visit >= problem.clients.length && (visit - problem.clients.length) % 2 === 1;
    if (served.has(visit) && listed.has(visit))
      report("visit", `visit ${visit} is both served and unassigned`, { visit });
    if (served.has(visit) || isDelivery) continue;
    if (!listed.has(visit)) report("visit", `visit ${visit} is neither served nor unassigned`, { visit });
    const claim = claimOf(problem, visit);
    if (claim?.required !== false && problem.clients[visit]?.group === undefined)
      report("missing", `required visit ${visit} is not served`, { visit });
  }
  return served;
}

function checkGroups(problem: Problem, served: ReadonlySet<number>, report: Report): void {
  problem.groups?.forEach((group, index) => {
    const count = problem.clients.filter((client, visit) => client.group === index && served.has(visit)).length;
    if (count > 1) report("group", `${count} members of group ${index} are served`);
    if (count === 0 && group.required !== false) report("missing", `no member of required group ${index} is served`);
  });
}

function checkCommitments(problem: Problem, solution: Solution, report: Report): void {
  problem.locks?.forEach((lock, index) => {
    const route = solution.routes.find(
      ({ vehicleType, vehicle }) => vehicleType === lock.vehicleType && vehicle === lock.vehicle,
    );
    lock.trips.forEach((trip, at) => {
      const driven = route?.trips[at];
      const whole = at < lock.trips.length - 1;
      const same =
        driven !== undefined &&
        driven.depot === trip.depot &&
        trip.clients.every((visit, i) => driven.clients[i] === visit) &&
        (!whole || driven.clients.length === trip.clients.length);
      if (!same) report("lock", `lock ${index} is not kept in trip ${at}`);
    });
  });
  for (const { visit, vehicleType, vehicle } of problem.assignments ?? []) {
    const route = solution.routes.findIndex(({ trips }) => trips.some(({ clients }) => clients.includes(visit)));
    const by = solution.routes[route];
    if (by && (by.vehicleType !== vehicleType || by.vehicle !== vehicle))
      report("assignment", `visit ${visit} is not on its vehicle`, { route, visit });
  }
}

function checkRun(type: VehicleType, run: Timetable, index: number, report: Report): void {
  for (const { code, at } of run.faults) {
    const visit = run.calls[at]?.visit;
    const where = visit === null || visit === undefined ? { route: index } : { route: index, visit };
    report(code, `entry ${at} of the route cannot be kept`, where);
  }
  if (run.duration > (type.maxDuration ?? Number.POSITIVE_INFINITY))
    report("maxDuration", `takes ${run.duration}, at most ${type.maxDuration}`, { route: index });
  if (run.distance > (type.maxDistance ?? Number.POSITIVE_INFINITY))
    report("maxDistance", `is ${run.distance} long, at most ${type.maxDistance}`, { route: index });
}

function addCosts(problem: Problem, type: VehicleType, run: Timetable, sum: Record<keyof CostParts, number>): void {
  const trips = run.calls.reduce((most, { trip }) => Math.max(most, trip + 1), 0);
  sum.fixed += type.fixedCost ?? 0;
  sum.trips += (type.costPerTrip ?? 0) * trips;
  sum.distance += (type.costPerDistance ?? 1) * run.distance;
  sum.duration += (type.costPerDuration ?? 0) * run.duration;
  if (type.overtime) sum.overtime += type.overtime.cost * Math.max(0, run.duration - type.overtime.after);
  sum.lateness += run.lateness;
  sum.makespan = Math.max(sum.makespan, (problem.objective?.makespan ?? 0) * run.finish);
  sum.balance += Math.floor(((problem.objective?.balance ?? 0) * run.duration * run.duration) / 3600);
}

function prizesLost(problem: Problem, served: ReadonlySet<number>): number {
  let lost = 0;
  problem.clients.forEach((client, visit) => {
    const mayMiss = client.required === false || client.group !== undefined;
    if (mayMiss && !served.has(visit)) lost += client.prize ?? 0;
  });
  problem.shipments?.forEach((shipment, index) => {
    if (shipment.required === false && !served.has(problem.clients.length + 2 * index)) lost += shipment.prize ?? 0;
  });
  return lost;
}

/** Every rule that `solution` breaks, the stated cost included; empty when it is feasible and honest. */
export function check(problem: Problem, solution: Solution): readonly Violation[] {
  const violations: Violation[] = [];
  const report: Report = (code, message, where = {}) => violations.push({ code, message, ...where });
  const served = checkServed(problem, solution, report);
  const sum = {
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
  const vehicles = new Set<string>();
  solution.routes.forEach((route, index) => {
    const type = checkVehicle(problem, route, index, report);
    const key = `${route.vehicleType}/${route.vehicle}`;
    if (vehicles.has(key)) report("vehicle", `vehicle ${key} has two routes`, { route: index });
    vehicles.add(key);
    if (!type || route.trips.some(({ clients }) => clients.some((visit) => !stopOf(problem, visit)))) return;
    checkTrips(type, route, index, report);
    checkLoads(problem, type, route, [index, report]);
    const run = timetable(problem, route);
    checkRun(type, run, index, report);
    addCosts(problem, type, run, sum);
  });
  sum.prizes = prizesLost(problem, served);
  checkGroups(problem, served, report);
  checkShipments(problem, solution, report);
  checkCommitments(problem, solution, report);
  const total = Object.values(sum).reduce((all, part) => all + part, 0);
  if (total !== solution.cost) report("cost", `says it costs ${solution.cost}, costs ${total}`);
  for (const name of [
    "fixed",
    "trips",
    "distance",
    "duration",
    "overtime",
    "lateness",
    "prizes",
    "makespan",
    "balance",
  ] as const)
    if (sum[name] !== solution.parts[name])
      report("cost", `says ${name} costs ${solution.parts[name]}, costs ${sum[name]}`);
  return violations;
}
