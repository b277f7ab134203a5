/**
 * All trips of a plan before they have times: from the last echelon upwards, because what travels on together should
 * arrive together. Refuses to know the clock.
 */
import { kitsOf, type PlaceKind, type VehicleType } from "@antar/domain";
import type { Budget } from "./budget.ts";
import type { Draft, Drop } from "./draft.ts";
import { groupByOrigin } from "./dues.ts";
import type { Vehicle } from "./fleet.ts";
import { formTrips, type Task } from "./form-trips.ts";
import type { Block, Legs } from "./legs.ts";
import { loadsOf } from "./loads.ts";
import type { Supply } from "./supply.ts";
import type { Site, World } from "./world.ts";

/** Why a place can be served by no trip at all. */
export type Hindrance = "unreachable" | "capacity" | "no-vehicle";

/** The trips of one echelon and who is left out of them. */
export interface EchelonTrips {
  readonly drafts: readonly Draft[];
  readonly missing: ReadonlyMap<Site, Hindrance>;
}

/** What the formation of trips works on. */
export interface Ground {
  readonly world: World;
  readonly supply: Supply;
  readonly fleet: readonly Vehicle[];
  readonly legs: Legs;
}

/** The types that load at `origin`. */
function typesAt(fleet: readonly Vehicle[], origin: Site): VehicleType[] {
  const kind = origin.place.kind;
  const able = fleet.filter(({ base, home }) => base === kind && (home === undefined || home === origin));
  return [...new Set(able.map((vehicle) => vehicle.type))];
}

interface Below {
  /** Onward trips of each place. */
  readonly onward: ReadonlyMap<Site, readonly Draft[]>;
  readonly missing: ReadonlyMap<Site, Hindrance>;
}

/** The TPS that `site` passes on, those of the same onward trip side by side. */
function tpsInOrder({ supply }: Ground, below: Below, site: Site): Site[] {
  if (kitsOf(site.place) > 0) return [site];
  const onward = below.onward.get(site);
  const listed = new Set(onward?.flatMap((draft) => draft.drops.flatMap((drop) => drop.kits)));
  const through = supply.tpsThrough.get(site) ?? [];
  const rest = through.filter((tps) => !listed.has(tps));
  return [...listed, ...rest].filter((tps) => !below.missing.has(tps));
}

function loadsAt(
  ground: Ground,
  below: Below,
  origin: Site,
  given: { readonly types: readonly VehicleType[]; readonly share: number },
): Drop[] {
  const { brief } = ground.world;
  return (ground.supply.receiversOf.get(origin) ?? []).flatMap((site) => {
    const boxes = origin.place.kind === "warehouse" ? (site.place.boxes ?? 0) : 0;
    return loadsOf(brief, site, { tps: tpsInOrder(ground, below, site), boxes, ...given });
  });
}

function markMissing(missing: Map<Site, Hindrance>, loads: readonly Drop[], hindrance: Hindrance): void {
  for (const load of loads) {
    for (const tps of load.kits) missing.set(tps, hindrance);
    if (load.boxes > 0) missing.set(load.site, hindrance);
  }
}

/** The longest trip that a driver's day allows, loading included. */
function longestTrip(world: World): number {
  const { shift, breakAfter, break: pause } = world.brief.drivers;
  return Math.max(1, shift > breakAfter ? shift - pause : shift);
}

/**
 * The trips that leave places of `kind`. `share` (0..1] shortens the longest trip and the loads of
 * places that may be split: more and shorter trips. Receivers
 * that no vehicle of the origin carries or reaches are listed as missing.
 */
export function formEchelon(
  ground: Ground,
  kind: PlaceKind,
  options: { readonly below: readonly EchelonTrips[]; readonly share: number; readonly budget: Budget },
): EchelonTrips {
  const { world, fleet, legs } = ground;
  const below: Below = {
    onward: groupByOrigin(options.below.flatMap((echelon) => echelon.drafts)),
    missing: new Map(options.below.flatMap((echelon) => [...echelon.missing])),
  };
  const missing = new Map<Site, Hindrance>();
  const drafts: Draft[] = [];
  for (const origin of ground.supply.receiversOf.keys()) {
    if (origin.place.kind !== kind) continue;
    const types = typesAt(fleet, origin);
    const loads = loadsAt(ground, below, origin, { types, share: options.share });
    if (types.length === 0) {
      markMissing(missing, loads, "no-vehicle");
      continue;
    }
    const sites = [origin, ...new Set(loads.map((load) => load.site))];
    const blocks = new Map(types.map((type): [string, Block] => [type.profile, legs.block(type.profile, sites)]));
    const longest = Math.round(longestTrip(world) * options.share);
    const task: Task = { origin, loads, types, blocks, longest };
    const formed = formTrips(world.brief, task, options.budget.task(loads.length));
    drafts.push(...formed.drafts);
    markMissing(missing, formed.tooLarge, "capacity");
    markMissing(missing, formed.unreachable, "unreachable");
  }
  return { drafts, missing };
}
