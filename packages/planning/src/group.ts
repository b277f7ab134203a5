/**
 * Trips that leave together: a convoy under an escort team, or a single trip. Finds the loadings, the common departure
 * and the rides of a group for given vehicles. Refuses to choose the vehicles.
 */
import { type Calendar, earliestFree, hold, release } from "./calendar.ts";
import type { Draft } from "./draft.ts";
import type { Leg } from "./legs.ts";
import { type Docks, type Duty, type Loading, loadingOn } from "./loading.ts";
import { departureOf, type Ride, rideFrom, type TakesIn } from "./ride.ts";
import { dayOf, type Site, type World } from "./world.ts";

/** What the trips of a plan share. */
export interface Resources {
  readonly world: World;
  readonly docks: Docks;
  /** The escort teams; undefined when trips from here need none. */
  readonly teams: readonly Calendar[] | undefined;
  readonly takesIn: TakesIn;
  /** No later day is looked at; absent: the last of the window. */
  readonly lastDay?: number;
  transferLeg(duty: Duty, to: Site): Leg | undefined;
}

/** A group in time that could be. */
export interface Proposal {
  readonly loadings: readonly Loading[];
  readonly rides: readonly Ride[];
  readonly departure: number;
  /** Number of the escort team from 1. */
  readonly team: number | undefined;
  /** End of the last hand-over of the whole group. */
  readonly done: number;
}

/** A trip and the vehicle that would drive it, not loaded before `notBefore`. */
export interface Pairing {
  readonly draft: Draft;
  readonly duty: Duty;
  readonly notBefore: number;
}

interface Rides {
  readonly departure: number;
  readonly rides: readonly Ride[];
  readonly done: number;
}

function ridesAt({ world, takesIn }: Resources, loadings: readonly Loading[], wanted: number): Rides | undefined {
  let at = wanted;
  for (let again = true; again; ) {
    again = false;
    for (const { draft, span, driver } of loadings) {
      const latest = departureOf(world, draft, { loaded: span.end, wanted: at, rested: driver.rested }).at;
      if (latest > at) [at, again] = [latest, true];
    }
  }
  const rides: Ride[] = [];
  let done = at;
  for (const { draft, span, driver } of loadings) {
    const closes = draft.origin.spans[driver.day]?.end ?? 0;
    if (at >= closes) return undefined;
    const departure = departureOf(world, draft, { loaded: span.end, wanted: at, rested: driver.rested });
    const ride = rideFrom(world, draft, { departure, driver, takesIn });
    if (!ride) return undefined;
    rides.push(ride);
    done = Math.max(done, ride.done);
  }
  return { departure: at, rides, done };
}

function departTogether(resources: Resources, loadings: readonly Loading[]): Proposal | undefined {
  const loaded = Math.max(...loadings.map((loading) => loading.span.end));
  let found = ridesAt(resources, loadings, loaded);
  const { teams } = resources;
  if (!teams) return found && { ...found, loadings, team: undefined };
  while (found) {
    const { departure, done } = found;
    const starts = teams.map((calendar) => earliestFree(calendar, departure, done - departure));
    const first = Math.min(...starts);
    if (first <= departure) return { ...found, loadings, team: starts.indexOf(first) + 1 };
    found = ridesAt(resources, loadings, first);
  }
  return undefined;
}

function loadAll(resources: Resources, pairings: readonly Pairing[], day: number): Loading[] | undefined {
  const { world, docks } = resources;
  const loadings: Loading[] = [];
  const held: (() => void)[] = [];
  for (const pairing of pairings) {
    const transferLeg = resources.transferLeg;
    const loading = loadingOn(world, { ...pairing, day, docks, transferLeg });
    if (!loading) break;
    loadings.push(loading);
    if (pairings.length > 1) held.push(holdDock(docks, loading));
  }
  for (const undo of held) undo();
  return loadings.length === pairings.length ? loadings : undefined;
}

function holdDock(docks: Docks, { draft, dock, span }: Loading): () => void {
  const calendar = docks.at(draft.origin)?.[(dock ?? 0) - 1];
  if (!calendar) return () => {};
  hold(calendar, span);
  return () => release(calendar, span);
}

/** Seconds of loading of a group as one queue. */
function loadingOf(pairings: readonly Pairing[]): number {
  return pairings.reduce((sum, { draft }) => sum + draft.loading, 0);
}

/** The earliest day on which the group can be loaded, ride and be handed over; undefined when there is none. */
export function propose(resources: Resources, pairings: readonly Pairing[]): Proposal | undefined {
  const { world, teams } = resources;
  const ready = Math.max(...pairings.map((pairing) => pairing.notBefore));
  const teamFree = teams ? Math.min(...teams.map((team) => team.spans[team.spans.length - 1]?.end ?? 0)) : 0;
  const lastDay = resources.lastDay ?? world.days.length - 2;
  for (let day = dayOf(world, ready); day <= lastDay; day++) {
    const midnight = world.days[day + 1] ?? 0;
    const calm = teamFree < midnight ? teamFree - loadingOf(pairings) : 0;
    for (const from of calm > 0 ? [calm, 0] : [0]) {
      const timed = pairings.map((pairing) => ({ ...pairing, notBefore: Math.max(pairing.notBefore, from) }));
      const loadings = loadAll(resources, timed, day);
      const proposal = loadings && departTogether(resources, loadings);
      if (proposal) return proposal;
    }
  }
  return undefined;
}

/** Takes the docks that the proposal needs and moves its vehicles. */
export function accept(docks: Docks, proposal: Proposal): void {
  for (const [index, loading] of proposal.loadings.entries()) {
    holdDock(docks, loading);
    const ride = proposal.rides[index];
    const { duty, driver, draft } = loading;
    if (!ride) continue;
    duty.at = draft.origin;
    duty.free = ride.back;
    duty.day = driver.day;
    duty.workStart = driver.workStart;
    duty.rested = ride.rested;
  }
}

/** What the proposal adds to the cost of the plan besides its own legs. */
export function addedCost({ loadings, rides }: Proposal): number {
  let cost = 0;
  for (const [index, { duty, draft, driver, transfer }] of loadings.entries()) {
    const price = draft.type.cost;
    const since = duty.day === driver.day ? duty.free : driver.workStart;
    const hours = ((rides[index]?.back ?? since) - since) / 3600;
    cost += (duty.day < 0 ? price.fixed : 0) + price.perHour * hours;
    cost += (price.perKilometre * (transfer?.leg.metres ?? 0)) / 1000;
  }
  return cost;
}
