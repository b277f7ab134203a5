/**
 * Which objects of a file matter to any vehicle. Knows tag keys; refuses to know whether a vehicle may pass.
 */
import type { Tags } from "./road-extract.ts";

/** Keys of which a way needs at least one to be kept; cheap to test before its tags are decoded. */
export const wayKeys: ReadonlySet<string> = new Set(["highway", "route", "man_made", "waterway"]);

const navigable: ReadonlySet<string> = new Set(["river", "canal", "fairway", "tidal_channel"]);

/** Node keys whose presence keeps the tags of a node. */
export const nodeKeys: ReadonlySet<string> = new Set([
  "barrier",
  "highway",
  "crossing",
  "traffic_signals",
  "traffic_calming",
  "railway",
  "ford",
  "junction",
  "amenity",
  "access",
  "vehicle",
  "motor_vehicle",
  "motorcar",
  "motorcycle",
  "hgv",
  "foot",
  "maxheight",
  "maxwidth",
  "maxweight",
]);

/** Whether a way with these tags may carry any traffic on land or water. */
export function keepsWay(tags: Tags): boolean {
  if (tags.highway !== undefined) return true;
  if (tags.route === "ferry" || tags.man_made === "pier") return true;
  const water = tags.waterway;
  if (water === undefined) return false;
  return navigable.has(water) || tags.boat !== undefined || tags.motorboat !== undefined;
}

/** Whether a relation with this `type` is a turn restriction (`restriction`, `restriction:hgv`). */
export function isRestriction(type: string | undefined): boolean {
  return type !== undefined && (type === "restriction" || type.startsWith("restriction:"));
}
