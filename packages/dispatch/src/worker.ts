/**
 * The plan worker: takes a job, plans, stores the version, finishes the job. Safe to run again from the start at any
 * point, and to run twice at once. Knows heartbeats and cancelling; refuses to know where messages come from.
 */
import { Brief, Plan, Refusal } from "@antar/domain";
import { formatInstant, type Instant } from "@antar/measure";
import type { JobRecord, PlanHead, Store } from "@antar/store";
import { failJob, finishJob, isOurs } from "./job-ends.ts";
import { changeJob, isFinal } from "./jobs.ts";
import type { JobMessage, Measure, Planner, PlanOutcome, PlanTask, StudyOutcome, SubPlansOutcome } from "./ports.ts";
import { type FanOut, type Gathered, gatherAnswers, sendSubPlans } from "./sub-plans.ts";
import { type ProgressView, StudyRequest } from "./views.ts";

/** What the worker works with. */
export interface WorkerOptions {
  readonly store: Store;
  readonly planner: Planner;
  readonly now: () => Instant;
  readonly newId: () => string;
  /** Calls `beat` about once a second until the answer is called; a timer when absent. */
  readonly pulse?: (beat: () => void) => () => void;
  /** Large plans are made by many workers; absent: this one makes all by itself. */
  readonly fanOut?: FanOut;
  /** Told of every version that is made; absent: nobody counts. */
  readonly measure?: Measure;
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
        await failJob(options, message.tenant, job, error);
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
    if (current.owner !== null && quiet < silence && !options.alone) throw taken(id);
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
  if (before) return finishJob(options, tenant, job, { state: "done", version: before.version });
  const brief = await store.readDocument(tenant, job.briefDocument, Brief);
  const task = await taskOf(options, tenant, job);
  const outcome = await outcomeOf(options, tenant, { job, brief, task });
  if (outcome === "let go") return;
  if (outcome === "cancelled") return finishJob(options, tenant, job, { state: "cancelled" });
  if ("study" in outcome) {
    const result = await store.writeDocument(tenant, outcome.study);
    return finishJob(options, tenant, job, { state: "done", result });
  }
  const head = await saveVersion(options, tenant, { job, outcome });
  await finishJob(options, tenant, job, { state: "done", version: head.version });
  const seconds = options.now() - (job.startedAt ?? options.now());
  options.measure?.({ tenant, name: "planSeconds", value: seconds });
  options.measure?.({ tenant, name: "unassigned", value: outcome.plan.unassigned.length });
}

interface Asking {
  readonly job: JobRecord;
  readonly brief: Brief;
  readonly task: PlanTask;
}

async function planned(options: WorkerOptions, tenant: string, { job, brief, task }: Asking) {
  const watch = watchJob(options, tenant, job);
  try {
    const outcome = await options.planner(brief, task, watch);
    return { outcome, aborted: () => watch.signal.aborted };
  } finally {
    await watch.end();
  }
}

/** What came of the job; `let go`: it waits for sub-plans that were sent out. */
async function outcomeOf(
  options: WorkerOptions,
  tenant: string,
  asking: Asking,
): Promise<PlanOutcome | StudyOutcome | "let go" | "cancelled"> {
  const { job, brief, task } = asking;
  const tps = brief.places.filter((place) => place.kind === "tps").length;
  const fans = options.fanOut !== undefined && job.kind === "plan" && tps >= options.fanOut.from;
  for (;;) {
    const gathered: Gathered | undefined = fans ? await gatherAnswers(options.store, tenant, job.id) : undefined;
    const given = gathered ? { ...task, fanOut: { answers: gathered.answers } } : task;
    const { outcome, aborted } = await planned(options, tenant, { ...asking, task: given });
    if (aborted()) return "cancelled";
    if (!isWaiting(outcome)) return outcome;
    if (!gathered) throw new Error("the planner wants sub-plans that nobody offered");
    if (await sendSubPlans(options, tenant, { job, subPlans: outcome.subPlans, gathered })) return "let go";
  }
}

const isWaiting = (outcome: PlanOutcome | StudyOutcome | SubPlansOutcome): outcome is SubPlansOutcome =>
  "subPlans" in outcome;

/** What the planner is asked for by the job. */
async function taskOf({ store, now }: WorkerOptions, tenant: string, job: JobRecord): Promise<PlanTask> {
  const moment = formatInstant(now(), "UTC");
  const plain = { request: job.request, closures: job.closures, now: moment };
  const study = job.task ? { study: await store.readDocument(tenant, job.task, StudyRequest) } : {};
  if (job.base === null) return { ...plain, ...study };
  const head = await store.readPlanHead({ tenant, brief: job.brief, version: job.base });
  if (!head) throw new Error(`version ${job.base} of ${job.brief} is not there any more`);
  return { ...plain, ...study, base: await store.readDocument(tenant, head.plan, Plan) };
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

async function saveVersion(
  { store, now, newId }: WorkerOptions,
  tenant: string,
  { job, outcome }: { job: JobRecord; outcome: PlanOutcome },
): Promise<PlanHead> {
  const { plan, findings, drawing, compact } = outcome;
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
    ...(compact ? { compact } : {}),
    at: now(),
    by: job.by,
  };
  return store.appendPlan(tenant, head, newId());
}
