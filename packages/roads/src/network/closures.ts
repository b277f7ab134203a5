/**
 * Closures and slow zones as data, and which edges they touch. Knows geometry; refuses to know vehicles.
 */
import { earthRadius, haversine, type LonLat } from "@antar/measure";
import { RoadsError } from "../errors.ts";
import {
  createEdgePoints,
  type EdgePoints,
  edgeCount,
  readEdge,
  type StreetGraph,
  wayFlag,
} from "../graph/street-graph.ts";

/** What a change to the roads covers. Polygons are rings `[lon, lat]`; a ring need not repeat its first point. */
export type ClosureArea =
  | { readonly kind: "way"; readonly way: number }
  /** All ways of one OSM class with its links (`motorway`, `track`), or all ferries and boat legs (`ferry`). */
  | { readonly kind: "class"; readonly class: string }
  /** The edges of one way between two points of the road (the nearest edge of the way to each, and those between). */
  | { readonly kind: "segment"; readonly way: number; readonly near: LonLat }
  | { readonly kind: "polygon"; readonly ring: readonly LonLat[] }
  | {
      readonly kind: "box";
      readonly west: number;
      readonly south: number;
      readonly east: number;
      readonly north: number;
    }
  /** Everything within `radius` metres of a place. */
  | { readonly kind: "place"; readonly at: LonLat; readonly radius: number };

/** A closure (no `speedFactor`, or 0) or a slow zone (0 < `speedFactor` < 1, a flood: 0.3). */
export type Closure = ClosureArea & {
  readonly speedFactor?: number;
  /** Areas only: bridges stay as they are, the road below is closed. Default false. */
  readonly keepBridges?: boolean;
  /** Why, for people. */
  readonly reason?: string;
};

function checkPoint(point: LonLat, what: string): void {
  if (!(Math.abs(point[0]) <= 180 && Math.abs(point[1]) <= 90)) {
    throw new RoadsError(
      "bad-question",
      `${what} [${point}] is not [longitude, latitude]; give degrees, longitude first.`,
    );
  }
}

function inRing(ring: readonly LonLat[], lon: number, lat: number): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [xi, yi] = ring[i]!;
    const [xj, yj] = ring[j]!;
    if (yi > lat !== yj > lat && lon < ((xj - xi) * (lat - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}

function crosses(a: LonLat, b: LonLat, c: LonLat, d: LonLat): boolean {
  const turn = (p: LonLat, q: LonLat, r: LonLat) =>
    Math.sign((q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]));
  return turn(a, b, c) !== turn(a, b, d) && turn(c, d, a) !== turn(c, d, b);
}

function touchesRing(points: EdgePoints, ring: readonly LonLat[]): boolean {
  for (let i = 0; i < points.count; i++) {
    const here: LonLat = [points.lon[i]! / 1e7, points.lat[i]! / 1e7];
    if (inRing(ring, here[0], here[1])) return true;
    if (i === 0) continue;
    const before: LonLat = [points.lon[i - 1]! / 1e7, points.lat[i - 1]! / 1e7];
    for (let k = 0; k < ring.length; k++)
      if (crosses(before, here, ring[k]!, ring[(k + 1) % ring.length]!)) return true;
  }
  return false;
}

/** Metres from `at` to the polyline, flat around `at`. */
function metresTo(points: EdgePoints, at: LonLat): number {
  const shrink = Math.cos((at[1] * Math.PI) / 180);
  let best: { square: number; point: LonLat } = { square: Infinity, point: at };
  for (let i = 0; i + 1 < points.count; i++) {
    const x0 = (points.lon[i]! / 1e7 - at[0]) * shrink;
    const y0 = points.lat[i]! / 1e7 - at[1];
    const dx = ((points.lon[i + 1]! - points.lon[i]!) / 1e7) * shrink;
    const dy = (points.lat[i + 1]! - points.lat[i]!) / 1e7;
    const length = dx * dx + dy * dy;
    const share = length === 0 ? 0 : Math.min(1, Math.max(0, -(x0 * dx + y0 * dy) / length));
    const [px, py] = [x0 + share * dx, y0 + share * dy];
    if (px * px + py * py < best.square) {
      best = { square: px * px + py * py, point: [at[0] + px / shrink, at[1] + py] };
    }
  }
  return haversine(at, best.point);
}

function checkRing(ring: readonly LonLat[]): void {
  if (ring.length < 3)
    throw new RoadsError("bad-question", `A closure polygon needs 3 points, this one has ${ring.length}.`);
  for (const point of ring) checkPoint(point, "The polygon's point");
}

function segmentEdge(graph: StreetGraph, way: number, near: LonLat): number {
  const points = createEdgePoints();
  let best = { edge: -1, metres: Infinity };
  for (let edge = 0; edge < edgeCount(graph); edge++) {
    if (graph.wayId[graph.edgeWay[edge]!] !== way) continue;
    readEdge(graph, edge, points);
    const metres = metresTo(points, near);
    if (metres < best.metres) best = { edge, metres };
  }
  return best.edge;
}

/** A test "does this edge belong to the area", given the edge's points. */
function areaTest(
  graph: StreetGraph,
  area: Exclude<ClosureArea, { kind: "way" }>,
): (edge: number, points: EdgePoints) => boolean {
  switch (area.kind) {
    case "segment": {
      checkPoint(area.near, "The segment's point");
      const closed = segmentEdge(graph, area.way, area.near);
      return (edge) => edge === closed;
    }
    case "class": {
      const names = [area.class, `${area.class}_link`];
      const inClass = graph.classes.map((name) => names.includes(name));
      return (edge) => {
        const way = graph.edgeWay[edge]!;
        return (
          inClass[graph.wayClass[way]!] || (area.class === "ferry" && (graph.wayFlags[way]! & wayFlag.ferry) !== 0)
        );
      };
    }
    case "polygon":
      checkRing(area.ring);
      return (_, points) => touchesRing(points, area.ring);
    case "box": {
      const ring: LonLat[] = [
        [area.west, area.south],
        [area.east, area.south],
        [area.east, area.north],
        [area.west, area.north],
      ];
      checkRing(ring);
      return (_, points) => touchesRing(points, ring);
    }
    case "place":
      checkPoint(area.at, "The place");
      return (_, points) => metresTo(points, area.at) <= area.radius;
    default: {
      const never: never = area;
      throw new RoadsError("bad-question", `Unknown closure ${JSON.stringify(never)}.`);
    }
  }
}

/** A cheap test that says no only when an edge is too short to come near the area; undefined = no such test. */
function nearTest(graph: StreetGraph, area: ClosureArea): ((edge: number) => boolean) | undefined {
  if (area.kind === "way" || area.kind === "segment" || area.kind === "class") return undefined;
  const box = boxOf(area);
  const degrees = 180 / (Math.PI * earthRadius);
  const shrink = Math.cos((Math.min(89, Math.max(Math.abs(box.south), Math.abs(box.north)) + 0.5) * Math.PI) / 180);
  return (edge) => {
    const vertex = graph.edgeTail[edge]!;
    const [lon, lat] = [graph.vertexLon[vertex]! / 1e7, graph.vertexLat[vertex]! / 1e7];
    const reach = ((graph.edgeLength[edge]! / 10 + 1) * 1.01 + (area.kind === "place" ? area.radius : 0)) * degrees;
    const wide = reach / shrink;
    return lat > box.south - reach && lat < box.north + reach && lon > box.west - wide && lon < box.east + wide;
  };
}

function boxOf(area: Exclude<ClosureArea, { kind: "way" | "segment" | "class" }>) {
  if (area.kind === "box") return area;
  const ring = area.kind === "place" ? [area.at] : area.ring;
  const [lons, lats] = [ring.map(([lon]) => lon), ring.map(([, lat]) => lat)];
  return { west: Math.min(...lons), east: Math.max(...lons), south: Math.min(...lats), north: Math.max(...lats) };
}

/** Per edge: closed or not, and the factor on its speed. */
export interface ClosedEdges {
  readonly closed: Uint8Array;
  readonly factor: Float64Array;
  /** Edges that differ from the network as built, ascending. */
  readonly touched: Int32Array;
}

/** The factor of a closure on the speed, 0 = closed. */
function speedOf(closure: Closure): number {
  const speed = closure.speedFactor ?? 0;
  if (speed >= 0 && speed <= 1) return speed;
  throw new RoadsError("bad-question", `speedFactor ${speed} of a closure is outside 0..1; 0 closes, 0.3 is a flood.`);
}

/** Whole ways are by far the most closures: one pass over the edges serves all of them. */
function touchWays(
  graph: StreetGraph,
  closures: readonly Closure[],
  touch: (edge: number, speed: number) => void,
): void {
  const speeds = new Map<number, number>();
  for (const closure of closures) {
    if (closure.kind === "way") speeds.set(closure.way, (speeds.get(closure.way) ?? 1) * speedOf(closure));
  }
  if (speeds.size === 0) return;
  for (let edge = 0; edge < edgeCount(graph); edge++) {
    const speed = speeds.get(graph.wayId[graph.edgeWay[edge]!]!);
    if (speed !== undefined) touch(edge, speed);
  }
}

/** The edges that `closures` close or slow. Throws RoadsError `bad-question` on a malformed closure. */
export function closedEdges(graph: StreetGraph, closures: readonly Closure[]): ClosedEdges {
  const closed = new Uint8Array(edgeCount(graph));
  const factor = new Float64Array(edgeCount(graph)).fill(1);
  const touched = new Set<number>();
  const touch = (edge: number, speed: number) => {
    touched.add(edge);
    if (speed === 0) closed[edge] = 1;
    else factor[edge] = factor[edge]! * speed;
  };
  touchWays(graph, closures, touch);
  const points = createEdgePoints();
  for (const closure of closures) {
    if (closure.kind === "way") continue;
    const speed = speedOf(closure);
    const belongs = areaTest(graph, closure);
    const near = nearTest(graph, closure);
    for (let edge = 0; edge < closed.length; edge++) {
      if (near !== undefined && !near(edge)) continue;
      if (closure.kind !== "segment") readEdge(graph, edge, points);
      if (!belongs(edge, points)) continue;
      const spared = closure.keepBridges === true && (graph.wayFlags[graph.edgeWay[edge]!]! & wayFlag.bridge) !== 0;
      if (!spared) touch(edge, speed);
    }
  }
  return { closed, factor, touched: Int32Array.from(touched).sort() };
}
