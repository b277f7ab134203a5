/**
 * The order in which a hierarchy contracts its vertices: chains and dead ends first, then nested dissection.
 * Knows an undirected graph with places; refuses to know costs, so one order serves every vehicle, hour and closure.
 */
import { type FlatGraph, inertialCut } from "./flow-cut.ts";

/** Undirected neighbours without repetitions and loops: `to[first[v]]` .. ascending; and a place for each vertex. */
export interface PlacedGraph {
  readonly first: Int32Array;
  readonly to: Int32Array;
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** Undirected neighbour lists of the pairs `tail[i]`, `head[i]`, without repetitions and loops, ascending. */
export function neighbours(
  vertices: number,
  tail: Int32Array,
  head: Int32Array,
): { first: Int32Array; to: Int32Array } {
  const count = new Int32Array(vertices + 1);
  for (let i = 0; i < tail.length; i++) {
    count[tail[i]! + 1]!++;
    count[head[i]! + 1]!++;
  }
  for (let v = 0; v < vertices; v++) count[v + 1]! += count[v]!;
  const next = count.slice();
  const all = new Int32Array(tail.length * 2);
  for (let i = 0; i < tail.length; i++) {
    all[next[tail[i]!]!++] = head[i]!;
    all[next[head[i]!]!++] = tail[i]!;
  }
  const first = new Int32Array(vertices + 1);
  let kept = 0;
  for (let v = 0; v < vertices; v++) {
    const list = all.subarray(count[v]!, count[v + 1]!).sort();
    for (let i = 0; i < list.length; i++) {
      if (list[i] !== v && (i === 0 || list[i] !== list[i - 1])) all[kept++] = list[i]!;
    }
    first[v + 1] = kept;
  }
  return { first, to: all.slice(0, kept) };
}

/**
 * Contracts vertices of degree 0, 1 and 2 in rounds of independent sets, so that a chain of n becomes a tree of
 * depth log n. Answers the contracted vertices in order and the neighbour lists of the rest.
 */
function contractChains(graph: PlacedGraph): {
  order: number[];
  core: Map<number, number>[] | undefined;
  lists: (number[] | undefined)[];
} {
  const vertices = graph.first.length - 1;
  const lists: (number[] | undefined)[] = [];
  for (let v = 0; v < vertices; v++) lists.push([...graph.to.subarray(graph.first[v]!, graph.first[v + 1]!)]);
  const order: number[] = [];
  let candidates = Array.from(lists.keys()).filter((v) => (lists[v]?.length ?? 9) <= 2);
  const touched = new Int32Array(vertices);
  for (let round = 1; candidates.length > 0; round++) {
    const later: number[] = [];
    for (const v of candidates) {
      const list = lists[v];
      if (list === undefined || list.length > 2) continue;
      if (touched[v] === round) {
        later.push(v);
        continue;
      }
      order.push(v);
      lists[v] = undefined;
      contract(lists, v, list);
      for (const w of list) {
        if (touched[w] !== round) later.push(w);
        touched[w] = round;
      }
    }
    candidates = later;
  }
  return { order, core: undefined, lists };
}

/** Takes `v` out and joins its (at most two) neighbours. */
function contract(lists: (number[] | undefined)[], v: number, list: readonly number[]): void {
  const [a, b] = list;
  const replace = (at: number | undefined, by: number | undefined) => {
    const mine = at === undefined ? undefined : lists[at];
    if (mine === undefined) return;
    const place = mine.indexOf(v);
    if (by === undefined || mine.includes(by)) mine.splice(place, 1);
    else mine[place] = by;
  };
  replace(a, b);
  replace(b, a);
}

/** The subgraph of `members` (global ids) as flat arrays. `local` is scratch of all vertices, -1 outside. */
function flatten(members: Int32Array, lists: FlatGraph, local: Int32Array): FlatGraph {
  const vertices = members.length;
  for (let i = 0; i < vertices; i++) local[members[i]!] = i;
  const first = new Int32Array(vertices + 1);
  let count = 0;
  for (const v of members) count += lists.first[v + 1]! - lists.first[v]!;
  const to = new Int32Array(count);
  const x = new Float64Array(vertices);
  const y = new Float64Array(vertices);
  // Where the edge at position p of the whole graph went, to find twins.
  let at = 0;
  for (let i = 0; i < vertices; i++) {
    const v = members[i]!;
    x[i] = lists.x[v]!;
    y[i] = lists.y[v]!;
    for (let p = lists.first[v]!; p < lists.first[v + 1]!; p++) {
      const w = local[lists.to[p]!]!;
      if (w >= 0) to[at++] = w;
    }
    first[i + 1] = at;
  }
  for (let i = 0; i < vertices; i++) local[members[i]!] = -1;
  return { vertices, first, to: to.subarray(0, at), twin: twinsOf(first, to.subarray(0, at)), x, y };
}

/** Positions of the same edges at their other ends; each neighbour list must be ascending in visiting order. */
function twinsOf(first: Int32Array, to: Int32Array): Int32Array {
  const vertices = first.length - 1;
  const twin = new Int32Array(to.length);
  const next = first.slice(0, vertices);
  // Edges (v, w) seen from ascending v meet the lists of w in ascending order of v.
  for (let v = 0; v < vertices; v++) {
    for (let i = first[v]!; i < first[v + 1]!; i++) {
      const w = to[i]!;
      if (w < v) continue;
      let j = next[w]!;
      while (to[j] !== v) j++;
      twin[i] = j;
      twin[j] = i;
      next[w] = j;
    }
  }
  return twin;
}

/** Connected parts of `graph` among the vertices with `skip` 0, as lists of local ids. */
function parts(graph: FlatGraph, skip: Uint8Array): Int32Array[] {
  const seen = skip.slice();
  const result: Int32Array[] = [];
  const queue = new Int32Array(graph.vertices);
  for (let root = 0; root < graph.vertices; root++) {
    if (seen[root] !== 0) continue;
    let [head, tail] = [0, 0];
    queue[tail++] = root;
    seen[root] = 1;
    while (head < tail) {
      const v = queue[head++]!;
      for (let i = graph.first[v]!; i < graph.first[v + 1]!; i++) {
        const w = graph.to[i]!;
        if (seen[w] !== 0) continue;
        seen[w] = 1;
        queue[tail++] = w;
      }
    }
    result.push(queue.slice(0, tail).sort());
  }
  return result;
}

/** The ends of the cut's edges on the side with fewer such ends: taking them out separates the graph. */
function separatorOf(graph: FlatGraph, side: Uint8Array): Uint8Array {
  const ends = [new Uint8Array(graph.vertices), new Uint8Array(graph.vertices)];
  const counts = [0, 0];
  for (let v = 0; v < graph.vertices; v++) {
    const mine = side[v]!;
    for (let i = graph.first[v]!; i < graph.first[v + 1]!; i++) {
      if (side[graph.to[i]!] === mine) continue;
      ends[mine]![v] = 1;
      counts[mine]!++;
      break;
    }
  }
  return counts[0]! <= counts[1]! ? ends[0]! : ends[1]!;
}

/** Order of a handful of vertices: always the one with the fewest neighbours left, ties by number. */
function orderFew(graph: FlatGraph): Int32Array {
  const left = Array.from(
    { length: graph.vertices },
    (_, v) => new Set(graph.to.subarray(graph.first[v]!, graph.first[v + 1]!)),
  );
  const order = new Int32Array(graph.vertices);
  const done = new Uint8Array(graph.vertices);
  for (let rank = 0; rank < order.length; rank++) {
    let least = -1;
    for (let v = 0; v < graph.vertices; v++) {
      if (done[v] === 0 && (least < 0 || left[v]!.size < left[least]!.size)) least = v;
    }
    done[least] = 1;
    order[rank] = least;
    for (const a of left[least]!) {
      left[a]!.delete(least);
      for (const b of left[least]!) if (a !== b) left[a]!.add(b);
    }
  }
  return order;
}

const few = 10;

/** Writes the members of one connected part into `ranks` so that the last comes at `end - 1`; recursion by a stack. */
function dissect(whole: FlatGraph, ranks: Int32Array, start: number): void {
  const local = new Int32Array(whole.vertices).fill(-1);
  const all = { ...whole };
  const stack: { members: Int32Array; end: number }[] = [];
  let end = start + whole.vertices;
  for (const part of parts(all, new Uint8Array(all.vertices))) {
    stack.push({ members: part, end });
    end -= part.length;
  }
  for (let job = stack.pop(); job !== undefined; job = stack.pop()) {
    const { members } = job;
    const graph = flatten(members, whole, local);
    if (members.length <= few) {
      const order = orderFew(graph);
      for (let i = 0; i < order.length; i++) ranks[job.end - order.length + i] = members[order[i]!]!;
      continue;
    }
    const separator = separatorOf(graph, inertialCut(graph).side);
    let at = job.end;
    for (let v = graph.vertices - 1; v >= 0; v--) if (separator[v] === 1) ranks[--at] = members[v]!;
    for (const part of parts(graph, separator)) {
      stack.push({ members: part.map((v) => members[v]!), end: at });
      at -= part.length;
    }
  }
}

/** `order[rank]` = vertex, least important first. Same graph, same order. */
export function dissectionOrder(graph: PlacedGraph): Int32Array {
  const vertices = graph.first.length - 1;
  const { order, lists } = contractChains(graph);
  const core = Int32Array.from(lists.keys()).filter((v) => lists[v] !== undefined);
  const coreOf = new Int32Array(vertices).fill(-1);
  for (let i = 0; i < core.length; i++) coreOf[core[i]!] = i;
  const first = new Int32Array(core.length + 1);
  const to: number[] = [];
  for (let i = 0; i < core.length; i++) {
    for (const w of (lists[core[i]!] ?? []).map((v) => coreOf[v]!).sort((a, b) => a - b)) to.push(w);
    first[i + 1] = to.length;
  }
  const flat = Int32Array.from(to);
  const x = Float64Array.from(core, (v) => graph.x[v]!);
  const y = Float64Array.from(core, (v) => graph.y[v]!);
  const ranks = new Int32Array(core.length);
  dissect({ vertices: core.length, first, to: flat, twin: new Int32Array(0), x, y }, ranks, 0);
  const result = new Int32Array(vertices);
  result.set(order);
  for (let i = 0; i < ranks.length; i++) result[order.length + i] = core[ranks[i]!]!;
  return result;
}
