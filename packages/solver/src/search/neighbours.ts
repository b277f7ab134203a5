/**
 * For each visit the visits that lie nearest, nearest first. Knows legs and their prices; refuses to know windows.
 */
import type { Instance } from "./instance.ts";
import { barred } from "./instance.ts";

/** `count` neighbours of each visit in one flat list: those of visit v start at v x count. */
export interface Neighbours {
  readonly count: number;
  readonly list: Int32Array;
}

/** Moves the `count` smallest of `order` by `key` to its front (quickselect), then sorts them. */
function smallestFirst(order: Int32Array, key: Float64Array, count: number): void {
  let low = 0;
  let high = order.length - 1;
  while (low < high) {
    const pivot = key[order[(low + high) >> 1]!]!;
    let i = low;
    let j = high;
    while (i <= j) {
      while (key[order[i]!]! < pivot) i++;
      while (key[order[j]!]! > pivot) j--;
      if (i > j) break;
      const swapped = order[i]!;
      order[i++] = order[j]!;
      order[j--] = swapped;
    }
    if (count - 1 <= j) high = j;
    else if (count - 1 >= i) low = i;
    else break;
  }
  order.subarray(0, count).sort((a, b) => key[a]! - key[b]! || a - b);
}

/** The `most` nearest of each visit by what driving there and back costs on the first vehicle type. */
export function nearestVisits(instance: Instance, most: number): Neighbours {
  const { visits, location, fleets } = instance;
  const count = Math.max(0, Math.min(most, visits - 1));
  const list = new Int32Array(visits * count);
  const fleet = fleets[0];
  if (!fleet || count === 0) return { count, list };
  const { size, distance, duration, distanceTo, durationTo } = fleet.table;
  const free = fleet.perDistance + fleet.perDuration === 0;
  const [perDistance, perDuration] = free ? [1, 0] : [fleet.perDistance, fleet.perDuration];
  const key = new Float64Array(visits);
  const order = new Int32Array(visits - 1);
  for (let visit = 0; visit < visits; visit++) {
    const row = location[visit]! * size;
    for (let other = 0, at = 0; other < visits; other++) {
      if (other === visit) continue;
      order[at++] = other;
      const cell = row + location[other]!;
      // One way must be open; the other may be barred (backhauls).
      const far = Math.min(distance[cell]!, distanceTo[cell]!) >= barred;
      const length = Math.min(distance[cell]!, distanceTo[cell]!) * perDistance;
      key[other] = far ? Number.POSITIVE_INFINITY : length + Math.min(duration[cell]!, durationTo[cell]!) * perDuration;
    }
    smallestFirst(order, key, count);
    list.set(order.subarray(0, count), visit * count);
  }
  return { count, list };
}
