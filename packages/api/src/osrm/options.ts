/**
 * The options of each OSRM service as schemas over the query. Knows which values are allowed; refuses to know roads.
 */
import * as z from "zod";
import { OsrmRefusal } from "./refusal.ts";
import type { OsrmRequest } from "./request.ts";

const flag = z.enum(["true", "false"]).transform((text) => text === "true");
const whole = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,10}$/, "not a whole number")
    .transform(Number)
    .pipe(z.int().min(least).max(most));
const decimal = z
  .string()
  .regex(/^\d+(\.\d+)?$/, "not a number")
  .transform(Number);
const positive = decimal.pipe(z.number().positive());

/** Elements between semicolons; an empty one takes the default. */
const elements = <T>(element: z.ZodType<T, string>) =>
  z
    .string()
    .transform((text) => text.split(";"))
    .pipe(z.array(z.union([z.literal("").transform(() => undefined), element])));

/** Values between commas, each of a closed list. */
const several = <const T extends readonly [string, ...string[]]>(names: T) =>
  z
    .string()
    .transform((text) => text.split(","))
    .pipe(z.array(z.enum(names)).min(1));

const bearing = z
  .string()
  .regex(/^\d{1,3},\d{1,3}$/, "not bearing,range")
  .transform((text) => text.split(",").map(Number))
  .pipe(z.tuple([z.int().max(360), z.int().max(180)]))
  .transform(([degrees, range]) => ({ degrees, range }));
const radius = z.union([z.literal("unlimited").transform(() => Number.POSITIVE_INFINITY), decimal]);
const indexes = z.union([z.literal("all").transform(() => undefined), elements(whole(0, 1_000_000))]);

const general = {
  bearings: elements(bearing).optional(),
  radiuses: elements(radius).optional(),
  generate_hints: flag.default(true),
  hints: elements(z.string()).optional(),
  approaches: elements(z.enum(["unrestricted", "curb", "opposite"])).optional(),
  exclude: z.string().optional(),
  snapping: z.enum(["default", "any"]).default("default"),
  skip_waypoints: flag.default(false),
};

const annotationNames = ["nodes", "distance", "duration", "datasources", "weight", "speed"] as const;
/** One of the lists of an annotation. */
export type AnnotationName = (typeof annotationNames)[number];

const drawing = {
  steps: flag.default(false),
  annotations: z
    .union([flag.transform((all) => (all ? [...annotationNames] : [])), several(annotationNames)])
    .default([]),
  geometries: z.enum(["polyline", "polyline6", "geojson"]).default("polyline"),
  overview: z.enum(["simplified", "full", "false"]).default("simplified"),
  waypoints: elements(whole(0, 1_000_000)).optional(),
};

/** The options of each service. */
export const optionsOf = {
  nearest: z.strictObject({ ...general, number: whole(1, 1_000_000).default(1) }),
  route: z.strictObject({
    ...general,
    ...drawing,
    alternatives: z.union([flag.transform((wanted) => (wanted ? 2 : 0)), whole(0, 1_000)]).default(0),
    continue_straight: z.enum(["default", "true", "false"]).default("default"),
  }),
  table: z.strictObject({
    ...general,
    sources: indexes.optional(),
    destinations: indexes.optional(),
    annotations: several(["duration", "distance"]).default(["duration"]),
    fallback_speed: positive.optional(),
    fallback_coordinate: z.enum(["input", "snapped"]).default("input"),
    scale_factor: positive.optional(),
  }),
  match: z.strictObject({
    ...general,
    ...drawing,
    timestamps: elements(whole(0, 9_999_999_999)).optional(),
    gaps: z.enum(["split", "ignore"]).default("split"),
    tidy: flag.default(false),
  }),
} as const;

/** Options that all services share. */
export type GeneralOptions = z.infer<typeof optionsOf.nearest>;
/** Options of `nearest`. */
export type NearestOptions = z.infer<typeof optionsOf.nearest>;
/** Options of `route`. */
export type RouteOptions = z.infer<typeof optionsOf.route>;
/** Options of `table`. */
export type TableOptions = z.infer<typeof optionsOf.table>;
/** Options of `match`. */
export type MatchOptions = z.infer<typeof optionsOf.match>;
/** Options that say how a route is drawn. */
export type DrawingOptions = Pick<RouteOptions, keyof typeof drawing>;

function complaint(error: z.ZodError): string {
  const [issue] = error.issues;
  if (issue?.code === "unrecognized_keys") return `There is no option ${issue.keys.join(", ")} here.`;
  const [name, place] = issue?.path ?? [];
  const where = place === undefined ? "" : `, element ${String(place)}`;
  return `Option ${String(name)}${where}: ${issue?.message ?? "not valid"}.`;
}

/** Options with one element for each coordinate. */
const perCoordinate = ["bearings", "radiuses", "hints", "approaches", "timestamps"] as const;

function checkCounts(options: Readonly<Record<string, unknown>>, count: number): void {
  for (const name of perCoordinate) {
    const list = options[name];
    if (Array.isArray(list) && list.length !== count) {
      throw new OsrmRefusal(
        "InvalidOptions",
        `Option ${name} has ${list.length} elements for ${count} coordinates; give one each, empty where the default will do.`,
      );
    }
  }
  for (const name of ["sources", "destinations", "waypoints"] as const) {
    const list: unknown = options[name];
    if (!Array.isArray(list)) continue;
    const wrong: unknown = list.find((index) => typeof index !== "number" || index >= count);
    if (list.length === 0 || wrong !== undefined || list.includes(undefined)) {
      throw new OsrmRefusal(
        "InvalidOptions",
        `Option ${name}: ${String(wrong)} is not the index of a coordinate (0 to ${count - 1}).`,
      );
    }
  }
}

/** The options of `request` by the schema of its service. Throws OsrmRefusal. */
export function readOptions<T extends Readonly<Record<string, unknown>>>(
  schema: z.ZodType<T>,
  { query, coordinates }: OsrmRequest,
): T {
  const read = schema.safeParse(query);
  if (!read.success) throw new OsrmRefusal("InvalidQuery", complaint(read.error));
  checkCounts(read.data, coordinates.length);
  return read.data;
}
