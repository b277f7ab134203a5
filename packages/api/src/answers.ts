/**
 * What the descriptions of addresses share: who may ask, and how they are refused. Refuses to know any address.
 */
import type { Verb } from "@antar/dispatch";
import type { z } from "@hono/zod-openapi";
import { Problem } from "./problem.ts";

/** The verb of the policy table that an address asks for; `public`: anybody may. A test refuses addresses without one. */
export function asks(verb: Verb | "public") {
  return { "x-verb": verb };
}

/** An answer that is a JSON document. */
export function json<Schema extends z.ZodType>(body: Schema, description: string) {
  return { description, content: { "application/json": { schema: body } } };
}

/** An answer that is a problem document. */
export function refused(description: string) {
  return { description, content: { "application/problem+json": { schema: Problem } } };
}

/** Refusals that any address may answer with. */
export const troubles = {
  400: refused("Not JSON, or a field that is not valid: `troubles` names it"),
  401: refused("No good token"),
  404: refused("Not there, or not yours to see"),
  413: refused("The body is too large"),
  429: refused("Too many requests: Retry-After says when to try again"),
  503: refused("Busy: try again in a moment"),
} as const;
/** Refusals of changes. */
export const changes = {
  409: refused("Conflicts with the present state"),
  412: refused("Changed since it was read"),
} as const;
/** The refusal of bodies of another kind. */
export const media = { 415: refused("The body must be application/json") } as const;
/** The refusal of documents that say something impossible. */
export const unusable = {
  422: refused("Understood, but cannot be used: `troubles` names each field and place"),
} as const;
/** The answer to who has the document already. */
export const same = { 304: { description: "Not changed since the version in If-None-Match" } } as const;
