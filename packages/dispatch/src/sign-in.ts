/**
 * Signing in: by secret, by one-time code, by an identity provider, and again by the device. Answers who it is; refuses to
 * know tokens. Every refusal sounds the same, and every attempt is in the audit trail.
 */
import { timingSafeEqual } from "node:crypto";
import { Refusal } from "@antar/domain";
import type { Device, Person } from "@antar/store";
import type { Actor } from "./actor.ts";
import type { Context } from "./context.ts";
import { digestOfSecret, freshSecret, isSecret, plainCode } from "./secrets.ts";
import { SignedInRole } from "./views-people.ts";

/** What a device says of itself: the thumbprint of the key that it has proved to hold, where it has one. */
export interface DeviceProof {
  readonly label: string;
  readonly thumbprint?: string;
}

/** A device that has signed in. */
export interface SignedIn {
  readonly actor: Actor;
  readonly device: string;
  readonly thumbprint?: string;
  /** Of a device without a key; shown once. */
  readonly secret?: string;
}

/** How far a device stands: what makes its tokens worth nothing. */
export interface Standing {
  readonly revoked: boolean;
  /** Tokens issued before this moment are refused. */
  readonly from: number;
}

/** Signing in to a tenant. Each rejects with Refusal `forbidden` when it cannot be. */
export interface SignIn {
  bySecret(input: { tenant: string; person: string; secret: string } & DeviceProof): Promise<SignedIn>;
  byCode(input: { tenant: string; code: string } & DeviceProof): Promise<SignedIn>;
  /** `email` was verified by an identity provider. */
  byIdentity(input: { tenant: string; email: string } & DeviceProof): Promise<SignedIn>;
  again(input: { tenant: string; device: string; secret?: string; thumbprint?: string }): Promise<SignedIn>;
  standing(input: { tenant: string; person: string; device: string }): Promise<Standing>;
  beginHandshake(input: { tenant: string; state: string; verifier: string; nonce: string }): Promise<void>;
  /** Verifier and nonce of a handshake, once. */
  endHandshake(input: { tenant: string; state: string }): Promise<{ verifier: string; nonce: string }>;
}

const handshakeLife = 600;

function refusal(): Refusal {
  return new Refusal("forbidden", {
    id: "Tidak dapat masuk: periksa nama, sandi atau kode; kode hanya berlaku sekali",
    en: "Cannot sign in: check name, secret or code; a code works once",
  });
}

function actorOf(tenant: string, person: Person, device: string): Actor {
  return {
    tenant,
    role: SignedInRole.parse(person.role),
    subject: person.person,
    device,
    ...(person.vehicle === null ? {} : { vehicle: person.vehicle }),
    ...(person.place === null ? {} : { place: person.place }),
  };
}

async function admit(context: Context, tenant: string, person: Person, proof: DeviceProof, id?: string) {
  const secret = proof.thumbprint === undefined ? freshSecret() : undefined;
  const now = context.now();
  const device: Device = {
    device: id ?? context.newId(),
    person: person.person,
    label: proof.label,
    thumbprint: proof.thumbprint ?? null,
    secret: secret === undefined ? null : digestOfSecret(secret),
    createdAt: now,
    seenAt: now,
    revokedAt: null,
    revokedBy: null,
  };
  const key = { tenant, name: device.device };
  const { written, current } = await context.store.devices.change(key, {
    body: device,
    previous: undefined,
    write: context.newId(),
  });
  if (written) return signedIn(tenant, person, device, secret);
  // The same code from the same device again: its first answer was lost on the way.
  const before = current?.body;
  if (!before || before.revokedAt !== null || before.thumbprint === null) throw refusal();
  return signedIn(tenant, person, before);
}

function signedIn(tenant: string, person: Person, device: Device, secret?: string): SignedIn {
  return {
    actor: actorOf(tenant, person, device.device),
    device: device.device,
    ...(device.thumbprint === null ? {} : { thumbprint: device.thumbprint }),
    ...(secret === undefined ? {} : { secret }),
  };
}

async function activePerson({ store }: Context, tenant: string, name: string): Promise<Person> {
  const person = (await store.people.read({ tenant, name }))?.body;
  if (!person?.active) throw refusal();
  return person;
}

/** Uses up a code. The device that used it, known by its key, may repeat itself; any other is refused. */
async function useCode(context: Context, input: { tenant: string; code: string } & DeviceProof) {
  const name = digestOfSecret(`${input.tenant} ${plainCode(input.code)}`);
  const key = { tenant: input.tenant, name };
  const device = context.newId();
  const write = context.newId();
  for (;;) {
    const previous = await context.store.codes.read(key);
    if (!previous || previous.body.expires <= context.now()) throw refusal();
    const { device: user, thumbprint } = previous.body;
    if (user !== null) {
      if (thumbprint === null || thumbprint !== input.thumbprint) throw refusal();
      return { person: previous.body.person, device: user };
    }
    const body = { ...previous.body, device, thumbprint: input.thumbprint ?? null };
    const { written } = await context.store.codes.change(key, { body, previous, write });
    if (written) return { person: previous.body.person, device };
  }
}

const sameText = (left: string, right: string): boolean =>
  left.length === right.length && timingSafeEqual(Buffer.from(left), Buffer.from(right));

function proves(device: Device, input: { secret?: string; thumbprint?: string }): boolean {
  if (device.thumbprint !== null) return input.thumbprint === device.thumbprint;
  return input.secret !== undefined && sameText(digestOfSecret(input.secret), device.secret ?? "");
}

async function renew(
  context: Context,
  input: { tenant: string; device: string; secret?: string; thumbprint?: string },
): Promise<SignedIn> {
  const key = { tenant: input.tenant, name: input.device };
  const write = context.newId();
  for (;;) {
    const previous = await context.store.devices.read(key);
    if (!previous || previous.body.revokedAt !== null || !proves(previous.body, input)) throw refusal();
    const person = await activePerson(context, input.tenant, previous.body.person);
    const body = { ...previous.body, seenAt: context.now() };
    const { written } = await context.store.devices.change(key, { body, previous, write });
    if (written) return signedIn(input.tenant, person, body);
  }
}

/** Signing in over the store, each attempt written down. */
export function createSignIn(context: Context): SignIn {
  const noted = async (tenant: string, about: string, work: () => Promise<SignedIn>): Promise<SignedIn> => {
    const at = new Date(context.now() * 1_000).toISOString();
    const note = (outcome: string, subject: string, role: string): Promise<void> =>
      context.store.appendAudit(
        tenant,
        { at, verb: "signIn", role, subject, about: about.slice(0, 300), outcome },
        context.newId(),
      );
    try {
      const done = await work();
      await note("done", done.actor.subject, done.actor.role);
      return done;
    } catch (error) {
      if (error instanceof Refusal && error.code === "forbidden") await note("forbidden", "", "anonymous");
      throw error;
    }
  };
  return {
    bySecret: (input) =>
      noted(input.tenant, `secret ${input.person}`, async () => {
        const person = (await context.store.people.read({ tenant: input.tenant, name: input.person }))?.body;
        const good = await isSecret(input.secret, person?.active ? person.secret : null);
        if (!person || !good) throw refusal();
        return admit(context, input.tenant, person, input);
      }),
    byCode: (input) =>
      noted(input.tenant, "code", async () => {
        const { person, device } = await useCode(context, input);
        return admit(context, input.tenant, await activePerson(context, input.tenant, person), input, device);
      }),
    byIdentity: (input) =>
      noted(input.tenant, "identity", async () => {
        const people = await context.store.people.all({ tenant: input.tenant });
        const email = input.email.toLowerCase();
        const person = people.find((one) => one.active && one.email?.toLowerCase() === email);
        if (!person) throw refusal();
        return admit(context, input.tenant, person, input);
      }),
    again: (input) => renew(context, input),
    standing: async ({ tenant, person, device }) => {
      const [who, what] = await Promise.all([
        context.store.people.read({ tenant, name: person }),
        context.store.devices.read({ tenant, name: device }),
      ]);
      const revoked = !who?.body.active || !what || what.body.revokedAt !== null || what.body.person !== person;
      return { revoked, from: who?.body.standsFrom ?? 0 };
    },
    beginHandshake: async ({ tenant, ...rest }) => {
      const body = { ...rest, expires: context.now() + handshakeLife, used: false };
      await context.store.handshakes.change(
        { tenant, name: rest.state },
        { body, previous: undefined, write: context.newId() },
      );
    },
    endHandshake: async ({ tenant, state }) => {
      const previous = await context.store.handshakes.read({ tenant, name: state });
      if (!previous || previous.body.used || previous.body.expires <= context.now()) throw refusal();
      const body = { ...previous.body, used: true };
      const change = { body, previous, write: context.newId() };
      const { written } = await context.store.handshakes.change({ tenant, name: state }, change);
      if (!written) throw refusal();
      return { verifier: body.verifier, nonce: body.nonce };
    },
  };
}
