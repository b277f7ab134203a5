/**
 * Planning again with one click as React state: a request, its job, and what went wrong.
 */
import type { JobView, PlanRequest, SentenceView } from "@antar/api";
import { useEffect, useState } from "react";
import { requestPlan, ServiceError, watchJob } from "../client.ts";

/** A plan that is being made anew. */
export interface NewPlan {
  readonly job: JobView | undefined;
  readonly going: boolean;
  readonly trouble: SentenceView | undefined;
  /** `before` is done first, e.g. lifting a closure. */
  readonly start: (request: PlanRequest, before?: () => Promise<unknown>) => Promise<void>;
}

/** Plans `brief` again on demand. */
export function useNewPlan(brief: string): NewPlan {
  const [job, setJob] = useState<JobView>();
  const [trouble, setTrouble] = useState<SentenceView>();
  const id = job?.id;
  useEffect(() => (id === undefined ? undefined : watchJob(id, setJob)), [id]);
  const start = async (request: PlanRequest, before?: () => Promise<unknown>): Promise<void> => {
    try {
      setTrouble(undefined);
      await before?.();
      setJob(await requestPlan(brief, request));
    } catch (error) {
      const said = error instanceof ServiceError ? (error.says ?? error.message) : String(error);
      setTrouble(typeof said === "string" ? { id: said, en: said } : said);
    }
  };
  const going = job?.state === "queued" || job?.state === "running";
  return { job, going, trouble: job?.state === "failed" ? (job.problem?.says ?? trouble) : trouble, start };
}
