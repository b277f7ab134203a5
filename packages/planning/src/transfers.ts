/**
 * The empty drives of roaming vehicles from one origin to the next: one table for each kind of place (or two, where
 * somebody ordered it by hand) and road profile, asked for when the first such drive is needed.
 */
import type { VehicleType } from "@antar/domain";
import type { Block, Leg, Legs } from "./legs.ts";
import { byCodeOrder } from "./supply.ts";
import type { Site, World } from "./world.ts";

/** The leg between two origins for a type of vehicle; undefined when no road leads there. */
export type TransferLeg = (type: VehicleType, from: Site, to: Site) => Leg | undefined;

/** Transfers over `legs`. */
export function openTransfers(world: World, legs: Legs): TransferLeg {
  const blocks = new Map<string, Block>();
  return (type, from, to) => {
    const key = `${type.profile} ${from.place.kind} ${to.place.kind}`;
    let block = blocks.get(key);
    if (!block) {
      const kinds = [from.place.kind, to.place.kind];
      const origins = world.sites.filter((site) => kinds.includes(site.place.kind)).sort(byCodeOrder);
      block = legs.block(type.profile, origins);
      blocks.set(key, block);
    }
    return block.leg(from, to);
  };
}
