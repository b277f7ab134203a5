/**
 * Takes idle time out of days: the last trips of a chain, which nothing follows downstream and no dock or team ties, move
 * up to the next trip of their vehicle. Nobody receives later than the vehicle's last receiver of that day already does.
 */
import type { Proposal } from "./group.ts";
import { plainRide, type Ride } from "./ride.ts";
import type { Timetable } from "./timetable.ts";
import type { Span, World } from "./world.ts";

const moved = ({ start, end }: Span, by: number): Span => ({ start: start + by, end: end + by });

/** The single trip of a group that is free to move; undefined for all others. */
function freeTrip(group: Proposal): { loading: Proposal["loadings"][number]; ride: Ride } | undefined {
  const [loading, ...others] = group.loadings;
  const [ride] = group.rides;
  if (!loading || !ride || others.length > 0 || group.team !== undefined || loading.dock !== undefined)
    return undefined;
  const { draft, transfer } = loading;
  const last = draft.drops.every((drop) => drop.site.place.kind === "tps");
  return last && transfer === undefined ? { loading, ride } : undefined;
}

/** A later departure of a trip and the ride that follows from it. */
interface Shift {
  readonly by: number;
  readonly ride: Ride;
}

/** The largest of a few shifts of the trip as a whole that ends by `until`; undefined when there is none. */
function shiftOf(group: Proposal, until: number): Shift | undefined {
  const trip = freeTrip(group);
  if (!trip) return undefined;
  const { draft, driver, span } = trip.loading;
  const opening = draft.origin.spans[driver.day];
  if (!opening) return undefined;
  let by = Math.min(until - trip.ride.back, opening.end - span.end, opening.end - 1 - group.departure);
  for (let tried = 0; by > 0 && tried < 8; tried++) {
    const ride = plainRide(draft, group.departure + by);
    let excess = ride.back - until;
    for (const [index, { start, end }] of ride.stops.entries()) {
      const works = draft.drops[index]?.site.spans[driver.day];
      excess = Math.max(excess, end - (works?.end ?? 0));
      if (start < (works?.start ?? 0)) return undefined;
    }
    if (excess <= 0) return { by, ride };
    by -= excess;
  }
  return undefined;
}

function movedGroup(group: Proposal, shift: Shift | undefined, workStart: number): Proposal {
  const by = shift?.by ?? 0;
  return {
    ...group,
    loadings: group.loadings.map((loading) => ({
      ...loading,
      span: moved(loading.span, by),
      breaks: [],
      driver: { ...loading.driver, workStart },
    })),
    rides: shift ? [shift.ride] : group.rides.map((ride) => ({ ...ride, breaks: [] })),
    departure: group.departure + by,
    done: shift?.ride.done ?? group.done,
  };
}

/** The day of one vehicle without idle time; the same groups when it must not or need not be changed. */
function settledDay(world: World, day: readonly Proposal[]): readonly Proposal[] {
  if (day.length < 2 || !day.every(freeTrip)) return day;
  const shifts: (Shift | undefined)[] = [];
  let until = Math.max(...day.map((group) => group.rides[0]?.back ?? 0));
  const end = until;
  for (const group of [...day].reverse()) {
    const shift = shiftOf(group, until);
    shifts.unshift(shift);
    until = (group.loadings[0]?.span.start ?? 0) + (shift?.by ?? 0);
  }
  if (end - until > world.brief.drivers.breakAfter) return day;
  return day.map((group, index) => movedGroup(group, shifts[index], until));
}

/** `timetable` with less idle time of drivers. */
export function settle(world: World, timetable: Timetable): Timetable {
  const days = new Map<string, Proposal[]>();
  for (const group of timetable.groups) {
    for (const { duty, driver } of group.loadings) {
      const key = `${duty.vehicle.name} ${driver.day}`;
      const day = days.get(key);
      if (day) day.push(group);
      else days.set(key, [group]);
    }
  }
  const settled = new Map<Proposal, Proposal>();
  for (const day of days.values()) {
    for (const [index, group] of settledDay(world, day).entries()) {
      const original = day[index];
      if (original && original !== group) settled.set(original, group);
    }
  }
  const received = new Map(timetable.received);
  for (const group of settled.values()) {
    const [loading, ride] = [group.loadings[0], group.rides[0]];
    for (const [index, stop] of (ride?.stops ?? []).entries()) {
      const site = loading?.draft.drops[index]?.site;
      if (site) received.set(site, stop.end);
    }
  }
  return { ...timetable, received, groups: timetable.groups.map((group) => settled.get(group) ?? group) };
}
