import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "./actor.ts";
import { openTown, type Town, townBrief } from "./testing/index.ts";

let town: Town;
const tenant = "kendari";
const [brief, vehicle] = ["town", "truk-1"];
const driver: Actor = { tenant, role: "driver", subject: "phone-1", vehicle };
const admin: Actor = { tenant, role: "admin", subject: "admin" };

beforeAll(async () => {
  town = await openTown();
  await town.dispatch.putBrief(town.planner, { id: brief, document: townBrief() });
  await town.dispatch.requestPlan(town.planner, { brief, request: { seed: 1 } });
  await town.queue.idle();
  await town.dispatch.publishPlan(town.planner, { brief, version: 1 });
  const people = [
    ["kpps-1", { name: "Ibu Wa Ode", role: "kpps", place: "7471011001001", phone: "0812 345 678" }],
    ["kpps-2", { name: "Ibu Tanpa", role: "kpps", place: "7471011001002", phone: null }],
    ["kpps-3", { name: "Pak Lama", role: "kpps", place: "7471011001002", phone: "0812 111 111", active: false }],
    ["kpps-4", { name: "Pak Jauh", role: "kpps", place: "7471011009009", phone: "0812 222 222" }],
    ["rencana", { name: "Ibu Rencana", role: "planner", phone: "0401 333 333" }],
    ["amat", { name: "Pak Amat", role: "observer", phone: "0812 444 444" }],
  ] as const;
  for (const [person, given] of people) {
    const whole = { vehicle: null, place: null, email: null, active: true, ...given };
    await town.dispatch.putPerson(admin, { person, given: whole });
  }
});
afterAll(() => town.close());

test("a driver reads the numbers of those at the stops and of the office, and of nobody else", async () => {
  const { contacts } = await town.dispatch.readContacts(driver, { brief, vehicle });
  expect(contacts).toEqual([
    { place: null, role: "planner", name: "Ibu Rencana", phone: "0401 333 333" },
    { place: "7471011001001", role: "kpps", name: "Ibu Wa Ode", phone: "0812 345 678" },
  ]);
});

test("the numbers of another vehicle are not a driver's to read", async () => {
  const other: Actor = { ...driver, vehicle: "truk-2" };
  await expect(town.dispatch.readContacts(other, { brief, vehicle })).rejects.toMatchObject({ code: "not-found" });
});

test("a number that is erased is gone from the list", async () => {
  const given = { name: "Ibu Wa Ode", role: "kpps" as const, vehicle: null, place: "7471011001001", email: null };
  await town.dispatch.putPerson(admin, { person: "kpps-1", given: { ...given, phone: null, active: true } });
  const { contacts } = await town.dispatch.readContacts(driver, { brief, vehicle });
  expect(contacts.map(({ name }) => name)).toEqual(["Ibu Rencana"]);
});
