/**
 * A space-filling order, so that neighbours on the ground are neighbours in the arrays. Knows the curve only.
 */

/** Position of cell `x`, `y` (each 0..65535) on the Hilbert curve of order 16; 0..2^32-1. */
export function hilbert(x: number, y: number): number {
  let column = x;
  let row = y;
  let position = 0;
  for (let side = 32768; side > 0; side >>= 1) {
    const right = (column & side) > 0 ? 1 : 0;
    const upper = (row & side) > 0 ? 1 : 0;
    position += side * side * ((3 * right) ^ upper);
    if (upper === 0) {
      if (right === 1) {
        column = 65535 - column;
        row = 65535 - row;
      }
      const swap = column;
      column = row;
      row = swap;
    }
  }
  return position;
}
