/**
 * How jobs end: done, cancelled, or failed with an alarm. Knows whose a job is; refuses to know what was to be done.
 */
import { Refusal } from "@antar/domain";
import type { Instant } from "@antar/measure";
import type { DocumentRef, JobRecord, Store } from "@antar/store";
import { raise } from "./alarms.ts";
import { changeJob, isFinal } from "./jobs.ts";

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
  const left = await changeJob(options, { tenant, id: job.id }, (current) =>
    isOurs(current, job) ? { ...current, ...ending, finishedAt: options.now() } : undefined,
  );
  if (!left || isFinal(left)) await options.store.closeJob(tenant, job.id);
}

/** Ends a job with what went wrong, unless it is another worker's by now, and raises the alarm. */
export async function failJob(options: EndOptions, tenant: string, job: JobRecord, error: unknown): Promise<void> {
  const problem = problemOf(error);
  await finishJob(options, tenant, job, { state: "failed", problem });
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
