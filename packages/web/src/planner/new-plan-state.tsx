/**
 * How far a plan is that was asked for with one click, and the way to it.
 */
import { usePreferences } from "../preferences.tsx";
import { addressOf } from "../route.ts";
import { StudyState } from "./study-state.tsx";
import type { NewPlan } from "./use-new-plan.ts";

/** The line under the button. */
export function NewPlanState({ plan }: { readonly plan: NewPlan }) {
  const { text } = usePreferences();
  const { job } = plan;
  return (
    <>
      <StudyState study={plan} />
      {job?.version != null && (
        <a className="quiet" href={addressOf({ brief: job.brief, page: "plan", version: job.version })}>
          {text.jobDone(`${job.version}`)}: {text.jobShow}
        </a>
      )}
    </>
  );
}
