/**
 * Signing in over HTTP: by secret, by code, by an identity provider; devices bound by their key; revocation; key rotation.
 */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { openTown, type Town, townBrief } from "@antar/dispatch/testing";
import { calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openClient } from "./client.ts";
import { createApi } from "./create-api.ts";
import { freshRing, type KeyRing, rotated } from "./key-ring.ts";
import { openIdentityProvider } from "./oidc.ts";
import { createTokenIssuer, identifyByToken } from "./tokens.ts";

let town: Town;
let ring: KeyRing;
let api: ReturnType<typeof createApi>;
let adminToken: string;
let provider: Awaited<ReturnType<typeof openProvider>>;
const now = (): number => town.clock.now * 1_000;

/** A provider that answers as OpenID Connect asks, and checks the PKCE verifier. */
async function openProvider() {
  const { publicKey, privateKey } = await generateKeyPair("RS256", { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: "p1", alg: "RS256", use: "sig" };
  const said = { email: "ketua@kpu.example", verified: true, nonce: "", challenge: "", clock: () => 0, asked: 0 };
  let issuer = "";
  const server: Server = createServer((request, response) => {
    const answer = (value: unknown, status = 200): void => {
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
    };
    if (request.url?.startsWith("/.well-known")) {
      const at = (path: string): string => `${issuer}${path}`;
      return answer({
        issuer,
        authorization_endpoint: at("/authorize"),
        token_endpoint: at("/token"),
        jwks_uri: at("/keys"),
      });
    }
    if (request.url === "/keys") return answer({ keys: [jwk] });
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", async () => {
      said.asked += 1;
      const { createHash } = await import("node:crypto");
      const form = new URLSearchParams(body);
      const challenge = createHash("sha256")
        .update(form.get("code_verifier") ?? "")
        .digest("base64url");
      if (challenge !== said.challenge || form.get("code") !== "good") return answer({ error: "invalid_grant" }, 400);
      const token = await new SignJWT({ email: said.email, email_verified: said.verified, nonce: said.nonce })
        .setProtectedHeader({ alg: "RS256", kid: "p1" })
        .setIssuer(issuer)
        .setAudience("antar")
        .setSubject("42")
        .setIssuedAt(said.clock())
        .setExpirationTime(said.clock() + 60)
        .sign(privateKey);
      answer({ id_token: token, access_token: "x", token_type: "Bearer" });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { issuer, said, close: () => new Promise((resolve) => server.close(resolve)) };
}

beforeAll(async () => {
  town = await openTown();
  ring = await freshRing();
  provider = await openProvider();
  provider.said.clock = () => town.clock.now;
  const rules = { issuer: "urn:antar:test", audience: "antar", now };
  const issuer = createTokenIssuer({ ...rules, ring: async () => ring });
  const oidc = openIdentityProvider(
    {
      issuer: provider.issuer,
      clientId: "antar",
      clientSecret: "s",
      redirectUri: "http://antar.example/#masuk",
    },
    now,
  );
  let requests = 0;
  api = createApi(town.dispatch, {
    identify: identifyByToken({ ...rules, keys: () => issuer.keys(), standing: town.dispatch.signIn.standing }),
    signIn: { issuer, provider: (tenant) => (tenant === "kendari" ? oidc : undefined) },
    now,
    newId: () => {
      requests += 1;
      return `request-${requests}`;
    },
    origins: ["https://peta.example"],
    rate: { signedIn: 400, anonymous: 40 },
    clientOf: (bindings) => String((bindings as { ip?: string } | undefined)?.ip ?? "one"),
  });
  const secret = await town.dispatch.firstAdmin("kendari");
  adminToken = (await signIn("secret", { tenant: "kendari", person: "admin", secret })).body.token;
  await send("/briefs/town", { method: "PUT", json: townBrief(), token: adminToken });
  await send("/briefs/town/plans", { method: "POST", json: { seed: 1 }, token: adminToken });
  await town.queue.idle();
  await send("/briefs/town/plans/1/publish", { method: "POST", token: adminToken });
});
afterAll(async () => {
  await provider.close();
  await town.close();
});

interface Sending {
  readonly method?: string;
  readonly json?: unknown;
  readonly token?: string;
  readonly proof?: string;
  readonly ip?: string;
}
let callers = 0;

async function send(path: string, { method = "GET", json, token, proof, ip }: Sending = {}) {
  const headers: Record<string, string> = {};
  if (json !== undefined) headers["content-type"] = "application/json";
  if (token !== undefined) headers.authorization = `Bearer ${token}`;
  if (proof !== undefined) headers.dpop = proof;
  callers += 1;
  const init = { method, headers, ...(json === undefined ? {} : { body: JSON.stringify(json) }) };
  const response = await api.request(`http://antar.example${path}`, init, { ip: ip ?? `caller-${callers}` });
  const text = await response.text();
  return { status: response.status, body: text.startsWith("{") ? JSON.parse(text) : text, headers: response.headers };
}

const signIn = (how: string, json: unknown, proof?: string) =>
  send(`/sign-in/${how}`, { method: "POST", json, ...(proof === undefined ? {} : { proof }) });

type Pair = Awaited<ReturnType<typeof generateKeyPair>>;
const deviceKey = (): Promise<Pair> => generateKeyPair("ES256", { extractable: true });

/** What a phone sends to show that it holds its key. */
async function proofOf(pair: Pair, method: string, path: string, token?: string, shift = 0): Promise<string> {
  const { createHash } = await import("node:crypto");
  const ath = token === undefined ? {} : { ath: createHash("sha256").update(token).digest("base64url") };
  return new SignJWT({ htm: method, htu: `http://antar.example${path}`, jti: crypto.randomUUID(), ...ath })
    .setProtectedHeader({ alg: "ES256", typ: "dpop+jwt", jwk: await exportJWK(pair.publicKey) })
    .setIssuedAt(town.clock.now + shift)
    .sign(pair.privateKey);
}

async function driver() {
  const pair = await deviceKey();
  const code = await makeCodeWith({ vehicle: "truk-1" });
  const json = { tenant: "kendari", code, label: "HP Budi" };
  const session = await signIn("code", json, await proofOf(pair, "POST", "/sign-in/code"));
  expect(session.status).toBe(200);
  return { pair, code, session: session.body };
}

const mine = "/me/assignment";
const withProof = async (pair: Pair, token: string, path = mine) =>
  send(path, { token, proof: await proofOf(pair, "GET", path, token) });

describe("a driver's phone", () => {
  test("signs in with a code, reads its own assignment and no other", async () => {
    const { pair, session } = await driver();
    expect(session.me).toMatchObject({ role: "driver", vehicle: "truk-1", tenant: "kendari" });
    expect(session.secret).toBeNull();
    expect((await withProof(pair, session.token)).status).toBe(200);
    expect((await withProof(pair, session.token, "/briefs/town/assignments/truk-9")).status).toBe(404);
  });

  test("is refused a code that another device has used, and may repeat its own when the answer was lost", async () => {
    const { pair, code, session } = await driver();
    const json = { tenant: "kendari", code, label: "" };
    const other = await deviceKey();
    expect((await signIn("code", json, await proofOf(other, "POST", "/sign-in/code"))).status).toBe(403);
    expect((await signIn("code", json)).status).toBe(403);
    const again = await signIn("code", json, await proofOf(pair, "POST", "/sign-in/code"));
    expect([again.status, again.body.device]).toEqual([200, session.device]);
  });

  test("has a token that is worth nothing on another device, without a proof, or with one for another request", async () => {
    const { pair, session } = await driver();
    const { token } = session;
    const other = await deviceKey();
    expect((await send(mine, { token })).status).toBe(401);
    expect((await withProof(other, token)).status).toBe(401);
    const proofs = [
      await proofOf(pair, "POST", mine, token),
      await proofOf(pair, "GET", "/briefs", token),
      await proofOf(pair, "GET", mine, `${token}x`),
      await proofOf(pair, "GET", mine),
      await proofOf(pair, "GET", mine, token, -301),
      await proofOf(pair, "GET", mine, token, 301),
      "a.b.c",
      "x".repeat(3_000),
    ];
    for (const proof of proofs) expect((await send(mine, { token, proof })).status).toBe(401);
  });

  test("gets a fresh token by its key when the old one has expired, and another device does not", async () => {
    const { pair, session } = await driver();
    town.clock.now += 610;
    expect((await withProof(pair, session.token)).status).toBe(401);
    const json = { tenant: "kendari", device: session.device };
    const again = await signIn("again", json, await proofOf(pair, "POST", "/sign-in/again"));
    expect(again.status).toBe(200);
    expect((await withProof(pair, again.body.token)).status).toBe(200);
    expect((await signIn("again", json, await proofOf(await deviceKey(), "POST", "/sign-in/again"))).status).toBe(403);
    expect((await signIn("again", json)).status).toBe(403);
  });

  test("that is revoked is refused within a minute and for good", async () => {
    const { pair, session } = await driver();
    expect((await withProof(pair, session.token)).status).toBe(200);
    const admin = await freshAdmin();
    await send(`/devices/${session.device}/revoke`, { method: "POST", token: admin });
    town.clock.now += 59;
    expect((await withProof(pair, session.token)).status).toBe(401);
    const json = { tenant: "kendari", device: session.device };
    expect((await signIn("again", json, await proofOf(pair, "POST", "/sign-in/again"))).status).toBe(403);
  });

  test("cannot use a code after its time", async () => {
    const code = await makeCodeWith({ vehicle: "truk-1", minutes: 1 });
    town.clock.now += 60;
    expect((await signIn("code", { tenant: "kendari", code })).status).toBe(403);
  });

  test("cannot use a code of another tenant", async () => {
    const code = await makeCodeWith({ vehicle: "truk-1" });
    expect((await signIn("code", { tenant: "kediri", code })).status).toBe(403);
  });
});

let adminSecret: { device: string; secret: string } | undefined;
/** The admin's token of this moment. */
async function freshAdmin(): Promise<string> {
  if (!adminSecret) {
    const pair = await deviceKey();
    const person = { name: "Dua", role: "admin" };
    await town.dispatch.putPerson(
      { tenant: "kendari", role: "admin", subject: "setup" },
      {
        person: "admin2",
        given: { vehicle: null, place: null, email: null, phone: null, active: true, ...person } as never,
      },
    );
    const { secret } = await town.dispatch.resetSecret(
      { tenant: "kendari", role: "admin", subject: "setup" },
      { person: "admin2" },
    );
    const session = (await signIn("secret", { tenant: "kendari", person: "admin2", secret })).body;
    expect(await calculateJwkThumbprint(await exportJWK(pair.publicKey))).not.toBe("");
    adminSecret = { device: session.device, secret: session.secret };
  }
  return (await signIn("again", { tenant: "kendari", ...adminSecret })).body.token;
}

async function makeCodeWith(wish: unknown): Promise<string> {
  return (await send("/codes", { method: "POST", json: wish, token: await freshAdmin() })).body.code;
}

describe("people", () => {
  test("sign in with their secret, and a wrong one, a wrong name and a wrong tenant sound the same", async () => {
    const token = await freshAdmin();
    const given = { name: "Siti", role: "planner" };
    expect((await send("/people/siti", { method: "PUT", json: given, token })).status).toBe(200);
    const { secret } = (await send("/people/siti/secret", { method: "POST", token })).body;
    expect((await signIn("secret", { tenant: "kendari", person: "siti", secret })).status).toBe(200);
    const wrong = await Promise.all(
      [
        { tenant: "kendari", person: "siti", secret: `${secret}x` },
        { tenant: "kendari", person: "nobody", secret },
        { tenant: "kediri", person: "siti", secret },
      ].map((json) => signIn("secret", json)),
    );
    expect(wrong.map(({ status, body }) => [status, body.detail])).toEqual(
      wrong.map(() => [403, wrong[0]?.body.detail]),
    );
  });

  test("the store and the audit trail hold no secret and no code in the clear", async () => {
    const token = await freshAdmin();
    await send("/people/gita", { method: "PUT", json: { name: "Gita", role: "observer" }, token });
    const { secret } = (await send("/people/gita/secret", { method: "POST", token })).body;
    const code = await makeCodeWith({ vehicle: "truk-1" });
    await signIn("secret", { tenant: "kendari", person: "gita", secret });
    const kept = JSON.stringify([
      await town.store.people.all({ tenant: "kendari" }),
      await town.store.codes.all({ tenant: "kendari" }),
      await town.store.devices.all({ tenant: "kendari" }),
      await town.store.listAudit("kendari", new Date(now()).toISOString().slice(0, 10)),
    ]);
    expect(kept).toContain("scrypt$15$");
    for (const text of [secret, code, code.replace("-", "")]) expect(kept.includes(text)).toBe(false);
  });

  test("a changed role takes the tokens of the old role away within a minute", async () => {
    const token = await freshAdmin();
    await send("/people/rudi", { method: "PUT", json: { name: "Rudi", role: "planner" }, token });
    const { secret } = (await send("/people/rudi/secret", { method: "POST", token })).body;
    town.clock.now += 1;
    const session = (await signIn("secret", { tenant: "kendari", person: "rudi", secret })).body;
    expect((await send("/briefs", { token: session.token })).status).toBe(200);
    town.clock.now += 1;
    const later = await freshAdmin();
    await send("/people/rudi", { method: "PUT", json: { name: "Rudi", role: "observer" }, token: later });
    town.clock.now += 58;
    expect((await send("/briefs", { token: session.token })).status).toBe(401);
  });

  test("a driver without a vehicle is refused with the field, and nobody takes away the own role", async () => {
    const token = await freshAdmin();
    const bad = await send("/people/x", { method: "PUT", json: { name: "X", role: "driver" }, token });
    expect([bad.status, bad.body.troubles[0].field]).toEqual([400, "vehicle"]);
    const own = await send("/people/admin2", { method: "PUT", json: { name: "Dua", role: "planner" }, token });
    expect(own.status).toBe(409);
  });
});

describe("an identity provider", () => {
  async function handshake() {
    const begun = (await send("/sign-in/identity?tenant=kendari")).body;
    const address = new URL(begun.address);
    expect(address.origin).toBe(provider.issuer);
    expect(address.searchParams.get("code_challenge_method")).toBe("S256");
    provider.said.nonce = address.searchParams.get("nonce") ?? "";
    provider.said.challenge = address.searchParams.get("code_challenge") ?? "";
    return { tenant: "kendari", state: begun.state, code: "good" };
  }
  const known = async (): Promise<void> => {
    const json = { name: "Ketua", role: "chair", email: "Ketua@kpu.example" };
    await send("/people/ketua", { method: "PUT", json, token: await freshAdmin() });
  };

  test("signs in whom the office knows by a verified address", async () => {
    await known();
    const session = await signIn("identity", await handshake());
    expect([session.status, session.body.me.role]).toEqual([200, "chair"]);
  });

  test("a state works once, and a code that the provider does not know does not", async () => {
    await known();
    const json = await handshake();
    expect((await signIn("identity", json)).status).toBe(200);
    expect((await signIn("identity", json)).status).toBe(403);
    expect((await signIn("identity", { ...(await handshake()), code: "bad" })).status).toBe(403);
    expect((await signIn("identity", { ...(await handshake()), state: "made-up-state" })).status).toBe(403);
  });

  test("an address that is not verified, is unknown here, or answers another sign-in is refused", async () => {
    await known();
    const { said } = provider;
    const unverified = await handshake();
    said.verified = false;
    expect((await signIn("identity", unverified)).status).toBe(403);
    said.verified = true;
    const unknown = await handshake();
    said.email = "orang@lain.example";
    expect((await signIn("identity", unknown)).status).toBe(403);
    said.email = "ketua@kpu.example";
    const swapped = await handshake();
    said.nonce = "another";
    expect((await signIn("identity", swapped)).status).toBe(403);
  });

  test("a tenant without one is told so", async () => {
    expect((await send("/sign-in/identity?tenant=kediri")).status).toBe(404);
  });
});

test("keys rotate without signing anybody out: old tokens stand, new ones carry the new key, the old key goes", async () => {
  const before = await freshAdmin();
  ring = await rotated(ring, town.clock.now);
  const kidOf = (token: string): string => JSON.parse(atob(token.split(".")[0] ?? "")).kid;
  expect(kidOf(await freshAdmin())).toBe(kidOf(before));
  town.clock.now += 301;
  const after = await freshAdmin();
  expect(kidOf(after)).not.toBe(kidOf(before));
  expect((await send("/me", { token: before })).status).toBe(200);
  expect((await send("/me", { token: after })).status).toBe(200);
  expect((await send("/.well-known/jwks.json")).body.keys).toHaveLength(2);
  town.clock.now += 3_601;
  const { keys } = (await send("/.well-known/jwks.json")).body;
  expect(keys).toHaveLength(1);
  expect(JSON.stringify(keys)).not.toContain('"d"');
});

describe("around signing in", () => {
  test("guesses of one network address are cut off with 429 and a time to wait", async () => {
    const statuses = [];
    for (let attempt = 0; attempt < 31; attempt++) {
      const answer = await send("/sign-in/code", {
        method: "POST",
        json: { tenant: "kendari", code: "AAAAAAAAAA" },
        ip: "guesser",
      });
      statuses.push(answer.status);
      if (attempt === 30) expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    }
    expect(statuses).toEqual([...Array.from({ length: 30 }, () => 403), 429]);
  });

  test("a device that asks too often is cut off, others are not", async () => {
    const token = await freshAdmin();
    let answer = await send("/me", { token });
    for (let count = 0; count < 400 && answer.status === 200; count++) answer = await send("/me", { token });
    expect([answer.status, answer.body.code]).toEqual([429, "too-many"]);
    const { pair, session } = await driverOf();
    expect((await withProof(pair, session.token)).status).toBe(200);
    town.clock.now += 60;
  });

  test("pages of other origins may call only when they are named", async () => {
    const ask = (origin: string) =>
      api.request("http://antar.example/briefs", {
        method: "OPTIONS",
        headers: { origin, "access-control-request-method": "GET", "access-control-request-headers": "authorization" },
      });
    const named = await ask("https://peta.example");
    expect(named.headers.get("access-control-allow-origin")).toBe("https://peta.example");
    expect(named.headers.get("access-control-allow-credentials")).toBeNull();
    expect((await ask("https://evil.example")).headers.get("access-control-allow-origin")).toBeNull();
  });

  test("the typed client speaks to the service with a token", async () => {
    const token = await freshAdmin();
    const client = openClient("http://antar.example", {
      token: async () => token,
      fetch: (input: RequestInfo | URL, init?: RequestInit) =>
        api.request(input instanceof Request ? input.url : input, init),
    });
    const answer = await client.me.$get();
    expect(answer.status).toBe(200);
    const me = await answer.json();
    expect(me).toMatchObject({ person: "admin2", role: "admin" });
  });

  test("the reference page names every address, and takes nothing from elsewhere", async () => {
    const page = await (await api.request("/docs")).text();
    for (const path of ["/sign-in/code", "/briefs/{id}/plans/{version}/publish", "/briefs/{id}/events"]) {
      expect(page).toContain(`<code>${path}</code>`);
    }
    expect(page).not.toMatch(/<script|style=|https?:\/\/(?!antar)/);
    expect((await api.request("/docs/page.css")).headers.get("content-type")).toContain("text/css");
  });
});

async function driverOf() {
  const pair = await deviceKey();
  const actor = { tenant: "kendari", role: "planner" as const, subject: "setup" };
  const { code } = await town.dispatch.makeCode(actor, { vehicle: "truk-1", minutes: 10 });
  const session = await signIn("code", { tenant: "kendari", code }, await proofOf(pair, "POST", "/sign-in/code"));
  return { pair, session: session.body };
}
