/**
 * One number for "how long, and then how far": whole milliseconds plus decimetres as a fraction.
 * Knows the packing; refuses to know roads. Comparing two costs compares the time first and breaks ties by length,
 * so every exact search agrees on both figures, whatever order it looks at the roads in.
 */

/** Decimetres per millisecond step: 2^24, so lengths up to 1,677 km and times up to 149 h stay exact in a double. */
export const lengthScale = 2 ** 24;

/** A cost: milliseconds + decimetres / 2^24. Infinity = closed or unreachable. Sums and minima are exact. */
export type Cost = number;

/** Packs whole milliseconds and whole decimetres. */
export function packCost(milliseconds: number, decimetres: number): Cost {
  return milliseconds + decimetres / lengthScale;
}

/** The whole milliseconds of a cost; Infinity stays Infinity. */
export function costMilliseconds(cost: Cost): number {
  return Math.floor(cost);
}

/** The whole decimetres of a cost; Infinity stays Infinity. */
export function costDecimetres(cost: Cost): number {
  return cost === Number.POSITIVE_INFINITY ? cost : (cost - Math.floor(cost)) * lengthScale;
}
