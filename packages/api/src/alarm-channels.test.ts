import { createHmac, createPublicKey, verify } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { pushKeyOf, pushTeller, webhookTeller } from "./alarm-channels.ts";
import { freshKey } from "./index.ts";

interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A receiver that answers `/<status>` with that status, and sends `/elsewhere` on. */
let receiver: Server;
let address: string;
const received: Received[] = [];
beforeAll(async () => {
  receiver = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    const { method = "", url: path = "", headers } = request;
    received.push({ method, path, headers, body });
    if (path === "/elsewhere") response.writeHead(302, { location: "/200" }).end();
    else response.writeHead(Number(path.slice(1))).end("thanks");
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => receiver.close(resolve)));

const now = (): number => 1_732_500_000_900;
const alarm = {
  tenant: "kendari",
  brief: "k525",
  alarm: "late-truk-1",
  kind: "late",
  about: "truk-1",
  says: { id: "truk-1 terlambat", en: "truk-1 is late" },
  raisedAt: 1_732_500_000,
};

const webhook = (path: string) => {
  const [channel] = webhookTeller({ now }).channelsOf({
    webhooks: [{ url: `${address}${path}`, secret: "s3cret" }],
    pushes: [],
  });
  return channel ?? expect.fail("no channel");
};

test("a webhook gets the alarm as JSON under a signature that its receiver computes anew", async () => {
  received.length = 0;
  expect(await webhook("/200").tell(alarm)).toBe(true);
  const [got] = received;
  expect([got?.method, got?.headers["content-type"], JSON.parse(got?.body ?? "")]).toEqual([
    "POST",
    "application/json",
    alarm,
  ]);
  const [, moment, signature] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(got?.headers["antar-signature"])) ?? [];
  expect(moment).toBe("1732500000");
  expect(signature).toBe(createHmac("sha256", "s3cret").update(`${moment}.${got?.body}`).digest("hex"));
});

test("a webhook that fails has not taken the alarm, and is not followed elsewhere", async () => {
  expect(await webhook("/503").tell(alarm)).toBe(false);
  received.length = 0;
  await expect(webhook("/elsewhere").tell(alarm)).rejects.toThrow();
  expect(received.map(({ path }) => path)).toEqual(["/elsewhere"]);
});

test("the name of a webhook's channel stays the same and tells neither address nor secret", () => {
  expect(webhook("/200").name).toBe(webhook("/200").name);
  expect(webhook("/200").name).not.toBe(webhook("/201").name);
  expect(webhook("/200").name).toMatch(/^webhook-[0-9a-f]{16}$/);
});

async function push(path: string) {
  const key = await freshKey();
  const teller = pushTeller({ now, key, contact: "mailto:admin@example.com" });
  const [channel] = teller.channelsOf({
    webhooks: [],
    pushes: [{ id: "a".repeat(32), endpoint: `${address}${path}` }],
  });
  return { key, took: await (channel ?? expect.fail("no channel")).tell(alarm) };
}

test("a push has no content and is signed for its service alone, by the key that browsers subscribed with", async () => {
  received.length = 0;
  const { key, took } = await push("/201");
  expect(took).toBe(true);
  const [got] = received;
  expect([got?.method, got?.body, got?.headers.ttl, got?.headers.urgency]).toEqual(["POST", "", "3600", "high"]);
  const [, token = "", shown = ""] = /^vapid t=([\w.-]+), k=([\w-]+)$/.exec(String(got?.headers.authorization)) ?? [];
  expect(shown).toBe(pushKeyOf(key));
  const [header = "", claims = "", signature = ""] = token.split(".");
  const read = (part: string): unknown => JSON.parse(Buffer.from(part, "base64url").toString());
  expect(read(header)).toEqual({ alg: "ES256", typ: "JWT" });
  expect(read(claims)).toEqual({ aud: address, exp: 1_732_503_600, sub: "mailto:admin@example.com" });
  const point = Buffer.from(shown, "base64url");
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((half) => half.toString("base64url"));
  const publicKey = createPublicKey({ key: { kty: "EC", crv: "P-256", x: x ?? "", y: y ?? "" }, format: "jwk" });
  const signed = Buffer.from(`${header}.${claims}`);
  const how = { key: publicKey, dsaEncoding: "ieee-p1363" as const };
  expect(verify("sha256", signed, how, Buffer.from(signature, "base64url"))).toBe(true);
});

test("a browser that is gone counts as told, a push service that fails does not", async () => {
  expect([(await push("/410")).took, (await push("/404")).took, (await push("/500")).took]).toEqual([
    true,
    true,
    false,
  ]);
});
