/**
 * Gives a route another type of vehicle: a free one, or the one of another route in exchange. Knows capacities; what no
 * longer fits is put out in a row and becomes absent. Refuses to judge the result.
 */
import type { Random } from "@antar/measure";
import type { Routes } from "./routes.ts";

/** Changes the vehicle of a random route; answers a visit of it, or -1 when nothing changed. */
export type Revehicle = () => number;

/** A changing of vehicles of `routes`, undefined when there is only one type. */
export function createRevehicle(routes: Routes, random: Random, pinned: Int32Array): Revehicle | undefined {
  const { instance, next, locked, typeOf, used, counts } = routes;
  const { visits, dimensions: K, fleets } = instance;
  if (fleets.length < 2 || instance.hasShipments) return undefined;
  const one = new Int32Array(2 * visits + 4);
  const other = new Int32Array(2 * visits + 4);

  function movable(slot: number): boolean {
    if (routes.trips[slot]! > 1) return false;
    const end = visits + 2 * slot + 1;
    for (let node = next[end - 1]!; node !== end; node = next[node]!)
      if (locked[node] === 1 || pinned[node]! >= 0) return false;
    return true;
  }

  /** Drops what `type` may not serve or cannot hold, in a row from a random place; answers what is left. */
  function trim(list: Int32Array, length: number, type: number): number {
    const { capacity } = fleets[type]!;
    let left = 0;
    for (let i = 0; i < length; i++) {
      if (instance.allowed[type * visits + list[i]!] === 1) list[left++] = list[i]!;
      else routes.setAbsent(list[i]!);
    }
    for (let k = 0; k < K; k++) {
      let brought = 0;
      let taken = 0;
      for (let i = 0; i < left; i++) {
        brought += instance.delivery[list[i]! * K + k]!;
        taken += instance.pickup[list[i]! * K + k]!;
      }
      let at = random.below(Math.max(1, left));
      while (left > 0 && Math.max(brought, taken) > capacity[k]!) {
        if (at >= left) at = 0;
        const visit = list[at]!;
        brought -= instance.delivery[visit * K + k]!;
        taken -= instance.pickup[visit * K + k]!;
        routes.setAbsent(visit);
        list.copyWithin(at, at + 1, left);
        left--;
      }
    }
    return left;
  }

  /** A random used slot of `type` that may change, or -1. */
  function partner(type: number): number {
    const offset = random.below(counts.used);
    for (let i = 0; i < counts.used; i++) {
      const slot = used[(i + offset) % counts.used]!;
      if (typeOf[slot] === type) return movable(slot) ? slot : -1;
    }
    return -1;
  }

  return () => {
    if (counts.used === 0) return -1;
    const slot = used[random.below(counts.used)]!;
    const type = random.below(fleets.length);
    if (type === typeOf[slot] || !movable(slot)) return -1;
    const free = routes.freeSlot(type);
    const to = free >= 0 && random.next() < 0.5 ? free : partner(type);
    if (to < 0) return -1;
    routes.touch(slot);
    routes.touch(to);
    let length = routes.read(slot, one);
    let back = routes.read(to, other);
    const seed = one[random.below(length)]!;
    routes.assign(slot, one, 0);
    routes.assign(to, other, 0);
    length = trim(one, length, type);
    back = trim(other, back, typeOf[slot]!);
    routes.assign(to, one, length);
    routes.assign(slot, other, back);
    return seed;
  };
}
