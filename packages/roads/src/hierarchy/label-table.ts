/**
 * Many-to-many costs: each place gets its label, the few ranks that its cheapest paths pass last on their way up, and two
 * labels meet in their cheapest common rank (canonical hub labels: Abraham, Delling, Goldberg, Werneck, ESA 2012, read
 * off a hierarchy). Knows ranks and costs; refuses to know roads. Hot: typed arrays, loops without allocation.
 */
import type { Attachment } from "../search/search-space.ts";
import type { UpwardArcs, UpwardSearch } from "./upward-search.ts";

/** Label entries of all places, place after place: those of place p are `rank[first[p]]` .. with their costs. */
interface Labels {
  readonly first: Int32Array;
  readonly rank: Int32Array;
  readonly cost: Float64Array;
}

/** A growing list of (rank, cost). */
function createEntries() {
  let rank = new Int32Array(1 << 14);
  let cost = new Float64Array(1 << 14);
  let size = 0;
  return {
    get size() {
      return size;
    },
    add(v: number, reached: number) {
      if (size === rank.length) {
        const larger = [new Int32Array(size * 2), new Float64Array(size * 2)] as const;
        larger[0].set(rank);
        larger[1].set(cost);
        [rank, cost] = larger;
      }
      rank[size] = v;
      cost[size++] = reached;
    },
    take: () => ({ rank: rank.subarray(0, size), cost: cost.subarray(0, size) }),
  };
}

/**
 * The labels of `places`. A rank that a higher rank reaches as cheaply over `opposite` arcs is left out: a cheapest path
 * through it passes the higher rank too, so the highest rank of every cheapest path stays in both labels.
 * Top down, `search.cost` becomes the true cost of every visited rank.
 */
function labelsOf(
  search: UpwardSearch,
  arcs: UpwardArcs,
  opposite: UpwardArcs,
  places: readonly (readonly Attachment[])[],
): Labels {
  const entries = createEntries();
  const first = new Int32Array(places.length + 1);
  const { cost, visited } = search;
  const { first: from, head, cost: arcCost, stride, offset } = opposite;
  for (const [p, attachments] of places.entries()) {
    search.run(arcs, attachments);
    for (let i = search.count - 1; i >= 0; i--) {
      const v = visited[i]!;
      const climbed = cost[v]!;
      let over = Number.POSITIVE_INFINITY;
      const end = from[v + 1]!;
      for (let k = from[v]!; k < end; k++) {
        const there = cost[head[k]!]! + arcCost[k * stride + offset]!;
        if (there < over) over = there;
      }
      if (climbed < over) entries.add(v, climbed);
      else cost[v] = over;
    }
    search.clear();
    first[p + 1] = entries.size;
  }
  return { first, ...entries.take() };
}

/** Labels by rank: entries of rank v are `place[first[v]]` .. */
function bucketsOf(vertices: number, labels: Labels) {
  const first = new Int32Array(vertices + 1);
  const size = labels.rank.length;
  for (let i = 0; i < size; i++) first[labels.rank[i]! + 1]!++;
  for (let v = 0; v < vertices; v++) first[v + 1]! += first[v]!;
  const next = first.slice();
  const place = new Int32Array(size);
  const cost = new Float64Array(size);
  for (let p = 0; p + 1 < labels.first.length; p++) {
    for (let i = labels.first[p]!; i < labels.first[p + 1]!; i++) {
      const at = next[labels.rank[i]!]!++;
      place[at] = p;
      cost[at] = labels.cost[i]!;
    }
  }
  return { first, place, cost };
}

/** What a table is made with. */
export interface TableSearches {
  readonly vertices: number;
  readonly forward: UpwardSearch;
  readonly backward: UpwardSearch;
  /** Arcs away from and towards a rank. */
  readonly away: UpwardArcs;
  readonly towards: UpwardArcs;
}

/** Costs row by row; Infinity = unreachable. */
export function labelTable(
  searches: TableSearches,
  sources: readonly (readonly Attachment[])[],
  targets: readonly (readonly Attachment[])[],
): Float64Array {
  const { vertices, forward, backward, away, towards } = searches;
  const buckets = bucketsOf(vertices, labelsOf(backward, towards, away, targets));
  const labels = labelsOf(forward, away, towards, sources);
  const columns = targets.length;
  const table = new Float64Array(sources.length * columns).fill(Number.POSITIVE_INFINITY);
  const { first, place, cost } = buckets;
  for (let s = 0; s < sources.length; s++) {
    const row = table.subarray(s * columns, (s + 1) * columns);
    for (let i = labels.first[s]!; i < labels.first[s + 1]!; i++) {
      const v = labels.rank[i]!;
      const here = labels.cost[i]!;
      const end = first[v + 1]!;
      for (let k = first[v]!; k < end; k++) {
        const sum = here + cost[k]!;
        const t = place[k]!;
        if (sum < row[t]!) row[t] = sum;
      }
    }
  }
  return table;
}
