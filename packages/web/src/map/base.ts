/**
 * The base map as the service gives it, sorted into what the maps draw. Tolerates absent parts; refuses to know colours.
 */

import type { Feature, FeatureCollection, LineString, MultiPolygon, Point, Polygon, Position } from "geojson";
import type { ExternalStyle } from "./external.ts";

/** A road: `rank` 0 for motorways and trunks .. 4 for footways and the rest. */
export interface RoadTags {
  readonly rank: number;
  readonly name: string;
  readonly bridge: boolean;
}

/** An outline with its code and name. */
export interface AreaTags {
  readonly code: string;
  readonly name: string;
}

type Area = Feature<Polygon | MultiPolygon, AreaTags>;

/** What lies under the routes; `external`: a style from elsewhere for ground and roads. `missing` true when the service had none and only the service area is known. */
export interface BaseMap {
  readonly missing: boolean;
  readonly external?: ExternalStyle | undefined;
  readonly roads: FeatureCollection<LineString, RoadTags>;
  readonly kecamatan: FeatureCollection<Polygon | MultiPolygon, AreaTags>;
  readonly kelurahan: FeatureCollection<Polygon | MultiPolygon, AreaTags>;
  readonly land: FeatureCollection<Polygon | MultiPolygon, AreaTags>;
  readonly water: FeatureCollection<Polygon | MultiPolygon, AreaTags>;
  /** Where the name of each kecamatan and kelurahan stands; `level` says which. */
  readonly labels: FeatureCollection<Point, AreaTags & { readonly level: string }>;
}

const ranks: readonly (readonly string[])[] = [
  ["motorway", "trunk"],
  ["primary"],
  ["secondary"],
  ["tertiary"],
  ["residential", "unclassified", "living_street", "road"],
];

function rankOf(roadClass: string): number {
  const plain = roadClass.replace(/_link$/, "");
  const rank = ranks.findIndex((classes) => classes.includes(plain));
  return rank < 0 ? ranks.length : rank;
}

const textOf = (value: unknown): string => (typeof value === "string" || typeof value === "number" ? `${value}` : "");

function levelOf(properties: Readonly<Record<string, unknown>>): string {
  const named = textOf(properties.kind) || textOf(properties.level) || textOf(properties.type);
  if (named !== "") return named;
  const digits = textOf(properties.code).replaceAll(".", "");
  if (digits.length === 6) return "kecamatan";
  return digits.length >= 10 ? "kelurahan" : "land";
}

function ringArea(ring: readonly Position[]): { readonly area: number; readonly centre: Position } {
  let [area, x, y] = [0, 0, 0];
  for (let index = 0; index + 1 < ring.length; index += 1) {
    const [x0 = 0, y0 = 0] = ring[index] ?? [];
    const [x1 = 0, y1 = 0] = ring[index + 1] ?? [];
    const cross = x0 * y1 - x1 * y0;
    area += cross;
    x += (x0 + x1) * cross;
    y += (y0 + y1) * cross;
  }
  const [fallbackX = 0, fallbackY = 0] = ring[0] ?? [];
  if (area === 0) return { area: 0, centre: [fallbackX, fallbackY] };
  return { area: Math.abs(area / 2), centre: [x / (3 * area), y / (3 * area)] };
}

/** The centre of mass of the largest part of `geometry`. */
export function labelPoint(geometry: Polygon | MultiPolygon): Position {
  const parts = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  const rings = parts.map((part) => ringArea(part[0] ?? [])).sort((left, right) => right.area - left.area);
  return rings[0]?.centre ?? [0, 0];
}

function collection<G extends LineString | Polygon | MultiPolygon | Point, P>(
  features: readonly Feature<G, P>[],
): FeatureCollection<G, P> {
  return { type: "FeatureCollection", features: [...features] };
}

function roadsOf(features: readonly Feature[]): Feature<LineString, RoadTags>[] {
  return features.flatMap((feature) => {
    const properties = feature.properties ?? {};
    const tags: RoadTags = {
      rank: rankOf(textOf(properties.class ?? properties.highway)),
      name: textOf(properties.name),
      bridge: properties.bridge === true || properties.bridge === "yes",
    };
    const { geometry } = feature;
    if (geometry.type === "LineString") return [{ type: "Feature", properties: tags, geometry }];
    if (geometry.type !== "MultiLineString") return [];
    return geometry.coordinates.map((coordinates): Feature<LineString, RoadTags> => {
      return { type: "Feature", properties: tags, geometry: { type: "LineString", coordinates } };
    });
  });
}

function areasOf(features: readonly Feature[]): ReadonlyMap<string, Area[]> {
  const byLevel = new Map<string, Area[]>();
  for (const feature of features) {
    const { geometry } = feature;
    if (geometry.type !== "Polygon" && geometry.type !== "MultiPolygon") continue;
    const properties = feature.properties ?? {};
    const tags = { code: textOf(properties.code).replaceAll(".", ""), name: textOf(properties.name) };
    const level = levelOf(properties);
    byLevel.set(level, [...(byLevel.get(level) ?? []), { type: "Feature", properties: tags, geometry }]);
  }
  return byLevel;
}

function labelsOf(level: string, areas: readonly Area[]): Feature<Point, AreaTags & { level: string }>[] {
  return areas.map((area) => ({
    type: "Feature",
    properties: { ...area.properties, level },
    geometry: { type: "Point", coordinates: labelPoint(area.geometry) },
  }));
}

/** `given` sorted. When it is undefined, the rings of the service area stand for the land. */
export function baseMapOf(
  given: FeatureCollection | undefined,
  serviceArea: readonly (readonly (readonly [number, number])[])[],
): BaseMap {
  const features = given?.features ?? [];
  const areas = areasOf(features);
  const [kecamatan, kelurahan] = [areas.get("kecamatan") ?? [], areas.get("kelurahan") ?? []];
  const rings = serviceArea.map(
    (ring): Area => ({
      type: "Feature",
      properties: { code: "", name: "" },
      geometry: { type: "Polygon", coordinates: [ring.map((point) => [point[0], point[1]])] },
    }),
  );
  const known = kecamatan.length > 0 ? kecamatan : kelurahan;
  return {
    missing: given === undefined,
    roads: collection(roadsOf(features)),
    kecamatan: collection(kecamatan),
    kelurahan: collection(kelurahan),
    land: collection(areas.get("land") ?? (known.length > 0 ? known : rings)),
    water: collection(areas.get("water") ?? []),
    labels: collection([...labelsOf("kecamatan", kecamatan), ...labelsOf("kelurahan", kelurahan)]),
  };
}
