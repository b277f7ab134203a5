/**
 * Searches that climb the elimination tree of a hierarchy: every rank above the seeds, ascending, without a queue.
 * Knows ranks and costs; refuses to know roads. Hot: scratch arrays are shared by all hierarchies of one index.
 */
import type { Attachment } from "../search/search-space.ts";
import type { HierarchyIndex } from "./topology.ts";

/** Upward arcs in one direction, ascending by head: the search graph of a query. Arc i costs `cost[i * stride + offset]`. */
export interface UpwardArcs {
  readonly first: Int32Array;
  readonly head: Int32Array;
  readonly cost: Float64Array;
  readonly stride: number;
  readonly offset: number;
}

/** One climbing search. Only one hierarchy at a time may use it; `clear` hands it on. */
export interface UpwardSearch {
  /** Ranks visited by the last run, ascending within each line; `count` of them count. */
  readonly visited: Int32Array;
  readonly count: number;
  /** Cost of a rank, Infinity where not reached. */
  readonly cost: Float64Array;
  /** Lower rank that gave a rank its cost, -1 at a seed; and the seed (index into the attachments) it came from. */
  readonly before: Int32Array;
  readonly seed: Int32Array;
  /** Climbs from all seeds to the root. */
  run(arcs: UpwardArcs, seeds: readonly Attachment[]): void;
  /** Places the seeds and climbs until their lines have met: the rank where the one line goes on, -1 at the root. */
  join(arcs: UpwardArcs, seeds: readonly Attachment[]): number;
  /** Visits one rank. */
  settle(arcs: UpwardArcs, rank: number): void;
  /** Visits one rank without going on from it. */
  touch(rank: number): void;
  /** Forgets the last run; must be called before the next. */
  clear(): void;
}

/** A search over `index`. */
export function createUpwardSearch(index: HierarchyIndex): UpwardSearch {
  const { vertices, parent, rankOf } = index;
  const cost = new Float64Array(vertices).fill(Number.POSITIVE_INFINITY);
  const before = new Int32Array(vertices);
  const seed = new Int32Array(vertices);
  const visited = new Int32Array(vertices);
  const lines: number[] = [];
  let count = 0;

  function settle(arcs: UpwardArcs, v: number): void {
    visited[count++] = v;
    const here = cost[v]!;
    if (here === Number.POSITIVE_INFINITY) return;
    const { head, cost: arcCost, stride, offset } = arcs;
    const end = arcs.first[v + 1]!;
    const origin = seed[v]!;
    for (let i = arcs.first[v]!; i < end; i++) {
      const w = head[i]!;
      const there = here + arcCost[i * stride + offset]!;
      if (there < cost[w]!) {
        cost[w] = there;
        before[w] = v;
        seed[w] = origin;
      }
    }
  }

  /** Settles the lowest of several lines and moves it to its parent; lines that meet become one. */
  function advance(arcs: UpwardArcs): void {
    let least = lines[0]!;
    for (let i = 1; i < lines.length; i++) if (lines[i]! < least) least = lines[i]!;
    settle(arcs, least);
    const next = parent[least]!;
    let kept = 0;
    let going = next < 0;
    for (let i = 0; i < lines.length; i++) {
      const line = lines[i]!;
      if (line === next) going = true;
      if (line !== least) lines[kept++] = line;
    }
    if (!going) lines[kept++] = next;
    lines.length = kept;
  }

  function plant(seeds: readonly Attachment[]): void {
    lines.length = 0;
    for (let i = 0; i < seeds.length; i++) {
      const attachment = seeds[i]!;
      const rank = rankOf[attachment.vertex]!;
      if (!(attachment.cost < cost[rank]!)) continue;
      cost[rank] = attachment.cost;
      before[rank] = -1;
      seed[rank] = i;
      if (!lines.includes(rank)) lines.push(rank);
    }
  }

  const search = {
    visited,
    get count() {
      return count;
    },
    cost,
    before,
    seed,
    join(arcs: UpwardArcs, seeds: readonly Attachment[]): number {
      plant(seeds);
      while (lines.length > 1) advance(arcs);
      return lines[0] ?? -1;
    },
    run(arcs: UpwardArcs, seeds: readonly Attachment[]): void {
      for (let v = search.join(arcs, seeds); v >= 0; v = parent[v]!) settle(arcs, v);
    },
    settle,
    touch(v: number): void {
      visited[count++] = v;
    },
    clear(): void {
      for (let i = 0; i < count; i++) cost[visited[i]!] = Number.POSITIVE_INFINITY;
      count = 0;
    },
  };
  return search;
}
