/**
 * Takes idle time out of days: the last trips of a chain, which nothing follows downstream and no dock or team ties, move
 * up to the next trip of their vehicle. Nobody receives later than the vehicle's last receiver of that day already does.
 */
import type { Proposal } from "./group.ts";
import type { Ride } from "./ride.ts";
import type { Timetable } from "./timetable.ts";
import type { Span, World } from "./world.ts";

const moved = ({ start, end }: Span, by: number): Span => ({ start: start + by, end: end + by });

function movedRide(ride: Ride, by: number): Ride {
  const stops = ride.stops.map((stop) => ({
    arrival: stop.arrival + by,
    start: stop.start + by,
    end: stop.end + by,
    departure: stop.departure + by,
  }));
  return { stops, drives: ride.drives, back: ride.back + by, breaks: [], rested: ride.rested, done: ride.done + by };
}

/** The single trip of a group that is free to move; undefined for all others. */
function freeTrip(group: Proposal): { loading: Proposal["loadings"][number]; ride: Ride } | undefined {
  const [loading, ...others] = group.loadings;
  const [ride] = group.rides;
  if (!loading || !ride || others.length > 0 || group.team !== undefined || loading.dock !== undefined)
    return undefined;
  const { draft, transfer } = loading;
  if (draft.legs.some((leg) => leg.spells)) return undefined;
  const last = draft.drops.every((drop) => drop.site.place.kind === "tps");
  return last && transfer === undefined ? { loading, ride } : undefined;
}

/** How much later the trip may be as a whole, so that it ends by `until`. */
function room(group: Proposal, until: number): number {
  const trip = freeTrip(group);
  if (!trip) return 0;
  const { loading, ride } = trip;
  const { draft, driver, span } = loading;
  const opening = draft.origin.spans[driver.day];
  if (!opening) return 0;
  let free = Math.min(until - ride.back, opening.end - span.end, opening.end - 1 - group.departure);
  for (const [index, stop] of ride.stops.entries()) {
    free = Math.min(free, (draft.drops[index]?.site.spans[driver.day]?.end ?? 0) - stop.end);
  }
  return Math.max(0, free);
}

function movedGroup(group: Proposal, by: number, workStart: number): Proposal {
  return {
    ...group,
    loadings: group.loadings.map((loading) => ({
      ...loading,
      span: moved(loading.span, by),
      breaks: [],
      driver: { ...loading.driver, workStart },
    })),
    rides: group.rides.map((ride) => movedRide(ride, by)),
    departure: group.departure + by,
    done: group.done + by,
  };
}

/** The day of one vehicle without idle time; the same groups when it must not or need not be changed. */
function settledDay(world: World, day: readonly Proposal[]): readonly Proposal[] {
  if (day.length < 2 || !day.every(freeTrip)) return day;
  const shifts: number[] = [];
  let until = Math.max(...day.map((group) => group.rides[0]?.back ?? 0));
  const end = until;
  for (const group of [...day].reverse()) {
    const by = room(group, until);
    shifts.unshift(by);
    until = (group.loadings[0]?.span.start ?? 0) + by;
  }
  if (end - until > world.brief.drivers.breakAfter) return day;
  return day.map((group, index) => movedGroup(group, shifts[index] ?? 0, until));
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
