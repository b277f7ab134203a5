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

/** The longitude and latitude of world pixels, degrees. */
export function unprojected([x, y]: readonly [number, number]): readonly [lon: number, lat: number] {
  const world = 2 ** 20;
  const lat = Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / world)));
  return [(x / world - 0.5) * 360, (lat * 180) / Math.PI];
}
