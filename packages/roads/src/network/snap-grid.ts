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
}

interface Found {
  edge: number;
  piece: number;
  fraction: number;
  square: number;
  cross: number;
}

/** Projects the origin on the pieces of one edge; coordinates in metres around the point asked. */
function projectOnEdge(points: EdgePoints, edge: number, lon: number, lat: number, shrink: number): Found {
  let best: Found = { edge, piece: 0, fraction: 0, square: Infinity, cross: 0 };
  let x0 = (points.lon[0]! - lon) * shrink;
  let y0 = points.lat[0]! - lat;
  for (let i = 1; i < points.count; i++) {
    const x1 = (points.lon[i]! - lon) * shrink;
    const y1 = points.lat[i]! - lat;
    const [dx, dy] = [x1 - x0, y1 - y0];
    const length = dx * dx + dy * dy;
    const fraction = length === 0 ? 0 : Math.min(1, Math.max(0, -(x0 * dx + y0 * dy) / length));
    const [px, py] = [x0 + fraction * dx, y0 + fraction * dy];
    const square = px * px + py * py;
    if (square < best.square) best = { edge, piece: i - 1, fraction, square, cross: dy * x0 - dx * y0 };
    [x0, y0] = [x1, y1];
  }
  return best;
}

/** A reusable searcher over one grid. `near` answers the accepted edges nearest to a point, nearest first, ties by edge. */
export interface GridSearch {
  near(point: LonLat, options: NearestOptions): EdgeHit[];
}

/** A searcher with its own scratch memory (not to be shared between threads). */
export function createGridSearch(graph: StreetGraph, grid: SnapGrid): GridSearch {
  const seen = new Int32Array(edgeCount(graph)).fill(-1);
  const points = createEdgePoints();
  let stamp = 0;
  const [west, south, width, height, columns, rows] = [...grid.shape, 0, 0, 0, 0, 0, 0].slice(0, 6);

  function keep(found: Found[], hit: Found, number: number): void {
    let at = found.length;
    while (
      at > 0 &&
      (found[at - 1]!.square > hit.square || (found[at - 1]!.square === hit.square && found[at - 1]!.edge > hit.edge))
    )
      at--;
    if (at >= number) return;
    found.splice(at, 0, hit);
    if (found.length > number) found.pop();
  }

  function near(point: LonLat, options: NearestOptions): EdgeHit[] {
    stamp++;
    const [lon, lat] = [point[0] * 1e7, point[1] * 1e7];
    const shrink = Math.cos((point[1] * Math.PI) / 180);
    const reach = (options.limit / metresPerUnit) ** 2;
    const found: Found[] = [];
    const visitCell = (cell: number) => {
      for (let i = grid.first[cell]!; i < grid.first[cell + 1]!; i++) {
        const edge = grid.edges[i]!;
        if (seen[edge] === stamp) continue;
        seen[edge] = stamp;
        if (!options.accept(edge)) continue;
        readEdge(graph, edge, points);
        const hit = projectOnEdge(points, edge, lon, lat, shrink);
        if (hit.square <= reach) keep(found, hit, options.number);
      }
    };
    const column = Math.min(columns! - 1, Math.max(0, Math.floor((lon - west!) / width!)));
    const row = Math.min(rows! - 1, Math.max(0, Math.floor((lat - south!) / height!)));
    for (let ring = 0; ring < Math.max(columns!, rows!); ring++) {
      visitRing(column, row, ring, visitCell);
      const bound = unvisitedFrom(lon, lat, shrink, { column, row, ring });
      const worst = found.length < options.number ? reach : found[found.length - 1]!.square;
      if (bound * bound > worst) break;
    }
    return found.map((hit) => toHit(hit, point));
  }

  function visitRing(column: number, row: number, ring: number, visit: (cell: number) => void): void {
    for (let y = Math.max(0, row - ring); y <= Math.min(rows! - 1, row + ring); y++) {
      const whole = Math.abs(y - row) === ring;
      const step = whole || ring === 0 ? 1 : 2 * ring;
      for (let x = column - ring; x <= column + ring; x += step) {
        if (x >= 0 && x < columns!) visit(y * columns! + x);
      }
    }
  }

  /** Least distance (in units of latitude) at which an edge of an unvisited cell can lie; Infinity when none is left. */
  function unvisitedFrom(
    lon: number,
    lat: number,
    shrink: number,
    at: { column: number; row: number; ring: number },
  ): number {
    const { column, row, ring } = at;
    let bound = Infinity;
    if (column - ring > 0) bound = Math.min(bound, (lon - (west! + (column - ring) * width!)) * shrink);
    if (column + ring + 1 < columns!) bound = Math.min(bound, (west! + (column + ring + 1) * width! - lon) * shrink);
    if (row - ring > 0) bound = Math.min(bound, lat - (south! + (row - ring) * height!));
    if (row + ring + 1 < rows!) bound = Math.min(bound, south! + (row + ring + 1) * height! - lat);
    return Math.max(0, bound);
  }

  function toHit(hit: Found, asked: LonLat): EdgeHit {
    readEdge(graph, hit.edge, points);
    const { piece, fraction } = hit;
    const lon = points.lon[piece]! + fraction * (points.lon[piece + 1]! - points.lon[piece]!);
    const lat = points.lat[piece]! + fraction * (points.lat[piece + 1]! - points.lat[piece]!);
    const distance = Math.sqrt(hit.square) * metresPerUnit;
    // Within 10 cm of the line there is no side.
    const side = distance < 0.1 ? "on" : hit.cross > 0 ? "right" : "left";
    void asked;
    return { edge: hit.edge, piece, fraction, point: [lon / 1e7, lat / 1e7], distance, side };
  }

  return { near };
}
