/**
 * The story of one plan through the application: put the brief, ask for a plan, watch the job, approve, publish. The same
 * verbs that people use over HTTP.
 */
import type { JobView, PlanHeadView, PlanRequest, ProgressView } from "@antar/dispatch";
import { type Brief, Refusal } from "@antar/domain";
import type { Service } from "./open-service.ts";

const lookMs = 150;

/** What is asked for, and who hears of the progress. */
export interface Wish {
  readonly brief: Brief;
  readonly request: PlanRequest;
  readonly onProgress: (progress: ProgressView) => void;
}

/** Plans `brief` and publishes the plan. Throws Refusal when the job failed or its audit forbids publishing. */
export async function planAndPublish({ dispatch, actor }: Service, wish: Wish): Promise<PlanHeadView> {
  const { brief, request } = wish;
  await dispatch.putBrief(actor("planner"), { id: brief.id, document: brief });
  const job = await dispatch.requestPlan(actor("planner"), { brief: brief.id, request });
  const { version, problem } = await ended({ dispatch, actor }, job, wish.onProgress);
  if (version === null) {
    const says = problem?.says ?? { id: "Pekerjaan perencanaan dibatalkan", en: "The planning job was cancelled" };
    throw new Refusal("bad-input", says, problem?.troubles.map(({ field, says }) => ({ field, says })) ?? []);
  }
  await dispatch.approvePlan(actor("chair"), { brief: brief.id, version });
  return dispatch.publishPlan(actor("planner"), { brief: brief.id, version });
}

async function ended(
  { dispatch, actor }: Pick<Service, "dispatch" | "actor">,
  job: JobView,
  onProgress: (progress: ProgressView) => void,
): Promise<JobView> {
  let told = "";
  for (let current = job; ; current = await dispatch.readJob(actor("planner"), { id: job.id })) {
    if (current.progress && current.progress.phase !== told) {
      told = current.progress.phase;
      onProgress(current.progress);
    }
    if (current.state === "done" || current.state === "failed" || current.state === "cancelled") return current;
    await new Promise((resolve) => setTimeout(resolve, lookMs));
  }
}
