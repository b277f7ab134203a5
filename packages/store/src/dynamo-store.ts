/**
 * The store over DynamoDB's operations. Knows which record lives under which key; refuses to decide anything.
 */
import { createHash } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import { longestDocument, readDocument, writeDocument } from "./documents.ts";
import type { DynamoDoor } from "./door.ts";
import { bytesOf, Items, type RetryOptions, storedOf } from "./items.ts";
import { keys } from "./keys.ts";
import type { RecordKind } from "./record-kind.ts";
import { kinds, type PlanHead } from "./records.ts";
import { shelvesOf } from "./shelves.ts";
import type { BriefKey, FirstBoard, Store, VersionKey } from "./store.ts";
import type { TableNames } from "./tables.ts";

/** What `openDynamoStore` needs. */
export interface DynamoStoreOptions {
  readonly door: DynamoDoor;
  readonly tables: TableNames;
  readonly retry?: RetryOptions;
}

const defaultRetry: RetryOptions = {
  attempts: 8,
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  random: Math.random,
};

/** Seconds that an idempotency key is kept. */
const claimLife = 86_400;
/** Writes under way at once when many items are written. */
const lanes = 16;

/** A store over the tables behind `door`. Opens nothing and checks nothing: see `Store.ready`. */
export function openDynamoStore(options: DynamoStoreOptions): Store {
  const retry = options.retry ?? defaultRetry;
  const main = new Items(options.door, options.tables.main, retry);
  const ledger = new Items(options.door, options.tables.ledger, retry);
  return {
    ready: async () => {
      await Promise.all([main.raw({ pk: "READY", sk: "READY" }), ledger.raw({ pk: "READY", sk: "READY" })]);
    },
    writeDocument: (tenant, document) => writeDocument(main, tenant, encode(document)),
    readDocument: async (tenant, ref, shape) => shape.parse(decode(await readDocument(main, tenant, ref))),
    ...briefMethods(main),
    ...planMethods(main),
    ...derivedMethods(main),
    ...jobMethods(main),
    ...custodyMethods(ledger),
    ...auditMethods(ledger),
    ...shelvesOf(main),
  };
}

const encode = (document: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(document));
const decode = (bytes: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(bytes));
const packed = (bytes: Uint8Array): Uint8Array => new Uint8Array(gzipSync(bytes));
const unpacked = (bytes: Uint8Array): Uint8Array => gunzipSync(bytes, { maxOutputLength: longestDocument });
const digestOf = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

type BriefMethods = Pick<Store, "readBriefHead" | "writeBriefHead" | "listBriefHeads">;

function briefMethods(main: Items): BriefMethods {
  return {
    readBriefHead: ({ tenant, brief }) => main.get(kinds.briefHead, keys.briefHead(tenant, brief)),
    writeBriefHead: (tenant, { body, previous, write }) => {
      const key = keys.briefHead(tenant, body.brief);
      return previous
        ? main.change(kinds.briefHead, key, { body, previous, write })
        : main.create(kinds.briefHead, key, { body, write });
    },
    listBriefHeads: (tenant, listing) => main.list(kinds.briefHead, keys.briefHeads(tenant), listing),
  };
}

type PlanMethods = Pick<
  Store,
  | "readPlanHead"
  | "listPlanHeads"
  | "appendPlan"
  | "readApproval"
  | "listApprovals"
  | "approve"
  | "readPointer"
  | "movePointer"
>;

function planMethods(main: Items): PlanMethods {
  const heads = async ({ tenant, brief }: BriefKey): Promise<readonly PlanHead[]> => {
    const found = await main.listAll(kinds.planHead, keys.planHeads(tenant, brief), { consistent: true });
    return found.map((stored) => stored.body);
  };
  return {
    readPlanHead: async ({ tenant, brief, version }) =>
      (await main.get(kinds.planHead, keys.planHead(tenant, brief, version)))?.body,
    listPlanHeads: heads,
    appendPlan: async (tenant, head, write) => {
      // All versions below the number that we take were read and none was of this job; numbers are consecutive and
      // never removed. So of two workers of one job the later finds the version of the earlier.
      for (;;) {
        const known = await heads({ tenant, brief: head.brief });
        const own = known.find((candidate) => candidate.job === head.job);
        if (own) return own;
        const body = { ...head, version: known.length + 1 };
        const key = keys.planHead(tenant, head.brief, body.version);
        const { written } = await main.create(kinds.planHead, key, { body, write });
        if (written) return body;
      }
    },
    readApproval: async ({ tenant, brief, version }) =>
      (await main.get(kinds.approval, keys.approval(tenant, brief, version)))?.body,
    listApprovals: async ({ tenant, brief }) => {
      const found = await main.listAll(kinds.approval, keys.approvals(tenant, brief), { consistent: true });
      return found.map((stored) => stored.body);
    },
    approve: async ({ tenant, brief, version }, body, write) =>
      (await main.create(kinds.approval, keys.approval(tenant, brief, version), { body, write })).current?.body ?? body,
    readPointer: ({ tenant, brief }) => main.get(kinds.pointer, keys.published(tenant, brief)),
    movePointer: ({ tenant, brief }, { body, previous, write }) => {
      const key = keys.published(tenant, brief);
      return previous
        ? main.change(kinds.pointer, key, { body, previous, write })
        : main.create(kinds.pointer, key, { body, write });
    },
  };
}

type DerivedMethods = Pick<
  Store,
  | "writeAssignments"
  | "readAssignment"
  | "writeBoard"
  | "readBoard"
  | "readBoardRow"
  | "changeBoardRow"
  | "readEta"
  | "changeEta"
>;

function derivedMethods(main: Items): DerivedMethods {
  return {
    writeAssignments: (key, assignments) =>
      inLanes(assignments, (assignment) => writeAssignment(main, key, assignment)),
    readAssignment: async ({ tenant, brief, version }, vehicle, shape) => {
      const item = await main.raw(keys.assignment(tenant, brief, version, vehicle));
      const bytes = item && bytesOf(item);
      if (!bytes) return undefined;
      const document = unpacked(bytes);
      return { document: shape.parse(decode(document)), digest: digestOf(document) };
    },
    writeBoard: (key, board) => writeBoard(main, key, board),
    readBoardRow: ({ tenant, brief, version }, vehicle) =>
      main.get(kinds.boardRow, keys.boardRow(tenant, brief, version, vehicle)),
    changeBoardRow: ({ tenant, brief, version }, { body, previous, write }) => {
      const key = keys.boardRow(tenant, brief, version, body.vehicle);
      return previous
        ? main.change(kinds.boardRow, key, { body, previous, write })
        : main.create(kinds.boardRow, key, { body, write });
    },
    readBoard: async ({ tenant, brief, version }, shape) => {
      const items = await main.all(keys.board(tenant, brief, version), { consistent: true });
      const first = items.find((item) => item.kind?.S === kinds.boardHead.name);
      const head = first && bytesOf(first);
      if (!head) return undefined;
      const of = <Body>(kind: RecordKind<Body>): Body[] =>
        items.filter((item) => item.kind?.S === kind.name).map((item) => storedOf(kind, item).body);
      return { head: shape.parse(decode(unpacked(head))), rows: of(kinds.boardRow), etas: of(kinds.eta) };
    },
    readEta: ({ tenant, brief, version }, vehicle) =>
      main.get(kinds.eta, keys.boardEta(tenant, brief, version, vehicle)),
    changeEta: ({ tenant, brief, version }, { body, previous, write }) => {
      const key = keys.boardEta(tenant, brief, version, body.vehicle);
      return previous
        ? main.change(kinds.eta, key, { body, previous, write })
        : main.create(kinds.eta, key, { body, write });
    },
  };
}

async function writeAssignment(
  main: Items,
  { tenant, brief, version }: VersionKey,
  { vehicle, document }: { vehicle: string; document: unknown },
): Promise<void> {
  const bytes = encode(document);
  const body = { vehicle, digest: digestOf(bytes), bytes: bytes.length };
  const given = { body, write: body.digest, bytes: packed(bytes) };
  await main.set(kinds.assignment, keys.assignment(tenant, brief, version, vehicle), given);
}

async function writeBoard(main: Items, { tenant, brief, version }: VersionKey, board: FirstBoard): Promise<void> {
  await inLanes(board.rows, async (body) => {
    const write = `${version}/${body.vehicle}`;
    await main.create(kinds.boardRow, keys.boardRow(tenant, brief, version, body.vehicle), { body, write });
  });
  const bytes = encode(board.head);
  const given = { body: { bytes: bytes.length }, write: String(version), bytes: packed(bytes) };
  await main.set(kinds.boardHead, keys.boardHead(tenant, brief, version), given);
}

/** Runs `work` on every item, a bounded number at once. */
async function inLanes<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const waiting = items.values();
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      for (const item of waiting) await work(item);
    }),
  );
}

type JobMethods = Pick<
  Store,
  "createJob" | "readJob" | "changeJob" | "listOpenJobs" | "openJob" | "closeJob" | "claim"
>;

function jobMethods(main: Items): JobMethods {
  return {
    createJob: async (tenant, body, write) => {
      // The list of open jobs comes first: a crash in between leaves an entry without a job, never the reverse.
      const open = { job: body.id, at: body.createdAt };
      await main.set(kinds.openJob, keys.openJob(tenant, body.id), { body: open, write });
      return main.create(kinds.job, keys.job(tenant, body.id), { body, write });
    },
    readJob: (tenant, id) => main.get(kinds.job, keys.job(tenant, id)),
    changeJob: (tenant, { body, previous, write }) => {
      const key = keys.job(tenant, body.id);
      return previous
        ? main.change(kinds.job, key, { body, previous, write })
        : main.create(kinds.job, key, { body, write });
    },
    listOpenJobs: async (tenant) => {
      const found = await main.listAll(kinds.openJob, keys.openJobs(tenant), { consistent: true });
      return found.map((stored) => stored.body);
    },
    openJob: (tenant, open) => main.set(kinds.openJob, keys.openJob(tenant, open.job), { body: open, write: open.job }),
    closeJob: (tenant, id) => main.remove(keys.openJob(tenant, id)),
    claim: async ({ tenant, subject, name }, body, write) => {
      const key = keys.claim(tenant, subject, name);
      const given = { body, write, expires: body.at + claimLife };
      const { current } = await main.create(kinds.claim, key, given);
      // Expired items are deleted late, so one may still stand here.
      if (!current || current.body.at + claimLife > body.at) return current?.body ?? body;
      const { current: renewed } = await main.change(kinds.claim, key, { ...given, previous: current });
      return renewed?.body ?? body;
    },
  };
}

type CustodyMethods = Pick<Store, "readLog" | "appendLog" | "listUnits">;

function custodyMethods(ledger: Items): CustodyMethods {
  return {
    readLog: async ({ tenant, brief, unit }) => {
      const range = keys.custodyLog(tenant, brief, unit);
      return (await ledger.listAll(kinds.custody, range, { consistent: true })).map((stored) => stored.body);
    },
    appendLog: async ({ tenant, brief, unit }, body, write) => {
      // The unit is listed before its first entry, so a log is never out of sight.
      if (body.sequence === 1) {
        await ledger.create(kinds.unit, keys.unit(tenant, brief, unit), { body: { unit }, write: unit });
      }
      return ledger.create(kinds.custody, keys.custody(tenant, brief, unit, body.sequence), { body, write });
    },
    listUnits: async ({ tenant, brief }) => {
      const found = await ledger.listAll(kinds.unit, keys.units(tenant, brief), { consistent: true });
      return found.map((stored) => stored.body.unit);
    },
  };
}

type AuditMethods = Pick<Store, "appendAudit" | "listAudit">;

function auditMethods(ledger: Items): AuditMethods {
  return {
    appendAudit: async (tenant, body, id) => {
      await ledger.create(kinds.audit, keys.audit(tenant, body.at, id), { body, write: id });
    },
    listAudit: async (tenant, day) => {
      const found = await ledger.listAll(kinds.audit, keys.audits(tenant, day), { consistent: true });
      return found.map((stored) => stored.body);
    },
  };
}
