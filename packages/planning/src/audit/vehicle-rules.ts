/**
 * Rules 3 and 10: which vehicles there are, where they load, and that each is in one place at a time.
 */
import type { Finding, PlaceKind, VehicleType } from "@antar/domain";
import { findingOf } from "./finding-of.ts";
import { groupBy } from "./intervals.ts";
import type { Reading, ReadRoute, ReadTransfer, ReadTrip } from "./reading.ts";

const upward: readonly Exclude<PlaceKind, "tps">[] = ["pps", "ppk", "warehouse"];

/** The kind of place that a type loads at in this supply: its base, or the next kind above that supplies something. */
function baseOf(type: VehicleType, reading: Reading): PlaceKind {
  const from = upward.indexOf(type.base);
  return upward.slice(from).find((kind) => reading.supply.supplyingKinds.has(kind)) ?? "warehouse";
}

/** Rule 3, the fleet: types that the brief knows, and the vehicles that there are, each at its home. */
export function* fleetFindings(reading: Reading): Generator<Finding> {
  for (const [type, routes] of groupBy(reading.routes, (read) => read.type)) {
    if (type) yield* typeFindings(reading, type, routes);
  }
  for (const { route, type } of reading.routes) {
    if (type) continue;
    const id = `${route.vehicle}: brief tidak punya jenis kendaraan ${route.vehicleType}`;
    const en = `${route.vehicle}: the brief has no vehicle type ${route.vehicleType}`;
    yield findingOf({ code: "vehicle-type-unknown", place: route.vehicle, tepat: "jenis", id, en });
  }
}

function* typeFindings(reading: Reading, type: VehicleType, routes: readonly ReadRoute[]): Generator<Finding> {
  const vehicles = new Set(routes.map(({ route }) => route.vehicle));
  if (vehicles.size > type.count) {
    const id = `${type.name}: ${vehicles.size} kendaraan dipakai > ${type.count} yang ada`;
    const en = `${type.name}: ${vehicles.size} vehicles used > ${type.count} that there are`;
    yield findingOf({ code: "too-many-vehicles", place: type.id, tepat: "efisien", id, en });
  }
  const base = baseOf(type, reading);
  const codes = reading.brief.places.filter((place) => place.kind === base).map((place) => place.code);
  const homes = codes.sort((a, b) => (a < b ? -1 : 1));
  for (const route of routes) yield* homeFinding(reading, route, { type, homes });
}

/** Number of the vehicle within its type, from 1; undefined when it is not called as the type's vehicles are. */
function numberOf(vehicle: string, type: VehicleType): number | undefined {
  const text = vehicle.startsWith(`${type.id}-`) ? vehicle.slice(type.id.length + 1) : "";
  const number = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  const written = String(number).padStart(String(type.count).length, "0");
  return text === written && number >= 1 && number <= type.count ? number : undefined;
}

function* homeFinding(
  reading: Reading,
  { route }: ReadRoute,
  { type, homes }: { type: VehicleType; homes: readonly string[] },
): Generator<Finding> {
  const place = route.vehicle;
  const number = numberOf(place, type);
  if (number === undefined) {
    const [first, last] = [1, type.count].map(
      (k) => `${type.id}-${String(k).padStart(String(type.count).length, "0")}`,
    );
    const id = `${place}: nama kendaraan ${type.name} harus ${first} .. ${last}`;
    const en = `${place}: the vehicles of ${type.name} are called ${first} .. ${last}`;
    yield findingOf({ code: "vehicle-unknown", place, tepat: "jenis", id, en });
    return;
  }
  const expected = type.roams ? route.trips[0]?.origin : homes[(number - 1) % Math.max(1, homes.length)];
  if (expected === undefined || route.home === expected) return;
  const id = `${place}: pangkalan ${reading.label(route.home)}, seharusnya ${reading.label(expected)}`;
  const en = `${place}: its home is ${reading.label(route.home)}, it should be ${reading.label(expected)}`;
  yield findingOf({ code: "wrong-home", place, tepat: "jenis", id, en });
}

/** Rule 3, loading: each trip begins at a place where its vehicle may load. */
export function* loadingPlaceFindings(reading: Reading): Generator<Finding> {
  for (const { route, type, trips, transfers } of reading.routes) {
    if (!type) continue;
    const base = baseOf(type, reading);
    for (const { trip, origin } of trips) {
      if (!origin || (type.roams ? origin.kind === base : trip.origin === route.home)) continue;
      const where = type.roams ? base : reading.label(route.home);
      const id = `Trip ${trip.id}: ${route.vehicle} memuat di ${reading.label(trip.origin)}; hanya boleh di ${where}`;
      const en = `Trip ${trip.id}: ${route.vehicle} loads at ${reading.label(trip.origin)}; it may only at ${where}`;
      yield findingOf({ code: "wrong-base", place: trip.origin, tepat: "jenis", id, en });
    }
    if (type.roams) continue;
    for (const { from, to } of transfers) {
      const id = `${route.vehicle}: pindah ${from} -> ${to}, padahal ${type.name} tidak berpindah pangkalan`;
      const en = `${route.vehicle}: transfer ${from} -> ${to}, but ${type.name} does not roam`;
      yield findingOf({ code: "transfer-not-roaming", place: from, tepat: "jenis", id, en });
    }
  }
}

/** A trip or a transfer as one piece of a vehicle's way. */
interface Piece {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly start: number;
  readonly end: number;
  readonly rank: number;
}

const pieceOfTrip = ({ trip, start, end }: ReadTrip): Piece => {
  return { name: `trip ${trip.id}`, from: trip.origin, to: trip.return.place, start, end, rank: 1 };
};

const pieceOfTransfer = ({ from, to, start, end }: ReadTransfer): Piece => {
  return { name: `transfer ${from} -> ${to}`, from, to, start, end, rank: 0 };
};

function* pieceFindings(reading: Reading, route: ReadRoute, before: Piece | undefined, piece: Piece) {
  const vehicle = route.route.vehicle;
  const { show } = reading.calendar;
  if (before && piece.start < before.end) {
    const id = `${vehicle}: ${piece.name} mulai ${show(piece.start)} sebelum ${before.name} selesai ${show(before.end)}`;
    const en = `${vehicle}: ${piece.name} starts at ${show(piece.start)} before ${before.name} has ended at ${show(before.end)}`;
    yield findingOf({ code: "vehicle-overlap", place: piece.from, tepat: "waktu", id, en });
  }
  const at = before?.to ?? route.route.home;
  if (piece.from !== at && route.type?.roams) {
    const id = `${vehicle}: ${piece.name} berangkat dari ${reading.label(piece.from)}, padahal kendaraan berada di ${reading.label(at)}`;
    const en = `${vehicle}: ${piece.name} leaves from ${reading.label(piece.from)}, but the vehicle stands at ${reading.label(at)}`;
    yield findingOf({ code: "transfer-missing", place: piece.from, tepat: "waktu", id, en });
  }
}

/** A driver reads the trips from top to bottom, so they stand in the order of time. */
function* listFindings(reading: Reading, { route, trips }: ReadRoute): Generator<Finding> {
  const { show } = reading.calendar;
  for (const [index, trip] of trips.entries()) {
    const above = trips[index - 1];
    if (!above || !(trip.start < above.start)) continue;
    const place = trip.trip.origin;
    const id = `${reading.label(place)}: ${route.vehicle}: trip ${trip.trip.id} (${show(trip.start)}) tertulis setelah trip ${above.trip.id} (${show(above.start)})`;
    const en = `${reading.label(place)}: ${route.vehicle}: trip ${trip.trip.id} (${show(trip.start)}) is listed after trip ${above.trip.id} (${show(above.start)})`;
    yield findingOf({ code: "trip-order", place, tepat: "kualitas", id, en });
  }
}

/** Rule 10: the trips and transfers of a vehicle follow one another in time and in place. */
export function* sequenceFindings(reading: Reading): Generator<Finding> {
  for (const route of reading.routes) {
    yield* listFindings(reading, route);
    const pieces = [...route.trips.map(pieceOfTrip), ...route.transfers.map(pieceOfTransfer)]
      .filter((piece) => !Number.isNaN(piece.start) && !Number.isNaN(piece.end))
      .sort((a, b) => a.start - b.start || a.rank - b.rank || a.end - b.end);
    let before: Piece | undefined;
    for (const piece of pieces) {
      yield* pieceFindings(reading, route, before, piece);
      // After an overlap the later end counts, so that a long trip hides nothing that comes after it.
      before = before && before.end > piece.end ? { ...piece, end: before.end } : piece;
    }
  }
}
