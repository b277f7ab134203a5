/**
 * Sub-plans of a job that others make: written down and sent out, made, joined. Every step may be repeated, and two of them
 * may run at once: what is asked for has a name that follows from its content, an answer is written once, and the job goes
 * back into its queue until all is answered. Knows records and messages; refuses to know what a sub-plan says.
 */
import { Refusal } from "@antar/domain";
import type { SubAnswer, SubPlan } from "@antar/planning";
import type { JobRecord, Store, SubPlanRecord } from "@antar/store";
import * as z from "zod";
import { type EndOptions, failJob, isOurs } from "./job-ends.ts";
import { changeJob, isFinal } from "./jobs.ts";
import type { JobMessage, JobQueue, SubPlanMessage, SubPlanner, SubPlanQueue } from "./ports.ts";
import type { WorkerOptions } from "./worker.ts";

// Both were written by this program and are unaltered, as their digests say; the planner looks at the inside.
const isList = (value: unknown, name: string): boolean =>
  value !== null && typeof value === "object" && Array.isArray(Reflect.get(value, name));
const SubPlanDocument = z.custom<SubPlan>((value) => isList(value, "tasks"));
const SubAnswerDocument = z.custom<SubAnswer>((value) => isList(value, "solutions"));

/** When and to whom a worker hands sub-plans. */
export interface FanOut {
  readonly queue: SubPlanQueue;
  /** Briefs with at least so many TPS are fanned out. */
  readonly from: number;
}

/** Records of the sub-plans of a job, and the answers that are there. */
export interface Gathered {
  readonly answered: ReadonlySet<string>;
  readonly answers: readonly SubAnswer[];
}

/** What has been answered so far. */
export async function gatherAnswers(store: Store, tenant: string, job: string): Promise<Gathered> {
  const records = await store.subPlans.all({ tenant, scope: job });
  const answers = await Promise.all(
    records.flatMap(({ answer }) => (answer ? [store.readDocument(tenant, answer, SubAnswerDocument)] : [])),
  );
  return { answered: new Set(records.flatMap(({ id, answer }) => (answer ? [id] : []))), answers };
}

interface Sending {
  readonly job: JobRecord;
  readonly subPlans: readonly SubPlan[];
  readonly gathered: Gathered;
}

/**
 * Writes the sub-plans down, lets go of the job and sends out those that are not answered. Answers true when the worker is
 * done with the job, false when all have been answered meanwhile and it should go on. Throws Error when the planner asks
 * again for what it was given.
 */
export async function sendSubPlans(options: WorkerOptions, tenant: string, sending: Sending): Promise<boolean> {
  const { job, subPlans, gathered } = sending;
  const records: SubPlanRecord[] = [];
  for (const sub of subPlans) records.push(await recordOf(options, tenant, job, sub));
  const open = records.filter(({ answer }) => answer === null);
  if (open.length === 0) {
    if (records.some(({ id }) => !gathered.answered.has(id))) return false;
    throw new Error(`the answers to the sub-plans of job ${job.id} are not to what was asked`);
  }
  const released = await changeJob(options, { tenant, id: job.id }, (current) => {
    if (!isOurs(current, job)) return undefined;
    const moment = options.now();
    if (current.cancelling) return { ...current, state: "cancelled", finishedAt: moment };
    return { ...current, owner: null, heartbeatAt: moment };
  });
  if (!released || isFinal(released)) {
    await options.store.closeJob(tenant, job.id);
    return true;
  }
  await sendOut(options, { tenant, job: job.id }, open);
  return true;
}

async function sendOut(options: WorkerOptions, message: JobMessage, open: readonly SubPlanRecord[]): Promise<void> {
  try {
    for (const { id } of open) await options.fanOut?.queue.enqueue({ ...message, subPlan: id });
  } catch (cause) {
    // The job is nobody's by now: its own message comes again and sends out the rest.
    const says = { id: "Antrean tidak menerima; dicoba lagi", en: "The queue took nothing; it is tried again" };
    throw Object.assign(new Refusal("busy", says), { cause });
  }
}

async function recordOf(options: WorkerOptions, tenant: string, job: JobRecord, sub: SubPlan): Promise<SubPlanRecord> {
  const { store, now, newId } = options;
  const task = await store.writeDocument(tenant, sub);
  const key = { tenant, scope: job.id, name: task.sha256 };
  const body = { id: task.sha256, kecamatan: sub.kecamatan, task, answer: null, at: now() };
  const { current } = await store.subPlans.change(key, { body, previous: undefined, write: newId() });
  return current?.body ?? body;
}

/** What the worker of sub-plans works with. */
export interface SubPlanWorkerOptions extends EndOptions {
  readonly planner: SubPlanner;
  /** Told after each answer. */
  readonly fanIn: JobQueue;
}

/** Makes sub-plans. */
export interface SubPlanWorker {
  /**
   * Resolves when nothing is left to do for the message. Rejects when it should be delivered again (the store is busy), or
   * with the error of a planner that broke, after the job was marked failed.
   */
  run(message: SubPlanMessage): Promise<void>;
}

/** A worker of sub-plans. */
export function createSubPlanWorker(options: SubPlanWorkerOptions): SubPlanWorker {
  return {
    run: async (message) => {
      const { tenant, job: id } = message;
      const job = (await options.store.readJob(tenant, id))?.body;
      if (!job || isFinal(job)) return;
      try {
        await answer(options, message);
      } catch (error) {
        if (error instanceof Refusal && error.code === "busy") throw error;
        await failJob(options, tenant, { ...job, owner: null }, error);
        throw error;
      }
      await options.fanIn.enqueue({ tenant, job: id });
    },
  };
}

async function answer(options: SubPlanWorkerOptions, { tenant, job, subPlan }: SubPlanMessage): Promise<void> {
  const { store, planner, newId } = options;
  const key = { tenant, scope: job, name: subPlan };
  const asked = await store.subPlans.read(key);
  if (!asked) throw new Error(`job ${job} has no sub-plan ${subPlan}`);
  if (asked.body.answer) return;
  const made = await planner(await store.readDocument(tenant, asked.body.task, SubPlanDocument));
  const document = await store.writeDocument(tenant, made);
  // Whoever comes second leaves the first answer: both are right.
  const change = { body: { ...asked.body, answer: document }, previous: asked, write: newId() };
  await store.subPlans.change(key, change);
}

/** What the fan-in works with. */
export interface FanInOptions extends EndOptions {
  /** Where the job goes on. */
  readonly queue: JobQueue;
}

/** Puts a job back into its queue once all of its sub-plans are answered; until then tells how many are. */
export async function joinSubPlans(options: FanInOptions, { tenant, job: id }: JobMessage): Promise<void> {
  const { store, queue } = options;
  const job = (await store.readJob(tenant, id))?.body;
  if (!job || isFinal(job)) return;
  const records = await store.subPlans.all({ tenant, scope: id });
  const answered = records.filter((record) => record.answer !== null).length;
  if (answered <= job.joined) return;
  const whole = answered === records.length;
  // First the message, then the note that it was sent: a crash between the two sends it twice, never not at all.
  if (whole) await queue.enqueue({ tenant, job: id });
  await changeJob(options, { tenant, id }, (current) => {
    if (isFinal(current) || current.joined >= answered) return undefined;
    if (whole) return { ...current, joined: answered };
    if (current.owner !== null) return undefined;
    return { ...current, heartbeatAt: options.now(), progress: progressOf(answered, records.length) };
  });
}

function progressOf(answered: number, all: number) {
  const says = { id: `Bagian rencana: ${answered} dari ${all}`, en: `Sub-plans: ${answered} of ${all}` };
  return { phase: "sub-plans", share: 0.2 + (0.4 * answered) / all, says };
}
