/**
 * A small balanced cut of a road-like graph: inertial flow (Schild and Sommer 2015). Vertices are sorted along a
 * direction, the first and the last quarter become source and sink, and a maximum flow of unit edges finds the cut.
 * Knows arrays; refuses to know what the vertices are.
 */

/** An undirected graph: neighbours of v are `to[first[v]]` .. ; `twin[i]` is the position of the same edge at its other end. */
export interface FlatGraph {
  readonly vertices: number;
  readonly first: Int32Array;
  readonly to: Int32Array;
  readonly twin: Int32Array;
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** One side of a cut: `side[v]` is 1 on the source side; `edges` cross it. */
export interface Cut {
  readonly side: Uint8Array;
  readonly edges: number;
  readonly smaller: number;
}

const directions: readonly (readonly [number, number])[] = [
  [1, 0],
  [0, 1],
  [1, 1],
  [1, -1],
];

/** Share of the vertices that is glued to each end. */
const share = 0.25;

/** Scratch for Dinic's algorithm on one graph. */
interface Flow {
  /** Flow on each directed position: -1, 0 or 1; its twin holds the negative. */
  readonly flow: Int8Array;
  readonly level: Int32Array;
  readonly next: Int32Array;
  readonly queue: Int32Array;
  readonly trail: Int32Array;
}

/** Levels from the sources through unsaturated edges; the number of vertices reached, or -1 when a sink was reached. */
function layer(graph: FlatGraph, work: Flow, ends: Int8Array, sources: Int32Array): number {
  const { first, to } = graph;
  const { flow, level, queue } = work;
  level.fill(-1);
  let [head, tail] = [0, 0];
  let sinkLevel = -1;
  for (const v of sources) {
    level[v] = 0;
    queue[tail++] = v;
  }
  while (head < tail) {
    const v = queue[head++]!;
    const deeper = level[v]! + 1;
    if (sinkLevel >= 0 && deeper > sinkLevel) break;
    for (let i = first[v]!; i < first[v + 1]!; i++) {
      const w = to[i]!;
      if (level[w] !== -1 || flow[i] === 1) continue;
      level[w] = deeper;
      queue[tail++] = w;
      if (ends[w] === 2) sinkLevel = deeper;
    }
  }
  return sinkLevel >= 0 ? -1 : tail;
}

/** Pushes one unit along level-increasing edges from `source`; true when it arrived. */
function augment(graph: FlatGraph, work: Flow, ends: Int8Array, source: number): boolean {
  const { first, to, twin } = graph;
  const { flow, level, next, trail } = work;
  let depth = 0;
  let v = source;
  for (;;) {
    if (ends[v] === 2) {
      for (let k = 0; k < depth; k++) {
        const i = trail[k]!;
        flow[i]!++;
        flow[twin[i]!]!--;
      }
      return true;
    }
    let moved = false;
    for (; next[v]! < first[v + 1]!; next[v]!++) {
      const i = next[v]!;
      const w = to[i]!;
      if (flow[i] !== 1 && level[w] === level[v]! + 1) {
        trail[depth++] = i;
        v = w;
        moved = true;
        break;
      }
    }
    if (moved) continue;
    if (depth === 0) return false;
    const back = trail[--depth]!;
    v = to[twin[back]!]!;
    next[v]!++;
  }
}

/** The least cut between `sources` (ends 1) and sinks (ends 2); undefined when it has more than `limit` edges. */
function leastCut(graph: FlatGraph, work: Flow, ends: Int8Array, sources: Int32Array, limit: number): Cut | undefined {
  work.flow.fill(0);
  let edges = 0;
  for (;;) {
    const reached = layer(graph, work, ends, sources);
    if (reached >= 0) {
      const side = Uint8Array.from(work.level, (level) => (level >= 0 ? 1 : 0));
      return { side, edges, smaller: Math.min(reached, graph.vertices - reached) };
    }
    work.next.set(graph.first.subarray(0, graph.vertices));
    for (const source of sources) {
      while (augment(graph, work, ends, source)) if (++edges > limit) return undefined;
    }
  }
}

/** The best of the cuts along four directions: the fewest edges per vertex of the smaller side. */
export function inertialCut(graph: FlatGraph): Cut {
  const { vertices, x, y } = graph;
  const work: Flow = {
    flow: new Int8Array(graph.to.length),
    level: new Int32Array(vertices),
    next: new Int32Array(vertices),
    queue: new Int32Array(vertices),
    trail: new Int32Array(vertices + 1),
  };
  const ends = new Int8Array(vertices);
  const along = new Float64Array(vertices);
  const order = new Int32Array(vertices);
  const glued = Math.max(1, Math.floor(vertices * share));
  let best: Cut | undefined;
  for (const [a, b] of directions) {
    for (let v = 0; v < vertices; v++) {
      along[v] = a * x[v]! + b * y[v]!;
      order[v] = v;
    }
    order.sort((p, q) => along[p]! - along[q]! || p - q);
    ends.fill(0);
    for (let i = 0; i < glued; i++) {
      ends[order[i]!] = 1;
      ends[order[vertices - 1 - i]!] = 2;
    }
    // A cut with more edges than this loses even when it is perfectly balanced.
    const limit = best === undefined ? vertices * 4 : Math.floor((best.edges / best.smaller) * (vertices / 2));
    const cut = leastCut(graph, work, ends, order.slice(0, glued), limit);
    if (cut !== undefined && (best === undefined || cut.edges * best.smaller < best.edges * cut.smaller)) best = cut;
  }
  if (best === undefined) throw new Error("inertial flow found no cut");
  return best;
}
