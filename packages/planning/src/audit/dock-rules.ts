/**
 * Rule 7: a loading holds a dock where the origin has docks, and nobody else holds it meanwhile.
 */
import type { Finding } from "@antar/domain";
import { findingOf } from "./finding-of.ts";
import { groupBy, overlapsOf } from "./intervals.ts";
import type { Reading, ReadTrip } from "./reading.ts";

function* dockNumber(reading: Reading, { trip, origin, leavesEmpty }: ReadTrip): Generator<Finding> {
  const place = trip.origin;
  const docks = origin?.docks;
  if (!origin || ((docks === undefined || leavesEmpty) && trip.dock === undefined)) return;
  const label = reading.label(place);
  if (docks === undefined) {
    const id = `${label}: trip ${trip.id} memakai dermaga ${trip.dock}, padahal tempat ini tidak memakai dermaga`;
    const en = `${label}: trip ${trip.id} holds dock ${trip.dock}, but loading needs none here`;
    yield findingOf({ code: "dock-unknown", place, tepat: "waktu", id, en });
  } else if (trip.dock === undefined) {
    const id = `${label}: trip ${trip.id} memuat tanpa dermaga; tempat ini punya ${docks}`;
    const en = `${label}: trip ${trip.id} loads without a dock; this place has ${docks}`;
    yield findingOf({ code: "dock-missing", place, tepat: "waktu", id, en });
  } else if (trip.dock > docks) {
    const id = `${label}: trip ${trip.id} memakai dermaga ${trip.dock}, yang ada hanya 1..${docks}`;
    const en = `${label}: trip ${trip.id} holds dock ${trip.dock}, there are only 1..${docks}`;
    yield findingOf({ code: "dock-unknown", place, tepat: "waktu", id, en });
  }
}

/** Docks named, in range, and held by one loading at a time. */
export function* dockFindings(reading: Reading): Generator<Finding> {
  const { show } = reading.calendar;
  for (const trip of reading.trips) yield* dockNumber(reading, trip);
  const held = reading.trips
    .filter(({ origin, trip }) => origin?.docks !== undefined && trip.dock !== undefined)
    .map(({ trip, start, loadingEnd }) => ({ trip, start, end: loadingEnd }));
  for (const group of groupBy(held, ({ trip }) => `${trip.origin} ${trip.dock}`).values()) {
    for (const { first, second } of overlapsOf(group)) {
      const place = second.trip.origin;
      const dock = second.trip.dock;
      const label = reading.label(place);
      const id = `${label}: dermaga ${dock} dipakai trip ${second.trip.id} mulai ${show(second.start)}, padahal trip ${first.trip.id} baru selesai ${show(first.end)}`;
      const en = `${label}: dock ${dock} is taken by trip ${second.trip.id} at ${show(second.start)}, but trip ${first.trip.id} ends only at ${show(first.end)}`;
      yield findingOf({ code: "dock-overlap", place, tepat: "waktu", id, en });
    }
  }
}
