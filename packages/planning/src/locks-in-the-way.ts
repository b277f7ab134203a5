/**
 * Which lock leaves a place out: locks are released one by one and the brief is solved again. Refuses to name a lock whose
 * release was not tried.
 */
import type { HeldTrip, Sentence } from "@antar/domain";
import { lockSentence } from "./cause-sentences.ts";
import { heldTripOf, type LockedTrip } from "./locks.ts";
import type { Solved } from "./solve-world.ts";
import type { Site } from "./world.ts";

/** At most so many locks are released one by one: each solves the brief again. */
export const triedLocks = 4;

/** True when `trip` brings something of `lost`, or to one of them. */
export function brings({ drops }: Pick<LockedTrip, "drops">, lost: ReadonlySet<Site>): boolean {
  return drops.some((drop) => lost.has(drop.site) || drop.kits.some((tps) => lost.has(tps)));
}

/** The locks of `solved`, those first that bring something of `lost`. */
function suspects({ locked }: Solved, lost: ReadonlySet<Site>): LockedTrip[] {
  const all = [...locked.values()];
  return [...all.filter((trip) => brings(trip, lost)), ...all.filter((trip) => !brings(trip, lost))];
}

/**
 * The places that `solved` leaves out and that are served once a single lock is released, with the sentence that names it.
 * `leftOut` solves the brief again with the locks given.
 */
export function locksInTheWay(
  solved: Solved,
  leftOut: (held: readonly HeldTrip[]) => ReadonlySet<string>,
): ReadonlyMap<Site, Sentence> {
  const found = new Map<Site, Sentence>();
  let open = new Set([...solved.best.timetable.lost, ...solved.missing.keys()]);
  for (const freed of suspects(solved, open).slice(0, triedLocks)) {
    if (open.size === 0) break;
    const others = [...solved.locked.values()].filter((trip) => trip !== freed);
    const still = leftOut(others.map(heldTripOf));
    const served = [...open].filter((site) => !still.has(site.place.code));
    for (const site of served) found.set(site, lockSentence(freed.name, freed.vehicle.name));
    open = new Set([...open].filter((site) => !served.includes(site)));
  }
  return found;
}
