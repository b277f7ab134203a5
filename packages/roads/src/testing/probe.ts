/**
 * The engine of a network without points and snapping, for benches and tests that time or check the hierarchy itself.
 * Knows the inside of this room; nothing that ships imports it.
 */
import type { Random } from "@antar/measure";
import { readNetwork } from "../file/network-file.ts";
import { baseWeights, customise, perfect } from "../hierarchy/customise.ts";
import { createFrame, createHierarchy, type Hierarchy, type HierarchyFrame } from "../hierarchy/hierarchy.ts";
import { junctionRouting, type RoutingSpace } from "../network/junction-space.ts";
import { createMetric, type EdgePlace, type Metric, nodeCosts } from "../network/metric.ts";
import { turnRouting } from "../network/turn-space.ts";
import { createDijkstra } from "../search/dijkstra.ts";
import type { Attachment, SearchSpace } from "../search/search-space.ts";

/** Where a question begins and ends on the search space. */
export interface ProbedPlace {
  readonly starts: readonly Attachment[];
  readonly ends: readonly Attachment[];
}

/** One vehicle's engine, opened by its parts. */
export interface Probe {
  readonly states: number;
  readonly arcs: number;
  readonly shortcuts: number;
  readonly hierarchy: Hierarchy;
  /** The vehicle's search space as built; `via` names the street arc of each position. */
  readonly space: SearchSpace;
  /** Random places on open edges. */
  places(random: Random, number: number): ProbedPlace[];
  /** Customises from scratch; the weights. */
  customise(): Float64Array;
  /** Perfects `weights`; the perfected ones. */
  perfect(weights: Float64Array): Float64Array;
  /** The hierarchy with these edges closed: of the changed arcs only, and from scratch. */
  closing(edges: readonly number[]): Closing;
  readonly edges: number;
  /** Plain Dijkstra from a place to each target; Infinity = unreachable. */
  dijkstra(from: ProbedPlace, to: readonly ProbedPlace[]): Float64Array;
}

/** Edges closed, in two ways that must agree. */
export interface Closing {
  partial(): Hierarchy;
  full(): Hierarchy;
  readonly space: SearchSpace;
  /** Places on the same edges as `places` finds them, under the closure: with no attachment on a closed edge. */
  places(random: Random, number: number): ProbedPlace[];
}

/** Plain Dijkstra over `space`. */
export function dijkstraRow(space: SearchSpace): Probe["dijkstra"] {
  const searcher = createDijkstra(space);
  return (from, to) => {
    searcher.run(from.starts);
    return Float64Array.from(to, ({ ends }) =>
      ends.reduce((best, { vertex, cost }) => Math.min(best, searcher.cost(vertex) + cost), Number.POSITIVE_INFINITY),
    );
  };
}

function placesOn(metric: Metric, routing: RoutingSpace, random: Random, number: number): ProbedPlace[] {
  const edges = metric.graph.edgeTail.length;
  const places: ProbedPlace[] = [];
  for (let tries = 0; places.length < number && tries < number * 1000; tries++) {
    const place: EdgePlace = { edge: random.below(edges), piece: 0, fraction: random.next() };
    const [starts, ends] = [routing.starts(place), routing.ends(place)];
    if (starts.length > 0 && ends.length > 0) places.push({ starts, ends });
  }
  return places;
}

/** The engine of `profile` in the network `file`. */
export function probe(file: Uint8Array, profile: string): Probe {
  const parts = readNetwork(file);
  const layer = parts.layers.find((one) => one.profile.id === profile);
  if (layer === undefined) throw new Error(`no profile ${profile}`);
  const { graph, turning } = parts;
  const nodes = nodeCosts(graph, layer);
  const { kinds } = layer;
  const turns = kinds === undefined ? undefined : turning;
  const framed =
    kinds === undefined || turns === undefined
      ? junctionRouting(graph)
      : turnRouting(graph, layer, nodes, { turns: turns.turns, kinds });
  const frame: HierarchyFrame = createFrame(turns?.topology ?? parts.junctions);
  const metric = createMetric(graph, layer, {}, nodes);
  const routing = framed.routing(metric);
  const { space } = routing;
  const hierarchy = createHierarchy(frame, space);
  return {
    space,
    states: space.vertices,
    arcs: space.head.length,
    shortcuts: frame.index.upHead.length,
    edges: graph.edgeTail.length,
    hierarchy,
    places: (random, number) => placesOn(metric, routing, random, number),
    customise() {
      const weights = baseWeights(frame.index, frame.slotsOf(space), space.cost);
      customise(frame.index, weights);
      return weights;
    },
    perfect: (weights) => perfect(frame.index, weights),
    closing(edges) {
      const closed = new Uint8Array(graph.edgeTail.length);
      for (const edge of edges) closed[edge] = 1;
      const changed = createMetric(graph, layer, { closed }, nodes);
      const after = framed.routing(changed);
      return {
        partial() {
          const part = framed.patched(changed, routing, Int32Array.from(edges));
          return hierarchy.with(part.routing.space, part.changed);
        },
        full: () => createHierarchy(frame, framed.routing(changed).space),
        space: after.space,
        places: (random, number) => placesOn(changed, after, random, number),
      };
    },
    dijkstra: dijkstraRow(space),
  };
}
