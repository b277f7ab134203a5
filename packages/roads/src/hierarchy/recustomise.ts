/**
 * Partial customisation: after some arcs changed cost, only the shortcuts that hang on them are computed again.
 * Equal to a full customisation bit by bit, because sums of costs are exact. Knows topology and costs.
 * Hot: typed arrays, loops without allocation.
 */
import type { SearchSpace } from "../search/search-space.ts";
import type { HierarchyIndex } from "./topology.ts";

/** Search arcs by the lower rank of their ends: `position[first[rank]]` .. */
export interface ArcsByRank {
  readonly first: Int32Array;
  readonly position: Int32Array;
}

/** The arcs of a space (whose slots are known) by lower rank. */
export function arcsByRank(index: HierarchyIndex, slots: Int32Array): ArcsByRank {
  const first = new Int32Array(index.vertices + 1);
  let count = 0;
  for (const slot of slots) {
    if (slot < 0) continue;
    first[index.upTail[slot >> 1]! + 1]!++;
    count++;
  }
  for (let v = 0; v < index.vertices; v++) first[v + 1]! += first[v]!;
  const next = first.slice();
  const position = new Int32Array(count);
  for (let i = 0; i < slots.length; i++) {
    if (slots[i]! >= 0) position[next[index.upTail[slots[i]! >> 1]!]!++] = i;
  }
  return { first, position };
}

/** What stays the same while closures come and go. */
export interface Recustomising {
  readonly index: HierarchyIndex;
  readonly slots: Int32Array;
  readonly byRank: ArcsByRank;
}

/** Which edges have to be computed again; ranks are visited upwards, so each is judged after all that it hangs on. */
interface Dirt {
  readonly edge: Uint8Array;
  readonly rank: Uint8Array;
}

function mark(index: HierarchyIndex, dirt: Dirt, edge: number): void {
  dirt.edge[edge] = 1;
  dirt.rank[index.upTail[edge]!] = 1;
}

/** The weights that a dirty edge between `y` and a higher rank has by lower triangles, on top of those given. */
function lowerTriangles(index: HierarchyIndex, weights: Float64Array, y: number, edge: number): void {
  const { upTail, upHead, downFirst, downEdge } = index;
  const z = upHead[edge]!;
  let a = downFirst[y]!;
  let b = downFirst[z]!;
  const [endA, endB] = [downFirst[y + 1]!, downFirst[z + 1]!];
  let up = weights[2 * edge]!;
  let down = weights[2 * edge + 1]!;
  while (a < endA && b < endB) {
    const [xy, xz] = [downEdge[a]!, downEdge[b]!];
    const difference = upTail[xy]! - upTail[xz]!;
    if (difference === 0) {
      const there = weights[2 * xy + 1]! + weights[2 * xz]!;
      const back = weights[2 * xz + 1]! + weights[2 * xy]!;
      if (there < up) up = there;
      if (back < down) down = back;
    }
    if (difference <= 0) a++;
    if (difference >= 0) b++;
  }
  weights[2 * edge] = up;
  weights[2 * edge + 1] = down;
}

/** Whether a sum that went from `before` to `now` can change a least sum of `weight`. */
function touches(before: number, now: number, weight: number): boolean {
  return now !== before && (before === weight || now < weight);
}

/** Marks the edges between upper neighbours of `y` whose weight may change with those of `y`: it was or becomes the least. */
function spread(index: HierarchyIndex, weights: Float64Array, old: Float64Array, y: number, dirt: Dirt): void {
  const { upFirst, upHead } = index;
  const [first, end] = [upFirst[y]!, upFirst[y + 1]!];
  const same = (e: number) =>
    weights[2 * e] === old[2 * (e - first)] && weights[2 * e + 1] === old[2 * (e - first) + 1];
  for (let p = first; p < end - 1; p++) {
    const z = upHead[p]!;
    const samePair = same(p);
    let edge = upFirst[z]!;
    for (let q = p + 1; q < end; q++, edge++) {
      // Upper neighbours of y form a clique: each of them above z is an upper neighbour of z, in the same order.
      while (upHead[edge]! < upHead[q]!) edge++;
      if (samePair && same(q)) continue;
      const [oldP, oldQ] = [2 * (p - first), 2 * (q - first)];
      const [up, down] = [weights[2 * edge]!, weights[2 * edge + 1]!];
      const oldUp = old[oldP + 1]! + old[oldQ]!;
      const oldDown = old[oldQ + 1]! + old[oldP]!;
      const newUp = weights[2 * p + 1]! + weights[2 * q]!;
      const newDown = weights[2 * q + 1]! + weights[2 * p]!;
      if (touches(oldUp, newUp, up) || touches(oldDown, newDown, down)) mark(index, dirt, edge);
    }
  }
}

/**
 * Brings `weights` (customised for other costs of the same space, changed in place) up to date with `space`, whose arcs
 * at `changed` may have other costs than `weights` was made for.
 */
export function recustomise(
  { index, slots, byRank }: Recustomising,
  weights: Float64Array,
  space: SearchSpace,
  changed: Iterable<number>,
): void {
  const { vertices, upFirst, upHead } = index;
  const dirt: Dirt = { edge: new Uint8Array(upHead.length), rank: new Uint8Array(vertices) };
  for (const position of changed) if (slots[position]! >= 0) mark(index, dirt, slots[position]! >> 1);
  let old = new Float64Array(256);
  for (let y = dirt.rank.indexOf(1); y >= 0; y = dirt.rank.indexOf(1, y + 1)) {
    const [first, end] = [upFirst[y]!, upFirst[y + 1]!];
    if (old.length < 2 * (end - first)) old = new Float64Array(4 * (end - first));
    old.set(weights.subarray(2 * first, 2 * end));
    for (let e = first; e < end; e++) {
      if (dirt.edge[e] === 1) weights[2 * e] = weights[2 * e + 1] = Number.POSITIVE_INFINITY;
    }
    for (let i = byRank.first[y]!; i < byRank.first[y + 1]!; i++) {
      const position = byRank.position[i]!;
      const slot = slots[position]!;
      if (dirt.edge[slot >> 1] === 1 && space.cost[position]! < weights[slot]!) weights[slot] = space.cost[position]!;
    }
    for (let e = first; e < end; e++) if (dirt.edge[e] === 1) lowerTriangles(index, weights, y, e);
    spread(index, weights, old, y, dirt);
  }
}
