/**
 * Where kits are after their last hand-over, how many, and since when. Refuses to know trips.
 */
import type { Drop } from "./draft.ts";
import type { Site } from "./world.ts";

/** A place that has received kits of a TPS: when the first and the last of its hand-overs ended, and how many kits came. */
export interface HandedOver {
  readonly at: Site;
  readonly since: number;
  readonly end: number;
  readonly kits: number;
}

/** What is known of the kits of `tps` after `drop` too: they may come by several trips, put in time in any order. */
export function afterDrop(known: HandedOver | undefined, tps: Site, drop: Drop, end: number): HandedOver {
  const kits = kitsFor(tps, drop);
  if (known?.at !== drop.site) return { at: drop.site, since: end, end, kits };
  const { since, end: last, kits: before } = known;
  return { at: drop.site, since: Math.min(since, end), end: Math.max(last, end), kits: before + kits };
}

/** How many kits of `tps` a drop hands over. */
export function kitsFor(tps: Site, { kits }: Drop): number {
  return kits.filter((each) => each === tps).length;
}
