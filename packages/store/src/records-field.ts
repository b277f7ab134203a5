/**
 * The records of the field: closures, positions, attachments, alarms, reviews, and the personal part of custody events that
 * can be erased. Knows the shape of each; refuses to know the rules between them.
 */
import { RoadClosure } from "@antar/domain";
import * as z from "zod";

const instant = z.int();
const point = z.tuple([z.number(), z.number()]);

/** A closed road or a slow zone of a brief. Lifted ones stay in the list. */
export const ClosureRecord = z.object({
  closure: z.string(),
  road: RoadClosure,
  lifted: z.boolean(),
  at: instant,
  by: z.string(),
});
export type ClosureRecord = z.infer<typeof ClosureRecord>;

/** Where a vehicle was. */
export const PositionRecord = z.object({
  vehicle: z.string(),
  at: instant.describe("by the device"),
  receivedAt: instant,
  point,
  accuracy: z.number().nullable(),
  speed: z.number().nullable(),
  expires: instant,
});
export type PositionRecord = z.infer<typeof PositionRecord>;

/** That a person lets the device send its position, or takes it back. */
export const Consent = z.object({ person: z.string(), positions: z.boolean(), at: instant });
export type Consent = z.infer<typeof Consent>;

/** A photo or a signature whose bytes are stored and were looked at. */
export const AttachmentRecord = z.object({
  sha256: z.string(),
  type: z.string(),
  bytes: z.int(),
  checked: z.boolean().describe("true once digest and type were checked and no metadata was found"),
  at: instant,
  by: z.string(),
});
export type AttachmentRecord = z.infer<typeof AttachmentRecord>;

/** Something that somebody must hear of, under a name that follows from what it is about. */
export const AlarmRecord = z.object({
  alarm: z.string(),
  kind: z.enum(["late", "silent", "conflict", "problem", "job-failed"]),
  about: z.string(),
  says: z.object({ id: z.string(), en: z.string() }),
  tepat: z.enum(["jumlah", "jenis", "kualitas"]).optional().describe("what a receiver's report speaks against"),
  raisedAt: instant,
  clearedAt: instant.nullable(),
  seenAt: instant.nullable(),
  seenBy: z.string().nullable(),
  told: z.array(z.string()).describe("channels that took it"),
});
export type AlarmRecord = z.infer<typeof AlarmRecord>;

/** What a person said of a version before it was published. */
export const Review = z.object({
  version: z.int(),
  act: z.enum(["submitted", "sent-back"]),
  note: z.string(),
  at: instant,
  by: z.string(),
});
export type Review = z.infer<typeof Review>;

/**
 * The personal part of one custody event. The log holds only a salted digest of it, so that it can be erased and the chain
 * stays whole; `data` null: erased.
 */
export const PersonalPart = z.object({
  event: z.string(),
  salt: z.string(),
  data: z.string().nullable().describe("canonical JSON"),
  expires: instant.nullable(),
});
export type PersonalPart = z.infer<typeof PersonalPart>;
