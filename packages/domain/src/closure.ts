/**
 * Closed and slow roads as an office draws them: features of GeoJSON with when and how far they hold. Knows the shape of
 * the document; refuses to know road networks.
 */
import { parseInstant } from "@antar/measure";
import * as z from "zod";
import { Point } from "./brief.ts";
import { Refusal, type Trouble } from "./refusal.ts";

const moment = z.iso.datetime({ offset: true, local: false });
const metres = z.number().min(0).max(100_000);

/** What a closure covers. */
export const ClosedArea = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("polygon"), ring: z.array(Point).min(3).max(20_000) }),
  z.strictObject({ kind: z.literal("line"), points: z.array(Point).min(2).max(20_000), within: metres }),
  z.strictObject({ kind: z.literal("place"), at: Point, within: metres }),
]);
export type ClosedArea = z.infer<typeof ClosedArea>;

/** Roads that are closed or slow for a time. */
export const RoadClosure = z.strictObject({
  name: z.string().min(1).max(200),
  mode: z.enum(["closed", "slow"]),
  factor: z.number().gt(0).lt(1).optional().describe("slow only: what speeds are multiplied by"),
  from: moment.optional().describe("absent: since ever"),
  until: moment.optional().describe("absent: for good"),
  exceptBridges: z.boolean().optional().describe("true: bridges in the area stay as they are"),
  areas: z.array(ClosedArea).min(1).max(1_000).describe("every road that touches one of them"),
});
export type RoadClosure = z.infer<typeof RoadClosure>;

/** Roads within so many metres of a drawn line or point belong to it. */
const usualWithin = 15;

const Properties = z.object({
  mode: z.enum(["closed", "slow"]).optional(),
  factor: z.number().gt(0).lt(1).optional(),
  from: moment.nullish(),
  until: moment.nullish(),
  exceptBridges: z.boolean().optional(),
  radius: metres.optional(),
  name: z.string().max(200).optional(),
});

const Ring = z.array(Point).min(3).max(20_000);
const Line = z.array(Point).min(2).max(20_000);
const Geometry = z.discriminatedUnion("type", [
  z.object({ type: z.literal("Point"), coordinates: Point }),
  z.object({ type: z.literal("LineString"), coordinates: Line }),
  z.object({ type: z.literal("MultiLineString"), coordinates: z.array(Line).min(1) }),
  z.object({ type: z.literal("Polygon"), coordinates: z.array(Ring).min(1) }),
  z.object({ type: z.literal("MultiPolygon"), coordinates: z.array(z.array(Ring).min(1)).min(1) }),
]);
type Geometry = z.infer<typeof Geometry>;

const Feature = z.object({ type: z.literal("Feature"), geometry: Geometry, properties: Properties.nullish() });
const Collection = z.object({ type: z.literal("FeatureCollection"), features: z.array(Feature).max(1_000) });
const Document = z.union([Collection, Feature.transform((feature) => ({ features: [feature] }))]);

function areasOf(geometry: Geometry, within: number): ClosedArea[] {
  const polygon = ([ring = []]: readonly (readonly (readonly [number, number])[])[]): ClosedArea => ({
    kind: "polygon",
    ring: ring.map(([lon, lat]) => [lon, lat]),
  });
  switch (geometry.type) {
    case "Point":
      return [{ kind: "place", at: geometry.coordinates, within }];
    case "LineString":
      return [{ kind: "line", points: geometry.coordinates, within }];
    case "MultiLineString":
      return geometry.coordinates.map((points) => ({ kind: "line", points, within }));
    case "Polygon":
      return [polygon(geometry.coordinates)];
    case "MultiPolygon":
      return geometry.coordinates.map(polygon);
    default:
      return geometry satisfies never;
  }
}

function troublesIn(closure: RoadClosure, field: string): Trouble[] {
  const { mode, factor, from, until } = closure;
  if (mode === "slow" && factor === undefined) {
    const id = `${field}.properties.factor: ruas lambat perlu factor, misalnya 0.3`;
    return [{ field, says: { id, en: `${field}.properties.factor: a slow road needs a factor, e.g. 0.3` } }];
  }
  const [begins, ends] = [from, until].map((text) => (text === undefined ? undefined : parseInstant(text)));
  if (begins !== undefined && ends !== undefined && begins >= ends) {
    const id = `${field}.properties.until: harus sesudah from`;
    return [{ field, says: { id, en: `${field}.properties.until: must come after from` } }];
  }
  return [];
}

function closureOf({ geometry, properties }: z.infer<typeof Feature>, number: number): RoadClosure {
  const { radius, mode = "closed", name, from, until, ...rest } = properties ?? {};
  const span = { ...(from ? { from } : {}), ...(until ? { until } : {}) };
  return { ...rest, ...span, mode, name: name || `${number}`, areas: areasOf(geometry, radius ?? usualWithin) };
}

/**
 * The closures of a GeoJSON FeatureCollection or Feature. Properties: `mode` closed (default) or slow, `factor`, `from`,
 * `until` (absent or null: the whole time), `exceptBridges`, `name`, and `radius` in metres for points and lines (default 15). Of a polygon the outer ring
 * counts. Throws Refusal `bad-input` that names the feature and the field.
 */
export function readClosures(document: unknown): readonly RoadClosure[] {
  const parsed = Document.safeParse(document);
  if (!parsed.success) {
    const troubles = parsed.error.issues.slice(0, 50).map((issue): Trouble => {
      const field = issue.path.join(".") || "(closures)";
      return {
        field,
        says: { id: `${field}: tidak sah (${issue.message})`, en: `${field}: not valid (${issue.message})` },
      };
    });
    throw refusal(troubles);
  }
  const closures = parsed.data.features.map((feature, index) => closureOf(feature, index + 1));
  const troubles = closures.flatMap((closure, index) => troublesIn(closure, `features[${index}]`));
  if (troubles.length > 0) throw refusal(troubles);
  return closures;
}

function refusal(troubles: readonly Trouble[]): Refusal {
  const says = {
    id: "Berkas penutupan jalan tidak sah: harus FeatureCollection GeoJSON berisi titik, garis atau poligon",
    en: "The file of road closures is not valid: a GeoJSON FeatureCollection of points, lines or polygons",
  };
  return new Refusal("bad-input", says, troubles);
}
