/**
 * The interface of the store: what dispatch may ask of it. Every method is about one tenant. Whatever decides is read
 * consistently and by key; whatever is written again is written under the revision that was read.
 */
import type * as z from "zod";
import type { DocumentRef } from "./documents.ts";
import type { ListOptions, Outcome, Page, Stored } from "./items.ts";
import type {
  Approval,
  AuditEntry,
  BoardRowRecord,
  BriefHead,
  Claim,
  CustodyEntry,
  EtaRecord,
  JobRecord,
  OpenJob,
  PlanHead,
  Pointer,
} from "./records.ts";
import type { Shelves } from "./shelves.ts";

/** A change of a record: the new body, the record it replaces (undefined: none may stand there), an id of this write. */
export interface Change<Body> {
  readonly body: Body;
  readonly previous: Stored<Body> | undefined;
  /** No other write has this id; a repeated write has the same. */
  readonly write: string;
}

/** The brief that something is about. */
export interface BriefKey {
  readonly tenant: string;
  readonly brief: string;
}

/** One version of the plan of a brief. */
export interface VersionKey extends BriefKey {
  readonly version: number;
}

/** The custody log of one unit: a vehicle or a place. */
export interface UnitKey extends BriefKey {
  readonly unit: string;
}

/** The schema that a document is read with. */
export type Shape<Document> = z.ZodType<Document>;

/** The assignment of a vehicle as it was written. */
export interface StoredAssignment<Document> {
  readonly document: Document;
  /** SHA-256 of its bytes: the same as long as nothing in it changed. */
  readonly digest: string;
}

/** The board of a version before anything has happened: a document for the whole, a record for each vehicle. */
export interface FirstBoard {
  readonly head: unknown;
  readonly rows: readonly BoardRowRecord[];
}

/** The board of a version, with what is expected of the vehicles for which it was projected. */
export interface StoredBoard<Head> {
  readonly head: Head;
  readonly rows: readonly BoardRowRecord[];
  readonly etas: readonly EtaRecord[];
}

/**
 * All state of the service. Every method rejects with Refusal `busy` when the table cannot be reached after retries.
 */
export interface Store extends Shelves {
  /** Resolves when both tables answer. */
  ready(): Promise<void>;

  /** Stores a JSON document of any size up to 64 MB; writing the same again does nothing more. */
  writeDocument(tenant: string, document: unknown): Promise<DocumentRef>;
  /** Rejects with Error when a part is missing or altered, or the document is not of this shape. */
  readDocument<Document>(tenant: string, ref: DocumentRef, shape: Shape<Document>): Promise<Document>;

  readBriefHead(key: BriefKey): Promise<Stored<BriefHead> | undefined>;
  writeBriefHead(tenant: string, change: Change<BriefHead>): Promise<Outcome<BriefHead>>;
  listBriefHeads(tenant: string, options?: ListOptions): Promise<Page<BriefHead>>;

  readPlanHead(key: VersionKey): Promise<PlanHead | undefined>;
  /** Every version of the plan, oldest first, read consistently. */
  listPlanHeads(key: BriefKey): Promise<readonly PlanHead[]>;
  /**
   * Appends a version: `head.version` is replaced by the next free number. A version of the same job that is there
   * already is answered instead, so a repeated worker adds nothing.
   */
  appendPlan(tenant: string, head: Omit<PlanHead, "version">, write: string): Promise<PlanHead>;

  readApproval(key: VersionKey): Promise<Approval | undefined>;
  listApprovals(key: BriefKey): Promise<readonly Approval[]>;
  /** Writes an approval, or answers the one that stands. */
  approve(key: VersionKey, approval: Approval, write: string): Promise<Approval>;

  readPointer(key: BriefKey): Promise<Stored<Pointer> | undefined>;
  movePointer(key: BriefKey, change: Change<Pointer>): Promise<Outcome<Pointer>>;

  /** Writes what follows from a version; writing it again does nothing more. */
  writeAssignments(
    key: VersionKey,
    assignments: readonly { readonly vehicle: string; readonly document: unknown }[],
  ): Promise<void>;
  readAssignment<Document>(
    key: VersionKey,
    vehicle: string,
    shape: Shape<Document>,
  ): Promise<StoredAssignment<Document> | undefined>;
  /** Writes head and rows of the board of a version that is not published yet. */
  writeBoard(key: VersionKey, board: FirstBoard): Promise<void>;
  /** Head document, rows and ETAs by vehicle; undefined when the version has no board. */
  readBoard<Head>(key: VersionKey, shape: Shape<Head>): Promise<StoredBoard<Head> | undefined>;

  /** One row of the board, to be written again under its revision. */
  readBoardRow(key: VersionKey, vehicle: string): Promise<Stored<BoardRowRecord> | undefined>;
  changeBoardRow(key: VersionKey, change: Change<BoardRowRecord>): Promise<Outcome<BoardRowRecord>>;

  /** What is expected of a vehicle in a version, to be written again under its revision. */
  readEta(key: VersionKey, vehicle: string): Promise<Stored<EtaRecord> | undefined>;
  changeEta(key: VersionKey, change: Change<EtaRecord>): Promise<Outcome<EtaRecord>>;

  /** The custody log of a unit, whole and in order, read consistently. */
  readLog(key: UnitKey): Promise<readonly CustodyEntry[]>;
  /** Puts `entry` under its number, which must be free. Never changes or removes one. */
  appendLog(key: UnitKey, entry: CustodyEntry, write: string): Promise<Outcome<CustodyEntry>>;
  /** The units of a brief that have a log. */
  listUnits(key: BriefKey): Promise<readonly string[]>;

  createJob(tenant: string, job: JobRecord, write: string): Promise<Outcome<JobRecord>>;
  readJob(tenant: string, id: string): Promise<Stored<JobRecord> | undefined>;
  changeJob(tenant: string, change: Change<JobRecord>): Promise<Outcome<JobRecord>>;
  /** Jobs that were begun and are perhaps not final. */
  listOpenJobs(tenant: string): Promise<readonly OpenJob[]>;
  /** Lists a job as open again. */
  openJob(tenant: string, open: OpenJob): Promise<void>;
  closeJob(tenant: string, id: string): Promise<void>;

  /** Claims an idempotency key for a day, or answers the claim that stands. */
  claim(key: { tenant: string; subject: string; name: string }, claim: Claim, write: string): Promise<Claim>;

  appendAudit(tenant: string, entry: AuditEntry, id: string): Promise<void>;
  /** Entries of one day of UTC (`2024-11-25`), oldest first. */
  listAudit(tenant: string, day: string): Promise<readonly AuditEntry[]>;
}
