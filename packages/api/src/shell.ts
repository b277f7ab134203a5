/**
 * What surrounds every request: its id, headers, size, compression, and the one place where errors become answers.
 */

import type { Actor } from "@antar/dispatch";
import { Refusal } from "@antar/domain";
import type { Context, MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { compress } from "hono/compress";
import { cors } from "hono/cors";
import { HTTPException } from "hono/http-exception";
import { secureHeaders } from "hono/secure-headers";
import type { ApiOptions } from "./port.ts";
import { languageOf, problemOf, type Telling, tellingOf } from "./problem.ts";
import { createLimiter } from "./rate.ts";

/** What the middleware leaves for the handlers. */
export interface Env {
  readonly Variables: {
    readonly requestId: string;
    readonly actor: Actor;
    readonly json: unknown;
    /** True when the change hangs on a version that the client named. */
    readonly conditional: boolean;
  };
}

const defaultBodyLimit = 8 * 1024 * 1024;

/**
 * Nothing from elsewhere but the map's `hosts`, no inline script or style; MapLibre runs its worker from our own file or a
 * blob.
 */
const contentSecurityPolicy = (hosts: readonly string[]) => ({
  defaultSrc: ["'self'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'", "data:", "blob:", ...hosts],
  fontSrc: ["'self'"],
  connectSrc: ["'self'", ...hosts],
  workerSrc: ["'self'", "blob:"],
  manifestSrc: ["'self'"],
  objectSrc: ["'none'"],
  baseUri: ["'none'"],
  frameAncestors: ["'none'"],
  formAction: ["'self'"],
});

/** The answer that tells of `telling`. */
export function answer(c: Context<Env>, telling: Telling): Response {
  const id = c.get("requestId") ?? "unknown";
  const language = languageOf(c.req.header("accept-language"));
  const problem = problemOf(telling, { id, language });
  const headers: Record<string, string> = {
    "content-type": "application/problem+json; charset=utf-8",
    "content-language": language,
    "cache-control": "no-store",
  };
  if (telling.code === "busy") headers["retry-after"] = "1";
  if (telling.retryAfter !== undefined) headers["retry-after"] = String(telling.retryAfter);
  if (telling.code === "not-signed-in") headers["www-authenticate"] = "Bearer";
  return new Response(JSON.stringify(problem), { status: problem.status, headers });
}

/** The one catch: what went wrong, as an answer. Bugs are told to `report`. */
export function answerError(c: Context<Env>, error: unknown, report: ApiOptions["report"]): Response {
  if (error instanceof HTTPException) return answer(c, httpTelling(error));
  const telling = tellingOf(error);
  if (telling.code === "bug") report?.(error, c.get("requestId") ?? "unknown");
  const failed = telling.code === "conflict" && c.get("conditional") === true;
  return answer(c, failed ? { ...telling, status: 412 } : telling);
}

function httpTelling(error: HTTPException): Telling {
  const says = { id: "Permintaan tidak sah", en: error.message || "Request not valid" };
  return { code: error.status === 413 ? "too-large" : "bad-input", says };
}

/** Everything that stands before the handlers, in order. */
export function surround(options: ApiOptions): MiddlewareHandler<Env>[] {
  return [identifyRequest(options), headers(options), allowOrigins(options), limit(options), compress()];
}

const exposed = ["etag", "location", "x-request-id", "retry-after", "date", "upload-offset"];

/** Other origins are allowed by name only; no cookies are ever used. */
function allowOrigins({ origins = [] }: ApiOptions): MiddlewareHandler {
  return cors({
    origin: (origin) => (origins.includes(origin) ? origin : null),
    allowMethods: ["GET", "HEAD", "PUT", "POST", "PATCH", "DELETE"],
    allowHeaders: [
      "authorization",
      "dpop",
      "content-type",
      "if-match",
      "if-none-match",
      "idempotency-key",
      "accept-language",
      "upload-offset",
    ],
    exposeHeaders: exposed,
    maxAge: 600,
  });
}

/** Finds out who asks, and counts the request: by person and device, or by network address while nobody is known. */
export function identifyActor(options: ApiOptions): MiddlewareHandler<Env> {
  const { signedIn = 1_200, anonymous = 300 } = options.rate ?? {};
  const countKnown = createLimiter(signedIn, options.now);
  const countUnknown = createLimiter(anonymous, options.now);
  return async (c, next) => {
    let actor: Actor;
    try {
      actor = await options.identify(c.req.raw);
    } catch (error) {
      countUnknown(clientOf(c, options));
      throw error;
    }
    countKnown(JSON.stringify([actor.tenant, actor.subject, actor.device ?? ""]));
    c.set("actor", actor);
    await next();
  };
}

const clientOf = (c: Context<Env>, { clientOf: of }: ApiOptions): string => of?.(c.env) ?? "";

/** Failed attempts to sign in a minute, and attempts at all, of one network address: a whole office may be behind one. */
const failures = 30;
const attempts = 1_200;

/** Counts attempts to sign in. */
export function countAttempts(options: ApiOptions): MiddlewareHandler<Env> {
  const countFailure = createLimiter(failures, options.now);
  const count = createLimiter(attempts, options.now);
  return async (c, next) => {
    const client = clientOf(c, options);
    count(client);
    countFailure(client, 0);
    await next();
    if (c.res.status === 403) countFailure(client);
  };
}

function identifyRequest(options: ApiOptions): MiddlewareHandler<Env> {
  return async (c, next) => {
    const id = options.newId();
    c.set("requestId", id);
    await next();
    c.header("x-request-id", id);
  };
}

function headers({ mapHosts = [] }: ApiOptions): MiddlewareHandler {
  return secureHeaders({
    contentSecurityPolicy: contentSecurityPolicy(mapHosts),
    crossOriginEmbedderPolicy: false,
    referrerPolicy: "no-referrer",
    xFrameOptions: "DENY",
    strictTransportSecurity: "max-age=31536000",
    permissionsPolicy: { camera: ["self"], geolocation: ["self"], microphone: [] },
  });
}

function limit(options: ApiOptions): MiddlewareHandler {
  const maxSize = options.bodyLimit ?? defaultBodyLimit;
  const megabytes = (maxSize / 1024 / 1024).toFixed(1);
  return bodyLimit({
    maxSize,
    onError: () => {
      throw new Refusal("too-large", {
        id: `Isi permintaan lebih dari ${megabytes} MB`,
        en: `The body is larger than ${megabytes} MB`,
      });
    },
  });
}
