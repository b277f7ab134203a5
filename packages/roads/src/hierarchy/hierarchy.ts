/**
 * A customised hierarchy over one search space: exact costs and paths, many at once. The door of this folder.
 * Knows ranks and costs; refuses to know roads. Answers equal Dijkstra's on the same space.
 */
import type { Cost } from "../search/cost.ts";
import type { Attachment, SearchSpace } from "../search/search-space.ts";
import { allArcs, baseWeights, customise, neededArcs, perfect, type UpwardArcs } from "./customise.ts";
import { edgeBetween, type HierarchyIndex } from "./topology.ts";

/** The cheapest way over the space: its cost with both attachments, and the positions of the search arcs. */
export interface HierarchyPath {
  readonly cost: Cost;
  readonly start: Attachment;
  readonly end: Attachment;
  readonly positions: readonly number[];
}

/** Questions to a customised hierarchy. Scratch memory is reused: not for concurrent use. */
export interface Hierarchy {
  path(starts: readonly Attachment[], ends: readonly Attachment[]): HierarchyPath | undefined;
  /** The cost of `path` without the path; Infinity = unreachable. */
  cost(starts: readonly Attachment[], ends: readonly Attachment[]): Cost;
  /** Costs row by row; Infinity = unreachable. */
  table(sources: readonly (readonly Attachment[])[], targets: readonly (readonly Attachment[])[]): Float64Array;
}

/** An upward search along the elimination tree: costs of all ranks above the seeds, ascending. */
interface UpwardSearch {
  /** Ranks reached by the last run, ascending; `count` of them count. */
  readonly reached: Int32Array;
  readonly count: number;
  readonly cost: Float64Array;
  /** Seed (index into the attachments) and lower rank that gave each rank its cost; -1 lower rank at a seed. */
  readonly before: Int32Array;
  readonly seed: Int32Array;
  run(seeds: readonly Attachment[]): void;
  /** Forgets the last run; must be called before the next. */
  clear(): void;
}

function createUpwardSearch(index: HierarchyIndex, arcs: UpwardArcs): UpwardSearch {
  const { vertices, parent, rankOf } = index;
  const { first, head, cost: arcCost, stride, offset } = arcs;
  const cost = new Float64Array(vertices).fill(Number.POSITIVE_INFINITY);
  const before = new Int32Array(vertices);
  const seed = new Int32Array(vertices);
  const reached = new Int32Array(vertices);
  const visited = new Int32Array(vertices);
  let [count, visits] = [0, 0];

  /** Next rank of several climbing lines, each of which moves on to its parent once it is the lowest. */
  function lowest(lines: number[]): number {
    let least = -1;
    for (const line of lines) if (line >= 0 && (least < 0 || line < least)) least = line;
    for (let i = 0; i < lines.length; i++) if (lines[i] === least && least >= 0) lines[i] = parent[least]!;
    return least;
  }

  function settle(v: number): void {
    visited[visits++] = v;
    const here = cost[v]!;
    if (here === Number.POSITIVE_INFINITY) return;
    reached[count++] = v;
    for (let i = first[v]!; i < first[v + 1]!; i++) {
      const w = head[i]!;
      const there = here + arcCost[i * stride + offset]!;
      if (there < cost[w]!) {
        cost[w] = there;
        before[w] = v;
        seed[w] = seed[v]!;
      }
    }
  }

  return {
    reached,
    get count() {
      return count;
    },
    cost,
    before,
    seed,
    run(seeds) {
      const lines: number[] = [];
      for (let i = 0; i < seeds.length; i++) {
        const rank = rankOf[seeds[i]!.vertex]!;
        if (!(seeds[i]!.cost < cost[rank]!)) continue;
        cost[rank] = seeds[i]!.cost;
        before[rank] = -1;
        seed[rank] = i;
        lines.push(rank);
      }
      if (lines.length === 0) return;
      for (let v = lowest(lines); v >= 0; ) {
        settle(v);
        if (lines.every((line) => line === lines[0])) {
          for (v = lines[0]!; v >= 0; v = parent[v]!) settle(v);
        } else v = lowest(lines);
      }
    },
    clear() {
      for (let i = 0; i < visits; i++) cost[visited[i]!] = Number.POSITIVE_INFINITY;
      count = visits = 0;
    },
  };
}

/** Reached (rank, target, cost) triples sorted by rank: what sources meet on their way up. */
interface Buckets {
  readonly first: Int32Array;
  readonly target: Int32Array;
  readonly cost: Float64Array;
}

function fillBuckets(vertices: number, search: UpwardSearch, targets: readonly (readonly Attachment[])[]): Buckets {
  let size = 0;
  let [rank, target, cost] = [new Int32Array(4096), new Int32Array(4096), new Float64Array(4096)];
  const first = new Int32Array(vertices + 1);
  for (const [t, ends] of targets.entries()) {
    search.run(ends);
    if (size + search.count > rank.length) {
      const room = (size + search.count) * 2;
      const larger = [new Int32Array(room), new Int32Array(room), new Float64Array(room)] as const;
      larger[0].set(rank);
      larger[1].set(target);
      larger[2].set(cost);
      [rank, target, cost] = larger;
    }
    for (let i = 0; i < search.count; i++) {
      const v = search.reached[i]!;
      rank[size] = v;
      target[size] = t;
      cost[size++] = search.cost[v]!;
      first[v + 1]!++;
    }
    search.clear();
  }
  for (let v = 0; v < vertices; v++) first[v + 1]! += first[v]!;
  const next = first.slice();
  const sorted = { first, target: new Int32Array(size), cost: new Float64Array(size) };
  for (let i = 0; i < size; i++) {
    const at = next[rank[i]!]!++;
    sorted.target[at] = target[i]!;
    sorted.cost[at] = cost[i]!;
  }
  return sorted;
}

/** Position of the search arc that realises each slot's base weight. */
function cheapestArcs(slots: Int32Array, space: SearchSpace, size: number): Int32Array {
  const arc = new Int32Array(size).fill(-1);
  for (let i = 0; i < slots.length; i++) {
    const slot = slots[i]!;
    if (slot >= 0 && (arc[slot]! < 0 || space.cost[i]! < space.cost[arc[slot]!]!)) arc[slot] = i;
  }
  return arc;
}

/** Replaces shortcuts by what they stand for, down to search arcs. */
function createUnpacker(index: HierarchyIndex, weights: Float64Array, arcOfSlot: Int32Array, space: SearchSpace) {
  const { upHead, upTail, downFirst, downEdge } = index;

  /** The two slots that a shortcut runs over, by the lower rank whose triangle gives its weight. */
  function halves(slot: number): [number, number] {
    const edge = slot >> 1;
    const [y, z] = [upTail[edge]!, upHead[edge]!];
    for (let k = downFirst[y]!; k < downFirst[y + 1]!; k++) {
      const xy = downEdge[k]!;
      const xz = edgeBetween(index, upTail[xy]!, z);
      if (xz < 0) continue;
      const pair: [number, number] = (slot & 1) === 0 ? [2 * xy + 1, 2 * xz] : [2 * xz + 1, 2 * xy];
      if (weights[pair[0]]! + weights[pair[1]]! === weights[slot]) return pair;
    }
    throw new Error(`shortcut ${slot} has no origin`);
  }

  return (slots: readonly number[]): number[] => {
    const positions: number[] = [];
    const stack = [...slots].reverse();
    for (let slot = stack.pop(); slot !== undefined; slot = stack.pop()) {
      const arc = arcOfSlot[slot]!;
      if (arc >= 0 && space.cost[arc] === weights[slot]) positions.push(arc);
      else {
        const [early, late] = halves(slot);
        stack.push(late, early);
      }
    }
    return positions;
  };
}

/** The hierarchy of `space` on `index`. Customises at once; perfects at the first table, prepares unpacking at the first path. */
export function createHierarchy(index: HierarchyIndex, space: SearchSpace, slots: Int32Array): Hierarchy {
  const basic = baseWeights(index, slots, space.cost);
  customise(index, basic);
  let forward = createUpwardSearch(index, allArcs(index, basic, 0));
  let backward = createUpwardSearch(index, allArcs(index, basic, 1));
  let isPerfect = false;
  let unpack: ReturnType<typeof createUnpacker> | undefined;

  /** Tables repay the perfecting; a single path after a closure does not wait for it. */
  function makePerfect(): void {
    if (isPerfect) return;
    const perfected = perfect(index, basic);
    forward = createUpwardSearch(index, neededArcs(index, { basic, perfected }, 0));
    backward = createUpwardSearch(index, neededArcs(index, { basic, perfected }, 1));
    isPerfect = true;
  }

  /** Slots from the seed of a search up to `rank`, in climbing order. */
  function climb(search: UpwardSearch, rank: number, direction: 0 | 1): number[] {
    const climbed: number[] = [];
    for (let v = rank; search.before[v]! >= 0; v = search.before[v]!) {
      climbed.push(edgeBetween(index, search.before[v]!, v) * 2 + direction);
    }
    return climbed.reverse();
  }

  function meet(starts: readonly Attachment[], ends: readonly Attachment[]): HierarchyPath | undefined {
    let [best, rank] = [Number.POSITIVE_INFINITY, -1];
    for (let i = 0; i < forward.count; i++) {
      const v = forward.reached[i]!;
      const cost = forward.cost[v]! + backward.cost[v]!;
      if (cost < best) [best, rank] = [cost, v];
    }
    const start = starts[forward.seed[rank] ?? -1];
    const end = ends[backward.seed[rank] ?? -1];
    if (start === undefined || end === undefined) return undefined;
    unpack ??= createUnpacker(index, basic, cheapestArcs(slots, space, basic.length), space);
    const positions = unpack([...climb(forward, rank, 0), ...climb(backward, rank, 1).reverse()]);
    return { cost: best, start, end, positions };
  }

  return {
    path(starts, ends) {
      forward.run(starts);
      backward.run(ends);
      const found = meet(starts, ends);
      forward.clear();
      backward.clear();
      return found;
    },
    cost(starts, ends) {
      forward.run(starts);
      backward.run(ends);
      let best = Number.POSITIVE_INFINITY;
      for (let i = 0; i < forward.count; i++) {
        const v = forward.reached[i]!;
        best = Math.min(best, forward.cost[v]! + backward.cost[v]!);
      }
      forward.clear();
      backward.clear();
      return best;
    },
    table(sources, targets) {
      makePerfect();
      const buckets = fillBuckets(index.vertices, backward, targets);
      const table = new Float64Array(sources.length * targets.length).fill(Number.POSITIVE_INFINITY);
      for (const [s, starts] of sources.entries()) {
        forward.run(starts);
        meetBuckets(forward, buckets, table.subarray(s * targets.length, (s + 1) * targets.length));
        forward.clear();
      }
      return table;
    },
  };
}

/** Joins a finished upward search with the buckets (hot). */
function meetBuckets(search: UpwardSearch, buckets: Buckets, row: Float64Array): void {
  const { first, target, cost } = buckets;
  const { reached, count, cost: up } = search;
  for (let i = 0; i < count; i++) {
    const v = reached[i]!;
    const here = up[v]!;
    const end = first[v + 1]!;
    for (let k = first[v]!; k < end; k++) {
      const t = target[k]!;
      const sum = here + cost[k]!;
      if (sum < row[t]!) row[t] = sum;
    }
  }
}
