/**
 * How the decimal figures of a file become the whole numbers of a problem, and back. Knows conventions of benchmark
 * sets; refuses to know file formats.
 */
import type { Matrices } from "../model.ts";
import { largest, longestLeg } from "../validate.ts";
import { FormatError } from "./format-error.ts";

/** integer: nearest whole; dimacs: one decimal, cut off; exact: three decimals, nearest; double: as fine as fits. */
export type Rounding = "integer" | "dimacs" | "exact" | "double";

/** All rules. */
export const roundings: readonly Rounding[] = ["integer", "dimacs", "exact", "double"];

/** A rule with its factor: a figure f of the file is about f x `factor` in the problem. */
export interface Scale {
  readonly rounding: Rounding;
  readonly factor: number;
}

const factors = { integer: 1, dimacs: 10, exact: 1000 } as const;

/** The scale for a file whose longest leg and largest other figure are given, in the unit of the file. */
export function scaleFor(rounding: Rounding, longest: number, greatest: number): Scale {
  if (rounding !== "double") return { rounding, factor: factors[rounding] };
  let factor = 1_000_000;
  while (factor > 1 && (longest * factor > longestLeg || greatest * factor > largest / 2)) factor /= 10;
  return { rounding, factor };
}

/** A distance, time or cost of the file in the problem's unit. */
export function scaled(value: number, { rounding, factor }: Scale): number {
  const whole = rounding === "dimacs" ? Math.floor(value * factor) : Math.round(value * factor);
  if (whole <= largest) return whole;
  throw new FormatError(0, "figure", `${value} is too large with the rounding ${rounding}`);
}

/** The time of a leg; with `double` rounded up, so that a plan that is in time here is in time there. */
function scaledTime(value: number, scale: Scale): number {
  return scale.rounding === "double" ? Math.ceil(value * scale.factor - 1e-6) : scaled(value, scale);
}

/** Length of the leg between two rows, in the unit of the file. Infinity forbids it. */
export type Leg = (from: number, to: number) => number;

/** The longest leg that is not forbidden among `size` rows. */
export function longestOf(size: number, leg: Leg): number {
  let longest = 0;
  for (let from = 0; from < size; from++) {
    for (let to = 0; to < size; to++) {
      const length = leg(from, to);
      if (length > longest && length < Number.POSITIVE_INFINITY) longest = length;
    }
  }
  return longest;
}

/** Tables of `size` x `size` where a leg takes as long as it is. */
export function matricesOf(size: number, leg: Leg, scale: Scale): Matrices {
  const distances = new Int32Array(size * size);
  const durations = scale.rounding === "double" ? new Int32Array(size * size) : distances;
  for (let from = 0; from < size; from++) {
    for (let to = 0; to < size; to++) {
      const length = from === to ? 0 : leg(from, to);
      const forbidden = length === Number.POSITIVE_INFINITY;
      if (!forbidden && length * scale.factor > longestLeg)
        throw new FormatError(
          0,
          "leg",
          `of ${length} between rows ${from} and ${to} is too long with the rounding ${scale.rounding}`,
        );
      distances[from * size + to] = forbidden ? 0x7fffffff : scaled(length, scale);
      if (durations !== distances) durations[from * size + to] = forbidden ? 0x7fffffff : scaledTime(length, scale);
    }
  }
  return { durations, distances };
}

/** A point of the plane. */
export type Point = readonly [x: number, y: number];

/** Straight distance between rows of `points`. */
export function euclidean(points: readonly Point[]): Leg {
  const x = Float64Array.from(points, (point) => point[0]);
  const y = Float64Array.from(points, (point) => point[1]);
  return (from, to) => {
    const dx = (x[from] ?? 0) - (x[to] ?? 0);
    const dy = (y[from] ?? 0) - (y[to] ?? 0);
    return Math.sqrt(dx * dx + dy * dy);
  };
}
