/**
 * Points on the globe as `[lon, lat]` in degrees WGS84. Knows the great circle; refuses to know roads.
 */
import { type Metres, metres } from "./quantities.ts";

/** `[longitude, latitude]` in degrees, WGS84, longitude first as in GeoJSON (RFC 7946). */
export type LonLat = readonly [longitude: number, latitude: number];

/** Mean earth radius in metres (IUGG, R1). */
export const earthRadius = 6_371_008.8;

/** A checked point. Throws RangeError when a coordinate is not finite or outside ±180 / ±90. */
export function lonLat(longitude: number, latitude: number): LonLat {
  if (!(Math.abs(longitude) <= 180)) throw new RangeError(`longitude ${longitude} is outside -180..180`);
  if (!(Math.abs(latitude) <= 90)) throw new RangeError(`latitude ${latitude} is outside -90..90`);
  return [longitude, latitude];
}

/** Great-circle distance by the haversine formula on a sphere of `earthRadius`. */
export function haversine(from: LonLat, to: LonLat): Metres {
  const radians = Math.PI / 180;
  const halfLat = ((to[1] - from[1]) * radians) / 2;
  const halfLon = ((to[0] - from[0]) * radians) / 2;
  const chord =
    Math.sin(halfLat) ** 2 + Math.cos(from[1] * radians) * Math.cos(to[1] * radians) * Math.sin(halfLon) ** 2;
  return metres(2 * earthRadius * Math.asin(Math.min(1, Math.sqrt(chord))));
}
