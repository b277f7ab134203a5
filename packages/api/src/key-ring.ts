/**
 * The keys that sign access tokens, old, present and coming. Knows when each signs and is trusted; refuses to know where
 * they are kept.
 */
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from "jose";
import * as z from "zod";

const part = z.string().min(1);

/** A private signing key of curve P-256 and its time. */
export const RingKey = z.object({
  jwk: z.object({ kty: z.literal("EC"), crv: z.literal("P-256"), x: part, y: part, d: part, kid: part }),
  from: z.int().describe("epoch second from which it signs; it is trusted before that"),
  until: z.int().nullable().describe("epoch second until which it is trusted; null: open"),
});
/** All signing keys. */
export const KeyRing = z.object({ keys: z.array(RingKey).min(1) });
export type KeyRing = z.infer<typeof KeyRing>;

/** Seconds between making a key and its first signature, so that every process knows it by then. */
export const lead = 300;
/** Seconds for which an old key is trusted after its successor signs: longer than any token lives. */
const trust = 3_600;

/** A fresh private key with its thumbprint as `kid`. */
export async function freshKey(): Promise<KeyRing["keys"][number]["jwk"]> {
  const { privateKey } = await generateKeyPair("ES256", { extractable: true });
  const jwk = await exportJWK(privateKey);
  return RingKey.shape.jwk.parse({ ...jwk, kid: (await calculateJwkThumbprint(jwk)).slice(0, 16) });
}

/** A ring with one fresh key that signs at once. */
export async function freshRing(): Promise<KeyRing> {
  return { keys: [{ jwk: await freshKey(), from: 0, until: null }] };
}

/** `ring` with a fresh key that signs from `now` + 300 s on; those before are trusted an hour longer, then dropped. */
export async function rotated(ring: KeyRing, now: number): Promise<KeyRing> {
  const from = now + lead;
  const older = ring.keys
    .filter((key) => key.until === null || key.until > now)
    .map((key) => ({ ...key, until: key.until ?? from + trust }));
  return { keys: [...older, { jwk: await freshKey(), from, until: null }] };
}

/** The key that signs at `now`. Throws Error when none does. */
export function signingKey(ring: KeyRing, now: number): JWK & { readonly kid: string } {
  const able = ring.keys.filter((key) => key.from <= now && (key.until === null || key.until > now));
  const newest = able.sort((left, right) => right.from - left.from)[0];
  if (!newest) throw new Error("no key of the ring signs now");
  return newest.jwk;
}

/** The public half of a signing key, as a JWK. */
export interface PublicKey {
  readonly kty: "EC";
  readonly crv: "P-256";
  readonly x: string;
  readonly y: string;
  readonly kid: string;
  readonly alg: "ES256";
  readonly use: "sig";
}

/** The public halves that are trusted at `now`. */
export function publicKeys(ring: KeyRing, now: number): { keys: PublicKey[] } {
  return {
    keys: ring.keys
      .filter((key) => key.until === null || key.until > now)
      .map(({ jwk: { kty, crv, x, y, kid } }) => ({ kty, crv, x, y, kid, alg: "ES256", use: "sig" })),
  };
}
