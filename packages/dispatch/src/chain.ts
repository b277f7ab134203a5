/**
 * The hash chain of a custody log. Each entry carries the hash of the one before, so that no entry can be changed, left
 * out or put between without all later hashes changing; the receipts that writers hold show a tail that was cut.
 */
import { digestOf } from "@antar/domain";
import type { CustodyEntry } from "@antar/store";

/** The hash before the first entry. */
export const genesis = "0".repeat(64);

/** Where a log belongs. */
export interface LogPlace {
  readonly tenant: string;
  readonly brief: string;
}

/** The hash of an entry: over everything in it and where it belongs. */
export function hashOf(where: LogPlace, entry: Omit<CustodyEntry, "hash">): string {
  const { unit, sequence, id, event, receivedAt, by, previous } = entry;
  return digestOf({ tenant: where.tenant, brief: where.brief, unit, sequence, id, event, receivedAt, by, previous });
}

/** The number of the first entry that does not follow from those before it; undefined when the whole log does. */
export function brokenAt(where: LogPlace, log: readonly CustodyEntry[]): number | undefined {
  let previous = genesis;
  for (const [index, entry] of log.entries()) {
    const sound = entry.sequence === index + 1 && entry.previous === previous && entry.hash === hashOf(where, entry);
    if (!sound) return index + 1;
    previous = entry.hash;
  }
  return undefined;
}
