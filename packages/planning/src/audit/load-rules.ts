/**
 * Rules 14 and 16: what is on board at departure and after each stop, within the vehicle's bounds, loaded last in first out.
 */
import { type Capacity, type Finding, sizeOf, type VehicleType } from "@antar/domain";
import { findingOf } from "./finding-of.ts";
import type { Reading, ReadTrip } from "./reading.ts";

const units = [
  { field: "kits", id: "kit", en: "kits" },
  { field: "pieces", id: "buah", en: "pieces" },
  { field: "litres", id: "liter", en: "litres" },
  { field: "grams", id: "gram", en: "grams" },
] as const satisfies readonly { field: keyof Capacity; id: string; en: string }[];

interface OnBoard {
  readonly kits: number;
  readonly boxes: number;
}

const wordsOf = ({ kits, boxes }: OnBoard): string => `${kits} kit + ${boxes} box`;
const kata = ({ kits, boxes }: OnBoard): string => `${kits} kit + ${boxes} kotak`;
const differ = (a: OnBoard, b: OnBoard): boolean => a.kits !== b.kits || a.boxes !== b.boxes;

/** All that leaves the vehicle, and what is on it still when it has broken down. */
function carried({ trip }: ReadTrip): OnBoard {
  const all = [...trip.stops, ...(trip.breakdown?.undelivered ?? [])];
  return {
    kits: all.reduce((sum, { kits }) => sum + kits.length, 0),
    boxes: all.reduce((sum, { boxes }) => sum + boxes, 0),
  };
}

function* capacityFindings(reading: Reading, read: ReadTrip, type: VehicleType): Generator<Finding> {
  const { trip } = read;
  const total = carried(read);
  const load = { kits: Math.max(total.kits, trip.load.kits), boxes: Math.max(total.boxes, trip.load.boxes) };
  const size = sizeOf(reading.brief, load);
  for (const { field, id, en } of units) {
    const bound = type.capacity[field];
    const carried = size[field] ?? 0;
    if (bound === undefined || carried <= bound) continue;
    yield findingOf({
      code: "over-capacity",
      place: trip.origin,
      tepat: "jumlah",
      id: `Trip ${trip.id} dari ${reading.label(trip.origin)}: ${carried} ${id} > ${bound} ${id}, muatan ${type.name}`,
      en: `Trip ${trip.id} from ${reading.label(trip.origin)}: ${carried} ${en} > ${bound} ${en}, the capacity of ${type.name}`,
    });
  }
}

function* balanceFindings(reading: Reading, read: ReadTrip): Generator<Finding> {
  const { trip } = read;
  const total = carried(read);
  const taken = { kits: read.takes?.kits.length ?? 0, boxes: read.takes?.boxes ?? 0 };
  const loaded = { kits: total.kits - taken.kits, boxes: total.boxes - taken.boxes };
  if (differ(loaded, trip.load)) {
    const id = `Trip ${trip.id}: muatan ${kata(trip.load)}, yang diserahkan di semua perhentian atau tertinggal ${kata(loaded)}`;
    const en = `Trip ${trip.id}: load ${wordsOf(trip.load)}, handed over at all stops or left on board ${wordsOf(loaded)}`;
    yield findingOf({ code: "wrong-load", place: trip.origin, tepat: "jumlah", id, en });
  }
  let left: OnBoard = trip.load;
  for (const { place, kits, boxes, takes, loadAfter } of trip.stops) {
    const after = {
      kits: left.kits + (takes?.kits.length ?? 0) - kits.length,
      boxes: left.boxes + (takes?.boxes ?? 0) - boxes,
    };
    if (differ(after, loadAfter)) {
      const [before, here] = [left, { kits: left.kits - after.kits, boxes: left.boxes - after.boxes }];
      const id = `${reading.label(place)}: sisa muatan ${kata(loadAfter)}, seharusnya (${kata(before)}) - (${kata(here)})`;
      const en = `${reading.label(place)}: load after the stop ${wordsOf(loadAfter)}, should be (${wordsOf(before)}) - (${wordsOf(here)})`;
      yield findingOf({ code: "wrong-load-after", place, tepat: "jumlah", id, en });
    }
    left = loadAfter;
  }
}

function* orderFindings(reading: Reading, { trip }: ReadTrip): Generator<Finding> {
  const planned = [...trip.stops.filter((stop) => !stop.takes), ...(trip.breakdown?.undelivered ?? [])];
  const expected = planned.map((stop) => stop.place).reverse();
  const at = expected.findIndex((place, index) => trip.loadingOrder[index] !== place);
  if (at < 0 && trip.loadingOrder.length === expected.length) return;
  const place = expected[at] ?? trip.origin;
  const found = trip.loadingOrder[at] ?? trip.loadingOrder[expected.length] ?? "-";
  const number = at < 0 ? expected.length + 1 : at + 1;
  const id = `Trip ${trip.id}: urutan muat ke-${number} adalah ${found}, seharusnya ${at < 0 ? "-" : reading.label(place)} (kebalikan urutan singgah)`;
  const en = `Trip ${trip.id}: number ${number} in the loading order is ${found}, should be ${at < 0 ? "-" : reading.label(place)} (the reverse of the stops)`;
  yield findingOf({ code: "wrong-loading-order", place, tepat: "kualitas", id, en });
}

/** Loads, capacities and loading order of every trip. */
export function* loadFindings(reading: Reading): Generator<Finding> {
  for (const { type, trips } of reading.routes) {
    for (const trip of trips) {
      if (type) yield* capacityFindings(reading, trip, type);
      yield* balanceFindings(reading, trip);
      yield* orderFindings(reading, trip);
    }
  }
}
