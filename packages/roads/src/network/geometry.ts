/**
 * The line that a sequence of arcs draws on the ground. Knows points; refuses to know time.
 */
import type { LonLat } from "@antar/measure";
import { createEdgePoints, readEdge, type StreetGraph } from "../graph/street-graph.ts";
import type { EdgePlace } from "./metric.ts";

/** The point of a place. */
export function placePoint(graph: StreetGraph, place: EdgePlace): LonLat {
  const points = createEdgePoints();
  readEdge(graph, place.edge, points);
  const { piece, fraction } = place;
  const lon = points.lon[piece]! + fraction * (points.lon[piece + 1]! - points.lon[piece]!);
  const lat = points.lat[piece]! + fraction * (points.lat[piece + 1]! - points.lat[piece]!);
  return [lon / 1e7, lat / 1e7];
}

/** Points of `arc` in driving order, from `from` (when it starts there) to `to` (when it ends there). */
export function arcPoints(graph: StreetGraph, arc: number, from?: EdgePlace, to?: EdgePlace): LonLat[] {
  const points = createEdgePoints();
  readEdge(graph, arc >> 1, points);
  const forward = (arc & 1) === 0;
  const low = forward ? from : to;
  const high = forward ? to : from;
  const line: LonLat[] = [];
  if (low !== undefined) line.push(placePoint(graph, low));
  const first = low === undefined ? 0 : low.piece + 1;
  const last = high === undefined ? points.count - 1 : high.piece;
  for (let i = first; i <= last; i++) line.push([points.lon[i]! / 1e7, points.lat[i]! / 1e7]);
  if (high !== undefined) line.push(placePoint(graph, high));
  return forward ? line : line.reverse();
}

/** The whole line of a course without repeated points (at least two points, equal when nothing is driven). */
export function courseGeometry(graph: StreetGraph, arcs: readonly number[], from: EdgePlace, to: EdgePlace): LonLat[] {
  const line: LonLat[] = [];
  for (const [index, arc] of arcs.entries()) {
    const start = index === 0 ? from : undefined;
    const end = index === arcs.length - 1 ? to : undefined;
    for (const point of arcPoints(graph, arc, start, end)) {
      const before = line[line.length - 1];
      if (before === undefined || before[0] !== point[0] || before[1] !== point[1]) line.push(point);
    }
  }
  const only = line[0];
  return line.length === 1 && only !== undefined ? [only, only] : line;
}
