import { createHmac } from "node:crypto";
import { base64url, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";
import { beforeAll, describe, expect, test } from "vitest";
import { readReceipt, receiptSigner } from "./receipts.ts";
import { identifyByToken } from "./tokens.ts";

type Key = Awaited<ReturnType<typeof generateKeyPair>>;

const now = 1_732_500_000;
let ours: Key;
let theirs: Key;
let publicJwk: Record<string, unknown>;
let identify: (request: Request) => Promise<unknown>;

beforeAll(async () => {
  ours = await generateKeyPair("ES256", { extractable: true });
  theirs = await generateKeyPair("ES256");
  publicJwk = { ...(await exportJWK(ours.publicKey)), kid: "k1", alg: "ES256", use: "sig" };
  identify = identifyByToken({
    keys: { keys: [publicJwk] as never },
    issuer: "urn:antar:test",
    audience: "antar",
    now: () => now * 1_000,
  });
});

interface Making {
  readonly claims?: JWTPayload;
  readonly header?: Record<string, unknown>;
  readonly key?: CryptoKey;
}

const goodClaims = (): JWTPayload => ({
  tenant: "kendari",
  role: "driver",
  vehicle: "truk-1",
  sub: "phone-1",
  iss: "urn:antar:test",
  aud: "antar",
  iat: now - 60,
  exp: now + 600,
});

function make({
  claims = goodClaims(),
  header = {},
  key = ours.privateKey as CryptoKey,
}: Making = {}): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg: "ES256", kid: "k1", ...header }).sign(key);
}

const ask = (token: string): Promise<unknown> =>
  identify(new Request("http://antar.example/briefs", { headers: { authorization: `Bearer ${token}` } }));

/** Header and payload signed by hand, to make what no library makes. */
function forge(header: unknown, payload: string, signature = ""): string {
  return `${base64url.encode(JSON.stringify(header))}.${base64url.encode(payload)}.${signature}`;
}

test("a good token names tenant, role, person and vehicle", async () => {
  expect(await ask(await make())).toEqual({ tenant: "kendari", role: "driver", subject: "phone-1", vehicle: "truk-1" });
});

const without = (name: string): JWTPayload => {
  const { [name]: _, ...rest } = goodClaims();
  return rest;
};

describe("is refused:", () => {
  const attacks: Record<string, () => Promise<string> | string> = {
    "algorithm none": () => forge({ alg: "none", kid: "k1" }, JSON.stringify(goodClaims())),
    "our public key used as an HMAC secret": () => {
      const start = forge({ alg: "HS256", kid: "k1" }, JSON.stringify(goodClaims())).replace(/\.$/, "");
      return `${start}.${createHmac("sha256", JSON.stringify(publicJwk)).update(start).digest("base64url")}`;
    },
    "signed by another key": () => make({ key: theirs.privateKey as CryptoKey }),
    expired: () => make({ claims: { ...goodClaims(), exp: now - 6 } }),
    "without exp": () => make({ claims: without("exp") }),
    "without iat": () => make({ claims: without("iat") }),
    "wrong audience": () => make({ claims: { ...goodClaims(), aud: "other" } }),
    "wrong issuer": () => make({ claims: { ...goodClaims(), iss: "urn:antar:other" } }),
    "a kid that is a path": () => make({ header: { kid: "../../k1" } }),
    "a key inside the header": async () =>
      make({ header: { kid: "k9", jwk: await exportJWK(theirs.publicKey) }, key: theirs.privateKey as CryptoKey }),
    truncated: async () => (await make()).slice(0, -8),
    "altered payload": async () => {
      const [header, , signature] = (await make()).split(".");
      const claims = { ...goodClaims(), role: "admin" };
      return `${header}.${base64url.encode(JSON.stringify(claims))}.${signature}`;
    },
    oversized: () => make({ claims: { ...goodClaims(), note: "x".repeat(5_000) } }),
    "valid for longer than a working day": () => make({ claims: { ...goodClaims(), iat: now - 13 * 3_600 } }),
    "not valid yet": () => make({ claims: { ...goodClaims(), nbf: now + 60 } }),
    "a role that does not exist": () => make({ claims: { ...goodClaims(), role: "root" } }),
    "the role of nobody": () => make({ claims: { ...goodClaims(), role: "anonymous" } }),
    "a tenant that reaches into another key": () => make({ claims: { ...goodClaims(), tenant: "kendari#B" } }),
    "a critical header that we do not know": () => make({ header: { crit: ["exp"] } }).catch(() => "a.b.c"),
    "no token at all": () => "",
  };
  test.each(Object.keys(attacks))("%s", async (name) => {
    const token = await attacks[name]?.();
    await expect(ask(token ?? "")).rejects.toThrow("not signed in");
  });
});

test("a receipt says what was signed, and no changed receipt does", async () => {
  const receipt = { tenant: "kendari", brief: "k525", unit: "vehicle:truk-1", sequence: 3, hash: "a".repeat(64) };
  const sign = receiptSigner({ ...(await exportJWK(ours.privateKey)), kid: "r1" });
  const signature = await sign(receipt);
  expect(await readReceipt(signature, publicJwk)).toEqual(receipt);
  const [header, , tail] = signature.split(".");
  const forged = `${header}.${base64url.encode(JSON.stringify({ ...receipt, sequence: 4 }))}.${tail}`;
  await expect(readReceipt(forged, publicJwk)).rejects.toThrow();
});
