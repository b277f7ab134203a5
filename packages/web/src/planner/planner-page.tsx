/**
 * The planner's page: asks for the published plan and what it needs, and says in words what is missing.
 */
import "../styles/planner.css";
import { useCallback } from "react";
import { fetchBase, fetchBrief, fetchBriefs, fetchPlan, fetchRoutes, ServiceError } from "../client.ts";
import { baseMapOf } from "../map/base.ts";
import { StatePage } from "../parts/state-page.tsx";
import { usePreferences } from "../preferences.tsx";
import { scheduleOf } from "../schedule/schedule.ts";
import { useResource } from "../use-resource.ts";
import { PlanView, type PlanViewProps } from "./plan-view.tsx";

type Missing = "brief" | "plan";

async function orUndefined<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  try {
    return await promise;
  } catch (error) {
    if (signal.aborted || !(error instanceof ServiceError)) throw error;
    return undefined;
  }
}

async function load(wanted: string | undefined, signal: AbortSignal): Promise<PlanViewProps | Missing> {
  const id = wanted ?? (await fetchBriefs(signal)).briefs[0]?.id;
  if (id === undefined) return "brief";
  const absent = async (error: unknown): Promise<undefined> => {
    if (error instanceof ServiceError && error.status === 404) return undefined;
    throw error;
  };
  const [brief, view, drawing, base] = await Promise.all([
    fetchBrief(id, signal),
    fetchPlan(id, signal).catch(absent),
    orUndefined(fetchRoutes(id, signal), signal),
    orUndefined(fetchBase(signal), signal),
  ]);
  if (!view) return "plan";
  return {
    brief: id,
    schedule: scheduleOf(view.plan, brief),
    findings: view.findingList,
    drawing: drawing ?? { type: "FeatureCollection", features: [] },
    base: baseMapOf(base, brief.serviceArea.rings),
  };
}

/** The plan of `brief`, of the first brief when undefined. */
export function PlannerPage({ brief }: { readonly brief: string | undefined }) {
  const { text, language } = usePreferences();
  const [resource, again] = useResource(useCallback((signal: AbortSignal) => load(brief, signal), [brief]));
  const retry = (
    <button type="button" className="primary" onClick={again}>
      {text.retry}
    </button>
  );
  if (resource.state === "loading") return <StatePage busy title={text.loading} />;
  if (resource.state === "failed") {
    const { error } = resource;
    return (
      <StatePage title={text.failedTitle} hint={text.failedHint} detail={error.says?.[language] ?? error.message}>
        {retry}
      </StatePage>
    );
  }
  const { value } = resource;
  if (value === "brief") {
    return (
      <StatePage title={text.noBriefTitle} hint={text.noBriefHint}>
        {retry}
      </StatePage>
    );
  }
  if (value === "plan") {
    return (
      <StatePage title={text.noPlanTitle} hint={text.noPlanHint}>
        {retry}
      </StatePage>
    );
  }
  return <PlanView {...value} />;
}
