/**
 * The metric-free half of a customisable contraction hierarchy: which shortcuts can ever be needed under an order
 * (Dibbelt, Strasser, Wagner: Customizable Contraction Hierarchies, JEA 2016). Knows ranks; refuses to know costs.
 */

/**
 * Vertices are ranks. Edges go from a lower to a higher rank: of rank v to `upHead[upFirst[v]]` .., ascending.
 * Two arcs can run along each edge, up and down. The upper neighbours of a rank form a clique among each other.
 */
export interface Topology {
  readonly vertices: number;
  readonly rankOf: Int32Array;
  readonly upFirst: Int32Array;
  readonly upHead: Int32Array;
}

/** A topology with what can be recomputed from it: edges seen from above, and the elimination tree. */
export interface HierarchyIndex extends Topology {
  /** Lower end of each edge. */
  readonly upTail: Int32Array;
  /** Edges into rank v from below: `downEdge[downFirst[v]]` .., ascending by lower end. */
  readonly downFirst: Int32Array;
  readonly downEdge: Int32Array;
  /** The lowest upper neighbour of each rank, -1 at a root. */
  readonly parent: Int32Array;
}

/** Undirected neighbour lists over ranks: upper neighbours only. */
function upperLists(rankOf: Int32Array, first: Int32Array, to: Int32Array): { first: Int32Array; to: Int32Array } {
  const vertices = rankOf.length;
  const count = new Int32Array(vertices + 1);
  for (let v = 0; v < vertices; v++) {
    for (let i = first[v]!; i < first[v + 1]!; i++) if (rankOf[to[i]!]! > rankOf[v]!) count[rankOf[v]! + 1]!++;
  }
  for (let v = 0; v < vertices; v++) count[v + 1]! += count[v]!;
  const upper = new Int32Array(count[vertices]!);
  for (let v = 0; v < vertices; v++) {
    let at = count[rankOf[v]!]!;
    for (let i = first[v]!; i < first[v + 1]!; i++) if (rankOf[to[i]!]! > rankOf[v]!) upper[at++] = rankOf[to[i]!]!;
  }
  return { first: count, to: upper };
}

/** A growing list of whole numbers. */
function createIntegers(): { push(value: number): void; readonly length: number; values(): Int32Array } {
  let array = new Int32Array(1 << 16);
  let length = 0;
  return {
    push(value) {
      if (length === array.length) {
        const larger = new Int32Array(length * 2);
        larger.set(array);
        array = larger;
      }
      array[length++] = value;
    },
    get length() {
      return length;
    },
    values: () => array.subarray(0, length),
  };
}

/**
 * The topology of the undirected graph `first`, `to` (neighbours of each vertex) under `order[rank]` = vertex.
 * Each rank takes over the upper neighbours of the ranks whose lowest upper neighbour it is.
 */
export function contract(order: Int32Array, first: Int32Array, to: Int32Array): Topology {
  const vertices = order.length;
  const rankOf = new Int32Array(vertices);
  for (let rank = 0; rank < vertices; rank++) rankOf[order[rank]!] = rank;
  const own = upperLists(rankOf, first, to);
  const upFirst = new Int32Array(vertices + 1);
  const heads = createIntegers();
  const firstChild = new Int32Array(vertices).fill(-1);
  const nextChild = new Int32Array(vertices).fill(-1);
  const seen = new Int32Array(vertices).fill(-1);
  let list = new Int32Array(1024);
  for (let v = 0; v < vertices; v++) {
    let size = 0;
    const take = (w: number) => {
      if (seen[w] === v || w === v) return;
      seen[w] = v;
      if (size === list.length) {
        const larger = new Int32Array(size * 2);
        larger.set(list);
        list = larger;
      }
      list[size++] = w;
    };
    for (let i = own.first[v]!; i < own.first[v + 1]!; i++) take(own.to[i]!);
    const all = heads.values();
    for (let child = firstChild[v]!; child >= 0; child = nextChild[child]!) {
      for (let i = upFirst[child]!; i < upFirst[child + 1]!; i++) take(all[i]!);
    }
    const sorted = list.subarray(0, size).sort();
    for (let i = 0; i < size; i++) heads.push(sorted[i]!);
    upFirst[v + 1] = heads.length;
    if (size > 0) {
      nextChild[v] = firstChild[sorted[0]!]!;
      firstChild[sorted[0]!] = v;
    }
  }
  return { vertices, rankOf, upFirst, upHead: heads.values().slice() };
}

/** Adds the recomputable parts. Linear time. */
export function indexHierarchy(topology: Topology): HierarchyIndex {
  const { vertices, upFirst, upHead } = topology;
  const edges = upHead.length;
  const upTail = new Int32Array(edges);
  const downFirst = new Int32Array(vertices + 1);
  const parent = new Int32Array(vertices).fill(-1);
  for (let v = 0; v < vertices; v++) {
    if (upFirst[v]! < upFirst[v + 1]!) parent[v] = upHead[upFirst[v]!]!;
    for (let e = upFirst[v]!; e < upFirst[v + 1]!; e++) {
      upTail[e] = v;
      downFirst[upHead[e]! + 1]!++;
    }
  }
  for (let v = 0; v < vertices; v++) downFirst[v + 1]! += downFirst[v]!;
  const next = downFirst.slice(0, vertices);
  const downEdge = new Int32Array(edges);
  for (let e = 0; e < edges; e++) downEdge[next[upHead[e]!]!++] = e;
  return { ...topology, upTail, downFirst, downEdge, parent };
}

/** The vertex of each rank. */
export function verticesByRank({ vertices, rankOf }: Topology): Int32Array {
  const vertexOf = new Int32Array(vertices);
  for (let v = 0; v < vertices; v++) vertexOf[rankOf[v]!] = v;
  return vertexOf;
}

/** The edge between ranks `low` and `high`; -1 when there is none. */
export function edgeBetween(topology: Topology, low: number, high: number): number {
  const { upFirst, upHead } = topology;
  let from = upFirst[low]!;
  let end = upFirst[low + 1]!;
  while (from < end) {
    const middle = (from + end) >> 1;
    if (upHead[middle]! < high) from = middle + 1;
    else end = middle;
  }
  return from < upFirst[low + 1]! && upHead[from] === high ? from : -1;
}
