/**
 * The records of Main and Ledger. Knows the shape of each and its version; refuses to know the rules between them.
 */
import { Mode, PlanSummary, RoadClosure } from "@antar/domain";
import * as z from "zod";
import { DocumentRef } from "./documents.ts";
import type { RecordKind } from "./record-kind.ts";
import {
  AlarmRecord,
  AttachmentRecord,
  ClosureRecord,
  Consent,
  PersonalPart,
  PositionRecord,
  Review,
} from "./records-field.ts";
import { Device, Handshake, Person, PushAddress, SignInCode, TenantSettings } from "./records-people.ts";

const instant = z.int();
const whole = z.int().min(0);

/** The road network of a record. */
export const RoadsRecord = z.object({ sha256: z.string(), synthetic: z.boolean(), attribution: z.string() });

/** Two languages. */
export const SentenceRecord = z.object({ id: z.string(), en: z.string() });

/** The newest version of a brief. */
export const BriefHead = z.object({
  brief: z.string(),
  version: z.int().min(1),
  digest: z.string(),
  document: DocumentRef,
  title: z.string(),
  timeZone: z.string(),
  mode: Mode,
  window: z.object({ start: z.string(), end: z.string(), legalEnd: z.string() }),
  roads: RoadsRecord,
  places: whole,
  tps: whole,
  at: instant,
  by: z.string(),
});
export type BriefHead = z.infer<typeof BriefHead>;

/** One immutable version of the plan of a brief. */
export const PlanHead = z.object({
  brief: z.string(),
  version: z.int().min(1),
  job: z.string(),
  briefDigest: z.string(),
  briefDocument: DocumentRef,
  mode: Mode,
  seed: z.int(),
  roads: RoadsRecord,
  summary: PlanSummary,
  plan: DocumentRef,
  findings: DocumentRef,
  drawing: DocumentRef,
  blocking: whole,
  other: whole,
  compact: z
    .object({ crossings: whole, overlap: z.number() })
    .optional()
    .describe("how compact the routes are; absent in versions of programs that did not measure it"),
  at: instant,
  by: z.string(),
});
export type PlanHead = z.infer<typeof PlanHead>;

/** Which version drivers and boards see. The one item whose change publishes. */
export const Pointer = z.object({
  version: z.int().min(1),
  at: instant,
  by: z.string(),
  superseded: z.array(z.int()).describe("versions that were published before, newest first"),
});
export type Pointer = z.infer<typeof Pointer>;

/** That the chair approved a version. Written once. */
export const Approval = z.object({ version: z.int().min(1), at: instant, by: z.string() });
export type Approval = z.infer<typeof Approval>;

/** One entry of the custody log of a unit. `event` is the canonical JSON of the event, kept letter for letter. */
export const CustodyEntry = z.object({
  unit: z.string(),
  sequence: z.int().min(1),
  id: z.string().describe("made by the client; an event is in the log once"),
  event: z.string(),
  receivedAt: instant,
  by: z.string(),
  previous: z.string().describe("hash of the entry before; zeros for the first"),
  hash: z.string(),
});
export type CustodyEntry = z.infer<typeof CustodyEntry>;

/** A unit that has a log. */
export const UnitRecord = z.object({ unit: z.string() });
export type UnitRecord = z.infer<typeof UnitRecord>;

/** What stands beside the compressed assignment of one vehicle. */
export const AssignmentRecord = z.object({ vehicle: z.string(), digest: z.string(), bytes: whole });
export type AssignmentRecord = z.infer<typeof AssignmentRecord>;

/** What stands beside the compressed rest of the board: all but its rows. */
export const BoardHead = z.object({ bytes: whole });
export type BoardHead = z.infer<typeof BoardHead>;

/** One row of the board. */
export const BoardRowRecord = z.object({
  vehicle: z.string(),
  vehicleType: z.string(),
  home: z.string(),
  state: z.enum(["planned", "under-way", "done", "problem"]),
  trips: whole,
  stops: whole,
  done: whole,
  kits: whole,
  boxes: whole,
  delivered: whole,
  received: z.array(z.string()).default([]).describe("TPS whose kits were handed over there"),
  reports: z
    .array(z.object({ tepat: z.enum(["jumlah", "jenis", "kualitas"]), place: z.string() }))
    .default([])
    .describe("what its driver has reported wrong: too little, the wrong thing, damaged or refused; a place once each"),
  next: z.object({ place: z.string(), name: z.string(), eta: z.string() }).nullable(),
  start: z.string(),
  end: z.string(),
  slack: z.int(),
  sequence: whole.default(0).describe("last entry of the custody log that the row counts"),
});
export type BoardRowRecord = z.infer<typeof BoardRowRecord>;

/** A moment with the interval that holds it nine times out of ten; epoch seconds. */
const Expected = z.object({ from: instant, median: instant, to: instant });

/** What is expected of one vehicle of a version, projected at `at` from logs and positions. */
export const EtaRecord = z.object({
  vehicle: z.string(),
  at: instant,
  stops: z.array(
    z.object({
      trip: z.string(),
      place: z.string(),
      done: z.boolean(),
      arrival: Expected,
      handedOver: Expected,
      late: z.number().describe("chance that the hand-over ends after the deadline"),
    }),
  ),
});
export type EtaRecord = z.infer<typeof EtaRecord>;

/** A job of the planner: a plan, or a question about one. */
export const JobRecord = z.object({
  id: z.string(),
  kind: z.enum(["plan", "replan", "rehearse", "explain", "ask", "edit", "check", "save"]),
  base: z.int().nullable().describe("version of the plan that it is about"),
  closures: z.array(RoadClosure).describe("closures as they stood when it was asked for"),
  task: DocumentRef.nullable().describe("what was asked besides, by kind"),
  result: DocumentRef.nullable().describe("the answer, where it is not a version of the plan"),
  brief: z.string(),
  briefVersion: z.int(),
  briefDigest: z.string(),
  briefDocument: DocumentRef,
  request: z.object({
    mode: Mode.optional(),
    settings: z.record(z.string(), z.string()).optional(),
    seed: z.int().optional(),
    seconds: z.int().optional(),
    iterations: z.int().optional(),
    locksOf: z.int().optional(),
    release: z.array(z.string()).optional(),
  }),
  roads: RoadsRecord,
  state: z.enum(["queued", "running", "done", "failed", "cancelled"]),
  cancelling: z.boolean(),
  attempt: whole,
  owner: z.string().nullable().describe("run of the worker that is at it; null: none, or its sub-plans are awaited"),
  joined: whole.default(0).describe("answered sub-plans with which it was put back into the queue"),
  progress: z
    .object({
      phase: z.string(),
      share: z.number(),
      best: z.object({ lost: whole, cost: z.number() }).optional(),
      says: SentenceRecord,
    })
    .nullable(),
  version: z.int().nullable(),
  problem: z
    .object({
      code: z.string(),
      says: SentenceRecord,
      troubles: z.array(z.object({ field: z.string(), place: z.string().optional(), says: SentenceRecord })),
    })
    .nullable(),
  by: z.string(),
  createdAt: instant,
  startedAt: instant.nullable(),
  heartbeatAt: instant.nullable(),
  finishedAt: instant.nullable(),
});
export type JobRecord = z.infer<typeof JobRecord>;

/** A job that is not final yet: what a restarted service looks through. */
export const OpenJob = z.object({ job: z.string(), at: instant });
export type OpenJob = z.infer<typeof OpenJob>;

/** A part of a job that another process makes; its id follows from what is asked. `answer` null: not made yet. */
export const SubPlanRecord = z.object({
  id: z.string(),
  kecamatan: z.string(),
  task: DocumentRef,
  answer: DocumentRef.nullable(),
  at: instant,
});
export type SubPlanRecord = z.infer<typeof SubPlanRecord>;

/** An idempotency key in use: what was asked with it and the id that the effect carries. */
export const Claim = z.object({ digest: z.string(), effect: z.string(), at: instant });
export type Claim = z.infer<typeof Claim>;

/** One entry of the audit trail. */
export const AuditEntry = z.object({
  at: z.string(),
  verb: z.string(),
  role: z.string(),
  subject: z.string(),
  about: z.string(),
  outcome: z.string().describe("done, or the code of the refusal"),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

function kind<Body>(name: string, schema: z.ZodType<Body>): RecordKind<Body> {
  return { name, version: 1, schema, upgrades: [] };
}

/** Jobs of version 1 knew plans only, and no closures. */
function jobOfVersion2(body: unknown): unknown {
  const added = { kind: "plan", base: null, closures: [], task: null, result: null };
  return body !== null && typeof body === "object" ? { ...added, ...body } : body;
}

/** Every kind of record with its version. */
export const kinds = {
  briefHead: kind("brief-head", BriefHead),
  planHead: kind("plan-head", PlanHead),
  approval: kind("approval", Approval),
  custody: kind("custody", CustodyEntry),
  unit: kind("unit", UnitRecord),
  pointer: kind("pointer", Pointer),
  assignment: kind("assignment", AssignmentRecord),
  boardHead: kind("board-head", BoardHead),
  boardRow: kind("board-row", BoardRowRecord),
  eta: kind("eta", EtaRecord),
  job: { name: "job", version: 2, schema: JobRecord, upgrades: [jobOfVersion2] } satisfies RecordKind<JobRecord>,
  openJob: kind("open-job", OpenJob),
  subPlan: kind("sub-plan", SubPlanRecord),
  claim: kind("claim", Claim),
  audit: kind("audit", AuditEntry),
  person: kind("person", Person),
  code: kind("sign-in-code", SignInCode),
  device: kind("device", Device),
  handshake: kind("handshake", Handshake),
  settings: kind("settings", TenantSettings),
  push: kind("push", PushAddress),
  consent: kind("consent", Consent),
  closure: kind("closure", ClosureRecord),
  position: kind("position", PositionRecord),
  attachment: kind("attachment", AttachmentRecord),
  alarm: kind("alarm", AlarmRecord),
  review: kind("review", Review),
  personal: kind("personal", PersonalPart),
};
