/**
 * Rule 17: trips under escort ride in a convoy, together, and each team escorts one convoy at a time.
 */
import type { Brief, Finding, Plan } from "@antar/domain";
import { parseInstant } from "@antar/measure";
import { findingOf, listOf } from "./finding-of.ts";
import { groupBy, overlapsOf } from "./intervals.ts";
import type { Reading, ReadTrip } from "./reading.ts";

type Convoy = Plan["convoys"][number];
type Escort = NonNullable<Brief["escort"]>;

function lastHandOver(trip: ReadTrip): number {
  return trip.stops.reduce((latest, stop) => Math.max(latest, stop.end), trip.departure);
}

function* membershipFindings(reading: Reading, escort: Escort | undefined): Generator<Finding> {
  const memberships = new Set(reading.plan.convoys.flatMap((convoy) => convoy.trips.map((t) => `${convoy.id} ${t}`)));
  for (const read of reading.trips) {
    const { trip, departure, breakdown } = read;
    const place = trip.origin;
    // Whose vehicle broke down before the convoy left rides in none.
    if (breakdown && departure >= breakdown.at && trip.convoy === undefined) continue;
    if (breakdown && read.leavesEmpty && !read.takes) continue;
    const needed = escort !== undefined && reading.loadedAt(read)?.kind === escort.from;
    if (needed && trip.convoy === undefined) {
      const id = `${reading.label(place)}: trip ${trip.id} berangkat tanpa konvoi; trip dari ${escort.from} harus dikawal`;
      const en = `${reading.label(place)}: trip ${trip.id} departs without a convoy; trips from a ${escort.from} need an escort`;
      yield findingOf({ code: "convoy-missing", place, tepat: "kualitas", id, en });
    } else if (trip.convoy !== undefined && !memberships.has(`${trip.convoy} ${trip.id}`)) {
      const id = `${reading.label(place)}: trip ${trip.id} menyebut konvoi ${trip.convoy}, konvoi itu tidak memuat trip ini`;
      const en = `${reading.label(place)}: trip ${trip.id} names the convoy ${trip.convoy}, which does not list it`;
      yield findingOf({ code: "convoy-unknown", place, tepat: "kualitas", id, en });
    } else if (!needed && trip.convoy !== undefined) {
      const id = `${reading.label(place)}: trip ${trip.id} ada dalam konvoi ${trip.convoy}, padahal tidak perlu pengawalan`;
      const en = `${reading.label(place)}: trip ${trip.id} rides in the convoy ${trip.convoy}, but needs no escort`;
      yield findingOf({ code: "convoy-needless", place, tepat: "efisien", id, en });
    }
  }
}

function* memberFindings(reading: Reading, convoy: Convoy, trips: ReadonlyMap<string, ReadTrip>): Generator<Finding> {
  const { show } = reading.calendar;
  const start = parseInstant(convoy.start) ?? Number.NaN;
  const first = trips.get(convoy.trips[0] ?? "");
  for (const name of convoy.trips) {
    const member = trips.get(name);
    if (!member || member.trip.convoy !== convoy.id) {
      const id = `Konvoi ${convoy.id} memuat trip ${name}, ${member ? "trip itu tidak menyebutnya" : "trip itu tidak ada"}`;
      const en = `The convoy ${convoy.id} lists trip ${name}, ${member ? "which does not name it" : "which does not exist"}`;
      yield findingOf({ code: "convoy-unknown", place: member?.trip.origin ?? convoy.id, tepat: "kualitas", id, en });
    } else if (member.departure !== start) {
      const place = member.trip.origin;
      const id = `${reading.label(place)}: trip ${name} berangkat ${show(member.departure)}, konvoi ${convoy.id} ${show(start)}`;
      const en = `${reading.label(place)}: trip ${name} departs at ${show(member.departure)}, the convoy ${convoy.id} at ${show(start)}`;
      yield findingOf({ code: "convoy-departure", place, tepat: "waktu", id, en });
    } else if (first && member.trip.origin !== first.trip.origin) {
      const place = member.trip.origin;
      const id = `${reading.label(place)}: trip ${name} dalam konvoi ${convoy.id} yang berangkat dari ${reading.label(first.trip.origin)}`;
      const en = `${reading.label(place)}: trip ${name} is in the convoy ${convoy.id}, which leaves from ${reading.label(first.trip.origin)}`;
      yield findingOf({ code: "convoy-origins", place, tepat: "kualitas", id, en });
    }
  }
}

function* boundFindings(convoy: Convoy, escort: Escort): Generator<Finding> {
  const vehicles = convoy.trips.length;
  if (vehicles > escort.vehiclesPerConvoy) {
    const id = `Konvoi ${convoy.id}: ${vehicles} kendaraan (${listOf(convoy.trips)}) > ${escort.vehiclesPerConvoy}`;
    const en = `Convoy ${convoy.id}: ${vehicles} vehicles (${listOf(convoy.trips)}) > ${escort.vehiclesPerConvoy}`;
    yield findingOf({ code: "convoy-too-large", place: convoy.id, tepat: "kualitas", id, en });
  }
  if (convoy.team > escort.teams) {
    const id = `Konvoi ${convoy.id}: tim ${convoy.team}, yang ada hanya 1..${escort.teams}`;
    const en = `Convoy ${convoy.id}: team ${convoy.team}, there are only 1..${escort.teams}`;
    yield findingOf({ code: "team-unknown", place: convoy.id, tepat: "kualitas", id, en });
  }
  if (new Set(convoy.trips).size < vehicles) {
    const id = `Konvoi ${convoy.id} memuat trip yang sama dua kali (${listOf(convoy.trips)})`;
    const en = `Convoy ${convoy.id} lists the same trip twice (${listOf(convoy.trips)})`;
    yield findingOf({ code: "convoy-doubled", place: convoy.id, tepat: "kualitas", id, en });
  }
}

function* endFinding(reading: Reading, convoy: Convoy, end: number): Generator<Finding> {
  const stated = parseInstant(convoy.end) ?? Number.NaN;
  if (Number.isNaN(stated) || Number.isNaN(end) || stated === end) return;
  const { show } = reading.calendar;
  const id = `Konvoi ${convoy.id}: selesai ${show(stated)}, serah terima terakhir ${show(end)}`;
  const en = `Convoy ${convoy.id}: ends at ${show(stated)}, its last hand-over at ${show(end)}`;
  yield findingOf({ code: "convoy-end", place: convoy.id, tepat: "waktu", id, en });
}

/** A convoy with the time that its team is really held: from its own trips, not from what the plan says. */
interface HeldTeam {
  readonly convoy: Convoy;
  readonly start: number;
  readonly end: number;
}

function heldTeam(convoy: Convoy, trips: ReadonlyMap<string, ReadTrip>): HeldTeam {
  const members = convoy.trips.flatMap((name) => trips.get(name) ?? []);
  const start = members.reduce((least, trip) => Math.min(least, trip.departure), Number.POSITIVE_INFINITY);
  const end = members.reduce((most, trip) => Math.max(most, lastHandOver(trip)), Number.NEGATIVE_INFINITY);
  return { convoy, start, end };
}

/** Every rule of convoys and escort teams. */
export function* convoyFindings(reading: Reading): Generator<Finding> {
  const { escort } = reading.brief;
  const { show } = reading.calendar;
  const trips = new Map(reading.trips.map((trip) => [trip.trip.id, trip]));
  yield* membershipFindings(reading, escort);
  const held = reading.plan.convoys.map((convoy) => heldTeam(convoy, trips));
  for (const { convoy, end } of held) {
    yield* memberFindings(reading, convoy, trips);
    if (escort) yield* boundFindings(convoy, escort);
    if (end > Number.NEGATIVE_INFINITY) yield* endFinding(reading, convoy, end);
  }
  for (const [team, group] of groupBy(held, ({ convoy }) => convoy.team)) {
    for (const { first, second } of overlapsOf(group)) {
      const place = second.convoy.id;
      const id = `Tim ${team}: konvoi ${place} berangkat ${show(second.start)}, konvoi ${first.convoy.id} baru selesai ${show(first.end)}`;
      const en = `Team ${team}: convoy ${place} departs at ${show(second.start)}, convoy ${first.convoy.id} ends only at ${show(first.end)}`;
      yield findingOf({ code: "team-overlap", place, tepat: "kualitas", id, en });
    }
  }
}
