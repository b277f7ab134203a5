/**
 * Web Mercator for plain SVG maps.
 */
import type { Position } from "geojson";

/** World pixels at zoom 12 (a world of 2^20), y downwards. */
export function projected([lon = 0, lat = 0]: Position): readonly [x: number, y: number] {
  const world = 2 ** 20;
  const sine = Math.sin((Math.max(-85, Math.min(85, lat)) * Math.PI) / 180);
  return [(lon / 360 + 0.5) * world, (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * world];
}
