/**
 * Whether the arrays of a network file fit together, so that no question can run off their ends or for ever.
 * Knows shapes and ranges, one pass each; refuses to judge whether the roads are true.
 */
import type { StreetGraph } from "../graph/street-graph.ts";
import { forbidden } from "../graph/turn-graph.ts";
import type { VehicleLayer } from "../graph/vehicle-layer.ts";
import type { Topology } from "../hierarchy/topology.ts";
import type { NetworkParts } from "./network-file.ts";

type Numbers = Int32Array | Uint32Array | Uint16Array | Uint8Array | Float64Array;

/** The name of the first part that does not fit; undefined when all do. */
type Verdict = string | undefined;

function allWithin(values: Numbers, least: number, bound: number): boolean {
  for (let i = 0; i < values.length; i++) if (!(values[i]! >= least && values[i]! < bound)) return false;
  return true;
}

function allBelow(values: Numbers, bound: number): boolean {
  return allWithin(values, 0, bound);
}

function allKindsBelow(kinds: Uint8Array, bound: number): boolean {
  for (let i = 0; i < kinds.length; i++) if (kinds[i]! >= bound && kinds[i] !== forbidden) return false;
  return true;
}

/** Offsets from 0, never falling, that end at `end`. */
function areOffsets(first: Numbers, lists: number, end: number): boolean {
  if (first.length !== lists + 1 || first[0] !== 0 || first[lists] !== end) return false;
  for (let i = 0; i < lists; i++) if (first[i]! > first[i + 1]!) return false;
  return true;
}

function firstWrong(checks: readonly (readonly [name: string, fits: boolean | (() => boolean)])[]): Verdict {
  for (const [name, fits] of checks) if (!(typeof fits === "boolean" ? fits : fits())) return name;
  return undefined;
}

function checkGraph(graph: StreetGraph): Verdict {
  const [vertices, edges, ways] = [graph.vertexLon.length, graph.edgeTail.length, graph.wayId.length];
  const { nodeIds } = graph;
  const perEdge = [graph.edgeHead, graph.edgeWay, graph.edgeLength];
  const perWay = [graph.wayName, graph.wayRef, graph.wayClass, graph.waySurface, graph.wayFlags, graph.wayLayer];
  return firstWrong([
    ["vertex.lat", graph.vertexLat.length === vertices],
    ["edges", perEdge.every((list) => list.length === edges)],
    ["edge.tail", () => allBelow(graph.edgeTail, vertices)],
    ["edge.head", () => allBelow(graph.edgeHead, vertices)],
    ["edge.way", () => allBelow(graph.edgeWay, ways)],
    ["edge.length", () => allBelow(graph.edgeLength, 2 ** 31)],
    ["geometry.first", () => areOffsets(graph.geometryFirst, edges, graph.geometryBytes.length)],
    ["ways", perWay.every((list) => list.length === ways)],
    ["way.class", () => allBelow(graph.wayClass, graph.classes.length)],
    ["ids.first", nodeIds === undefined || areOffsets(nodeIds.innerFirst, edges, nodeIds.inner.length)],
    ["ids.vertex", nodeIds === undefined || nodeIds.vertex.length === vertices],
  ]);
}

/** Ranks are a permutation, and edges lead upwards in ascending order. */
function checkTopology({ vertices, rankOf, upFirst, upHead }: Topology, expected: number): boolean {
  if (vertices !== expected || !areOffsets(upFirst, vertices, upHead.length)) return false;
  const taken = new Uint8Array(vertices);
  for (let v = 0; v < vertices; v++) {
    const rank = rankOf[v]!;
    if (!(rank >= 0 && rank < vertices) || taken[rank] === 1) return false;
    taken[rank] = 1;
  }
  for (let v = 0; v < vertices; v++) {
    let below = v;
    for (let e = upFirst[v]!; e < upFirst[v + 1]!; e++) {
      if (upHead[e]! <= below || upHead[e]! >= vertices) return false;
      below = upHead[e]!;
    }
  }
  return true;
}

function checkLayer(layer: VehicleLayer, graph: StreetGraph, turning: NetworkParts["turning"]): Verdict {
  const turns = turning?.turns.to.length ?? 0;
  const [vertices, edges] = [graph.vertexLon.length, graph.edgeTail.length];
  const { kinds, rules, edgeRule, penaltyArc, penaltyMs } = layer;
  const states = kinds === undefined ? vertices : (turning?.topology.vertices ?? 0);
  const speeds = rules.flatMap(({ forwardKmh, backwardKmh, rainFactor, entryMs, hours }) => [
    forwardKmh,
    backwardKmh,
    rainFactor,
    entryMs,
    hours,
  ]);
  return firstWrong([
    ["ms", () => layer.arcMs.length === edges * 2 && allWithin(layer.arcMs, -1, 2 ** 31)],
    ["rule", edgeRule.length === edges && allBelow(edgeRule, rules.length)],
    ["rules", speeds.every((value) => typeof value === "number" && value >= 0)],
    ["penalty-arc", penaltyArc.length === penaltyMs.length && allBelow(penaltyArc, edges * 2)],
    ["penalty-ms", allBelow(penaltyMs, 2 ** 31)],
    ["blocked", allBelow(layer.blocked, vertices)],
    ["routable", layer.routable.length === states],
    ["turn-kind", kinds === undefined || kinds.kind.length === turns],
    [
      "turn values",
      kinds === undefined || kinds.values.every((value) => Number.isSafeInteger(value) && Math.abs(value) < 2 ** 32),
    ],
    ["turn-kind", () => kinds === undefined || allKindsBelow(kinds.kind, kinds.values.length)],
  ]);
}

function checkTurns(parts: NetworkParts): Verdict {
  if (parts.turning === undefined) return undefined;
  const { turns, topology } = parts.turning;
  const arcs = parts.graph.edgeTail.length * 2;
  const states = arcs + turns.copyArc.length;
  return firstWrong([
    ["turns.first", areOffsets(turns.first, states, turns.to.length)],
    ["turns.to", () => allBelow(turns.to, states)],
    ["turns.copy", () => allBelow(turns.copyArc, arcs)],
    ["turns.up-head", () => checkTopology(topology, states)],
  ]);
}

function checkGrid({ grid, graph }: NetworkParts): Verdict {
  const [west, south, width, height, columns, rows] = grid.shape;
  const shape = [west, south, width, height, columns, rows].every((value) => Number.isFinite(value));
  const sized = shape && width! > 0 && height! > 0 && Number.isInteger(columns!) && Number.isInteger(rows!);
  return firstWrong([
    ["grid.shape", sized && columns! > 0 && rows! > 0 && columns! <= 65536 && rows! <= 65536],
    ["grid.first", () => areOffsets(grid.first, columns! * rows!, grid.edges.length)],
    ["grid.edges", () => allBelow(grid.edges, graph.edgeTail.length)],
  ]);
}

/** The name of the first part of `parts` that does not fit the others; undefined when all do. */
export function misfitOf(parts: NetworkParts): string | undefined {
  const fits = (verdict: Verdict, prefix = "") => (verdict === undefined ? undefined : `${prefix}${verdict}`);
  return (
    fits(checkGraph(parts.graph)) ??
    fits(checkGrid(parts)) ??
    (checkTopology(parts.junctions, parts.graph.vertexLon.length) ? undefined : "junctions.up-head") ??
    fits(checkTurns(parts)) ??
    parts.layers
      .map((layer, i) => fits(checkLayer(layer, parts.graph, parts.turning), `${i}.`))
      .find((verdict) => verdict !== undefined)
  );
}
