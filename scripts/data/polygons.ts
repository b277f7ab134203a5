/**
 * Polygons on the flat map: is a spot inside, how far is the rim. Knows rings; refuses to know what they bound.
 */
import type { MultiPolygon, Polygon } from "geojson";
import { at, crossing, nearestOnSegment, type Plane, type Spot, SpotGrid } from "./plane.ts";

type Side = readonly [Spot, Spot];

/** An area that may have several parts and holes. */
export interface Area {
  readonly rings: readonly (readonly Spot[])[];
  contains(spot: Spot): boolean;
  /** Distance to the nearest rim in metres, looked for up to `reach`; Infinity beyond. */
  rimDistance(spot: Spot, reach: number): number;
  /** True when the segment crosses no rim. */
  clear(a: Spot, b: Spot): boolean;
}

const bandHeight = 60;

/** The area of a GeoJSON polygon on `plane`. */
export function areaOf(geometry: Polygon | MultiPolygon, plane: Plane): Area {
  const parts = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  const rings = parts.flat().map((ring) => ring.map(([lon = 0, lat = 0]) => plane.flat([lon, lat])));
  const bands = new Map<number, Side[]>();
  const sides = new SpotGrid<Side>(150);
  for (const ring of rings) {
    for (let i = 1; i < ring.length; i++) {
      const side: Side = [at(ring, i - 1), at(ring, i)];
      sides.put(side, side[0], side[1]);
      const [low, high] = [Math.min(side[0].y, side[1].y), Math.max(side[0].y, side[1].y)];
      for (let band = Math.floor(low / bandHeight); band <= Math.floor(high / bandHeight); band++) {
        bands.set(band, [...(bands.get(band) ?? []), side]);
      }
    }
  }
  return {
    rings,
    contains: (spot) => {
      let inside = false;
      for (const [a, b] of bands.get(Math.floor(spot.y / bandHeight)) ?? []) {
        if (a.y > spot.y === b.y > spot.y) continue;
        if (spot.x < a.x + ((b.x - a.x) * (spot.y - a.y)) / (b.y - a.y)) inside = !inside;
      }
      return inside;
    },
    rimDistance: (spot, reach) => {
      let best = Number.POSITIVE_INFINITY;
      for (const [a, b] of sides.near(spot, reach)) best = Math.min(best, nearestOnSegment(spot, a, b).away);
      return best;
    },
    clear: (a, b) => sides.near(a, 0, b).every(([c, d]) => crossing(a, b, c, d) === undefined),
  };
}
