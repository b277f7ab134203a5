/**
 * The plan worker: takes a job, plans, stores the version, finishes the job. Safe to run again from the start at any
 * point, and to run twice at once. Knows heartbeats and cancelling; refuses to know where messages come from.
 */
import { Brief, Plan, Refusal } from "@antar/domain";
import { formatInstant, type Instant } from "@antar/measure";
import type { DocumentRef, JobRecord, PlanHead, Store } from "@antar/store";
import { raise } from "./alarms.ts";
import { changeJob, isFinal } from "./jobs.ts";
import type { JobMessage, Planner, PlanOutcome, PlanTask, StudyOutcome } from "./ports.ts";
import { type ProgressView, StudyRequest } from "./views.ts";

/** What the worker works with. */
export interface WorkerOptions {
  readonly store: Store;
  readonly planner: Planner;
  readonly now: () => Instant;
  readonly newId: () => string;
  /** Calls `beat` about once a second until the answer is called; a timer when absent. */
  readonly pulse?: (beat: () => void) => () => void;
}

/** Runs planning jobs. */
export interface PlanWorker {
  /**
   * Resolves when nothing is left to do for the message. Rejects when it should be delivered again (the store is busy,
   * another worker is at it) or with the error of a planner that broke, after the job was marked failed.
   */
  run(message: JobMessage): Promise<void>;
}

/** Seconds without a heartbeat after which a running job counts as left behind. */
const silence = 60;

function everySecond(beat: () => void): () => void {
  const timer = setInterval(beat, 1_000);
  return () => clearInterval(timer);
}

/** A worker; `alone` true when no other process can be running jobs, so that a running job was left behind. */
export function createPlanWorker(options: WorkerOptions & { readonly alone?: boolean }): PlanWorker {
  return {
    run: async (message) => {
      const job = await take(options, message);
      if (!job) return;
      try {
        await work(options, message.tenant, job);
      } catch (error) {
        if (error instanceof Refusal && error.code === "busy") throw error;
        await fail(options, message.tenant, job, error);
        if (!(error instanceof Refusal)) throw error;
      }
    },
  };
}

/** Marks the job as ours. Answers undefined when there is nothing to do. */
async function take(
  options: WorkerOptions & { readonly alone?: boolean },
  { tenant, job: id }: JobMessage,
): Promise<JobRecord | undefined> {
  const { store, now } = options;
  const mine = options.newId();
  const job = await changeJob(options, { tenant, id }, (current) => {
    if (isFinal(current)) return undefined;
    const quiet = now() - (current.heartbeatAt ?? 0);
    if (current.state === "running" && quiet < silence && !options.alone) throw taken(id);
    const moment = now();
    const started = { startedAt: current.startedAt ?? moment, heartbeatAt: moment };
    return { ...current, ...started, state: "running", attempt: current.attempt + 1, owner: mine };
  });
  if (!job || isFinal(job)) {
    await store.closeJob(tenant, id);
    return undefined;
  }
  return job.owner === mine ? job : undefined;
}

function taken(id: string): Refusal {
  return new Refusal("busy", {
    id: `Pekerjaan ${id} sedang dikerjakan`,
    en: `Job ${id} is being worked on`,
  });
}

async function work(options: WorkerOptions, tenant: string, job: JobRecord): Promise<void> {
  const { store } = options;
  const before = (await store.listPlanHeads({ tenant, brief: job.brief })).find((head) => head.job === job.id);
  if (before) return finish(options, tenant, job, { state: "done", version: before.version });
  const brief = await store.readDocument(tenant, job.briefDocument, Brief);
  const task = await taskOf(options, tenant, job);
  const watch = watchJob(options, tenant, job);
  let outcome: PlanOutcome | StudyOutcome;
  try {
    outcome = await options.planner(brief, task, watch);
  } finally {
    await watch.end();
  }
  if (watch.signal.aborted) return finish(options, tenant, job, { state: "cancelled" });
  if ("study" in outcome) {
    const result = await store.writeDocument(tenant, outcome.study);
    return finish(options, tenant, job, { state: "done", result });
  }
  const head = await saveVersion(options, tenant, { job, outcome });
  await finish(options, tenant, job, { state: "done", version: head.version });
}

/** What the planner is asked for by the job. */
async function taskOf({ store, now }: WorkerOptions, tenant: string, job: JobRecord): Promise<PlanTask> {
  const moment = formatInstant(now(), "UTC");
  const plain = { request: job.request, closures: job.closures, now: moment };
  if (!job.task) return plain;
  const study = await store.readDocument(tenant, job.task, StudyRequest);
  if (job.base === null) return { ...plain, study };
  const head = await store.readPlanHead({ tenant, brief: job.brief, version: job.base });
  if (!head) throw new Error(`version ${job.base} of ${job.brief} is not there any more`);
  return { ...plain, study, base: await store.readDocument(tenant, head.plan, Plan) };
}

/** Writes progress and heartbeat once a second, one write at a time, and learns of cancelling from the same write. */
function watchJob(options: WorkerOptions, tenant: string, job: JobRecord) {
  const signal = { aborted: false };
  let latest: ProgressView | null = job.progress;
  let writing: Promise<void> | undefined;
  const beat = (): void => {
    writing ??= changeJob(options, { tenant, id: job.id }, (current) =>
      isOurs(current, job) ? { ...current, progress: latest, heartbeatAt: options.now() } : undefined,
    )
      .then((current) => {
        if (!current || current.cancelling || !isOurs(current, job)) signal.aborted = true;
      })
      // A heartbeat that could not be written is not worth the plan: the next one tries again.
      .catch(() => undefined)
      .finally(() => {
        writing = undefined;
      });
  };
  const stop = (options.pulse ?? everySecond)(beat);
  return {
    signal,
    onProgress: (progress: ProgressView): void => {
      latest = progress;
    },
    end: async (): Promise<void> => {
      stop();
      await writing;
      beat();
      await writing;
    },
  };
}

const isOurs = (current: JobRecord, job: JobRecord): boolean => current.owner === job.owner && !isFinal(current);

async function saveVersion(
  { store, now, newId }: WorkerOptions,
  tenant: string,
  { job, outcome }: { job: JobRecord; outcome: PlanOutcome },
): Promise<PlanHead> {
  const { plan, findings, drawing } = outcome;
  const [planRef, findingsRef, drawingRef] = await Promise.all([
    store.writeDocument(tenant, plan),
    store.writeDocument(tenant, findings),
    store.writeDocument(tenant, drawing),
  ]);
  const blocking = findings.filter((finding) => finding.blocking).length;
  const head = {
    brief: job.brief,
    job: job.id,
    briefDigest: job.briefDigest,
    briefDocument: job.briefDocument,
    mode: plan.mode,
    seed: plan.seed,
    roads: plan.roads,
    summary: plan.summary,
    plan: planRef,
    findings: findingsRef,
    drawing: drawingRef,
    blocking,
    other: findings.length - blocking,
    at: now(),
    by: job.by,
  };
  return store.appendPlan(tenant, head, newId());
}

type Ending =
  | { readonly state: "done"; readonly version: number }
  | { readonly state: "done"; readonly result: DocumentRef }
  | { readonly state: "cancelled" }
  | { readonly state: "failed"; readonly problem: NonNullable<JobRecord["problem"]> };

async function finish(options: WorkerOptions, tenant: string, job: JobRecord, ending: Ending): Promise<void> {
  const left = await changeJob(options, { tenant, id: job.id }, (current) =>
    isOurs(current, job) ? { ...current, ...ending, finishedAt: options.now() } : undefined,
  );
  if (!left || isFinal(left)) await options.store.closeJob(tenant, job.id);
}

async function fail(options: WorkerOptions, tenant: string, job: JobRecord, error: unknown): Promise<void> {
  const problem = problemOf(error);
  await finish(options, tenant, job, { state: "failed", problem });
  const says = {
    id: `Pekerjaan ${job.kind} untuk ${job.brief} gagal: ${problem.says.id}`,
    en: `The job ${job.kind} for ${job.brief} failed: ${problem.says.en}`,
  };
  const alarm = { alarm: `job-${job.id}`, kind: "job-failed" as const, about: job.id, says };
  await raise(options, { tenant, brief: job.brief }, alarm);
}

function problemOf(error: unknown): NonNullable<JobRecord["problem"]> {
  if (!(error instanceof Refusal)) {
    const says = {
      id: "Perencana berhenti karena galat program",
      en: "The planner stopped because of a program error",
    };
    return { code: "bug", says, troubles: [] };
  }
  const troubles = error.troubles.map(({ field, place, says }) =>
    place === undefined ? { field, says } : { field, place, says },
  );
  return { code: error.code, says: error.says, troubles };
}
