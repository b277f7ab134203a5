/**
 * Positions in the coordinates of GeoJSON geometries. Refuses to know what they draw.
 */
import type { Position } from "geojson";

/** Every position `[lon, lat]` in nested coordinates, in order; what is none is left out. */
export function positionsOf(value: readonly unknown[]): Position[] {
  if (typeof value[0] === "number" && typeof value[1] === "number") return [[value[0], value[1]]];
  return value.flatMap((part) => (Array.isArray(part) ? positionsOf(part) : []));
}
