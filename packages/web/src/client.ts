/**
 * The service over HTTP, typed by the service's own types. Knows addresses and problem answers; refuses to know React.
 */
import type { BoardView, BriefList, JobView, PlanList, PlanRequest, PlanView, RouteDrawing } from "@antar/api";
import type { Brief } from "@antar/domain";
import type { FeatureCollection } from "geojson";

/** An answer other than the one asked for. `status` 0: no connection. */
export class ServiceError extends Error {
  readonly status: number;
  readonly says: { readonly id: string; readonly en: string } | undefined;

  constructor(status: number, detail: string, says?: { readonly id: string; readonly en: string }) {
    super(detail);
    this.name = "ServiceError";
    this.status = status;
    this.says = says;
  }
}

function sentenceOf(value: unknown): { id: string; en: string } | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { id, en }: { id?: unknown; en?: unknown } = value;
  return typeof id === "string" && typeof en === "string" ? { id, en } : undefined;
}

async function problemOf(response: Response): Promise<ServiceError> {
  const body: { title?: unknown; detail?: unknown; says?: unknown } | null = await response.json().catch(() => null);
  const detail = body?.detail ?? body?.title;
  const text = typeof detail === "string" ? detail : `${response.status} ${response.statusText}`;
  return new ServiceError(response.status, text, sentenceOf(body?.says));
}

async function ask<T>(path: string, init?: RequestInit): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, { ...init, headers: { accept: "application/json", ...init?.headers } });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ServiceError(0, error instanceof Error ? error.message : String(error));
  }
  if (!response.ok) throw await problemOf(response);
  return response.json();
}

const at = (brief: string, rest = ""): string => `/briefs/${encodeURIComponent(brief)}${rest}`;

/** The briefs of the service. Throws ServiceError, as all of these do. */
export const fetchBriefs = (signal: AbortSignal): Promise<BriefList> => ask("/briefs", { signal });

/** The document of a brief. */
export const fetchBrief = (brief: string, signal: AbortSignal): Promise<Brief> => ask(at(brief), { signal });

/** The published plan of a brief; a ServiceError of status 404 when none is. */
export const fetchPlan = (brief: string, signal: AbortSignal): Promise<PlanView> => ask(at(brief, "/plan"), { signal });

/** The drawn routes of the published plan. */
export const fetchRoutes = (brief: string, signal: AbortSignal): Promise<RouteDrawing> =>
  ask(at(brief, "/plan/routes.geojson"), { signal });

/** The base map of the service; a ServiceError of status 404 when it has none. */
export const fetchBase = (signal: AbortSignal): Promise<FeatureCollection> => ask("/map/base.geojson", { signal });

/** The wall board of the published plan. */
export const fetchBoard = (brief: string, signal: AbortSignal): Promise<BoardView> =>
  ask(at(brief, "/board"), { signal });

/** All versions of the plan of a brief. */
export const fetchPlans = (brief: string, signal: AbortSignal): Promise<PlanList> =>
  ask(at(brief, "/plans"), { signal });

/** Asks for a new plan; the job that makes it. */
export const requestPlan = (brief: string, request: PlanRequest): Promise<JobView> =>
  ask(at(brief, "/plans"), {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": crypto.randomUUID() },
    body: JSON.stringify(request),
  });

/** How far a planning job is. */
export const fetchJob = (job: string, signal: AbortSignal): Promise<JobView> =>
  ask(`/jobs/${encodeURIComponent(job)}`, { signal });
