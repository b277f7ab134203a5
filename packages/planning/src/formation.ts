/**
 * All trips of a plan before they have times: from the last echelon upwards, because what travels on together should
 * arrive together. Refuses to know the clock.
 */
import { kitsOf, type PlaceKind, type VehicleType } from "@antar/domain";
import type { Budget } from "./budget.ts";
import { type Draft, type Drop, serviceOf } from "./draft.ts";
import { duesOf, groupByOrigin, type Passing, tailOf } from "./dues.ts";
import type { Vehicle } from "./fleet.ts";
import { formTrips, type Task } from "./form-trips.ts";
import type { Block, Legs } from "./legs.ts";
import { loadsOf } from "./loads.ts";
import { type LockedTrip, lockedDraft } from "./locks.ts";
import type { Supply } from "./supply.ts";
import type { Site, World } from "./world.ts";

/** Why a place can be served by no trip at all. */
export type Hindrance = "unreachable" | "capacity" | "no-vehicle";

/** The trips of one echelon and who is left out of them. */
export interface EchelonTrips {
  readonly drafts: readonly Draft[];
  readonly missing: ReadonlyMap<Site, Hindrance>;
  /** Of the drafts by their id: locked trips. */
  readonly locked: ReadonlyMap<number, LockedTrip>;
}

/** What the formation of trips works on. */
export interface Ground {
  readonly world: World;
  readonly supply: Supply;
  readonly fleet: readonly Vehicle[];
  readonly legs: Legs;
  /** Trips that are decided already; default: none. */
  readonly locked?: readonly LockedTrip[];
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

/** An unsafe place is sent no more at a time than it passes on in this share of a day. */
const shareOfDay = 0.4;

/** The most kits that `site` should get in one load. */
function mostAtOnce(origin: Site, site: Site, passing: Passing | undefined): number {
  if (site.safe || !passing || passing.perKit === 0) return Number.POSITIVE_INFINITY;
  const days = site.spans.flatMap((span, day) => (span && origin.spans[day] ? [span.end - span.start] : []));
  return Math.max(1, Math.floor((shareOfDay * Math.max(0, ...days)) / passing.perKit));
}

function loadsAt(
  ground: Ground,
  below: Below & { readonly passing: ReadonlyMap<Site, Passing> },
  origin: Site,
  given: { readonly types: readonly VehicleType[]; readonly share: number; readonly decided: readonly Drop[] },
): Drop[] {
  const { passing } = below;
  const { brief } = ground.world;
  const { decided, ...bounds } = given;
  return (ground.supply.receiversOf.get(origin) ?? []).flatMap((site) => {
    const own = decided.filter((drop) => drop.site === site);
    const brought = new Set(own.flatMap((drop) => drop.kits));
    const wanted = own.some((drop) => drop.boxes > 0) || origin.place.kind !== "warehouse" ? 0 : site.place.boxes;
    const most = mostAtOnce(origin, site, passing.get(site));
    const tps = tpsInOrder(ground, below, site).filter((each) => !brought.has(each));
    return loadsOf(brief, site, { tps, boxes: wanted ?? 0, most, ...bounds });
  });
}

/** `trip` without kits that go no further than its places; undefined when nothing is left. */
function stillWanted(trip: LockedTrip, missing: ReadonlyMap<Site, Hindrance>): LockedTrip | undefined {
  const drops = trip.drops
    .map((drop) => ({ ...drop, kits: drop.kits.filter((tps) => !missing.has(tps)) }))
    .filter((drop) => drop.kits.length + drop.boxes > 0);
  return drops.length > 0 ? { ...trip, drops } : undefined;
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

/** When `load` can be handed over on some day, in seconds after the opening of `origin`; undefined when never. */
function windowOf(
  brief: World["brief"],
  origin: Site,
  { site, kits }: Drop,
  passing: Passing | undefined,
): readonly [number, number] | undefined {
  const before = serviceOf(brief, kits.length) + (site.safe ? 0 : tailOf(passing, kits.length));
  let [earliest, latest] = [Number.POSITIVE_INFINITY, -1];
  for (const [day, span] of site.spans.entries()) {
    const opens = origin.spans[day]?.start;
    if (!span || opens === undefined) continue;
    earliest = Math.min(earliest, Math.max(0, span.start - opens));
    latest = Math.max(latest, span.end - opens - before);
  }
  return earliest <= latest ? [earliest, latest] : undefined;
}

/**
 * The trips that leave places of `kind`. `share` (0..1] shortens the longest trip and the loads of
 * places that may be split: more and shorter trips. Receivers that no vehicle of the origin carries or reaches are listed as
 * missing. Locked trips of the ground are trips as they are; only what they do not bring is formed into others.
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
  const locked = new Map<number, LockedTrip>();
  const lower = options.below.map((echelon) => echelon.drafts);
  const { passing } = duesOf(world, lower, { fleet, target: world.end });
  for (const origin of ground.supply.receiversOf.keys()) {
    if (origin.place.kind !== kind) continue;
    const types = typesAt(fleet, origin);
    const decided = (ground.locked ?? []).flatMap((trip) =>
      trip.origin === origin ? (stillWanted(trip, below.missing) ?? []) : [],
    );
    const drops = decided.flatMap((trip) => trip.drops);
    const loads = loadsAt(ground, { ...below, passing }, origin, { types, share: options.share, decided: drops });
    if (types.length === 0) {
      markMissing(missing, loads, "no-vehicle");
      continue;
    }
    const sites = [origin, ...new Set([...loads, ...drops].map((load) => load.site))];
    const blocks = new Map(types.map((type): [string, Block] => [type.profile, legs.block(type.profile, sites)]));
    const longest = Math.round(longestTrip(world) * options.share);
    const window = (load: Drop): ReturnType<typeof windowOf> =>
      windowOf(world.brief, origin, load, passing.get(load.site));
    const task: Task = { origin, loads, types, blocks, longest, window };
    const search = options.budget.task(loads.length);
    for (const trip of decided) {
      const id = search.number();
      const block = blocks.get(trip.vehicle.type.profile) ?? legs.block(trip.vehicle.type.profile, sites);
      const { draft, cut } = lockedDraft(world.brief, block, { trip, id });
      if (draft) drafts.push(draft);
      locked.set(id, trip);
      markMissing(missing, cut, "unreachable");
    }
    const formed = formTrips(world.brief, task, search);
    drafts.push(...formed.drafts);
    markMissing(missing, formed.tooLarge, "capacity");
    markMissing(missing, formed.unreachable, "unreachable");
  }
  return { drafts, missing, locked };
}
