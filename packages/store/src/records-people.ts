/**
 * The records about people: who they are, how they sign in, on which devices, and the settings of their tenant. Knows the
 * shape of each; refuses to know the rules between them. Nothing here holds a secret that could be used: digests only.
 */
import * as z from "zod";

const instant = z.int();

/** A person or a shared post (a vehicle's driver, a place's committee) of a tenant. */
export const Person = z.object({
  person: z.string(),
  name: z.string(),
  role: z.string(),
  vehicle: z.string().nullable(),
  place: z.string().nullable(),
  email: z.string().nullable().describe("by which an identity provider names the person"),
  phone: z.string().nullable(),
  active: z.boolean(),
  secret: z.string().nullable().describe("salted scrypt hash; null: signs in otherwise"),
  standsFrom: instant.describe("access tokens issued before this moment are refused"),
  at: instant,
  by: z.string(),
});
export type Person = z.infer<typeof Person>;

/** A one-time sign-in code, under the digest of the code. */
export const SignInCode = z.object({
  digest: z.string(),
  person: z.string(),
  expires: instant,
  device: z.string().nullable().describe("the device that used it; null: not used yet"),
  thumbprint: z.string().nullable().describe("key of that device"),
  at: instant,
  by: z.string(),
});
export type SignInCode = z.infer<typeof SignInCode>;

/** A device on which a person has signed in. */
export const Device = z.object({
  device: z.string(),
  person: z.string(),
  label: z.string(),
  thumbprint: z.string().nullable().describe("RFC 7638 thumbprint of the device's key; null: a secret binds it"),
  secret: z.string().nullable().describe("digest of the device's secret; null: a key binds it"),
  createdAt: instant,
  seenAt: instant,
  revokedAt: instant.nullable(),
  revokedBy: z.string().nullable(),
});
export type Device = z.infer<typeof Device>;

/** A sign-in with an identity provider that is under way, under its state. */
export const Handshake = z.object({
  state: z.string(),
  verifier: z.string(),
  nonce: z.string(),
  expires: instant,
  used: z.boolean(),
});
export type Handshake = z.infer<typeof Handshake>;

/** What a tenant can set. */
export const TenantSettings = z.object({
  lateAfter: z.int().describe("seconds behind the plan that raise an alarm"),
  silentAfter: z.int().describe("seconds without a word from a vehicle under way that raise an alarm"),
  keepPersonalDays: z.int().describe("days after voting day for which positions, phones and names are kept"),
  votingDay: z.string().nullable().describe("YYYY-MM-DD"),
  webhooks: z.array(z.object({ url: z.string(), secret: z.string() })),
  at: instant,
  by: z.string(),
});
export type TenantSettings = z.infer<typeof TenantSettings>;

/** Where a browser is to be woken when an alarm is raised. */
export const PushAddress = z.object({ id: z.string(), endpoint: z.string(), person: z.string(), at: instant });
export type PushAddress = z.infer<typeof PushAddress>;
