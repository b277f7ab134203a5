/**
 * Proof of possession (RFC 9449, DPoP): a device shows with every request that it holds the key that its token names, so a
 * token that was copied is worth nothing elsewhere. Knows the proof; refuses to know whose device it is.
 */
import { createHash } from "node:crypto";
import { calculateJwkThumbprint, EmbeddedJWK, jwtVerify } from "jose";
import * as z from "zod";
import { NotSignedIn } from "./problem.ts";

const Claims = z.object({
  htm: z.string(),
  htu: z.string(),
  iat: z.number(),
  jti: z.string().min(1).max(200),
  ath: z.string().optional(),
});

/** Seconds that the clock of a device may be off; the `date` header of every answer tells it the time. */
const tolerance = 300;
const longest = 2_048;

function pathOf(address: string): string | undefined {
  return URL.canParse(address) ? new URL(address).pathname : undefined;
}

/**
 * The thumbprint of the key that proves `request`; undefined when it carries no proof. With `token` the proof must be made
 * for that token. Throws NotSignedIn when the proof is not good.
 */
export async function provedKey(
  request: Request,
  { now, token }: { readonly now: number; readonly token?: string },
): Promise<string | undefined> {
  const proof = request.headers.get("dpop");
  if (proof === null) return undefined;
  if (proof.length > longest) throw new NotSignedIn();
  try {
    const { payload, protectedHeader } = await jwtVerify(proof, EmbeddedJWK, {
      typ: "dpop+jwt",
      algorithms: ["ES256"],
      currentDate: new Date(now),
    });
    const { htm, htu, iat, ath } = Claims.parse(payload);
    const fresh = Math.abs(now / 1_000 - iat) <= tolerance;
    const same = htm === request.method && pathOf(htu) === new URL(request.url).pathname;
    const bound = token === undefined || ath === createHash("sha256").update(token).digest("base64url");
    if (!fresh || !same || !bound || !protectedHeader.jwk) throw new NotSignedIn();
    return await calculateJwkThumbprint(protectedHeader.jwk);
  } catch {
    throw new NotSignedIn();
  }
}
