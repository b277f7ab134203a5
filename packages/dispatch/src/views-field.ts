/**
 * What the verbs of the field answer: closures, positions, attachments, deliveries, alarms, checkpoints. Knows shapes only.
 */
import { Place, RoadClosure } from "@antar/domain";
import * as z from "zod";
import { ExpectedView, PlaceView, RoadsView, SentenceView } from "./views.ts";

const moment = z.string().describe("ISO 8601 with offset");
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, "64 hexadecimal digits");

/** A closure of a brief. */
export const ClosureView = z.object({
  closure: z.string(),
  road: RoadClosure,
  lifted: z.boolean(),
  updatedAt: moment,
  by: z.string(),
});
export type ClosureView = z.infer<typeof ClosureView>;

/** The closures of a brief; plans asked for from now on are made under those that are not lifted. */
export const ClosureList = z.object({ brief: z.string(), asOf: moment, closures: z.array(ClosureView) });
export type ClosureList = z.infer<typeof ClosureList>;

/** Where a vehicle was, as its device says. */
export const PositionGiven = z.strictObject({
  at: z.iso.datetime({ offset: true }).describe("moment by the device"),
  point: Place.shape.point,
  accuracy: z.number().min(0).max(100_000).nullable().default(null).describe("metres"),
  speed: z.number().min(0).max(100).nullable().default(null).describe("metres a second"),
});
export type PositionGiven = z.infer<typeof PositionGiven>;

/** Up to 100 positions of one vehicle. */
export const PositionBatch = z.strictObject({
  vehicle: z.string().min(1).max(80),
  positions: z.array(PositionGiven).min(1).max(100),
});
export type PositionBatch = z.infer<typeof PositionBatch>;

/** A position with its age. */
export const PositionView = z.object({
  vehicle: z.string(),
  at: moment,
  age: z.int().describe("seconds since the act, by the service's clock"),
  point: Place.shape.point,
  accuracy: z.number().nullable(),
  speed: z.number().nullable(),
});
export type PositionView = z.infer<typeof PositionView>;

/** The latest position of each vehicle, or the track of one. */
export const PositionList = z.object({ brief: z.string(), asOf: moment, positions: z.array(PositionView) });
export type PositionList = z.infer<typeof PositionList>;

/** How many positions were taken. */
export const PositionsTaken = z.object({ taken: z.int() });
export type PositionsTaken = z.infer<typeof PositionsTaken>;

/** Whether the asking person lets the device send positions. */
export const ConsentGiven = z.strictObject({ positions: z.boolean() });
export const ConsentView = z.object({ person: z.string(), positions: z.boolean(), at: moment.nullable() });
export type ConsentView = z.infer<typeof ConsentView>;

/** Media types of attachments. */
export const attachmentTypes = ["image/jpeg", "image/png", "image/webp"] as const;
/** Longest attachment, in bytes. */
export const longestAttachment = 300_000;

/** A photo or a signature that a device wants to store, under the digest of its bytes. */
export const AttachmentWish = z.strictObject({
  sha256,
  bytes: z.int().min(1).max(longestAttachment),
  type: z.enum(attachmentTypes),
});
export type AttachmentWish = z.infer<typeof AttachmentWish>;

/** How far an attachment is: `there`, or where its bytes go from `offset` on. */
export const AttachmentView = z.object({
  sha256: z.string(),
  state: z.enum(["there", "wanted"]),
  offset: z.int().describe("bytes that have arrived"),
  upload: z
    .object({ method: z.string(), address: z.string(), headers: z.record(z.string(), z.string()) })
    .nullable()
    .describe("PATCH: the rest from `offset`; PUT: the whole. Then finish. Null when it is there"),
});
export type AttachmentView = z.infer<typeof AttachmentView>;

/** Something that somebody must hear of. */
export const AlarmView = z.object({
  alarm: z.string(),
  kind: z.enum(["late", "silent", "conflict", "problem", "job-failed"]),
  about: z.string(),
  says: SentenceView,
  tepat: z
    .enum(["jumlah", "jenis", "kualitas"])
    .optional()
    .describe("what a receiver has reported at the place `about`: too little, the wrong thing, damaged or refused"),
  raisedAt: moment,
  clearedAt: moment.nullable(),
  seenAt: moment.nullable(),
  seenBy: z.string().nullable(),
});
export type AlarmView = z.infer<typeof AlarmView>;

/** An alarm as those who answer for a place are told of it; `seenAt`: when the office took it up. */
export const ConcernView = AlarmView.pick({
  alarm: true,
  kind: true,
  about: true,
  says: true,
  raisedAt: true,
  seenAt: true,
}).extend({ name: z.string().describe("of the place or vehicle that it is about") });
export type ConcernView = z.infer<typeof ConcernView>;

/** What comes to a place and what leaves it, in the order of time; readable without network once fetched. */
export const DeliveryList = z.object({
  brief: z.string(),
  title: z.string(),
  version: z.int(),
  place: z.string(),
  kind: Place.shape.kind,
  name: z.string(),
  timeZone: z.string(),
  deadline: moment,
  roads: RoadsView,
  asOf: moment,
  pieces: z.array(z.object({ kind: z.string(), name: z.string(), count: z.int() })).describe("what one kit is made of"),
  places: z.array(PlaceView).describe("every TPS whose kit is named"),
  deliveries: z.array(
    z.object({
      vehicle: z.string(),
      trip: z.string(),
      from: z.string(),
      fromName: z.string(),
      arrival: moment.describe("by the plan"),
      eta: moment.describe("expected now: `arrival` and what the vehicle is behind its plan"),
      expected: ExpectedView.optional().describe("arrival as projected from what is known of all vehicles"),
      late: z.number().min(0).max(1).optional().describe("chance that the hand-over ends after the deadline"),
      start: moment,
      end: moment,
      kits: z.array(z.string()),
      boxes: z.int(),
    }),
  ),
  departures: z.array(
    z.object({
      vehicle: z.string(),
      trip: z.string(),
      loading: z.object({ start: moment, end: moment }),
      departure: moment,
      dock: z.int().nullable(),
      kits: z.array(z.string()),
      boxes: z.int(),
    }),
  ),
  concerns: z
    .array(ConcernView)
    .describe("open problems of the place, of places that are supplied through it, and of vehicles that come or leave"),
});
export type DeliveryList = z.infer<typeof DeliveryList>;

/** Where every log of a brief stands, signed: whoever keeps it can show later that nothing was cut off or made anew. */
export const CheckpointView = z.object({
  brief: z.string(),
  asOf: moment,
  units: z.array(z.object({ unit: z.string(), sequence: z.int(), hash: z.string() })),
  digest: z.string().describe("SHA-256 of the canonical JSON of `units`"),
  signature: z.string().nullable(),
});
export type CheckpointView = z.infer<typeof CheckpointView>;

/** The alarms of a brief, newest first. */
export const AlarmList = z.object({ brief: z.string(), asOf: moment, alarms: z.array(AlarmView) });
export type AlarmList = z.infer<typeof AlarmList>;

/** A browser that wants to be woken by alarms. The message is empty: the page asks the service what happened. */
export const PushGiven = z.strictObject({ endpoint: z.url({ protocol: /^https$/ }).max(1_000) });
export const PushView = z.object({ id: z.string() });
export type PushView = z.infer<typeof PushView>;
