/**
 * Who is asking a service on this machine: a token, or whoever sits at the machine while the door is open. Knows requests;
 * refuses to know what they ask.
 */
import { createTokenIssuer, identifyByToken, NotSignedIn } from "@antar/api";
import type { Actor, Dispatch } from "@antar/dispatch";
import * as z from "zod";
import type { ServiceKeys } from "./keys-file.ts";

const rules = { issuer: "urn:antar:local", audience: "antar", now: () => Date.now() };

/** Tokens of this service: their issuer, and who sends one. */
export function openTokens(keys: ServiceKeys, dispatch: Dispatch) {
  const issuer = createTokenIssuer({ ...rules, ring: () => keys.ring() });
  const { standing } = dispatch.signIn;
  return { issuer, identify: identifyByToken({ ...rules, keys: () => issuer.keys(), standing }) };
}

const loopback = new Set(["127.0.0.1", "localhost", "[::1]"]);

/** True when the request was made for this machine, by no page of another origin. */
function isAtHome(request: Request): boolean {
  const { hostname, origin } = new URL(request.url);
  const from = request.headers.get("origin");
  const site = request.headers.get("sec-fetch-site");
  const same = from === null || from === origin;
  return loopback.has(hostname) && same && (site === null || site === "same-origin" || site === "none");
}

/**
 * Identifies by token; without one whoever is at this machine is `local`. A page of another origin in the same browser is
 * not: it could not read an answer but could make a change.
 */
export function identifyAtHome(
  byToken: (request: Request) => Promise<Actor>,
  local: Actor,
): (request: Request) => Promise<Actor> {
  return async (request) => {
    if (request.headers.has("authorization")) return byToken(request);
    if (!isAtHome(request)) throw new NotSignedIn();
    return local;
  };
}

const Bindings = z.object({ incoming: z.object({ socket: z.object({ remoteAddress: z.string() }) }) });

/** The network address of the client, from the bindings of the Node server. */
export function remoteAddress(bindings: unknown): string {
  const read = Bindings.safeParse(bindings);
  return read.success ? read.data.incoming.socket.remoteAddress : "";
}
