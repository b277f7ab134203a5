/**
 * A plan made anew while it is under way: begun trips are frozen, the others keep their vehicle and order unless someone
 * would be late by that. Knows what has happened from its caller only; owns no clock.
 */
import { type Brief, kitsOf, type Plan, Refusal, type RoadClosure } from "@antar/domain";
import { assemblePlan } from "./assemble.ts";
import { begunGroup, type Situation } from "./begun.ts";
import { holdAnyway } from "./calendar.ts";
import { type Draft, draftOf } from "./draft.ts";
import { duesOf } from "./dues.ts";
import { compareScores, scoreOf } from "./figures.ts";
import type { Proposal } from "./group.ts";
import { driveFrom, openLegs } from "./legs.ts";
import { diffPlans, type PlanDiff } from "./plan-diff.ts";
import { type Roads, roadsInTime } from "./roads-in-time.ts";
import { byCodeOrder } from "./supply.ts";
import { type Order, openYard, type Policy, type Scene, serveOrders, type Timetable, type Yard } from "./timetable.ts";
import { openTransfers } from "./transfers.ts";
import { dayOf, type Site, type World } from "./world.ts";
import { momentIn, readWritten, type WrittenPlan, type WrittenTrip } from "./written-plan.ts";

/** What has happened when a plan is made anew. */
export interface Happening {
  /** The moment of re-planning, ISO 8601 with offset. */
  readonly now: string;
  /** Seconds that vehicles are behind their plan, by name. */
  readonly delays?: Readonly<Record<string, number>>;
  /** Vehicles that cannot drive, until a moment or for good. */
  readonly broken?: readonly { readonly vehicle: string; readonly until?: string }[];
  /** Closures besides those that the plan was made under; one without `from` begins now. */
  readonly closures?: readonly RoadClosure[];
}

/** A new version of a plan. */
export interface Replanned {
  readonly plan: Plan;
  readonly diff: PlanDiff;
}

interface Work {
  readonly written: WrittenPlan;
  readonly plan: Plan;
  readonly scene: Scene;
  readonly situation: Situation;
  readonly happening: Happening;
  /** Ids of the trips that have begun. */
  readonly begun: ReadonlySet<number>;
}

function situationOf(world: World, { now, delays, broken }: Happening): Situation {
  const moment = momentIn(now);
  const until = new Map(broken?.map((each) => [each.vehicle, each.until]));
  return {
    now: moment,
    delay(vehicle) {
      const repaired = until.get(vehicle);
      const stands = repaired ? momentIn(repaired) - moment : until.has(vehicle) ? world.end - moment : 0;
      return Math.max(0, stands, delays?.[vehicle] ?? 0);
    },
  };
}

/** Ids of the trips whose loading, or that of another of their convoy, started before `now`. */
function begunTrips(trips: readonly WrittenTrip[], now: number): Set<number> {
  const started = trips.filter(({ trip }) => momentIn(trip.loading.start) < now);
  const convoys = new Set(started.flatMap(({ trip }) => trip.convoy ?? []));
  const together = trips.filter(({ trip }) => trip.convoy !== undefined && convoys.has(trip.convoy));
  return new Set([...started, ...together].map((each) => each.id));
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

/** Puts begun trips into the yard, in order of time. */
function freeze({ written, plan, situation, begun: ids }: Work, yard: Yard, world: World): Proposal[] {
  const begun = written.trips
    .filter((trip) => ids.has(trip.id))
    .sort((left, right) => momentIn(left.trip.loading.start) - momentIn(right.trip.loading.start));
  const teamOf = new Map(plan.convoys.map((convoy) => [convoy.id, convoy.team]));
  const byGroup = new Map<string, WrittenTrip[]>();
  for (const trip of begun) {
    const key = trip.trip.convoy ?? trip.trip.id;
    byGroup.set(key, [...(byGroup.get(key) ?? []), trip]);
  }
  return [...byGroup.values()].map((trips) => {
    const pairs = trips.flatMap((trip) => {
      const duty = yard.garage.named(trip.vehicle.name);
      if (duty) yard.garage.use([duty]);
      return duty ? [{ written: trip, duty }] : [];
    });
    const group = begunGroup(world, pairs, { situation, team: teamOf.get(trips[0]?.trip.convoy ?? "") });
    for (const { draft, dock, span } of group.loadings) {
      const calendar = yard.docks.at(draft.origin)?.[(dock ?? 0) - 1];
      if (calendar) holdAnyway(calendar, span);
    }
    const team = yard.teams[(group.team ?? 0) - 1];
    if (team) holdAnyway(team, { start: group.departure, end: group.done });
    return group;
  });
}

/** Vehicles that stand still are not free before they move again. */
function ground({ scene, situation, happening }: Work, yard: Yard): void {
  const names = new Set([
    ...(happening.broken ?? []).map((each) => each.vehicle),
    ...Object.keys(happening.delays ?? {}),
  ]);
  for (const name of names) {
    const duty = yard.garage.named(name);
    const delay = situation.delay(name);
    if (!duty || delay === 0) continue;
    yard.garage.use([duty]);
    const free = situation.now + delay;
    if (free >= scene.world.end) duty.day = scene.world.days.length;
    if (free <= duty.free || free >= scene.world.end) continue;
    const day = dayOf(scene.world, free);
    if (day !== duty.day) Object.assign(duty, { day, workStart: free, rested: free });
    duty.free = free;
  }
}

function ordersOf({ written, begun, scene, situation }: Work): Order[] {
  const { brief } = scene.world;
  const kinds = ["warehouse", "ppk", "pps"] as const;
  return kinds.map((kind) => {
    const groups = new Map<string, { at: number; drafts: Draft[] }>();
    for (const each of written.trips) {
      if (each.origin.place.kind !== kind || begun.has(each.id)) continue;
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

function freshYard(work: Work, policy: Policy, without: ReadonlySet<Site>): { yard: Yard; begun: number } {
  const yard = openYard(work.scene, policy, without);
  const groups = freeze(work, yard, work.scene.world);
  const broken = new Set((work.happening.broken ?? []).filter((each) => !each.until).map((each) => each.vehicle));
  for (const group of groups) {
    yard.progress.groups.push(group);
    for (const [index, { draft, duty }] of group.loadings.entries()) {
      for (const [at, drop] of draft.drops.entries()) {
        const end = group.rides[index]?.stops[at]?.end ?? 0;
        const stuck = broken.has(duty.vehicle.name) && end > work.situation.now;
        for (const tps of drop.kits) {
          if (stuck) yard.progress.lost.add(tps);
          else yard.progress.ready.set(tps, { at: drop.site, end });
        }
      }
    }
  }
  ground(work, yard);
  return { yard, begun: groups.length };
}

/** The timetable after what has happened; made again without the lost until no open trip carries their kits. */
function continued(work: Work, policy: Policy, orders: readonly Order[], cut: ReadonlySet<Site>): Timetable {
  let without: ReadonlySet<Site> = cut;
  for (;;) {
    const { yard, begun } = freshYard(work, policy, without);
    const timetable = serveOrders(work.scene, orders, { yard, policy });
    const carried = new Set(
      timetable.groups
        .slice(begun)
        .flatMap((group) => group.loadings.flatMap(({ draft }) => draft.drops.flatMap((drop) => drop.kits))),
    );
    const idle = [...timetable.lost].filter((site) => carried.has(site));
    if (idle.length === 0) return timetable;
    without = new Set([...without, ...idle]);
  }
}

function formerOf({ vehicle, trip }: WrittenTrip) {
  return { vehicle: vehicle.name, start: momentIn(trip.loading.start), departure: momentIn(trip.departure) };
}

/** TPS whose kits no begun and no open trip brings any more. */
function cutOff(work: Work, orders: readonly Order[]): Set<Site> {
  const brought = new Set<Site>();
  const note = (draft: Draft): void => {
    for (const drop of draft.drops) for (const tps of drop.kits) if (drop.site === tps) brought.add(tps);
  };
  for (const order of orders) for (const group of order) for (const draft of group) note(draft);
  for (const each of work.written.trips) {
    if (!work.begun.has(each.id)) continue;
    for (const drop of each.drops) for (const tps of drop.kits) if (drop.site === tps) brought.add(tps);
  }
  return new Set(work.scene.world.sites.filter((site) => kitsOf(site.place) > 0 && !brought.has(site)));
}

function causeOf(work: Work, site: Site): { cause: string; id: string; en: string } {
  const before = work.plan.unassigned.find((each) => each.code === site.place.code);
  if (before) return { cause: before.cause, ...before.says };
  const cut = work.written.trips.some(
    (each) =>
      !work.begun.has(each.id) &&
      each.drops.some((drop) => drop.site === site && !canReach(each, site, work.situation.now)),
  );
  const name = `${site.place.code} ${site.place.name}`;
  return cut
    ? { cause: "unreachable", id: `${name}: jalan ke sana tertutup`, en: `${name}: the road there is closed` }
    : {
        cause: "overtaken",
        id: `${name}: tidak terkejar lagi setelah kejadian ini dengan kendaraan dan waktu yang tersisa`,
        en: `${name}: cannot be caught up with after this, with the vehicles and the time left`,
      };
}

/**
 * `plan` made anew at `happening.now` on `roads` as they are then. Begun trips stay on their vehicle and what is done
 * stays done; the rest keeps vehicle and order where nobody is late by it. `brief` is the one that `plan` was made from,
 * with its settings. Throws Refusal `bad-plan` when brief and plan do not belong together.
 */
export function replan(
  brief: Brief,
  plan: Plan,
  given: { readonly roads: Roads; readonly happening: Happening },
): Replanned {
  const { happening } = given;
  // What is closed now was open when the legs until now were driven.
  const begin = ({ from = happening.now, ...closure }: RoadClosure): RoadClosure => ({ ...closure, from });
  const closures = [...(plan.closures ?? []), ...(happening.closures ?? []).map(begin)];
  const legs = openLegs(roadsInTime(brief, given.roads, closures));
  const written = readWritten(brief, plan, legs);
  const situation = situationOf(written.world, happening);
  for (const { vehicle } of happening.broken ?? []) {
    if (!written.fleet.some((each) => each.name === vehicle)) throw noVehicle(vehicle);
  }
  const scene = sceneOf(written, situation.now, legs);
  const begun = begunTrips(written.trips, situation.now);
  const work: Work = { written, plan, scene, situation, happening, begun };
  const orders = ordersOf(work);
  const cut = cutOff(work, orders);
  const formerly = new Map(written.trips.map((each) => [each.id, formerOf(each)]));
  const stable = [0, 1800, 7200].map((margin): Policy => ({ margin, eager: false, limits: {}, formerly, apart: true }));
  const passedOn: Policy = { margin: 0, eager: false, limits: {}, formerly };
  const policies: Policy[] = [...stable, passedOn, { margin: 0, eager: true, limits: {} }];
  const { slackTarget } = scene.world.brief;
  let best: Timetable | undefined;
  for (const policy of policies) {
    const timetable = continued(work, policy, orders, cut);
    if (!best || compareScores(scoreOf(scene.world, timetable), scoreOf(scene.world, best)) < 0) best = timetable;
    const { lost, short } = scoreOf(scene.world, best);
    if (lost === cut.size && short <= slackTarget / 2) break;
  }
  if (!best) throw new RangeError("no policy was tried");
  const unassigned = [...best.lost].sort(byCodeOrder).map((site) => {
    const { cause, id, en } = causeOf(work, site);
    return { code: site.place.code, cause, says: { id, en } };
  });
  const names = new Map(written.trips.map((each) => [each.id, each.trip.id]));
  const making = {
    mode: plan.mode,
    seed: plan.seed,
    briefDigest: plan.brief.sha256,
    settings: plan.settings,
    closures,
    anewAt: situation.now,
    ...(plan.locks ? { locks: plan.locks } : {}),
    unassigned,
    names,
  };
  const next = assemblePlan({ world: scene.world, supply: written.supply, timetable: best }, making);
  return { plan: next, diff: diffPlans(plan, next) };
}

function noVehicle(name: string): Refusal {
  return new Refusal("bad-input", {
    id: `Tidak ada kendaraan ${name} dalam armada; periksa namanya`,
    en: `There is no vehicle ${name} in the fleet; check the name`,
  });
}
