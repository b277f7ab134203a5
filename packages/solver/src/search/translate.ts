/**
 * Between the model's solutions and the working routes of a search. Knows both forms; refuses to improve anything.
 */
import type { Route, Solution, Trip } from "../model.ts";
import { ProblemError } from "../validate.ts";
import type { Routes } from "./routes.ts";

/** The used slots as routes of the model, by type and vehicle. */
export function routesOf(routes: Routes): Route[] {
  const { instance, typeOf, firstSlot } = routes;
  const slots = Array.from(routes.used.subarray(0, routes.counts.used)).sort((a, b) => a - b);
  const buffer = new Int32Array(2 * instance.visits + 4);
  return slots.map((slot) => {
    const vehicleType = typeOf[slot]!;
    const length = routes.read(slot, buffer);
    const first = instance.problem.vehicleTypes[vehicleType]?.startDepot ?? null;
    const trips: { depot: number | null; clients: number[] }[] = [{ depot: first, clients: [] }];
    for (const entry of buffer.subarray(0, length)) {
      if (entry < 0) trips.push({ depot: -1 - entry, clients: [] });
      else trips.at(-1)?.clients.push(entry);
    }
    return { vehicleType, vehicle: slot - firstSlot[vehicleType]!, trips };
  });
}

function sequenceOf(trips: readonly Trip[]): number[] {
  return trips.flatMap(({ depot, clients }, index) => (index === 0 ? [...clients] : [-1 - (depot ?? 0), ...clients]));
}

function place(routes: Routes, slot: number, sequence: readonly number[]): void {
  routes.assign(slot, sequence, sequence.length);
  for (const entry of sequence) if (entry >= 0) routes.setPresent(entry);
}

/** Lays the locked trips of the problem and marks their nodes. Throws ProblemError when they break a limit. */
export function loadLocks(routes: Routes): void {
  const { instance, firstSlot, next, locked } = routes;
  instance.problem.locks?.forEach((lock, index) => {
    const slot = firstSlot[lock.vehicleType]! + lock.vehicle;
    place(routes, slot, sequenceOf(lock.trips));
    if (routes.sound[slot] === 0)
      throw new ProblemError(`locks[${index}].trips`, "cannot be driven by this vehicle within its limits and windows");
    const end = instance.visits + 2 * slot + 1;
    for (let node = next[end - 1]!; node !== end; node = next[node]!) locked[node] = 1;
  });
}

/** Lays one route of a warm start, or nothing when it breaks a limit, a lock or an assignment. */
function layRoute(routes: Routes, slot: number, sequence: readonly number[], pinned: Int32Array): void {
  const { instance, locked, next, route } = routes;
  const end = instance.visits + 2 * slot + 1;
  const buffer = new Int32Array(2 * instance.visits + 4);
  const before = buffer.slice(0, routes.read(slot, buffer));
  if (before.some((entry, at) => sequence[at] !== entry)) return;
  const type = routes.typeOf[slot]!;
  const mayNot = (visit: number) =>
    (pinned[visit]! >= 0 && pinned[visit] !== slot) || instance.allowed[type * instance.visits + visit] === 0;
  if (sequence.some((entry) => entry >= 0 && mayNot(entry))) return;
  routes.assign(slot, sequence, sequence.length);
  const reverted = routes.sound[slot] === 0;
  if (reverted) routes.assign(slot, before, before.length);
  else for (const entry of sequence) if (entry >= 0) routes.setPresent(entry);
  let node = next[end - 1]!;
  for (let at = 0; at < before.length; at++, node = next[node]!) locked[node] = 1;
  if (reverted) for (const entry of sequence) if (entry >= 0 && !before.includes(entry)) route[entry] = -1;
}

/**
 * Lays the routes of `warm`; a route that the problem no longer allows is dissolved and its visits are inserted anew.
 * Throws ProblemError naming a route whose vehicle or visits the problem does not have, or that serves a visit again.
 */
export function loadWarmStart(routes: Routes, warm: Pick<Solution, "routes">, pinned: Int32Array): void {
  const { instance, firstSlot, typeOf, locked } = routes;
  const { visits } = instance;
  const seen = new Uint8Array(visits);
  const taken = instance.members.map(() => false);
  warm.routes.forEach((route, index) => {
    const field = `warm.routes[${index}]`;
    const slot = (firstSlot[route.vehicleType] ?? -1) + route.vehicle;
    if (typeOf[slot] !== route.vehicleType) throw new ProblemError(field, "names a vehicle that the problem lacks");
    const sequence = sequenceOf(route.trips);
    for (const entry of sequence) {
      if (entry >= visits || (entry >= 0 && seen[entry] === 1))
        throw new ProblemError(field, `visit ${entry} is unknown or served twice in the warm start`);
      if (entry < 0 && !instance.fleets[route.vehicleType]!.reloads.includes(-1 - entry))
        throw new ProblemError(field, `reloads at depot ${-1 - entry}, where this vehicle may not`);
      if (entry >= 0) seen[entry] = 1;
    }
    const foreign = sequence.some((entry) => entry >= 0 && locked[entry] === 1 && routes.route[entry] !== slot);
    const groups = sequence.filter((entry) => entry >= 0 && instance.group[entry]! >= 0).map((v) => instance.group[v]!);
    if (foreign || groups.some((group) => taken[group]) || new Set(groups).size < groups.length) return;
    for (const group of groups) taken[group] = true;
    layRoute(routes, slot, sequence, pinned);
  });
}
