/**
 * The service over HTTP, typed by the service's own types. Knows addresses and problem answers; refuses to know React.
 */
import type {
  AlarmList,
  AlarmView,
  AssignmentList,
  AssignmentView,
  AttachmentView,
  BoardView,
  BriefHeadView,
  BriefList,
  ClosureList,
  ClosureView,
  CodeView,
  CodeWish,
  ConsentView,
  ContactList,
  DeliveryList,
  DeviceList,
  DeviceView,
  EtaList,
  EventBatch,
  EventResults,
  JobView,
  LogView,
  PersonGiven,
  PersonList,
  PersonView,
  PlanDiffView,
  PlanHeadView,
  PlanList,
  PlanRequest,
  PlanView,
  PositionBatch,
  PositionList,
  RouteDrawing,
  SecretView,
  SettingsGiven,
  SettingsView,
  StudyRequest,
  TroubleView,
  UnitList,
} from "@antar/api";
import type { Brief } from "@antar/domain";
import { EventSourceParserStream } from "eventsource-parser/stream";
import type { Feature, FeatureCollection } from "geojson";
import type { ExternalStyle } from "./map/external.ts";
import { currentSession, heardTime, newId, sessionHeaders, wantSignIn } from "./session/session.ts";

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

async function asked(path: string, init?: RequestInit): Promise<Response> {
  const send = async (): Promise<Response> => {
    const session = await sessionHeaders(init?.method ?? "GET", path);
    return fetch(path, { ...init, headers: { accept: "application/json", ...init?.headers, ...session } });
  };
  try {
    const response = await send();
    heardTime(response);
    // A proof of a device whose clock is off is refused once; the answer tells the time.
    return response.status === 401 && (await currentSession()) ? await send() : response;
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ServiceError(0, error instanceof Error ? error.message : String(error));
  }
}

async function ask<T>(path: string, init?: RequestInit): Promise<T> {
  const response = await asked(path, init);
  if (response.status === 401) wantSignIn();
  if (!response.ok) throw await problemOf(response);
  return response.json();
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

/** A style from elsewhere for the base map; null when the office uses none. */
export const fetchMapStyle = (signal: AbortSignal): Promise<ExternalStyle | null> => ask("/map/style.json", { signal });

/** The wall board of the published plan. */
export const fetchBoard = (brief: string, signal: AbortSignal): Promise<BoardView> =>
  ask(at(brief, "/board"), { signal });

/** The alarms of a brief, cleared ones too. */
export const fetchAlarms = (brief: string, signal: AbortSignal): Promise<AlarmList> =>
  ask(at(brief, "/alarms"), { signal });

/** Says that somebody takes care of an alarm. */
export const seeAlarm = (brief: string, alarm: string): Promise<AlarmView> =>
  ask(at(brief, `/alarms/${encodeURIComponent(alarm)}/seen`), { method: "POST" });

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
 * Follows the events named `name` of a stream until it ends, the signal aborts or `take` answers true. Not `EventSource`:
 * that cannot say who asks.
 */
async function follow<T>(
  path: string,
  name: string,
  { signal, take }: { signal: AbortSignal; take: (value: T) => boolean },
) {
  const response = await asked(path, { headers: { accept: "text/event-stream" }, signal });
  if (!response.ok || !response.body) return;
  const reader = response.body
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream())
    .getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    if (value.event === name && take(JSON.parse(value.data))) return void reader.cancel();
  }
}

interface Watching<T> {
  readonly stream: string;
  readonly event: string;
  readonly fetch: (signal: AbortSignal) => Promise<T>;
  readonly every: number;
  readonly isFinal: (value: T) => boolean;
  readonly on: (value: T) => void;
}

/**
 * Follows something by its event stream, stream after stream, and asks at every pause: a stream ends after a while, and
 * some networks let none through. The function returned stops following.
 */
function watch<T>({ stream, event, fetch, every, isFinal, on }: Watching<T>): () => void {
  const controller = new AbortController();
  const { signal } = controller;
  const take = (value: T): boolean => {
    if (signal.aborted) return true;
    on(value);
    if (isFinal(value)) controller.abort();
    return signal.aborted;
  };
  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      await follow(stream, event, { signal, take }).catch(() => undefined);
      if (signal.aborted) return;
      await fetch(signal).then(take, () => undefined);
      await new Promise((resolve) => setTimeout(resolve, every));
    }
  };
  void run();
  return () => controller.abort();
}

/** Follows a job until it is final. The function returned stops following. */
export const watchJob = (job: string, on: (job: JobView) => void): (() => void) =>
  watch({
    stream: `/jobs/${encodeURIComponent(job)}/events`,
    event: "job",
    fetch: (signal) => fetchJob(job, signal),
    every: 2_000,
    isFinal: ({ state }) => state !== "queued" && state !== "running",
    on,
  });

/** Follows the board. The function returned stops following. */
export const watchBoard = (brief: string, on: (board: BoardView) => void): (() => void) =>
  watch({
    stream: at(brief, "/board/events"),
    event: "board",
    fetch: (signal) => fetchBoard(brief, signal),
    every: 3_000,
    isFinal: () => false,
    on,
  });

/** The vehicles of the published plan. */
export const fetchAssignments = (brief: string, signal: AbortSignal): Promise<AssignmentList> =>
  ask(at(brief, "/assignments"), { signal });

/** What the vehicle of the driver who is signed in does. */
export const fetchMine = (signal: AbortSignal): Promise<AssignmentView> => ask("/me/assignment", { signal });

/** What one vehicle does. */
export const fetchAssignment = (brief: string, vehicle: string, signal: AbortSignal): Promise<AssignmentView> =>
  ask(at(brief, `/assignments/${encodeURIComponent(vehicle)}`), { signal });

/** What is expected of one vehicle, stop by stop, by all that is known. */
export const fetchEtas = (brief: string, vehicle: string, signal: AbortSignal): Promise<EtaList> =>
  ask(at(brief, `/assignments/${encodeURIComponent(vehicle)}/etas`), { signal });

/** Whom the driver of a vehicle may call. */
export const fetchContacts = (brief: string, vehicle: string, signal: AbortSignal): Promise<ContactList> =>
  ask(at(brief, `/assignments/${encodeURIComponent(vehicle)}/contacts`), { signal });

/** What comes to the place of the receiver who is signed in, or to `place`. */
export const fetchMyDeliveries = (place: string | undefined, signal: AbortSignal): Promise<DeliveryList> =>
  ask(`/me/deliveries${place === undefined ? "" : `?place=${encodeURIComponent(place)}`}`, { signal });

/** What comes to a place of a brief. */
export const fetchDeliveries = (brief: string, place: string, signal: AbortSignal): Promise<DeliveryList> =>
  ask(at(brief, `/places/${encodeURIComponent(place)}/deliveries`), { signal });

/** Whether the person who is signed in lets this device send positions. */
export const fetchConsent = (signal: AbortSignal): Promise<ConsentView> => ask("/me/consent", { signal });

/** Agrees to sending positions, or takes it back. */
export const putConsent = (positions: boolean): Promise<ConsentView> =>
  ask("/me/consent", { method: "PUT", headers: readJson, body: JSON.stringify({ positions }) });

/** Sends positions of a vehicle; sending them again changes nothing. */
export const sendPositions = (brief: string, positions: PositionBatch): Promise<{ readonly taken: number }> =>
  ask(at(brief, "/positions"), { method: "POST", headers: readJson, body: JSON.stringify(positions) });

/** The latest position of every vehicle, with its age. */
export const fetchPositions = (brief: string, signal: AbortSignal): Promise<PositionList> =>
  ask(at(brief, "/positions"), { signal });

/** Tells the service what happened; an event told twice is recognised by its id. */
export const sendEvents = (brief: string, batch: EventBatch): Promise<EventResults> =>
  ask(at(brief, "/events"), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(batch),
  });

const readJson = { "content-type": "application/json" };

/**
 * Gives the service a picture or signature that an event names. It goes on where an earlier try ended; giving it again is
 * harmless.
 */
export async function sendFile(file: { sha256: string; type: string; bytes: ArrayBuffer }): Promise<void> {
  const { sha256, type, bytes } = file;
  const wish = JSON.stringify({ sha256, type, bytes: bytes.byteLength });
  const { upload, offset } = await ask<AttachmentView>("/attachments", {
    method: "POST",
    headers: readJson,
    body: wish,
  });
  if (!upload) return;
  const { method, address, headers } = upload;
  const body = method === "PATCH" ? bytes.slice(offset) : bytes;
  const isOurs = new URL(address, window.location.origin).origin === window.location.origin;
  // A bucket's address is signed by itself: who asks is nobody else's to know.
  const response = isOurs
    ? await asked(address, { method, headers, body })
    : await fetch(address, { method, headers, body });
  if (!response.ok) throw await problemOf(response);
  await ask(`/attachments/${sha256}/finish`, { method: "POST" });
}

/** The closures of a brief, lifted ones too. */
export const fetchClosures = (brief: string, signal: AbortSignal): Promise<ClosureList> =>
  ask(at(brief, "/closures"), { signal });

/** Draws a closure: a GeoJSON feature with the properties of `domain`. */
export const putClosure = (brief: string, closure: string, feature: Feature): Promise<ClosureView> =>
  ask(at(brief, `/closures/${closure}`), { method: "PUT", headers: readJson, body: JSON.stringify(feature) });

/** Lifts a closure. */
export const liftClosure = (brief: string, closure: string): Promise<ClosureView> =>
  ask(at(brief, `/closures/${encodeURIComponent(closure)}/lift`), { method: "POST" });

/** Asks a question about a version, or for a version made from another; the job that answers. */
export const requestStudy = (brief: string, study: StudyRequest): Promise<JobView> =>
  ask(at(brief, "/studies"), {
    method: "POST",
    headers: { ...readJson, "idempotency-key": newId() },
    body: JSON.stringify(study),
  });

/** The answer of a job that is not a version of the plan. */
export const fetchResult = async <Answer>(job: string): Promise<Answer> =>
  (await ask<{ result: Answer }>(`/jobs/${encodeURIComponent(job)}/result`)).result;

/** Lays a version before the chair. */
export const submitPlan = (brief: string, version: number, note: string): Promise<PlanHeadView> =>
  ask(at(brief, `/plans/${version}/submit`), { method: "POST", headers: readJson, body: JSON.stringify({ note }) });

/** What changed in `version` since the published one. */
export const fetchDiff = (brief: string, version: number, signal: AbortSignal): Promise<PlanDiffView> =>
  ask(at(brief, `/plans/${version}/diff`), { signal });

/** Sends a version back to the planner with a note. */
export const sendBackPlan = (brief: string, version: number, note: string): Promise<PlanHeadView> =>
  ask(at(brief, `/plans/${version}/send-back`), { method: "POST", headers: readJson, body: JSON.stringify({ note }) });

/** A file of the service as a download, since a plain link cannot say who asks. */
export async function download(path: string, name: string): Promise<void> {
  const response = await asked(path);
  if (!response.ok) throw await problemOf(response);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await response.blob());
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** The vehicles and places that have a custody log. */
export const fetchUnits = (brief: string, signal: AbortSignal): Promise<UnitList> =>
  ask(at(brief, "/logs"), { signal });

/** The custody log of a unit. */
export const fetchLog = (brief: string, unit: string, signal: AbortSignal): Promise<LogView> =>
  ask(at(brief, `/logs/${encodeURIComponent(unit)}`), { signal });

/** The settings of the office. */
export const fetchSettings = (signal: AbortSignal): Promise<SettingsView> => ask("/settings", { signal });

/** Changes the settings that were read at `version`; a ServiceError of status 412 when they have changed since. */
export const putSettings = (version: number, settings: SettingsGiven): Promise<SettingsView> =>
  ask("/settings", {
    method: "PUT",
    headers: { ...readJson, "if-match": `"${version}"` },
    body: JSON.stringify(settings),
  });

/** The people of the office. */
export const fetchPeople = (signal: AbortSignal): Promise<PersonList> => ask("/people?limit=200", { signal });

/** Writes a person. */
export const putPerson = (person: string, given: PersonGiven): Promise<PersonView> =>
  ask(`/people/${encodeURIComponent(person)}`, { method: "PUT", headers: readJson, body: JSON.stringify(given) });

/** A fresh secret for a person, shown once. */
export const resetSecret = (person: string): Promise<SecretView> =>
  ask(`/people/${encodeURIComponent(person)}/secret`, { method: "POST" });

/** A one-time sign-in code, shown once. */
export const makeCode = (wish: Omit<CodeWish, "minutes">): Promise<CodeView> =>
  ask("/codes", { method: "POST", headers: readJson, body: JSON.stringify(wish) });

/** The devices that have signed in. */
export const fetchDevices = (signal: AbortSignal): Promise<DeviceList> => ask("/devices?limit=200", { signal });

/** Signs a device out for good. */
export const revokeDevice = (device: string): Promise<DeviceView> =>
  ask(`/devices/${encodeURIComponent(device)}/revoke`, { method: "POST" });
