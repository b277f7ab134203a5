/**
 * How jobs end: done, cancelled, failed with an alarm, or given up because nobody works on them any more. Knows whose a job
 * is; refuses to know what was to be done.
 */
import { Refusal } from "@antar/domain";
import type { Instant } from "@antar/measure";
import type { DocumentRef, JobRecord, Store } from "@antar/store";
import { raise } from "./alarms.ts";
import { changeJob, isFinal } from "./jobs.ts";
import type { JobMessage } from "./ports.ts";

/** What ending a job needs. */
export interface EndOptions {
  readonly store: Store;
  readonly now: () => Instant;
  readonly newId: () => string;
}

/** True while nobody else has taken the job and it has not ended. */
export const isOurs = (current: JobRecord, job: JobRecord): boolean => current.owner === job.owner && !isFinal(current);

/** How a job ends. */
export type Ending =
  | { readonly state: "done"; readonly version: number }
  | { readonly state: "done"; readonly result: DocumentRef }
  | { readonly state: "cancelled" }
  | { readonly state: "failed"; readonly problem: NonNullable<JobRecord["problem"]> };

/** Ends a job that is still the worker's own, and takes it off the open list. */
export async function finishJob(options: EndOptions, tenant: string, job: JobRecord, ending: Ending): Promise<void> {
  await endJob(options, { tenant, job: job.id }, ending, (current) => isOurs(current, job));
}

/** Ends the job while `may` holds, and takes a final one off the open list. Answers it as it then stands. */
async function endJob(
  options: EndOptions,
  { tenant, job: id }: JobMessage,
  ending: Ending,
  may: (current: JobRecord) => boolean,
): Promise<JobRecord | undefined> {
  const left = await changeJob(options, { tenant, id }, (current) =>
    may(current) ? { ...current, ...ending, finishedAt: options.now() } : undefined,
  );
  if (!left || isFinal(left)) await options.store.closeJob(tenant, id);
  return left;
}

/** Ends a job with what went wrong, unless it is another worker's by now, and raises the alarm. */
export async function failJob(options: EndOptions, tenant: string, job: JobRecord, error: unknown): Promise<void> {
  const problem = problemOf(error);
  await finishJob(options, tenant, job, { state: "failed", problem });
  await raiseFailed(options, tenant, job, problem);
}

/**
 * Ends a job whose message, or that of one of its sub-plans, was given up by its queue; nobody else would. A worker that has
 * shown itself within `silence` keeps its job. Ends nothing that has ended.
 */
export async function giveUpJob(options: EndOptions, message: JobMessage, silence: number): Promise<void> {
  const problem = problemOf(new Refusal("busy", abandoned));
  const quiet = (current: JobRecord): boolean =>
    !isFinal(current) && (current.owner === null || options.now() - (current.heartbeatAt ?? 0) >= silence);
  const left = await endJob(options, message, { state: "failed", problem }, quiet);
  // Raised again when a crash came between the two: the name of the alarm is the job's.
  if (left?.problem?.says.en === abandoned.en) await raiseFailed(options, message.tenant, left, problem);
}

const abandoned = {
  id: "Tidak ada lagi yang mengerjakannya setelah beberapa kali dicoba; ulangi pekerjaan ini",
  en: "Nobody works on it any more after several tries; repeat the job",
};

/**
 * Seconds without a sign after which a job counts as given up: three deliveries of its message, each hidden for as long as a
 * worker may run (16 minutes), and two minutes for the queue.
 */
export const abandonedAfter = 3 * 960 + 120;

/** Gives up the jobs of the tenant that nobody has touched for `abandonedAfter`. Answers how many. */
export async function giveUpAbandoned(options: EndOptions, tenant: string): Promise<number> {
  const open = await options.store.listOpenJobs(tenant);
  let given = 0;
  for (const { job, at } of open) {
    const heard = (await options.store.readJob(tenant, job))?.body.heartbeatAt ?? at;
    if (options.now() - Math.max(at, heard) < abandonedAfter) continue;
    await giveUpJob(options, { tenant, job }, abandonedAfter);
    given += 1;
  }
  return given;
}

async function raiseFailed(
  options: EndOptions,
  tenant: string,
  job: JobRecord,
  problem: NonNullable<JobRecord["problem"]>,
): Promise<void> {
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
