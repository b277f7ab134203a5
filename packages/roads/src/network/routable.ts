/**
 * Which part of a vehicle's roads hangs together while nothing is closed: found once, when the network is built.
 */
import type { StreetGraph } from "../graph/street-graph.ts";
import type { TurnGraph } from "../graph/turn-graph.ts";
import type { BuiltLayer } from "../graph/vehicle-layer.ts";
import { routableVertices, strongComponents } from "../search/components.ts";
import { junctionRouting } from "./junction-space.ts";
import { createMetric, nodeCosts } from "./metric.ts";
import { turnRouting } from "./turn-space.ts";

/** 1 = a vertex of the search space of `layer` that belongs to a large component. */
export function routableOf(graph: StreetGraph, layer: BuiltLayer, turns: TurnGraph | undefined): Uint8Array {
  const whole = { ...layer, routable: new Uint8Array(0) };
  const nodes = nodeCosts(graph, whole);
  const { kinds } = whole;
  const frame =
    kinds === undefined || turns === undefined
      ? junctionRouting(graph)
      : turnRouting(graph, whole, nodes, { turns, kinds });
  return routableVertices(strongComponents(frame.routing(createMetric(graph, whole, {}, nodes)).space));
}
