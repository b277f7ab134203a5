/**
 * Which edges are near a point: a plain grid of cells that list the edges passing through them.
 * Knows distances on the ground; refuses to know who may drive an edge (the caller's filter does).
 */
import { earthRadius, type LonLat } from "@antar/measure";
import { createEdgePoints, type EdgePoints, edgeCount, readEdge, type StreetGraph } from "../graph/street-graph.ts";

/**
 * Cells row by row. `shape` = west, south (1e-7 degrees), cell width, cell height (1e-7 degrees), columns, rows;
 * `edges[first[cell]]` .. `edges[first[cell + 1] - 1]` pass through the cell.
 */
export interface SnapGrid {
  readonly shape: Float64Array;
  readonly first: Uint32Array;
  readonly edges: Int32Array;
}

/** A point of an edge, nearest to what was asked. */
export interface EdgeHit {
  readonly edge: number;
  /** Piece of the edge (0 = from its tail) and where on it, 0..1. */
  readonly piece: number;
  readonly fraction: number;
  readonly point: LonLat;
  /** Metres from the point asked. */
  readonly distance: number;
  /** Which side of the edge, in its own direction, the asked point lies on. */
  readonly side: "left" | "right" | "on";
}

const metresPerUnit = (earthRadius * Math.PI) / 180 / 1e7;

function gridShape(graph: StreetGraph): Float64Array {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  const points = createEdgePoints();
  for (let edge = 0; edge < edgeCount(graph); edge++) {
    readEdge(graph, edge, points);
    for (let i = 0; i < points.count; i++) {
      west = Math.min(west, points.lon[i]!);
      east = Math.max(east, points.lon[i]!);
      south = Math.min(south, points.lat[i]!);
      north = Math.max(north, points.lat[i]!);
    }
  }
  if (edgeCount(graph) === 0) return Float64Array.of(0, 0, 1, 1, 1, 1);
  const shrink = Math.max(0.01, Math.cos((((south + north) / 2e7) * Math.PI) / 180));
  const [width, height] = [Math.max(1, east - west), Math.max(1, north - south)];
  // About one cell per edge, square on the ground, never narrower than some 20 m.
  const cell = Math.max(1800, Math.sqrt((width * shrink * height) / Math.max(1, edgeCount(graph))));
  const columns = Math.min(4096, Math.max(1, Math.ceil((width * shrink) / cell)));
  const rows = Math.min(4096, Math.max(1, Math.ceil(height / cell)));
  return Float64Array.of(west, south, (width + 1) / columns, (height + 1) / rows, columns, rows);
}

/** Calls `visit(cell)` for the cells that an edge passes, some of them more than once. */
function cellsOf(shape: Float64Array, points: EdgePoints, visit: (cell: number) => void): void {
  const [west, south, width, height, columns, rows] = [
    shape[0]!,
    shape[1]!,
    shape[2]!,
    shape[3]!,
    shape[4]!,
    shape[5]!,
  ];
  for (let i = 0; i + 1 < points.count; i++) {
    const across = points.lon[i + 1]! - points.lon[i]!;
    const up = points.lat[i + 1]! - points.lat[i]!;
    // Long pieces are cut into steps of at most one cell, so that their boxes stay slim.
    const steps = Math.max(1, Math.ceil(Math.max(Math.abs(across) / width, Math.abs(up) / height)));
    for (let step = 0; step < steps; step++) {
      const x0 = (points.lon[i]! + (across * step) / steps - west) / width;
      const x1 = (points.lon[i]! + (across * (step + 1)) / steps - west) / width;
      const y0 = (points.lat[i]! + (up * step) / steps - south) / height;
      const y1 = (points.lat[i]! + (up * (step + 1)) / steps - south) / height;
      const last = (value: number, count: number) => Math.min(count - 1, Math.max(0, Math.floor(value)));
      for (let row = last(Math.min(y0, y1), rows); row <= last(Math.max(y0, y1), rows); row++) {
        for (let column = last(Math.min(x0, x1), columns); column <= last(Math.max(x0, x1), columns); column++) {
          visit(row * columns + column);
        }
      }
    }
  }
}

/** The grid of all edges of `graph`. Deterministic. */
export function buildSnapGrid(graph: StreetGraph): SnapGrid {
  const shape = gridShape(graph);
  const cells = shape[4]! * shape[5]!;
  const lastEdge = new Int32Array(cells).fill(-1);
  const first = new Uint32Array(cells + 1);
  const points = createEdgePoints();
  const eachCell = (edge: number, use: (cell: number) => void) => {
    readEdge(graph, edge, points);
    cellsOf(shape, points, (cell) => {
      if (lastEdge[cell] === edge) return;
      lastEdge[cell] = edge;
      use(cell);
    });
  };
  for (let edge = 0; edge < edgeCount(graph); edge++) {
    eachCell(edge, (cell) => {
      first[cell + 1]!++;
    });
  }
  for (let cell = 0; cell < cells; cell++) first[cell + 1]! += first[cell]!;
  const next = first.slice();
  const edges = new Int32Array(first[cells]!);
  lastEdge.fill(-1);
  for (let edge = 0; edge < edgeCount(graph); edge++) {
    eachCell(edge, (cell) => {
      edges[next[cell]!++] = edge;
    });
  }
  return { shape, first, edges };
}

/** What `nearestEdges` needs besides the point. */
export interface NearestOptions {
  /** How many different edges, nearest first. */
  readonly number: number;
  /** No edge farther than this many metres. */
  readonly limit: number;
  /** False: the edge does not exist for this question. */
  accept(edge: number): boolean;
  /** False: this straight piece of the edge (its direction on the ground, any length) does not exist. Default: all do. */
  readonly acceptPiece?: ((edge: number, east: number, north: number) => boolean) | undefined;
}

/** A reusable searcher over one grid. `near` answers the accepted edges nearest to a point, nearest first, ties by edge. */
export interface GridSearch {
  near(point: LonLat, options: NearestOptions): EdgeHit[];
  /** The nearest point of one edge. */
  on(point: LonLat, edge: number): EdgeHit;
}

/**
 * The nearest point of one edge, left in its own fields (hot: decodes and projects in one pass, allocates nothing).
 * Coordinates are in units of latitude around the point asked.
 */
interface Projection {
  square: number;
  piece: number;
  fraction: number;
  cross: number;
  /** Projects on the pieces of `edge` that `accepts` (all when undefined); `square` is Infinity when it takes none. */
  run(edge: number, accepts: NearestOptions["acceptPiece"]): void;
  /** Chooses the point asked. */
  aim(lon: number, lat: number, shrink: number): void;
}

function createProjection(graph: StreetGraph): Projection {
  const { geometryBytes: bytes, geometryFirst, vertexLon, vertexLat, edgeTail, edgeHead } = graph;
  let [lon0, lat0, shrink] = [0, 0, 1];
  const projection: Projection = {
    square: Number.POSITIVE_INFINITY,
    piece: 0,
    fraction: 0,
    cross: 0,
    aim(lon, lat, width) {
      [lon0, lat0, shrink] = [lon, lat, width];
    },
    run(edge, accepts) {
      const end = geometryFirst[edge + 1]!;
      let at = geometryFirst[edge]!;
      let lon = vertexLon[edgeTail[edge]!]!;
      let lat = vertexLat[edgeTail[edge]!]!;
      let x0 = (lon - lon0) * shrink;
      let y0 = lat - lat0;
      projection.square = Number.POSITIVE_INFINITY;
      for (let piece = 0; ; piece++) {
        const last = at >= end;
        if (last) {
          lon = vertexLon[edgeHead[edge]!]!;
          lat = vertexLat[edgeHead[edge]!]!;
        } else {
          let byte = bytes[at++]!;
          let value = byte & 127;
          for (let factor = 128; byte >= 128; factor *= 128) {
            byte = bytes[at++]!;
            value += (byte & 127) * factor;
          }
          lon += value % 2 === 0 ? value / 2 : -(value + 1) / 2;
          byte = bytes[at++]!;
          value = byte & 127;
          for (let factor = 128; byte >= 128; factor *= 128) {
            byte = bytes[at++]!;
            value += (byte & 127) * factor;
          }
          lat += value % 2 === 0 ? value / 2 : -(value + 1) / 2;
        }
        const x1 = (lon - lon0) * shrink;
        const y1 = lat - lat0;
        const dx = x1 - x0;
        const dy = y1 - y0;
        if (accepts === undefined || accepts(edge, dx, dy)) {
          const length = dx * dx + dy * dy;
          const share = length === 0 ? 0 : -(x0 * dx + y0 * dy) / length;
          const fraction = share <= 0 ? 0 : share >= 1 ? 1 : share;
          const px = x0 + fraction * dx;
          const py = y0 + fraction * dy;
          const square = px * px + py * py;
          if (square < projection.square) {
            projection.square = square;
            projection.piece = piece;
            projection.fraction = fraction;
            projection.cross = dy * x0 - dx * y0;
          }
        }
        if (last) return;
        x0 = x1;
        y0 = y1;
      }
    },
  };
  return projection;
}

interface Found {
  readonly edge: number;
  readonly piece: number;
  readonly fraction: number;
  readonly square: number;
  readonly cross: number;
}

/** A searcher with its own scratch memory (not to be shared between threads). */
export function createGridSearch(graph: StreetGraph, grid: SnapGrid): GridSearch {
  const seen = new Int32Array(edgeCount(graph)).fill(-1);
  const points = createEdgePoints();
  const projection = createProjection(graph);
  const { first, edges } = grid;
  const [west = 0, south = 0, width = 1, height = 1, columns = 1, rows = 1] = grid.shape;
  const rings = Math.max(columns, rows);
  let stamp = 0;

  function keep(found: Found[], edge: number, number: number): void {
    const { square, piece, fraction, cross } = projection;
    let at = found.length;
    while (
      at > 0 &&
      (found[at - 1]!.square > square || (found[at - 1]!.square === square && found[at - 1]!.edge > edge))
    )
      at--;
    if (at >= number) return;
    found.splice(at, 0, { edge, piece, fraction, square, cross });
    if (found.length > number) found.pop();
  }

  function visitCell(cell: number, options: NearestOptions, reach: number, found: Found[]): void {
    const { number } = options;
    const end = first[cell + 1]!;
    for (let i = first[cell]!; i < end; i++) {
      const edge = edges[i]!;
      if (seen[edge] === stamp) continue;
      seen[edge] = stamp;
      if (!options.accept(edge)) continue;
      projection.run(edge, options.acceptPiece);
      const worst = found.length < number ? reach : found[number - 1]!.square;
      if (projection.square <= worst && projection.square !== Number.POSITIVE_INFINITY) keep(found, edge, number);
    }
  }

  function near(point: LonLat, options: NearestOptions): EdgeHit[] {
    stamp++;
    const lon = point[0] * 1e7;
    const lat = point[1] * 1e7;
    const shrink = Math.cos((point[1] * Math.PI) / 180);
    const reach = (options.limit / metresPerUnit) ** 2;
    const found: Found[] = [];
    projection.aim(lon, lat, shrink);
    const column = Math.min(columns - 1, Math.max(0, Math.floor((lon - west) / width)));
    const row = Math.min(rows - 1, Math.max(0, Math.floor((lat - south) / height)));
    for (let ring = 0; ring < rings; ring++) {
      const [top, bottom] = [Math.max(0, row - ring), Math.min(rows - 1, row + ring)];
      for (let y = top; y <= bottom; y++) {
        const step = ring === 0 || y === row - ring || y === row + ring ? 1 : 2 * ring;
        for (let x = column - ring; x <= column + ring; x += step) {
          if (x >= 0 && x < columns) visitCell(y * columns + x, options, reach, found);
        }
      }
      const bound = unvisitedFrom(lon, lat, shrink, { column, row, ring });
      const worst = found.length < options.number ? reach : found[found.length - 1]!.square;
      if (bound * bound > worst) break;
    }
    return found.map(toHit);
  }

  /** Least distance (in units of latitude) at which an edge of an unvisited cell can lie; Infinity when none is left. */
  function unvisitedFrom(
    lon: number,
    lat: number,
    shrink: number,
    at: { column: number; row: number; ring: number },
  ): number {
    const { column, row, ring } = at;
    let bound = Number.POSITIVE_INFINITY;
    if (column - ring > 0) bound = Math.min(bound, (lon - (west + (column - ring) * width)) * shrink);
    if (column + ring + 1 < columns) bound = Math.min(bound, (west + (column + ring + 1) * width - lon) * shrink);
    if (row - ring > 0) bound = Math.min(bound, lat - (south + (row - ring) * height));
    if (row + ring + 1 < rows) bound = Math.min(bound, south + (row + ring + 1) * height - lat);
    return Math.max(0, bound);
  }

  function toHit({ edge, piece, fraction, square, cross }: Found): EdgeHit {
    readEdge(graph, edge, points);
    const lon = points.lon[piece]! + fraction * (points.lon[piece + 1]! - points.lon[piece]!);
    const lat = points.lat[piece]! + fraction * (points.lat[piece + 1]! - points.lat[piece]!);
    const distance = Math.sqrt(square) * metresPerUnit;
    // Within 10 cm of the line there is no side.
    const side = distance < 0.1 ? "on" : cross > 0 ? "left" : "right";
    return { edge, piece, fraction, point: [lon / 1e7, lat / 1e7], distance, side };
  }

  return {
    near,
    on(point, edge) {
      projection.aim(point[0] * 1e7, point[1] * 1e7, Math.cos((point[1] * Math.PI) / 180));
      projection.run(edge, undefined);
      const { square, piece, fraction, cross } = projection;
      return toHit({ edge, piece, fraction, square, cross });
    },
  };
}
