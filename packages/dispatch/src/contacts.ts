/**
 * Whom a driver may call: those who answer for the places of the route, and the office. Numbers are read from the people as they
 * are now, never written into plans, so that erasing them there erases them everywhere.
 */
import { type Actor, permit } from "./actor.ts";
import type { Context } from "./context.ts";
import { readAssignment } from "./plans.ts";
import type { ContactList } from "./views.ts";

const office = ["admin", "planner"];

/** The people with a number that the vehicle of the published version has to do with, by name. Throws Refusal `not-found`. */
export async function readContacts(
  context: Context,
  actor: Actor,
  { brief, vehicle }: { brief: string; vehicle: string },
): Promise<ContactList> {
  permit(actor, "readAssignment", `vehicle:${vehicle}`);
  const { assignment } = await readAssignment(context, actor, { brief, vehicle });
  const places = new Set(assignment.places.map(({ code }) => code));
  const people = await context.store.people.all({ tenant: actor.tenant });
  const contacts = people
    .flatMap(({ name, role, place, phone, active }): ContactList["contacts"] => {
      if (!active || phone === null) return [];
      if (office.includes(role)) return [{ place: null, role, name, phone }];
      return place !== null && places.has(place) ? [{ place, role, name, phone }] : [];
    })
    .sort((left, right) => (left.name < right.name ? -1 : 1));
  return { brief, vehicle, contacts };
}
