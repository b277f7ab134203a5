/**
 * What driving costs now: a vehicle layer with closures and slow zones applied.
 * Knows arcs and parts of arcs; refuses to know searches.
 */
import { createEdgePoints, edgeCount, pieceMetres, readEdge, type StreetGraph } from "../graph/street-graph.ts";
import { pieceMilliseconds, type VehicleLayer } from "../graph/vehicle-layer.ts";
import { type Cost, packCost } from "../search/cost.ts";

/** Changes to the base metric of one vehicle, by edge. */
export interface MetricChanges {
  /** 1 = closed. */
  readonly closed?: Uint8Array;
  /** Factor on the speed, 1 = as built. */
  readonly factor?: Float64Array;
}

/** Where on an edge: piece from the tail, and fraction of the piece. */
export interface EdgePlace {
  readonly edge: number;
  readonly piece: number;
  readonly fraction: number;
}

/** Costs of whole arcs and of parts of arcs. */
export interface Metric {
  readonly graph: StreetGraph;
  readonly layer: VehicleLayer;
  /** Cost of each arc without its ends; Infinity = closed. */
  readonly arcCost: Float64Array;
  /** Milliseconds paid for passing the end of an arc; absent = 0. */
  readonly passing: ReadonlyMap<number, number>;
  /** 1 = the vertex cannot be passed. */
  readonly blocked: Uint8Array;
  /** Whole milliseconds and decimetres of `arc` from its start to `place` (which lies on its edge). */
  partOf(arc: number, place: EdgePlace): { readonly milliseconds: number; readonly decimetres: number };
}

/** Time at a factor on the speed: the nearest whole millisecond, halves up. */
function slowed(milliseconds: number, factor: number): number {
  return factor === 1 ? milliseconds : Math.floor(milliseconds / factor + 0.5);
}

/** The costs of all arcs of `layer` under `changes`. */
function arcCosts(graph: StreetGraph, layer: VehicleLayer, changes: MetricChanges): Float64Array {
  const costs = new Float64Array(edgeCount(graph) * 2);
  for (let arc = 0; arc < costs.length; arc++) {
    const edge = arc >> 1;
    const milliseconds = layer.arcMs[arc]!;
    costs[arc] =
      milliseconds < 0 || changes.closed?.[edge] === 1
        ? Number.POSITIVE_INFINITY
        : packCost(slowed(milliseconds, changes.factor?.[edge] ?? 1), graph.edgeLength[edge]!);
  }
  return costs;
}

/** The metric of `layer` on `graph` under `changes`. */
export function createMetric(graph: StreetGraph, layer: VehicleLayer, changes: MetricChanges = {}): Metric {
  const points = createEdgePoints();
  const blocked = new Uint8Array(graph.vertexLon.length);
  for (const vertex of layer.blocked) blocked[vertex] = 1;

  function partOf(arc: number, place: EdgePlace) {
    const { edge, piece, fraction } = place;
    const rule = layer.rules[layer.edgeRule[edge]!]!;
    const kmh = (arc & 1) === 0 ? rule.forwardKmh : rule.backwardKmh;
    readEdge(graph, edge, points);
    let [before, after, metres, all] = [0, 0, 0, 0];
    for (let i = 0; i + 1 < points.count; i++) {
      const length = pieceMetres(points, i);
      const whole = kmh > 0 ? pieceMilliseconds(length, kmh) : 0;
      all += whole;
      if (i < piece) before += whole;
      else if (i === piece) {
        before += Math.floor(whole * fraction + 0.5);
        after += Math.floor(whole * (1 - fraction) + 0.5);
      } else after += whole;
      if (i < piece) metres += length;
      else if (i === piece) metres += length * fraction;
    }
    const fromTail = Math.min(graph.edgeLength[edge]!, Math.floor(metres * 10 + 0.5));
    const factor = changes.factor?.[edge] ?? 1;
    return (arc & 1) === 0
      ? { milliseconds: slowed(Math.min(before, all), factor), decimetres: fromTail }
      : { milliseconds: slowed(Math.min(after, all), factor), decimetres: graph.edgeLength[edge]! - fromTail };
  }

  return {
    graph,
    layer,
    arcCost: arcCosts(graph, layer, changes),
    passing: new Map(Array.from(layer.penaltyArc, (arc, i) => [arc, layer.penaltyMs[i]!])),
    blocked,
    partOf,
  };
}

/** Cost of passing the end of `arc`. */
export function passingCost(metric: Metric, arc: number): Cost {
  return metric.passing.get(arc) ?? 0;
}
