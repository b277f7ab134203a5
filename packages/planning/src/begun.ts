/**
 * Trips that have begun when a plan is made anew: what is done stays as it was, what is loaded stays on its vehicle, the
 * rest of the ride is timed again. Knows only such trips.
 */
import { brokenDeparture, brokenRide, brokenSince, type Standing } from "./breakdown.ts";
import { type Draft, stopSeconds } from "./draft.ts";
import type { Proposal } from "./group.ts";
import { driveFrom, type Leg } from "./legs.ts";
import type { Duty, Loading } from "./loading.ts";
import { type Departure, type Ride, departureOf as restedDeparture, rideAnyway, type TimedStop } from "./ride.ts";
import { dayOf, type Site, type Span, type World } from "./world.ts";
import { momentIn, transferBefore, type WrittenTrip } from "./written-plan.ts";

/** What is known about the vehicles at the moment of re-planning. */
export interface Situation extends Standing {
  /** Seconds that a vehicle is behind its plan. */
  delay(vehicle: string): number;
  /** Ids of locked trips: their stops keep their order, whatever limit that breaks. */
  readonly fixed?: ReadonlySet<number>;
}

/** The draft of a begun trip as it was driven: written legs up to the stop that it has reached or drives to. */
function drivenDraft(
  world: World,
  written: WrittenTrip,
  { drives, now }: { drives: readonly Leg[]; now: number },
): Draft {
  const reached = drives.length;
  const { trip, origin, drops, vehicle, block } = written;
  const legs: Leg[] = [];
  for (const [index, stop] of trip.stops.entries()) {
    const from = index === 0 ? origin : drops[index - 1]?.site;
    const to = drops[index]?.site;
    const fresh = index >= reached && from && to ? block.leg(from, to) : undefined;
    legs.push(drives[index] ?? fresh ?? stop.leg);
  }
  const last = drops[drops.length - 1]?.site;
  const home = reached < drops.length || momentIn(trip.return.arrival) > now;
  const back = home && last ? block.leg(last, origin) : undefined;
  legs.push(back ?? trip.return.leg);
  return {
    id: written.id,
    origin,
    type: vehicle.type,
    drops,
    legs,
    load: trip.load,
    loading: momentIn(trip.loading.end) - momentIn(trip.loading.start),
    services: drops.map((drop) => stopSeconds(world.brief, drop)),
    block,
  };
}

/** The stops of a begun trip that are over or driven to, and the drive to each. */
interface Reached {
  readonly stops: readonly TimedStop[];
  readonly drives: readonly Leg[];
}

/** The drive to a stop that is under way, on the roads as they are now; undefined where no road leads there any more. */
function driveNow({ origin, drops, block }: WrittenTrip, index: number, leaves: number): Leg | undefined {
  const [from, to] = [(index === 0 ? undefined : drops[index - 1]?.site) ?? origin, drops[index]?.site];
  const leg = to && block.leg(from, to);
  return leg && driveFrom(leg, leaves);
}

/** Stops that are over or driven to at `now`; the first of them that is not over is late by `delay`. */
function reachedStops(written: WrittenTrip, situation: Situation, services: readonly number[]): Reached {
  const { now } = situation;
  const delay = situation.delay(written.vehicle.name);
  const stops: TimedStop[] = [];
  const drives: Leg[] = [];
  let leaves = momentIn(written.trip.departure);
  for (const [index, stop] of written.trip.stops.entries()) {
    if (leaves > now) break;
    const planned = {
      arrival: momentIn(stop.arrival),
      start: momentIn(stop.start),
      end: momentIn(stop.end),
      departure: momentIn(stop.departure),
    };
    const late = planned.end > now && delay > 0;
    const drive = planned.arrival > now ? driveNow(written, index, leaves) : undefined;
    if (drive) drives.push(drive);
    else drives.push(stop.leg);
    const stood = planned.arrival - leaves - stop.leg.seconds;
    const due = drive ? leaves + drive.seconds + stood : planned.arrival;
    const arrival = planned.arrival > now ? due + (late ? delay : 0) : planned.arrival;
    const waits = planned.start - planned.arrival;
    const start = planned.start > now ? Math.max(arrival, waits > 0 ? planned.start : arrival) : planned.start;
    const service = services[index] ?? 0;
    const end = start > now && planned.arrival > now ? start + service : planned.end;
    const stands = late && planned.arrival <= now ? delay : 0;
    const moved = planned.end > now ? end - planned.end : 0;
    const rests = planned.end <= now && planned.departure > now ? delay : 0;
    stops.push({ arrival, start, end, departure: planned.departure + moved + stands + rests });
    leaves = stops[stops.length - 1]?.departure ?? now;
    if (late) break;
  }
  return { stops, drives };
}

/** Breaks of the trip that had begun by `now`. */
function breaksUntil(written: WrittenTrip, now: number): Span[] {
  const from = momentIn(written.trip.loading.start);
  return written.route.breaks
    .map((rest) => ({ start: momentIn(rest.start), end: momentIn(rest.end) }))
    .filter((rest) => rest.start >= from && rest.start <= now && rest.start < momentIn(written.trip.return.arrival));
}

function transferOf({ world, written }: { world: World; written: WrittenTrip }): Loading["transfer"] {
  const found = transferBefore(written.route, written.trip);
  const from = found && world.byCode.get(found.from);
  return found && from ? { from, leg: found.leg, departure: momentIn(found.departure) } : undefined;
}

/** Breaks of the vehicle's day before this trip was loaded. */
function breaksBefore(written: WrittenTrip, from: number): Span[] {
  const loaded = momentIn(written.trip.loading.start);
  return written.route.breaks
    .map((rest) => ({ start: momentIn(rest.start), end: momentIn(rest.end) }))
    .filter((rest) => rest.start >= from && rest.start < loaded);
}

interface Begun {
  readonly loading: Loading;
  readonly ride: Ride;
}

/** What a loaded trip has still to do, and when it goes on. */
interface Onward {
  readonly draft: Draft;
  readonly departure: Departure;
  readonly day: number;
  readonly workStart: number;
  /** The order of the stops stays. */
  readonly fixed?: boolean;
}

/** So many stops are tried in every order when the planned one breaks a limit. */
const permuted = 6;

/** Limits that a ride breaks, and by how many seconds in all. */
export interface Excess {
  readonly broken: number;
  readonly seconds: number;
}

/** What `ride` breaks of the openings of its places, of the driver's breaks and shift; `since` is the end of his last rest. */
export function excessOf(world: World, given: Onward & { readonly ride: Ride }): Excess {
  const { drivers } = world.brief;
  const { draft, ride, day, workStart } = given;
  const over: number[] = [];
  let rested = given.departure.rested;
  const rests = [...ride.breaks].sort((left, right) => left.start - right.start);
  for (const [index, { end }] of ride.stops.entries()) {
    const drop = draft.drops[index];
    if (!drop?.takes) over.push(end - (drop?.site.spans[day]?.end ?? 0));
  }
  for (const { start, end } of [...rests, { start: ride.back, end: ride.back }]) {
    over.push(start - rested - drivers.breakAfter);
    rested = Math.max(rested, end);
  }
  over.push(ride.back - workStart - drivers.shift, ride.back - (world.days[day + 1] ?? 0) + 1);
  const excess = over.filter((seconds) => seconds > 0);
  return { broken: excess.length, seconds: excess.reduce((sum, each) => sum + each, 0) };
}

function* ordersOf(count: number): Iterable<readonly number[]> {
  if (count === 0) yield [];
  for (const rest of count > 0 ? ordersOf(count - 1) : []) {
    for (let at = rest.length; at >= 0; at--) yield [...rest.slice(0, at), count - 1, ...rest.slice(at)];
  }
}

/** `draft` with its stops in another order; undefined where no road makes a leg any more. The first leg begins at `from`. */
function reordered({ draft, departure }: Onward, from: Site, order: readonly number[]): Draft | undefined {
  const drops = order.flatMap((index) => draft.drops[index] ?? []);
  const way = [from, ...drops.map((drop) => drop.site), draft.origin];
  const legs = way.slice(1).flatMap((site, index) => draft.block.leg(way[index] ?? from, site) ?? []);
  if (legs.length < way.length - 1 || !legs.every((leg) => driveFrom(leg, departure.at))) return undefined;
  return { ...draft, drops, legs, services: order.map((index) => draft.services[index] ?? 0) };
}

/** The rest of a loaded trip in the planned order, or in the one that breaks fewest limits where that breaks some. */
function restOfRide(world: World, onward: Onward, from: Site): { readonly draft: Draft; readonly ride: Ride } {
  const tried = (draft: Draft) => {
    const ride = rideAnyway(world, draft, onward);
    return { draft, ride, excess: excessOf(world, { ...onward, draft, ride }) };
  };
  let best = tried(onward.draft);
  const { length } = onward.draft.drops;
  if (onward.fixed || best.excess.broken === 0 || length < 2 || length > permuted) return best;
  for (const order of ordersOf(length)) {
    const draft = reordered(onward, from, order);
    const found = draft && tried(draft);
    if (!found) continue;
    const better = found.excess.broken - best.excess.broken || found.excess.seconds - best.excess.seconds;
    if (better < 0) best = found;
  }
  return best;
}

/** The loading as it was or will be: one that has not started waits until the vehicle is back from its trip before. */
function loadingSpan({ trip }: WrittenTrip, duty: Duty, now: number): Span {
  const [start, end] = [momentIn(trip.loading.start), momentIn(trip.loading.end)];
  const later = start < now ? 0 : Math.max(0, duty.free - start);
  return { start: start + later, end: end + later };
}

/** When the trip can depart: as planned, later where the vehicle stands still beyond that or is loaded later. */
function departureOf(written: WrittenTrip, duty: Duty, situation: Situation): number {
  const broken = brokenSince(written, situation);
  if (broken !== undefined) return brokenDeparture(written, broken);
  const planned = momentIn(written.trip.departure);
  if (planned <= situation.now) return planned;
  const loaded = loadingSpan(written, duty, situation.now).end;
  const delay = situation.delay(written.vehicle.name);
  return Math.max(planned, loaded, delay > 0 ? Math.max(loaded, situation.now) + delay : 0);
}

interface Told {
  readonly duty: Duty;
  readonly situation: Situation;
  /** The end of the vehicle's trip before. */
  readonly since: number;
  readonly departure: number;
}

/** `rests`, and the time at a stop that is over during which the vehicle cannot leave: one rest, where it is long enough. */
function restWhileStanding(
  world: World,
  given: { written: WrittenTrip; last: TimedStop; situation: Situation; rests: readonly Span[] },
): readonly Span[] {
  const { written, last, situation, rests } = given;
  const { now } = situation;
  const stands = situation.delay(written.vehicle.name) > 0 && last.end <= now && last.departure > now;
  if (!stands || last.departure - last.end < world.brief.drivers.break) return rests;
  return [...rests.filter(({ start }) => start < last.end), { start: last.end, end: last.departure }];
}

/** How the driver of a begun trip stands before the rest of it. */
function standingOf(world: World, written: WrittenTrip, { duty, situation, since, departure }: Told) {
  const services = written.drops.map((drop) => stopSeconds(world.brief, drop));
  const { stops, drives } = reachedStops(written, situation, services);
  const draft = drivenDraft(world, written, { drives, now: situation.now });
  const span = loadingSpan(written, duty, situation.now);
  const day = dayOf(world, span.start);
  const transfer = transferOf({ world, written });
  const workStart = duty.day === day ? duty.workStart : (transfer?.departure ?? span.start);
  const waits = stops.length === 0;
  const last = stops[stops.length - 1];
  const before = breaksBefore(written, since);
  const begun = breaksUntil(written, situation.now).filter((rest) => !waits || rest.start < span.end);
  const long =
    last !== undefined && last.arrival > situation.now && last.start - last.arrival >= world.brief.drivers.break;
  const waited = last && long ? [...begun, { start: last.arrival, end: last.start }] : begun;
  const during = last ? restWhileStanding(world, { written, last, situation, rests: waited }) : waited;
  const rested = [...before, ...during].reduce(
    (latest, rest) => Math.max(latest, rest.end),
    duty.day === day ? duty.rested : workStart,
  );
  const open = last === undefined || last.end > situation.now;
  const loaded = Math.max(last?.end ?? span.end, rested);
  const onward = { ...draft, legs: draft.legs.slice(stops.length) };
  const next: Departure = open
    ? restedDeparture(world, onward, { loaded, wanted: last?.departure ?? departure, rested })
    : { at: last.departure, rested, breaks: [] };
  const timed = last && open ? [...stops.slice(0, -1), { ...last, departure: next.at }] : stops;
  return { services, stops: timed, draft, span, day, transfer, workStart, before, during, rested, next };
}

/** A trip whose vehicle stands for good, as far as it came. */
function endedTrip(world: World, written: WrittenTrip, given: Pick<Told, "duty" | "since"> & { at: number }): Begun {
  const { duty, since, at } = given;
  const { draft, ride } = brokenRide(world, written, at);
  const span = { start: momentIn(written.trip.loading.start), end: momentIn(written.trip.loading.end) };
  const day = dayOf(world, span.start);
  const transfer = transferOf({ world, written });
  const workStart = duty.day === day ? duty.workStart : (transfer?.departure ?? span.start);
  const driver = { day, workStart, rested: workStart };
  const breaks = breaksBefore(written, since);
  return { loading: { draft, duty, span, dock: written.trip.dock, transfer, driver, breaks }, ride };
}

/** One trip that was loaded, or is being loaded, at the moment of re-planning. */
function begunTrip(world: World, written: WrittenTrip, told: Told): Begun {
  const at = brokenSince(written, told.situation);
  if (at !== undefined) return endedTrip(world, written, { ...told, at });
  const standing = standingOf(world, written, told);
  const { services, stops, draft, span, day, transfer, workStart, before, during, rested, next } = standing;
  const rest = {
    ...draft,
    drops: draft.drops.slice(stops.length),
    legs: draft.legs.slice(stops.length),
    services: services.slice(stops.length),
  };
  const from = written.drops[stops.length - 1]?.site ?? written.origin;
  const fixed = (told.situation.fixed?.has(written.id) ?? false) || rest.drops.some((drop) => drop.takes);
  const onwards = { draft: rest, departure: next, day, workStart, fixed };
  const { draft: driven, ride: onward } = restOfRide(world, onwards, from);
  const all = [...stops, ...onward.stops];
  const ride = {
    stops: all,
    drives: [...draft.legs.slice(0, stops.length), ...onward.drives],
    back: onward.back,
    breaks: [...during, ...onward.breaks],
    rested: Math.max(rested, onward.rested),
    done: all[all.length - 1]?.end ?? onward.done,
  };
  const ordered = {
    ...draft,
    drops: [...draft.drops.slice(0, stops.length), ...driven.drops],
    legs: [...draft.legs.slice(0, stops.length), ...driven.legs],
    services: [...services.slice(0, stops.length), ...driven.services],
  };
  const driver = { day, workStart, rested };
  return {
    loading: { draft: ordered, duty: told.duty, span, dock: written.trip.dock, transfer, driver, breaks: before },
    ride,
  };
}

/** What is known of a group of begun trips besides the trips. */
interface BegunGiven {
  readonly situation: Situation;
  readonly team: number | undefined;
}

type Pairs = readonly { readonly written: WrittenTrip; readonly duty: Duty }[];

function timedTogether(world: World, trips: Pairs, situation: Situation): { departure: number; begun: Begun[] } {
  const since = trips.map(({ duty }) => (duty.day < 0 ? 0 : duty.free));
  const told = (departure: number, index: number, duty: Duty): Told => ({
    duty,
    situation,
    since: since[index] ?? 0,
    departure,
  });
  let departure = Math.max(...trips.map(({ written, duty }) => departureOf(written, duty, situation)));
  const broken = trips.some(({ written }) => brokenSince(written, situation) !== undefined);
  for (let again = departure > situation.now && !broken; again; ) {
    const latest = Math.max(
      ...trips.map(({ written, duty }, index) => standingOf(world, written, told(departure, index, duty)).next.at),
    );
    again = latest > departure;
    departure = Math.max(departure, latest);
  }
  return {
    departure,
    begun: trips.map(({ written, duty }, index) => begunTrip(world, written, told(departure, index, duty))),
  };
}

/** True when a road leads along the whole trip now. */
function hasRoads({ origin, drops, block }: WrittenTrip, now: number): boolean {
  const way = [origin, ...drops.map(({ site }) => site), origin];
  return way.slice(1).every((site, index) => {
    const leg = block.leg(way[index] ?? origin, site);
    return leg !== undefined && driveFrom(leg, now) !== undefined;
  });
}

/**
 * Ids of the trips of a begun convoy that are not loaded yet and break a limit when they wait for the others, or have no road
 * any more.
 */
export function releasable(world: World, trips: Pairs, situation: Situation): number[] {
  if (!trips.some(({ written }) => momentIn(written.trip.loading.start) >= situation.now)) return [];
  const { begun } = timedTogether(world, trips, situation);
  return trips.flatMap(({ written }, index) => {
    const one = begun[index];
    if (!one || momentIn(written.trip.loading.start) < situation.now) return [];
    const { draft, driver } = one.loading;
    const departure = { at: 0, rested: driver.rested, breaks: [] };
    const given = { draft, departure, day: driver.day, workStart: driver.workStart, ride: one.ride };
    return excessOf(world, given).broken > 0 || !hasRoads(written, situation.now) ? [written.id] : [];
  });
}

/** The begun trips of one convoy, or one trip alone, as a group in time. The duties move on to the end of the trips. */
export function begunGroup(world: World, trips: Pairs, given: BegunGiven): Proposal {
  const { departure, begun } = timedTogether(world, trips, given.situation);
  for (const { loading, ride } of begun) {
    const { duty, driver, draft } = loading;
    duty.at = draft.origin;
    duty.free = ride.back;
    duty.day = driver.day;
    duty.workStart = driver.workStart;
    duty.rested = ride.rested;
  }
  return {
    loadings: begun.map((each) => each.loading),
    rides: begun.map((each) => each.ride),
    departure,
    team: given.team,
    done: Math.max(...begun.map((each) => each.ride.done)),
  };
}
