/**
 * Dijkstra's algorithm over a search space with reused arrays: the plain exact answer, and the oracle of faster ones.
 */
import type { Cost } from "./cost.ts";
import { createVertexHeap } from "./heap.ts";
import type { Attachment, SearchSpace } from "./search-space.ts";

/** A searcher whose last answer stays readable until the next run. */
export interface Dijkstra {
  /** Settles from `starts` until all vertices of `wanted` are settled, or nothing is left within `limit`. */
  run(starts: readonly Attachment[], wanted?: readonly number[], limit?: Cost): void;
  /** Cost of a vertex after `run`; Infinity when it was not settled. */
  cost(vertex: number): Cost;
  /** Position of the search arc that reached the vertex; -1 at a start. */
  arcInto(vertex: number): number;
  /** The vertex before; -1 at a start. */
  before(vertex: number): number;
  /** Vertices settled by the last run, nearest first. */
  settled(): Int32Array;
}

/** A Dijkstra searcher over `space`, forward only. */
export function createDijkstra(space: SearchSpace): Dijkstra {
  const { vertices, firstOut, head, cost } = space;
  const keys = new Float64Array(vertices);
  const heap = createVertexHeap(vertices, keys);
  const state = new Int32Array(vertices); // run * 2: queued, run * 2 + 1: settled
  const into = new Int32Array(vertices);
  const parent = new Int32Array(vertices);
  const wantedRun = new Int32Array(vertices);
  const order = new Int32Array(vertices);
  let [run, settled] = [0, 0];

  function relax(from: number, key: number, queued: number): void {
    for (let i = firstOut[from]!; i < firstOut[from + 1]!; i++) {
      const to = head[i]!;
      if (state[to] === queued + 1) continue;
      const reach = key + cost[i]!;
      if (reach === Number.POSITIVE_INFINITY || (state[to] === queued && reach >= keys[to]!)) continue;
      state[to] = queued;
      into[to] = i;
      parent[to] = from;
      heap.push(to, reach);
    }
  }

  return {
    run(starts, wanted = [], limit = Number.POSITIVE_INFINITY) {
      run++;
      settled = 0;
      heap.clear();
      const queued = run * 2;
      let left = 0;
      for (const vertex of wanted) {
        if (wantedRun[vertex] !== run) left++;
        wantedRun[vertex] = run;
      }
      const stopEarly = wanted.length > 0;
      for (const start of starts) {
        if (state[start.vertex] === queued && start.cost >= keys[start.vertex]!) continue;
        state[start.vertex] = queued;
        into[start.vertex] = parent[start.vertex] = -1;
        heap.push(start.vertex, start.cost);
      }
      while (heap.size > 0 && !(stopEarly && left === 0)) {
        const vertex = heap.pop();
        const key = keys[vertex]!;
        if (key > limit) break;
        state[vertex] = queued + 1;
        order[settled++] = vertex;
        if (wantedRun[vertex] === run) left--;
        relax(vertex, key, queued);
      }
    },
    cost: (vertex) => (state[vertex] === run * 2 + 1 ? keys[vertex]! : Number.POSITIVE_INFINITY),
    arcInto: (vertex) => into[vertex]!,
    before: (vertex) => parent[vertex]!,
    settled: () => order.subarray(0, settled),
  };
}
