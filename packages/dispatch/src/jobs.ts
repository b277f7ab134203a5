/**
 * The verbs about planning jobs: one conditional put, then one message with ids. The work itself is the worker's.
 */
import { Brief, readBrief as checkBrief, digestOf, Refusal, withSettings } from "@antar/domain";
import type { JobRecord, Store, Stored } from "@antar/store";
import { type Actor, permit } from "./actor.ts";
import { absent, type Context, headOf, written } from "./context.ts";
import type { JobView, PlanRequest } from "./views.ts";

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
 * what-if settings cannot be laid over the brief, `conflict` when the key was used for another request.
 */
export async function requestPlan(context: Context, actor: Actor, input: RequestPlan): Promise<JobView> {
  permit(actor, "requestPlan");
  const { store, queue } = context;
  const head = await headOf(context, actor.tenant, input.brief);
  const brief = await store.readDocument(actor.tenant, head.document, Brief);
  if (input.request.settings) checkBrief(withSettings(brief, input.request.settings));
  const id = await jobId(context, actor, input);
  const fresh: JobRecord = {
    id,
    brief: head.brief,
    briefVersion: head.version,
    briefDigest: head.digest,
    briefDocument: head.document,
    request: input.request,
    roads: head.roads,
    state: "queued",
    cancelling: false,
    attempt: 0,
    owner: null,
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

async function jobId({ store, now, newId }: Context, actor: Actor, input: RequestPlan): Promise<string> {
  const effect = newId();
  if (input.idempotencyKey === undefined) return effect;
  const digest = digestOf({ brief: input.brief, request: input.request });
  const key = { tenant: actor.tenant, subject: actor.subject, name: input.idempotencyKey };
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

/** Asks a job to stop; a queued one is cancelled at once. A final one stays as it is. Throws Refusal `not-found`. */
export async function cancelJob(context: Context, actor: Actor, input: { id: string }): Promise<JobView> {
  permit(actor, "cancelJob");
  await findJob(context.store, actor.tenant, input.id);
  const job = await changeJob(context, { tenant: actor.tenant, id: input.id }, (current) => {
    if (isFinal(current) || current.cancelling) return undefined;
    const asked = { ...current, cancelling: true };
    return current.state === "queued" ? { ...asked, state: "cancelled", finishedAt: context.now() } : asked;
  });
  if (!job) throw absent({ id: `Pekerjaan ${input.id}`, en: `Job ${input.id}` });
  if (isFinal(job)) await context.store.closeJob(actor.tenant, job.id);
  const head = await headOf(context, actor.tenant, job.brief);
  return jobView(job, head.timeZone);
}
