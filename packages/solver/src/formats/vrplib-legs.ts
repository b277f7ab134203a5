/**
 * The legs of a VRPLIB text: by coordinates or by an explicit matrix. Node numbers here count from 0.
 */
import { FormatError } from "./format-error.ts";
import { euclidean, type Leg, type Point } from "./rounding.ts";
import { numberedRows, type VrplibText } from "./vrplib-text.ts";

type Cells = (size: number) => Iterable<readonly [from: number, to: number]>;

function* triangle(size: number, shape: { lower: boolean; diagonal: boolean }): Iterable<readonly [number, number]> {
  for (let row = 0; row < size; row++) {
    const first = shape.lower ? 0 : shape.diagonal ? row : row + 1;
    const end = shape.lower ? (shape.diagonal ? row + 1 : row) : size;
    for (let column = first; column < end; column++) yield [row, column];
  }
}

const lowerRow: Cells = (size) => triangle(size, { lower: true, diagonal: false });
const upperRow: Cells = (size) => triangle(size, { lower: false, diagonal: false });
const lowerDiagonal: Cells = (size) => triangle(size, { lower: true, diagonal: true });
const upperDiagonal: Cells = (size) => triangle(size, { lower: false, diagonal: true });

/** A symmetric matrix by columns is the other triangle by rows. */
const layouts: ReadonlyMap<string, Cells> = new Map([
  ["LOWER_ROW", lowerRow],
  ["UPPER_COL", lowerRow],
  ["UPPER_ROW", upperRow],
  ["LOWER_COL", upperRow],
  ["LOWER_DIAG_ROW", lowerDiagonal],
  ["UPPER_DIAG_COL", lowerDiagonal],
  ["UPPER_DIAG_ROW", upperDiagonal],
  ["LOWER_DIAG_COL", upperDiagonal],
]);

function* square(size: number): Iterable<readonly [number, number]> {
  for (let cell = 0; cell < size * size; cell++) yield [Math.floor(cell / size), cell % size];
}

function explicitLegs(text: VrplibText, size: number): Leg {
  const format = text.header.get("EDGE_WEIGHT_FORMAT");
  const layout = format?.value === "FULL_MATRIX" ? square : layouts.get(format?.value ?? "");
  if (!layout) {
    const known = ["FULL_MATRIX", ...layouts.keys()].join(", ");
    throw new FormatError(format?.line ?? 0, "EDGE_WEIGHT_FORMAT", `${format?.value} is none of ${known}`);
  }
  const section = text.sections.get("EDGE_WEIGHT");
  if (!section) throw new FormatError(0, "EDGE_WEIGHT_SECTION", "is missing");
  const weights = section.rows.flatMap(({ numbers }) => numbers);
  const half = (size * (size - 1)) / 2;
  const needed = layout === square ? size * size : /DIAG/.test(format?.value ?? "") ? half + size : half;
  if (weights.length !== needed)
    throw new FormatError(
      section.line,
      "EDGE_WEIGHT_SECTION",
      `has ${weights.length} figures where ${needed} are needed`,
    );
  const table = new Float64Array(size * size);
  let read = 0;
  for (const [from, to] of layout(size)) {
    const weight = weights[read++] ?? 0;
    if (weight < 0) throw new FormatError(section.line, "EDGE_WEIGHT_SECTION", `${weight} is negative`);
    table[from * size + to] = weight;
    if (layout !== square) table[to * size + from] = weight;
  }
  return (from, to) => table[from * size + to] ?? 0;
}

function pointsOf(text: VrplibText, count: number): Point[] {
  const rows = numberedRows(text, "NODE_COORD", { count, width: 2 });
  if (!rows) throw new FormatError(0, "NODE_COORD_SECTION", "is missing");
  return rows.map(({ numbers }) => [numbers[0] ?? 0, numbers[1] ?? 0]);
}

/** Great circles between points in degrees and minutes (DDD.MM), in whole kilometres: TSPLIB 95 and its list of questions. */
function geographical(points: readonly Point[]): Leg {
  const radius = 6378.388;
  // The standard's own pi, without which legs differ by a kilometre.
  const pi = 3_141_592 / 1_000_000;
  const radians = points.map((point) =>
    point.map((value) => {
      const degrees = Math.trunc(value);
      return (pi * (degrees + (5 * (value - degrees)) / 3)) / 180;
    }),
  );
  return (from, to) => {
    const [[a = 0, b = 0] = [], [c = 0, d = 0] = []] = [radians[from], radians[to]];
    const cosine = 0.5 * ((1 + Math.cos(b - d)) * Math.cos(a - c) - (1 - Math.cos(b - d)) * Math.cos(a + c));
    return from === to ? 0 : Math.trunc(radius * Math.acos(Math.max(-1, Math.min(1, cosine))) + 1);
  };
}

/** What each type makes of the coordinates; those that round do so whatever `--round` says. */
const measures: ReadonlyMap<string, (points: readonly Point[]) => Leg> = new Map([
  ["EUC_2D", euclidean],
  ["CEIL_2D", (points: readonly Point[]): Leg => after(euclidean(points), Math.ceil)],
  ["FLOOR_2D", (points: readonly Point[]): Leg => after(euclidean(points), Math.floor)],
  ["ATT", (points: readonly Point[]): Leg => along(points, (x, y) => Math.ceil(Math.sqrt((x * x + y * y) / 10)))],
  ["MAN_2D", (points: readonly Point[]): Leg => along(points, (x, y) => Math.round(x + y))],
  ["MAX_2D", (points: readonly Point[]): Leg => along(points, (x, y) => Math.max(Math.round(x), Math.round(y)))],
  ["GEO", geographical],
]);

function after(leg: Leg, round: (length: number) => number): Leg {
  return (from, to) => round(leg(from, to));
}

function along(points: readonly Point[], join: (x: number, y: number) => number): Leg {
  return (from, to) => {
    const [[a, b] = [0, 0], [c, d] = [0, 0]] = [points[from], points[to]];
    return join(Math.abs(a - c), Math.abs(b - d));
  };
}

/** Length of legs between the nodes 0..count-1, not rounded but as the type says. Throws FormatError. */
export function vrplibLegs(text: VrplibText, count: number): Leg {
  const type = text.header.get("EDGE_WEIGHT_TYPE");
  if (type?.value === "EXPLICIT") return explicitLegs(text, count);
  const measure = measures.get(type?.value ?? "");
  if (measure) return measure(pointsOf(text, count));
  const known = [...measures.keys(), "EXPLICIT"].join(", ");
  throw new FormatError(type?.line ?? 0, "EDGE_WEIGHT_TYPE", `${type?.value ?? "nothing"} is none of ${known}`);
}
