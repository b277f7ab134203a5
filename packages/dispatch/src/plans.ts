/**
 * The verbs about plans and what follows from them. A version is immutable; publishing writes everything that drivers and
 * boards read under the number of the version and only then moves the one pointer that they follow.
 */
import { Brief, extrasOf, type Finding, Plan, Refusal, withExtras } from "@antar/domain";
import type { Approval, EtaRecord, PlanHead, Pointer, Review, Stored } from "@antar/store";
import * as z from "zod";
import { type Actor, permit } from "./actor.ts";
import { absent, type Context, expectedView, headOf, written } from "./context.ts";
import { projectUnit } from "./custody.ts";
import { AssignmentDocument, assignmentsOf, BoardDocument, boardHeadOf, boardRowsOf, type Version } from "./derive.ts";
import {
  type AssignmentList,
  type AssignmentView,
  type BoardRow,
  type BoardView,
  FindingView,
  type PlanHeadView,
  type PlanList,
  type PlanState,
  type PlanView,
  RouteDrawing,
} from "./views.ts";

const FindingList = z.array(FindingView);

/** A brief and perhaps a version of its plan; absent: the published one, or the newest when none is published. */
export interface PlanInput {
  readonly brief: string;
  readonly version?: number;
}

function stateOf({ head, pointer, approval }: Found): PlanState {
  if (pointer?.body.version === head.version) return "published";
  if (pointer?.body.superseded.includes(head.version)) return "superseded";
  if (head.blocking > 0) return "draft";
  return approval ? "approved" : "audited";
}

/** A version with all that its state follows from. */
export interface Found {
  readonly head: PlanHead;
  readonly pointer: Stored<Pointer> | undefined;
  readonly approval: Approval | undefined;
  readonly review: Review | undefined;
  readonly zone: string;
}

/** The view of a version. */
export function viewOf(found: Found): PlanHeadView {
  const { head, approval, review, zone } = found;
  const { brief, version, job, briefDigest, mode, seed, roads, summary } = head;
  return {
    brief,
    version,
    state: stateOf(found),
    createdAt: written(head.at, zone),
    job,
    briefSha256: briefDigest,
    approved: approval ? { at: written(approval.at, zone), by: approval.by } : null,
    review: review ? { act: review.act, note: review.note, at: written(review.at, zone), by: review.by } : null,
    mode,
    seed,
    roads,
    summary,
    findings: { blocking: head.blocking, other: head.other },
    compact: head.compact ?? null,
  };
}

/** A version of the plan. Throws Refusal `not-found`. */
export async function findPlan(context: Context, tenant: string, input: PlanInput): Promise<Found> {
  const { store } = context;
  const key = { tenant, brief: input.brief };
  const [brief, pointer] = await Promise.all([headOf(context, tenant, input.brief), store.readPointer(key)]);
  const version = input.version ?? pointer?.body.version ?? (await store.listPlanHeads(key)).at(-1)?.version;
  const head = version === undefined ? undefined : await store.readPlanHead({ ...key, version });
  if (!head) {
    const which = version === undefined ? "" : ` ${version}`;
    throw absent({ id: `Rencana${which} untuk brief ${input.brief}`, en: `Plan${which} of brief ${input.brief}` });
  }
  const [approval, review] = await Promise.all([
    store.readApproval({ ...key, version: head.version }),
    store.reviews.read({ tenant, scope: input.brief, name: String(head.version) }),
  ]);
  return { head, pointer, approval, review: review?.body, zone: brief.timeZone };
}

/** A version of the plan with its findings. Throws Refusal `not-found`. */
export async function readPlan(context: Context, actor: Actor, input: PlanInput): Promise<PlanView> {
  permit(actor, "readPlan");
  const found = await findPlan(context, actor.tenant, input);
  const [plan, findingList] = await Promise.all([
    context.store.readDocument(actor.tenant, found.head.plan, Plan),
    context.store.readDocument(actor.tenant, found.head.findings, FindingList),
  ]);
  return { ...viewOf(found), plan, findingList };
}

/** The brief as a version was made from it, with a place for each delivery of extra kits. Throws Refusal `not-found`. */
export async function readBriefOfPlan(context: Context, actor: Actor, input: PlanInput): Promise<{ document: Brief }> {
  permit(actor, "readPlan");
  const { head } = await findPlan(context, actor.tenant, input);
  const [brief, plan] = await Promise.all([
    context.store.readDocument(actor.tenant, head.briefDocument, Brief),
    context.store.readDocument(actor.tenant, head.plan, Plan),
  ]);
  return { document: withExtras(brief, extrasOf(plan)) };
}

/** A version without its routes, e.g. to see its state. Throws Refusal `not-found`. */
export async function readPlanHead(context: Context, actor: Actor, input: PlanInput): Promise<PlanHeadView> {
  permit(actor, "readPlan");
  return viewOf(await findPlan(context, actor.tenant, input));
}

/** The routes of a version as lines on the map. Throws Refusal `not-found`. */
export async function readDrawing(context: Context, actor: Actor, input: PlanInput): Promise<RouteDrawing> {
  permit(actor, "readPlan");
  const { head } = await findPlan(context, actor.tenant, input);
  return context.store.readDocument(actor.tenant, head.drawing, RouteDrawing);
}

/** All versions, newest first. Throws Refusal `not-found` when there is no such brief. */
export async function listPlans(context: Context, actor: Actor, input: { brief: string }): Promise<PlanList> {
  permit(actor, "listPlans");
  const key = { tenant: actor.tenant, brief: input.brief };
  const [brief, pointer, heads, approvals, reviews] = await Promise.all([
    headOf(context, actor.tenant, input.brief),
    context.store.readPointer(key),
    context.store.listPlanHeads(key),
    context.store.listApprovals(key),
    context.store.reviews.all({ tenant: actor.tenant, scope: input.brief }),
  ]);
  const approved = new Map(approvals.map((approval) => [approval.version, approval]));
  const reviewed = new Map(reviews.map((review) => [review.version, review]));
  const plans = [...heads].reverse().map((head) => {
    const { version } = head;
    const said = { approval: approved.get(version), review: reviewed.get(version) };
    return viewOf({ head, pointer, ...said, zone: brief.timeZone });
  });
  const asOf = written(context.now(), brief.timeZone);
  return { plans, published: pointer?.body.version ?? null, asOf };
}

/**
 * The chair's approval of a version; approving again changes nothing. Throws Refusal `conflict` when its audit has a
 * blocking finding.
 */
export async function approvePlan(
  context: Context,
  actor: Actor,
  input: { brief: string; version: number },
): Promise<PlanHeadView> {
  permit(actor, "approvePlan");
  const found = await findPlan(context, actor.tenant, input);
  if (found.head.blocking > 0) throw blocked(input.version, await findingsOf(context, actor.tenant, found.head));
  const key = { tenant: actor.tenant, brief: input.brief, version: input.version };
  const own = { version: input.version, at: context.now(), by: actor.subject };
  const approval = await context.store.approve(key, own, context.newId());
  return viewOf({ ...found, approval });
}

async function findingsOf({ store }: Context, tenant: string, head: PlanHead): Promise<readonly Finding[]> {
  const all = await store.readDocument(tenant, head.findings, FindingList);
  return all.filter((finding) => finding.blocking);
}

function unapproved(version: number): Refusal {
  return new Refusal("conflict", {
    id: `Rencana ${version} belum disetujui ketua; minta persetujuan dulu`,
    en: `Plan ${version} is not approved by the chair yet; ask for approval first`,
  });
}

/** What `publishPlan` takes. */
export interface PublishPlan {
  readonly brief: string;
  readonly version: number;
  /** The version that is published now, as the planner sees it (0: none); refused when it is another. */
  readonly expected?: number;
}

/**
 * Makes a version the one that drivers and boards see. Throws Refusal `conflict` when its audit has a blocking finding or
 * when another version than `expected` is published by now.
 */
export async function publishPlan(context: Context, actor: Actor, input: PublishPlan): Promise<PlanHeadView> {
  permit(actor, "publishPlan");
  const found = await findPlan(context, actor.tenant, input);
  const version = await wholeVersion(context, actor.tenant, found.head);
  const blocking = version.findings.filter((finding) => finding.blocking);
  if (blocking.length > 0) throw blocked(found.head.version, blocking);
  if (context.approvalRequired && !found.approval) throw unapproved(found.head.version);
  const key = { tenant: actor.tenant, brief: input.brief, version: input.version };
  if (found.pointer?.body.version !== input.version) {
    await context.store.writeAssignments(key, assignmentsOf(version));
    await context.store.writeBoard(key, { head: boardHeadOf(version), rows: boardRowsOf(version) });
  }
  const pointer = await movePointer(context, actor, input);
  // Vehicles that were under way keep what they have done: their rows of the new version follow from the same logs.
  for (const unit of await context.store.listUnits(key)) await projectUnit(context, { ...key, unit });
  return viewOf({ ...found, pointer });
}

/** Everything that a version is made of. */
export async function wholeVersion(
  { store }: Pick<Context, "store">,
  tenant: string,
  head: PlanHead,
): Promise<Version> {
  const [brief, plan, findings, drawing] = await Promise.all([
    store.readDocument(tenant, head.briefDocument, Brief),
    store.readDocument(tenant, head.plan, Plan),
    store.readDocument(tenant, head.findings, FindingList),
    store.readDocument(tenant, head.drawing, RouteDrawing),
  ]);
  return { brief: withExtras(brief, extrasOf(plan)), version: head.version, plan, findings, drawing };
}

async function movePointer(context: Context, actor: Actor, input: PublishPlan): Promise<Stored<Pointer>> {
  const { store, now, newId } = context;
  const key = { tenant: actor.tenant, brief: input.brief };
  const write = newId();
  for (;;) {
    const previous = await store.readPointer(key);
    if (previous?.body.version === input.version) return previous;
    if (input.expected !== undefined && input.expected !== (previous?.body.version ?? 0)) throw moved(previous?.body);
    const before = previous ? [previous.body.version, ...previous.body.superseded] : [];
    const superseded = [...new Set(before)].filter((version) => version !== input.version);
    const body = { version: input.version, at: now(), by: actor.subject, superseded };
    const outcome = await store.movePointer(key, { body, previous, write });
    if (outcome.written) return outcome.current;
  }
}

function moved(pointer: Pointer | undefined): Refusal {
  const now = pointer?.version ?? 0;
  return new Refusal("conflict", {
    id: `Versi ${now} sudah diterbitkan lebih dulu; periksa lalu terbitkan lagi bila perlu`,
    en: `Version ${now} has been published meanwhile; look at it, then publish again if need be`,
  });
}

function blocked(version: number, findings: readonly Finding[]): Refusal {
  const says = {
    id: `Rencana ${version} tidak dapat diterbitkan: ${findings.length} temuan harus diselesaikan dulu`,
    en: `Plan ${version} cannot be published: ${findings.length} finding(s) must be settled first`,
  };
  const troubles = findings
    .slice(0, 50)
    .map(({ code, place, says: sentence }) => ({ field: code, place, says: sentence }));
  return new Refusal("conflict", says, troubles);
}

/** Which version is published. Throws Refusal `not-found`. */
export async function pointerOf(context: Context, tenant: string, brief: string): Promise<Pointer> {
  const pointer = await context.store.readPointer({ tenant, brief });
  if (!pointer)
    throw new Refusal("not-found", {
      id: `Rencana terbit untuk brief ${brief} tidak ditemukan; terbitkan dahulu sebuah versi rencana`,
      en: `Published plan of brief ${brief} not found; publish a version of the plan first`,
    });
  return pointer.body;
}

/** An assignment and a tag that changes with it. */
export interface TaggedAssignment {
  readonly assignment: AssignmentView;
  readonly tag: string;
}

/** The assignment of a vehicle in the published version: two reads by key. Throws Refusal `not-found`. */
export async function readAssignment(
  context: Context,
  actor: Actor,
  input: { brief: string; vehicle: string },
): Promise<TaggedAssignment> {
  permit(actor, "readAssignment", `vehicle:${input.vehicle}`);
  const pointer = await pointerOf(context, actor.tenant, input.brief);
  const key = { tenant: actor.tenant, brief: input.brief, version: pointer.version };
  const found = await context.store.readAssignment(key, input.vehicle, AssignmentDocument);
  if (!found) throw absent({ id: `Tugas kendaraan ${input.vehicle}`, en: `Assignment of vehicle ${input.vehicle}` });
  const publishedAt = written(pointer.at, found.document.timeZone);
  return { assignment: { ...found.document, publishedAt }, tag: `${pointer.version}-${found.digest.slice(0, 16)}` };
}

/** Briefs that are looked through for a driver who names none. */
const lookedThrough = 50;

/** What `read` answers for the brief published last that has it; undefined when none has. */
export async function publishedLatest<Value>(
  { store }: Context,
  tenant: string,
  read: (brief: string) => Promise<Value>,
): Promise<Value | undefined> {
  const { items } = await store.listBriefHeads(tenant, { limit: lookedThrough });
  const pointers = await Promise.all(
    items.map(async ({ body: { brief } }) => {
      const pointer = await store.readPointer({ tenant, brief });
      return pointer ? [{ brief, at: pointer.body.at }] : [];
    }),
  );
  for (const { brief } of pointers.flat().sort((left, right) => right.at - left.at)) {
    try {
      return await read(brief);
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== "not-found") throw error;
    }
  }
  return undefined;
}

/**
 * The assignment of the actor's own vehicle (or of `vehicle`, for those who may see all), in `brief` or in the brief
 * published last that has it. Throws Refusal `not-found`.
 */
export async function readMyAssignment(
  context: Context,
  actor: Actor,
  input: { brief?: string; vehicle?: string },
): Promise<TaggedAssignment> {
  const vehicle = input.vehicle ?? actor.vehicle;
  if (vehicle === undefined) throw absent({ id: "Kendaraan (isi vehicle=...)", en: "Vehicle (give vehicle=...)" });
  if (input.brief !== undefined) return readAssignment(context, actor, { brief: input.brief, vehicle });
  permit(actor, "readAssignment", `vehicle:${vehicle}`);
  const found = await publishedLatest(context, actor.tenant, (brief) =>
    readAssignment(context, actor, { brief, vehicle }),
  );
  if (found) return found;
  throw absent({ id: `Tugas kendaraan ${vehicle}`, en: `Assignment of vehicle ${vehicle}` });
}

function expectedOf(eta: EtaRecord | undefined, zone: string): BoardRow["expected"] {
  const last = eta?.stops.at(-1);
  if (!eta || !last) return undefined;
  const next = eta.stops.find((stop) => !stop.done);
  return {
    asOf: written(eta.at, zone),
    next: next ? expectedView(next.arrival, zone) : null,
    end: expectedView(last.handedOver, zone),
    late: Math.max(...eta.stops.map((stop) => stop.late)),
  };
}

/** The board of the published version. Throws Refusal `not-found`. */
export async function readBoard(context: Context, actor: Actor, input: { brief: string }): Promise<BoardView> {
  permit(actor, "readBoard");
  const { head, rows, etas, pointer } = await boardOf(context, actor.tenant, input.brief);
  const asOf = written(context.now(), head.timeZone);
  const projected = new Map(etas.map((eta) => [eta.vehicle, eta]));
  const shown = rows.map(({ trips: _, boxes: __, sequence: ___, ...row }) => {
    const expected = expectedOf(projected.get(row.vehicle), head.timeZone);
    return expected ? { ...row, expected } : row;
  });
  return { ...head, publishedAt: written(pointer.at, head.timeZone), asOf, rows: shown };
}

/** The vehicles of the published version. Throws Refusal `not-found`. */
export async function listAssignments(
  context: Context,
  actor: Actor,
  input: { brief: string },
): Promise<AssignmentList> {
  permit(actor, "listAssignments");
  const { head, rows } = await boardOf(context, actor.tenant, input.brief);
  const assignments = rows.map((row) => ({
    vehicle: row.vehicle,
    vehicleType: row.vehicleType,
    home: row.home,
    trips: row.trips,
    stops: row.stops,
    kits: row.kits,
    boxes: row.boxes,
    start: row.start,
    end: row.end,
  }));
  const asOf = written(context.now(), head.timeZone);
  return { brief: input.brief, version: head.version, roads: head.roads, asOf, assignments };
}

async function boardOf(context: Context, tenant: string, brief: string) {
  const pointer = await pointerOf(context, tenant, brief);
  const board = await context.store.readBoard({ tenant, brief, version: pointer.version }, BoardDocument);
  if (!board) throw new Error(`version ${pointer.version} of ${brief} is published but has no board`);
  return { ...board, pointer };
}
