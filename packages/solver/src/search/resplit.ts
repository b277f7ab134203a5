/**
 * Cuts a few adjacent routes anew into vehicles of the best types: their visits in a row, then the cheapest way to cut
 * that row, by dynamic programming (the split of Prins, "A simple and effective evolutionary algorithm for the vehicle
 * routing problem", 2004, with a choice of type per piece). Knows loads, legs, fixed prices and single windows; leaves
 * every other limit to the routes themselves. Refuses to change the order of visits but for turning whole routes.
 */
import type { Random } from "@antar/measure";
import { barred, type Fleet, timeless } from "./instance.ts";
import type { Neighbours } from "./neighbours.ts";
import type { Routes } from "./routes.ts";

/** Cuts routes around a random visit anew; answers that visit, or -1 when nothing changed. */
export type Resplit = () => number;

/** Longest row that is cut, and most routes that are put in a row. */
const longestRow = 160;
const mostRoutes = 4;

/** A resplitting of `routes`, undefined when the problem has nothing that it could decide. */
export function createResplit(
  routes: Routes,
  near: Neighbours,
  random: Random,
  pinned: Int32Array,
): Resplit | undefined {
  const { instance, next, route, size, locked, typeOf } = routes;
  const { visits, dimensions: K, fleets } = instance;
  if (fleets.length < 2 || instance.hasShipments || instance.hasGroups) return undefined;
  const row = new Int32Array(longestRow);
  const chosen = new Int32Array(mostRoutes);
  const least = new Float64Array(longestRow + 1);
  const from = new Int32Array(longestRow + 1);
  const by = new Int32Array(longestRow + 1);
  const factor = new Float64Array(fleets.length);
  const room = new Int32Array(fleets.length);
  const load = new Int32Array(K);
  const windowed = instance.mode !== timeless;
  let length = 0;
  let picked = 0;

  function movable(slot: number): boolean {
    if (routes.trips[slot]! > 1) return false;
    const end = visits + 2 * slot + 1;
    for (let node = next[end - 1]!; node !== end; node = next[node]!)
      if (locked[node] === 1 || pinned[node]! >= 0) return false;
    return true;
  }

  function append(slot: number): void {
    const first = length;
    const end = visits + 2 * slot + 1;
    for (let node = next[end - 1]!; node !== end; node = next[node]!) row[length++] = node;
    if (random.next() < 0.5) row.subarray(first, length).reverse();
    chosen[picked++] = slot;
    room[typeOf[slot]!]!++;
  }

  function gather(seed: number): void {
    length = 0;
    picked = 0;
    room.fill(0);
    const most = 1 + random.below(mostRoutes);
    for (let i = -1; i < near.count && picked < most; i++) {
      const visit = i < 0 ? seed : near.list[seed * near.count + i]!;
      const slot = route[visit]!;
      if (slot < 0 || chosen.subarray(0, picked).includes(slot)) continue;
      if (length + size[slot]! > longestRow || !movable(slot)) continue;
      append(slot);
    }
  }

  /** Cheapest pieces of the row that start at `i`, driven by `type`. */
  function reach(i: number, type: number, fleet: Fleet): void {
    const { size: width, distance, duration } = fleet.table;
    const { capacity, maxDistance, maxClients, perDistance, end } = fleet;
    const scale = factor[type]!;
    const paid = least[i]! + scale * fleet.fixedCost;
    let at = fleet.start;
    let driven = 0;
    let time = fleet.startWindow[0] + fleet.startLoading.fixed;
    load.fill(0);
    for (let j = i; j < length && j - i < maxClients; j++) {
      const visit = row[j]!;
      if (instance.allowed[type * visits + visit] === 0) return;
      for (let k = 0; k < K; k++) {
        load[k]! += instance.delivery[visit * K + k]!;
        if (load[k]! > capacity[k]!) return;
      }
      const to = instance.location[visit]!;
      const cell = at * width + to;
      driven += distance[cell]!;
      if (windowed) {
        time = Math.max(time + duration[cell]!, instance.open[visit]!);
        if (time > instance.close[visit]!) return;
        time += instance.service[visit]!;
      }
      if (driven >= barred) return;
      at = to;
      const home = distance[to * width + end]!;
      if (home >= barred || driven + home > maxDistance) continue;
      if (windowed && time + duration[to * width + end]! > fleet.endWindow[1]) continue;
      const total = paid + scale * perDistance * (driven + home);
      if (total >= least[j + 1]!) continue;
      least[j + 1] = total;
      from[j + 1] = i;
      by[j + 1] = type;
    }
  }

  /** True when the pieces found differ from the routes that they came from and there are vehicles for them. */
  function usable(): boolean {
    if (least[length] === Number.POSITIVE_INFINITY) return false;
    let same = true;
    let pieces = 0;
    for (let j = length; j > 0; j = from[j]!) {
      room[by[j]!]!--;
      pieces++;
      const slot = route[row[j - 1]!]!;
      same &&= route[row[from[j]!]!] === slot && size[slot] === j - from[j]! && typeOf[slot] === by[j];
    }
    if (same && pieces === picked) return false;
    return room.every((left, type) => left >= 0 || routes.freeCount(type) + left >= 0);
  }

  function rebuild(): void {
    for (let i = 0; i < picked; i++) routes.touch(chosen[i]!);
    for (let i = 0; i < picked; i++) routes.assign(chosen[i]!, row, 0);
    for (let j = length; j > 0; j = from[j]!) {
      const slot = routes.freeSlot(by[j]!);
      routes.touch(slot);
      routes.assign(slot, row.subarray(from[j]!, j), j - from[j]!);
    }
  }

  return () => {
    const seed = random.below(visits);
    gather(seed);
    if (length === 0) return -1;
    // Half of the time the prices of types are shaken a little, so that other mixes than the cheapest are tried.
    const shake = random.next() < 0.5 ? 0.4 : 0;
    for (let type = 0; type < fleets.length; type++) factor[type] = 1 + shake * (random.next() - 0.5);
    least.fill(Number.POSITIVE_INFINITY, 1, length + 1);
    least[0] = 0;
    for (let i = 0; i < length; i++)
      for (let type = 0; type < fleets.length; type++)
        if (least[i]! < Number.POSITIVE_INFINITY) reach(i, type, fleets[type]!);
    if (!usable()) return -1;
    rebuild();
    return seed;
  };
}
