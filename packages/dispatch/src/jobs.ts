/**
 * The verbs about planning jobs: one conditional put, then one message with ids. The work itself is the worker's.
 */
import {
  Brief,
  readBrief as checkBrief,
  digestOf,
  type ExtraOrder,
  mustBeExtraOrders,
  Plan,
  Refusal,
  withSettings,
} from "@antar/domain";
import type { BriefHead, JobRecord, Store, Stored } from "@antar/store";
import * as z from "zod";
import { type Actor, permit } from "./actor.ts";
import { activeClosures } from "./closures.ts";
import { absent, type Context, headOf, written } from "./context.ts";
import type { JobView, PlanRequest, StudyRequest } from "./views.ts";

/** What `requestPlan` takes. */
export interface RequestPlan {
  readonly brief: string;
  readonly request: PlanRequest;
  /** Made by the client: the same key again answers the same job. */
  readonly idempotencyKey?: string;
}

/** True when nothing more will happen to the job. */
export function isFinal(job: JobRecord): boolean {
  return job.state === "done" || job.state === "failed" || job.state === "cancelled";
}

/** The view of a job in the zone of its brief. */
export function jobView(job: JobRecord, zone: string): JobView {
  const at = (moment: number | null): string | null => (moment === null ? null : written(moment, zone));
  return {
    id: job.id,
    kind: job.kind,
    base: job.base,
    hasResult: job.result !== null,
    brief: job.brief,
    state: job.state,
    cancelling: job.cancelling,
    progress: job.progress,
    version: job.version,
    problem: job.problem,
    roads: job.roads,
    createdAt: written(job.createdAt, zone),
    startedAt: at(job.startedAt),
    heartbeatAt: at(job.heartbeatAt),
    finishedAt: at(job.finishedAt),
  };
}

/**
 * Changes a job under its revision, again when somebody else came first. `change` answers undefined to leave it as it is.
 * Answers the job as it then stands; undefined when there is none.
 */
export async function changeJob(
  { store, newId }: Pick<Context, "store" | "newId">,
  { tenant, id }: { tenant: string; id: string },
  change: (job: JobRecord) => JobRecord | undefined,
): Promise<JobRecord | undefined> {
  const write = newId();
  for (;;) {
    const previous = await store.readJob(tenant, id);
    const body = previous && change(previous.body);
    if (!body) return previous?.body;
    const outcome = await store.changeJob(tenant, { body, previous, write });
    if (outcome.written) return outcome.current.body;
  }
}

/**
 * Asks for a plan. Answers the job, which is queued or further. Throws Refusal `bad-setting` or `bad-brief` when the
 * what-if settings cannot be laid over the brief, `not-found` when there is no version `locksOf`, `conflict` when the key was used for another request.
 */
export async function requestPlan(context: Context, actor: Actor, input: RequestPlan): Promise<JobView> {
  permit(actor, "requestPlan");
  const head = await headOf(context, actor.tenant, input.brief);
  const brief = await context.store.readDocument(actor.tenant, head.document, Brief);
  if (input.request.settings) checkBrief(withSettings(brief, input.request.settings));
  const { brief: name, request, idempotencyKey } = input;
  const base = await locksOf(context, actor.tenant, input);
  const id = await jobId(context, actor, { asked: { brief: name, request }, idempotencyKey });
  return begin(context, actor, { head, id, request, what: { kind: "plan", base, task: null } });
}

/** The version whose locks the plan keeps; null for none. Throws Refusal when it or a lock to be released is not there. */
async function locksOf(context: Context, tenant: string, { brief, request }: RequestPlan): Promise<number | null> {
  const { locksOf: version, release = [] } = request;
  if (version !== undefined) return baseOf(context, tenant, { brief, version });
  if (release.length === 0) return null;
  const says = {
    id: "release: isi juga locksOf, versi rencana yang kuncinya dilepas",
    en: "release: give locksOf too, the version whose lock is released",
  };
  throw new Refusal("bad-input", says, [{ field: "release", says }]);
}

/** What `requestStudy` takes. */
export interface RequestStudy {
  readonly brief: string;
  readonly study: StudyRequest;
  readonly idempotencyKey?: string;
}

/**
 * Asks a question about a version, or for a version made from it. Answers the job. Throws Refusal `not-found` when there is
 * no such version, `bad-input` on extra kits that it cannot take, `bad-plan` when a plan that is given belongs to another brief.
 */
export async function requestStudy(context: Context, actor: Actor, input: RequestStudy): Promise<JobView> {
  permit(actor, "requestStudy");
  const { study, brief, idempotencyKey } = input;
  const head = await headOf(context, actor.tenant, brief);
  const base = "plan" in study ? null : await baseOf(context, actor.tenant, { brief, version: study.version });
  if (study.kind === "replan") await mustTakeExtras(context, actor.tenant, { head, base, orders: study.extra });
  if ("plan" in study) mustBelong(study.plan, { brief, tenant: actor.tenant });
  const task = await context.store.writeDocument(actor.tenant, study);
  const id = await jobId(context, actor, { asked: { brief, study }, idempotencyKey });
  return begin(context, actor, { head, id, request: {}, what: { kind: study.kind, base, task } });
}

async function baseOf(
  { store }: Context,
  tenant: string,
  { brief, version }: { brief: string; version: number | undefined },
): Promise<number> {
  const wanted = version ?? (await store.readPointer({ tenant, brief }))?.body.version;
  const found = wanted === undefined ? undefined : await store.readPlanHead({ tenant, brief, version: wanted });
  if (found) return found.version;
  throw absent({ id: `Rencana ${wanted ?? "terbit"} untuk ${brief}`, en: `Plan ${wanted ?? "published"} of ${brief}` });
}

interface ExtrasAsked {
  readonly head: BriefHead;
  readonly base: number | null;
  readonly orders: readonly ExtraOrder[] | undefined;
}

async function mustTakeExtras({ store }: Context, tenant: string, { head, base, orders = [] }: ExtrasAsked) {
  if (orders.length === 0 || base === null) return;
  const version = await store.readPlanHead({ tenant, brief: head.brief, version: base });
  if (!version) throw absent({ id: `Rencana ${base} untuk ${head.brief}`, en: `Plan ${base} of ${head.brief}` });
  const [brief, plan] = await Promise.all([
    store.readDocument(tenant, head.document, Brief),
    store.readDocument(tenant, version.plan, Plan),
  ]);
  mustBeExtraOrders(brief, plan, orders);
}

function mustBelong(plan: Plan, where: { brief: string; tenant: string }): void {
  if (plan.brief.id === where.brief && plan.brief.tenant === where.tenant) return;
  const says = {
    id: `plan.brief: rencana ini untuk brief ${plan.brief.id}, bukan ${where.brief}`,
    en: `plan.brief: this plan is for the brief ${plan.brief.id}, not ${where.brief}`,
  };
  throw new Refusal("bad-plan", says, [{ field: "plan.brief", says }]);
}

interface Beginning {
  readonly head: BriefHead;
  readonly id: string;
  readonly request: PlanRequest;
  readonly what: Pick<JobRecord, "kind" | "base" | "task">;
}

async function begin(context: Context, actor: Actor, { head, id, request, what }: Beginning): Promise<JobView> {
  const { store, queue } = context;
  const closures = await activeClosures(context, actor.tenant, head.brief);
  const fresh: JobRecord = {
    id,
    ...what,
    closures,
    result: null,
    brief: head.brief,
    briefVersion: head.version,
    briefDigest: head.digest,
    briefDocument: head.document,
    request,
    roads: head.roads,
    state: "queued",
    cancelling: false,
    attempt: 0,
    owner: null,
    joined: 0,
    progress: null,
    version: null,
    problem: null,
    by: actor.subject,
    createdAt: context.now(),
    startedAt: null,
    heartbeatAt: null,
    finishedAt: null,
  };
  const { current } = await store.createJob(actor.tenant, fresh, context.newId());
  const job = current?.body ?? fresh;
  if (isFinal(job)) await store.closeJob(actor.tenant, id);
  else await queue.enqueue({ tenant: actor.tenant, job: id });
  return jobView(job, head.timeZone);
}

interface Asking {
  readonly asked: unknown;
  readonly idempotencyKey: string | undefined;
}

async function jobId({ store, now, newId }: Context, actor: Actor, { asked, idempotencyKey }: Asking): Promise<string> {
  const effect = newId();
  if (idempotencyKey === undefined) return effect;
  const digest = digestOf(asked);
  const key = { tenant: actor.tenant, subject: actor.subject, name: idempotencyKey };
  const claim = await store.claim(key, { digest, effect, at: now() }, newId());
  if (claim.digest === digest) return claim.effect;
  throw new Refusal("conflict", {
    id: "Idempotency-Key ini sudah dipakai untuk permintaan lain; buat kunci baru",
    en: "This Idempotency-Key was used for another request; make a new key",
  });
}

async function findJob(store: Store, tenant: string, id: string): Promise<Stored<JobRecord>> {
  const job = await store.readJob(tenant, id);
  if (!job) throw absent({ id: `Pekerjaan ${id}`, en: `Job ${id}` });
  return job;
}

/** A job as it stands. Throws Refusal `not-found`. */
export async function readJob(context: Context, actor: Actor, input: { id: string }): Promise<JobView> {
  permit(actor, "readJob");
  const { body } = await findJob(context.store, actor.tenant, input.id);
  const head = await headOf(context, actor.tenant, body.brief);
  return jobView(body, head.timeZone);
}

/** The answer of a job that is not a version of the plan. Throws Refusal `not-found` while there is none. */
export async function readResult(context: Context, actor: Actor, input: { id: string }): Promise<unknown> {
  permit(actor, "readJob");
  const { body } = await findJob(context.store, actor.tenant, input.id);
  if (!body.result) throw absent({ id: `Hasil pekerjaan ${input.id}`, en: `The result of job ${input.id}` });
  return context.store.readDocument(actor.tenant, body.result, z.unknown());
}

/**
 * Puts a failed job back into the queue, as it was asked for; one that is queued gets its message again, so that a repeat
 * after a lost answer does no harm. Throws Refusal `not-found`, `conflict` when it neither failed nor waits.
 */
export async function retryJob(context: Context, actor: Actor, input: { id: string }): Promise<JobView> {
  permit(actor, "retryJob");
  const { tenant } = actor;
  const before = await findJob(context.store, tenant, input.id);
  if (before.body.state !== "failed" && before.body.state !== "queued") {
    throw new Refusal("conflict", {
      id: `Pekerjaan ${input.id} tidak gagal (${before.body.state}); tidak ada yang diulang`,
      en: `Job ${input.id} did not fail (${before.body.state}); there is nothing to repeat`,
    });
  }
  // Listed as open first: a crash in between leaves an entry that the next start looks at, never a job out of sight.
  await context.store.openJob(tenant, { job: input.id, at: context.now() });
  const job = await changeJob(context, { tenant, id: input.id }, (current) =>
    current.state === "failed"
      ? { ...current, state: "queued", problem: null, owner: null, joined: 0, finishedAt: null, cancelling: false }
      : undefined,
  );
  if (!job) throw absent({ id: `Pekerjaan ${input.id}`, en: `Job ${input.id}` });
  await context.queue.enqueue({ tenant, job: input.id });
  const head = await headOf(context, tenant, job.brief);
  return jobView(job, head.timeZone);
}

/** Asks a job to stop; one that waits (queued, or for its sub-plans) is cancelled at once. A final one stays as it is. Throws Refusal `not-found`. */
export async function cancelJob(context: Context, actor: Actor, input: { id: string }): Promise<JobView> {
  permit(actor, "cancelJob");
  await findJob(context.store, actor.tenant, input.id);
  const job = await changeJob(context, { tenant: actor.tenant, id: input.id }, (current) => {
    if (isFinal(current) || current.cancelling) return undefined;
    const asked = { ...current, cancelling: true };
    // Nobody is at a job that waits: it ends here.
    return current.owner === null ? { ...asked, state: "cancelled", finishedAt: context.now() } : asked;
  });
  if (!job) throw absent({ id: `Pekerjaan ${input.id}`, en: `Job ${input.id}` });
  if (isFinal(job)) await context.store.closeJob(actor.tenant, job.id);
  const head = await headOf(context, actor.tenant, job.brief);
  return jobView(job, head.timeZone);
}
