/**
 * The profiles that come with the product. Knows their ids; refuses to know their contents.
 */
import { car, shortest } from "./general-profiles.ts";
import { boat, cart, foot, motorcycle, pickup, truck } from "./indonesia-profiles.ts";
import type { Profile } from "./profile.ts";
import { referenceCar, referenceCarTurns, referenceLightTruck } from "./reference-profiles.ts";

/** Every shipped profile; documents that users may copy and change. */
export const profiles: readonly Profile[] = [
  truck,
  pickup,
  motorcycle,
  cart,
  foot,
  boat,
  car,
  shortest,
  referenceCar,
  referenceCarTurns,
  referenceLightTruck,
];

/** The shipped profile with this id, else undefined. */
export function profileOf(id: string): Profile | undefined {
  return profiles.find((profile) => profile.id === id);
}
