/**
 * For tests only: random small rich problems, and their optimum by plain enumeration judged by the checker. Knows the
 * model; refuses to share anything with the search.
 */
import type { Random } from "@antar/measure";
import { check } from "./check.ts";
import type { Client, Problem, Route, Shipment, Solution, Stop, Trip, VehicleType } from "./model.ts";
import { visitCount } from "./model.ts";

function chance(random: Random, probability: number): boolean {
  return random.next() < probability;
}

function sampleStop(random: Random, rich: ReadonlySet<string>): Stop {
  const open = random.below(60);
  const windows: [number, number][] = [[open, open + 10 + random.below(60)]];
  if (rich.has("several") && chance(random, 0.5)) windows.push([windows[0]![1] + 20, windows[0]![1] + 60]);
  return {
    service: random.below(6),
    ...(rich.has("windows") && chance(random, 0.7) ? { windows } : {}),
    ...(rich.has("due") ? { due: { at: open + 10, cost: 1 + random.below(3) } } : {}),
  };
}

function sampleClient(random: Random, rich: ReadonlySet<string>, types: number): Client {
  const both = rich.has("pickups") && chance(random, 0.5);
  const homeward = rich.has("backhauls") && chance(random, 0.4);
  return {
    ...sampleStop(random, rich),
    ...(homeward ? { pickup: [1 + random.below(4)], backhaul: true } : { delivery: [1 + random.below(4)] }),
    ...(both && !homeward ? { pickup: [random.below(4)] } : {}),
    ...(rich.has("releases") && chance(random, 0.5) ? { release: random.below(40) } : {}),
    ...(rich.has("prizes") && chance(random, 0.5) ? { required: false, prize: random.below(80) } : {}),
    ...(rich.has("types") && types > 1 && chance(random, 0.3) ? { allowedTypes: [random.below(types)] } : {}),
    ...(rich.has("groups") && chance(random, 0.6) ? { group: 0 } : {}),
  };
}

function sampleType(random: Random, rich: ReadonlySet<string>, depots: number): VehicleType {
  const opens = random.below(10);
  return {
    count: 1 + random.below(2),
    capacity: [4 + random.below(6)],
    startDepot: rich.has("open") && chance(random, 0.3) ? null : random.below(depots),
    endDepot: rich.has("open") && chance(random, 0.5) ? null : random.below(depots),
    fixedCost: random.below(30),
    ...(rich.has("trips") ? { costPerTrip: random.below(20) } : {}),
    costPerDistance: 1 + random.below(2),
    ...(rich.has("durations") ? { costPerDuration: random.below(3), maxDuration: 60 + random.below(100) } : {}),
    ...(rich.has("durations") ? { overtime: { after: 50, cost: 2 } } : {}),
    ...(rich.has("shifts") ? { shift: [opens, opens + 100 + random.below(60)] as const } : {}),
    ...(rich.has("trips") ? { reloadDepots: [random.below(depots)], reloadLoading: { fixed: 3, perUnit: 1 } } : {}),
    ...(rich.has("trips") && chance(random, 0.5) ? { startLoading: { perUnit: 2 }, maxTrips: 2 } : {}),
    ...(rich.has("distances") ? { maxDistance: 80 + random.below(80), maxClients: 1 + random.below(4) } : {}),
    ...(rich.has("speeds") ? { speedPercent: 50 + random.below(100) } : {}),
    ...(rich.has("breaks") ? { breaks: [{ duration: 5, atMostAfter: 40 + random.below(40) }] } : {}),
  };
}

const features = [
  ["windows", "several", "due", "pickups", "backhauls", "releases", "prizes", "types", "groups", "open", "durations"],
  ["shifts", "trips", "distances", "speeds", "breaks", "shipments", "makespan", "balance"],
].flat();

/** A random problem with `count` clients (or shipments, for part of them) and a random choice of features. */
export function sampleProblem(random: Random, count: number): Problem {
  const rich = new Set(features.filter(() => chance(random, 0.3)));
  const depots = 1 + random.below(2);
  const types = 1 + random.below(2);
  const shipped = rich.has("shipments") ? Math.min(2, count - 1) : 0;
  const clients = Array.from({ length: count - shipped }, () => sampleClient(random, rich, types));
  const shipments: Shipment[] = Array.from({ length: shipped > 0 ? 1 : 0 }, () => ({
    amount: [1 + random.below(4)],
    pickup: sampleStop(random, rich),
    delivery: sampleStop(random, rich),
    ...(rich.has("prizes") ? { required: false, prize: random.below(60) } : {}),
  }));
  const size = depots + clients.length + 2 * shipments.length;
  const at = Array.from({ length: size }, () => [random.below(30), random.below(30)] as const);
  const cells = (factor: number) =>
    Int32Array.from(at.flatMap((a) => at.map((b) => factor * (Math.abs(a[0] - b[0]) + Math.abs(a[1] - b[1])))));
  return {
    depots: Array.from({ length: depots }, () => (rich.has("shifts") ? { window: [0, 200] as const } : {})),
    clients,
    shipments,
    groups: rich.has("groups") ? [{ required: chance(random, 0.5) }] : [],
    vehicleTypes: Array.from({ length: types }, () => sampleType(random, rich, depots)),
    matrices: [{ durations: cells(1), distances: cells(chance(random, 0.5) ? 1 : 2) }],
    objective: { makespan: rich.has("makespan") ? 1 : 0, balance: rich.has("balance") ? 1 : 0 },
  };
}

interface Vehicle {
  readonly vehicleType: number;
  readonly vehicle: number;
  readonly type: VehicleType;
}

/** All ways to cut `visits` into trips of one vehicle. */
function* cuts(visits: readonly number[], { type }: Vehicle, first: boolean): Generator<Trip[]> {
  const reloads = type.reloadDepots ?? [];
  const depots = first ? [type.startDepot] : reloads;
  for (const depot of depots)
    for (let length = visits.length; length >= 1; length--) {
      const trip = { depot, clients: visits.slice(0, length) };
      if (length === visits.length) yield [trip];
      else
        for (const rest of cuts(visits.slice(length), { type, vehicleType: 0, vehicle: 0 }, false))
          yield [trip, ...rest];
    }
}

function* orders(items: readonly number[]): Generator<number[]> {
  if (items.length === 0) yield [];
  for (const [index, item] of items.entries())
    for (const rest of orders([...items.slice(0, index), ...items.slice(index + 1)])) yield [item, ...rest];
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

/** The best way of one vehicle with a set of visits is not separable (makespan), so whole plans are enumerated. */
export function enumerateBest(problem: Problem): number | undefined {
  const vehicles: Vehicle[] = problem.vehicleTypes.flatMap((type, vehicleType) =>
    Array.from({ length: type.count }, (_, vehicle) => ({ vehicleType, vehicle, type })),
  );
  const total = visitCount(problem);
  let best: number | undefined;
  const single = new Map<string, Route[]>();
  const feasibleRoutes = (vehicle: Vehicle, set: readonly number[]): Route[] => {
    const key = `${vehicle.vehicleType}/${vehicle.vehicle}/${set.join()}`;
    const known = single.get(key);
    if (known) return known;
    const relaxed = relax(problem, set);
    const found: Route[] = [];
    for (const order of orders(set))
      for (const trips of cuts(order, vehicle, true)) {
        const route = { vehicleType: vehicle.vehicleType, vehicle: vehicle.vehicle, trips };
        if (judge(relaxed, [route]) !== undefined) found.push(route);
      }
    const kept = problem.objective?.makespan ? found : cheapest(relaxed, found);
    single.set(key, kept);
    return kept;
  };
  const visit = (index: number, sets: number[][]): void => {
    if (index === total) {
      combine(sets, 0, []);
      return;
    }
    for (let v = 0; v <= vehicles.length; v++) {
      const next = sets.map((set, i) => (i === v ? [...set, index] : set));
      visit(index + 1, next);
    }
  };
  const combine = (sets: readonly number[][], v: number, routes: readonly Route[]): void => {
    if (v === vehicles.length) {
      const cost = judge(problem, routes);
      if (cost !== undefined && (best === undefined || cost < best)) best = cost;
      return;
    }
    const set = sets[v]!;
    if (set.length === 0) combine(sets, v + 1, routes);
    else for (const route of feasibleRoutes(vehicles[v]!, set)) combine(sets, v + 1, [...routes, route]);
  };
  visit(
    0,
    vehicles.map(() => []),
  );
  return best;
}

function cheapest(problem: Problem, routes: readonly Route[]): Route[] {
  let best: Route | undefined;
  let cost = Number.POSITIVE_INFINITY;
  for (const route of routes) {
    const value = judge(problem, [route]) ?? Number.POSITIVE_INFINITY;
    if (value < cost) {
      best = route;
      cost = value;
    }
  }
  return best ? [best] : [];
}

/** The same problem in which nobody outside `set` has to be served. */
function relax(problem: Problem, set: readonly number[]): Problem {
  return {
    ...problem,
    clients: problem.clients.map((client, visit) => (set.includes(visit) ? client : { ...client, required: false })),
    shipments: (problem.shipments ?? []).map((shipment) => ({ ...shipment, required: false })),
    groups: (problem.groups ?? []).map(() => ({ required: false })),
  };
}
