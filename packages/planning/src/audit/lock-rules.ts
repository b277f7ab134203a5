/**
 * Rule 20: a locked trip is as it was locked. Its vehicle brings what it holds, in its order and with nothing else; it may be
 * made in parts, and what is left out stands in `unassigned`.
 */
import type { Finding, HeldTrip } from "@antar/domain";
import { findingOf } from "./finding-of.ts";
import type { Reading, ReadStop, ReadTrip } from "./reading.ts";

/** What a stop hands over, a word for each kit and one for boxes. */
function goodsOf({ place, kits, boxes }: HeldTrip["stops"][number]): string[] {
  return [...kits.map((code) => `${place} ${code}`), ...(boxes > 0 ? [`${place} boxes`] : [])];
}

/** Position of each stop of `trip` among those held; undefined for a stop that brings nothing of them. */
function positionsIn(held: HeldTrip, trip: ReadTrip): (number | undefined)[] {
  const position = new Map(held.stops.flatMap((stop, at) => goodsOf(stop).map((goods) => [goods, at] as const)));
  return trip.stops.map(({ stop }: ReadStop) => {
    const found = goodsOf(stop).map((goods) => position.get(goods));
    return found.find((at) => at !== undefined);
  });
}

function* movedFindings(held: HeldTrip, trip: ReadTrip): Generator<Finding> {
  if (trip.vehicle === held.vehicle) return;
  const { id } = trip.trip;
  yield findingOf({
    code: "lock-moved",
    place: held.origin,
    tepat: "sasaran",
    id: `Trip ${held.trip} dikunci pada ${held.vehicle}, tetapi ${trip.vehicle} membawanya (trip ${id})`,
    en: `Trip ${held.trip} is locked to ${held.vehicle}, but ${trip.vehicle} brings it (trip ${id})`,
  });
}

function* orderFindings(
  held: HeldTrip,
  trip: ReadTrip,
  positions: readonly (number | undefined)[],
): Generator<Finding> {
  const { id } = trip.trip;
  const foreign = trip.stops.find((_, index) => positions[index] === undefined);
  if (foreign) {
    yield findingOf({
      code: "lock-joined",
      place: foreign.stop.place,
      tepat: "sasaran",
      id: `Trip ${held.trip} dikunci; trip ${id} juga berhenti di ${foreign.stop.place}, yang bukan bagiannya`,
      en: `Trip ${held.trip} is locked; trip ${id} also stops at ${foreign.stop.place}, which is no part of it`,
    });
  }
  const own = positions.flatMap((at) => at ?? []);
  const turned = own.findIndex((at, index) => index > 0 && at < (own[index - 1] ?? 0));
  if (turned < 0) return;
  const place = held.stops[own[turned] ?? 0]?.place ?? held.origin;
  yield findingOf({
    code: "lock-order",
    place,
    tepat: "waktu",
    id: `Trip ${held.trip} dikunci; urutan perhentian trip ${id} berubah di ${place}`,
    en: `Trip ${held.trip} is locked; the order of the stops of trip ${id} differs at ${place}`,
  });
}

function* noteFindings({ plan, warehouse }: Reading): Generator<Finding> {
  const place = warehouse?.code ?? "plan";
  const locks = plan.locks ?? [];
  const noted = (plan.held ?? []).map(({ trip }) => trip);
  const twice = (trip: string, at: number): boolean => locks.indexOf(trip) !== at;
  for (const trip of locks.filter(twice)) {
    const [id, en] = [`Kunci trip ${trip} tertulis dua kali`, `The lock of trip ${trip} is listed twice`];
    yield findingOf({ code: "lock-unnoted", place, tepat: "kualitas", id, en });
  }
  const lonely = locks.filter((trip) => !noted.includes(trip));
  for (const trip of lonely) {
    const id = `Kunci trip ${trip} tidak mencatat apa yang dikunci, jadi tidak dapat diperiksa; buka lalu kunci lagi`;
    const en = `The lock of trip ${trip} does not note what it holds and cannot be checked; unlock it and lock it again`;
    yield findingOf({ code: "lock-unnoted", place, tepat: "kualitas", blocking: false, id, en });
  }
  for (const [at, trip] of noted.entries()) {
    if (locks.includes(trip) && noted.indexOf(trip) === at) continue;
    const id = `Tercatat isi kunci trip ${trip}, tetapi trip itu tidak dikunci atau tercatat dua kali`;
    const en = `What a lock of trip ${trip} holds is noted, but that trip is not locked or is noted twice`;
    yield findingOf({ code: "lock-unnoted", place, tepat: "kualitas", id, en });
  }
}

/** The first stop of which nothing leaves the origin, though it is not left out: it comes another way. */
function* goneFindings({ unassigned }: Reading, held: HeldTrip, carriers: readonly ReadTrip[]): Generator<Finding> {
  const brought = new Set(carriers.flatMap(({ trip }) => trip.stops.flatMap(goodsOf)));
  const leftOut = (stop: HeldTrip["stops"][number]): boolean =>
    unassigned.has(stop.place) || stop.kits.some((code) => unassigned.has(code));
  const gone = held.stops.find((stop) => !leftOut(stop) && goodsOf(stop).every((goods) => !brought.has(goods)));
  if (!gone) return;
  yield findingOf({
    code: "lock-gone",
    place: gone.place,
    tepat: "sasaran",
    id: `Trip ${held.trip} dikunci, tetapi tidak ada trip dari ${held.origin} yang membawa isinya ke ${gone.place}`,
    en: `Trip ${held.trip} is locked, but no trip from ${held.origin} brings what it holds to ${gone.place}`,
  });
}

/** That each locked trip is where it was locked, as it was. */
export function* lockFindings(reading: Reading): Generator<Finding> {
  yield* noteFindings(reading);
  for (const held of reading.plan.held ?? []) {
    const carriers: ReadTrip[] = [];
    for (const trip of reading.trips) {
      if (trip.trip.origin !== held.origin) continue;
      const positions = positionsIn(held, trip);
      if (positions.every((at) => at === undefined)) continue;
      carriers.push(trip);
      yield* movedFindings(held, trip);
      yield* orderFindings(held, trip, positions);
    }
    yield* goneFindings(reading, held, carriers);
  }
}
