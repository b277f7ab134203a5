/**
 * A plan made anew while it is under way: begun trips are frozen, the others keep their vehicle and order unless someone
 * would be late by that. Knows what has happened from its caller only; owns no clock.
 */
import {
  type Brief,
  extrasOf,
  type HeldTrip,
  kitsOf,
  type Plan,
  Refusal,
  type Remaking,
  type RoadClosure,
  withExtras,
} from "@antar/domain";
import { assemblePlan } from "./assemble.ts";
import type { AuditRoads } from "./audit/audit-roads.ts";
import { brokenSince } from "./breakdown.ts";
import { lockSentence } from "./cause-sentences.ts";
import { type Draft, draftOf } from "./draft.ts";
import { duesOf } from "./dues.ts";
import { withExtraFixes } from "./extra-fixes.ts";
import { extrasFor, withExtraSupply } from "./extra-orders.ts";
import { extraBar, extraWays, isExtra } from "./extra-trips.ts";
import { scoreOf, tripsIn } from "./figures.ts";
import { driveFrom, openLegs } from "./legs.ts";
import { heldIn, lockOn, locksAfter } from "./locks.ts";
import { brings, triedLocks } from "./locks-in-the-way.ts";
import { withOnward } from "./onward.ts";
import { diffPlans, type PlanDiff } from "./plan-diff.ts";
import { isRescue, type Stranded } from "./rescue.ts";
import { type Roads, roadsInTime } from "./roads-in-time.ts";
import { byCodeOrder } from "./supply.ts";
import type { Order, Policy, Scene, Timetable } from "./timetable.ts";
import { type StrandedLoad, strandedLoads, withAdvice } from "./transfer-fixes.ts";
import { namesOf, refuseIdle, transfersOf } from "./transfer-orders.ts";
import { openTransfers } from "./transfers.ts";
import { type Again, withUnavoidable } from "./unavoidable.ts";
import {
  begunTrips,
  continued,
  dueFrom,
  type Happening,
  plannedRescues,
  type Rescued,
  relieved,
  situationOf,
  type Work,
} from "./under-way.ts";
import type { Site } from "./world.ts";
import { momentIn, readWritten, type WrittenPlan, type WrittenTrip } from "./written-plan.ts";

/** A new version of a plan. */
export interface Replanned {
  readonly plan: Plan;
  readonly diff: PlanDiff;
}

/** True when a drive that begins at `now` arrives at all, there and back. */
function canReach({ block, origin }: WrittenTrip, site: Site, now: number): boolean {
  return [block.leg(origin, site), block.leg(site, origin)].every((leg) => leg && driveFrom(leg, now));
}

/** A trip that has not begun, without the places that no road leads to any more. */
function openDraft(brief: Brief, written: WrittenTrip, now: number): Draft | undefined {
  const { id, origin, drops, block, vehicle } = written;
  const reached = drops.filter((drop) => canReach(written, drop.site, now));
  if (written.draft && reached.length === drops.length) return written.draft;
  return reached.length > 0 ? draftOf(brief, block, { id, origin, type: vehicle.type, drops: reached }) : undefined;
}

function ordersOf({ written, begun, scene, situation }: Work): Order[] {
  const { brief } = scene.world;
  const kinds = ["warehouse", "ppk", "pps"] as const;
  return kinds.map((kind) => {
    const groups = new Map<string, { at: number; drafts: Draft[] }>();
    for (const each of written.trips) {
      if (each.origin.place.kind !== kind || begun.has(each.id) || isRescue(each)) continue;
      const draft = openDraft(brief, each, situation.now);
      if (!draft) continue;
      const key = each.trip.convoy ?? each.trip.id;
      const group = groups.get(key) ?? { at: momentIn(each.trip.departure), drafts: [] };
      group.drafts.push(draft);
      groups.set(key, group);
    }
    return [...groups.values()].sort((left, right) => left.at - right.at).map((group) => group.drafts);
  });
}

function sceneOf(written: WrittenPlan, now: number, roads: ReturnType<typeof openLegs>): Scene {
  const { world, fleet, trips } = written;
  const kinds = ["warehouse", "ppk", "pps"] as const;
  const echelons = kinds.map((kind) =>
    trips.flatMap((each) => (each.origin.place.kind === kind && each.draft ? [each.draft] : [])),
  );
  const dues = duesOf(world, echelons, { fleet, target: world.end - world.brief.slackTarget });
  return {
    world,
    fleet,
    from: Math.max(world.start, now),
    missing: new Set(),
    latest: (draft) => dues.latest.get(draft.id) ?? world.end,
    transferLeg: openTransfers(world, roads),
  };
}

/**
 * Open trips in the way of `lost`, wider and wider: those that bring their kits below the warehouse, from the warehouse too,
 * what else leaves from the PPK and PPS that these pass, all of the warehouse.
 */
function inTheWay(orders: readonly Order[], lost: ReadonlySet<Site>): ReadonlySet<number>[] {
  const drafts = orders.flat(2);
  const warehouse = drafts.filter(({ origin }) => origin.place.kind === "warehouse");
  const own = drafts.filter((draft) => brings(draft, lost));
  const below = own.filter((draft) => !warehouse.includes(draft));
  const origins = new Set(below.map((draft) => draft.origin));
  const around = drafts.filter((draft) => own.includes(draft) || origins.has(draft.origin));
  const wider = [below, own, around, [...around, ...warehouse]].map((list) => new Set(list.map(({ id }) => id)));
  return wider.filter((ids, index) => ids.size > (wider[index - 1]?.size ?? 0));
}

/** Each order with the groups that have a trip of `ids` first. */
function withFirst(orders: readonly Order[], ids: ReadonlySet<number>): Order[] {
  const first = (group: readonly Draft[]): boolean => group.some((draft) => ids.has(draft.id));
  return orders.map((order) => [...order.filter(first), ...order.filter((group) => !first(group))]);
}

/** How good a new plan is, less is better: places left out, slack lost beyond what stability is worth, stops on other vehicles. */
function worthOf(work: Work, timetable: Timetable, formerly: NonNullable<Policy["formerly"]>): readonly number[] {
  const { world } = work.scene;
  const { lost, short, cost } = scoreOf(world, timetable);
  let moved = 0;
  for (const { loading } of tripsIn(timetable.groups)) {
    const former = formerly.get(loading.draft.id)?.vehicle;
    if (former !== undefined && former !== loading.duty.vehicle.name) moved += loading.draft.drops.length;
  }
  return [lost, Math.max(0, short - world.brief.slackTarget / 2), moved, short, cost];
}

function isBetter(left: readonly number[], right: readonly number[]): boolean {
  const at = left.findIndex((value, index) => value !== right[index]);
  return at >= 0 && (left[at] ?? 0) < (right[at] ?? 0);
}

/** Those of `lost` at whose supplier fewer are lost in `other`. */
function savedBy({ written: { supply } }: Work, lost: ReadonlySet<Site>, other: ReadonlySet<Site>): Set<Site> {
  const at = (sites: ReadonlySet<Site>, supplier: Site | undefined): number =>
    [...sites].filter((site) => supply.supplierOf.get(site) === supplier).length;
  return new Set(
    [...lost].filter((site) => {
      const supplier = supply.supplierOf.get(site);
      return at(other, supplier) < at(lost, supplier);
    }),
  );
}

/** The ways to free the trips that are in the way of those who could be served, the fewest trips first. */
function freeings(orders: readonly Order[], saved: ReadonlySet<Site>) {
  return inTheWay(orders, saved).map((freed) =>
    [withFirst(orders, freed), orders].flatMap((order) =>
      [true, false].flatMap((apart) => [0, 7200].map((margin) => ({ policy: { apart, freed, margin }, order }))),
    ),
  );
}

/** The timetable that changes least among those that leave fewest out. */
function bestTimetable(work: Work, orders: readonly Order[], cut: ReadonlySet<Site>): Timetable {
  const formerly = formerTrips(work);
  const { locked } = work;
  const usual: Policy = { margin: 0, eager: false, limits: {}, formerly, locked };
  type Found = { readonly timetable: Timetable; readonly worth: readonly number[] };
  const attempt = (policy: Policy, order: readonly Order[] = orders): Found => {
    const timetable = continued(work, policy, order, cut);
    return { timetable, worth: worthOf(work, timetable, formerly) };
  };
  const better = (left: Found, right: Found): Found => (isBetter(right.worth, left.worth) ? right : left);
  const enough = ({ worth: [lost = 0, short = 0] }: Found, least: number): boolean => lost <= least && short === 0;
  let best = attempt({ ...usual, apart: true });
  for (const margin of [1800, 7200])
    if (!enough(best, cut.size)) best = better(best, attempt({ ...usual, margin, apart: true }));
  if (!enough(best, cut.size)) best = better(best, attempt(usual));
  if (enough(best, cut.size)) return best.timetable;
  const anew = attempt({ margin: 0, eager: true, limits: {}, locked });
  const least = anew.timetable.lost.size;
  for (let round = 0; round < rounds && !enough(best, least); round++) {
    const before = best;
    const saved = savedBy(work, best.timetable.lost, anew.timetable.lost);
    for (const ways of freeings(orders, saved)) {
      if (enough(best, least)) break;
      for (const { policy, order } of ways) best = better(best, attempt({ ...usual, ...policy }, order));
    }
    if (best === before) break;
  }
  return better(best, anew).timetable;
}

/** So often the trips in the way of those left out by the best so far are freed. */
const rounds = 2;

function formerOf({ vehicle, trip }: WrittenTrip) {
  return { vehicle: vehicle.name, start: momentIn(trip.loading.start), departure: momentIn(trip.departure) };
}

function formerTrips({ written }: Work): NonNullable<Policy["formerly"]> {
  return new Map(written.trips.map((each) => [each.id, formerOf(each)]));
}

/** True when a road is gone from under a trip that has begun and is not back. */
function roadGone({ written, plan, begun, situation: { now, gone } }: Work): boolean {
  if (plan.madeAnew?.unavoidable?.some(({ code }) => code === "leg-unreachable")) return true;
  return written.trips.some(({ id, trip, vehicle, origin, drops, block }) => {
    if (!begun.has(id) || momentIn(trip.return.arrival) <= now || gone.has(vehicle.name)) return false;
    const way = [origin, ...drops.map((drop) => drop.site), origin];
    return way.slice(1).some((site, index) => {
      const leg = block.leg(way[index] ?? origin, site);
      return !leg || !driveFrom(leg, now);
    });
  });
}

/** The places that the kits of `tps` come to, the TPS first. */
function stepsOf({ scene: { world }, written: { supply } }: Work, tps: Site): Site[] {
  const steps: Site[] = [];
  for (let at: Site | undefined = tps; at && at !== world.warehouse; at = supply.supplierOf.get(at)) steps.push(at);
  return steps;
}

/** TPS whose kits, and PPK whose boxes, begun and open trips do not bring all the way any more. */
function cutOff(work: Work, orders: readonly Order[], { rescues, left }: Rescued): Set<Site> {
  const boxed = new Set<Site>();
  const brought = new Map<Site, Set<Site>>();
  const noteDrop = ({ site, kits, boxes }: Draft["drops"][number]): void => {
    if (boxes > 0) boxed.add(site);
    for (const tps of kits) brought.set(tps, (brought.get(tps) ?? new Set()).add(site));
  };
  const note = (draft: Draft): void => {
    for (const drop of draft.drops) noteDrop(drop);
  };
  for (const order of orders) for (const group of order) for (const draft of group) note(draft);
  for (const { loadings } of rescues) for (const { draft } of loadings) note(draft);
  for (const each of work.written.trips) {
    if (!work.begun.has(each.id)) continue;
    for (const drop of each.drops) noteDrop(drop);
  }
  const lacks = (site: Site): boolean => {
    const { place } = site;
    if (kitsOf(place) > 0) return stepsOf(work, site).some((step) => !brought.get(site)?.has(step));
    return place.kind === "ppk" && (place.boxes ?? 0) > 0 && !boxed.has(site);
  };
  const stranded = left.flatMap(({ drops }) => dueFrom(drops));
  return new Set([...work.scene.world.sites.filter(lacks), ...stranded]);
}

function causeOf(work: Work, left: readonly Stranded[], site: Site): { cause: string; id: string; en: string } {
  const before = work.plan.unassigned.find((each) => each.code === site.place.code);
  if (before && before.cause !== "broken-down" && !isExtra(site)) return { cause: before.cause, ...before.says };
  const cut = work.written.trips.some((each) =>
    each.drops.some((drop) => {
      const carries = drop.site === site || (!work.begun.has(each.id) && drop.kits.includes(site));
      return carries && !canReach(each, drop.site, work.situation.now);
    }),
  );
  const name = `${site.place.code} ${site.place.name}`;
  const stranded = left.find(({ drops }) => dueFrom(drops).includes(site));
  if (stranded) {
    const { trip, vehicle } = stranded.trip;
    return {
      cause: "broken-down",
      id: `${name}: muatannya masih di ${vehicle.name} (trip ${trip.id}), kendaraan rusak`,
      en: `${name}: its load is still on ${vehicle.name} (trip ${trip.id}), vehicle broken down`,
    };
  }
  const bar = isExtra(site) ? extraBar(work, site) : undefined;
  if (bar) return { cause: bar.cause, id: `${name}: ${bar.id}`, en: `${name}: ${bar.en}` };
  return cut
    ? { cause: "unreachable", id: `${name}: jalan ke sana tertutup`, en: `${name}: the road there is closed` }
    : {
        cause: "overtaken",
        id: `${name}: tidak terkejar lagi setelah kejadian ini dengan kendaraan dan waktu yang tersisa`,
        en: `${name}: cannot be caught up with after this, with the vehicles and the time left`,
      };
}

function lockedVehicles({ trips }: WrittenPlan, held: readonly HeldTrip[]): Map<number, string> {
  return new Map(trips.filter(({ trip }) => lockOn(held, trip)).map(({ id, vehicle }) => [id, vehicle.name]));
}

interface Solved {
  readonly rescued: Rescued;
  readonly work: Work;
  readonly best: Timetable;
  readonly cut: ReadonlySet<Site>;
}

/** The latest departures of trips with extra kits, and of the others as they were. */
function withExtraDues(work: Work, orders: readonly Order[]): Work {
  const { world, fleet, latest } = work.scene;
  const known = new Set(work.written.trips.map(({ id }) => id));
  const drafts = orders.map((order) => order.flat());
  const dues = duesOf(world, drafts, { fleet, target: world.end - world.brief.slackTarget });
  const scene: Scene = {
    ...work.scene,
    latest: (draft) => (known.has(draft.id) ? latest(draft) : (dues.latest.get(draft.id) ?? world.end)),
  };
  return { ...work, scene };
}

/** The best timetable of the trips as they are after what has happened, with the best way to bring extra kits. */
function solved(started: Work): Solved {
  const relief = relieved(started);
  const rescued = plannedRescues(relief);
  const orders = withOnward(relief, ordersOf(relief), rescued.rescues);
  const rescuing = rescued.rescues.flatMap(({ loadings }) => loadings.map(({ draft }) => draft));
  const ids = [...relief.written.trips, ...rescuing, ...orders.flat(2)].map(({ id }) => id);
  const formerly = formerTrips(relief);
  let found: (Solved & { readonly worth: readonly number[] }) | undefined;
  for (const way of extraWays(relief, orders, Math.max(-1, ...ids) + 1)) {
    const work = way === orders ? relief : withExtraDues(relief, way);
    const cut = cutOff(work, way, rescued);
    const best = bestTimetable(work, way, cut);
    const worth = worthOf(work, best, formerly);
    if (!found || isBetter(worth, found.worth)) found = { work, best, cut, rescued, worth };
    // Nobody is left out who could be served, in time: another way would only cost less.
    if (found.worth[0] === found.cut.size && found.worth[1] === 0) break;
  }
  if (!found) throw new RangeError("extraWays gave no way");
  return found;
}

/** Locked trips that have not begun, those that bring something of `lost` first. */
function suspects({ written, locked, situation: { now } }: Work, lost: ReadonlySet<Site>): WrittenTrip[] {
  const open = written.trips.filter(({ id, trip }) => locked.has(id) && momentIn(trip.loading.start) >= now);
  return [...open.filter((trip) => brings(trip, lost)), ...open.filter((trip) => !brings(trip, lost))];
}

/**
 * Those of `lost` that are served once a lock is released, each with the lock. Every release that is named was solved with;
 * where no single one of those tried helps, nothing is named.
 */
function locksInTheWay(started: Work, lost: ReadonlySet<Site>): Map<Site, { cause: string; id: string; en: string }> {
  const found = new Map<Site, { cause: string; id: string; en: string }>();
  let open = lost;
  for (const { id: freed, trip, vehicle } of open.size > 0 ? suspects(started, lost).slice(0, triedLocks) : []) {
    if (open.size === 0) break;
    const locked = new Map([...started.locked].filter(([id]) => id !== freed));
    const still = solved({ ...started, locked }).best.lost;
    for (const site of open) {
      if (still.has(site)) continue;
      const name = `${site.place.code} ${site.place.name}`;
      const { id, en } = lockSentence(trip.id, vehicle.name);
      found.set(site, { cause: "locked", id: `${name}: ${id}`, en: `${name}: ${en}` });
    }
    open = new Set([...open].filter((site) => still.has(site)));
  }
  return found;
}

/** The new closures: what is closed now was open when the legs until now were driven. */
function closedNow({ now, closures = [] }: Happening): RoadClosure[] {
  return closures.map(({ from = now, ...closure }) => ({ ...closure, from }));
}

/** Seconds that vehicles stand still, by name, as far as it is not for good. */
function delaysOf({ happening, situation }: Work): Record<string, number> {
  const names = [...Object.keys(happening.delays ?? {}), ...(happening.broken ?? []).map((each) => each.vehicle)];
  const stood = [...new Set(names)].sort().map((name) => [name, situation.delay(name)] as const);
  return Object.fromEntries(stood.filter(([name, seconds]) => seconds > 0 && !situation.gone.has(name)));
}

/**
 * `plan` made anew at `happening.now` on `roads` as they are then. Begun trips stay on their vehicle and what is done
 * stays done; the rest keeps vehicle and order where nobody is late by it. `brief` is the one that `plan` was made from,
 * with its settings. Throws Refusal `bad-plan` when brief and plan do not belong together.
 */
export function replan(
  brief: Brief,
  plan: Plan,
  given: { readonly roads: Roads & AuditRoads; readonly happening: Happening },
): Replanned {
  const { happening } = given;
  const { plan: bare, roadGone, stranded } = madeAnew(brief, plan, given);
  const advised = withAdvice(bare, stranded, (order) => {
    const transfers = [...(happening.transfers ?? []), order];
    return madeAnew(brief, plan, { ...given, happening: { ...happening, transfers } }).plan;
  });
  const closures = closedNow(happening);
  const again: Again = ({ brief: changed, closures: closed }) =>
    madeAnew(changed, plan, { ...given, happening: { ...happening, closures: closed } }).plan;
  const next = withExtraFixes(advised, brief, (changed) => again({ brief: changed, closures }));
  const known = plan.madeAnew?.unavoidable ?? [];
  const told = withUnavoidable(next, { brief, closures, again, known, ...(roadGone ? { roads: given.roads } : {}) });
  return { plan: told, diff: diffPlans(plan, told) };
}

/** A plan before anybody asks what it cannot keep. */
interface Made {
  readonly plan: Plan;
  readonly roadGone: boolean;
  readonly stranded: readonly StrandedLoad[];
}

/** `plan` made anew, before anybody asks what it cannot keep. */
function madeAnew(known: Brief, plan: Plan, given: { readonly roads: Roads; readonly happening: Happening }): Made {
  const { happening } = given;
  const asked = withExtras(known, extrasOf(plan));
  const closures = [...(plan.closures ?? []), ...closedNow(happening)];
  const extra = extrasFor(asked, plan, happening.extra ?? []);
  const brief = withExtras(asked, extra);
  const legs = openLegs(roadsInTime(brief, given.roads, closures));
  const written = readWritten(brief, withExtraSupply(plan, extra), legs);
  const situation = situationOf(written, happening);
  const { broken = [], transfers = [] } = happening;
  const told = [...broken, ...transfers].map(({ vehicle }) => vehicle);
  for (const vehicle of [...told, ...transfers.map(({ to }) => to)]) {
    if (!written.fleet.some((each) => each.name === vehicle)) throw noVehicle(vehicle);
  }
  // Nobody keeps the lock of a trip whose vehicle has broken down on it.
  const ended = new Set(
    written.trips.filter((each) => brokenSince(each, situation) !== undefined).map(({ trip }) => trip.id),
  );
  const locks = locksAfter(plan, happening.release).filter((trip) => !ended.has(trip));
  const held = heldIn(plan, happening.release).filter(({ trip }) => !ended.has(trip));
  const locked = lockedVehicles(written, held);
  const scene = sceneOf(written, situation.now, legs);
  const started: Work = {
    written,
    plan,
    scene,
    situation: { ...situation, fixed: new Set(locked.keys()) },
    happening,
    begun: begunTrips(written.trips, situation.now),
    standIns: new Map(),
    locked,
    transfers: transfersOf(written, situation.now, happening),
    legs,
  };
  const { work, best, cut, rescued } = solved(started);
  const { rescues, left } = rescued;
  refuseIdle(work, happening, rescues);
  const lockOf = locksInTheWay(started, new Set([...best.lost].filter((site) => !cut.has(site))));
  const unassigned = [...best.lost].sort(byCodeOrder).map((site) => {
    const { cause, id, en } = lockOf.get(site) ?? causeOf(work, left, site);
    return { code: site.place.code, cause, says: { id, en } };
  });
  const names = namesOf(written, rescues, best);
  const making = {
    mode: plan.mode,
    seed: plan.seed,
    briefDigest: plan.brief.sha256,
    settings: plan.settings,
    closures,
    anewAt: situation.now,
    delays: delaysOf(work),
    extra,
    earlier: remakingsOf(plan),
    ...(plan.locks ? { locks, held } : {}),
    unassigned,
    names,
  };
  const next = assemblePlan({ world: scene.world, supply: written.supply, timetable: best }, making);
  return { plan: next, roadGone: roadGone(work), stranded: strandedLoads(work, rescued) };
}

/** The moments at which `plan` was made anew so far. */
function remakingsOf({ madeAnew }: Plan): Remaking[] {
  if (!madeAnew) return [];
  const { at, delays, extra, earlier = [] } = madeAnew;
  return [...earlier, { at, ...(delays ? { delays } : {}), ...(extra ? { extra } : {}) }];
}

function noVehicle(name: string): Refusal {
  return new Refusal("bad-input", {
    id: `Tidak ada kendaraan ${name} dalam armada; periksa namanya`,
    en: `There is no vehicle ${name} in the fleet; check the name`,
  });
}
