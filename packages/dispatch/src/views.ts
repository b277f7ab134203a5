/**
 * What the verbs answer: the documents that planners, drivers and boards read. Knows their shape; refuses to know how
 * they are stored or sent.
 */
import {
  Convoy,
  Mode,
  mostExtraKits,
  Place,
  PlaceCode,
  PlaceKind,
  Plan,
  PlanSummary,
  Route,
  Unassigned,
} from "@antar/domain";
import * as z from "zod";

const moment = z.string().describe("ISO 8601 with offset");
const whole = z.int().min(0);

/** A sentence in Indonesian and English. */
export const SentenceView = z.object({ id: z.string(), en: z.string() });
export type SentenceView = z.infer<typeof SentenceView>;

/** The road network behind an answer. `synthetic` true: generated, not the real roads; say so wherever it is shown. */
export const RoadsView = z.object({ sha256: z.string(), synthetic: z.boolean(), attribution: z.string() });
export type RoadsView = z.infer<typeof RoadsView>;

/** One thing that is wrong in an input. */
export const TroubleView = z.object({ field: z.string(), place: z.string().optional(), says: SentenceView });
export type TroubleView = z.infer<typeof TroubleView>;

/** One thing that the audit of a plan found. */
export const FindingView = z.object({
  code: z.string(),
  place: z.string(),
  tepat: z.enum(["jumlah", "jenis", "sasaran", "waktu", "kualitas", "efisien"]),
  blocking: z.boolean(),
  says: SentenceView,
});
export type FindingView = z.infer<typeof FindingView>;

/** A brief without its places. */
export const BriefHeadView = z.object({
  id: z.string(),
  tenant: z.string(),
  title: z.string(),
  version: z.int().min(1).describe("counts up with every change of the document"),
  sha256: z.string().describe("digest of the canonical document"),
  updatedAt: moment,
  timeZone: z.string(),
  mode: Mode,
  window: z.object({ start: moment, end: moment, legalEnd: moment }),
  roads: RoadsView,
  places: whole,
  tps: whole,
});
export type BriefHeadView = z.infer<typeof BriefHeadView>;

/** A brief as stored: the document itself is read separately, so that it can be checked and typed by `domain`. */
export const BriefList = z.object({
  briefs: z.array(BriefHeadView),
  asOf: moment,
  next: z.string().nullable().describe("cursor of the next page; null at the end"),
});
export type BriefList = z.infer<typeof BriefList>;

/** The states of a planning job. The last three are final. */
export const JobState = z.enum(["queued", "running", "done", "failed", "cancelled"]);
export type JobState = z.infer<typeof JobState>;

/** How far a planning job is. */
export const ProgressView = z.object({
  phase: z.string().describe("short code of what is being done"),
  share: z.number().min(0).max(1).describe("part of the whole that is done"),
  best: z
    .object({
      lost: z.int().min(0).describe("TPS that it leaves out"),
      cost: z.number().describe("in the currency of the brief"),
    })
    .optional()
    .describe("the best plan so far"),
  says: SentenceView,
});
export type ProgressView = z.infer<typeof ProgressView>;

/** What a job is for: a plan (the last three make or check one too), or a question about one. */
export const JobKind = z.enum(["plan", "replan", "rehearse", "explain", "ask", "edit", "check", "save"]);
export type JobKind = z.infer<typeof JobKind>;

/** A planning job. */
export const JobView = z.object({
  id: z.string(),
  kind: JobKind,
  base: z.int().nullable().describe("version of the plan that it is about"),
  hasResult: z.boolean().describe("true when `/jobs/{id}/result` has the answer"),
  brief: z.string(),
  state: JobState,
  cancelling: z.boolean().describe("true once somebody asked to stop it"),
  progress: ProgressView.nullable(),
  version: z.int().nullable().describe("version of the plan that came of it; null until done"),
  problem: z
    .object({ code: z.string(), says: SentenceView, troubles: z.array(TroubleView) })
    .nullable()
    .describe("why it failed"),
  roads: RoadsView,
  createdAt: moment,
  startedAt: moment.nullable(),
  heartbeatAt: moment.nullable(),
  finishedAt: moment.nullable(),
});
export type JobView = z.infer<typeof JobView>;

const version = z.int().min(1).max(99_999_999);
const release = z.array(z.string().min(1).max(80)).max(20_000).optional();

/** What a planner may ask of a planning run; what is absent is taken from the brief or the service. */
export const PlanRequest = z.strictObject({
  mode: Mode.optional(),
  settings: z.record(z.string().max(80), z.string().max(80)).optional().describe("what-if keys laid over the brief"),
  seed: z.int().min(0).max(2_147_483_647).optional(),
  seconds: z.int().min(1).max(840).optional().describe("time budget of the search"),
  iterations: z.int().min(1).max(10_000_000).optional().describe("instead of seconds: reproducible"),
  locksOf: version.optional().describe("the locked trips of this version keep vehicle and order"),
  release: release.describe("trips whose lock ends; only with locksOf"),
});
export type PlanRequest = z.infer<typeof PlanRequest>;

const base = version.optional().describe("absent: the published version");
const seed = z.int().min(0).max(2_147_483_647).default(1);

const name = z.string().min(1).max(80);
const position = z.int().min(0).max(10_000).optional().describe("from 0; absent: at the end");

/** One change of a plan by hand. */
export const PlanEditGiven = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("move-trip"), trip: name, vehicle: name, position }),
  z.strictObject({ kind: z.literal("move-stop"), trip: name, place: name, toTrip: name, position }),
  z.strictObject({ kind: z.literal("own-trip"), trip: name, place: name, vehicle: name }),
  z.strictObject({ kind: z.literal("lock"), trip: name }),
  z.strictObject({ kind: z.literal("unlock"), trip: name }),
]);
export type PlanEditGiven = z.infer<typeof PlanEditGiven>;

/** A question about a version of the plan, or a version made from another; answered by a job. */
export const StudyRequest = z.discriminatedUnion("kind", [
  z
    .strictObject({
      kind: z.literal("replan"),
      version: base,
      now: z.iso.datetime({ offset: true }).optional().describe("absent: the present moment"),
      delays: z.record(z.string().max(80), z.int().min(0).max(604_800)).optional().describe("seconds, by vehicle"),
      broken: z
        .array(z.strictObject({ vehicle: z.string().max(80), until: z.iso.datetime({ offset: true }).optional() }))
        .max(500)
        .optional(),
      transfers: z
        .array(z.strictObject({ vehicle: z.string().max(80), to: z.string().max(80) }))
        .max(500)
        .optional()
        .describe("`to` drives to `vehicle`, which has broken down, takes its load over and brings it"),
      extra: z
        .array(z.strictObject({ tps: PlaceCode, kits: z.int().min(1).max(mostExtraKits) }))
        .max(500)
        .optional()
        .describe("kits that these TPS get besides their own, from the warehouse"),
      release: release.describe("trips whose lock ends"),
    })
    .describe("a new version under the present closures: what is done stays done"),
  z
    .strictObject({
      kind: z.literal("rehearse"),
      version: base,
      runs: z.int().min(1).max(2_000).default(200),
      seed,
      improve: z.boolean().default(false),
    })
    .describe("the plan acted out many times: how likely it holds; `improve`: and which resource raises the odds most"),
  z
    .strictObject({ kind: z.literal("explain"), version: base, seed, seconds: z.int().min(1).max(600).default(20) })
    .describe("why places are left out, and the smallest change that helps"),
  z
    .strictObject({ kind: z.literal("ask"), version: base, place: name })
    .describe("why the stops at a place are as they are, with the best alternatives"),
  z
    .strictObject({
      kind: z.literal("edit"),
      version: base,
      edits: z.array(PlanEditGiven).min(1).max(500),
      save: z.boolean().default(false),
    })
    .describe("the version with changes by hand in their order, put in time and audited; `save`: as a new version"),
  z.strictObject({ kind: z.literal("check"), plan: Plan }).describe("the audit of a plan that is not saved"),
  z
    .strictObject({ kind: z.literal("save"), plan: Plan })
    .describe("a version from a plan made by hand, with its audit"),
]);
export type StudyRequest = z.infer<typeof StudyRequest>;

/** What changed between two versions. */
export const PlanDiffView = z.object({
  brief: z.string(),
  from: z.int(),
  to: z.int(),
  stops: z.int(),
  movedVehicle: z.array(z.string()),
  changedOrder: z.array(z.string()),
  changedEta: z.array(z.object({ stop: z.string(), before: z.string(), after: z.string() })),
  extra: z.array(z.string()).default([]).describe("stops that bring extra kits ordered since"),
  added: z.array(z.string()),
  removed: z.array(z.string()),
});
export type PlanDiffView = z.infer<typeof PlanDiffView>;

/** A remark on a version before it is published. */
export const ReviewNote = z.strictObject({ note: z.string().max(1_000).default("") });

/** draft: a finding blocks it; audited: none does; then approved by the chair, published, superseded. */
export const PlanState = z.enum(["draft", "audited", "approved", "published", "superseded"]);
export type PlanState = z.infer<typeof PlanState>;

/** One version of the plan of a brief, without routes. */
export const PlanHeadView = z.object({
  brief: z.string(),
  version: z.int().min(1),
  state: PlanState,
  createdAt: moment,
  job: z.string(),
  briefSha256: z.string(),
  approved: z.object({ at: moment, by: z.string() }).nullable().describe("by the chair; null while nobody has"),
  review: z
    .object({ act: z.enum(["submitted", "sent-back"]), note: z.string(), at: moment, by: z.string() })
    .nullable()
    .describe("the last word before approval: submitted to the chair, or sent back"),
  mode: Mode,
  seed: z.int(),
  roads: RoadsView,
  summary: PlanSummary,
  findings: z.object({ blocking: whole, other: whole }),
  compact: z
    .object({
      crossings: whole.describe("pairs of straight legs of different vehicles on the same echelon that cross"),
      overlap: z.number().min(0).describe("area shared by two territories, each pair counted, by the area of all"),
    })
    .nullable()
    .describe("how compact the routes are; null where it was not measured"),
});
export type PlanHeadView = z.infer<typeof PlanHeadView>;

/** All versions of the plan of a brief, newest first. */
export const PlanList = z.object({
  plans: z.array(PlanHeadView),
  published: z.int().nullable().describe("version that drivers and boards see; null when none is"),
  asOf: moment,
});
export type PlanList = z.infer<typeof PlanList>;

/** One version of the plan of a brief, whole. */
export const PlanView = PlanHeadView.extend({
  plan: Plan,
  findingList: z.array(FindingView),
});
export type PlanView = z.infer<typeof PlanView>;

/** The drawn routes of a plan: GeoJSON lines with `vehicle` and `trip` among their properties. */
export const RouteDrawing = z.object({
  type: z.literal("FeatureCollection"),
  features: z.array(
    z.object({
      type: z.literal("Feature"),
      geometry: z.object({ type: z.string(), coordinates: z.array(z.unknown()) }),
      properties: z.record(z.string(), z.unknown()).nullable(),
    }),
  ),
});
export type RouteDrawing = z.infer<typeof RouteDrawing>;

/** A place as a driver needs it. */
export const PlaceView = z.object({
  code: z.string(),
  kind: PlaceKind,
  name: z.string(),
  point: Place.shape.point,
  approximate: z.boolean(),
});
export type PlaceView = z.infer<typeof PlaceView>;

/** Everything that one driver needs for the day, readable without network once fetched. */
export const AssignmentView = z.object({
  brief: z.string(),
  title: z.string(),
  version: z.int().min(1),
  publishedAt: moment,
  vehicle: z.string(),
  timeZone: z.string(),
  deadline: moment,
  roads: RoadsView,
  route: Route,
  convoys: z.array(Convoy),
  places: z.array(PlaceView).describe("every place that the route names"),
  pieces: z
    .array(z.object({ kind: z.string(), name: z.string(), count: whole }))
    .default([])
    .describe("what one kit is made of: counted at each hand-over"),
  drawing: RouteDrawing,
});
export type AssignmentView = z.infer<typeof AssignmentView>;

/** The vehicles of the published plan. */
export const AssignmentList = z.object({
  brief: z.string(),
  version: z.int().min(1),
  roads: RoadsView,
  asOf: moment,
  assignments: z.array(
    z.object({
      vehicle: z.string(),
      vehicleType: z.string(),
      home: z.string(),
      trips: whole,
      stops: whole,
      kits: whole,
      boxes: whole,
      start: moment,
      end: moment,
    }),
  ),
});
export type AssignmentList = z.infer<typeof AssignmentList>;

/** Whom the driver of a vehicle may call. */
export const ContactList = z.object({
  brief: z.string(),
  vehicle: z.string(),
  contacts: z.array(
    z.object({
      place: z.string().nullable().describe("the place that the person answers for; null: the office"),
      role: z.string(),
      name: z.string(),
      phone: z.string(),
    }),
  ),
});
export type ContactList = z.infer<typeof ContactList>;

/** A moment with the interval that holds it nine times out of ten. */
export const ExpectedView = z.object({ from: moment, median: moment, to: moment });
export type ExpectedView = z.infer<typeof ExpectedView>;

/** What is expected of one vehicle, stop by stop. */
export const EtaList = z.object({
  brief: z.string(),
  version: z.int().min(1),
  vehicle: z.string(),
  asOf: moment.nullable().describe("since when this is expected; null: nothing was projected yet"),
  stops: z.array(
    z.object({
      trip: z.string(),
      place: z.string(),
      done: z.boolean(),
      arrival: ExpectedView,
      handedOver: ExpectedView,
      late: z.number().min(0).max(1).describe("chance that the hand-over ends after the deadline"),
    }),
  ),
});
export type EtaList = z.infer<typeof EtaList>;

/** One vehicle on the wall board. */
export const BoardRow = z.object({
  vehicle: z.string(),
  vehicleType: z.string(),
  home: z.string(),
  state: z.enum(["planned", "under-way", "done", "problem"]),
  stops: whole,
  done: whole.describe("stops handed over"),
  kits: whole,
  delivered: whole.describe("kits handed over at their TPS"),
  received: z.array(z.string()).default([]).describe("TPS whose kits were handed over there"),
  reports: z
    .array(z.object({ tepat: z.enum(["jumlah", "jenis", "kualitas"]), place: z.string() }))
    .default([])
    .describe("what its driver has reported wrong: too little, the wrong thing, damaged or refused; a place once each"),
  next: z.object({ place: z.string(), name: z.string(), eta: moment }).nullable().describe("null when all is done"),
  start: moment,
  end: moment.describe("end of the last hand-over, projected"),
  slack: z.int().describe("seconds from `end` to the deadline; negative when late"),
  expected: z
    .object({
      asOf: moment,
      next: ExpectedView.nullable().describe("arrival at the next stop; null when all is done"),
      end: ExpectedView.describe("end of the last hand-over"),
      late: z.number().min(0).max(1).describe("chance that a hand-over ends after the deadline"),
    })
    .optional()
    .describe("projected from what is known of all vehicles, once a minute; absent until the day is near"),
});
export type BoardRow = z.infer<typeof BoardRow>;

/** The wall board of the published plan. */
export const BoardView = z.object({
  brief: z.string(),
  title: z.string(),
  version: z.int().min(1),
  publishedAt: moment,
  timeZone: z.string(),
  deadline: moment,
  roads: RoadsView,
  asOf: moment,
  summary: PlanSummary,
  rows: z.array(BoardRow),
  convoys: z.array(Convoy),
  unassigned: z.array(Unassigned),
  findings: z.array(FindingView),
});
export type BoardView = z.infer<typeof BoardView>;

/** The kinds of custody event that this version knows. Unknown newer kinds are kept and not counted. */
export const eventKinds = [
  "loaded",
  "departed",
  "arrived",
  "handed-over",
  "received",
  "refused",
  "short",
  "returned",
  "problem",
] as const;

/** Something that happened to kits, told by the device that saw it. Fields that are not known here are kept. */
export const CustodyEvent = z
  .looseObject({
    schema: z.int().min(1).max(1_000).describe("version of the event's schema; 1 now"),
    id: z
      .string()
      .regex(/^[0-9A-Za-z-]{8,64}$/, "8 to 64 letters, digits and hyphens")
      .describe("made by the device"),
    kind: z.string().regex(/^[a-z][a-z-]{1,39}$/, "lower-case letters and hyphens"),
    unit: z
      .string()
      .regex(/^(vehicle|place):.{1,80}$/, "vehicle:<vehicle> or place:<code>")
      .describe("whose log it belongs to"),
    at: z.iso.datetime({ offset: true }).describe("moment of the act by the device, ISO 8601 with offset"),
    trip: z.string().max(40).optional(),
    place: z.string().max(32).optional(),
    kits: z.array(z.string().max(32)).max(2_000).optional().describe("TPS whose kits are meant, a code once per kit"),
    boxes: z.int().min(0).max(100_000).optional(),
    counts: z.record(z.string().max(40), z.int().min(0).max(100_000)).optional().describe("pieces by kind, as counted"),
    seals: z.array(z.string().max(40)).max(200).optional(),
    note: z.string().max(500).optional(),
    personal: z
      .looseObject({})
      .optional()
      .describe("receiver, phone, point: kept beside the log and erased in time; the log holds `personalSha256`"),
    personalSha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .optional()
      .describe("written by the service"),
    attachments: z
      .array(z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/), type: z.string().max(60), bytes: z.int().min(1) }))
      .max(10)
      .optional(),
  })
  .describe("A custody event");
export type CustodyEvent = z.infer<typeof CustodyEvent>;

/**
 * What a custody event says of people: who received, a telephone number, where the device was. It is kept beside the log and
 * erased some time after voting day; the log holds a salted digest of it, so its chain stays whole.
 */
export const PersonalView = z.looseObject({
  receiver: z.string().max(120).optional(),
  phone: z.string().max(20).optional(),
  point: Place.shape.point.optional(),
});
export type PersonalView = z.infer<typeof PersonalView>;

/** Up to 25 events of one phone. */
export const EventBatch = z.strictObject({ events: z.array(CustodyEvent).min(1).max(25) });
export type EventBatch = z.infer<typeof EventBatch>;

/** Proof that an event is in a log: its number, the hash of the log up to it, signed by the service. */
export const ReceiptView = z.object({
  unit: z.string(),
  sequence: z.int(),
  hash: z.string(),
  receivedAt: moment,
  signature: z.string().nullable().describe("compact JWS over brief, unit, sequence, hash; null: no key is set up"),
});
export type ReceiptView = z.infer<typeof ReceiptView>;

/** What became of one event: `exists` when it was there already, `conflict` when another event has its id. */
export const EventResult = z.object({
  id: z.string(),
  outcome: z.enum(["created", "exists", "conflict", "refused"]),
  receipt: ReceiptView.nullable(),
  says: SentenceView.nullable(),
});
export type EventResult = z.infer<typeof EventResult>;

/** What became of a batch, event by event in its order. */
export const EventResults = z.object({ results: z.array(EventResult) });
export type EventResults = z.infer<typeof EventResults>;

/** One entry of a custody log. */
export const LogEntryView = z.object({
  unit: z.string(),
  sequence: z.int(),
  receivedAt: moment,
  by: z.string(),
  previous: z.string(),
  hash: z.string(),
  event: CustodyEvent,
  personal: PersonalView.nullable().describe("null: nothing was said, or it has been erased"),
});
export type LogEntryView = z.infer<typeof LogEntryView>;

/** The custody log of a unit. `intact` false: the chain of hashes is broken, at `brokenAt`. */
export const LogView = z.object({
  brief: z.string(),
  unit: z.string(),
  asOf: moment,
  intact: z.boolean(),
  brokenAt: z.int().nullable(),
  entries: z.array(LogEntryView),
});
export type LogView = z.infer<typeof LogView>;

/** The units of a brief that have a log. */
export const UnitList = z.object({ brief: z.string(), asOf: moment, units: z.array(z.string()) });
export type UnitList = z.infer<typeof UnitList>;
