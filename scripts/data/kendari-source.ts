/**
 * The real places and boundaries of Kendari as read from data/kendari/source. Knows the files; refuses to invent.
 */
import { readFileSync } from "node:fs";
import type { LonLat } from "@antar/measure";
import type { Feature, FeatureCollection, MultiPolygon, Point, Polygon } from "geojson";
import { createPlane, gap, mix, type Plane, type Spot } from "./plane.ts";
import { type Area, areaOf } from "./polygons.ts";

const folder = new URL("../../data/kendari/source/", import.meta.url);

/** One GeoJSON file of data/kendari/source. */
export function readGeoJson<G extends Point | Polygon | MultiPolygon>(
  name: string,
): FeatureCollection<G, Record<string, unknown>> {
  return JSON.parse(readFileSync(new URL(name, folder), "utf8"));
}

/** Rows of one CSV file of data/kendari/source, by column name. No field of the files read here is quoted. */
export function readCsv(name: string): Record<string, string>[] {
  const [head = "", ...lines] = readFileSync(new URL(name, folder), "utf8").trim().split(/\r?\n/);
  const columns = head.split(",");
  return lines.map((line) => {
    const cells = line.split(",");
    return Object.fromEntries(columns.map((column, i) => [column, cells[i] ?? ""]));
  });
}

/** A text property of a feature; throws when it is missing. */
export function textOf(feature: Feature<Point | Polygon | MultiPolygon, Record<string, unknown>>, key: string): string {
  const value = feature.properties[key];
  if (typeof value !== "string")
    throw new TypeError(`the feature ${String(feature.properties.id)} has no text "${key}"`);
  return value;
}

/** Longitude and latitude of a point feature. */
export function pointOf(feature: Feature<Point>): LonLat {
  const [lon = 0, lat = 0] = feature.geometry.coordinates;
  return [lon, lat];
}

/** An administrative area with its code. */
export interface Ward extends Area {
  readonly code: string;
  readonly name: string;
  readonly kecamatan: string;
}

/** The land of Kendari. */
export interface Land {
  readonly plane: Plane;
  readonly city: Area;
  readonly wards: readonly Ward[];
  wardAt(spot: Spot): Ward | undefined;
  contains(spot: Spot): boolean;
  /** True when the whole segment is on land. */
  carries(a: Spot, b: Spot): boolean;
}

/** The flat map used for Kendari. */
export const kendariPlane: Plane = createPlane([122.545, -3.99]);

/** City boundary and kelurahan polygons: land is what lies in both. */
export function readLand(): Land {
  const plane = kendariPlane;
  const [cityFeature] = readGeoJson<MultiPolygon>("boundary-city.geojson").features;
  if (!cityFeature) throw new Error("boundary-city.geojson holds no feature");
  const city = areaOf(cityFeature.geometry, plane);
  const wards = readGeoJson<Polygon>("boundaries-kelurahan.geojson").features.map((feature) => ({
    ...areaOf(feature.geometry, plane),
    code: textOf(feature, "code"),
    name: textOf(feature, "name"),
    kecamatan: textOf(feature, "kecamatan"),
  }));
  const wardAt = (spot: Spot): Ward | undefined => wards.find((ward) => ward.contains(spot));
  const contains = (spot: Spot): boolean => city.contains(spot) && wardAt(spot) !== undefined;
  const carries = (a: Spot, b: Spot): boolean => {
    if (!city.clear(a, b)) return false;
    const steps = Math.max(1, Math.ceil(gap(a, b) / 8));
    for (let i = 0; i <= steps; i++) if (!contains(mix(a, b, i / steps))) return false;
    return true;
  };
  return { plane, city, wards, wardAt, contains, carries };
}
