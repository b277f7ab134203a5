/**
 * For tests only: random small problems with a random choice of the model's features. Refuses to know how they are
 * solved.
 */
import { type Random, unreachable } from "@antar/measure";
import { check } from "./check.ts";
import type { Client, Matrices, Problem, Shipment, Solution, Stop, VehicleType } from "./model.ts";
import { judge } from "./oracle.test-support.ts";

/** The features that a sample may have; each problem draws some of them. */
export const features = [
  ["windows", "several", "due", "pickups", "backhauls", "releases", "prizes", "types", "groups", "open", "durations"],
  ["shifts", "trips", "distances", "speeds", "breaks", "shipments", "makespan", "balance", "priorities", "profiles"],
  ["bars", "dimensions", "assignments", "locks"],
].flat();

type Rich = ReadonlySet<string>;

function chance(random: Random, probability: number): boolean {
  return random.next() < probability;
}

function sampleStop(random: Random, rich: Rich): Stop {
  const open = random.below(60);
  const windows: [number, number][] = [[open, open + 10 + random.below(60)]];
  if (rich.has("several") && chance(random, 0.5)) windows.push([windows[0]![1] + 20, windows[0]![1] + 60]);
  return {
    service: random.below(6),
    ...(rich.has("windows") && chance(random, 0.7) ? { windows } : {}),
    ...(rich.has("due") ? { due: { at: open + 10, cost: 1 + random.below(3) } } : {}),
  };
}

function amounts(random: Random, rich: Rich, most: number): number[] {
  return Array.from({ length: rich.has("dimensions") ? 2 : 1 }, () => 1 + random.below(most));
}

function sampleClient(random: Random, rich: Rich, types: number): Client {
  const both = rich.has("pickups") && chance(random, 0.5);
  const homeward = rich.has("backhauls") && chance(random, 0.4);
  return {
    ...sampleStop(random, rich),
    ...(homeward ? { pickup: amounts(random, rich, 4), backhaul: true } : { delivery: amounts(random, rich, 4) }),
    ...(both && !homeward ? { pickup: amounts(random, rich, 4) } : {}),
    ...(rich.has("releases") && chance(random, 0.5) ? { release: random.below(40) } : {}),
    ...(rich.has("prizes") && chance(random, 0.5) ? { required: false, prize: random.below(80) } : {}),
    ...(rich.has("types") && types > 1 && chance(random, 0.3) ? { allowedTypes: [random.below(types)] } : {}),
    ...(rich.has("groups") && chance(random, 0.6) ? { group: random.below(2) } : {}),
    ...(rich.has("priorities") ? { priority: random.below(3) } : {}),
  };
}

function sampleType(random: Random, rich: Rich, depots: number): VehicleType {
  const opens = random.below(10);
  const trips = rich.has("trips")
    ? {
        reloadDepots: chance(random, 0.3) && depots > 1 ? [0, 1] : [random.below(depots)],
        reloadLoading: { fixed: 3, perUnit: 1 },
        costPerTrip: random.below(20),
      }
    : {};
  const pause = chance(random, 0.5)
    ? { duration: 5, atMostAfter: 40 + random.below(40) }
    : { duration: 1 + random.below(8), window: [20, 40 + random.below(60)] as const };
  return {
    count: 1 + random.below(2),
    capacity: amounts(random, rich, 6).map((amount) => 3 + amount),
    startDepot: rich.has("open") && chance(random, 0.3) ? null : random.below(depots),
    endDepot: rich.has("open") && chance(random, 0.5) ? null : random.below(depots),
    fixedCost: random.below(30),
    costPerDistance: 1 + random.below(2),
    ...(rich.has("durations") ? { costPerDuration: random.below(3), maxDuration: 60 + random.below(100) } : {}),
    ...(rich.has("durations") ? { overtime: { after: 50, cost: 2 } } : {}),
    ...(rich.has("shifts") ? { shift: [opens, opens + 100 + random.below(60)] as const } : {}),
    ...trips,
    ...(rich.has("trips") && chance(random, 0.5) ? { startLoading: { perUnit: 2 }, maxTrips: 2 } : {}),
    ...(rich.has("distances") ? { maxDistance: 80 + random.below(80), maxClients: 1 + random.below(4) } : {}),
    ...(rich.has("speeds") ? { speedPercent: 50 + random.below(100) } : {}),
    ...(rich.has("profiles") ? { profile: random.below(2) } : {}),
    ...(rich.has("breaks") ? { breaks: [pause] } : {}),
  };
}

function sampleMatrices(random: Random, rich: Rich, size: number): Matrices[] {
  const at = Array.from({ length: size }, () => [random.below(30), random.below(30)] as const);
  const bars = at.map(() => at.map(() => rich.has("bars") && chance(random, 0.1)));
  const cells = (factor: number, barring: boolean) =>
    Int32Array.from(
      at.flatMap((a, i) =>
        at.map((b, j) =>
          barring && i !== j && bars[i]![j] ? unreachable : factor * (Math.abs(a[0] - b[0]) + Math.abs(a[1] - b[1])),
        ),
      ),
    );
  const distances = cells(chance(random, 0.5) ? 1 : 2, chance(random, 0.5));
  const matrices = [{ durations: cells(1, true), distances }];
  // A second profile that is not a multiple of the first: north to south is slow.
  if (rich.has("profiles"))
    matrices.push({
      durations: Int32Array.from(at.flatMap((a) => at.map((b) => Math.abs(a[0] - b[0]) + 2 * Math.abs(a[1] - b[1])))),
      distances,
    });
  return matrices;
}

/** Locks the first visits of a plan that keeps every rule, if one is found quickly. */
function lockSome(problem: Problem, random: Random): Problem {
  const [type] = problem.vehicleTypes;
  if (!type) return problem;
  const clients = problem.clients.map((_, visit) => visit).filter(() => chance(random, 0.4));
  const route = { vehicleType: 0, vehicle: random.below(type.count), trips: [{ depot: type.startDepot, clients }] };
  const lenient = {
    ...problem,
    clients: problem.clients.map((client) => ({ ...client, required: false })),
    shipments: (problem.shipments ?? []).map((shipment) => ({ ...shipment, required: false })),
    groups: (problem.groups ?? []).map(() => ({ required: false })),
    assignments: [],
  };
  if (clients.length === 0 || judge(lenient, [route]) === undefined) return problem;
  const assignments = (problem.assignments ?? []).filter(({ visit }) => !clients.includes(visit));
  return { ...problem, locks: [route], assignments };
}

/** A random problem with `count` visits at most and a random choice of features, each with the given probability. */
export function sampleProblem(random: Random, count: number, probability = 0.3): Problem {
  const rich = new Set(features.filter(() => chance(random, probability)));
  const depots = 1 + random.below(2);
  const types = 1 + random.below(2);
  const pairs = rich.has("shipments") && count > 2 ? 1 + random.below(Math.min(2, (count - 1) >> 1)) : 0;
  const clients = Array.from({ length: count - 2 * pairs }, () => sampleClient(random, rich, types));
  const shipments: Shipment[] = Array.from({ length: pairs }, () => ({
    amount: amounts(random, rich, 4),
    pickup: sampleStop(random, rich),
    delivery: sampleStop(random, rich),
    ...(rich.has("prizes") ? { required: false, prize: random.below(60) } : {}),
  }));
  const problem: Problem = {
    depots: Array.from({ length: depots }, () => (rich.has("shifts") ? { window: [0, 200] as const } : {})),
    clients,
    shipments,
    groups: rich.has("groups") ? [{ required: chance(random, 0.5) }, { required: chance(random, 0.5) }] : [],
    vehicleTypes: Array.from({ length: types }, () => sampleType(random, rich, depots)),
    matrices: sampleMatrices(random, rich, depots + clients.length + 2 * shipments.length),
    objective: { makespan: rich.has("makespan") ? 1 : 0, balance: rich.has("balance") ? 1 : 0 },
    ...(rich.has("assignments") && clients.length > 0
      ? { assignments: [{ visit: random.below(clients.length), vehicleType: random.below(types), vehicle: 0 }] }
      : {}),
  };
  return rich.has("locks") ? lockSome(problem, random) : problem;
}

/** What the checker finds in `solution`, apart from required visits that it leaves out. */
export function faultsOf(problem: Problem, solution: Solution): readonly string[] {
  return check(problem, solution)
    .filter(({ code }) => code !== "missing")
    .map(({ code, message }) => `${code}: ${message}`);
}
