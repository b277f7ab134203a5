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
  const table = new Float64Array(size * size);
  let read = 0;
  for (const [from, to] of layout(size)) {
    const weight = weights[read++];
    if (weight === undefined) break;
    if (weight < 0) throw new FormatError(section.line, "EDGE_WEIGHT_SECTION", `${weight} is negative`);
    table[from * size + to] = weight;
    if (layout !== square) table[to * size + from] = weight;
  }
  const needed = [...layout(size)].length;
  if (weights.length !== needed)
    throw new FormatError(
      section.line,
      "EDGE_WEIGHT_SECTION",
      `has ${weights.length} figures where ${needed} are needed`,
    );
  return (from, to) => table[from * size + to] ?? 0;
}

function pointsOf(text: VrplibText, count: number): Point[] {
  const rows = numberedRows(text, "NODE_COORD", { count, width: 2 });
  if (!rows) throw new FormatError(0, "NODE_COORD_SECTION", "is missing");
  return rows.map(({ numbers }) => [numbers[0] ?? 0, numbers[1] ?? 0]);
}

/** Length of legs between the nodes 0..count-1, not rounded but as the type says. Throws FormatError. */
export function vrplibLegs(text: VrplibText, count: number): Leg {
  const type = text.header.get("EDGE_WEIGHT_TYPE");
  switch (type?.value) {
    case "EXPLICIT":
      return explicitLegs(text, count);
    case "EUC_2D":
      return euclidean(pointsOf(text, count));
    case "CEIL_2D": {
      const straight = euclidean(pointsOf(text, count));
      return (from, to) => Math.ceil(straight(from, to));
    }
    case "FLOOR_2D": {
      const straight = euclidean(pointsOf(text, count));
      return (from, to) => Math.floor(straight(from, to));
    }
    default:
      throw new FormatError(
        type?.line ?? 0,
        "EDGE_WEIGHT_TYPE",
        `${type?.value ?? "nothing"} is none of EUC_2D, CEIL_2D, FLOOR_2D, EXPLICIT`,
      );
  }
}
