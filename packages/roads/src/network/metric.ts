/**
 * What driving costs now: a vehicle layer with closures and slow zones applied.
 * Knows arcs and parts of arcs; refuses to know searches.
 */
import { createEdgePoints, edgeCount, pieceMetres, readEdge, type StreetGraph } from "../graph/street-graph.ts";
import { pieceMilliseconds, type VehicleLayer } from "../graph/vehicle-layer.ts";
import { type Cost, packCost } from "../search/cost.ts";

/** The hour and the weather that speeds are asked for. */
export interface Circumstances {
  /** Local hour of the day, 0..23. Absent: speeds without the profile's factors by hour. */
  readonly hour?: number;
  /** True: unpaved ways are as slow as the profile says for rain. Default false. */
  readonly rain?: boolean;
}

/** Changes to the base metric of one vehicle: by edge, and by circumstances. */
export interface MetricChanges extends Circumstances {
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
  /** Set: a trip leaves and reaches the place only along (against) the direction of its edge. */
  readonly only?: "forward" | "backward";
}

/** The arcs on which a trip may leave or reach `place`. */
export function arcsAt({ edge, only }: EdgePlace): number[] {
  if (only === "forward") return [edge * 2];
  return only === "backward" ? [edge * 2 + 1] : [edge * 2, edge * 2 + 1];
}

/** Costs of whole arcs and of parts of arcs. */
export interface Metric extends NodeCosts {
  readonly graph: StreetGraph;
  readonly layer: VehicleLayer;
  /** True: nothing is closed beyond what the file says, so what can be reached is known from the file. */
  readonly asBuilt: boolean;
  /** Cost of each arc without its ends; Infinity = closed. */
  readonly arcCost: Float64Array;
  /** Whole milliseconds and decimetres of `arc` from its start to `place` (which lies on its edge). */
  partOf(arc: number, place: EdgePlace): { readonly milliseconds: number; readonly decimetres: number };
}

/** Time at a factor on the speed: the nearest whole millisecond, halves up. */
function slowed(milliseconds: number, factor: number): number {
  return factor === 1 ? milliseconds : Math.floor(milliseconds / factor + 0.5);
}

/** The factor of each rule of `layer` on the speed: the row of its hours at this hour, times the rain. */
export function ruleFactors(layer: VehicleLayer, { hour, rain }: Circumstances): Float64Array {
  const rows = Object.values(layer.profile.hours ?? {});
  return Float64Array.from(layer.rules, (rule) => {
    const byHour = hour === undefined || rule.hours === 0 ? 1 : (rows[rule.hours - 1]?.[hour] ?? 1);
    return rain === true ? byHour * rule.rainFactor : byHour;
  });
}

/** The factor on the speed of each edge. */
function speedFactors(layer: VehicleLayer, changes: MetricChanges): (edge: number) => number {
  const byRule = ruleFactors(layer, changes);
  const { edgeRule } = layer;
  const { factor } = changes;
  if (factor === undefined) return (edge) => byRule[edgeRule[edge]!]!;
  return (edge) => byRule[edgeRule[edge]!]! * factor[edge]!;
}

/** The costs of all arcs of `layer`, closed where `closed` says so. */
function arcCosts(
  graph: StreetGraph,
  layer: VehicleLayer,
  factorOf: (edge: number) => number,
  closed: Uint8Array | undefined,
): Float64Array {
  const costs = new Float64Array(edgeCount(graph) * 2);
  for (let arc = 0; arc < costs.length; arc++) {
    const edge = arc >> 1;
    const milliseconds = layer.arcMs[arc]!;
    costs[arc] =
      milliseconds < 0 || closed?.[edge] === 1
        ? Number.POSITIVE_INFINITY
        : packCost(slowed(milliseconds, factorOf(edge)), graph.edgeLength[edge]!);
  }
  return costs;
}

/** What nodes do to a vehicle, whatever the hour and the closures. */
export interface NodeCosts {
  /** Milliseconds paid for passing the end of an arc; absent = 0. */
  readonly passing: ReadonlyMap<number, number>;
  /** 1 = the vertex cannot be passed. */
  readonly blocked: Uint8Array;
}

/** The node costs of `layer`. */
export function nodeCosts(graph: StreetGraph, layer: VehicleLayer): NodeCosts {
  const blocked = new Uint8Array(graph.vertexLon.length);
  for (const vertex of layer.blocked) blocked[vertex] = 1;
  return { passing: new Map(Array.from(layer.penaltyArc, (arc, i) => [arc, layer.penaltyMs[i]!])), blocked };
}

/** The metric of `layer` on `graph` under `changes`. */
export function createMetric(
  graph: StreetGraph,
  layer: VehicleLayer,
  changes: MetricChanges = {},
  nodes: NodeCosts = nodeCosts(graph, layer),
): Metric {
  const points = createEdgePoints();
  const factorOf = speedFactors(layer, changes);

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
    const factor = factorOf(edge);
    return (arc & 1) === 0
      ? { milliseconds: slowed(Math.min(before, all), factor), decimetres: fromTail }
      : { milliseconds: slowed(Math.min(after, all), factor), decimetres: graph.edgeLength[edge]! - fromTail };
  }

  return {
    graph,
    layer,
    asBuilt: changes.closed === undefined,
    arcCost: arcCosts(graph, layer, factorOf, changes.closed),
    ...nodes,
    partOf,
  };
}

/** Cost of passing the end of `arc`. */
export function passingCost(metric: Metric, arc: number): Cost {
  return metric.passing.get(arc) ?? 0;
}
