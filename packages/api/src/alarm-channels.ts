/**
 * How alarms leave the service: signed webhooks, and web pushes without content (RFC 8030, RFC 8292). Knows these protocols;
 * refuses to know what an alarm is. Gateways for SMS or WhatsApp are webhooks, or another teller.
 */
import { createHash, createHmac } from "node:crypto";
import type { AlarmTeller, ToldAlarm } from "@antar/dispatch";
import { importJWK, type JWK, SignJWT } from "jose";

const waitMs = 10_000;
const shortDigest = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 16);

/** What webhooks and pushes need from outside. */
export interface ChannelOptions {
  /** Sends a request; the global `fetch` when absent. */
  readonly fetch?: (address: string, init: RequestInit) => Promise<Response>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/**
 * Posts each alarm as JSON. `antar-signature` is `t=<epoch seconds>,v1=<hex>`: HMAC-SHA-256 under the webhook's secret over
 * `<t>.<body>`, so that a receiver can tell it from a forgery and from an old one sent again.
 */
export function webhookTeller({ fetch: send = fetch, now }: ChannelOptions): AlarmTeller {
  return {
    channelsOf: ({ webhooks }) =>
      webhooks.map(({ url, secret }) => ({
        name: `webhook-${shortDigest(url)}`,
        tell: async (alarm: ToldAlarm) => {
          const body = JSON.stringify(alarm);
          const moment = Math.floor(now() / 1_000);
          const signature = createHmac("sha256", secret).update(`${moment}.${body}`).digest("hex");
          const response = await send(url, {
            method: "POST",
            redirect: "error",
            headers: { "content-type": "application/json", "antar-signature": `t=${moment},v1=${signature}` },
            body,
            signal: AbortSignal.timeout(waitMs),
          });
          await response.body?.cancel();
          return response.ok;
        },
      })),
  };
}

/** The public key of web push as browsers want it: the uncompressed point of the P-256 key, base64url. */
export function pushKeyOf({ x = "", y = "" }: JWK): string {
  const point = [Buffer.from([4]), Buffer.from(x, "base64url"), Buffer.from(y, "base64url")];
  return Buffer.concat(point).toString("base64url");
}

/**
 * Wakes browsers. The push has no content: nothing about the office passes through the push service, the page asks ours.
 * `key` is a private P-256 key, `contact` a mailto: or https: address (RFC 8292).
 */
export function pushTeller({
  key,
  contact,
  fetch: send = fetch,
  now,
}: ChannelOptions & { readonly key: JWK; readonly contact: string }): AlarmTeller {
  const signing = importJWK(key, "ES256");
  const tokenFor = async (endpoint: string): Promise<string> =>
    new SignJWT({})
      .setProtectedHeader({ alg: "ES256", typ: "JWT" })
      .setAudience(new URL(endpoint).origin)
      .setExpirationTime(Math.floor(now() / 1_000) + 3_600)
      .setSubject(contact)
      .sign(await signing);
  return {
    channelsOf: ({ pushes }) =>
      pushes.map(({ id, endpoint }) => ({
        name: `push-${id.slice(0, 16)}`,
        tell: async () => {
          const response = await send(endpoint, {
            method: "POST",
            redirect: "error",
            headers: {
              ttl: "3600",
              urgency: "high",
              "content-length": "0",
              authorization: `vapid t=${await tokenFor(endpoint)}, k=${pushKeyOf(key)}`,
            },
            signal: AbortSignal.timeout(waitMs),
          });
          await response.body?.cancel();
          // Gone for good (404, 410) counts as told: nobody is there to be told any more.
          return response.ok || response.status === 404 || response.status === 410;
        },
      })),
  };
}
