/**
 * Two echelons by decomposition: freighters from the satellites with a price for every unit that a satellite passes on,
 * then trucks for the loads that follow, then prices from what the trucks cost, again and again. Read `solveTwoEchelon`
 * first. Refuses to know roads and hours.
 */
import { createRandom, type Random } from "@antar/measure";
import { type Problem, type Solution, solve, type Until, until, type VehicleType } from "@antar/solver";
import type { FreighterRoute, TruckRoute, TwoEchelonSolution, TwoEchelonTask } from "./solution.ts";
import { planTrucks, scale, scaledDistance, truckCost } from "./upper-echelon.ts";

/** Open satellites and the price of a unit that passes each of them. */
interface Offer {
  readonly open: readonly number[];
  readonly prices: readonly number[];
  /** Added to each freighter, to get by with fewer. */
  readonly perFreighter: number;
}

interface Tried {
  readonly offer: Offer;
  readonly trucks: readonly TruckRoute[];
  readonly freighters: readonly FreighterRoute[];
  readonly loads: readonly number[];
  /** Scaled. */
  readonly cost: number;
}

interface Matrices {
  readonly durations: Int32Array;
  readonly distances: Int32Array;
}

/** Distances over satellites, then customers; arriving at a customer costs its demand at the satellite's price too. */
function pricedMatrices(task: TwoEchelonTask, bare: Int32Array, price: number): Matrices {
  const [first, size] = [task.satellites.length, task.satellites.length + task.customers.length];
  const distances = new Int32Array(bare);
  const perDistance = task.freighters.costPerDistance || 1;
  for (let row = 0; row < size; row++) {
    for (const [customer, { demand }] of task.customers.entries()) {
      const cell = row * size + first + customer;
      if (row !== first + customer) {
        distances[cell] = (distances[cell] ?? 0) + Math.round((price * scale * demand) / perDistance);
      }
    }
  }
  return { durations: bare, distances };
}

function bareDistances(task: TwoEchelonTask): Int32Array {
  const places = [...task.satellites, ...task.customers];
  return Int32Array.from(places.flatMap((from) => places.map((to) => scaledDistance(from, to))));
}

function freighterProblem(task: TwoEchelonTask, bare: Int32Array, offer: Offer): Problem {
  const { count, perSatellite, capacity, fixedCost } = task.freighters;
  return {
    depots: task.satellites.map((_, location) => ({ location })),
    clients: task.customers.map(({ demand }, index) => ({
      location: task.satellites.length + index,
      delivery: [demand],
    })),
    vehicleTypes: offer.open.map(
      (satellite, profile): VehicleType => ({
        count: Math.min(count, perSatellite),
        capacity: [capacity],
        startDepot: satellite,
        endDepot: satellite,
        fixedCost: Math.round(fixedCost * scale + offer.perFreighter),
        profile,
      }),
    ),
    matrices: offer.open.map((satellite) => pricedMatrices(task, bare, offer.prices[satellite] ?? 0)),
  };
}

function freightersOf(offer: Offer, solution: Solution): FreighterRoute[] {
  return solution.routes.flatMap(({ vehicleType, trips }) =>
    trips.map(({ clients }) => ({ satellite: offer.open[vehicleType] ?? 0, customers: [...clients] })),
  );
}

function freighterCost(task: TwoEchelonTask, routes: readonly FreighterRoute[]): number {
  const { costPerDistance, fixedCost } = task.freighters;
  let cost = 0;
  for (const { satellite, customers } of routes) {
    const home = task.satellites[satellite];
    if (!home) continue;
    let at: { readonly x: number; readonly y: number } = home;
    for (const index of customers) {
      const customer = task.customers[index];
      if (!customer) continue;
      cost += scaledDistance(at, customer) * costPerDistance + home.handling * customer.demand * scale;
      at = customer;
    }
    cost += scaledDistance(at, home) * costPerDistance + fixedCost * scale;
  }
  return cost;
}

function loadsOf(task: TwoEchelonTask, routes: readonly FreighterRoute[]): number[] {
  const loads = task.satellites.map(() => 0);
  for (const { satellite, customers } of routes) {
    for (const index of customers) loads[satellite] = (loads[satellite] ?? 0) + (task.customers[index]?.demand ?? 0);
  }
  return loads;
}

/** One offer solved on both echelons; undefined when freighters or trucks are too few. */
function tryOffer(task: TwoEchelonTask, bare: Int32Array, offer: Offer, how: Search): Tried | undefined {
  let current = offer;
  for (let round = 0; round < 6; round++) {
    const solution = solve(freighterProblem(task, bare, current), { seed: how.seed, until: how.until });
    if (!solution.feasible) return undefined;
    const freighters = freightersOf(current, solution);
    if (freighters.length > task.freighters.count) {
      const longest = Math.max(...bare);
      current = { ...current, perFreighter: current.perFreighter > 0 ? current.perFreighter * 4 : longest / 4 };
      continue;
    }
    const loads = loadsOf(task, freighters);
    const trucks = planTrucks(task, loads, how.seed);
    if (!trucks) return undefined;
    const cost = truckCost(task, trucks) + freighterCost(task, freighters);
    return { offer: current, trucks, freighters, loads, cost };
  }
  return undefined;
}

interface Search {
  readonly seed: number;
  readonly until: Until;
}

/** Before anything is known: a full truck to the satellite and back. */
function firstPrices(task: TwoEchelonTask): number[] {
  const { capacity, costPerDistance } = task.trucks;
  return task.satellites.map(
    (satellite) =>
      satellite.handling + (2 * scaledDistance(task.depot, satellite) * costPerDistance) / scale / capacity,
  );
}

/** What trucks would save without a satellite, for each unit of its load; the first price where it has none. */
function nextPrices(task: TwoEchelonTask, tried: Tried, random: Random): number[] {
  const first = firstPrices(task);
  const whole = truckCost(task, tried.trucks);
  return task.satellites.map((satellite, index) => {
    const load = tried.loads[index] ?? 0;
    const usual = first[index] ?? 0;
    const without = tried.trucks
      .map(({ drops }) => ({ drops: drops.filter((drop) => drop.satellite !== index) }))
      .filter(({ drops }) => drops.length > 0);
    const saved = load > 0 ? (whole - truckCost(task, without)) / scale / load + satellite.handling : usual;
    const share = random.next();
    return Math.max(0, share * saved + (1 - share) * usual) * (0.7 + 0.6 * random.next());
  });
}

/** All non-empty sets of up to 5 satellites; with more, all, and each single one left out. */
function startingSets(satellites: number): number[][] {
  const all = Array.from({ length: satellites }, (_, index) => index);
  if (satellites > 5) return [all, ...all.map((out) => all.filter((index) => index !== out))];
  return Array.from({ length: 2 ** satellites - 1 }, (_, index) => all.filter((bit) => ((index + 1) >> bit) & 1)).sort(
    (left, right) => right.length - left.length,
  );
}

function changedSet(open: readonly number[], satellites: number, random: Random): number[] {
  const index = random.below(satellites);
  const has = open.includes(index);
  if (has && open.length === 1) return [...open];
  return has ? open.filter((each) => each !== index) : [...open, index].sort((left, right) => left - right);
}

/** How a two-echelon task is searched: rounds of both echelons, or until a clock's time is over. */
export interface TwoEchelonOptions {
  readonly seed: number;
  readonly budget: Until;
}

/** Iterations of the freighters' search in the first look at a set, and later. */
const look = 300;
const work = 1500;

/** The best solution found; undefined when no set of satellites could be served with the vehicles given. */
export function solveTwoEchelon(task: TwoEchelonTask, options: TwoEchelonOptions): TwoEchelonSolution | undefined {
  const { seed, budget } = options;
  const random = createRandom(seed);
  const bare = bareDistances(task);
  const begun = budget.kind === "seconds" ? budget.now() : 0;
  const gone = (rounds: number): number =>
    budget.kind === "seconds" ? (budget.now() - begun) / 1000 / budget.seconds : rounds / budget.count;
  let elite: Tried[] = [];
  const keep = (tried: Tried | undefined): void => {
    if (tried) elite = [...elite, tried].sort((left, right) => left.cost - right.cost).slice(0, 4);
  };
  let rounds = 0;
  for (const open of startingSets(task.satellites.length)) {
    if (elite.length > 0 && gone(rounds) > 0.5) break;
    const offer = { open, prices: firstPrices(task), perFreighter: 0 };
    keep(tryOffer(task, bare, offer, { seed, until: until.iterations(look) }));
    rounds++;
  }
  while (elite.length > 0 && gone(rounds) < 1) {
    const parent = elite[random.below(elite.length)];
    if (!parent) break;
    const open =
      random.next() < 0.3 ? changedSet(parent.offer.open, task.satellites.length, random) : parent.offer.open;
    const offer = { open, prices: nextPrices(task, parent, random), perFreighter: parent.offer.perFreighter };
    const effort = random.next() < 0.3 ? work * 3 : work;
    keep(tryOffer(task, bare, offer, { seed: seed + rounds, until: until.iterations(effort) }));
    rounds++;
  }
  const [best] = elite;
  return best && { trucks: best.trucks, freighters: best.freighters, cost: best.cost / scale };
}
