/**
 * The nearest spot on a road of the base map: a proposal for a point that was put beside it. Knows lines and metres; refuses
 * to know what the point is.
 */
import type { Position } from "geojson";
import type { BaseMap } from "./base.ts";

/** A spot on a road: `[lon, lat]`, whole metres away, and the name of the road, "" when it has none. */
export interface Snap {
  readonly point: readonly [number, number];
  readonly metres: number;
  readonly road: string;
}

const metresPerDegree = 111_195;

/** Metres between two points of one city, as on a flat map. */
export function metresBetween([lon, lat]: Position, [toLon, toLat]: Position): number {
  const [x, y] = [(toLon ?? 0) - (lon ?? 0), (toLat ?? 0) - (lat ?? 0)];
  return Math.hypot(x * Math.cos(((lat ?? 0) * Math.PI) / 180), y) * metresPerDegree;
}

/** The spot of the segment from `a` to `b` that is nearest to `point`, as on a flat map. */
function onSegment(point: Position, a: Position, b: Position): readonly [number, number] {
  const [px = 0, py = 0] = point;
  const [ax = 0, ay = 0] = a;
  const [bx = 0, by = 0] = b;
  const shrink = Math.cos((py * Math.PI) / 180) ** 2;
  const length = (bx - ax) ** 2 * shrink + (by - ay) ** 2;
  const along = length === 0 ? 0 : ((px - ax) * (bx - ax) * shrink + (py - ay) * (by - ay)) / length;
  const share = Math.min(1, Math.max(0, along));
  return [ax + share * (bx - ax), ay + share * (by - ay)];
}

/** The nearest spot on any of `roads`; undefined when there are none. Looks at every segment once. */
export function nearestOnRoads(point: Position, roads: BaseMap["roads"]): Snap | undefined {
  let best: Snap | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const { geometry, properties } of roads.features) {
    for (const [index, from] of geometry.coordinates.entries()) {
      const spot = onSegment(point, from, geometry.coordinates[index + 1] ?? from);
      const metres = metresBetween(point, [...spot]);
      if (metres >= least) continue;
      least = metres;
      best = {
        point: [Number(spot[0].toFixed(6)), Number(spot[1].toFixed(6))],
        metres: Math.round(metres),
        road: properties.name,
      };
    }
  }
  return best;
}
