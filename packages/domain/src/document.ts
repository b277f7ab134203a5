/**
 * Documents as bytes: their canonical form and digest. Two documents are the same when their digests are.
 */
import { createHash } from "node:crypto";

/** JSON with the keys of every object in code-unit order and no white space. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value) ?? "null";
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`);
  return `{${fields.join(",")}}`;
}

/** SHA-256 of the canonical form, 64 hexadecimal digits. */
export function digestOf(document: unknown): string {
  return createHash("sha256").update(canonicalJson(document)).digest("hex");
}
