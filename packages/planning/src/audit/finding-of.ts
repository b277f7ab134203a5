/**
 * How the audit words what it finds. Knows the form of a finding; refuses to know any rule.
 */
import type { Finding, Tepat } from "@antar/domain";

/** A finding before it takes its final form; it blocks unless it says otherwise. */
export interface FindingDraft {
  readonly code: string;
  readonly place: string;
  readonly tepat: Tepat;
  readonly blocking?: boolean;
  readonly id: string;
  readonly en: string;
}

/** `draft` as a finding. */
export function findingOf(draft: FindingDraft): Finding {
  const { code, place, tepat, blocking = true, id, en } = draft;
  return { code, place, tepat, blocking, says: { id, en } };
}

/** At most three of `codes`, then how many more there are: `a, b, c +4`. */
export function listOf(codes: readonly string[]): string {
  const shown = codes.slice(0, 3).join(", ");
  return codes.length > 3 ? `${shown} +${codes.length - 3}` : shown;
}
