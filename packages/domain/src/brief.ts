/**
 * The brief: everything one planning run is given. Knows the shape of the document and the meaning of each field;
 * refuses to know how a plan is made of it.
 */
import * as z from "zod";

/** Version tag of the brief document. */
export const briefSchemaId = "antar.brief/1";

const slug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "lower-case letters, digits and hyphens, at most 64");
const count = z.int().min(0).max(1_000_000);
const duration = z
  .int()
  .min(0)
  .max(31 * 86_400);
const moment = z.iso.datetime({ offset: true, local: false });
const clock = z.string().regex(/^([01]\d|2[0-4]):[0-5]\d$/, "a time of day HH:MM");

/** `[longitude, latitude]` in degrees, WGS84. A latitude beyond 90 passes here: the service area names it as swapped. */
export const Point = z
  .tuple([z.number().min(-180).max(180), z.number().min(-180).max(180)])
  .describe("[longitude, latitude] in degrees, WGS84");

/** Code of a place: KPU digits (`7471`, `747101`, `7471011001`, `7471011001001`) or another short name. */
export const PlaceCode = z
  .string()
  .regex(/^[0-9A-Za-z][0-9A-Za-z.-]{0,31}$/, "letters, digits, dots and hyphens, at most 32");

/** The kinds of place, in the order of supply. */
export const PlaceKind = z.enum(["warehouse", "ppk", "pps", "tps"]);
export type PlaceKind = z.infer<typeof PlaceKind>;

/** How the kits travel: which place supplies which. */
export const Mode = z.enum(["tiered", "direct-pps", "direct", "mixed"]);
export type Mode = z.infer<typeof Mode>;

/** A span of time, both ends as ISO 8601 with offset; `start` before `end`. */
export const TimeWindow = z.strictObject({ start: moment, end: moment });
export type TimeWindow = z.infer<typeof TimeWindow>;

/** Opening hours of a kind of place on each of the first `days` local days of the window. */
export const Opening = z.strictObject({
  from: clock.describe("first moment of the day when the place works, local time"),
  to: clock.describe("last moment of the day: loading and hand-over must have ended"),
  days: z.int().min(1).max(31).describe("number of local days counted from the day of window.start").optional(),
});
export type Opening = z.infer<typeof Opening>;

/** A place that receives, and perhaps passes on, kits. */
export const Place = z.strictObject({
  code: PlaceCode,
  kind: PlaceKind,
  name: z.string().min(1).max(200),
  point: Point,
  suppliedBy: PlaceCode.optional().describe("code of the place that supplies this one; absent for the warehouse only"),
  kits: z.int().min(0).max(100).optional().describe("TPS only: kits to be received, 1 when absent"),
  boxes: count.optional().describe("recapitulation boxes to be received here, 0 when absent; they ride with echelon 1"),
  voters: count.optional().describe("DPT of the place"),
  extraOf: PlaceCode.optional().describe(
    "only where a plan sends extra kits: the TPS that they are for, which has a place of its own besides",
  ),
  docks: z.int().min(1).max(100).optional().describe("loading docks; absent: loading needs none"),
  opening: Opening.optional().describe("instead of the opening of its kind"),
  overnight: z.boolean().optional().describe("true when kits may stay here overnight; absent: true"),
  approximate: z.boolean().optional(),
  accuracy: z.number().min(0).optional().describe("metres"),
  basis: z.string().max(500).optional().describe("where the point comes from"),
});
export type Place = z.infer<typeof Place>;

/** What one vehicle carries at a time; every bound that is present binds. */
export const Capacity = z.strictObject({
  kits: count.optional(),
  pieces: count.optional().describe("pieces of kits and recapitulation boxes together"),
  litres: count.optional(),
  grams: z.int().min(0).max(1_000_000_000).optional(),
});
export type Capacity = z.infer<typeof Capacity>;

/** A kind of vehicle and how many there are. */
export const VehicleType = z.strictObject({
  id: slug,
  name: z.string().min(1).max(100),
  count: z.int().min(0).max(10_000),
  base: PlaceKind.exclude(["tps"]).describe("the kind of place that it loads at"),
  roams: z
    .boolean()
    .describe("true: loads at any place of that kind; false: each vehicle has a home, shared out evenly"),
  capacity: Capacity,
  profile: z.string().min(1).max(64).describe("road profile"),
  cost: z.strictObject({
    fixed: count.describe("for each vehicle used"),
    perKilometre: count,
    perHour: count,
  }),
});
export type VehicleType = z.infer<typeof VehicleType>;

/** Durations of handling, in seconds. */
export const Handling = z.strictObject({
  loadPerKit: duration.describe("seconds to load one kit, at a dock where the place has docks"),
  handOverPerKit: duration.describe("seconds to hand over one kit"),
  perStop: duration.describe("seconds at each stop besides"),
});

/** A group of equal pieces of a kit. */
export const Piece = z.strictObject({ kind: z.string().min(1).max(40), name: z.string().min(1).max(100), count });

/** The input of one planning run. */
export const Brief = z.strictObject({
  schema: z.literal(briefSchemaId),
  id: slug,
  tenant: slug,
  title: z.string().min(1).max(200),
  timeZone: z.string().min(1).max(64).describe("IANA name of the tenant's zone, e.g. Asia/Makassar (WITA)"),
  currency: z.string().regex(/^[A-Z]{3}$/, "three capital letters (ISO 4217)"),
  roads: z.strictObject({
    extract: z.string().min(1).max(200).describe("OSM extract, a path relative to the brief"),
    sha256: z.string().regex(/^[0-9a-f]{64}$/, "64 hexadecimal digits"),
    synthetic: z.boolean().describe("true when the roads were generated and are not the real ones"),
    attribution: z.string().min(1).max(300),
  }),
  serviceArea: z
    .strictObject({
      name: z.string().min(1).max(100),
      rings: z.array(z.array(Point).min(4).max(20_000)).min(1).max(1_000),
    })
    .describe("every place must lie inside one of the closed rings"),
  window: z.strictObject({
    start: moment.describe("nothing happens before"),
    end: moment.describe("the deadline: every TPS has received its kits"),
    legalEnd: moment.describe("the limit of the law"),
  }),
  mode: Mode,
  mixed: z
    .record(PlaceCode, Mode.exclude(["mixed"]))
    .optional()
    .describe("mode per kecamatan (PPK code) when mode is mixed"),
  kit: z.strictObject({
    pieces: z.array(Piece).min(1).max(50),
    litres: count,
    grams: count.optional(),
  }),
  box: z.strictObject({ litres: count, grams: count.optional() }).describe("one recapitulation box"),
  handling: Handling,
  opening: z.strictObject({ warehouse: Opening, ppk: Opening, pps: Opening, tps: Opening }),
  drivers: z.strictObject({
    shift: duration.describe("longest working time of a driver in one local day, breaks included, seconds"),
    breakAfter: duration.describe("longest work without a break, seconds"),
    break: duration.describe("length of the break, seconds"),
  }),
  escort: z
    .strictObject({
      teams: z.int().min(1).max(1_000),
      vehiclesPerConvoy: z.int().min(1).max(100),
      from: PlaceKind.describe("trips that leave this kind of place ride in a convoy"),
      cost: z
        .strictObject({
          perConvoy: count.describe("for each convoy"),
          perHour: count.describe("from its departure to its last hand-over"),
        })
        .optional()
        .describe("absent: costs nothing"),
    })
    .optional()
    .describe("absent: no escort is needed"),
  split: z
    .strictObject({ ppk: z.boolean(), pps: z.boolean() })
    .describe("true: the load of such a place may arrive in several trips; a TPS is never split"),
  slackTarget: duration.describe("seconds of reserve before the deadline that are worth buying"),
  vehicleTypes: z.array(VehicleType).min(1).max(50),
  places: z.array(Place).min(2).max(20_000),
});
export type Brief = z.infer<typeof Brief>;
