/**
 * The search space whose vertices are junctions: for vehicles without turn costs and restrictions.
 * Knows how places hang on to junctions; refuses to know turns.
 */
import { arcHead, arcTail, edgeCount, type StreetGraph } from "../graph/street-graph.ts";
import { type Cost, packCost } from "../search/cost.ts";
import type { Attachment, SearchSpace } from "../search/search-space.ts";
import { arcsAt, type EdgePlace, type Metric, passingCost } from "./metric.ts";

/** A search space together with how places attach to it. */
export interface RoutingSpace {
  readonly space: SearchSpace;
  /** Ways from the place on to the space; empty where its edge is closed. */
  starts(place: EdgePlace): Attachment[];
  /** Ways from the space to the place. */
  ends(place: EdgePlace): Attachment[];
  /** Starting at (ending at) a junction itself, along any arc. */
  startsAt(vertex: number): Attachment[];
  endsAt(vertex: number): Attachment[];
  /** Whether a trip can start and end on `edge`, when only vertices marked 1 count as the road network. */
  usable(edge: number, routable: Uint8Array): boolean;
  /** Whether a trip can start and end driving `arc`, likewise. */
  drivable(arc: number, routable: Uint8Array): boolean;
  /** Arcs that may be driven straight after `arc`, which is driven to its end. */
  after(arc: number): number[];
}

/** How one vehicle layer is routed, whatever the hour and the closures: made once, shared by all its spaces. */
export interface RoutingFrame {
  routing(metric: Metric): RoutingSpace;
  /** The routing of `metric`, which differs from that of `base` on `edges` only; and the positions whose cost changed. */
  patched(
    metric: Metric,
    base: RoutingSpace,
    edges: Int32Array,
  ): { readonly routing: RoutingSpace; readonly changed: readonly number[] };
}

/** The rest of `arc` from `place` to its end. */
export function restOf(metric: Metric, arc: number, place: EdgePlace): Cost {
  const part = metric.partOf(arc, place);
  const whole = metric.arcCost[arc]!;
  return whole - packCost(part.milliseconds, part.decimetres);
}

/** The part of `arc` from its start to `place`. */
export function partCost(metric: Metric, arc: number, place: EdgePlace): Cost {
  const part = metric.partOf(arc, place);
  return packCost(part.milliseconds, part.decimetres);
}

/** Cost of driving straight along the edge from one place to another on it; Infinity when that way is closed. */
export function alongEdge(metric: Metric, from: EdgePlace, to: EdgePlace): { cost: Cost; arc: number } {
  let best = { cost: Number.POSITIVE_INFINITY, arc: -1 };
  if (from.edge !== to.edge) return best;
  const ahead = from.piece < to.piece || (from.piece === to.piece && from.fraction <= to.fraction);
  const behind = from.piece > to.piece || (from.piece === to.piece && from.fraction >= to.fraction);
  const ends = arcsAt(to);
  for (const arc of arcsAt(from)) {
    if (!((arc & 1) === 0 ? ahead : behind) || !ends.includes(arc)) continue;
    if (metric.arcCost[arc] === Number.POSITIVE_INFINITY) continue;
    const cost = partCost(metric, arc, to) - partCost(metric, arc, from);
    if (cost < best.cost) best = { cost, arc };
  }
  return best;
}

/** Arcs out of each junction: `via[firstOut[v]]` .., with their heads, and where each arc stands. */
function junctionArcs(graph: StreetGraph) {
  const vertices = graph.vertexLon.length;
  const firstOut = new Int32Array(vertices + 1);
  const arcs = edgeCount(graph) * 2;
  for (let arc = 0; arc < arcs; arc++) firstOut[arcTail(graph, arc) + 1]!++;
  for (let v = 0; v < vertices; v++) firstOut[v + 1]! += firstOut[v]!;
  const next = firstOut.slice();
  const head = new Int32Array(arcs);
  const via = new Int32Array(arcs);
  const positionOf = new Int32Array(arcs);
  for (let arc = 0; arc < arcs; arc++) {
    const at = next[arcTail(graph, arc)]!++;
    head[at] = arcHead(graph, arc);
    via[at] = arc;
    positionOf[arc] = at;
  }
  return { vertices, firstOut, head, via, positionOf };
}

/** The cost of `arc` with the price of passing the junction `head` that it leads to. */
function junctionCost(metric: Metric, arc: number, head: number): Cost {
  return metric.blocked[head] === 1 ? Number.POSITIVE_INFINITY : metric.arcCost[arc]! + passingCost(metric, arc);
}

/** Routing over the junctions of `graph`. */
export function junctionRouting(graph: StreetGraph): RoutingFrame {
  const { positionOf, ...arcs } = junctionArcs(graph);
  return {
    routing(metric) {
      const cost = new Float64Array(arcs.via.length);
      for (let i = 0; i < cost.length; i++) cost[i] = junctionCost(metric, arcs.via[i]!, arcs.head[i]!);
      return createJunctionSpace(metric, { ...arcs, cost });
    },
    patched(metric, base, edges) {
      const cost = base.space.cost.slice();
      const changed: number[] = [];
      for (const edge of edges) {
        for (const arc of [edge * 2, edge * 2 + 1]) {
          const at = positionOf[arc]!;
          const now = junctionCost(metric, arc, arcs.head[at]!);
          if (now === cost[at]) continue;
          cost[at] = now;
          changed.push(at);
        }
      }
      return { routing: createJunctionSpace(metric, { ...arcs, cost }), changed };
    },
  };
}

/** The routing space of junctions for `metric`. */
function createJunctionSpace(metric: Metric, space: SearchSpace): RoutingSpace {
  const { graph, blocked } = metric;
  const open = (arc: number) => metric.arcCost[arc] !== Number.POSITIVE_INFINITY;
  const counts = (vertex: number, routable: Uint8Array) => blocked[vertex] === 0 && routable[vertex] === 1;
  return {
    space,
    startsAt: (vertex) => [{ vertex, cost: 0, arc: -1 }],
    endsAt: (vertex) => [{ vertex, cost: 0, arc: -1 }],
    usable(edge, routable) {
      const tail = counts(graph.edgeTail[edge]!, routable);
      const head = counts(graph.edgeHead[edge]!, routable);
      const [forward, backward] = [open(edge * 2), open(edge * 2 + 1)];
      return ((forward && head) || (backward && tail)) && ((forward && tail) || (backward && head));
    },
    drivable: (arc, routable) =>
      open(arc) && counts(arcTail(graph, arc), routable) && counts(arcHead(graph, arc), routable),
    after(arc) {
      const found: number[] = [];
      for (let i = space.firstOut[arcHead(graph, arc)]!; i < space.firstOut[arcHead(graph, arc) + 1]!; i++) {
        if (space.cost[i] !== Number.POSITIVE_INFINITY) found.push(space.via[i]!);
      }
      return found;
    },
    starts: (place) =>
      arcsAt(place)
        .filter((arc) => open(arc) && blocked[arcHead(graph, arc)] === 0)
        .map((arc) => ({
          vertex: arcHead(graph, arc),
          cost: restOf(metric, arc, place) + passingCost(metric, arc),
          arc,
        })),
    ends: (place) =>
      arcsAt(place)
        .filter((arc) => open(arc) && blocked[arcTail(graph, arc)] === 0)
        .map((arc) => ({ vertex: arcTail(graph, arc), cost: partCost(metric, arc, place), arc })),
  };
}
