/**
 * Groups of trips put in time one after another, each at the earliest or cheapest moment that vehicles, dock, team, kits
 * and places allow. What is handed over at a place where nothing may stay overnight is passed on at once, or not handed
 * over. Knows one order; refuses to look for better ones.
 */
import type { PlaceKind } from "@antar/domain";
import { hold, release } from "./calendar.ts";
import { type Draft, type Drop, draftOf, thinned } from "./draft.ts";
import { accept, addedCost, type Pairing, type Proposal, propose, type Resources } from "./group.ts";
import { afterDrop, kitsFor } from "./hand-over.ts";
import type { Leg } from "./legs.ts";
import { type Duty, movesFrom } from "./loading.ts";
import { maySplit } from "./loads.ts";
import { outlookOf } from "./outlook.ts";
import type { TakesIn } from "./ride.ts";
import type { Group, Order, Policy, Scene, Yard } from "./timetable.ts";
import type { Site } from "./world.ts";

/** What was changed, so that it can be taken back, the latest first. */
type Journal = (() => void)[];

function takeBack(journal: Journal): void {
  for (let undo = journal.pop(); undo; undo = journal.pop()) undo();
}

/** Everything that serving needs to know. */
export interface Service {
  readonly scene: Scene;
  readonly policy: Policy;
  readonly yard: Yard;
  /** The trips that leave each place where nothing may stay overnight, in their order. */
  readonly onward: ReadonlyMap<Site, readonly Draft[]>;
  /** When each vehicle formerly began to load, in order of time, with the ids of the trips. */
  readonly engaged: ReadonlyMap<string, readonly Engagement[]>;
}

/** A trip that a vehicle formerly had. */
interface Engagement {
  readonly id: number;
  readonly start: number;
}

/** How one group is served. */
interface Attempt {
  readonly journal: Journal;
  /** Not on a later day. */
  readonly lastDay?: number;
}

/** True when kits may not wait at `origin` until tomorrow. */
function hurries({ scene }: Service, origin: Site): boolean {
  return !origin.safe && origin !== scene.world.warehouse;
}

/** The service of `orders`, upper echelon first, after what has happened in `yard`. */
export function openService(
  given: { readonly scene: Scene; readonly policy: Policy; readonly yard: Yard },
  orders: readonly Order[],
): Service {
  const onward = new Map<Site, Draft[]>();
  for (const draft of given.policy.apart ? [] : orders.flat(2)) {
    if (draft.origin.safe || draft.origin === given.scene.world.warehouse) continue;
    const own = onward.get(draft.origin);
    if (own) own.push(draft);
    else onward.set(draft.origin, [draft]);
  }
  return { ...given, onward, engaged: engagementsOf(given.policy) };
}

function engagementsOf({ formerly = new Map() }: Policy): Map<string, Engagement[]> {
  const engaged = new Map<string, Engagement[]>();
  for (const [id, { vehicle, start }] of formerly) {
    engaged.set(vehicle, [...(engaged.get(vehicle) ?? []), { id, start }]);
  }
  return engaged;
}

function resourcesOf(service: Service, kind: PlaceKind, lastDay: number | undefined): Resources {
  const { scene, yard } = service;
  return {
    world: scene.world,
    docks: yard.docks,
    teams: kind === scene.world.brief.escort?.from ? yard.teams : undefined,
    takesIn: (drop, day, end) => takesIn(service, drop, { day, end }),
    transferLeg: (duty: Duty, to: Site): Leg | undefined =>
      duty.at && scene.transferLeg(duty.vehicle.type, duty.at, to),
    ...(lastDay === undefined ? {} : { lastDay }),
  };
}

/** True when `drop` can be handed over by `end`, and passed on the same day where it may not stay. */
function takesIn(service: Service, drop: Drop, at: { day: number; end: number }): ReturnType<TakesIn> {
  const span = drop.site.spans[at.day];
  if (!span || at.end > span.end) return false;
  if (drop.kits.length === 0 || !service.onward.has(drop.site)) return true;
  const journal: Journal = [];
  arrive(service, drop, { end: at.end, journal });
  const passed = passOn(service, drop, { journal, lastDay: at.day });
  takeBack(journal);
  return passed;
}

function arrive({ yard }: Service, drop: Drop, { end, journal }: { end: number; journal: Journal }): void {
  const { ready } = yard.progress;
  for (const tps of new Set(drop.kits)) {
    const before = ready.get(tps);
    ready.set(tps, afterDrop(before, tps, drop, end));
    journal.push(() => (before === undefined ? ready.delete(tps) : ready.set(tps, before)));
  }
}

/** Serves what leaves the place of `drop` with its kits; false when not all of it can. */
function passOn(service: Service, drop: Drop, attempt: Attempt): boolean {
  const { brief } = service.scene.world;
  const kits = new Set(drop.kits);
  return (service.onward.get(drop.site) ?? []).every((draft) => {
    const part = thinned(
      brief,
      draft,
      (tps) => kits.has(tps) && waits(service, draft, tps) && isThere(service, draft, tps),
    );
    return !part || part.load.kits === 0 || serve(service, [part], attempt);
  });
}

/** True when the kits of `tps` are to be carried by `draft` and were not yet. */
function waits({ yard: { progress } }: Service, { origin }: Draft, tps: Site): boolean {
  return !progress.lost.has(tps) && !progress.passed.get(origin)?.has(tps);
}

/** True when all kits of `tps` that `draft` carries have come: those of one TPS may come by several trips. */
function isThere({ yard: { progress } }: Service, { drops }: Draft, tps: Site): boolean {
  const carried = drops.reduce((sum, drop) => sum + kitsFor(tps, drop), 0);
  return (progress.ready.get(tps)?.kits ?? 0) >= carried;
}

function readyTime({ scene, yard }: Service, draft: Draft): number {
  let latest = scene.from;
  for (const drop of draft.drops) {
    for (const tps of drop.kits) latest = Math.max(latest, yard.progress.ready.get(tps)?.end ?? 0);
  }
  return latest;
}

/** A trip that departs at most so many seconds after its former departure is not late. */
const tolerated = 900;

/** A freed trip rather keeps its vehicle than departs a little earlier. */
const halfHour = 1800;

/**
 * How good a choice of vehicles is: seconds late, trips that change vehicle (these, and those that they are in the way of),
 * cost; fewer is better, the first that differs decides.
 */
interface Rank {
  readonly late: number;
  readonly moves: number;
  readonly cost: number;
}

function compareRanks(left: Rank, right: Rank): number {
  return left.late - right.late || left.moves - right.moves || left.cost - right.cost;
}

/** How choices of vehicles for one group are made and judged. */
interface Tender {
  readonly resources: Resources;
  /** The vehicles that the group had before, when all of them are known. */
  readonly former: readonly Duty[];
  pair(duties: readonly Duty[]): readonly Pairing[];
  rank(duties: readonly Duty[], course: Course): Rank;
}

/** What of a proposal, or of the outlook of one, is ranked: when it leaves and each vehicle is back, what it adds to the cost. */
interface Course {
  readonly departure: number;
  readonly backs: readonly number[];
  readonly cost: number;
}

function tenderOf(service: Service, group: Group, lastDay: number | undefined): Tender {
  const { scene, policy, yard } = service;
  const latest = Math.min(...group.map((draft) => scene.latest(draft))) - policy.margin;
  const former = group.flatMap((draft) => yard.garage.named(policy.formerly?.get(draft.id)?.vehicle ?? "") ?? []);
  const freed = group.some((draft) => policy.freed?.has(draft.id));
  const notBefore = group.map((draft) =>
    Math.max(readyTime(service, draft), (freed ? undefined : policy.formerly?.get(draft.id)?.start) ?? 0),
  );
  const hurried = group.some(({ origin }) => hurries(service, origin));
  const from = Math.min(...notBefore);
  const ids = new Set(group.map(({ id }) => id));
  const displaced = ({ vehicle, free }: Duty, back: number): number =>
    (service.engaged.get(vehicle.name) ?? []).filter(
      ({ id, start }) => start >= Math.max(from, free) && start < back && !ids.has(id),
    ).length;
  const excused = Math.max(...group.map(({ id }) => (policy.formerly?.get(id)?.departure ?? -Infinity) + tolerated));
  return {
    resources: resourcesOf(service, group[0]?.origin.place.kind ?? "tps", lastDay),
    former,
    pair: (duties) =>
      group.flatMap((draft, index): Pairing[] => {
        const duty = duties[index];
        return duty ? [{ draft, duty, notBefore: notBefore[index] ?? 0 }] : [];
      }),
    rank(duties, { departure, backs, cost }) {
      const usual = hurried ? departure : Math.max(0, departure - latest);
      const eager = freed ? Math.floor(departure / halfHour) : departure;
      const late = policy.eager || freed ? eager : departure <= excused ? 0 : usual;
      const others = duties.map((duty, at) => (former.includes(duty) ? 0 : 1 + displaced(duty, backs[at] ?? 0)));
      return { late, moves: policy.formerly ? others.reduce((sum, each) => sum + each, 0) : 0, cost };
    },
  };
}

/** A choice of vehicles, and for a single trip what it promises. */
interface Choice {
  readonly duties: readonly Duty[];
  readonly promise: Rank | undefined;
}

/** `choices` with the vehicle of each locked trip in its place; none where that vehicle is missing or would be taken twice. */
function keepingLocks(service: Service, group: Group, choices: readonly (readonly Duty[])[]): (readonly Duty[])[] {
  const { policy, yard } = service;
  const held = group.map(({ id }) => policy.locked?.get(id));
  if (held.every((name) => name === undefined)) return [...choices];
  const bound = held.map((name) => (name === undefined ? undefined : yard.garage.named(name)));
  if (held.some((name, index) => name !== undefined && !bound[index])) return [];
  const known = new Map<string, readonly Duty[]>();
  const sure = bound.flatMap((duty) => duty ?? []);
  for (const duties of sure.length === group.length ? [sure] : choices) {
    const kept = duties.map((duty, index) => bound[index] ?? duty);
    const names = kept.map((duty) => duty.vehicle.name);
    if (new Set(names).size === names.length) known.set(names.join("\n"), kept);
  }
  return [...known.values()];
}

/** `former`, then with one of them, then with all that are not back in time replaced by vehicles that had no work at all. */
function withIdle(service: Service, group: Group, former: readonly Duty[]): (readonly Duty[])[] {
  const { scene, policy, yard, engaged } = service;
  const idle = scene.fleet.filter(({ name }) => !engaged.has(name) && yard.garage.named(name)?.day === -1);
  const replaced = (at: ReadonlySet<number>): Duty[] => {
    const free = [...idle];
    return former.map((duty, index) => {
      const { type, home } = duty.vehicle;
      const found = at.has(index) ? free.findIndex((each) => each.type === type && each.home === home) : -1;
      const [vehicle] = found < 0 ? [] : free.splice(found, 1);
      return (vehicle && yard.garage.named(vehicle.name)) ?? duty;
    });
  };
  const late = former.flatMap((duty, at) =>
    movesFrom(duty) > (policy.formerly?.get(group[at]?.id ?? -1)?.start ?? 0) ? [at] : [],
  );
  const single = former.map((_, at) => replaced(new Set([at])));
  return [former, ...single, replaced(new Set(late))];
}

/** Sensible choices of vehicles for `group`; those of a single trip that can be loaded at all, the most promising first. */
function choicesFor(service: Service, group: Group, tender: Tender): Choice[] {
  const { yard } = service;
  const before = tender.former.length === group.length ? withIdle(service, group, tender.former) : [];
  const choices = keepingLocks(service, group, [...before, ...yard.garage.choices(group)]);
  if (group.length > 1) return choices.map((duties) => ({ duties, promise: undefined }));
  const promising = choices.flatMap((duties) => {
    const [pairing] = tender.pair(duties);
    const outlook = pairing && outlookOf(tender.resources, pairing);
    return outlook ? [{ duties, promise: tender.rank(duties, { ...outlook, backs: [outlook.back] }) }] : [];
  });
  return promising.sort((left, right) => compareRanks(left.promise, right.promise));
}

/**
 * The proposal that is least late, changes fewest vehicles and costs least; undefined when the group fits nowhere. Vehicles
 * that promise less than what another has been found to do are not looked at.
 */
function bestProposal(service: Service, group: Group, lastDay: number | undefined): Proposal | undefined {
  const tender = tenderOf(service, group, lastDay);
  let best: { readonly proposal: Proposal; readonly rank: Rank } | undefined;
  for (const { duties, promise } of choicesFor(service, group, tender)) {
    if (best && promise && compareRanks(promise, best.rank) >= 0) break;
    const proposal = propose(tender.resources, tender.pair(duties));
    if (!proposal) continue;
    const backs = proposal.rides.map((ride) => ride.back);
    const rank = tender.rank(duties, { departure: proposal.departure, backs, cost: addedCost(proposal) });
    if (!best || compareRanks(rank, best.rank) < 0) best = { proposal, rank };
  }
  return best?.proposal;
}

/** True when kits would leave a place where nothing may stay overnight on a later day than they came. */
function strands(service: Service, { loadings }: Proposal): boolean {
  const { scene, yard } = service;
  return loadings.some(({ draft, driver }) => {
    if (!hurries(service, draft.origin)) return false;
    const midnight = scene.world.days[driver.day] ?? 0;
    const kits = draft.drops.flatMap((drop) => drop.kits);
    return kits.some((tps) => (yard.progress.ready.get(tps)?.since ?? 0) < midnight);
  });
}

/** Takes what the proposal needs, and notes how to give it back. */
function take(service: Service, proposal: Proposal, journal: Journal): void {
  const { garage, docks, teams, progress } = service.yard;
  const duties = proposal.loadings.map((loading) => loading.duty);
  const before = duties.map((duty) => ({ ...duty }));
  const fresh = duties.filter((duty) => duty.day < 0);
  const team = teams[(proposal.team ?? 0) - 1];
  const held = { start: proposal.departure, end: proposal.done };
  garage.use(duties);
  accept(docks, proposal);
  if (team) hold(team, held);
  progress.groups.push(proposal);
  journal.push(() => {
    progress.groups.pop();
    if (team) release(team, held);
    for (const { draft, dock, span } of proposal.loadings) {
      const calendar = docks.at(draft.origin)?.[(dock ?? 0) - 1];
      if (calendar) release(calendar, span);
    }
    for (const [index, duty] of duties.entries()) Object.assign(duty, before[index]);
    garage.giveBack(fresh);
  });
}

function markPassed({ yard }: Service, { origin, drops }: Draft, journal: Journal): void {
  if (origin.safe) return;
  const passed = yard.progress.passed.get(origin) ?? new Set();
  yard.progress.passed.set(origin, passed);
  for (const tps of new Set(drops.flatMap((drop) => drop.kits))) {
    passed.add(tps);
    journal.push(() => passed.delete(tps));
  }
}

/** Serves `group`, and what must be passed on at once after it; nothing is changed when that cannot be. */
function serve(service: Service, group: Group, attempt: Attempt): boolean {
  const proposal = bestProposal(service, group, attempt.lastDay);
  if (!proposal || strands(service, proposal)) return false;
  const journal: Journal = [];
  take(service, proposal, journal);
  for (const [index, { draft, driver }] of proposal.loadings.entries()) {
    markPassed(service, draft, journal);
    for (const [at, drop] of draft.drops.entries()) {
      arrive(service, drop, { end: proposal.rides[index]?.stops[at]?.end ?? 0, journal });
      if (passOn(service, drop, { journal, lastDay: driver.day })) continue;
      takeBack(journal);
      return false;
    }
  }
  attempt.journal.push(...journal);
  return true;
}

/** The first `count` TPS of a trip, each with all of its kits; boxes go with them. */
function beginning(service: Service, draft: Draft, kept: ReadonlySet<Site>): Draft | undefined {
  return thinned(service.scene.world.brief, draft, (tps) => kept.has(tps));
}

/** The longest beginning of a trip that fits; undefined when not even its first TPS does. */
function longestBeginning(service: Service, draft: Draft, tps: readonly Site[]): Draft | undefined {
  const part = (count: number): Draft | undefined => beginning(service, draft, new Set(tps.slice(0, count)));
  let [low, high] = [0, tps.length];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    const candidate = part(middle);
    if (candidate && bestProposal(service, [candidate], undefined)) low = middle;
    else high = middle - 1;
  }
  return part(low);
}

/** What may still be brought after `served`: nothing to a place that takes its load in one stop and had some of it. */
function restOf({ scene }: Service, draft: Draft, served: Draft): Draft | undefined {
  const { brief } = scene.world;
  const done = new Set(served.drops.flatMap((drop) => drop.kits));
  const stopped = new Set(served.drops.map((drop) => drop.site));
  const drops = draft.drops.flatMap((drop): Drop[] => {
    if (!stopped.has(drop.site)) return [drop];
    const kits = drop.kits.filter((tps) => !done.has(tps));
    return kits.length > 0 && maySplit(brief, drop.site) ? [{ ...drop, kits, boxes: 0 }] : [];
  });
  const { id, origin, type, block } = draft;
  return drops.length > 0 ? draftOf(brief, block, { id, origin, type, drops }) : undefined;
}

/** The trip without its first TPS, where that alone may be why nothing can be taken in; undefined elsewhere. */
function withoutFirst(service: Service, draft: Draft, tps: readonly Site[]): Draft | undefined {
  const [first] = draft.drops;
  if (!first || tps.length < 2 || !service.onward.has(first.site)) return undefined;
  return beginning(service, draft, new Set(tps.slice(1)));
}

/** Serves a trip that does not fit whole in parts, as far as its places may be served in parts; whoever stays out is lost. */
function serveParts(service: Service, draft: Draft): void {
  const journal: Journal = [];
  const carried = new Set<Site>();
  const boxed = new Set<Site>();
  for (let rest: Draft | undefined = draft; rest; ) {
    const tps = [...new Set(rest.drops.flatMap((drop) => drop.kits))];
    const whole: boolean = rest !== draft && serve(service, [rest], { journal });
    const part: Draft | undefined = whole ? rest : longestBeginning(service, rest, tps);
    if (!part || (!whole && !serve(service, [part], { journal }))) {
      rest = withoutFirst(service, rest, tps);
      continue;
    }
    for (const drop of part.drops) {
      for (const each of drop.kits) carried.add(each);
      if (drop.boxes > 0) boxed.add(drop.site);
    }
    rest = restOf(service, rest, part);
  }
  const { lost } = service.yard.progress;
  for (const drop of draft.drops) {
    for (const tps of drop.kits) if (!carried.has(tps)) lost.add(tps);
    if (drop.boxes > 0 && !boxed.has(drop.site)) lost.add(drop.site);
  }
}

/** The groups of one echelon, in their order; what does not fit is tried again in parts at the end. */
export function serveEchelon(service: Service, order: Order): void {
  const failed: Draft[] = [];
  const { brief } = service.scene.world;
  for (const group of order) {
    const left = group.flatMap((draft) => thinned(brief, draft, (tps) => waits(service, draft, tps)) ?? []);
    if (left.length === 0 || serve(service, left, { journal: [] })) continue;
    if (left.length === 1) failed.push(...left);
    else for (const draft of left) if (!serve(service, [draft], { journal: [] })) failed.push(draft);
  }
  for (const draft of failed) serveParts(service, draft);
}

/** What has come to places where nothing may stay before this plan begins leaves them first. */
export function serveWaiting(service: Service): void {
  const { ready } = service.yard.progress;
  const { brief } = service.scene.world;
  const waiting = [...service.onward.values()]
    .flat()
    .flatMap((draft) => thinned(brief, draft, (tps) => ready.get(tps)?.at === draft.origin) ?? [])
    .filter((draft) => draft.load.kits > 0);
  serveEchelon(
    service,
    waiting.map((draft) => [draft]),
  );
}
