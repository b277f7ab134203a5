/**
 * The metric half of the hierarchy: shortcut costs by lower triangles, exact for any costs.
 * Knows topology and costs; refuses to know what costs mean. Hot: typed arrays, loops without allocation.
 */
import { edgeBetween, type HierarchyIndex } from "./topology.ts";
import type { UpwardArcs } from "./upward-search.ts";

/**
 * Where each arc of a search space runs in the hierarchy: slot 2 e is edge e upwards, slot 2 e + 1 downwards;
 * -1 for loops, which no shortest path takes.
 */
export function arcSlots(
  index: HierarchyIndex,
  space: { readonly vertices: number; readonly firstOut: Int32Array; readonly head: Int32Array },
): Int32Array {
  const slots = new Int32Array(space.head.length).fill(-1);
  const { rankOf } = index;
  for (let v = 0; v < space.vertices; v++) {
    const from = rankOf[v]!;
    for (let i = space.firstOut[v]!; i < space.firstOut[v + 1]!; i++) {
      const to = rankOf[space.head[i]!]!;
      if (from < to) slots[i] = edgeBetween(index, from, to) * 2;
      else if (from > to) slots[i] = edgeBetween(index, to, from) * 2 + 1;
    }
  }
  return slots;
}

/** The least cost of the space's own arcs in each slot; Infinity where there is none. */
export function baseWeights(index: HierarchyIndex, slots: Int32Array, costs: Float64Array): Float64Array {
  const weights = new Float64Array(index.upHead.length * 2).fill(Number.POSITIVE_INFINITY);
  for (let i = 0; i < slots.length; i++) {
    const slot = slots[i]!;
    if (slot >= 0 && costs[i]! < weights[slot]!) weights[slot] = costs[i]!;
  }
  return weights;
}

/**
 * Lowers `weights` (base weights at first) in place until every slot holds the least cost of a path that runs through
 * lower ranks only. Ranks ascend, so the edges below are final when they are used.
 */
export function customise(index: HierarchyIndex, weights: Float64Array): void {
  const { vertices, upFirst, upHead, upTail, downFirst, downEdge } = index;
  const edgeTo = new Int32Array(vertices);
  for (let y = 0; y < vertices; y++) {
    const end = upFirst[y + 1]!;
    for (let e = upFirst[y]!; e < end; e++) edgeTo[upHead[e]!] = e;
    for (let k = downFirst[y]!; k < downFirst[y + 1]!; k++) {
      const xy = downEdge[k]!;
      const toY = weights[2 * xy]!;
      const fromY = weights[2 * xy + 1]!;
      const last = upFirst[upTail[xy]! + 1]!;
      for (let xz = xy + 1; xz < last; xz++) {
        const e = 2 * edgeTo[upHead[xz]!]!;
        const up = fromY + weights[2 * xz]!;
        const down = weights[2 * xz + 1]! + toY;
        if (up < weights[e]!) weights[e] = up;
        if (down < weights[e + 1]!) weights[e + 1] = down;
      }
    }
  }
}

/**
 * The perfect weights: each slot holds the true shortest cost between its two ends, found by upper and intermediate
 * triangles from the top down. A slot whose weight this lowers is needed by no shortest path.
 */
export function perfect(index: HierarchyIndex, weights: Float64Array): Float64Array {
  const { vertices, upFirst, upHead } = index;
  const perfected = weights.slice();
  for (let x = vertices - 1; x >= 0; x--) {
    const first = upFirst[x]!;
    const end = upFirst[x + 1]!;
    for (let xy = first; xy < end; xy++) {
      const y = upHead[xy]!;
      let upXy = perfected[2 * xy]!;
      let downXy = perfected[2 * xy + 1]!;
      let yz = upFirst[y]!;
      for (let xz = xy + 1; xz < end; xz++, yz++) {
        // The upper neighbours of x above y are upper neighbours of y too, in the same order.
        const z = upHead[xz]!;
        while (upHead[yz]! < z) yz++;
        const upYz = perfected[2 * yz]!;
        const downYz = perfected[2 * yz + 1]!;
        const upXz = perfected[2 * xz]!;
        const downXz = perfected[2 * xz + 1]!;
        if (upXz + downYz < upXy) upXy = upXz + downYz;
        if (upYz + downXz < downXy) downXy = upYz + downXz;
        if (upXy + upYz < upXz) perfected[2 * xz] = upXy + upYz;
        if (downYz + downXy < downXz) perfected[2 * xz + 1] = downYz + downXy;
      }
      perfected[2 * xy] = upXy;
      perfected[2 * xy + 1] = downXy;
    }
  }
  return perfected;
}

/** All slots of one direction, needed or not: ready without perfecting. */
export function allArcs(weights: Float64Array, index: HierarchyIndex, direction: 0 | 1): UpwardArcs {
  return { first: index.upFirst, head: index.upHead, cost: weights, stride: 2, offset: direction };
}

/** The slots of one direction (0 up = away from the vertex, 1 down = towards it) that shortest paths need. */
export function neededArcs(
  index: HierarchyIndex,
  weights: { readonly basic: Float64Array; readonly perfected: Float64Array },
  direction: 0 | 1,
): UpwardArcs {
  const { vertices, upFirst, upHead } = index;
  const first = new Int32Array(vertices + 1);
  const { basic, perfected } = weights;
  const needed = (slot: number) => basic[slot] !== Number.POSITIVE_INFINITY && basic[slot] === perfected[slot];
  let count = 0;
  for (let e = 0; e < upHead.length; e++) if (needed(2 * e + direction)) count++;
  const head = new Int32Array(count);
  const cost = new Float64Array(count);
  count = 0;
  for (let v = 0; v < vertices; v++) {
    for (let e = upFirst[v]!; e < upFirst[v + 1]!; e++) {
      if (!needed(2 * e + direction)) continue;
      head[count] = upHead[e]!;
      cost[count++] = basic[2 * e + direction]!;
    }
    first[v + 1] = count;
  }
  return { first, head, cost, stride: 1, offset: 0 };
}
