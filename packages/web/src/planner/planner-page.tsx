/**
 * The planner's page: asks for the published plan and what it needs, and says in words what is missing.
 */
import "../styles/planner.css";
import "../styles/planner-list.css";
import "../styles/planner-tools.css";
import "../styles/planner-screens.css";
import type { Brief } from "@antar/domain";
import { useCallback } from "react";
import { fetchBase, fetchBrief, fetchBriefs, fetchMapStyle, fetchPlan, fetchRoutes, ServiceError } from "../client.ts";
import { baseMapOf } from "../map/base.ts";
import { FailedPage } from "../parts/failed-page.tsx";
import { StatePage } from "../parts/state-page.tsx";
import { usePreferences } from "../preferences.tsx";
import { addressOf } from "../route.ts";
import { scheduleOf } from "../schedule/schedule.ts";
import { useResource } from "../use-resource.ts";
import { PlanRequestDialog } from "./plan-request.tsx";
import { PlanView, type PlanViewProps } from "./plan-view.tsx";

type Missing = { readonly missing: "brief" } | { readonly missing: "plan"; readonly brief: Brief };

async function orUndefined<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  try {
    return await promise;
  } catch (error) {
    if (signal.aborted || !(error instanceof ServiceError)) throw error;
    return undefined;
  }
}

interface Wanted {
  readonly brief: string | undefined;
  readonly version: number | undefined;
}

async function load(
  { brief: wanted, version }: Wanted,
  signal: AbortSignal,
): Promise<Omit<PlanViewProps, "onChanged"> | Missing> {
  const id = wanted ?? (await fetchBriefs(signal)).briefs[0]?.id;
  if (id === undefined) return { missing: "brief" };
  const absent = async (error: unknown): Promise<undefined> => {
    if (error instanceof ServiceError && error.status === 404) return undefined;
    throw error;
  };
  const [brief, view, drawing, base, external] = await Promise.all([
    fetchBrief(id, signal),
    fetchPlan(id, version, signal).catch(absent),
    orUndefined(fetchRoutes(id, version, signal), signal),
    orUndefined(fetchBase(signal), signal),
    orUndefined(fetchMapStyle(signal), signal),
  ]);
  if (!view) return { missing: "plan", brief };
  return {
    brief,
    version: view,
    schedule: scheduleOf(view.plan, brief),
    findings: view.findingList,
    drawing: drawing ?? { type: "FeatureCollection", features: [] },
    base: { ...baseMapOf(base, brief.serviceArea.rings), external: external ?? undefined },
  };
}

/** A version of the plan of `brief`; undefined: the published one, of the first brief. */
export function PlannerPage({ brief, version }: Wanted) {
  const { text } = usePreferences();
  const [resource, again] = useResource(
    useCallback((signal: AbortSignal) => load({ brief, version }, signal), [brief, version]),
  );
  if (resource.state === "loading") return <StatePage busy title={text.loading} />;
  if (resource.state === "failed") return <FailedPage error={resource.error} onRetry={again} />;
  const { value } = resource;
  if (!("missing" in value)) return <PlanView {...value} onChanged={again} />;
  if (value.missing === "brief") {
    return (
      <FailedPage error={undefined} absent={{ title: text.noBriefTitle, hint: text.noBriefHint }} onRetry={again}>
        <a className="primary" href={addressOf({ brief: undefined, page: "import" })}>
          {text.importTitle}
        </a>
      </FailedPage>
    );
  }
  return (
    <FailedPage error={undefined} absent={{ title: text.noPlanTitle, hint: text.noPlanHint }} onRetry={again}>
      <PlanRequestDialog brief={value.brief} />
    </FailedPage>
  );
}
