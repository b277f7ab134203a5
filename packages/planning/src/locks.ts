/**
 * Locks on trips: what each holds, read from a plan and found again in a brief. Knows vehicles, places and loads; refuses to
 * know the clock and to judge whether a lock is worth it.
 */
import { type Brief, type HeldTrip, kitsOf, type Plan, Refusal, type Sentence } from "@antar/domain";
import { carries, type Draft, type Drop, draftOf, loadOf } from "./draft.ts";
import type { Vehicle } from "./fleet.ts";
import type { Block } from "./legs.ts";
import { maySplit } from "./loads.ts";
import type { Supply } from "./supply.ts";
import type { Site, World } from "./world.ts";

/** The locks of `plan` without those released. Throws Refusal `bad-input` where a trip to be released is not locked. */
export function locksAfter(plan: Plan, release: readonly string[] = []): readonly string[] {
  const locks = plan.locks ?? [];
  for (const trip of release) {
    if (locks.includes(trip)) continue;
    const known = locks.join(", ");
    throw new Refusal("bad-input", {
      id: `release=${trip}: trip itu tidak dikunci; yang dikunci: ${known || "tidak ada"}`,
      en: `release=${trip}: that trip is not locked; locked are: ${known || "none"}`,
    });
  }
  return locks.filter((trip) => !release.includes(trip));
}

/** What the lock on `trip` of `plan` holds; undefined when it was locked and nothing is left of it. */
function heldBy(plan: Plan, trip: string): HeldTrip | undefined {
  const noted = plan.held?.find((each) => each.trip === trip);
  if (noted) return noted;
  for (const { vehicle, trips } of plan.routes) {
    const found = trips.find((each) => each.id === trip);
    if (!found) continue;
    const stops = found.stops.map(({ place, kits, boxes }) => ({ place, kits: [...kits], boxes }));
    return { trip, vehicle, origin: found.origin, stops };
  }
  return undefined;
}

/** What the locks of `plan` hold, without those released. Throws Refusal `bad-input` like `locksAfter`. */
export function heldIn(plan: Plan, release: readonly string[] = []): readonly HeldTrip[] {
  return locksAfter(plan, release).flatMap((trip) => heldBy(plan, trip) ?? []);
}

/** What a stop brings, a word for each kit and one for boxes. */
function goodsOf({ place, kits, boxes }: HeldTrip["stops"][number]): string[] {
  return [...kits, ...(boxes > 0 ? ["boxes"] : [])].map((what) => `${place} ${what}`);
}

/** The lock that `trip` is under: it, or a part of it, brings what the lock holds; undefined for a free trip. */
export function lockOn(held: readonly HeldTrip[], trip: Plan["routes"][number]["trips"][number]): HeldTrip | undefined {
  const brought = new Set(trip.stops.flatMap(goodsOf));
  return held.find(
    ({ origin, stops }) => origin === trip.origin && stops.flatMap(goodsOf).some((goods) => brought.has(goods)),
  );
}

/** A locked trip in a brief. */
export interface LockedTrip {
  readonly name: string;
  readonly vehicle: Vehicle;
  readonly origin: Site;
  readonly drops: readonly Drop[];
}

/** Locked trips, and those that the brief has no room for, with the reason. */
export interface Locked {
  readonly trips: readonly LockedTrip[];
  readonly misfits: ReadonlyMap<string, Sentence>;
}

/** Vehicle names are as wide as the count of their type: `pikap-3` of nine is `pikap-03` of thirty. */
function sameVehicle(left: string, right: string): boolean {
  const plain = (name: string): string => name.replace(/-0*(\d+)$/, "-$1");
  return plain(left) === plain(right);
}

/** What a stop of a locked trip brings today: a place that takes all in one stop takes what it needs now. */
function dropAt(
  { world, supply }: { readonly world: World; readonly supply: Supply },
  stop: HeldTrip["stops"][number],
  taken: Set<string>,
): Drop | undefined {
  const site = world.byCode.get(stop.place);
  if (!site) return undefined;
  const through = kitsOf(site.place) > 0 ? [site] : (supply.tpsThrough.get(site) ?? []);
  const listed = new Map(
    stop.kits.flatMap((code, index): [Site, number][] => {
      const tps = world.byCode.get(code);
      return tps ? [[tps, index]] : [];
    }),
  );
  const place = (tps: Site): number => listed.get(tps) ?? stop.kits.length;
  const wanted = through
    .filter((tps) => listed.has(tps) || !maySplit(world.brief, site))
    .sort((left, right) => place(left) - place(right));
  const free = wanted.filter((tps) => !taken.has(`${site.index} ${tps.index}`));
  for (const tps of free) taken.add(`${site.index} ${tps.index}`);
  const kits = free.flatMap((tps) => Array.from({ length: kitsOf(tps.place) }, () => tps));
  const boxes = stop.boxes > 0 && !taken.has(`${site.index}`) ? (site.place.boxes ?? 0) : 0;
  if (boxes > 0) taken.add(`${site.index}`);
  return kits.length + boxes > 0 ? { site, kits, boxes } : undefined;
}

type Ground = { readonly world: World; readonly supply: Supply; readonly fleet: readonly Vehicle[] };

/** True when `code` is a TPS that needs kits. */
function needsKits({ byCode }: World, code: string): boolean {
  const site = byCode.get(code);
  return site !== undefined && kitsOf(site.place) > 0;
}

/** The first place of `held` whose kits come from elsewhere on `ground`. */
function suppliedElsewhere({ world, supply }: Ground, held: HeldTrip): string | undefined {
  const origin = world.byCode.get(held.origin);
  return held.stops.find(({ place, kits }) => {
    const site = world.byCode.get(place);
    return site && kits.some((code) => needsKits(world, code)) && supply.supplierOf.get(site) !== origin;
  })?.place;
}

interface Found extends Pick<LockedTrip, "name" | "drops"> {
  readonly vehicle: Vehicle | undefined;
  readonly origin: Site | undefined;
}

/** Why no trip of this brief can be as the lock wants it; undefined when one can. */
function misfitOf(ground: Ground, held: HeldTrip, { vehicle, origin, drops }: Found): Sentence | undefined {
  if (!vehicle) return { id: `tidak ada ${held.vehicle} dalam armada`, en: `there is no ${held.vehicle} in the fleet` };
  const code = suppliedElsewhere(ground, held);
  if (code !== undefined) {
    return { id: `${code} tidak dipasok dari ${held.origin}`, en: `${code} is not supplied from ${held.origin}` };
  }
  const works = origin && vehicle.base === origin.place.kind && (!vehicle.home || vehicle.home === origin);
  if (!works) {
    return {
      id: `${vehicle.name} tidak memuat di ${held.origin}`,
      en: `${vehicle.name} does not load at ${held.origin}`,
    };
  }
  if (carries(ground.world.brief, vehicle.type, loadOf(drops))) return undefined;
  return { id: `muatannya melebihi ${vehicle.name}`, en: `its load exceeds ${vehicle.name}` };
}

/** `held` found again on `ground`. A trip whose places need nothing any more is gone without a word. */
export function lockedTrips(ground: Ground, held: readonly HeldTrip[]): Locked {
  const trips: LockedTrip[] = [];
  const misfits = new Map<string, Sentence>();
  const taken = new Set<string>();
  for (const each of held) {
    const vehicle = ground.fleet.find(({ name }) => sameVehicle(name, each.vehicle));
    const origin = ground.world.byCode.get(each.origin);
    const drops = each.stops.flatMap((stop) => dropAt(ground, stop, taken) ?? []);
    const trip = { name: each.trip, vehicle, origin, drops };
    const misfit = misfitOf(ground, each, trip);
    if (misfit) misfits.set(each.trip, misfit);
    else if (vehicle && origin && drops.length > 0) trips.push({ ...trip, vehicle, origin });
  }
  return { trips, misfits };
}

/** Throws Refusal `bad-input` when a lock cannot be kept by any plan of the brief; it names each and its release. */
export function mustFit({ misfits }: Locked): void {
  const [first] = misfits;
  if (!first) return;
  const [trip, why] = first;
  const troubles = [...misfits].map(([name, says]) => ({ field: `locks.${name}`, says }));
  throw new Refusal(
    "bad-input",
    {
      id: `Trip ${trip} dikunci, tetapi ${why.id}; lepaskan kuncinya (release=${trip})`,
      en: `Trip ${trip} is locked, but ${why.en}; release the lock (release=${trip})`,
    },
    troubles,
  );
}

/** The draft of a locked trip as far as roads lead, and what it leaves behind. */
export function lockedDraft(
  brief: Brief,
  block: Block,
  { trip, id }: { readonly trip: LockedTrip; readonly id: number },
): { readonly draft: Draft | undefined; readonly cut: readonly Drop[] } {
  const { origin, vehicle } = trip;
  const kept: Drop[] = [];
  const cut: Drop[] = [];
  let at = origin;
  for (const drop of trip.drops) {
    if (!block.leg(at, drop.site) || !block.leg(drop.site, origin)) {
      cut.push(drop);
      continue;
    }
    kept.push(drop);
    at = drop.site;
  }
  const draft = kept.length > 0 ? draftOf(brief, block, { id, origin, type: vehicle.type, drops: kept }) : undefined;
  return { draft, cut };
}

/** The document's own form of a locked trip. */
export function heldTripOf({ name, vehicle, origin, drops }: LockedTrip): HeldTrip {
  return {
    trip: name,
    vehicle: vehicle.name,
    origin: origin.place.code,
    stops: drops.map(({ site, kits, boxes }) => ({
      place: site.place.code,
      kits: kits.map((tps) => tps.place.code),
      boxes,
    })),
  };
}
