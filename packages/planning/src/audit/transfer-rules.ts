/**
 * Loads that are taken over from a broken vehicle: what leaves the one is what the other takes, there and not before. Knows
 * the two trips; how the rest of a rescue must be is the business of the other rules.
 */
import type { Finding, Takes, Undelivered } from "@antar/domain";
import { findingOf, listOf } from "./finding-of.ts";
import type { Reading, ReadTrip } from "./reading.ts";

type Rescue = ReadTrip & { readonly takes: Takes };

const isRescue = (read: ReadTrip): read is Rescue => read.takes !== undefined;

/** The load is taken over at the first stop, and nothing was loaded before. */
function* shapeFindings({ trip, stops }: Rescue): Generator<Finding> {
  const first = stops[0]?.stop;
  const others = stops.slice(1).filter(({ stop }) => stop.takes);
  const empty = trip.load.kits === 0 && trip.load.boxes === 0;
  const clean = first?.takes !== undefined && first.kits.length === 0 && first.boxes === 0;
  if (clean && empty && others.length === 0) return;
  const id = `Trip ${trip.id}: muatan diambil alih di perhentian pertama saja, dengan kendaraan kosong dan tanpa serah terima lain di sana`;
  const en = `Trip ${trip.id}: a load is taken over at the first stop only, by an empty vehicle, with nothing else handed over there`;
  yield findingOf({ code: "takes-shape", place: first?.place ?? trip.origin, tepat: "kualitas", id, en });
}

const sorted = (codes: readonly string[]): string => [...codes].sort().join(" ");

/** Where the broken vehicle stands, after it came to stand. */
function* meetingFindings(reading: Reading, rescue: Rescue, from: ReadTrip): Generator<Finding> {
  const { show } = reading.calendar;
  const at = rescue.stops.find(({ stop }) => stop.takes);
  if (!at) return;
  const [stands, since] = [from.trip.return.place, from.end];
  if (at.stop.place !== stands) {
    const id = `Trip ${rescue.trip.id}: mengambil alih di ${reading.label(at.stop.place)}, padahal ${from.vehicle} berada di ${reading.label(stands)}`;
    const en = `Trip ${rescue.trip.id}: takes over at ${reading.label(at.stop.place)}, but ${from.vehicle} stands at ${reading.label(stands)}`;
    yield findingOf({ code: "takes-place", place: at.stop.place, tepat: "sasaran", id, en });
  }
  if (at.start < since || rescue.start < (from.breakdown?.at ?? since)) {
    const id = `Trip ${rescue.trip.id}: mulai ${show(rescue.start)} dan mengambil alih ${show(at.start)}, padahal ${from.vehicle} baru berhenti ${show(since)}`;
    const en = `Trip ${rescue.trip.id}: starts at ${show(rescue.start)} and takes over at ${show(at.start)}, but ${from.vehicle} came to stand at ${show(since)}`;
    yield findingOf({ code: "takes-early", place: at.stop.place, tepat: "waktu", id, en });
  }
}

/** What is taken over is what the broken trip says that this trip takes. */
function* sameLoadFinding(
  reading: Reading,
  { trip, takes, stops }: Rescue,
  from: ReadTrip | undefined,
): Generator<Finding> {
  const given: readonly Undelivered[] = from?.breakdown?.undelivered.filter(({ takenBy }) => takenBy === trip.id) ?? [];
  const kits = given.flatMap((each) => each.kits);
  const boxes = given.reduce((sum, each) => sum + each.boxes, 0);
  if (from && sorted(kits) === sorted(takes.kits) && boxes === takes.boxes) return;
  const place = stops[0]?.stop.place ?? trip.origin;
  const id = `${reading.label(place)}: trip ${trip.id} mengambil alih ${takes.kits.length} kit + ${takes.boxes} kotak dari trip ${takes.trip}, yang menyerahkan ${kits.length} kit + ${boxes} kotak (${listOf(kits)})`;
  const en = `${reading.label(place)}: trip ${trip.id} takes over ${takes.kits.length} kits + ${takes.boxes} boxes from trip ${takes.trip}, which gives ${kits.length} kits + ${boxes} boxes (${listOf(kits)})`;
  yield findingOf({ code: "takes-differ", place, tepat: "jumlah", id, en });
}

/** Every load that a broken trip gives away is taken by a trip that says so. */
function* givenFindings(reading: Reading, { trip, breakdown }: ReadTrip): Generator<Finding> {
  for (const { place, takenBy } of breakdown?.undelivered ?? []) {
    if (takenBy === undefined) continue;
    const taker = reading.trips.find((other) => other.trip.id === takenBy);
    const stops = [...(taker?.trip.stops ?? []), ...(taker?.breakdown?.undelivered ?? [])];
    if (taker?.takes?.trip === trip.id && stops.some((stop) => stop.place === place)) continue;
    const id = `${reading.label(place)}: trip ${trip.id} menyerahkan muatan ini kepada trip ${takenBy}, yang tidak membawanya`;
    const en = `${reading.label(place)}: trip ${trip.id} gives this load to trip ${takenBy}, which does not bring it`;
    yield findingOf({ code: "takes-lost", place, tepat: "jumlah", id, en });
  }
}

/** Every rule of loads that are taken over. */
export function* transferFindings(reading: Reading): Generator<Finding> {
  for (const trip of reading.trips) yield* givenFindings(reading, trip);
  for (const rescue of reading.trips.filter(isRescue)) {
    const from = reading.trips.find(({ trip }) => trip.id === rescue.takes.trip);
    yield* shapeFindings(rescue);
    yield* sameLoadFinding(reading, rescue, from);
    if (from) yield* meetingFindings(reading, rescue, from);
  }
}
