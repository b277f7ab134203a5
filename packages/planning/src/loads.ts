/**
 * What each place is sent, cut into loads that one vehicle can carry. Knows capacities and which loads may be split;
 * refuses to know routes.
 */
import { type Brief, kitsOf, type VehicleType } from "@antar/domain";
import { carries, type Drop } from "./draft.ts";
import type { Site } from "./world.ts";

/** The most kits that one of `types` carries at a time. */
export function mostKits(brief: Brief, types: readonly VehicleType[], wanted: number): number {
  let most = 0;
  for (const type of types) {
    let [low, high] = [most, wanted];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (carries(brief, type, { kits: middle, boxes: 0 })) low = middle;
      else high = middle - 1;
    }
    most = low;
  }
  return most;
}

/** True when the load of `site` may arrive in several stops. */
export function maySplit(brief: Brief, site: Site): boolean {
  const { kind } = site.place;
  return (kind === "ppk" && brief.split.ppk) || (kind === "pps" && brief.split.pps);
}

function filled(parcels: readonly (readonly Site[])[], room: number): Site[][] {
  const loads: Site[][] = [[]];
  for (const parcel of parcels) {
    for (let from = 0; from < parcel.length; ) {
      let load = loads[loads.length - 1] ?? [];
      const left = parcel.length - from;
      const keepsTogether = left <= room;
      if (load.length + (keepsTogether ? left : 1) > room) {
        load = [];
        loads.push(load);
      }
      const part = Math.min(left, room - load.length);
      load.push(...parcel.slice(from, from + part));
      from += part;
    }
  }
  return loads.filter((load) => load.length > 0);
}

/** Kits of one load; loads that must be smaller than a vehicle are about equal. */
function roomOf(most: number, kits: number, share: number): number {
  if (share >= 1 || most === 0) return most;
  const room = Math.max(1, Math.floor(most * share));
  return Math.ceil(kits / Math.ceil(kits / room));
}

/**
 * The loads of one place: all of it, or, where it may be split, full loads and a rest. The kits of `tps` keep their
 * order, so that those which travel on together come together.
 */
export function loadsOf(
  brief: Brief,
  site: Site,
  given: {
    readonly tps: readonly Site[];
    readonly boxes: number;
    readonly types: readonly VehicleType[];
    /** Largest load as a share of what a vehicle carries, 0..1; default 1. Smaller ones where the place may be split. */
    readonly share?: number;
    /** The place takes no more kits at a time; absent: as many as a vehicle carries. */
    readonly most?: number;
  },
): Drop[] {
  const parcels = given.tps.map((tps) => Array.from({ length: kitsOf(tps.place) }, () => tps));
  const kits = parcels.flat();
  const whole = { site, kits, boxes: given.boxes };
  if (kits.length + given.boxes === 0) return [];
  const fits = given.types.some((type) => carries(brief, type, { kits: kits.length, boxes: given.boxes }));
  const most = given.most ?? kits.length;
  const room = Math.min(most, roomOf(mostKits(brief, given.types, kits.length), kits.length, given.share ?? 1));
  if ((fits && room >= kits.length) || !maySplit(brief, site) || room === 0) return [whole];
  const loads = filled(parcels, room).map((part) => ({ site, kits: part, boxes: 0 }));
  if (given.boxes === 0) return loads;
  const rest = loads[loads.length - 1];
  const last = rest && { ...rest, boxes: given.boxes };
  const together =
    last && given.types.some((type) => carries(brief, type, { kits: last.kits.length, boxes: last.boxes }));
  return together ? [...loads.slice(0, -1), last] : [...loads, { site, kits: [], boxes: given.boxes }];
}
