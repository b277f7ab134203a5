/**
 * The metric-free hierarchies of a network file: one over junctions, one over turns derived from it.
 * Knows how to place arcs in the order of junctions; refuses to know costs.
 */
import { arcHead, arcTail, edgeCount, type StreetGraph } from "../graph/street-graph.ts";
import type { TurnGraph } from "../graph/turn-graph.ts";
import { dissectionOrder, neighbours } from "./order.ts";
import { contract, type Topology } from "./topology.ts";

/** The hierarchy over junctions. */
export function junctionTopology(graph: StreetGraph): Topology {
  const vertices = graph.vertexLon.length;
  const lists = neighbours(vertices, graph.edgeTail, graph.edgeHead);
  const shrink = Math.cos(((graph.vertexLat[0] ?? 0) / 1e7) * (Math.PI / 180));
  const x = Float64Array.from(graph.vertexLon, (lon) => lon * shrink);
  const order = dissectionOrder({ ...lists, x, y: Float64Array.from(graph.vertexLat) });
  return contract(order, lists.first, lists.to);
}

/**
 * The hierarchy over turns. A separator of junctions separates the arcs too, once all arcs into it are taken out;
 * so states are ordered by the rank of the junction where they end, then by that where they begin.
 */
export function turnTopology(graph: StreetGraph, turns: TurnGraph, junctions: Topology): Topology {
  const arcs = edgeCount(graph) * 2;
  const states = turns.first.length - 1;
  const rank = junctions.rankOf;
  const key = new Float64Array(states);
  const tail = new Int32Array(turns.to.length);
  for (let state = 0; state < states; state++) {
    const arc = state < arcs ? state : turns.copyArc[state - arcs]!;
    key[state] = rank[arcHead(graph, arc)]! * junctions.vertices + rank[arcTail(graph, arc)]!;
    tail.fill(state, turns.first[state]!, turns.first[state + 1]!);
  }
  const order = Int32Array.from({ length: states }, (_, state) => state).sort((a, b) => key[a]! - key[b]! || a - b);
  const lists = neighbours(states, tail, turns.to);
  return contract(order, lists.first, lists.to);
}
