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
}

/** Everything that an actor can ask for. */
export type Verb =
  | "putBrief"
  | "readBrief"
  | "listBriefs"
  | "requestPlan"
  | "readJob"
  | "cancelJob"
  | "readPlan"
  | "listPlans"
  | "publishPlan"
  | "listAssignments"
  | "readAssignment"
  | "readBoard";

type Reach = "all" | "own";

const office: Partial<Record<Role, Reach>> = { admin: "all", planner: "all" };
const watchers: Partial<Record<Role, Reach>> = { ...office, chair: "all", warehouse: "all", observer: "all" };

/** The policy: for each verb the roles that may use it, on everything in their tenant or on their own vehicle only. */
export const policy: Readonly<Record<Verb, Partial<Record<Role, Reach>>>> = {
  putBrief: office,
  readBrief: watchers,
  listBriefs: watchers,
  requestPlan: office,
  readJob: { ...office, chair: "all" },
  cancelJob: office,
  readPlan: watchers,
  listPlans: watchers,
  publishPlan: office,
  listAssignments: { ...watchers, police: "all" },
  readAssignment: { ...watchers, driver: "own" },
  readBoard: { ...watchers, police: "all", ppk: "all", pps: "all" },
};

/**
 * Answers when `actor` may use `verb` (on `vehicle` where the verb is about one). Throws Refusal `not-found` otherwise:
 * what is forbidden looks the same as what is absent.
 */
export function permit(actor: Actor, verb: Verb, vehicle?: string): void {
  const reach = policy[verb][actor.role];
  if (reach === "all") return;
  if (reach === "own" && vehicle !== undefined && vehicle === actor.vehicle) return;
  throw new Refusal("not-found", {
    id: "Tidak ditemukan, atau Anda tidak berwenang melihatnya",
    en: "Not found, or not yours to see",
  });
}
