/**
 * Ordered transfers: a named vehicle drives to one that has broken down, takes over what it can bring in time, and brings it.
 * Knows the load that waits and one vehicle; refuses to choose the vehicle.
 */
import { brokenRide, brokenSince } from "./breakdown.ts";
import { earliestFree, holdAnyway } from "./calendar.ts";
import { carries, type Draft, type Drop, draftOf, loadOf } from "./draft.ts";
import type { Proposal } from "./group.ts";
import { type Duty, type Loading, movesFrom } from "./loading.ts";
import { departureOf, type Ride, rideFrom } from "./ride.ts";
import { byCodeOrder } from "./supply.ts";
import type { Yard } from "./timetable.ts";
import type { Work } from "./under-way.ts";
import { dayOf, type Site } from "./world.ts";
import type { WrittenTrip } from "./written-plan.ts";

/** The load of one broken vehicle that nobody has taken over. */
export interface Stranded {
  readonly trip: WrittenTrip;
  /** Where it stands: the last place that it reached. */
  readonly place: Site;
  /** Since when it can be taken over, epoch seconds. */
  readonly since: number;
  /** The stops that it does not make, in their order. */
  readonly drops: readonly Drop[];
}

/** True for a trip that takes over the load of another. */
export function isRescue({ drops }: Pick<Draft, "drops">): boolean {
  return drops.some((drop) => drop.takes);
}

/** The drops of begun trips as far as they are made or still will be. */
function drivenDrops({ scene: { world }, situation }: Work, trip: WrittenTrip): readonly Drop[] {
  const at = brokenSince(trip, situation);
  return at === undefined ? trip.drops : brokenRide(world, trip, at).draft.drops;
}

/** What is on vehicles that stand for good and on no begun rescue. */
export function strandedOf(work: Work): Stranded[] {
  const { written, begun, situation, scene } = work;
  const trips = written.trips.filter(({ id }) => begun.has(id));
  const taken = new Set(
    trips.flatMap((trip) => {
      const drops = drivenDrops(work, trip);
      const [first] = drops.flatMap(({ takes }) => takes ?? []);
      return first ? [...trip.drops, ...trip.undelivered].map(({ site }) => `${first.trip} ${site.index}`) : [];
    }),
  );
  return trips.flatMap((trip): Stranded[] => {
    const at = brokenSince(trip, situation);
    if (at === undefined) return [];
    const { draft, ride } = brokenRide(scene.world, trip, at);
    const drops = (draft.breakdown?.undelivered ?? []).filter(({ site }) => !taken.has(`${trip.id} ${site.index}`));
    const place = draft.drops[draft.drops.length - 1]?.site ?? draft.origin;
    return drops.length > 0 ? [{ trip, place, since: ride.back, drops }] : [];
  });
}

/** Where the vehicle starts: where it stands, its home, else the nearest place where it may load. */
function startOf({ scene: { world }, legs }: Work, { at, vehicle }: Duty, to: Site): Site | undefined {
  if (at ?? vehicle.home) return at ?? vehicle.home;
  const origins = world.sites.filter((site) => site.place.kind === vehicle.base && site !== to).sort(byCodeOrder);
  const block = legs.block(vehicle.type.profile, [...origins, to]);
  const away = (site: Site): number => block.leg(site, to)?.seconds ?? Number.POSITIVE_INFINITY;
  return origins.reduce<Site | undefined>((best, site) => (best && away(best) <= away(site) ? best : site), undefined);
}

/** The trip that takes `drops` over; undefined where it would be too heavy, or no road leads there. */
function rescueDraft(work: Work, stranded: Stranded, given: { duty: Duty; drops: readonly Drop[]; id: number }) {
  const { brief } = work.scene.world;
  const { duty, drops, id } = given;
  const { type } = duty.vehicle;
  const origin = startOf(work, duty, stranded.place);
  const load = loadOf(drops);
  if (!origin || !carries(brief, type, load)) return undefined;
  const takes = {
    trip: stranded.trip.id,
    origin: loadOriginOf(stranded.trip),
    kits: drops.flatMap((drop) => drop.kits),
    boxes: load.boxes,
  };
  const all: Drop[] = [{ site: stranded.place, kits: [], boxes: 0, takes }, ...drops];
  const block = work.legs.block(type.profile, [...new Set([origin, ...all.map((drop) => drop.site)])]);
  const draft = draftOf(brief, block, { id, origin, type, drops: all });
  return draft && { ...draft, load: { kits: 0, boxes: 0 }, loading: 0 };
}

/** Where the load of a trip was loaded in the first place. */
function loadOriginOf({ origin, drops }: WrittenTrip): Site {
  return drops.flatMap(({ takes }) => takes ?? [])[0]?.origin ?? origin;
}

interface Leaving {
  readonly loading: Loading;
  readonly ride: Ride;
}

/** The rescue that leaves at `leave` or after a rest that is due then; undefined where a place or the driver's day is too short. */
function leavingAt({ scene: { world } }: Work, draft: Draft, { duty, leave }: { duty: Duty; leave: number }) {
  const { drivers } = world.brief;
  const day = dayOf(world, leave);
  if (duty.day > day) return undefined;
  const worked = duty.day === day;
  const pauses = worked && leave - duty.free >= drivers.break;
  const driver = {
    day,
    workStart: worked ? duty.workStart : leave,
    rested: worked && !pauses ? duty.rested : leave,
  };
  const departure = departureOf(world, draft, { loaded: leave, wanted: leave, rested: driver.rested });
  const ride = rideFrom(world, draft, {
    departure,
    driver,
    takesIn: (drop, on, end) => drop.takes !== undefined || end <= (drop.site.spans[on]?.end ?? 0),
  });
  const breaks = pauses ? [{ start: duty.free, end: leave }] : [];
  const loading = {
    draft,
    duty,
    span: { start: leave, end: leave },
    dock: undefined,
    transfer: undefined,
    driver,
    breaks,
  };
  return ride && { loading, ride, departure: departure.at };
}

/** Moments at which the vehicle could leave: as soon as it can, then the beginning of each later day. */
function momentsFor({ situation }: Work, { origin }: Draft, { duty, since }: { duty: Duty; since: number }) {
  const first = Math.max(situation.now, since, duty.day < 0 ? 0 : movesFrom(duty));
  const later = origin.spans.flatMap((span) => (span && span.start > first ? [span.start] : []));
  return [first, ...later];
}

/** The soonest rescue with `drops`, under an escort team where the load was under one. */
function soonest(
  work: Work,
  yard: Yard,
  given: { stranded: Stranded; duty: Duty; drops: readonly Drop[]; id: number },
) {
  const { stranded, duty } = given;
  const draft = rescueDraft(work, stranded, given);
  if (!draft) return undefined;
  const from = draft.drops[0]?.takes?.origin.place.kind;
  const teams = work.scene.world.brief.escort?.from === from ? yard.teams : [];
  for (const moment of momentsFor(work, draft, { duty, since: stranded.since })) {
    let leave = moment;
    for (let tried = 0; tried <= teams.length * 4; tried++) {
      const found = leavingAt(work, draft, { duty, leave });
      if (!found) break;
      const length = found.ride.done - found.departure;
      const free = teams.map((team) => earliestFree(team, found.departure, length));
      if (teams.length === 0) return { ...found, team: undefined };
      const team = free.indexOf(found.departure);
      if (team >= 0) return { ...found, team: team + 1 };
      leave += Math.min(...free) - found.departure;
    }
  }
  return undefined;
}

/**
 * The rescue of as many stops as `duty` can make, in their order, as a group in time; undefined when it can make none.
 * Nothing is changed in the yard.
 */
export function proposeRescue(
  work: Work,
  yard: Yard,
  given: { readonly stranded: Stranded; readonly duty: Duty; readonly id: number },
): Proposal | undefined {
  let drops: readonly Drop[] = [];
  let best: (Leaving & { departure: number; team: number | undefined }) | undefined;
  for (const drop of given.stranded.drops) {
    const found = soonest(work, yard, { ...given, drops: [...drops, drop] });
    if (found) [drops, best] = [[...drops, drop], found];
  }
  if (!best) return undefined;
  const { loading, ride, departure, team } = best;
  return { loadings: [loading], rides: [ride], departure, team, done: ride.done };
}

/** Puts a rescue into the yard. */
function accept(yard: Yard, rescue: Proposal): void {
  const [loading, ride] = [rescue.loadings[0], rescue.rides[0]];
  if (!loading || !ride) return;
  const { duty, driver, draft } = loading;
  yard.garage.use([duty]);
  Object.assign(duty, { at: draft.origin, free: ride.back, day: driver.day, workStart: driver.workStart });
  duty.rested = ride.rested;
  const team = yard.teams[(rescue.team ?? 0) - 1];
  if (team) holdAnyway(team, { start: rescue.departure, end: rescue.done });
}

/** Number of the rescue of a trip, apart from those of all written trips. */
const numberOf = ({ written }: Work, index: number): number => written.trips.length + index;

/** The ordered transfers as far as they can be made, in the order in which they were ordered; they are in the yard then. */
export function rescuesOf(work: Work, yard: Yard): Proposal[] {
  const rescues: Proposal[] = [];
  let stranded = strandedOf(work);
  for (const { vehicle, to } of work.transfers) {
    const duty = yard.garage.named(to);
    for (const each of stranded.filter(({ trip }) => trip.vehicle.name === vehicle)) {
      const id = numberOf(work, rescues.length);
      const rescue = duty && proposeRescue(work, yard, { stranded: each, duty, id });
      if (!rescue) continue;
      accept(yard, rescue);
      rescues.push(rescue);
      const taken = new Set(rescue.loadings.flatMap(({ draft }) => draft.drops.map((drop) => drop.site)));
      const left = each.drops.filter((drop) => !taken.has(drop.site));
      stranded = stranded.flatMap((other) =>
        other !== each ? [other] : left.length > 0 ? [{ ...each, drops: left }] : [],
      );
    }
  }
  return rescues;
}

/** What stays on broken vehicles after the rescues. */
export function leftAfter(stranded: readonly Stranded[], rescues: readonly Proposal[]): Stranded[] {
  const drafts = rescues.flatMap(({ loadings }) => loadings.map(({ draft }) => draft));
  const taken = (trip: number, drop: Drop): boolean =>
    drafts.some(
      (draft) =>
        draft.drops.some(({ takes }) => takes?.trip === trip) && draft.drops.some(({ site }) => site === drop.site),
    );
  return stranded.flatMap((each) => {
    const drops = each.drops.filter((drop) => !taken(each.trip.id, drop));
    return drops.length > 0 ? [{ ...each, drops }] : [];
  });
}
