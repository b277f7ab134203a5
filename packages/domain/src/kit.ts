/**
 * Kit arithmetic: how many pieces, litres and grams a load is. Refuses to know vehicles.
 */
import type { Brief, Capacity, Place } from "./brief.ts";

/** Kits and recapitulation boxes on one vehicle or in one place. */
export interface KitLoad {
  readonly kits: number;
  readonly boxes: number;
}

/** Kits that `place` must receive for itself: a TPS one unless it says otherwise, any other place none. */
export function kitsOf(place: Place): number {
  return place.kind === "tps" ? (place.kits ?? 1) : 0;
}

/** Ballots for one TPS: DPT + DPTb + 2.5 % of the DPT, the reserve rounded up per TPS (UU 1/2015, pasal 80 and 87). */
export function ballotsOf(roll: number, additional = 0): number {
  return roll + additional + Math.ceil(roll / 40);
}

/** Pieces of one kit: boxes, booths and cartons together. */
export function piecesPerKit(brief: Brief): number {
  return brief.kit.pieces.reduce((sum, piece) => sum + piece.count, 0);
}

/** `load` in every unit that a capacity can bound: whole numbers. */
export function sizeOf(brief: Brief, load: KitLoad): Required<Capacity> {
  return {
    kits: load.kits,
    pieces: load.kits * piecesPerKit(brief) + load.boxes,
    litres: load.kits * brief.kit.litres + load.boxes * brief.box.litres,
    grams: load.kits * (brief.kit.grams ?? 0) + load.boxes * (brief.box.grams ?? 0),
  };
}
