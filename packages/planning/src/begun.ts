/**
 * Trips that have begun when a plan is made anew: what is done stays as it was, what is loaded stays on its vehicle, the
 * rest of the ride is timed again. Knows only such trips.
 */
import { type Draft, serviceOf } from "./draft.ts";
import type { Proposal } from "./group.ts";
import type { Leg } from "./legs.ts";
import type { Duty, Loading } from "./loading.ts";
import { plainRide, type Ride, rideFrom, type TimedStop } from "./ride.ts";
import { dayOf, type Span, type World } from "./world.ts";
import { momentIn, transferBefore, type WrittenTrip } from "./written-plan.ts";

/** What is known about the vehicles at the moment of re-planning. */
export interface Situation {
  readonly now: number;
  /** Seconds that a vehicle is behind its plan. */
  delay(vehicle: string): number;
}

/** The draft of a begun trip as it was driven: written legs up to the stop that it has reached or drives to. */
function drivenDraft(world: World, written: WrittenTrip, reached: number): Draft {
  const { trip, origin, drops, vehicle, block } = written;
  const legs: Leg[] = [];
  for (const [index, stop] of trip.stops.entries()) {
    const from = index === 0 ? origin : drops[index - 1]?.site;
    const to = drops[index]?.site;
    const fresh = index >= reached && from && to ? block.leg(from, to) : undefined;
    legs.push(fresh ?? stop.leg);
  }
  const last = drops[drops.length - 1]?.site;
  const back = reached < drops.length && last ? block.leg(last, origin) : undefined;
  legs.push(back ?? trip.return.leg);
  return {
    id: written.id,
    origin,
    type: vehicle.type,
    drops,
    legs,
    load: trip.load,
    loading: momentIn(trip.loading.end) - momentIn(trip.loading.start),
    services: drops.map((drop) => serviceOf(world.brief, drop.kits.length)),
    block,
  };
}

/** Stops that are over or driven to at `now`; the first of them that is not over is late by `delay`. */
function reachedStops(written: WrittenTrip, situation: Situation, services: readonly number[]): TimedStop[] {
  const { now } = situation;
  const delay = situation.delay(written.vehicle.name);
  const stops: TimedStop[] = [];
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
    const arrival = planned.arrival > now ? planned.arrival + (late ? delay : 0) : planned.arrival;
    const start = planned.start > now ? Math.max(planned.start, arrival) : planned.start;
    const end = late
      ? Math.max(start + (services[index] ?? 0), planned.end + (planned.arrival > now ? 0 : delay))
      : planned.end;
    stops.push({ arrival, start, end, departure: Math.max(end, planned.departure) });
    leaves = stops[stops.length - 1]?.departure ?? now;
    if (late) break;
  }
  return stops;
}

/** Breaks of the trip that are over when the vehicle `leaves`, and any that had begun by `now`. */
function breaksUntil(written: WrittenTrip, leaves: number, now: number): Span[] {
  const from = momentIn(written.trip.loading.start);
  return written.route.breaks
    .map((rest) => ({ start: momentIn(rest.start), end: momentIn(rest.end) }))
    .filter((rest) => rest.start >= from && (rest.end <= leaves || rest.start < now));
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

/** The loading as it was or will be: one that has not started waits until the vehicle is back from its trip before. */
function loadingSpan({ trip }: WrittenTrip, duty: Duty, now: number): Span {
  const [start, end] = [momentIn(trip.loading.start), momentIn(trip.loading.end)];
  const later = start < now ? 0 : Math.max(0, duty.free - start);
  return { start: start + later, end: end + later };
}

/** When the trip can depart: as planned, later where the vehicle stands still or is loaded later. */
function departureOf(written: WrittenTrip, duty: Duty, situation: Situation): number {
  const planned = momentIn(written.trip.departure);
  if (planned <= situation.now) return planned;
  const ready = planned + situation.delay(written.vehicle.name);
  return Math.max(ready, loadingSpan(written, duty, situation.now).end);
}

/** One trip that was loaded, or is being loaded, at `situation.now`; `since` is the end of the vehicle's trip before. */
function begunTrip(
  world: World,
  written: WrittenTrip,
  given: { duty: Duty; situation: Situation; since: number; departure: number },
): Begun {
  const { duty, situation, since, departure } = given;
  const { trip } = written;
  const services = written.drops.map((drop) => serviceOf(world.brief, drop.kits.length));
  const stops = reachedStops(written, situation, services);
  const draft = drivenDraft(world, written, stops.length);
  const span = loadingSpan(written, duty, situation.now);
  const day = dayOf(world, span.start);
  const transfer = transferOf({ world, written });
  const workStart = duty.day === day ? duty.workStart : (transfer?.departure ?? span.start);
  const leaves = stops[stops.length - 1]?.departure ?? departure;
  const before = breaksBefore(written, since);
  const during = breaksUntil(written, leaves, situation.now);
  const rested = [...before, ...during].reduce(
    (last, rest) => Math.max(last, rest.end),
    duty.day === day ? duty.rested : workStart,
  );
  const rest = {
    ...draft,
    drops: draft.drops.slice(stops.length),
    legs: draft.legs.slice(stops.length),
    services: services.slice(stops.length),
  };
  const driver = { day, workStart, rested };
  const takesIn = (): boolean => true;
  const onward =
    rideFrom(world, rest, { departure: { at: leaves, rested, breaks: [] }, driver, takesIn }) ??
    plainRide(rest, leaves);
  const all = [...stops, ...onward.stops];
  const ride = {
    stops: all,
    drives: [...draft.legs.slice(0, stops.length), ...onward.drives],
    back: onward.back,
    breaks: [...during, ...onward.breaks],
    rested: Math.max(rested, onward.rested),
    done: all[all.length - 1]?.end ?? onward.done,
  };
  return { loading: { draft, duty, span, dock: trip.dock, transfer, driver, breaks: before }, ride };
}

/** The begun trips of one convoy, or one trip alone, as a group in time. The duties move on to the end of the trips. */
export function begunGroup(
  world: World,
  trips: readonly { readonly written: WrittenTrip; readonly duty: Duty }[],
  given: { readonly situation: Situation; readonly team: number | undefined },
): Proposal {
  const { situation } = given;
  const departure = Math.max(...trips.map(({ written, duty }) => departureOf(written, duty, situation)));
  const begun = trips.map(({ written, duty }) =>
    begunTrip(world, written, { duty, situation, since: duty.day < 0 ? 0 : duty.free, departure }),
  );
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
