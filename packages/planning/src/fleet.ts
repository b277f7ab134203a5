/**
 * The vehicles of a brief and where each of them loads. Knows homes; refuses to know time.
 */
import type { PlaceKind, VehicleType } from "@antar/domain";
import { byCodeOrder, type Supply } from "./supply.ts";
import type { Site, World } from "./world.ts";

/** One vehicle. */
export interface Vehicle {
  readonly name: string;
  readonly type: VehicleType;
  /** The kind of place where it loads in this plan. */
  readonly base: PlaceKind;
  /** Where it loads; undefined for one that roams. */
  readonly home: Site | undefined;
}

const above: Readonly<Record<PlaceKind, PlaceKind>> = {
  tps: "pps",
  pps: "ppk",
  ppk: "warehouse",
  warehouse: "warehouse",
};

function baseOf(type: VehicleType, supplying: ReadonlySet<PlaceKind>): PlaceKind {
  let kind: PlaceKind = type.base;
  while (kind !== "warehouse" && !supplying.has(kind)) kind = above[kind];
  return kind;
}

/**
 * Every vehicle in the order of types and numbers. Vehicle `k` of a type is called `<id>-<k>`, zero-padded to the
 * width of the count; without roaming its home is place `(k - 1) mod n` of the `n` places of the base in code order.
 */
export function fleetOf(world: World, supply: Supply): readonly Vehicle[] {
  const supplying = new Set([...supply.receiversOf.keys()].map((site) => site.place.kind));
  return world.brief.vehicleTypes.flatMap((type) => {
    const base = baseOf(type, supplying);
    const homes = world.sites.filter((site) => site.place.kind === base).sort(byCodeOrder);
    const width = String(type.count).length;
    return Array.from({ length: type.count }, (_, index): Vehicle => {
      const name = `${type.id}-${String(index + 1).padStart(width, "0")}`;
      return { name, type, base, home: type.roams ? undefined : homes[index % homes.length] };
    });
  });
}
