/**
 * The line that a sequence of arcs draws on the ground. Knows points; refuses to know time.
 */
import { earthRadius, haversine, type LonLat } from "@antar/measure";
import { createEdgePoints, type EdgePoints, readEdge, type StreetGraph } from "../graph/street-graph.ts";
import type { EdgePlace } from "./metric.ts";

/** The point of a place on the edge that `points` holds. */
function placePoint(points: EdgePoints, { piece, fraction }: EdgePlace): LonLat {
  const lon = points.lon[piece]! + fraction * (points.lon[piece + 1]! - points.lon[piece]!);
  const lat = points.lat[piece]! + fraction * (points.lat[piece + 1]! - points.lat[piece]!);
  return [lon / 1e7, lat / 1e7];
}

/** The ends of the straight piece that a place lies on, in the direction of its edge. */
export function pieceOf(graph: StreetGraph, { edge, piece }: EdgePlace): readonly [from: LonLat, to: LonLat] {
  const points = createEdgePoints();
  readEdge(graph, edge, points);
  const at = (i: number): LonLat => [points.lon[i]! / 1e7, points.lat[i]! / 1e7];
  return [at(piece), at(piece + 1)];
}

/** Points of `arc` in driving order, from `from` (when it starts there) to `to` (when it ends there). */
export function arcPoints(
  graph: StreetGraph,
  arc: number,
  ends: { readonly from?: EdgePlace | undefined; readonly to?: EdgePlace | undefined } = {},
  points: EdgePoints = createEdgePoints(),
): LonLat[] {
  const { from, to } = ends;
  readEdge(graph, arc >> 1, points);
  const forward = (arc & 1) === 0;
  const low = forward ? from : to;
  const high = forward ? to : from;
  const line: LonLat[] = [];
  if (low !== undefined) line.push(placePoint(points, low));
  const first = low === undefined ? 0 : low.piece + 1;
  const last = high === undefined ? points.count - 1 : high.piece;
  for (let i = first; i <= last; i++) line.push([points.lon[i]! / 1e7, points.lat[i]! / 1e7]);
  if (high !== undefined) line.push(placePoint(points, high));
  return forward ? line : line.reverse();
}

/** The whole line of a course without repeated points (at least two points, equal when nothing is driven). */
export function courseGeometry(graph: StreetGraph, arcs: readonly number[], from: EdgePlace, to: EdgePlace): LonLat[] {
  const line: LonLat[] = [];
  const points = createEdgePoints();
  for (const [index, arc] of arcs.entries()) {
    const ends = { from: index === 0 ? from : undefined, to: index === arcs.length - 1 ? to : undefined };
    for (const point of arcPoints(graph, arc, ends, points)) {
      const before = line[line.length - 1];
      if (before === undefined || before[0] !== point[0] || before[1] !== point[1]) line.push(point);
    }
  }
  const only = line[0];
  return line.length === 1 && only !== undefined ? [only, only] : line;
}

/** Clockwise degrees from north, 0 <= x < 360, of the line from one point to another; 0 when they are equal. */
export function bearingOf(from: LonLat, to: LonLat): number {
  const east = (to[0] - from[0]) * Math.cos((from[1] * Math.PI) / 180);
  return ((Math.atan2(east, to[1] - from[1]) * 180) / Math.PI + 360) % 360;
}

/**
 * `line` with fewer points: none of those left out lies farther than `tolerance` metres from the new line (Douglas and Peucker
 * 1973). Ends stay.
 */
export function simplifyLine(line: readonly LonLat[], tolerance: number): LonLat[] {
  const kept = new Uint8Array(line.length);
  kept[0] = kept[line.length - 1] = 1;
  const stack: [number, number][] = [[0, line.length - 1]];
  for (let span = stack.pop(); span !== undefined; span = stack.pop()) {
    const [first, last] = span;
    let [farthest, most] = [-1, tolerance];
    for (let i = first + 1; i < last; i++) {
      const metres = metresToPiece(line[i]!, line[first]!, line[last]!);
      if (metres > most) [farthest, most] = [i, metres];
    }
    if (farthest < 0) continue;
    kept[farthest] = 1;
    stack.push([first, farthest], [farthest, last]);
  }
  return line.filter((_, i) => kept[i] === 1);
}

/** The tolerance at which a line drawn a thousand pixels wide is off by half a pixel. */
export function drawingTolerance(line: readonly LonLat[]): number {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [lon, lat] of line) {
    west = Math.min(west, lon);
    east = Math.max(east, lon);
    south = Math.min(south, lat);
    north = Math.max(north, lat);
  }
  return line.length === 0 ? 0 : haversine([west, south], [east, north]) / 2000;
}

const metresPerDegree = (earthRadius * Math.PI) / 180;

function metresToPiece(point: LonLat, from: LonLat, to: LonLat): number {
  const shrink = Math.cos((point[1] * Math.PI) / 180);
  const [x0, y0] = [(from[0] - point[0]) * shrink, from[1] - point[1]];
  const [dx, dy] = [(to[0] - from[0]) * shrink, to[1] - from[1]];
  const length = dx * dx + dy * dy;
  const share = length === 0 ? 0 : Math.min(1, Math.max(0, -(x0 * dx + y0 * dy) / length));
  return Math.hypot(x0 + share * dx, y0 + share * dy) * metresPerDegree;
}
