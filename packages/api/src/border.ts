/**
 * What every handler needs at the border of HTTP: bodies, conditions, and refusals of malformed requests.
 */
import { Refusal, type Trouble } from "@antar/domain";
import { OpenAPIHono } from "@hono/zod-openapi";
import type { Context, MiddlewareHandler } from "hono";
import type * as z from "zod";
import { jsonOf } from "./body.ts";
import { answer, type Env } from "./shell.ts";

const fieldOf = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, part) => (typeof part === "number" ? `${text}[${part}]` : text ? `${text}.${String(part)}` : String(part)),
    "",
  );

function troublesOf(error: z.core.$ZodError, target: string): Trouble[] {
  return error.issues.slice(0, 50).map((issue) => {
    const field = fieldOf(issue.path) || `(${target})`;
    return {
      field,
      says: { id: `${field}: tidak sah (${issue.message})`, en: `${field}: not valid (${issue.message})` },
    };
  });
}

function badInput(troubles: readonly Trouble[]): Refusal {
  const first = troubles[0]?.says ?? { id: "", en: "" };
  return new Refusal(
    "bad-input",
    { id: `Permintaan tidak sah. ${first.id}`, en: `Request not valid. ${first.en}` },
    troubles,
  );
}

/** A group of addresses whose malformed requests are refused in the API's own words. */
export function newGroup(): OpenAPIHono<Env> {
  return new OpenAPIHono<Env>({
    defaultHook: (result) => {
      if (!result.success) throw badInput(troublesOf(result.error, result.target));
    },
  });
}

/** Reads the body as JSON before any schema sees it. */
export const readJson: MiddlewareHandler<Env> = async (c, next) => {
  const type = c.req.header("content-type") ?? "";
  if (!/^application\/json\s*(;\s*charset="?utf-8"?)?\s*$/i.test(type)) {
    const says = {
      id: `Kirim dengan content-type: application/json, bukan "${type.slice(0, 60)}"`,
      en: `Send it with content-type: application/json, not "${type.slice(0, 60)}"`,
    };
    return answer(c, { code: "wrong-media", says });
  }
  c.set("json", jsonOf(await c.req.arrayBuffer()));
  return next();
};

/** `"3"` or `W/"3"` as 3. Throws Refusal `bad-input` on anything else. */
function versionIn(header: string): number {
  const digits = /^(?:W\/)?"(\d{1,8})"$/.exec(header.trim())?.[1];
  if (digits !== undefined) return Number(digits);
  const says = {
    id: 'If-Match: tulis versi dalam tanda kutip, mis. "3"',
    en: 'If-Match: write the version in quotes, e.g. "3"',
  };
  throw badInput([{ field: "if-match", says }]);
}

/** The version that a change expects, from If-Match or If-None-Match. Throws Refusal `bad-input`. */
export function expectedOf(
  c: Context<Env>,
  match: { "if-match"?: string | undefined; "if-none-match"?: string | undefined },
): { expected?: number } {
  c.set("conditional", match["if-match"] !== undefined || match["if-none-match"] !== undefined);
  if (match["if-match"] !== undefined && match["if-match"] !== "*") return { expected: versionIn(match["if-match"]) };
  return match["if-none-match"] === "*" ? { expected: 0 } : {};
}

/** A brief and perhaps a version of its plan, as the verbs take them: what is not given is absent. */
export function versioned(brief: string, version: number | undefined): { brief: string; version?: number } {
  return version === undefined ? { brief } : { brief, version };
}

/** Which page of a list, as the verbs take it. */
export function pageOf({ limit, after }: { limit: number; after?: string | undefined }) {
  return after === undefined ? { limit } : { limit, after };
}

/** True when the client has what `tag` stands for. Sets the tag on the answer. */
export function unchanged(c: Context<Env>, tag: string): boolean {
  const quoted = `"${tag}"`;
  c.header("etag", quoted);
  c.header("cache-control", "private, no-cache");
  const known = (c.req.header("if-none-match") ?? "").split(",").map((part) => part.trim().replace(/^W\//, ""));
  return known.includes(quoted);
}
