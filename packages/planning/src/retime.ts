/**
 * Given trips in time: vehicles, stops and their order are what somebody decided, only the moments are worked out. Nothing
 * is refused: what closes too early or lasts too long is timed all the same, and the audit names it. Refuses to decide.
 */
import { holdAnyway } from "./calendar.ts";
import type { Draft } from "./draft.ts";
import type { Vehicle } from "./fleet.ts";
import type { Proposal } from "./group.ts";
import { driveFrom, type Leg } from "./legs.ts";
import { awayOver, type Duty, type Loading, openDocks } from "./loading.ts";
import { plainRide, rideFrom } from "./ride.ts";
import { receivedIn, type Timetable } from "./timetable.ts";
import type { TransferLeg } from "./transfers.ts";
import { dayOf, type Site, type World } from "./world.ts";

/** A trip that somebody decided on. */
export interface GivenTrip {
  readonly draft: Draft;
  readonly vehicle: Vehicle;
  /** Loading does not start before, epoch seconds. */
  readonly notBefore: number;
  readonly dock: number | undefined;
  /** Trips of the same key leave together under this team. */
  readonly convoy: { readonly key: string; readonly team: number } | undefined;
}

interface Clockwork {
  readonly world: World;
  readonly transferLeg: TransferLeg;
  readonly duties: Map<string, Duty>;
  readonly docks: ReturnType<typeof openDocks>;
  readonly teamFree: Map<number, number>;
  readonly ready: Map<Site, number>;
}

function dutyOf({ duties }: Clockwork, vehicle: Vehicle): Duty {
  const known = duties.get(vehicle.name);
  const duty: Duty = known ?? { vehicle, at: undefined, free: 0, day: -1, workStart: 0, rested: 0 };
  duties.set(vehicle.name, duty);
  return duty;
}

/** The first moment from `moment` on when the origin is open long enough to load; `moment` itself when there is none. */
function whenOpen(origin: Site, moment: number, loading: number): number {
  for (const span of origin.spans) {
    if (span && Math.max(span.start, moment) + loading <= span.end) return Math.max(span.start, moment);
  }
  return moment;
}

function dockFree(clockwork: Clockwork, { draft, dock }: GivenTrip, from: number): number {
  const calendar = clockwork.docks.at(draft.origin)?.[(dock ?? 0) - 1];
  return Math.max(from, ...(calendar?.spans ?? []).map((span) => span.end));
}

function awayTo(clockwork: Clockwork, duty: Duty, origin: Site): Leg | undefined {
  if (duty.at === undefined || duty.at === origin) return undefined;
  return clockwork.transferLeg(duty.vehicle.type, duty.at, origin);
}

function loadingOf(clockwork: Clockwork, trip: GivenTrip): Loading {
  const { world, docks, ready } = clockwork;
  const { draft, dock, vehicle } = trip;
  const duty = dutyOf(clockwork, vehicle);
  const leg = awayTo(clockwork, duty, draft.origin);
  const { drivers } = world.brief;
  const reached = (moment: number): number => moment + (leg ? (driveFrom(leg, moment) ?? leg).seconds : 0);
  // A break is taken before the empty drive, as the planner does.
  const afterBreak = duty.free + drivers.break;
  const kits = draft.drops.flatMap((drop) => drop.kits.map((tps) => ready.get(tps) ?? 0));
  const wanted = kits.reduce(
    (latest, moment) => Math.max(latest, moment),
    Math.max(reached(duty.free), trip.notBefore),
  );
  const open = (from: number): number =>
    whenOpen(draft.origin, dockFree(clockwork, trip, whenOpen(draft.origin, from, draft.loading)), draft.loading);
  const start = open(wanted);
  const today = (moment: number): boolean => duty.day >= 0 && dayOf(world, moment) === duty.day;
  const rests = today(start) && reached(afterBreak) > start && start + draft.loading - duty.rested > drivers.breakAfter;
  const begins = rests ? open(Math.max(start, reached(afterBreak))) : start;
  const span = { start: begins, end: begins + draft.loading };
  const day = dayOf(world, begins);
  const worked = today(begins);
  const pauses = worked && reached(afterBreak) <= begins;
  const setsOut = (by: Leg): number => {
    if (!worked) return awayOver(by).leaves(begins, world.days[day] ?? 0);
    return pauses ? afterBreak : duty.free;
  };
  const leaves = leg ? setsOut(leg) : begins;
  const drive = leg && (driveFrom(leg, leaves) ?? leg);
  const calendar = docks.at(draft.origin)?.[(dock ?? 0) - 1];
  if (calendar) holdAnyway(calendar, span);
  return {
    draft,
    duty,
    span,
    dock: calendar ? dock : undefined,
    transfer: drive && duty.at ? { from: duty.at, leg: drive, departure: leaves } : undefined,
    driver: { day, workStart: worked ? duty.workStart : leaves, rested: worked && !pauses ? duty.rested : leaves },
    breaks: pauses ? [{ start: duty.free, end: leaves }] : [],
  };
}

function departTogether(clockwork: Clockwork, trips: readonly GivenTrip[]): Proposal {
  const { world, teamFree, ready } = clockwork;
  const loadings = trips.map((trip) => loadingOf(clockwork, trip));
  const team = trips[0]?.convoy?.team;
  const departure = Math.max(...loadings.map((loading) => loading.span.end), teamFree.get(team ?? 0) ?? 0);
  const rides = loadings.map(({ draft, driver, span }) => {
    const rested = departure - span.end >= world.brief.drivers.break ? departure : driver.rested;
    const breaks = rested > driver.rested ? [{ start: span.end, end: departure }] : [];
    const from = { departure: { at: departure, rested, breaks }, driver, takesIn: () => true };
    return rideFrom(world, draft, from) ?? plainRide(draft, departure);
  });
  const done = Math.max(...rides.map((ride) => ride.done));
  if (team !== undefined) teamFree.set(team, done);
  for (const [index, loading] of loadings.entries()) {
    const ride = rides[index];
    if (!ride) continue;
    const { duty, driver, draft } = loading;
    Object.assign(duty, { at: draft.origin, free: ride.back, day: driver.day, workStart: driver.workStart });
    duty.rested = ride.rested;
    for (const [at, drop] of draft.drops.entries()) {
      const end = ride.stops[at]?.end ?? done;
      for (const tps of drop.kits) ready.set(tps, Math.max(ready.get(tps) ?? end, end));
    }
  }
  return { loadings, rides, departure, team, done };
}

/** The trips in the order in which they begin: a convoy as one, each vehicle in its own order, kits before they travel on. */
function groupsOf(trips: readonly GivenTrip[]): GivenTrip[][] {
  const groups = new Map<string, GivenTrip[]>();
  for (const trip of trips) {
    const key = trip.convoy?.key ?? `trip ${trip.draft.id}`;
    const group = groups.get(key);
    if (group) group.push(trip);
    else groups.set(key, [trip]);
  }
  return [...groups.values()];
}

const rank = { warehouse: 0, ppk: 1, pps: 2, tps: 3 } as const;

/**
 * `trips` in time. `trips` is in the order of each vehicle's work; a vehicle works in that order, whatever the rest does.
 * Trips move later than `notBefore` where kits, vehicle, dock, team or opening ask for it.
 */
export function retime(
  world: World,
  trips: readonly GivenTrip[],
  given: { readonly transferLeg: TransferLeg; readonly lost: ReadonlySet<Site> },
): Timetable {
  const clockwork: Clockwork = {
    world,
    transferLeg: given.transferLeg,
    duties: new Map(),
    docks: openDocks(),
    teamFree: new Map(),
    ready: new Map(),
  };
  const waiting = groupsOf(trips);
  const next = new Map<string, GivenTrip[]>();
  for (const trip of trips) next.set(trip.vehicle.name, [...(next.get(trip.vehicle.name) ?? []), trip]);
  const groups: Proposal[] = [];
  while (waiting.length > 0) {
    const first = (group: GivenTrip[]): boolean => group.every((trip) => next.get(trip.vehicle.name)?.[0] === trip);
    const able = waiting.filter(first);
    const pool = able.length > 0 ? able : waiting;
    const due = (group: GivenTrip[]): number => Math.max(...group.map((trip) => trip.notBefore));
    const kind = (group: GivenTrip[]): number => rank[group[0]?.draft.origin.place.kind ?? "tps"];
    const chosen = pool.reduce((best, group) =>
      (kind(group) - kind(best) || due(group) - due(best)) < 0 ? group : best,
    );
    waiting.splice(waiting.indexOf(chosen), 1);
    for (const trip of chosen) {
      const own = next.get(trip.vehicle.name) ?? [];
      own.splice(own.indexOf(trip), 1);
    }
    groups.push(departTogether(clockwork, chosen));
  }
  return { groups, lost: given.lost, received: receivedIn(groups) };
}
