/**
 * What the verbs about people answer. Knows shapes only.
 */
import * as z from "zod";
import { roles } from "./actor.ts";

const moment = z.string().describe("ISO 8601 with offset");
const slug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "lower-case letters, digits and hyphens, at most 64");
const vehicleName = z.string().min(1).max(80);
const placeCode = z.string().regex(/^[0-9A-Za-z][0-9A-Za-z.-]{0,31}$/, "letters, digits, dots and hyphens, at most 32");

/** Name of a person within the tenant. */
export const PersonName = z
  .string()
  .regex(/^[0-9A-Za-z][0-9A-Za-z@._:/-]{0,79}$/, "letters, digits and @._:/-, at most 80");

/** A role of somebody who signs in. */
export const SignedInRole = z.enum(roles).exclude(["anonymous"]);

/** A person as an admin writes it. */
export const PersonGiven = z.strictObject({
  name: z.string().min(1).max(120),
  role: SignedInRole,
  vehicle: vehicleName.nullable().default(null).describe("drivers: the vehicle that they drive"),
  place: placeCode.nullable().default(null).describe("PPK, PPS, KPPS: the place that they answer for"),
  email: z.email().max(200).nullable().default(null).describe("by which an identity provider names the person"),
  phone: z
    .string()
    .regex(/^\+?[0-9 -]{5,20}$/, "digits")
    .nullable()
    .default(null),
  active: z.boolean().default(true),
});
export type PersonGiven = z.infer<typeof PersonGiven>;

/** A person as read. */
export const PersonView = z.object({
  person: z.string(),
  name: z.string(),
  role: SignedInRole,
  vehicle: z.string().nullable(),
  place: z.string().nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  active: z.boolean(),
  hasSecret: z.boolean(),
  updatedAt: moment,
});
export type PersonView = z.infer<typeof PersonView>;

/** One page of people. */
export const PersonList = z.object({ people: z.array(PersonView), asOf: moment, next: z.string().nullable() });
export type PersonList = z.infer<typeof PersonList>;

/** For whom a sign-in code is made: a person, or whoever drives a vehicle or answers for a place. */
export const CodeWish = z
  .strictObject({
    person: PersonName.optional(),
    vehicle: vehicleName.optional(),
    place: placeCode.optional(),
    role: z.enum(["ppk", "pps", "kpps"]).optional().describe("with `place`"),
    minutes: z.int().min(1).max(10_080).default(1_440),
  })
  .describe("exactly one of person, vehicle, place");
export type CodeWish = z.infer<typeof CodeWish>;

/** A fresh code. It is shown once and works once. */
export const CodeView = z.object({ person: z.string(), code: z.string(), link: z.string(), expiresAt: moment });
export type CodeView = z.infer<typeof CodeView>;

/** A fresh secret of a person. It is shown once. */
export const SecretView = z.object({ person: z.string(), secret: z.string() });
export type SecretView = z.infer<typeof SecretView>;

/** A device on which somebody has signed in. */
export const DeviceView = z.object({
  device: z.string(),
  person: z.string(),
  label: z.string(),
  boundBy: z.enum(["key", "secret"]),
  createdAt: moment,
  seenAt: moment,
  revokedAt: moment.nullable(),
});
export type DeviceView = z.infer<typeof DeviceView>;

/** One page of devices. */
export const DeviceList = z.object({ devices: z.array(DeviceView), asOf: moment, next: z.string().nullable() });
export type DeviceList = z.infer<typeof DeviceList>;

/** Who is asking. */
export const MeView = z.object({
  tenant: z.string(),
  person: z.string(),
  role: SignedInRole,
  vehicle: z.string().nullable(),
  place: z.string().nullable(),
  verbs: z.array(z.string()).describe("what this role may do, on all or on its own things"),
});
export type MeView = z.infer<typeof MeView>;

/** Settings of a tenant. */
export const SettingsGiven = z.strictObject({
  lateAfter: z.int().min(60).max(86_400).describe("seconds behind the plan that raise an alarm"),
  silentAfter: z
    .int()
    .min(60)
    .max(86_400)
    .describe("seconds without a word from a vehicle under way that raise an alarm"),
  keepPersonalDays: z
    .int()
    .min(0)
    .max(365)
    .describe("days after voting day for which positions, phones and names are kept"),
  votingDay: z.iso.date().nullable(),
  webhooks: z
    .array(z.strictObject({ url: z.url({ protocol: /^https?$/ }).max(500), secret: z.string().min(16).max(200) }))
    .max(5),
});
export type SettingsGiven = z.infer<typeof SettingsGiven>;
export const SettingsView = SettingsGiven.extend({
  version: z.int().min(0).describe("counts up with every change; 0: never set"),
});
export type SettingsView = z.infer<typeof SettingsView>;

/** One entry of the audit trail. */
export const AuditView = z.object({
  at: z.string(),
  verb: z.string(),
  role: z.string(),
  subject: z.string(),
  about: z.string(),
  outcome: z.string(),
});
export type AuditView = z.infer<typeof AuditView>;

/** The audit trail of a day of UTC. */
export const AuditList = z.object({ day: z.string(), asOf: moment, entries: z.array(AuditView) });
export type AuditList = z.infer<typeof AuditList>;

/** How a device is bound: by its own key (proved with each request) or, where the browser has none, by a secret. */
const binding = { label: z.string().max(80).default(""), tenant: slug };

/** A sign-in with name and secret. */
export const SecretSignIn = z.strictObject({ ...binding, person: PersonName, secret: z.string().min(1).max(200) });
/** A sign-in with a one-time code. */
export const CodeSignIn = z.strictObject({ ...binding, code: z.string().min(8).max(40) });
/** A fresh access token for a device that has signed in before. */
export const Renewal = z.strictObject({
  tenant: slug,
  device: z.string().min(1).max(64),
  secret: z.string().min(1).max(200).optional().describe("of a device that a secret binds"),
});
/** The end of a sign-in with an identity provider. */
export const IdentitySignIn = z.strictObject({
  ...binding,
  state: z.string().min(8).max(200),
  code: z.string().min(1).max(4_000),
});

/** A device that has just signed in. */
export const SessionView = z.object({
  device: z.string(),
  secret: z.string().nullable().describe("of the device, shown once; null when its key binds it"),
  token: z.string().describe("access token, for the authorization header"),
  expiresAt: moment,
  me: MeView,
});
export type SessionView = z.infer<typeof SessionView>;
