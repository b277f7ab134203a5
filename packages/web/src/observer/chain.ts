/**
 * Checks a custody log in the observer's own browser: every entry's hash is computed anew from the entry and the one
 * before it. Knows how the service makes a hash; refuses to believe what it says of one.
 */
import type { LogView } from "@antar/api";
import { epochOf } from "../format/moments.ts";

/** What the check found. `unchecked`: this page came over plain HTTP, where browsers withhold SHA-256. */
export type Verdict =
  | { readonly state: "whole"; readonly entries: number }
  | { readonly state: "broken"; readonly at: number }
  | { readonly state: "unchecked" };

/** JSON with the members of every object in the order of their names, so that equal values have equal bytes. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`).join(",")}}`;
}

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Follows the chain of `log`, the log of `tenant`. */
export async function checkedChain(tenant: string, log: LogView): Promise<Verdict> {
  if (!crypto.subtle) return { state: "unchecked" };
  let before = "0".repeat(64);
  for (const [index, entry] of log.entries.entries()) {
    const { unit, sequence, by, previous, hash } = entry;
    const computed = await sha256(
      canonicalJson({
        tenant,
        brief: log.brief,
        unit,
        sequence,
        id: entry.event.id,
        event: canonicalJson(entry.event),
        receivedAt: epochOf(entry.receivedAt),
        by,
        previous,
      }),
    );
    if (sequence !== index + 1 || previous !== before || hash !== computed) return { state: "broken", at: index + 1 };
    before = hash;
  }
  return { state: "whole", entries: log.entries.length };
}
