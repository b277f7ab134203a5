/**
 * The service over HTTP, typed by the service's own types. Knows addresses and problem answers; refuses to know React.
 */
import type {
  AssignmentList,
  AssignmentView,
  BoardView,
  BriefHeadView,
  BriefList,
  EventBatch,
  EventResults,
  JobView,
  LogView,
  PlanHeadView,
  PlanList,
  PlanRequest,
  PlanView,
  RouteDrawing,
  TroubleView,
  UnitList,
} from "@antar/api";
import type { Brief } from "@antar/domain";
import type { FeatureCollection } from "geojson";

/** An answer other than the one asked for. `status` 0: no connection. */
export class ServiceError extends Error {
  readonly status: number;
  readonly says: { readonly id: string; readonly en: string } | undefined;
  /** What is wrong with the document that was sent, field by field. */
  readonly troubles: readonly TroubleView[];

  constructor(
    status: number,
    detail: string,
    more: {
      readonly says?: { readonly id: string; readonly en: string } | undefined;
      readonly troubles?: readonly TroubleView[];
    } = {},
  ) {
    super(detail);
    this.name = "ServiceError";
    this.status = status;
    this.says = more.says;
    this.troubles = more.troubles ?? [];
  }
}

function sentenceOf(value: unknown): { id: string; en: string } | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { id, en }: { id?: unknown; en?: unknown } = value;
  return typeof id === "string" && typeof en === "string" ? { id, en } : undefined;
}

async function problemOf(response: Response): Promise<ServiceError> {
  const body: { title?: unknown; detail?: unknown; says?: unknown; troubles?: TroubleView[] } | null = await response
    .json()
    .catch(() => null);
  const detail = body?.detail ?? body?.title;
  const text = typeof detail === "string" ? detail : `${response.status} ${response.statusText}`;
  return new ServiceError(response.status, text, { says: sentenceOf(body?.says), troubles: body?.troubles ?? [] });
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

/** A fresh id of 32 hexadecimal digits. Not `randomUUID`: that is missing where the page came over plain HTTP. */
export function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const at = (brief: string, rest = ""): string => `/briefs/${encodeURIComponent(brief)}${rest}`;

/** The briefs of the service. Throws ServiceError, as all of these do. */
export const fetchBriefs = (signal: AbortSignal): Promise<BriefList> => ask("/briefs", { signal });

/** The document of a brief. */
export const fetchBrief = (brief: string, signal: AbortSignal): Promise<Brief> => ask(at(brief), { signal });

/**
 * Gives the service a brief; with `check` it only says what it would make of it. `id` is what the document calls itself.
 * A ServiceError of status 422 has the troubles.
 */
export const putBrief = (id: string, document: unknown, check: boolean): Promise<BriefHeadView> =>
  ask(at(id, check ? "?check=true" : ""), {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(document),
  });

const which = (version: number | undefined): string => (version === undefined ? "" : `?version=${version}`);

/** A version of the plan, the published one when undefined; a ServiceError of status 404 when there is none. */
export const fetchPlan = (brief: string, version: number | undefined, signal: AbortSignal): Promise<PlanView> =>
  ask(at(brief, `/plan${which(version)}`), { signal });

/** The drawn routes of that version. */
export const fetchRoutes = (brief: string, version: number | undefined, signal: AbortSignal): Promise<RouteDrawing> =>
  ask(at(brief, `/plan/routes.geojson${which(version)}`), { signal });

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
    headers: { "content-type": "application/json", "idempotency-key": newId() },
    body: JSON.stringify(request),
  });

/** How far a planning job is. */
export const fetchJob = (job: string, signal: AbortSignal): Promise<JobView> =>
  ask(`/jobs/${encodeURIComponent(job)}`, { signal });

/** Asks a job to stop; it ends with the best plan that it has, or without one. */
export const cancelJob = (job: string): Promise<JobView> =>
  ask(`/jobs/${encodeURIComponent(job)}/cancel`, { method: "POST" });

/** Publishes a version: drivers and boards see it from now on. */
export const publishPlan = (brief: string, version: number): Promise<PlanHeadView> =>
  ask(at(brief, `/plans/${version}/publish`), { method: "POST" });

/** The chair approves a version: it may be published from now on. */
export const approvePlan = (brief: string, version: number): Promise<PlanHeadView> =>
  ask(at(brief, `/plans/${version}/approve`), { method: "POST" });

/**
 * Follows a job by its event stream until it is final; asks every two seconds where there is no stream. The function
 * returned stops following.
 */
export function watchJob(job: string, onJob: (job: JobView) => void): () => void {
  const controller = new AbortController();
  const final = (view: JobView): boolean => view.state !== "queued" && view.state !== "running";
  const take = (view: JobView): void => {
    onJob(view);
    if (final(view)) controller.abort();
  };
  const stream = new EventSource(`/jobs/${encodeURIComponent(job)}/events`);
  controller.signal.addEventListener("abort", () => stream.close());
  stream.addEventListener("job", (event) => {
    if (!controller.signal.aborted) take(JSON.parse(event.data));
  });
  const poll = setInterval(() => {
    if (stream.readyState === EventSource.OPEN) return;
    fetchJob(job, controller.signal).then(take, () => undefined);
  }, 2_000);
  controller.signal.addEventListener("abort", () => clearInterval(poll));
  return () => controller.abort();
}

/**
 * Follows the board by its event stream, and asks every five seconds while there is no stream. The function returned
 * stops following.
 */
export function watchBoard(brief: string, onBoard: (board: BoardView) => void): () => void {
  const controller = new AbortController();
  const stream = new EventSource(at(brief, "/board/events"));
  stream.addEventListener("board", (event) => onBoard(JSON.parse(event.data)));
  const poll = setInterval(() => {
    if (stream.readyState === EventSource.OPEN) return;
    fetchBoard(brief, controller.signal).then(onBoard, () => undefined);
  }, 5_000);
  return () => {
    controller.abort();
    stream.close();
    clearInterval(poll);
  };
}

/** The vehicles of the published plan. */
export const fetchAssignments = (brief: string, signal: AbortSignal): Promise<AssignmentList> =>
  ask(at(brief, "/assignments"), { signal });

/** What one vehicle does. */
export const fetchAssignment = (brief: string, vehicle: string, signal: AbortSignal): Promise<AssignmentView> =>
  ask(at(brief, `/assignments/${encodeURIComponent(vehicle)}`), { signal });

/** Tells the service what happened; an event told twice is recognised by its id. */
export const sendEvents = (brief: string, batch: EventBatch): Promise<EventResults> =>
  ask(at(brief, "/events"), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(batch),
  });

/** Gives the service a file that an event names; giving it twice is harmless. */
export const sendFile = (
  brief: string,
  file: { readonly sha256: string; readonly type: string; readonly bytes: ArrayBuffer },
): Promise<unknown> =>
  ask(at(brief, `/attachments/${file.sha256}`), {
    method: "PUT",
    headers: { "content-type": file.type },
    body: file.bytes,
  });

/** The vehicles and places that have a custody log. */
export const fetchUnits = (brief: string, signal: AbortSignal): Promise<UnitList> =>
  ask(at(brief, "/logs"), { signal });

/** The custody log of a unit. */
export const fetchLog = (brief: string, unit: string, signal: AbortSignal): Promise<LogView> =>
  ask(at(brief, `/logs/${encodeURIComponent(unit)}`), { signal });
