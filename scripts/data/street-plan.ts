/**
 * Lines that will become streets, before they are joined into a network. Knows class, name and shape.
 */
import type { Spot } from "./plane.ts";

/** Classes of OSM's `highway` that the generator uses. */
export type StreetClass =
  | "trunk"
  | "primary"
  | "secondary"
  | "tertiary"
  | "unclassified"
  | "residential"
  | "living_street"
  | "service"
  | "track";

/** One line of street. */
export interface Line {
  readonly spots: readonly Spot[];
  readonly class: StreetClass;
  readonly name: string;
  /** Two carriageways. */
  readonly dual: boolean;
  /** The whole line is a bridge over water. */
  readonly bridge: boolean;
}

/** Seeded noise: hills of about 1 km, between 0 and 1. */
export function hills(spot: Spot, seed: number): number {
  const [column, row] = [Math.floor(spot.x / 900), Math.floor(spot.y / 900)];
  const [u, v] = [ease(spot.x / 900 - column), ease(spot.y / 900 - row)];
  const corner = (i: number, j: number): number => hash(column + i, row + j, seed);
  const low = corner(0, 0) * (1 - u) + corner(1, 0) * u;
  const high = corner(0, 1) * (1 - u) + corner(1, 1) * u;
  return low * (1 - v) + high * v;
}

function ease(t: number): number {
  return t * t * (3 - 2 * t);
}

/** A number in [0, 1) that depends on the arguments only. */
export function hash(a: number, b: number, seed: number): number {
  let mixed = Math.imul(a, 0x27d4eb2f) ^ Math.imul(b, 0x165667b1) ^ Math.imul(seed, 0x9e3779b1);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 4_294_967_296;
}
