/**
 * The key of this device: made once, never leaves the browser, and signs a proof for each request (RFC 9449, DPoP), so
 * that a token that was copied is worth nothing elsewhere. Refuses to know whose device it is.
 */
import { exportJWK, SignJWT } from "jose";

/** The two halves; the private one cannot be exported. */
export type DeviceKey = CryptoKeyPair;

/** A fresh key; undefined where the page came over plain HTTP, where browsers give none. */
export async function freshDeviceKey(): Promise<DeviceKey | undefined> {
  if (!crypto.subtle) return undefined;
  return crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);
}

const base64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

async function hashOf(token: string): Promise<string> {
  return base64url(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(token))));
}

/** What a proof is made for: one request, with the token that goes with it. `now`: seconds by the service's clock. */
export interface Proving {
  readonly method: string;
  readonly path: string;
  readonly token?: string;
  readonly now: number;
  readonly id: string;
}

/** The proof, a compact JWS for the `dpop` header. */
export async function proofOf(key: DeviceKey, { method, path, token, now, id }: Proving): Promise<string> {
  const address = new URL(path, window.location.origin);
  const bound = token === undefined ? {} : { ath: await hashOf(token) };
  return new SignJWT({ htm: method, htu: `${address.origin}${address.pathname}`, jti: id, ...bound })
    .setProtectedHeader({ alg: "ES256", typ: "dpop+jwt", jwk: await exportJWK(key.publicKey) })
    .setIssuedAt(Math.floor(now))
    .sign(key.privateKey);
}
