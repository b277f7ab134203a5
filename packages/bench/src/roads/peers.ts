/**
 * What others do with the same arcs: plain Dijkstra on typed arrays, ngraph.path, and which native engines this machine has.
 * Knows the published arcs of a network; none of our searches.
 */
import { execFileSync } from "node:child_process";
import type { RawArcs } from "@antar/roads";
import createGraph from "ngraph.graph";
import ngraphPath from "ngraph.path";

/** Milliseconds from one vertex to all: a binary heap over typed arrays, as a good programmer writes it. */
export function createPlainDijkstra(arcs: RawArcs): (source: number) => Float64Array {
  const first = new Int32Array(arcs.vertices + 1);
  for (const tail of arcs.tail) first[tail + 1] = (first[tail + 1] ?? 0) + 1;
  for (let v = 0; v < arcs.vertices; v++) first[v + 1] = (first[v + 1] ?? 0) + (first[v] ?? 0);
  const next = first.slice();
  const [head, weight] = [new Int32Array(arcs.tail.length), new Int32Array(arcs.tail.length)];
  for (let i = 0; i < arcs.tail.length; i++) {
    const at = next[arcs.tail[i] ?? 0] ?? 0;
    next[arcs.tail[i] ?? 0] = at + 1;
    head[at] = arcs.head[i] ?? 0;
    weight[at] = arcs.milliseconds[i] ?? 0;
  }
  const cost = new Float64Array(arcs.vertices);
  const keys = new Float64Array(arcs.tail.length + 1);
  const heap = new Int32Array(arcs.tail.length + 1);
  return (source) => {
    cost.fill(Number.POSITIVE_INFINITY);
    cost[source] = 0;
    let size = 1;
    keys[0] = 0;
    heap[0] = source;
    while (size > 0) {
      const key = keys[0] ?? 0;
      const v: number = heap[0] ?? 0;
      size--;
      const lastKey = keys[size] ?? 0;
      const last = heap[size] ?? 0;
      let at = 0;
      for (let child = 1; child < size; child = 2 * at + 1) {
        if (child + 1 < size && (keys[child + 1] ?? 0) < (keys[child] ?? 0)) child++;
        if ((keys[child] ?? 0) >= lastKey) break;
        keys[at] = keys[child] ?? 0;
        heap[at] = heap[child] ?? 0;
        at = child;
      }
      keys[at] = lastKey;
      heap[at] = last;
      if (key > (cost[v] ?? 0)) continue;
      for (let i: number = first[v] ?? 0; i < (first[v + 1] ?? 0); i++) {
        const w = head[i] ?? 0;
        const reached = key + (weight[i] ?? 0);
        if (reached >= (cost[w] ?? 0)) continue;
        cost[w] = reached;
        let up = size++;
        while (up > 0 && (keys[(up - 1) >> 1] ?? 0) > reached) {
          keys[up] = keys[(up - 1) >> 1] ?? 0;
          heap[up] = heap[(up - 1) >> 1] ?? 0;
          up = (up - 1) >> 1;
        }
        keys[up] = reached;
        heap[up] = w;
      }
    }
    return cost;
  };
}

/** Milliseconds from vertex to vertex by ngraph.path's `nba`; Infinity = unreachable. Parallel arcs are merged first. */
export function createNgraphPairs(arcs: RawArcs): (from: number, to: number) => number {
  const graph = createGraph<undefined, { ms: number }>();
  graph.beginUpdate();
  for (let i = 0; i < arcs.tail.length; i++) {
    const [tail, head, ms] = [arcs.tail[i] ?? 0, arcs.head[i] ?? 0, arcs.milliseconds[i] ?? 0];
    const known = graph.getLink(tail, head);
    if (known) known.data.ms = Math.min(known.data.ms, ms);
    else graph.addLink(tail, head, { ms });
  }
  graph.endUpdate();
  const finder = ngraphPath.nba(graph, { oriented: true, distance: (_from, _to, link) => link.data.ms });
  return (from, to) => {
    if (from === to) return 0;
    if (!graph.getNode(from) || !graph.getNode(to)) return Number.POSITIVE_INFINITY;
    const nodes = finder.find(from, to);
    if (nodes.length < 2) return Number.POSITIVE_INFINITY;
    let sum = 0;
    for (let i = nodes.length - 1; i > 0; i--) {
      const [a, b] = [nodes[i], nodes[i - 1]];
      const link = a && b ? graph.getLink(a.id, b.id) : null;
      sum += link ? link.data.ms : Number.POSITIVE_INFINITY;
    }
    return sum;
  };
}

const native: Readonly<Record<string, readonly string[]>> = {
  OSRM: ["osrm-routed", "--version"],
  Valhalla: ["valhalla_service", "--version"],
  pyvalhalla: ["python3", "-c", "import valhalla; print(valhalla.__version__)"],
  routino: ["routino-router", "--version"],
  pgrouting: ["sh", "-c", "ls /usr/share/postgresql/*/extension/pgrouting.control"],
};

/** Which native engines answer on this machine; nothing needs them. */
export function nativeEngines(): { readonly found: string[]; readonly missing: string[] } {
  const found: string[] = [];
  const missing: string[] = [];
  for (const [name, [command = "", ...args]] of Object.entries(native)) {
    try {
      const says = execFileSync(command, args, {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
        timeout: 20_000,
      });
      found.push(`${name} (${says.trim().split("\n")[0] ?? ""})`);
    } catch {
      missing.push(name);
    }
  }
  return { found, missing };
}
