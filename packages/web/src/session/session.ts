/**
 * Who is signed in on this device, and what that puts into each request. Where the service asks nobody to sign in there is
 * no session, and requests go bare. Knows tokens and proofs; refuses to know pages.
 */
import type { SessionView as Session } from "@antar/api";
import { type DeviceKey, freshDeviceKey, proofOf } from "./device-key.ts";
import { keepDeviceKey, keepSession, readDeviceKey, readSession } from "./session-store.ts";

/** Told on `window` whenever somebody has signed in or out, or the service wants a sign-in. */
export const sessionChanged = "antar-session";

/** A fresh id of 32 hexadecimal digits. Not `randomUUID`: that is missing where the page came over plain HTTP. */
export function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

let known: Promise<Session | undefined> | undefined;
let key: Promise<DeviceKey | undefined> | undefined;
let renewing: Promise<Session | undefined> | undefined;
/** Seconds that the service's clock is ahead of this device's: a phone may be wrong by minutes. */
let ahead = 0;

const now = (): number => Date.now() / 1_000 + ahead;

/** Takes the service's time from an answer. */
export function heardTime(response: Response): void {
  const told = Date.parse(response.headers.get("date") ?? "");
  if (!Number.isNaN(told)) ahead = told / 1_000 - Date.now() / 1_000;
}

/** The session of this device; undefined when nobody is signed in. */
export function currentSession(): Promise<Session | undefined> {
  known ??= readSession().catch(() => undefined);
  return known;
}

async function settle(session: Session | undefined): Promise<void> {
  known = Promise.resolve(session);
  await keepSession(session);
  window.dispatchEvent(new Event(sessionChanged));
}

async function deviceKey(): Promise<DeviceKey | undefined> {
  key ??= (async () => {
    const kept = await readDeviceKey().catch(() => undefined);
    if (kept) return kept;
    const fresh = await freshDeviceKey();
    if (fresh) await keepDeviceKey(fresh);
    return fresh;
  })();
  return key;
}

/** An answer of the service to a sign-in that is not a session. */
export class SignInRefused extends Error {
  readonly status: number;
  readonly says: { readonly id: string; readonly en: string } | undefined;

  constructor(status: number, says: { readonly id: string; readonly en: string } | undefined) {
    super(says?.en ?? `${status}`);
    this.name = "SignInRefused";
    this.status = status;
    this.says = says;
  }
}

async function post(path: string, body: unknown): Promise<Session> {
  const pair = await deviceKey();
  const send = async (): Promise<Response> => {
    const proof = pair && (await proofOf(pair, { method: "POST", path, now: now(), id: newId() }));
    const headers = { "content-type": "application/json", ...(proof === undefined ? {} : { dpop: proof }) };
    return fetch(path, { method: "POST", headers, body: JSON.stringify(body) });
  };
  let response = await send();
  if (response.status === 401) {
    heardTime(response); // The clock of this device may be off; once more by the service's.
    response = await send();
  }
  heardTime(response);
  if (response.ok) return response.json();
  const problem: { says?: { id: string; en: string } } = await response.json().catch(() => ({}));
  throw new SignInRefused(response.status, problem.says);
}

/** What this device is called in the list of devices. */
const label = (): string => navigator.userAgent.replace(/^Mozilla\/\S+ /, "").slice(0, 80);

/** Signs in with a one-time code. Throws SignInRefused, or a TypeError without network. */
export async function signInByCode(tenant: string, code: string): Promise<void> {
  await settle(await post("/sign-in/code", { tenant, code, label: label() }));
}

/** Signs in with a local account. Throws SignInRefused, or a TypeError without network. */
export async function signInBySecret(tenant: string, person: string, secret: string): Promise<void> {
  await settle(await post("/sign-in/secret", { tenant, person, secret, label: label() }));
}

/** Signs this device out, here and, with network, at the service. */
export async function signOut(): Promise<void> {
  const headers = await sessionHeaders("POST", "/me/sign-out");
  await fetch("/me/sign-out", { method: "POST", headers }).catch(() => undefined);
  await settle(undefined);
}

async function renewed(session: Session): Promise<Session | undefined> {
  const { device, secret, me } = session;
  try {
    const fresh = await post("/sign-in/again", { tenant: me.tenant, device, ...(secret === null ? {} : { secret }) });
    const next = { ...fresh, secret: fresh.secret ?? secret };
    known = Promise.resolve(next);
    await keepSession(next);
    return next;
  } catch (error) {
    if (error instanceof SignInRefused && [401, 403, 404].includes(error.status)) {
      await settle(undefined);
      return undefined;
    }
    return session; // No network: the request that follows will say so.
  }
}

/** A session with a token that is still good for half a minute. */
async function goodSession(): Promise<Session | undefined> {
  const session = await currentSession();
  if (!session || Date.parse(session.expiresAt) / 1_000 > now() + 30) return session;
  renewing ??= renewed(session).finally(() => {
    renewing = undefined;
  });
  return renewing;
}

/** The headers that say who asks; none when nobody is signed in. */
export async function sessionHeaders(method: string, path: string): Promise<Readonly<Record<string, string>>> {
  const session = await goodSession();
  if (!session) return {};
  const { token, secret } = session;
  const pair = secret === null ? await deviceKey() : undefined;
  const proof = pair && (await proofOf(pair, { method, path, token, now: now(), id: newId() }));
  return { authorization: `Bearer ${token}`, ...(proof === undefined ? {} : { dpop: proof }) };
}

/** The service wants a sign-in: a page that can offer one hears of it. */
export function wantSignIn(): void {
  window.dispatchEvent(new CustomEvent(sessionChanged, { detail: "wanted" }));
}
