/**
 * A customised hierarchy over one search space: exact costs and paths, many at once. The door of this folder.
 * Knows ranks and costs; refuses to know roads. Answers equal Dijkstra's on the same space.
 */
import type { Cost } from "../search/cost.ts";
import type { Attachment, SearchSpace } from "../search/search-space.ts";
import { allArcs, arcSlots, baseWeights, customise, neededArcs, perfect } from "./customise.ts";
import { labelTable } from "./label-table.ts";
import { type ArcsByRank, arcsByRank, recustomise } from "./recustomise.ts";
import { edgeBetween, type HierarchyIndex, indexHierarchy, type Topology, verticesByRank } from "./topology.ts";
import { createUnpacker } from "./unpack.ts";
import { createUpwardSearch, type UpwardSearch } from "./upward-search.ts";

/** The cheapest way over the space: its cost with both attachments, and the positions of the search arcs. */
export interface HierarchyPath {
  readonly cost: Cost;
  readonly start: Attachment;
  readonly end: Attachment;
  readonly positions: readonly number[];
}

/** A path with the number of its positions that lead to the vertex where the searches met. */
export interface ViaPath extends HierarchyPath {
  readonly met: number;
}

/** Questions to a customised hierarchy. Scratch memory is shared by all of one frame: not for concurrent use. */
export interface Hierarchy {
  path(starts: readonly Attachment[], ends: readonly Attachment[]): HierarchyPath | undefined;
  /** The cost of `path` without the path; Infinity = unreachable. */
  cost(starts: readonly Attachment[], ends: readonly Attachment[]): Cost;
  /**
   * Ways over the vertices that both searches of `path` reach, each as two shortest climbs that meet there: at most `most`
   * of them, cheapest first, none dearer than `within` times the cheapest. The first is the answer of `path`.
   */
  vias(
    starts: readonly Attachment[],
    ends: readonly Attachment[],
    limits: { readonly within: number; readonly most: number },
  ): ViaPath[];
  /** Costs row by row; Infinity = unreachable. */
  table(sources: readonly (readonly Attachment[])[], targets: readonly (readonly Attachment[])[]): Float64Array;
  /** The customised weights by slot: the least cost of a path through lower ranks only. Not to be changed. */
  readonly weights: Float64Array;
  /**
   * The hierarchy of the same space with other costs at the arcs `changed`; equal to a full customisation bit by bit.
   * This one stays as it is.
   */
  with(space: SearchSpace, changed: Iterable<number>): Hierarchy;
}

/** What all vehicles, hours and closures on one topology share: the index, scratch memory, where arcs run. */
export interface HierarchyFrame {
  readonly index: HierarchyIndex;
  readonly forward: UpwardSearch;
  readonly backward: UpwardSearch;
  /** Slots of the space's arcs: the same for all costs, so found once. */
  slotsOf(space: SearchSpace): Int32Array;
  byRank(): ArcsByRank;
  /** The vertex of each rank. */
  vertexOf(): Int32Array;
}

/** The frame of `topology`. Every space asked about must have the same arcs in the same places. */
export function createFrame(topology: Topology): HierarchyFrame {
  const index = indexHierarchy(topology);
  let slots: Int32Array | undefined;
  let byRank: ArcsByRank | undefined;
  let vertexOf: Int32Array | undefined;
  return {
    index,
    forward: createUpwardSearch(index),
    backward: createUpwardSearch(index),
    slotsOf(space) {
      slots ??= arcSlots(index, space);
      return slots;
    },
    byRank() {
      byRank ??= arcsByRank(index, slots ?? new Int32Array(0));
      return byRank;
    },
    vertexOf() {
      vertexOf ??= verticesByRank(index);
      return vertexOf;
    },
  };
}

/** Searches after which perfecting has paid for itself: a perfect search looks at a fraction of the arcs. */
const perfectAfter = 400;

/** The hierarchy of `space` on `frame`, customised in full. */
export function createHierarchy(frame: HierarchyFrame, space: SearchSpace): Hierarchy {
  const weights = baseWeights(frame.index, frame.slotsOf(space), space.cost);
  customise(frame.index, weights);
  return hierarchyOf(frame, space, weights);
}

/** Questions to `weights`. Prepares unpacking at the first path, perfects once tables have asked often enough. */
function hierarchyOf(frame: HierarchyFrame, space: SearchSpace, weights: Float64Array): Hierarchy {
  const { index, forward, backward } = frame;
  // Paths look at all arcs for good, so that ties fall the same way before and after a table.
  const all = { away: allArcs(weights, index, 0), towards: allArcs(weights, index, 1) };
  let best = all;
  let searches = 0;
  let unpack: ReturnType<typeof createUnpacker> | undefined;

  function makePerfect(): void {
    const perfected = perfect(index, weights);
    best = {
      away: neededArcs(index, { basic: weights, perfected }, 0),
      towards: neededArcs(index, { basic: weights, perfected }, 1),
    };
  }

  /** Climbs from both ends, lowest rank first, and goes on from no rank that cannot be cheaper; the lowest best rank. */
  function meet(
    { away, towards }: typeof all,
    starts: readonly Attachment[],
    ends: readonly Attachment[],
  ): { cost: Cost; rank: number } {
    const { parent } = index;
    const [fromStart, fromEnd] = [forward.cost, backward.cost];
    let up = forward.join(away, starts);
    let down = backward.join(towards, ends);
    let cost = Number.POSITIVE_INFINITY;
    let rank = -1;
    // Ranks below the place where the lines of an end met may already be common to both.
    for (const side of [forward, backward]) {
      for (let i = 0; i < side.count; i++) {
        const v = side.visited[i]!;
        const sum = fromStart[v]! + fromEnd[v]!;
        if (sum < cost || (sum === cost && v < rank)) {
          cost = sum;
          rank = v;
        }
      }
    }
    while (up >= 0 || down >= 0) {
      const v = down < 0 || (up >= 0 && up < down) ? up : down;
      const here = fromStart[v]!;
      const there = fromEnd[v]!;
      if (here + there < cost) {
        cost = here + there;
        rank = v;
      }
      if (up === v) {
        if (here < cost) forward.settle(away, v);
        else forward.touch(v);
        up = parent[v]!;
      }
      if (down === v) {
        if (there < cost) backward.settle(towards, v);
        else backward.touch(v);
        down = parent[v]!;
      }
    }
    return { cost, rank };
  }

  /** Slots from the seed of a search up to `rank`, in climbing order. */
  function climb(search: UpwardSearch, rank: number, direction: 0 | 1): number[] {
    const climbed: number[] = [];
    for (let v = rank; search.before[v]! >= 0; v = search.before[v]!) {
      climbed.push(edgeBetween(index, search.before[v]!, v) * 2 + direction);
    }
    return climbed.reverse();
  }

  function unpackSlots(shortcuts: readonly number[]): number[] {
    unpack ??= createUnpacker({ index, slots: frame.slotsOf(space), vertexOf: frame.vertexOf() }, weights, space);
    return unpack(shortcuts);
  }

  function unpacked(starts: readonly Attachment[], ends: readonly Attachment[]): HierarchyPath | undefined {
    const { cost, rank } = meet(all, starts, ends);
    const start = starts[rank < 0 ? -1 : forward.seed[rank]!];
    const end = ends[rank < 0 ? -1 : backward.seed[rank]!];
    if (start === undefined || end === undefined) return undefined;
    const positions = unpackSlots([...climb(forward, rank, 0), ...climb(backward, rank, 1).reverse()]);
    return { cost, start, end, positions };
  }

  function vias(
    starts: readonly Attachment[],
    ends: readonly Attachment[],
    { within, most }: { readonly within: number; readonly most: number },
  ): ViaPath[] {
    forward.run(all.away, starts);
    backward.run(all.towards, ends);
    const met = Array.from(forward.visited.subarray(0, forward.count), (rank) => ({
      rank,
      cost: forward.cost[rank]! + backward.cost[rank]!,
    }))
      .filter(({ cost }) => cost !== Number.POSITIVE_INFINITY)
      .sort((a, b) => a.cost - b.cost || a.rank - b.rank);
    const limit = (met[0]?.cost ?? 0) * within;
    const found: ViaPath[] = [];
    for (const { rank, cost } of met.slice(0, most)) {
      const [start, end] = [starts[forward.seed[rank]!], ends[backward.seed[rank]!]];
      if (cost > limit || start === undefined || end === undefined) break;
      const before = unpackSlots(climb(forward, rank, 0));
      const after = unpackSlots(climb(backward, rank, 1).reverse());
      found.push({ cost, start, end, met: before.length, positions: [...before, ...after] });
    }
    return found;
  }

  /** Clears both searches after `ask`, so that the next hierarchy of the frame finds them empty. */
  function clearing<T>(ask: () => T): T {
    const answer = ask();
    forward.clear();
    backward.clear();
    return answer;
  }

  return {
    weights,
    path: (starts, ends) => clearing(() => unpacked(starts, ends)),
    cost: (starts, ends) => clearing(() => meet(best, starts, ends).cost),
    vias: (starts, ends, limits) => clearing(() => vias(starts, ends, limits)),
    table(sources, targets) {
      const before = searches;
      searches += sources.length + targets.length;
      if (before < perfectAfter && searches >= perfectAfter) makePerfect();
      return labelTable({ vertices: index.vertices, forward, backward, ...best }, sources, targets);
    },
    with(changedSpace, changed) {
      const copy = weights.slice();
      recustomise({ index, slots: frame.slotsOf(space), byRank: frame.byRank() }, copy, changedSpace, changed);
      return hierarchyOf(frame, changedSpace, copy);
    },
  };
}
