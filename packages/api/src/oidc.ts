/**
 * Signing in with an identity provider: OpenID Connect, authorization code with PKCE. Knows the protocol; refuses to know
 * whom a verified address belongs to.
 */
import { createHash, randomBytes } from "node:crypto";
import { Refusal } from "@antar/domain";
import { createRemoteJWKSet, jwtVerify } from "jose";
import * as z from "zod";

/** An identity provider as it was registered. */
export const OidcSettings = z.object({
  issuer: z.url(),
  clientId: z.string().min(1),
  clientSecret: z.string().min(1),
  redirectUri: z.url(),
});
export type OidcSettings = z.infer<typeof OidcSettings>;

const Discovery = z.object({
  issuer: z.string(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  jwks_uri: z.url(),
});
const Answer = z.object({ id_token: z.string().max(20_000) });
const Identity = z.object({ email: z.email(), email_verified: z.literal(true), nonce: z.string() });

/** What is kept between the two halves of a sign-in. */
export interface Handshake {
  readonly state: string;
  readonly verifier: string;
  readonly nonce: string;
}

/** The two halves of a sign-in with a provider. */
export interface IdentityProvider {
  /** Where the browser is sent, and what must be kept until it comes back. */
  begin(): Promise<Handshake & { readonly address: string }>;
  /** The verified address of the person. Throws Refusal `forbidden` when the provider does not vouch for one. */
  end(code: string, kept: { readonly verifier: string; readonly nonce: string }): Promise<string>;
}

const waitMs = 10_000;
const fresh = (): string => randomBytes(32).toString("base64url");

async function discover({ issuer }: OidcSettings): Promise<z.infer<typeof Discovery>> {
  const address = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
  const response = await fetch(address, { signal: AbortSignal.timeout(waitMs) });
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  const found = Discovery.parse(await response.json());
  if (found.issuer !== issuer) throw new Error(`${address} names another issuer: ${found.issuer}`);
  return found;
}

function refusal(): Refusal {
  return new Refusal("forbidden", {
    id: "Penyedia identitas tidak menjamin alamat surel Anda; masuk lagi dari awal",
    en: "The identity provider does not vouch for your address; sign in again from the start",
  });
}

/** A provider over its settings. What it publishes about itself is fetched once. */
export function openIdentityProvider(settings: OidcSettings, now: () => number): IdentityProvider {
  let known: ReturnType<typeof discover> | undefined;
  const discovered = (): ReturnType<typeof discover> => {
    known ??= discover(settings).catch((error) => {
      known = undefined;
      throw error;
    });
    return known;
  };
  let keys: ReturnType<typeof createRemoteJWKSet> | undefined;
  return {
    begin: async () => {
      const { authorization_endpoint } = await discovered();
      const kept = { state: fresh(), verifier: fresh(), nonce: fresh() };
      const address = new URL(authorization_endpoint);
      const query = {
        response_type: "code",
        client_id: settings.clientId,
        redirect_uri: settings.redirectUri,
        scope: "openid email",
        state: kept.state,
        nonce: kept.nonce,
        code_challenge: createHash("sha256").update(kept.verifier).digest("base64url"),
        code_challenge_method: "S256",
      };
      for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value);
      return { ...kept, address: address.href };
    },
    end: async (code, { verifier, nonce }) => {
      const { token_endpoint, jwks_uri } = await discovered();
      const response = await fetch(token_endpoint, {
        method: "POST",
        headers: { accept: "application/json" },
        body: new URLSearchParams({
          grant_type: "authorization_code",
          code,
          redirect_uri: settings.redirectUri,
          client_id: settings.clientId,
          client_secret: settings.clientSecret,
          code_verifier: verifier,
        }),
        signal: AbortSignal.timeout(waitMs),
      });
      if (!response.ok) throw refusal();
      keys ??= createRemoteJWKSet(new URL(jwks_uri), { timeoutDuration: waitMs });
      try {
        const { id_token } = Answer.parse(await response.json());
        const { payload } = await jwtVerify(id_token, keys, {
          issuer: settings.issuer,
          audience: settings.clientId,
          algorithms: ["RS256", "ES256", "PS256"],
          requiredClaims: ["exp", "iat", "sub"],
          clockTolerance: 30,
          currentDate: new Date(now()),
        });
        const identity = Identity.parse(payload);
        if (identity.nonce !== nonce) throw refusal();
        return identity.email;
      } catch {
        throw refusal();
      }
    },
  };
}
