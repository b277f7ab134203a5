/**
 * A trip that has no time yet: an origin, a type of vehicle, what is dropped where, and the legs between. Knows loads
 * and handling; refuses to know the clock.
 */
import { type Brief, type Capacity, type KitLoad, sizeOf, type VehicleType } from "@antar/domain";
import type { Breakdown } from "./breakdown.ts";
import type { Block, Leg } from "./legs.ts";
import type { Site } from "./world.ts";

/** What one place receives in one stop. */
export interface Drop {
  readonly site: Site;
  /** The TPS whose kits are handed over, one entry per kit. */
  readonly kits: readonly Site[];
  readonly boxes: number;
  /** Only where a load is taken over from a broken vehicle: then `kits` and `boxes` are none. */
  readonly takes?: {
    /** Id of the trip that carried it until then. */
    readonly trip: number;
    /** Where it was loaded. */
    readonly origin: Site;
    readonly kits: readonly Site[];
    readonly boxes: number;
  };
}

/** A trip without times. */
export interface Draft {
  /** Number of the trip in its formation; a thinned trip keeps it. */
  readonly id: number;
  readonly origin: Site;
  readonly type: VehicleType;
  readonly drops: readonly Drop[];
  /** To each drop in turn, then back to the origin. */
  readonly legs: readonly Leg[];
  readonly load: KitLoad;
  /** Seconds of loading. */
  readonly loading: number;
  /** Seconds of each hand-over. */
  readonly services: readonly number[];
  /** The table that the legs come from. */
  readonly block: Block;
  /** Only where the vehicle stands for good: `drops` are those that it reached, `load` is all that it carried. */
  readonly breakdown?: Breakdown;
}

/** Seconds of handing over `kits` kits at one stop. */
export function serviceOf(brief: Brief, kits: number): number {
  return brief.handling.perStop + brief.handling.handOverPerKit * kits;
}

/** Seconds of the stop at which `drop` is handed over, or taken over. */
export function stopSeconds(brief: Brief, { kits, takes }: Drop): number {
  return serviceOf(brief, kits.length + (takes?.kits.length ?? 0));
}

/** Kits and boxes of some drops together. */
export function loadOf(drops: readonly Drop[]): KitLoad {
  let [kits, boxes] = [0, 0];
  for (const drop of drops) {
    kits += drop.kits.length;
    boxes += drop.boxes;
  }
  return { kits, boxes };
}

/** The units in which a capacity can be bounded. */
export const units = ["kits", "pieces", "litres", "grams"] as const satisfies readonly (keyof Capacity)[];

/** True when `load` is within every bound that the type gives. */
export function carries(brief: Brief, type: VehicleType, load: KitLoad): boolean {
  const size = sizeOf(brief, load);
  return units.every((unit) => (size[unit] ?? 0) <= (type.capacity[unit] ?? Number.POSITIVE_INFINITY));
}

/** The trip that serves `drops` in this order; undefined when a leg of it does not exist. */
export function draftOf(
  brief: Brief,
  block: Block,
  trip: Pick<Draft, "id" | "origin" | "type" | "drops">,
): Draft | undefined {
  const legs: Leg[] = [];
  let at = trip.origin;
  for (const site of [...trip.drops.map((drop) => drop.site), trip.origin]) {
    const leg = block.leg(at, site);
    if (!leg) return undefined;
    legs.push(leg);
    at = site;
  }
  const load = loadOf(trip.drops);
  const services = trip.drops.map((drop) => stopSeconds(brief, drop));
  return { ...trip, legs, load, loading: brief.handling.loadPerKit * load.kits, services, block };
}

/** `draft` with only the kits that `keep` accepts; undefined when nothing is left to carry. */
export function thinned(brief: Brief, draft: Draft, keep: (tps: Site, drop: Drop) => boolean): Draft | undefined {
  const drops = draft.drops
    .map((drop) => ({ ...drop, kits: drop.kits.filter((tps) => keep(tps, drop)) }))
    .filter((drop) => drop.kits.length > 0 || drop.boxes > 0);
  if (drops.length === 0) return undefined;
  if (loadOf(drops).kits === draft.load.kits && drops.length === draft.drops.length) return draft;
  return draftOf(brief, draft.block, { id: draft.id, origin: draft.origin, type: draft.type, drops });
}

/** Seconds from departure to the end of the last hand-over when nobody waits. */
export function outward(draft: Draft): number {
  let sum = 0;
  for (const [index, service] of draft.services.entries()) sum += (draft.legs[index]?.seconds ?? 0) + service;
  return sum;
}

/** Seconds from the start of loading to the return when nobody waits. */
export function cycle(draft: Draft): number {
  return draft.loading + outward(draft) + (draft.legs[draft.legs.length - 1]?.seconds ?? 0);
}
