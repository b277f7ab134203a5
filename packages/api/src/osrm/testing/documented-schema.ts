/**
 * The shapes of OSRM's answers, written from its documentation ("OSRM HTTP server", v1: result objects). For tests only:
 * strict, so that a field that the documentation does not know is found too. Deviations stand in docs/osrm.md.
 */
import * as z from "zod";

const location = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]);
const bearing = z.int().min(0).max(359);
const amount = z.number().nonnegative();
const geometry = z.union([
  z.string().min(1),
  z.strictObject({ type: z.literal("LineString"), coordinates: z.array(location).min(2) }),
]);

const modifier = z.enum([
  "uturn",
  "sharp right",
  "right",
  "slight right",
  "straight",
  "slight left",
  "left",
  "sharp left",
]);

const maneuver = z
  .strictObject({
    location,
    bearing_before: bearing,
    bearing_after: bearing,
    type: z.enum([
      "turn",
      "new name",
      "depart",
      "arrive",
      "merge",
      "on ramp",
      "off ramp",
      "fork",
      "end of road",
      "continue",
      "roundabout",
      "rotary",
      "roundabout turn",
      "exit roundabout",
      "exit rotary",
      "notification",
    ]),
    modifier: modifier.optional(),
    exit: z.int().min(1).optional(),
  })
  // "The list of turns without a modifier is limited to: depart/arrive."
  .refine(({ type, modifier: turn }) => turn !== undefined || type === "depart" || type === "arrive");

const intersection = z
  .strictObject({
    location,
    bearings: z.array(bearing).min(1),
    entry: z.array(z.boolean()),
    in: z.int().nonnegative().optional(),
    out: z.int().nonnegative().optional(),
  })
  .refine(({ bearings, entry }) => bearings.length === entry.length)
  .refine(({ bearings, in: from = 0, out = 0 }) => from < bearings.length && out < bearings.length);

const step = z
  .strictObject({
    distance: amount,
    duration: amount,
    weight: amount,
    geometry,
    name: z.string(),
    ref: z.string().min(1).optional(),
    mode: z.enum(["driving", "walking", "cycling", "ferry"]),
    driving_side: z.enum(["left", "right"]),
    maneuver,
    intersections: z.array(intersection).min(1),
  })
  // The first intersection belongs to the manoeuvre.
  .refine(({ maneuver: turn, intersections }) => String(turn.location) === String(intersections[0]?.location));

const annotation = z.strictObject({
  nodes: z.array(z.int()).optional(),
  distance: z.array(amount).optional(),
  duration: z.array(amount).optional(),
  weight: z.array(amount).optional(),
  datasources: z.array(z.int().nonnegative()).optional(),
  speed: z.array(amount).optional(),
});

const leg = z.strictObject({
  distance: amount,
  duration: amount,
  weight: amount,
  summary: z.string(),
  steps: z.array(step),
  annotation: annotation.optional(),
});

const route = {
  distance: amount,
  duration: amount,
  weight: amount,
  weight_name: z.string().min(1),
  geometry: geometry.optional(),
  legs: z.array(leg).min(1),
};

const waypoint = {
  hint: z.string().min(1).optional(),
  location,
  name: z.string(),
  distance: amount,
};

const ok = z.literal("Ok");
const cell = amount.nullable();

/** The documented answer of each service. */
export const documented = {
  nearest: z.strictObject({
    code: ok,
    waypoints: z.array(z.strictObject({ ...waypoint, nodes: z.tuple([z.int(), z.int()]).optional() })).min(1),
  }),
  route: z.strictObject({
    code: ok,
    routes: z.array(z.strictObject(route)).min(1),
    waypoints: z.array(z.strictObject(waypoint)).min(2).optional(),
  }),
  table: z.strictObject({
    code: ok,
    durations: z.array(z.array(cell)).optional(),
    distances: z.array(z.array(cell)).optional(),
    fallback_speed_cells: z.array(z.tuple([z.int(), z.int()])).optional(),
    sources: z.array(z.strictObject(waypoint)).optional(),
    destinations: z.array(z.strictObject(waypoint)).optional(),
  }),
  match: z.strictObject({
    code: ok,
    matchings: z.array(z.strictObject({ ...route, confidence: z.number().min(0).max(1) })).min(1),
    tracepoints: z
      .array(
        z
          .strictObject({
            ...waypoint,
            matchings_index: z.int().nonnegative(),
            waypoint_index: z.int().nonnegative().nullable(),
            alternatives_count: z.int().nonnegative(),
          })
          .nullable(),
      )
      .optional(),
  }),
  refusal: z.strictObject({
    code: z.enum([
      "InvalidUrl",
      "InvalidService",
      "InvalidVersion",
      "InvalidOptions",
      "InvalidQuery",
      "InvalidValue",
      "NoSegment",
      "TooBig",
      "NoRoute",
      "NoTable",
      "NoMatch",
      "NotImplemented",
    ]),
    message: z.string().min(10),
  }),
};
