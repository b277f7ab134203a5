/**
 * First routes for thousands of visits: Clarke and Wright, "Scheduling of vehicles from a central depot to a number of
 * delivery points" (1964), over near pairs only. Knows loads and windows; refuses to improve what it has joined.
 */
import { barred, type Instance, timeless } from "../instance.ts";
import type { Neighbours } from "../neighbours.ts";

/** Pairs looked at per visit. */
const pairs = 40;

/** Pairs (from, to) by falling saving, as from x n + to. */
function sortedPairs(instance: Instance, near: Neighbours): Float64Array {
  const { visits, location, fleets } = instance;
  const [fleet] = fleets;
  if (!fleet) return new Float64Array(0);
  const { size, distance } = fleet.table;
  const count = Math.min(pairs, near.count);
  const keys = new Float64Array(2 * visits * count);
  let total = 0;
  // One double holds both: the saving above, the index of the pair below, so that a plain sort does.
  const span = visits * near.count * 2;
  const offer = (from: number, to: number, index: number) => {
    const i = location[from]!;
    const j = location[to]!;
    const joined = distance[i * size + j]!;
    const saving = distance[i * size + fleet.end]! + distance[fleet.start * size + j]! - joined;
    if (joined < barred && saving + fleet.fixedCost / fleet.perDistance > 0) keys[total++] = -saving * span + index;
  };
  for (let visit = 0; visit < visits; visit++)
    for (let k = 0; k < count; k++) {
      const at = visit * near.count + k;
      offer(visit, near.list[at]!, 2 * at);
      offer(near.list[at]!, visit, 2 * at + 1);
    }
  const sorted = keys.subarray(0, total).sort();
  return sorted.map((key) => key - span * Math.floor(key / span));
}

/** Routes that serve every visit of a plain `instance` that a vehicle can reach in time, more than there are vehicles if it comes so. */
export function savingsRoutes(instance: Instance, near: Neighbours): number[][] {
  const { visits, location, fleets, dimensions: K } = instance;
  const [fleet] = fleets;
  if (!fleet) return [];
  const { size, distance, distanceTo, duration } = fleet.table;
  const symmetric = distance === distanceTo && fleet.start === fleet.end;
  const timed = instance.mode !== timeless;
  const capacity = fleet.capacity[0] ?? 0;
  const chains = Array.from({ length: visits }, (_, visit) => [visit]);
  const chainOf = Int32Array.from(chains.keys());
  const load = Int32Array.from(chainOf, (v) => (K > 0 ? instance.delivery[v]! : 0));
  const back = Int32Array.from(chainOf, (v) => (K > 0 ? instance.pickup[v]! : 0));
  const hop = (from: number, to: number) => duration[location[from]! * size + location[to]!]!;

  /** Whether the visits of both chains, one after the other, are in time. */
  function inTime(one: readonly number[], other: readonly number[]): boolean {
    let row = fleet!.start;
    let time = fleet!.startWindow[0] + fleet!.startLoading.fixed;
    for (const chain of [one, other])
      for (const visit of chain) {
        time = Math.max(time + duration[row * size + location[visit]!]!, instance.open[visit]!);
        if (time > instance.close[visit]!) return false;
        time += instance.service[visit]!;
        row = location[visit]!;
      }
    return time + duration[row * size + fleet!.end]! <= fleet!.endWindow[1];
  }

  function servable(chain: readonly number[]): boolean {
    const [visit = 0] = chain;
    const row = location[visit]!;
    const unreachable = distance[fleet!.start * size + row]! >= barred || distance[row * size + fleet!.end]! >= barred;
    const tooLarge = K > 0 && Math.max(load[visit]!, back[visit]!) > capacity;
    return !unreachable && !tooLarge && (!timed || inTime(chain, []));
  }

  function join(from: number, to: number): void {
    const a = chainOf[from]!;
    const b = chainOf[to]!;
    if (a === b || load[a]! + load[b]! > capacity || back[a]! + back[b]! > capacity) return;
    let one = chains[a]!;
    let other = chains[b]!;
    if (one.at(-1) !== from) {
      if (!symmetric || timed || one[0] !== from) return;
      one = one.toReversed();
    }
    if (other[0] !== to) {
      if (!symmetric || timed || other.at(-1) !== to) return;
      other = other.toReversed();
    }
    if (timed) {
      const soonest = instance.open[from]! + instance.service[from]! + hop(from, to);
      if (soonest > instance.close[to]! || !inTime(one, other)) return;
    }
    for (const visit of other) one.push(visit);
    chains[a] = one;
    chains[b] = [];
    for (const visit of other) chainOf[visit] = a;
    load[a]! += load[b]!;
    back[a]! += back[b]!;
  }

  for (const pair of sortedPairs(instance, near)) {
    const at = pair >> 1;
    const visit = Math.floor(at / near.count);
    const other = near.list[at]!;
    if ((pair & 1) === 0) join(visit, other);
    else join(other, visit);
  }
  const alone = (chain: readonly number[]) => chain.length === 1 && !servable(chain);
  return chains.filter((chain) => chain.length > 0 && !alone(chain));
}
