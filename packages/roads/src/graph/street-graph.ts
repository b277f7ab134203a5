/**
 * The streets of a region as arrays: vertices where roads meet or end, edges with geometry between them, ways with names.
 * Knows shape and names; refuses to know speeds, profiles and searches.
 */
import { haversine } from "@antar/measure";

/** Bits of `StreetGraph.wayFlags`. */
export const wayFlag = { bridge: 1, tunnel: 2, roundabout: 4, ferry: 8, link: 16, ford: 32 } as const;

/**
 * Vertices and edges. An edge belongs to one way and runs along its refs from tail to head; arc `2 * edge` drives it
 * forward and arc `2 * edge + 1` backward. Coordinates are whole 1e-7 degrees.
 */
export interface StreetGraph {
  readonly vertexLon: Int32Array;
  readonly vertexLat: Int32Array;
  readonly edgeTail: Int32Array;
  readonly edgeHead: Int32Array;
  readonly edgeWay: Int32Array;
  /** Length of an edge in whole decimetres. */
  readonly edgeLength: Int32Array;
  /** Where the inner points of an edge start in `geometryBytes`; one more than edges. */
  readonly geometryFirst: Uint32Array;
  /** Inner points as zigzag varint differences lon, lat, from the tail on. */
  readonly geometryBytes: Uint8Array;
  readonly wayId: Float64Array;
  /** Index of the name and of the reference number in the text table; 0 is the empty text. */
  readonly wayName: Int32Array;
  readonly wayRef: Int32Array;
  readonly wayClass: Uint8Array;
  readonly waySurface: Uint8Array;
  readonly wayFlags: Uint8Array;
  /** Layer + 128. */
  readonly wayLayer: Uint8Array;
  /** Names of classes and surfaces by index. */
  readonly classes: readonly string[];
  readonly surfaces: readonly string[];
  /** OSM node ids, only in networks built with `keepNodeIds`. */
  readonly nodeIds?: NodeIds | undefined;
  text(index: number): string;
}

/** OSM node ids of vertices and of the inner points of edges (`innerFirst[edge]` .. `innerFirst[edge + 1]`). */
export interface NodeIds {
  readonly vertex: Float64Array;
  readonly inner: Float64Array;
  readonly innerFirst: Int32Array;
}

/** A reused buffer of the points of one edge, ends included. */
export interface EdgePoints {
  count: number;
  lon: Int32Array;
  lat: Int32Array;
}

/** A new buffer for `readEdge`. */
export function createEdgePoints(): EdgePoints {
  return { count: 0, lon: new Int32Array(64), lat: new Int32Array(64) };
}

function grow(points: EdgePoints): void {
  const lon = new Int32Array(points.lon.length * 2);
  const lat = new Int32Array(points.lon.length * 2);
  lon.set(points.lon);
  lat.set(points.lat);
  points.lon = lon;
  points.lat = lat;
}

/** Fills `points` with the tail, the inner points and the head of `edge` (hot: reuses the buffer). */
export function readEdge(graph: StreetGraph, edge: number, points: EdgePoints): void {
  const bytes = graph.geometryBytes;
  const end = graph.geometryFirst[edge + 1]!;
  let at = graph.geometryFirst[edge]!;
  let lon = graph.vertexLon[graph.edgeTail[edge]!]!;
  let lat = graph.vertexLat[graph.edgeTail[edge]!]!;
  let count = 0;
  points.lon[count] = lon;
  points.lat[count++] = lat;
  while (at < end) {
    for (let axis = 0; axis < 2; axis++) {
      let byte = bytes[at++]!;
      let value = byte & 127;
      for (let factor = 128; byte >= 128; factor *= 128) {
        byte = bytes[at++]!;
        value += (byte & 127) * factor;
      }
      const difference = value % 2 === 0 ? value / 2 : -(value + 1) / 2;
      if (axis === 0) lon += difference;
      else lat += difference;
    }
    if (count + 2 > points.lon.length) grow(points);
    points.lon[count] = lon;
    points.lat[count++] = lat;
  }
  points.lon[count] = graph.vertexLon[graph.edgeHead[edge]!]!;
  points.lat[count++] = graph.vertexLat[graph.edgeHead[edge]!]!;
  points.count = count;
}

/** Great-circle metres between points `i` and `i + 1` of the buffer. */
export function pieceMetres(points: EdgePoints, i: number): number {
  return haversine([points.lon[i]! / 1e7, points.lat[i]! / 1e7], [points.lon[i + 1]! / 1e7, points.lat[i + 1]! / 1e7]);
}

/** The number of edges. */
export function edgeCount(graph: StreetGraph): number {
  return graph.edgeTail.length;
}

/** The vertex where arc `arc` starts. */
export function arcTail(graph: StreetGraph, arc: number): number {
  return (arc & 1) === 0 ? graph.edgeTail[arc >> 1]! : graph.edgeHead[arc >> 1]!;
}

/** The vertex where arc `arc` ends. */
export function arcHead(graph: StreetGraph, arc: number): number {
  return (arc & 1) === 0 ? graph.edgeHead[arc >> 1]! : graph.edgeTail[arc >> 1]!;
}
