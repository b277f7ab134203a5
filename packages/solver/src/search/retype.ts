/**
 * Gives a route to a cheaper vehicle type that is free. Knows prices and capacities as a first sieve; refuses to change
 * the order of visits.
 */
import { segments } from "./instance.ts";
import type { Routes } from "./routes.ts";

/** Moves every slot touched in this transaction to the type that serves it cheapest. */
export type Retype = () => void;

/** A retyping of `routes`; `pinned` visits keep their slot, and so do locked routes. */
export function createRetype(routes: Routes, pinned: Int32Array): Retype {
  const { instance, size, distance, cost, typeOf, next, locked } = routes;
  const { visits, fleets, dimensions: K } = instance;
  const buffer = new Int32Array(2 * visits + 4);

  /** False when the figures alone show that `type` cannot carry the route for less. */
  function promising(slot: number, type: number): boolean {
    const fleet = fleets[type]!;
    const own = fleets[typeOf[slot]!]!;
    if (size[slot]! > fleet.maxClients || routes.trips[slot]! > fleet.maxTrips) return false;
    const same = fleet.table === own.table && fleet.start === own.start && fleet.end === own.end;
    const floor =
      fleet.fixedCost + fleet.perTrip * (routes.trips[slot]! - 1) + (same ? fleet.perDistance * distance[slot]! : 0);
    if (floor >= cost[slot]! || (same && distance[slot]! > fleet.maxDistance)) return false;
    const start = visits + 2 * slot;
    for (let k = 0; k < K; k++) if (routes.tripDelivery[start * K + k]! > fleet.capacity[k]!) return false;
    return true;
  }

  function movable(slot: number): boolean {
    const end = visits + 2 * slot + 1;
    for (let node = next[end - 1]!; node !== end; node = next[node]!)
      if (locked[node] === 1 || (node < visits && pinned[node]! >= 0)) return false;
    return true;
  }

  function admitted(length: number, type: number): boolean {
    const { reloads } = fleets[type]!;
    for (let i = 0; i < length; i++) {
      const entry = buffer[i]!;
      if (entry < 0 ? !reloads.includes(-1 - entry) : instance.allowed[type * visits + entry] === 0) return false;
    }
    return true;
  }

  /** Moves the route to `to` if that is sound and cheaper. */
  function moveIfCheaper(slot: number, to: number): boolean {
    const length = routes.read(slot, buffer);
    if (!admitted(length, typeOf[to]!)) return false;
    routes.touch(slot);
    routes.touch(to);
    const before = cost[slot]!;
    const lateBefore = instance.makespan > 0 ? routes.objective() : 0;
    routes.assign(slot, buffer, 0);
    routes.assign(to, buffer, length);
    const worse = instance.makespan > 0 ? routes.objective() >= lateBefore : cost[to]! >= before;
    if (routes.sound[to] === 1 && !worse) return true;
    routes.assign(to, buffer, 0);
    routes.assign(slot, buffer, length);
    return false;
  }

  const sieve = instance.mode < segments || instance.makespan === 0;
  return () => {
    const count = routes.touched();
    for (let i = 0; i < count; i++) {
      let slot = routes.touchedSlots[i]!;
      if (size[slot] === 0 || routes.sound[slot] === 0 || !movable(slot)) continue;
      for (let type = 0; type < fleets.length; type++) {
        if (type === typeOf[slot] || (sieve && !promising(slot, type))) continue;
        const to = routes.freeSlot(type);
        if (to >= 0 && moveIfCheaper(slot, to)) slot = to;
      }
    }
  };
}
