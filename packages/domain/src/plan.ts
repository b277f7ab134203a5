/**
 * The plan: who drives what where and when. Knows the shape of the document; refuses to know how it was found.
 * Plan > Route (a vehicle) > Trip (origin to origin) > Stop (a place) > kits. All durations in seconds, lengths in metres.
 */
import * as z from "zod";
import { Mode, PlaceCode, PlaceKind } from "./brief.ts";
import { RoadClosure } from "./closure.ts";

/** Version tag of the plan document. */
export const planSchemaId = "antar.plan/1";

/** The most extra kits that one order may name. */
export const mostExtraKits = 100;
/** The most deliveries of extra kits of one moment. */
export const mostExtras = 1_000;

const moment = z.iso.datetime({ offset: true, local: false }).describe("ISO 8601 with the offset of the tenant's zone");
const whole = z.int().min(0);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** A sentence in Indonesian and English. */
export const Says = z.strictObject({ id: z.string(), en: z.string() });

/** The drive between two places. */
export const Leg = z.strictObject({ seconds: whole, metres: whole });

/** What a vehicle carries. */
export const Load = z.strictObject({ kits: whole, boxes: whole });

/** What a vehicle takes over from one that has broken down. */
export const Takes = z.strictObject({
  trip: z.string().min(1).max(40).describe("the trip that carried it until then"),
  kits: z.array(PlaceCode),
  boxes: whole,
});
export type Takes = z.infer<typeof Takes>;

/** A visit: the vehicle arrives, waits if it must, hands over from `start` to `end`, departs. */
export const Stop = z.strictObject({
  place: PlaceCode,
  leg: Leg.describe("from the place before"),
  arrival: moment,
  start: moment.describe("hand-over begins"),
  end: moment.describe("hand-over has ended: the kits are received"),
  departure: moment,
  kits: z.array(PlaceCode).describe("the TPS whose kits are handed over here, a code once per kit"),
  boxes: whole.describe("recapitulation boxes handed over here"),
  takes: Takes.optional().describe("taken over here, between `start` and `end`, instead of handed over"),
  loadAfter: Load,
});
export type Stop = z.infer<typeof Stop>;

/** What was to be handed over at a stop that was not made: it is on the vehicle still. */
export const Undelivered = z.strictObject({
  place: PlaceCode,
  kits: z.array(PlaceCode),
  boxes: whole,
  takenBy: z.string().min(1).max(40).optional().describe("the trip that takes it over where the vehicle stands"),
});
export type Undelivered = z.infer<typeof Undelivered>;

/** The end of a trip whose vehicle has broken down for good. */
export const Breakdown = z.strictObject({
  at: moment.describe("known since then"),
  undelivered: z.array(Undelivered).describe("the stops that were left, in their order"),
});

/** From loading at an origin to the return there. */
export const Trip = z.strictObject({
  id: z.string().min(1).max(40),
  echelon: z.int().min(1).max(3).describe("1 from the warehouse, 2 from a PPK, 3 from a PPS"),
  origin: PlaceCode,
  dock: z.int().min(1).optional().describe("number of the dock that the loading holds, where the origin has docks"),
  convoy: z.string().optional(),
  loading: z.strictObject({ start: moment, end: moment }),
  load: Load.describe("at departure"),
  departure: moment,
  stops: z.array(Stop).describe("empty only where the vehicle broke down before its first stop"),
  return: z.strictObject({ place: PlaceCode, leg: Leg, arrival: moment }),
  loadingOrder: z.array(PlaceCode).describe("last in, first out: places in the order in which their kits are loaded"),
  breakdown: Breakdown.optional().describe(
    "the vehicle stands: the trip ends where `return` says, at the last place that it reached",
  ),
});
export type Trip = z.infer<typeof Trip>;

/** All that one vehicle does. */
export const Route = z.strictObject({
  vehicle: z.string().min(1).max(80),
  vehicleType: z.string(),
  home: PlaceCode.describe("where the vehicle starts"),
  breaks: z.array(z.strictObject({ start: moment, end: moment })).describe("rest of the driver, at a place"),
  transfers: z
    .array(z.strictObject({ from: PlaceCode, to: PlaceCode, departure: moment, arrival: moment, leg: Leg }))
    .describe("empty drives of a roaming vehicle from one origin to the next"),
  trips: z.array(Trip).min(1),
});
export type Route = z.infer<typeof Route>;

/** Vehicles that leave together under one escort team. */
export const Convoy = z.strictObject({
  id: z.string(),
  team: z.int().min(1),
  trips: z.array(z.string()).min(1),
  start: moment.describe("departure"),
  end: moment.describe("last hand-over has ended"),
});

/** A TPS whose kits have no place in the plan, and why. */
export const Unassigned = z.strictObject({
  code: PlaceCode,
  cause: z.string().describe("short code of the binding limit"),
  says: Says,
});
export type Unassigned = z.infer<typeof Unassigned>;

/** A limit that a trip under way cannot keep any more, whatever is done: said openly instead of passed over in silence. */
export const Unavoidable = z.strictObject({
  code: z.string().describe("of the finding that the audit has for it"),
  place: z.string().describe("of that finding"),
  vehicle: z.string(),
  trip: z.string(),
  says: Says.describe("the sentence of that finding, with its arithmetic"),
  cause: Says.describe("what has happened"),
  fix: z
    .strictObject({ setting: z.string(), says: Says })
    .optional()
    .describe(
      "a change under which the plan was made anew again and keeps the limit; absent: none of the listed ones helps",
    ),
});
export type Unavoidable = z.infer<typeof Unavoidable>;

/** What the lock on a trip holds: its vehicle, and what it brings where, in order. */
export const HeldTrip = z.strictObject({
  trip: z.string().min(1).max(40),
  vehicle: z.string().min(1).max(80),
  origin: PlaceCode,
  stops: z.array(z.strictObject({ place: PlaceCode, kits: z.array(PlaceCode), boxes: whole })).min(1),
});
export type HeldTrip = z.infer<typeof HeldTrip>;

/** Kits that a TPS gets besides its own: a delivery with a code of its own, all the way from the warehouse. */
export const Extra = z.strictObject({
  code: PlaceCode.describe("of the delivery, in `stops`, `kits` and `supply`: the TPS code and a number"),
  tps: PlaceCode.describe("the TPS that needs them"),
  kits: z.int().min(1).max(mostExtraKits),
});
export type Extra = z.infer<typeof Extra>;

/** A moment at which the plan was made anew, what was known of vehicles then, and what was ordered besides. */
export const Remaking = z.strictObject({
  at: moment,
  delays: z
    .record(z.string().max(80), whole)
    .optional()
    .describe("seconds by which a vehicle under way at that moment is behind, by name"),
  extra: z
    .array(Extra)
    .min(1)
    .max(mostExtras)
    .optional()
    .describe("extra kits that were ordered at that moment: the plan is judged by the brief with these places besides"),
});
export type Remaking = z.infer<typeof Remaking>;

/** Figures of the whole plan. */
export const PlanSummary = z.strictObject({
  tps: whole,
  served: whole,
  kits: whole,
  boxes: whole,
  vehicles: whole,
  trips: whole,
  metres: whole,
  driving: whole.describe("seconds on the road"),
  handling: whole.describe("seconds of loading and hand-over"),
  latestArrival: moment.nullable().describe("when the last TPS has received; null when none is served"),
  slack: z.int().nullable().describe("seconds from then to the deadline"),
  cost: whole.describe("in the currency of the brief"),
});
export type PlanSummary = z.infer<typeof PlanSummary>;

/** The output of one planning run. Immutable once stored. */
export const Plan = z.strictObject({
  schema: z.literal(planSchemaId),
  brief: z.strictObject({ id: z.string(), tenant: z.string(), sha256 }),
  settings: z.record(z.string(), z.string()).describe("settings that were laid over the brief, as given"),
  roads: z.strictObject({ sha256, synthetic: z.boolean(), attribution: z.string() }),
  closures: z.array(RoadClosure).max(1_000).optional().describe("the closures that the plan was made under"),
  mode: Mode,
  seed: z.int(),
  timeZone: z.string(),
  currency: z.string(),
  deadline: moment,
  supply: z
    .array(z.strictObject({ place: PlaceCode, from: PlaceCode, kind: PlaceKind }))
    .describe("who supplies whom in this plan; `kind` of `place`"),
  routes: z.array(Route),
  convoys: z.array(Convoy),
  unassigned: z.array(Unassigned),
  madeAnew: z
    .strictObject({
      ...Remaking.shape,
      earlier: z.array(Remaking).max(500).optional().describe("when it was made anew before, in order of time"),
      unavoidable: z.array(Unavoidable).max(2_000).optional(),
    })
    .optional()
    .describe("when the plan was made anew while under way: what began before stays as it was"),
  locks: z.array(z.string()).max(20_000).optional().describe("ids of trips that later planning leaves as they are"),
  held: z
    .array(HeldTrip)
    .max(20_000)
    .optional()
    .describe(
      "for each lock the trip as it was locked, for the audit; later planning takes what it brings from the brief",
    ),
  summary: PlanSummary,
});
export type Plan = z.infer<typeof Plan>;
