/**
 * The verbs about people, their codes, devices and the settings of the tenant. Knows who is who; refuses to know tokens.
 */
import { Refusal } from "@antar/domain";
import type { Device, Person, TenantSettings } from "@antar/store";
import { type Actor, permit, permits, policy } from "./actor.ts";
import { absent, type Context, written } from "./context.ts";
import { digestOfSecret, freshCode, freshSecret, hashSecret } from "./secrets.ts";
import type {
  AuditList,
  CodeView,
  CodeWish,
  DeviceList,
  DeviceView,
  MeView,
  PersonGiven,
  PersonList,
  PersonView,
  SecretView,
  SettingsGiven,
  SettingsView,
} from "./views-people.ts";
import { SignedInRole } from "./views-people.ts";

/** Who is asking, and what the policy lets that role do. */
export async function whoAmI(_: Context, actor: Actor): Promise<MeView> {
  permit(actor, "whoAmI");
  const role = SignedInRole.parse(actor.role);
  const verbs = Object.entries(policy).flatMap(([verb, reach]) => (reach[actor.role] ? [verb] : []));
  return {
    tenant: actor.tenant,
    person: actor.subject,
    role,
    vehicle: actor.vehicle ?? null,
    place: actor.place ?? null,
    verbs,
  };
}

function personView(person: Person): PersonView {
  const { secret, standsFrom: _, at, by: __, ...rest } = person;
  return { ...rest, role: SignedInRole.parse(person.role), hasSecret: secret !== null, updatedAt: written(at, "UTC") };
}

/** One page of the people of the tenant. */
export async function listPeople(
  context: Context,
  actor: Actor,
  input: { limit: number; after?: string },
): Promise<PersonList> {
  permit(actor, "listPeople");
  const page = await context.store.people.list({ tenant: actor.tenant }, input);
  const people = page.items.map(({ body }) => personView(body));
  return { people, asOf: written(context.now(), "UTC"), next: page.next ?? null };
}

/** Changes a person under its revision, again when somebody else came first; `change` answers undefined to leave it. */
export async function changePerson(
  { store, newId }: Pick<Context, "store" | "newId">,
  { tenant, person }: { tenant: string; person: string },
  change: (current: Person | undefined) => Person | undefined,
): Promise<Person | undefined> {
  const key = { tenant, name: person };
  const write = newId();
  for (;;) {
    const previous = await store.people.read(key);
    const body = change(previous?.body);
    if (!body) return previous?.body;
    const { written: done } = await store.people.change(key, { body, previous, write });
    if (done) return body;
  }
}

/** Tokens that were issued before a change of role or reach are worth nothing after it. */
function standsFrom(before: Person | undefined, after: PersonGiven, now: number): number {
  const same =
    before !== undefined &&
    before.role === after.role &&
    before.vehicle === after.vehicle &&
    before.place === after.place &&
    before.active === after.active;
  return same ? before.standsFrom : before ? now : 0;
}

/** Writes a person. Throws Refusal `bad-input` when a driver has no vehicle or a committee no place. */
export async function putPerson(
  context: Context,
  actor: Actor,
  input: { person: string; given: PersonGiven },
): Promise<PersonView> {
  permit(actor, "putPerson");
  const { given, person } = input;
  mustReach(given);
  if (person === actor.subject && (given.role !== actor.role || !given.active)) {
    throw new Refusal("conflict", {
      id: "Anda tidak dapat mencabut peran Anda sendiri; minta admin lain",
      en: "You cannot take away your own role; ask another admin",
    });
  }
  const now = context.now();
  const body = await changePerson(context, { tenant: actor.tenant, person }, (before) => ({
    person,
    ...given,
    secret: before?.secret ?? null,
    standsFrom: standsFrom(before, given, now),
    at: now,
    by: actor.subject,
  }));
  if (!body) throw new Error("a person that was written is not there");
  return personView(body);
}

function mustReach({ role, vehicle, place }: PersonGiven): void {
  const field = role === "driver" && vehicle === null ? "vehicle" : undefined;
  const missing = field ?? (["ppk", "pps", "kpps"].includes(role) && place === null ? "place" : undefined);
  if (missing === undefined) return;
  const says = { id: `${missing}: wajib untuk peran ${role}`, en: `${missing}: needed for the role ${role}` };
  throw new Refusal("bad-input", says, [{ field: missing, says }]);
}

async function personOf(context: Context, tenant: string, person: string): Promise<Person> {
  const found = await context.store.people.read({ tenant, name: person });
  if (!found) throw absent({ id: `Orang ${person}`, en: `Person ${person}` });
  return found.body;
}

/** Gives a person a fresh secret, shown once; all earlier tokens are worth nothing. Throws Refusal `not-found`. */
export async function resetSecret(context: Context, actor: Actor, input: { person: string }): Promise<SecretView> {
  permit(actor, "resetSecret");
  await personOf(context, actor.tenant, input.person);
  const secret = freshCode(16);
  const hash = await hashSecret(secret);
  const now = context.now();
  await changePerson(context, { tenant: actor.tenant, person: input.person }, (current) =>
    current ? { ...current, secret: hash, standsFrom: now, at: now, by: actor.subject } : undefined,
  );
  return { person: input.person, secret };
}

/** The person that a code is for; a driver's or a committee's post is made when there is none yet. */
async function postOf(context: Context, actor: Actor, wish: CodeWish): Promise<Person> {
  const named = [wish.person, wish.vehicle, wish.place].filter((name) => name !== undefined);
  if (named.length !== 1) {
    const says = {
      id: "Isi tepat satu dari person, vehicle, place",
      en: "Give exactly one of person, vehicle, place",
    };
    throw new Refusal("bad-input", says, [{ field: "person", says }]);
  }
  if (wish.person !== undefined) return personOf(context, actor.tenant, wish.person);
  const { vehicle = null, place = null } = wish;
  const name = vehicle === null ? `place:${place}` : `vehicle:${vehicle}`;
  const role = vehicle === null ? (wish.role ?? "kpps") : "driver";
  const made = await changePerson(context, { tenant: actor.tenant, person: name }, (current) =>
    current
      ? undefined
      : {
          person: name,
          name: vehicle ?? place ?? name,
          role,
          vehicle,
          place,
          email: null,
          phone: null,
          active: true,
          secret: null,
          standsFrom: 0,
          at: context.now(),
          by: actor.subject,
        },
  );
  if (!made) throw new Error("a post that was written is not there");
  return made;
}

/** A fresh one-time sign-in code. A planner may make codes for drivers and committees, an admin for everybody. */
export async function makeCode(context: Context, actor: Actor, wish: CodeWish): Promise<CodeView> {
  permit(actor, "makeCode");
  const person = await postOf(context, actor, wish);
  const field = ["driver", "ppk", "pps", "kpps", "police", "warehouse"].includes(person.role);
  if ((!field && !permits(actor, "putPerson")) || !person.active) {
    throw absent({ id: `Orang ${person.person}`, en: `Person ${person.person}` });
  }
  const code = freshCode();
  const expires = context.now() + wish.minutes * 60;
  const digest = digestOfSecret(`${actor.tenant} ${code}`);
  const body = {
    digest,
    person: person.person,
    expires,
    device: null,
    thumbprint: null,
    at: context.now(),
    by: actor.subject,
  };
  const key = { tenant: actor.tenant, name: digest };
  await context.store.codes.change(key, { body, previous: undefined, write: context.newId() });
  const shown = `${code.slice(0, 5)}-${code.slice(5)}`;
  const link = `/#masuk?tenant=${encodeURIComponent(actor.tenant)}&kode=${shown}`;
  return { person: person.person, code: shown, link, expiresAt: written(expires, "UTC") };
}

/** The view of a device. */
export function deviceView(device: Device): DeviceView {
  return {
    device: device.device,
    person: device.person,
    label: device.label,
    boundBy: device.thumbprint === null ? "secret" : "key",
    createdAt: written(device.createdAt, "UTC"),
    seenAt: written(device.seenAt, "UTC"),
    revokedAt: device.revokedAt === null ? null : written(device.revokedAt, "UTC"),
  };
}

/** One page of the devices of the tenant. */
export async function listDevices(
  context: Context,
  actor: Actor,
  input: { limit: number; after?: string },
): Promise<DeviceList> {
  permit(actor, "listDevices");
  const page = await context.store.devices.list({ tenant: actor.tenant }, input);
  const devices = page.items.map(({ body }) => deviceView(body));
  return { devices, asOf: written(context.now(), "UTC"), next: page.next ?? null };
}

/** Signs a device out for good; its tokens are refused within a minute. Throws Refusal `not-found`. */
export async function revokeDevice(context: Context, actor: Actor, input: { device: string }): Promise<DeviceView> {
  permit(actor, "revokeDevice");
  const key = { tenant: actor.tenant, name: input.device };
  const write = context.newId();
  for (;;) {
    const previous = await context.store.devices.read(key);
    if (!previous) throw absent({ id: `Perangkat ${input.device}`, en: `Device ${input.device}` });
    if (previous.body.revokedAt !== null) return deviceView(previous.body);
    const body = { ...previous.body, revokedAt: context.now(), revokedBy: actor.subject };
    if ((await context.store.devices.change(key, { body, previous, write })).written) return deviceView(body);
  }
}

/** Signs the asking device out. */
export async function signOut(context: Context, actor: Actor): Promise<{ device: string | null }> {
  permit(actor, "signOut");
  if (actor.device === undefined) return { device: null };
  const asAdmin = { ...actor, role: "admin" as const };
  return { device: (await revokeDevice(context, asAdmin, { device: actor.device })).device };
}

/** Settings of a tenant that never set any. */
export const usualSettings = {
  lateAfter: 1_800,
  silentAfter: 2_700,
  keepPersonalDays: 30,
  votingDay: null,
  webhooks: [],
} as const;

const settingsName = "settings";

/** The settings of a tenant as the service itself needs them. */
export async function settingsOf({ store }: Pick<Context, "store">, tenant: string): Promise<SettingsView> {
  const stored = await store.settings.read({ tenant, name: settingsName });
  if (!stored) return { ...usualSettings, webhooks: [], version: 0 };
  const { at: _, by: __, ...settings } = stored.body;
  return { ...settings, version: stored.revision };
}

/** The settings of the tenant; secrets of webhooks are shown to admins only. */
export async function readSettings(context: Context, actor: Actor): Promise<SettingsView> {
  permit(actor, "readSettings");
  const settings = await settingsOf(context, actor.tenant);
  const webhooks = settings.webhooks.map(({ url }) => ({ url, secret: "*".repeat(16) }));
  return permits(actor, "putSettings") ? settings : { ...settings, webhooks };
}

/** Changes the settings. Throws Refusal `conflict` when they are not at version `expected` any more. */
export async function putSettings(
  context: Context,
  actor: Actor,
  input: { given: SettingsGiven; expected?: number },
): Promise<SettingsView> {
  permit(actor, "putSettings");
  const key = { tenant: actor.tenant, name: settingsName };
  const write = context.newId();
  for (;;) {
    const previous = await context.store.settings.read(key);
    const version = previous?.revision ?? 0;
    if (input.expected !== undefined && input.expected !== version) {
      throw new Refusal("conflict", {
        id: `Setelan sudah diubah orang lain (kini versi ${version}); muat ulang`,
        en: `The settings were changed by somebody else (now version ${version}); load them again`,
      });
    }
    const body: TenantSettings = { ...input.given, at: context.now(), by: actor.subject };
    const outcome = await context.store.settings.change(key, { body, previous, write });
    if (outcome.written) return { ...input.given, version: outcome.current.revision };
  }
}

/** The audit trail of one day of UTC, `2024-11-25`. */
export async function readAudit(context: Context, actor: Actor, input: { day: string }): Promise<AuditList> {
  permit(actor, "readAudit");
  const entries = await context.store.listAudit(actor.tenant, input.day);
  return { day: input.day, asOf: written(context.now(), "UTC"), entries: [...entries] };
}

/** Makes the person `admin` with a fresh secret when the tenant has nobody; answers the secret, else undefined. */
export async function firstAdmin(context: Context, tenant: string): Promise<string | undefined> {
  if ((await context.store.people.list({ tenant }, { limit: 1 })).items.length > 0) return undefined;
  const secret = freshSecret().slice(0, 20);
  const hash = await hashSecret(secret);
  const body = {
    person: "admin",
    name: "Admin",
    role: "admin",
    vehicle: null,
    place: null,
    email: null,
    phone: null,
    active: true,
    secret: hash,
    standsFrom: 0,
    at: context.now(),
    by: "antar",
  };
  await context.store.people.change({ tenant, name: "admin" }, { body, previous: undefined, write: context.newId() });
  return secret;
}
