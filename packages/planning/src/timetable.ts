/**
 * Trips in time: echelon by echelon, group by group, each at the earliest moment that its vehicles, dock, team, kits
 * and places allow. List scheduling: the order of the groups is given. Refuses to look for better orders.
 */
import { kitsOf } from "@antar/domain";
import { type Calendar, openCalendar } from "./calendar.ts";
import { type Draft, thinned } from "./draft.ts";
import { type Passing, tailOf } from "./dues.ts";
import type { Vehicle } from "./fleet.ts";
import { type Garage, openGarage } from "./garage.ts";
import { accept, addedCost, type Pairing, type Proposal, propose, type Resources } from "./group.ts";
import type { Leg } from "./legs.ts";
import { type Docks, type Duty, openDocks } from "./loading.ts";
import { settle } from "./settle.ts";
import type { Site, World } from "./world.ts";

/** Trips that leave together. */
export type Group = readonly Draft[];

/** The groups of one echelon in the order in which they are served. */
export type Order = readonly Group[];

/** What list scheduling is given besides the order. */
export interface Policy {
  /** Seconds before the latest departure of a trip that still count as in time. */
  readonly margin: number;
  /** True: always the earliest departure, never the cheaper later one. */
  readonly eager: boolean;
  /** At most so many vehicles of a type. */
  readonly limits: Readonly<Record<string, number>>;
  /**
   * Vehicle and start of loading that the trip of this id had before: it is not loaded earlier, and keeps the vehicle
   * unless someone would be late by that.
   */
  readonly formerly?: ReadonlyMap<number, { readonly vehicle: string; readonly start: number }>;
}

/** The fixed part of a planning run. */
export interface Scene {
  readonly world: World;
  readonly fleet: readonly Vehicle[];
  /** Nothing is loaded before. */
  readonly from: number;
  /** Places that no trip can serve; no trip carries kits for them. */
  readonly missing: ReadonlySet<Site>;
  /** The latest departure of a trip that still serves everyone with the slack that is aimed at. */
  latest(draft: Draft): number;
  /** How long a place takes to pass kits on; undefined when it passes none on. */
  passing(site: Site): Passing | undefined;
  transferLeg(type: Vehicle["type"], from: Site, to: Site): Leg | undefined;
}

/** All trips in time, and what could not be carried. */
export interface Timetable {
  readonly groups: readonly Proposal[];
  /** TPS without their kits and PPK without their boxes. */
  readonly lost: ReadonlySet<Site>;
  /** When each TPS has received; absent for the lost. */
  readonly received: ReadonlyMap<Site, number>;
  /** Unsafe places where kits would have had to stay overnight. */
  readonly stranded: ReadonlySet<Site>;
}

/** What has happened so far while a timetable is made. */
export interface Progress {
  readonly ready: Map<Site, number>;
  readonly lost: Set<Site>;
  readonly groups: Proposal[];
  readonly stranded: Set<Site>;
  /** When each unsafe place will have passed on what it was given on a day, by `<index> <day>`. */
  readonly busyUntil: Map<string, number>;
}

function readyTime(scene: Scene, { ready }: Progress, draft: Draft): number {
  let latest = scene.from;
  for (const drop of draft.drops) for (const tps of drop.kits) latest = Math.max(latest, ready.get(tps) ?? 0);
  return latest;
}

function bestProposal(
  scene: Scene,
  policy: Policy,
  place: { readonly resources: Resources; readonly garage: Garage; readonly progress: Progress; readonly group: Group },
): Proposal | undefined {
  const latest = Math.min(...place.group.map((draft) => scene.latest(draft))) - policy.margin;
  const former = place.group.flatMap(
    (draft) => place.garage.named(policy.formerly?.get(draft.id)?.vehicle ?? "") ?? [],
  );
  const isFormer = new Set(former);
  const notBefore = place.group.map((draft) =>
    Math.max(readyTime(scene, place.progress, draft), policy.formerly?.get(draft.id)?.start ?? 0),
  );
  // Kits leave an unsafe place on the day on which they came: no vehicle is spared there.
  const hurried = place.group.some(({ origin }) => !origin.safe && origin !== scene.world.warehouse);
  let best: { proposal: Proposal; late: number; moves: number; cost: number } | undefined;
  const choices = [...(former.length === place.group.length ? [former] : []), ...place.garage.choices(place.group)];
  for (const duties of choices) {
    const pairings = place.group.flatMap((draft, index): Pairing[] => {
      const duty = duties[index];
      return duty ? [{ draft, duty, notBefore: notBefore[index] ?? 0 }] : [];
    });
    const proposal = propose(place.resources, pairings);
    if (!proposal) continue;
    const late = policy.eager || hurried ? proposal.departure : Math.max(0, proposal.departure - latest);
    const moves = policy.formerly ? duties.filter((duty) => !isFormer.has(duty)).length : 0;
    const found = { proposal, late, moves, cost: addedCost(proposal) };
    if (!best || (found.late - best.late || found.moves - best.moves || found.cost - best.cost) < 0) best = found;
  }
  return best?.proposal;
}

function record({ scene, progress }: Echelon, proposal: Proposal): void {
  progress.groups.push(proposal);
  for (const [index, { draft, driver }] of proposal.loadings.entries()) {
    for (const [at, drop] of draft.drops.entries()) {
      const end = proposal.rides[index]?.stops[at]?.end ?? 0;
      for (const tps of drop.kits) progress.ready.set(tps, end);
      if (drop.site.safe || drop.kits.length === 0) continue;
      const key = `${drop.site.index} ${driver.day}`;
      const work = (scene.passing(drop.site)?.perKit ?? 0) * drop.kits.length;
      progress.busyUntil.set(key, Math.max(end, progress.busyUntil.get(key) ?? 0) + work);
    }
  }
}

interface Echelon {
  readonly scene: Scene;
  readonly policy: Policy;
  readonly progress: Progress;
  readonly resources: Resources;
  readonly garage: Garage;
}

/** True when kits would leave an unsafe place on a later day than they came. */
function strands({ scene, progress }: Echelon, proposal: Proposal): boolean {
  let found = false;
  for (const { draft, driver } of proposal.loadings) {
    if (draft.origin.safe || draft.origin === scene.world.warehouse) continue;
    const midnight = scene.world.days[driver.day] ?? 0;
    const kits = draft.drops.flatMap((drop) => drop.kits);
    if (kits.every((tps) => (progress.ready.get(tps) ?? 0) >= midnight)) continue;
    progress.stranded.add(draft.origin);
    found = true;
  }
  return found;
}

function serve(echelon: Echelon, group: Group): boolean {
  const { scene, policy, resources, garage, progress } = echelon;
  const proposal = bestProposal(scene, policy, { resources, garage, progress, group });
  if (!proposal || strands(echelon, proposal)) return false;
  garage.use(proposal.loadings.map((loading) => loading.duty));
  accept(resources, proposal);
  record(echelon, proposal);
  return true;
}

/** Serves the longest beginning of a trip that does not fit whole; whoever stays out is lost. */
function serveBeginning(echelon: Echelon, draft: Draft): void {
  const { brief } = echelon.scene.world;
  let [low, high] = [0, draft.load.kits - 1];
  const beginning = (kits: number): Draft | undefined => {
    let left = kits;
    return thinned(brief, draft, () => left-- > 0);
  };
  const fits = (kits: number): boolean => {
    const part = beginning(kits);
    const { scene, policy, resources, garage, progress } = echelon;
    return !!part && !!bestProposal(scene, policy, { resources, garage, progress, group: [part] });
  };
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  const part = beginning(low);
  const served = part && serve(echelon, [part]) ? part : undefined;
  const carried = new Set(served?.drops.flatMap((drop) => drop.kits));
  const boxed = new Set(served?.drops.filter((drop) => drop.boxes > 0).map((drop) => drop.site));
  for (const drop of draft.drops) {
    for (const tps of drop.kits) if (!carried.has(tps)) echelon.progress.lost.add(tps);
    if (drop.boxes > 0 && !boxed.has(drop.site)) echelon.progress.lost.add(drop.site);
  }
}

function serveEchelon(echelon: Echelon, order: Order): void {
  const { scene, progress } = echelon;
  const failed: Draft[] = [];
  const keep = (tps: Site): boolean => !progress.lost.has(tps);
  for (const group of order) {
    const left = group.flatMap((draft) => thinned(scene.world.brief, draft, keep) ?? []);
    if (left.length === 0 || serve(echelon, left)) continue;
    if (left.length === 1) failed.push(...left);
    else for (const draft of left) if (!serve(echelon, [draft])) failed.push(draft);
  }
  for (const draft of failed) serveBeginning(echelon, draft);
}

/** Unsafe places take in no more than they can pass on before they close. */
function limitOf(scene: Scene, { busyUntil }: Progress): Resources["limit"] {
  return (site, day, kits) => {
    const span = site.spans[day];
    if (!span || site.safe || kits === 0) return span?.end;
    const latest = span.end - tailOf(scene.passing(site), kits);
    const busy = (busyUntil.get(`${site.index} ${day}`) ?? 0) + tailOf(scene.passing(site), kits);
    return busy > span.end ? undefined : latest;
  };
}

/**
 * Trips of `orders` such that no trip carries kits that will not arrive and no kit stays overnight where it must not:
 * the timetable is made again, with earlier hand-overs or without the lost, until that holds.
 */
export function soundTimetable(scene: Scene, orders: readonly Order[], policy: Policy): Timetable {
  const sooner = new Map<Site, number>();
  const isTps = (site: Site): boolean => kitsOf(site.place) > 0;
  let without = new Set([...scene.missing].filter(isTps));
  for (let round = 0; ; round++) {
    const passing = (site: Site): Passing | undefined => {
      const [usual, more] = [scene.passing(site), sooner.get(site)];
      return usual && more ? { ...usual, spare: more } : usual;
    };
    const changed = { ...scene, passing };
    const timetable = serveOrders(changed, orders, { yard: openYard(changed, policy, without), policy });
    if (timetable.stranded.size > 0 && round < 6) {
      for (const site of timetable.stranded) sooner.set(site, (sooner.get(site) ?? 0) + 900);
      continue;
    }
    const carried = new Set(
      [...tripsOf(timetable.groups)].flatMap((draft) => draft.drops.flatMap((drop) => drop.kits)),
    );
    const idle = [...timetable.lost].filter((site) => carried.has(site));
    if (idle.length === 0) return settle(scene.world, timetable);
    without = new Set([...without, ...[...timetable.lost].filter(isTps)]);
  }
}

function* tripsOf(groups: readonly Proposal[]): Iterable<Draft> {
  for (const { loadings } of groups) for (const { draft } of loadings) yield draft;
}

/** Docks, teams, vehicles and kits at some moment. */
export interface Yard {
  readonly progress: Progress;
  readonly docks: Docks;
  readonly teams: readonly Calendar[];
  readonly garage: Garage;
}

/** The yard at the beginning of a plan, in which the kits of `without` are not carried. */
export function openYard(scene: Scene, policy: Policy, without: ReadonlySet<Site>): Yard {
  return {
    progress: { ready: new Map(), lost: new Set(without), groups: [], stranded: new Set(), busyUntil: new Map() },
    docks: openDocks(),
    teams: Array.from({ length: scene.world.brief.escort?.teams ?? 0 }, openCalendar),
    garage: openGarage(scene.fleet, policy.limits),
  };
}

/** Trips of `orders` (one order for each echelon, upper first) in time, after what has happened in `yard`. */
export function serveOrders(scene: Scene, orders: readonly Order[], given: { yard: Yard; policy: Policy }): Timetable {
  const { world } = scene;
  const { yard, policy } = given;
  const { progress, docks, garage } = yard;
  const transferLeg = (duty: Duty, to: Site): Leg | undefined =>
    duty.at && scene.transferLeg(duty.vehicle.type, duty.at, to);
  for (const order of orders) {
    const kind = order[0]?.[0]?.origin.place.kind;
    const escorted = kind !== undefined && kind === world.brief.escort?.from;
    const resources = {
      world,
      docks,
      teams: escorted ? yard.teams : undefined,
      limit: limitOf(scene, progress),
      transferLeg,
    };
    serveEchelon({ scene, policy, progress, resources, garage }, order);
  }
  const { groups, lost, stranded } = progress;
  return { groups, lost, stranded, received: receivedIn(groups) };
}

/** When each TPS has received in `groups`. */
export function receivedIn(groups: readonly Proposal[]): Map<Site, number> {
  const received = new Map<Site, number>();
  for (const { loadings, rides } of groups) {
    for (const [index, { draft }] of loadings.entries()) {
      for (const [at, drop] of draft.drops.entries()) {
        const end = rides[index]?.stops[at]?.end;
        if (kitsOf(drop.site.place) > 0 && end !== undefined) received.set(drop.site, end);
      }
    }
  }
  return received;
}
