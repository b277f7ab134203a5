/**
 * Checks a problem once, before the search. Knows what a sound problem looks like; refuses to repair one: the first
 * fault is thrown with the path of its field and what to do.
 */
import { unreachable } from "@antar/measure";
import type { Client, Depot, Loading, Problem, Shipment, Stop, TimeWindow, VehicleType } from "./model.ts";
import { visitCount } from "./model.ts";

/** The largest time, distance, amount or unit cost that a problem may name. */
export const largest = 0x3fffffff;

/** The largest cell of a matrix that is not `unreachable`. */
export const longestLeg = 0x03ffffff;

/** A problem that cannot be solved as given. `field` is the path of the faulty field, e.g. `clients[3].windows[0]`. */
export class ProblemError extends Error {
  readonly field: string;
  constructor(field: string, message: string) {
    super(`${field}: ${message}`);
    this.name = "ProblemError";
    this.field = field;
  }
}

function fail(field: string, message: string): never {
  throw new ProblemError(field, message);
}

function whole(field: string, value: number | undefined, least = 0, most = largest): void {
  if (value === undefined) return;
  if (!Number.isSafeInteger(value)) fail(field, `${value} is not a whole number; round or scale it`);
  if (value < least || value > most) fail(field, `${value} is outside ${least}..${most}`);
}

function indexOf(field: string, value: number | null | undefined, length: number, what: string): void {
  if (value === undefined || value === null) return;
  if (!Number.isSafeInteger(value) || value < 0 || value >= length)
    fail(field, `${value} is not the index of one of the ${length} ${what}`);
}

function timeWindow(field: string, window: TimeWindow | undefined): void {
  if (window === undefined) return;
  whole(`${field}[0]`, window[0]);
  whole(`${field}[1]`, window[1]);
  if (window[0] > window[1]) fail(field, `starts at ${window[0]}, after its end ${window[1]}`);
}

function amounts(field: string, values: readonly number[] | undefined, dimensions: number): void {
  if (values === undefined) return;
  if (values.length !== dimensions)
    fail(field, `has ${values.length} dimensions where the vehicle types have ${dimensions}`);
  values.forEach((value, dimension) => {
    whole(`${field}[${dimension}]`, value);
  });
}

function stop(field: string, value: Stop, locations: number): void {
  indexOf(`${field}.location`, value.location, locations, "locations");
  whole(`${field}.service`, value.service);
  if (value.windows !== undefined && value.windows.length === 0)
    fail(`${field}.windows`, "is empty; leave it out when any time will do");
  value.windows?.forEach((window, index) => {
    timeWindow(`${field}.windows[${index}]`, window);
    const before = value.windows?.[index - 1];
    if (before && before[1] >= window[0]) fail(`${field}.windows[${index}]`, "starts before the previous one ends");
  });
  if (value.due) {
    whole(`${field}.due.at`, value.due.at);
    whole(`${field}.due.cost`, value.due.cost);
  }
}

function claim(field: string, value: Client | Shipment, problem: Problem): void {
  whole(`${field}.prize`, value.prize);
  whole(`${field}.priority`, value.priority, 0, 100);
  value.allowedTypes?.forEach((type, index) => {
    indexOf(`${field}.allowedTypes[${index}]`, type, problem.vehicleTypes.length, "vehicle types");
  });
}

function client(field: string, value: Client, problem: Problem, shape: Shape): void {
  stop(field, value, shape.locations);
  claim(field, value, problem);
  amounts(`${field}.delivery`, value.delivery, shape.dimensions);
  amounts(`${field}.pickup`, value.pickup, shape.dimensions);
  whole(`${field}.release`, value.release);
  indexOf(`${field}.group`, value.group, problem.groups?.length ?? 0, "groups");
}

function loading(field: string, value: Loading | undefined, dimensions: number): void {
  if (value === undefined) return;
  whole(`${field}.fixed`, value.fixed);
  whole(`${field}.perUnit`, value.perUnit);
  indexOf(`${field}.dimension`, value.dimension, dimensions, "dimensions");
}

function vehicleType(field: string, value: VehicleType, problem: Problem, dimensions: number): void {
  whole(`${field}.count`, value.count);
  amounts(`${field}.capacity`, value.capacity, dimensions);
  const depots = problem.depots.length;
  indexOf(`${field}.startDepot`, value.startDepot, depots, "depots");
  indexOf(`${field}.endDepot`, value.endDepot, depots, "depots");
  timeWindow(`${field}.shift`, value.shift);
  for (const name of [
    "maxDuration",
    "maxDistance",
    "maxClients",
    "fixedCost",
    "costPerTrip",
    "costPerDistance",
  ] as const)
    whole(`${field}.${name}`, value[name]);
  whole(`${field}.costPerDuration`, value.costPerDuration);
  whole(`${field}.maxTrips`, value.maxTrips, 1);
  value.reloadDepots?.forEach((depot, index) => {
    indexOf(`${field}.reloadDepots[${index}]`, depot, depots, "depots");
  });
  loading(`${field}.startLoading`, value.startLoading, dimensions);
  loading(`${field}.reloadLoading`, value.reloadLoading, dimensions);
  indexOf(`${field}.profile`, value.profile, problem.matrices.length, "matrices");
  whole(`${field}.speedPercent`, value.speedPercent, 1, 10_000);
  whole(`${field}.overtime.after`, value.overtime?.after);
  whole(`${field}.overtime.cost`, value.overtime?.cost);
  value.breaks?.forEach((pause, index) => {
    whole(`${field}.breaks[${index}].duration`, pause.duration);
    whole(`${field}.breaks[${index}].atMostAfter`, pause.atMostAfter);
    timeWindow(`${field}.breaks[${index}].window`, pause.window);
  });
}

interface Shape {
  readonly dimensions: number;
  readonly locations: number;
}

function shapeOf(problem: Problem): Shape {
  if (problem.vehicleTypes.length === 0) fail("vehicleTypes", "is empty; give at least one type of vehicle");
  if (problem.matrices.length === 0) fail("matrices", "is empty; give at least one pair of tables");
  const locations = Math.round(Math.sqrt(problem.matrices[0]?.durations.length ?? 0));
  problem.matrices.forEach((pair, index) => {
    for (const name of ["durations", "distances"] as const)
      if (pair[name].length !== locations * locations)
        fail(`matrices[${index}].${name}`, `has ${pair[name].length} cells, not ${locations} x ${locations}`);
  });
  return { dimensions: problem.vehicleTypes[0]?.capacity.length ?? 0, locations };
}

function cells(problem: Problem): void {
  problem.matrices.forEach((pair, index) => {
    for (const name of ["durations", "distances"] as const) {
      const bad = pair[name].findIndex((value) => value < 0 || (value > longestLeg && value !== unreachable));
      if (bad >= 0)
        fail(`matrices[${index}].${name}[${bad}]`, `${pair[name][bad]} is neither 0..${longestLeg} nor unreachable`);
      if (pair.distances === pair.durations) break;
    }
  });
}

/** At its speed a type's longest leg must still be a time that the search can add up. */
function speeds(problem: Problem): void {
  problem.vehicleTypes.forEach(({ speedPercent = 100, profile = 0 }, index) => {
    if (speedPercent >= 100) return;
    const most = (longestLeg * speedPercent) / 100;
    const slow = problem.matrices[profile]?.durations.find((time) => time !== unreachable && time > most);
    if (slow !== undefined)
      fail(
        `vehicleTypes[${index}].speedPercent`,
        `makes a leg of ${slow} longer than ${longestLeg}; use a coarser unit`,
      );
  });
}

function locationsCovered(problem: Problem, locations: number): void {
  const depots = problem.depots.length;
  const needed = depots + visitCount(problem);
  const named = (place: Depot | Stop) => place.location !== undefined;
  const ends = problem.shipments?.flatMap(({ pickup, delivery }) => [pickup, delivery]) ?? [];
  if ([...problem.depots, ...problem.clients, ...ends].every(named)) return;
  if (locations < needed)
    fail("matrices", `cover ${locations} locations; ${depots} depots and the visits need ${needed}`);
}

/** The vehicles, visits and their order that locks and assignments name. */
function commitments(problem: Problem): void {
  const seen = new Set<number>();
  const vehicles = new Set<string>();
  problem.locks?.forEach((lock, index) => {
    const field = `locks[${index}]`;
    indexOf(`${field}.vehicleType`, lock.vehicleType, problem.vehicleTypes.length, "vehicle types");
    indexOf(`${field}.vehicle`, lock.vehicle, problem.vehicleTypes[lock.vehicleType]?.count ?? 0, "vehicles");
    const key = `${lock.vehicleType}/${lock.vehicle}`;
    if (vehicles.has(key)) fail(field, `names vehicle ${key} a second time; join its trips`);
    vehicles.add(key);
    lock.trips.forEach((trip, at) => {
      if (trip.clients.length === 0) fail(`${field}.trips[${at}].clients`, "is empty; leave the trip out");
      for (const visit of trip.clients) {
        indexOf(`${field}.trips[${at}].clients`, visit, visitCount(problem), "visits");
        if (seen.has(visit)) fail(`${field}.trips[${at}].clients`, `locks visit ${visit} a second time`);
        seen.add(visit);
      }
    });
  });
  problem.assignments?.forEach((assignment, index) => {
    const field = `assignments[${index}]`;
    indexOf(`${field}.visit`, assignment.visit, visitCount(problem), "visits");
    indexOf(`${field}.vehicleType`, assignment.vehicleType, problem.vehicleTypes.length, "vehicle types");
    const count = problem.vehicleTypes[assignment.vehicleType]?.count ?? 0;
    indexOf(`${field}.vehicle`, assignment.vehicle, count, "vehicles");
  });
}

/** Throws ProblemError on the first fault of `problem`, naming its field; answers nothing when it is sound. */
export function validate(problem: Problem): void {
  const shape = shapeOf(problem);
  problem.depots.forEach((depot, index) => {
    indexOf(`depots[${index}].location`, depot.location, shape.locations, "locations");
    timeWindow(`depots[${index}].window`, depot.window);
  });
  problem.vehicleTypes.forEach((type, index) => {
    vehicleType(`vehicleTypes[${index}]`, type, problem, shape.dimensions);
  });
  problem.clients.forEach((value, index) => {
    client(`clients[${index}]`, value, problem, shape);
  });
  problem.shipments?.forEach((shipment, index) => {
    const field = `shipments[${index}]`;
    claim(field, shipment, problem);
    amounts(`${field}.amount`, shipment.amount, shape.dimensions);
    stop(`${field}.pickup`, shipment.pickup, shape.locations);
    stop(`${field}.delivery`, shipment.delivery, shape.locations);
  });
  locationsCovered(problem, shape.locations);
  cells(problem);
  speeds(problem);
  commitments(problem);
  whole("objective.makespan", problem.objective?.makespan);
  whole("objective.balance", problem.objective?.balance);
}
