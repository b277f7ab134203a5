/**
 * The roles of people, their names in the language of the reader, and what each is bound to.
 */
import { usePreferences } from "../preferences.tsx";

/** Every role that can be given, the usual ones first. */
export const roles = [
  "planner",
  "chair",
  "warehouse",
  "driver",
  "ppk",
  "pps",
  "kpps",
  "police",
  "observer",
  "admin",
] as const;
/** A role that can be given. */
export type Role = (typeof roles)[number];

/** Names of the roles in the language of the viewer. */
export function useRoleNames(): Readonly<Record<Role, string>> {
  const { text } = usePreferences();
  return {
    admin: text.roleAdmin,
    planner: text.rolePlanner,
    chair: text.roleChair,
    warehouse: text.roleWarehouse,
    driver: text.roleDriver,
    ppk: text.rolePpk,
    pps: text.rolePps,
    kpps: text.roleKpps,
    police: text.rolePolice,
    observer: text.roleObserver,
  };
}

/** What a person of `role` answers for: a vehicle, a place, or the whole office. */
export function boundTo(role: Role): "vehicle" | "place" | undefined {
  if (role === "driver") return "vehicle";
  return role === "ppk" || role === "pps" || role === "kpps" ? "place" : undefined;
}
