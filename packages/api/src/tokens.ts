/**
 * Access tokens: JWT signed with ES256, and nothing else. Knows what makes a token good; refuses to know who issues it.
 */
import { type Actor, roles } from "@antar/dispatch";
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from "jose";
import * as z from "zod";
import { NotSignedIn } from "./problem.ts";

/** What tokens are checked against. */
export interface TokenRules {
  /** Public keys; a new key is added before it is used and an old one removed after its last token has expired. */
  readonly keys: JSONWebKeySet;
  readonly issuer: string;
  readonly audience: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

const Claims = z.object({
  tenant: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/),
  role: z.enum(roles).exclude(["anonymous"]),
  sub: z.string().min(1).max(200),
  vehicle: z.string().min(1).max(80).optional(),
  place: z.string().min(1).max(32).optional(),
});

/** Longest token, in characters, and longest life, in seconds. */
const longest = 4_096;
const life = 12 * 3_600;

/** A function that answers who sends a request. It throws NotSignedIn when the token is missing or not good. */
export function identifyByToken(rules: TokenRules): (request: Request) => Promise<Actor> {
  const keys = createLocalJWKSet(rules.keys);
  return async (request) => {
    const header = request.headers.get("authorization") ?? "";
    const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(header)?.[1];
    if (token === undefined || token.length > longest) throw new NotSignedIn();
    const claims = Claims.safeParse(await payloadOf(token, keys, rules));
    if (!claims.success) throw new NotSignedIn();
    const { tenant, role, sub, vehicle, place } = claims.data;
    return {
      tenant,
      role,
      subject: sub,
      ...(vehicle === undefined ? {} : { vehicle }),
      ...(place === undefined ? {} : { place }),
    };
  };
}

async function payloadOf(token: string, keys: ReturnType<typeof createLocalJWKSet>, rules: TokenRules) {
  try {
    const { payload } = await jwtVerify(token, keys, {
      algorithms: ["ES256"],
      issuer: rules.issuer,
      audience: rules.audience,
      requiredClaims: ["exp", "iat", "sub", "aud", "iss"],
      maxTokenAge: life,
      clockTolerance: 5,
      currentDate: new Date(rules.now()),
    });
    return payload;
  } catch {
    throw new NotSignedIn();
  }
}
