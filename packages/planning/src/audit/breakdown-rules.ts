/**
 * Trips whose vehicle has broken down: they end at the last place that was reached, and every kit that was loaded was handed
 * over or is on the vehicle still. Knows the trip alone; refuses to judge whether the vehicle is really broken.
 */
import { type Finding, kitsOf } from "@antar/domain";
import { findingOf, listOf } from "./finding-of.ts";
import { groupBy } from "./intervals.ts";
import type { Reading, ReadRoute, ReadTrip } from "./reading.ts";

type Broken = ReadTrip & { readonly breakdown: NonNullable<ReadTrip["breakdown"]> };

const isBroken = (read: ReadTrip): read is Broken => read.breakdown !== undefined;

/** Only a plan made anew knows of breakdowns, and only of vehicles that were loaded. */
function* knownFinding(reading: Reading, { trip, vehicle, start, breakdown: { at } }: Broken): Generator<Finding> {
  if (start < at && at <= reading.madeAnewAt) return;
  const { show } = reading.calendar;
  const id = `Trip ${trip.id}: ${vehicle} dinyatakan rusak sejak ${show(at)}; hanya rencana yang dibuat ulang setelah itu dapat mengatakannya, tentang kendaraan yang sudah dimuati`;
  const en = `Trip ${trip.id}: ${vehicle} is said to stand since ${show(at)}; only a plan made anew after that can say so, of a vehicle that was loaded`;
  yield findingOf({ code: "breakdown-untrue", place: trip.origin, tepat: "kualitas", id, en });
}

/** The trip ends at the last place reached, without a drive home. */
function* endFindings(
  reading: Reading,
  { trip, stops, departure, end, breakdown: { at } }: Broken,
): Generator<Finding> {
  const last = stops[stops.length - 1];
  const place = last?.stop.place ?? trip.origin;
  const due = Math.max(at, last?.departure ?? departure);
  const { leg } = trip.return;
  if (trip.return.place !== place || end !== due || leg.seconds !== 0 || leg.metres !== 0) {
    const { show } = reading.calendar;
    const id = `Trip ${trip.id}: kendaraan rusak, trip berakhir di ${reading.label(place)} pada ${show(due)} tanpa perjalanan pulang; tertulis ${reading.label(trip.return.place)} ${show(end)}, ${leg.seconds} detik`;
    const en = `Trip ${trip.id}: vehicle broken down, the trip ends at ${reading.label(place)} at ${show(due)} without a drive home; it says ${reading.label(trip.return.place)} at ${show(end)}, ${leg.seconds} s`;
    yield findingOf({ code: "breakdown-end", place: trip.return.place, tepat: "waktu", id, en });
  }
  for (const { stop, arrival } of stops) {
    if (arrival <= at) continue;
    const label = reading.label(stop.place);
    const id = `${label}: trip ${trip.id} tiba ${reading.calendar.show(arrival)}, padahal kendaraannya rusak sejak ${reading.calendar.show(at)}`;
    const en = `${label}: trip ${trip.id} arrives at ${reading.calendar.show(arrival)}, but its vehicle stands since ${reading.calendar.show(at)}`;
    yield findingOf({ code: "breakdown-stop", place: stop.place, tepat: "waktu", id, en });
  }
}

/** What is on board was meant for places that the origin supplies, and for TPS on their way. */
function* targetFindings(reading: Reading, read: Broken): Generator<Finding> {
  const { supply, label } = reading;
  const { trip, breakdown } = read;
  const origin = reading.loadedAt(read)?.code;
  for (const { place, kits } of breakdown.undelivered) {
    const astray = kits.filter((tps) => !supply.chainOf(tps).includes(place));
    if (supply.supplierOf(place) === origin && astray.length === 0) continue;
    const id = `${label(place)}: trip ${trip.id} mencatat muatan tertinggal yang bukan untuk tempat ini (${listOf(astray)})`;
    const en = `${label(place)}: trip ${trip.id} lists a load left on board that was not meant for this place (${listOf(astray)})`;
    yield findingOf({ code: "breakdown-load", place, tepat: "sasaran", id, en });
  }
}

function* laterFindings(reading: Reading, { route, trips, transfers }: ReadRoute): Generator<Finding> {
  const broken = trips.find(isBroken);
  if (!broken) return;
  const { trip, end } = broken;
  const later = [...trips.filter((other) => other !== broken), ...transfers].find((other) => other.end > end);
  if (!later) return;
  const { show } = reading.calendar;
  const id = `${route.vehicle}: rusak pada trip ${trip.id}, tetapi masih berjalan sampai ${show(later.end)}`;
  const en = `${route.vehicle}: broken down on trip ${trip.id}, but it still drives until ${show(later.end)}`;
  yield findingOf({ code: "breakdown-drives-on", place: route.vehicle, tepat: "waktu", id, en });
}

/** No kit is both handed over at its TPS and on a broken vehicle. */
function* doubledFindings(reading: Reading, broken: readonly Broken[]): Generator<Finding> {
  const stuck = groupBy(
    broken.flatMap(({ breakdown }) =>
      breakdown.undelivered.flatMap(({ kits, takenBy }) => (takenBy === undefined ? kits : [])),
    ),
    (tps) => tps,
  );
  const received = (tps: string): number =>
    reading.trips
      .flatMap(({ stops }) => stops)
      .reduce((sum, { stop }) => sum + (stop.place === tps ? stop.kits.filter((kit) => kit === tps).length : 0), 0);
  for (const [tps, kits] of stuck) {
    const place = reading.places.get(tps);
    const required = place ? kitsOf(place) : 0;
    const count = kits.length + received(tps);
    if (count <= required) continue;
    const id = `${reading.label(tps)}: ${count} kit diterima atau tertinggal di kendaraan rusak, seharusnya ${required}`;
    const en = `${reading.label(tps)}: ${count} kits were received or are on a broken vehicle, should be ${required}`;
    yield findingOf({ code: "kit-doubled", place: tps, tepat: "jumlah", id, en });
  }
}

/** Every rule of broken vehicles; and no trip without a stop otherwise. */
export function* breakdownFindings(reading: Reading): Generator<Finding> {
  const broken = reading.trips.filter(isBroken);
  for (const read of broken) {
    yield* knownFinding(reading, read);
    yield* endFindings(reading, read);
    yield* targetFindings(reading, read);
  }
  for (const route of reading.routes) yield* laterFindings(reading, route);
  yield* doubledFindings(reading, broken);
  for (const { trip, stops, breakdown } of reading.trips) {
    if (stops.length > 0 || breakdown) continue;
    const id = `Trip ${trip.id}: tidak singgah di mana pun`;
    const en = `Trip ${trip.id}: stops nowhere`;
    yield findingOf({ code: "empty-trip", place: trip.origin, tepat: "efisien", id, en });
  }
}
