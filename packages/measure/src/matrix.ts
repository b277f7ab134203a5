/**
 * Flat whole-number matrices, row by row in one typed array. Knows shape; refuses to know units.
 */

/** `cells[row * columns + column]`, whole numbers. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly cells: Int32Array;
}

/** The cell value that means "no way from here to there". Never a real duration or distance. */
export const unreachable = 0x7fffffff;

/** A matrix of `rows` x `columns` filled by `cell`. Throws RangeError on a cell that no Int32 holds. */
export function createMatrix(
  rows: number,
  columns: number,
  cell: (row: number, column: number) => number = () => 0,
): Matrix {
  const cells = new Int32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const value = cell(row, column);
      if ((value | 0) !== value)
        throw new RangeError(`cell ${row},${column} holds ${value}, not a 32-bit whole number`);
      cells[row * columns + column] = value;
    }
  }
  return { rows, columns, cells };
}

/** The value at `row`, `column`. Throws RangeError outside the matrix. */
export function cellOf(matrix: Matrix, row: number, column: number): number {
  const value = column < matrix.columns && column >= 0 ? matrix.cells[row * matrix.columns + column] : undefined;
  if (value === undefined) throw new RangeError(`no cell ${row},${column} in ${matrix.rows} x ${matrix.columns}`);
  return value;
}
