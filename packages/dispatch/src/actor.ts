/**
 * Who may do what: one table, role by verb. Knows roles and verbs; refuses to know how a person signed in.
 */
import { Refusal } from "@antar/domain";

/** The roles of people and programs. */
export const roles = [
  "admin",
  "planner",
  "chair",
  "warehouse",
  "driver",
  "ppk",
  "pps",
  "kpps",
  "police",
  "observer",
  "anonymous",
] as const;
export type Role = (typeof roles)[number];

/** Whoever asks: one person or device of one tenant in one role. */
export interface Actor {
  readonly tenant: string;
  readonly role: Role;
  /** Stable name of the person or device within the tenant. */
  readonly subject: string;
  /** Drivers: the only vehicle whose assignment they may read. */
  readonly vehicle?: string;
  /** PPK, PPS, KPPS: the place that they answer for. */
  readonly place?: string;
  /** The device that asks, where one has signed in. */
  readonly device?: string;
}

/** Everything that an actor can ask for. */
export type Verb =
  | "putBrief"
  | "readBrief"
  | "listBriefs"
  | "requestPlan"
  | "readJob"
  | "cancelJob"
  | "retryJob"
  | "readPlan"
  | "listPlans"
  | "approvePlan"
  | "publishPlan"
  | "appendEvents"
  | "readLog"
  | "listUnits"
  | "listAssignments"
  | "readAssignment"
  | "readBoard"
  | "whoAmI"
  | "signOut"
  | "listPeople"
  | "putPerson"
  | "resetSecret"
  | "makeCode"
  | "listDevices"
  | "revokeDevice"
  | "readSettings"
  | "putSettings"
  | "readAudit"
  | "requestStudy"
  | "submitPlan"
  | "sendBackPlan"
  | "readDeliveries"
  | "readCheckpoint"
  | "listClosures"
  | "putClosure"
  | "liftClosure"
  | "readConsent"
  | "putConsent"
  | "sendPositions"
  | "listPositions"
  | "readTrack"
  | "putAttachment"
  | "readAttachment"
  | "listAlarms"
  | "seeAlarm"
  | "putPush";

type Reach = "all" | "own";

const office: Partial<Record<Role, Reach>> = { admin: "all", planner: "all" };
const admin: Partial<Record<Role, Reach>> = { admin: "all" };
const everybody: Partial<Record<Role, Reach>> = {
  admin: "all",
  planner: "all",
  chair: "all",
  warehouse: "all",
  driver: "all",
  ppk: "all",
  pps: "all",
  kpps: "all",
  police: "all",
  observer: "all",
};
const watchers: Partial<Record<Role, Reach>> = { ...office, chair: "all", warehouse: "all", observer: "all" };

/** The policy: for each verb the roles that may use it, on everything in their tenant or on their own vehicle
 * and place only. */
export const policy: Readonly<Record<Verb, Partial<Record<Role, Reach>>>> = {
  putBrief: office,
  readBrief: watchers,
  listBriefs: watchers,
  requestPlan: office,
  readJob: { ...office, chair: "all" },
  cancelJob: office,
  retryJob: office,
  readPlan: watchers,
  listPlans: watchers,
  approvePlan: { admin: "all", chair: "all" },
  publishPlan: office,
  appendEvents: { ...office, warehouse: "all", driver: "own", ppk: "own", pps: "own", kpps: "own" },
  readLog: { ...watchers, driver: "own", ppk: "own", pps: "own", kpps: "own" },
  listUnits: watchers,
  listAssignments: { ...watchers, police: "all" },
  readAssignment: { ...watchers, driver: "own" },
  readBoard: { ...watchers, police: "all", ppk: "all", pps: "all" },
  whoAmI: everybody,
  signOut: everybody,
  listPeople: office,
  putPerson: admin,
  resetSecret: admin,
  makeCode: office,
  listDevices: office,
  revokeDevice: office,
  readSettings: watchers,
  putSettings: admin,
  readAudit: { admin: "all", chair: "all", observer: "all" },
  requestStudy: office,
  submitPlan: office,
  sendBackPlan: { admin: "all", chair: "all" },
  readDeliveries: { ...watchers, ppk: "own", pps: "own", kpps: "own" },
  readCheckpoint: watchers,
  listClosures: { ...watchers, police: "all", driver: "all" },
  putClosure: { ...office, police: "all" },
  liftClosure: { ...office, police: "all" },
  readConsent: everybody,
  putConsent: everybody,
  sendPositions: { driver: "own" },
  listPositions: { ...watchers, police: "all" },
  readTrack: { ...office, chair: "all", driver: "own" },
  putAttachment: { ...office, warehouse: "all", driver: "all", ppk: "all", pps: "all", kpps: "all" },
  readAttachment: { ...watchers, driver: "own", ppk: "own", pps: "own", kpps: "own" },
  listAlarms: { ...watchers, police: "all" },
  seeAlarm: { ...office, chair: "all", police: "all" },
  putPush: everybody,
};

const owns = (actor: Actor, unit: string): boolean =>
  (actor.vehicle !== undefined && unit === `vehicle:${actor.vehicle}`) ||
  (actor.place !== undefined && unit === `place:${actor.place}`) ||
  unit === `person:${actor.subject}`;

/** True when `actor` may use `verb` (on `unit`, e.g. `vehicle:truk-1`, where the verb is about one). */
export function permits(actor: Actor, verb: Verb, unit?: string): boolean {
  const reach = policy[verb][actor.role];
  return reach === "all" || (reach === "own" && unit !== undefined && owns(actor, unit));
}

function notYours(): Refusal {
  return new Refusal("not-found", {
    id: "Tidak ditemukan, atau Anda tidak berwenang melihatnya",
    en: "Not found, or not yours to see",
  });
}

/** Throws Refusal `not-found` unless it is permitted: what is forbidden looks the same as what is absent. */
export function permit(actor: Actor, verb: Verb, unit?: string): void {
  if (!permits(actor, verb, unit)) throw notYours();
}

/** Throws Refusal `not-found` when the role of `actor` may not use `verb` on anything at all. */
export function permitSome(actor: Actor, verb: Verb): void {
  if (policy[verb][actor.role] === undefined) throw notYours();
}
