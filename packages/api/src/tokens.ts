/**
 * Access tokens: JWT signed with ES256, and nothing else. Knows what makes a token good and how one is made; refuses to know
 * who may have one.
 */
import { type Actor, roles, type Standing } from "@antar/dispatch";
import { createLocalJWKSet, importJWK, type JSONWebKeySet, jwtVerify, SignJWT } from "jose";
import * as z from "zod";
import { type KeyRing, type PublicKey, publicKeys, signingKey } from "./key-ring.ts";
import { NotSignedIn } from "./problem.ts";
import { provedKey } from "./proof.ts";

/** What tokens are made with and checked against. */
export interface TokenRules {
  /** Public keys that are trusted now; a new key is added before it is used. */
  readonly keys: JSONWebKeySet | (() => Promise<JSONWebKeySet>);
  readonly issuer: string;
  readonly audience: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Where a device stands; looked at again after half a minute. Absent: tokens stand until they expire. */
  readonly standing?: (who: { tenant: string; person: string; device: string }) => Promise<Standing>;
}

const Claims = z.object({
  tenant: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/),
  role: z.enum(roles).exclude(["anonymous"]),
  sub: z.string().min(1).max(200),
  iat: z.number(),
  device: z.string().min(1).max(64).optional(),
  vehicle: z.string().min(1).max(80).optional(),
  place: z.string().min(1).max(32).optional(),
  cnf: z.object({ jkt: z.string() }).optional(),
});
type Claims = z.infer<typeof Claims>;

/** Longest token, in characters. */
const longest = 4_096;
/** Seconds that a token lives, and the longest life that is believed. */
export const tokenLife = 600;
const longestLife = 3_600;
/** Milliseconds for which a look at a device is believed: with the time of one request it stays below a minute. */
const believed = 30_000;
const remembered = 5_000;

/** A function that answers who sends a request. It throws NotSignedIn when the token is missing or not good. */
export function identifyByToken(rules: TokenRules): (request: Request) => Promise<Actor> {
  const { keys } = rules;
  const fixed = typeof keys === "function" ? undefined : createLocalJWKSet(keys);
  const stands = standingOf(rules);
  return async (request) => {
    const header = request.headers.get("authorization") ?? "";
    const token = /^(?:Bearer|DPoP) ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(header)?.[1];
    if (token === undefined || token.length > longest) throw new NotSignedIn();
    const set = fixed ?? createLocalJWKSet(typeof keys === "function" ? await keys() : keys);
    const claims = Claims.safeParse(await payloadOf(token, set, rules));
    if (!claims.success) throw new NotSignedIn();
    const { data } = claims;
    if (data.cnf && (await provedKey(request, { now: rules.now(), token })) !== data.cnf.jkt) throw new NotSignedIn();
    await stands(data);
    return actorOf(data);
  };
}

function actorOf({ tenant, role, sub, vehicle, place, device }: Claims): Actor {
  return {
    tenant,
    role,
    subject: sub,
    ...(vehicle === undefined ? {} : { vehicle }),
    ...(place === undefined ? {} : { place }),
    ...(device === undefined ? {} : { device }),
  };
}

function standingOf({ standing, now }: TokenRules): (claims: Claims) => Promise<void> {
  if (!standing) return async () => undefined;
  const known = new Map<string, { standing: Standing; at: number }>();
  return async ({ tenant, sub, device, iat }) => {
    if (device === undefined) throw new NotSignedIn();
    const name = JSON.stringify([tenant, sub, device]);
    let found = known.get(name);
    if (!found || now() - found.at >= believed) {
      found = { standing: await standing({ tenant, person: sub, device }), at: now() };
      if (known.size >= remembered) known.clear();
      known.set(name, found);
    }
    if (found.standing.revoked || iat < found.standing.from) throw new NotSignedIn();
  };
}

async function payloadOf(token: string, keys: ReturnType<typeof createLocalJWKSet>, rules: TokenRules) {
  try {
    const { payload } = await jwtVerify(token, keys, {
      algorithms: ["ES256"],
      issuer: rules.issuer,
      audience: rules.audience,
      requiredClaims: ["exp", "iat", "sub", "aud", "iss"],
      maxTokenAge: longestLife,
      clockTolerance: 5,
      currentDate: new Date(rules.now()),
    });
    return payload;
  } catch {
    throw new NotSignedIn();
  }
}

/** What a token is issued for: the actor, and the key of the device where it has one. */
export interface TokenWish {
  readonly actor: Actor;
  readonly thumbprint?: string;
}

/** Makes tokens. `expires` in epoch seconds. */
export interface TokenIssuer {
  issue(wish: TokenWish): Promise<{ readonly token: string; readonly expires: number }>;
  /** The public keys that are trusted now. */
  keys(): Promise<{ keys: PublicKey[] }>;
}

/** What an issuer needs. `ring` is asked for each token: keep what it answers for a minute at most. */
export interface IssuerOptions {
  readonly ring: () => Promise<KeyRing>;
  readonly issuer: string;
  readonly audience: string;
  readonly now: () => number;
}

/** An issuer that signs with the newest key of the ring. */
export function createTokenIssuer({ ring, issuer, audience, now }: IssuerOptions): TokenIssuer {
  const seconds = (): number => Math.floor(now() / 1_000);
  return {
    issue: async ({ actor, thumbprint }) => {
      const key = signingKey(await ring(), seconds());
      const issued = seconds();
      const { tenant, role, subject, vehicle, place, device } = actor;
      const claims = { tenant, role, vehicle, place, device, ...(thumbprint ? { cnf: { jkt: thumbprint } } : {}) };
      const token = await new SignJWT(claims)
        .setProtectedHeader({ alg: "ES256", kid: key.kid })
        .setSubject(subject)
        .setIssuer(issuer)
        .setAudience(audience)
        .setIssuedAt(issued)
        .setExpirationTime(issued + tokenLife)
        .sign(await importJWK(key, "ES256"));
      return { token, expires: issued + tokenLife };
    },
    keys: async () => publicKeys(await ring(), seconds()),
  };
}
