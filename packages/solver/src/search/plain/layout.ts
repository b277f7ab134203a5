/**
 * A plain problem laid out for speed: equal vehicles, one depot, one trip each, one measure of load, at most one window
 * per visit, distance and prizes of those left out as the only prices. Knows which problems are plain and the numbers of one of them (or of a part);
 * refuses to know routes. Visits are renumbered so that near ones stand near each other in memory.
 */
import { barred, type Instance, timeless, windowsOnly } from "../instance.ts";
import type { Neighbours } from "../neighbours.ts";

/** Flat tables over `n` renumbered visits. Depot legs stand apart: `out` from the depot, `home` to it. */
export interface Plain {
  readonly n: number;
  /** The instance's number of each visit. */
  readonly visit: Int32Array;
  /** [from x n + to]; the `To` tables are transposed, and the same ones when symmetric. */
  readonly distance: Int32Array;
  readonly distanceTo: Int32Array;
  readonly duration: Int32Array;
  readonly out: Int32Array;
  readonly home: Int32Array;
  readonly outTime: Int32Array;
  readonly homeTime: Int32Array;
  readonly amount: Int32Array;
  /** What goes back to the depot; it rides after all that was brought, so both sums are limited one by one. */
  readonly back: Int32Array;
  readonly capacity: number;
  readonly twoWay: boolean;
  readonly timed: boolean;
  readonly symmetric: boolean;
  readonly service: Int32Array;
  readonly open: Int32Array;
  readonly close: Int32Array;
  /** Earliest departure from the depot, and latest return. */
  readonly departs: number;
  readonly returns: number;
  /** Weight of leaving a visit out; 0 for one that may be left out at its prize, in units of distance. */
  readonly level: Float64Array;
  readonly prize: Float64Array;
  readonly hasOptional: boolean;
  /** Price of a used vehicle in units of distance. */
  readonly fixed: number;
  readonly slots: number;
  /** `nearCount` numbers per visit, nearest first, padded with -1. */
  readonly near: Int32Array;
  readonly nearCount: number;
}

/** True when the fast search understands `instance` in full. */
export function isPlain(instance: Instance): boolean {
  const [fleet, ...others] = instance.fleets;
  if (!fleet || others.length > 0 || instance.mode > windowsOnly || instance.dimensions > 1) return false;
  const { problem } = instance;
  const bound = [problem.locks, problem.assignments, problem.groups].some((list) => (list?.length ?? 0) > 0);
  if (bound || instance.hasShipments) return false;
  if (fleet.reloads.length > 0 || fleet.maxClients < instance.visits || fleet.maxDistance < barred) return false;
  if (fleet.perDistance === 0 || !instance.allowed.every((yes) => yes === 1)) return false;
  return !instance.hasPickups || problem.clients.every(bringsOrTakes);
}

function bringsOrTakes({ backhaul, delivery, pickup }: Instance["problem"]["clients"][number]): boolean {
  const none = (amounts: readonly number[] | undefined) => (amounts ?? []).every((amount) => amount === 0);
  return backhaul === true ? none(delivery) : none(pickup);
}

/** Visits in an order in which near ones are mostly close: a walk from each to the nearest not yet passed. */
export function walk(visits: Int32Array, near: Neighbours, total: number): Int32Array {
  const open = new Uint8Array(total);
  for (const visit of visits) open[visit] = 1;
  const order = new Int32Array(visits.length);
  let count = 0;
  for (const first of visits) {
    for (let at = first; at >= 0 && open[at] === 1; ) {
      open[at] = 0;
      order[count++] = at;
      const base = at * near.count;
      at = -1;
      for (let i = 0; i < near.count && at < 0; i++) if (open[near.list[base + i]!] === 1) at = near.list[base + i]!;
    }
  }
  return order;
}

function gather(source: Int32Array, visit: Int32Array): Int32Array {
  return visit.map((v) => source[v]!);
}

function square(table: Int32Array, size: number, rows: Int32Array): Int32Array {
  const n = rows.length;
  const cells = new Int32Array(n * n);
  for (let i = 0, at = 0; i < n; i++) {
    const base = rows[i]! * size;
    for (let j = 0; j < n; j++) cells[at++] = table[base + rows[j]!]!;
  }
  return cells;
}

function renumbered(visit: Int32Array, near: Neighbours, total: number): Int32Array {
  const number = new Int32Array(total).fill(-1);
  for (let i = 0; i < visit.length; i++) number[visit[i]!] = i;
  const list = new Int32Array(visit.length * near.count).fill(-1);
  for (let i = 0; i < visit.length; i++) {
    let at = i * near.count;
    const base = visit[i]! * near.count;
    for (let k = 0; k < near.count; k++) {
      const other = number[near.list[base + k]!]!;
      if (other >= 0) list[at++] = other;
    }
  }
  return list;
}

/** The part of a plain `instance` that consists of `visits`, served by at most `slots` vehicles. */
export function layOut(instance: Instance, near: Neighbours, visits: Int32Array, slots: number): Plain {
  const [fleet] = instance.fleets;
  if (!fleet) throw new RangeError("a plain problem has one vehicle type");
  const visit = walk(visits, near, instance.visits);
  const rows = gather(instance.location, visit);
  const { size, distance: whole, distanceTo, duration: lasting, durationTo } = fleet.table;
  const leg = (table: Int32Array, from: number) => rows.map((row) => table[from * size + row]!);
  const distance = square(whole, size, rows);
  const timed = instance.mode !== timeless;
  const zero = new Int32Array(instance.dimensions === 0 ? instance.visits : 0);
  return {
    n: visit.length,
    visit,
    distance,
    distanceTo: distanceTo === whole ? distance : square(distanceTo, size, rows),
    duration: !timed || lasting === whole ? distance : square(lasting, size, rows),
    out: leg(whole, fleet.start),
    home: leg(distanceTo, fleet.end),
    outTime: leg(lasting, fleet.start),
    homeTime: leg(durationTo, fleet.end),
    amount: gather(instance.dimensions === 0 ? zero : instance.delivery, visit),
    back: gather(instance.dimensions === 0 ? zero : instance.pickup, visit),
    capacity: fleet.capacity[0] ?? 0,
    twoWay: instance.hasPickups,
    timed,
    symmetric: distanceTo === whole && fleet.start === fleet.end,
    service: gather(instance.service, visit),
    open: gather(instance.open, visit),
    close: gather(instance.close, visit),
    departs: fleet.startWindow[0] + fleet.startLoading.fixed,
    returns: fleet.endWindow[1],
    level: Float64Array.from(visit, (v) => instance.level[v]!),
    prize: Float64Array.from(visit, (v) => instance.prize[v]! / fleet.perDistance),
    hasOptional: instance.hasOptional,
    fixed: fleet.fixedCost / fleet.perDistance,
    slots,
    near: renumbered(visit, near, instance.visits),
    nearCount: near.count,
  };
}
