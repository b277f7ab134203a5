/**
 * Rules 5, 6, 8, 9 and 13 as far as a clock can tell: each step takes its time, in order, in opening hours. Whether the
 * legs are true is the business of `leg-rules.ts`; whether the kits were there, of `custody-rules.ts`.
 */
import type { Finding, Place } from "@antar/domain";
import { findingOf } from "./finding-of.ts";
import type { Reading, ReadStop, ReadTrip } from "./reading.ts";

/** Words for one moment that must not come before another. */
interface Order {
  readonly code: string;
  readonly place: string;
  readonly earlier: { readonly at: number; readonly id: string; readonly en: string };
  readonly later: { readonly at: number; readonly id: string; readonly en: string };
}

function* orderFinding(reading: Reading, { code, place, earlier, later }: Order): Generator<Finding> {
  if (!(later.at < earlier.at)) return;
  const { show } = reading.calendar;
  const id = `${reading.label(place)}: ${later.id} ${show(later.at)} sebelum ${earlier.id} ${show(earlier.at)}`;
  const en = `${reading.label(place)}: ${later.en} at ${show(later.at)} is before ${earlier.en} at ${show(earlier.at)}`;
  yield findingOf({ code, place, tepat: "waktu", id, en });
}

/** Words for a duration that must be a certain one. */
interface Length {
  readonly code: string;
  readonly place: string;
  readonly what: { readonly id: string; readonly en: string };
  readonly actual: number;
  readonly expected: number;
  readonly sum: string;
}

function* lengthFinding(reading: Reading, length: Length): Generator<Finding> {
  const { code, place, what, actual, expected, sum } = length;
  if (Number.isNaN(actual) || actual === expected) return;
  const id = `${reading.label(place)}: ${what.id} ${actual} detik, seharusnya ${sum} = ${expected} detik`;
  const en = `${reading.label(place)}: ${what.en} takes ${actual} s, it should take ${sum} = ${expected} s`;
  yield findingOf({ code, place, tepat: "waktu", id, en });
}

function* openingFinding(
  reading: Reading,
  place: Place,
  span: { start: number; end: number; code: string; id: string; en: string },
): Generator<Finding> {
  const { start, end, code } = span;
  if (Number.isNaN(start) || Number.isNaN(end)) return;
  const { openingsOf, show, dayOf } = reading.calendar;
  const openings = openingsOf(place);
  if (openings.some((opening) => opening.start <= start && end <= opening.end)) return;
  const today = openings.find((opening) => dayOf(opening.start) === dayOf(start));
  const hours = today ? `${show(today.start)} .. ${show(today.end)}` : "-";
  const label = reading.label(place.code);
  const id = `${label}: ${span.id} ${show(start)} .. ${show(end)} di luar jam kerja ${hours}`;
  const en = `${label}: ${span.en} ${show(start)} .. ${show(end)} is outside the opening hours ${hours}`;
  yield findingOf({ code, place: place.code, tepat: "waktu", id, en });
}

function* loadingFindings(reading: Reading, read: ReadTrip): Generator<Finding> {
  const { trip, origin, start, loadingEnd, departure } = read;
  const { loadPerKit } = reading.brief.handling;
  const planned = [...trip.stops, ...(trip.breakdown?.undelivered ?? [])];
  const kits = planned.reduce((sum, stop) => sum + stop.kits.length, 0) - (read.takes?.kits.length ?? 0);
  const place = trip.origin;
  yield* lengthFinding(reading, {
    code: "loading-seconds",
    place,
    what: { id: `muat trip ${trip.id}`, en: `loading trip ${trip.id}` },
    actual: loadingEnd - start,
    expected: loadPerKit * kits,
    sum: `${kits} kit x ${loadPerKit}`,
  });
  yield* orderFinding(reading, {
    code: "departure-before-loaded",
    place,
    earlier: { at: loadingEnd, id: "selesai muat", en: "the end of loading" },
    later: { at: departure, id: `berangkat trip ${trip.id}`, en: `departure of trip ${trip.id}` },
  });
  // Who takes over the load of another leaves empty, whatever the hour.
  if (!origin || read.leavesEmpty) return;
  const words = { id: `muat trip ${trip.id}`, en: `loading of trip ${trip.id}` };
  yield* openingFinding(reading, origin, { start, end: loadingEnd, code: "loading-outside-opening", ...words });
  yield* departureInOpening(reading, read, origin);
}

function* departureInOpening(reading: Reading, read: ReadTrip, origin: Place): Generator<Finding> {
  const { start, loadingEnd, departure, trip } = read;
  const { openingsOf, show } = reading.calendar;
  const opening = openingsOf(origin).find((one) => one.start <= start && loadingEnd <= one.end);
  if (!opening || !(departure > opening.end)) return;
  const label = reading.label(origin.code);
  const id = `${label}: trip ${trip.id} berangkat ${show(departure)} setelah tempat tutup ${show(opening.end)}`;
  const en = `${label}: trip ${trip.id} departs at ${show(departure)} after the place has closed at ${show(opening.end)}`;
  yield findingOf({ code: "departure-after-closing", place: origin.code, tepat: "waktu", id, en });
}

function* arrivalFinding(
  reading: Reading,
  drive: { place: string; from: number; seconds: number; arrival: number },
): Generator<Finding> {
  const { place, from, seconds, arrival } = drive;
  if (Number.isNaN(from) || Number.isNaN(arrival) || arrival === from + seconds) return;
  const { show } = reading.calendar;
  const due = show(from + seconds);
  const id = `${reading.label(place)}: tiba ${show(arrival)}, seharusnya ${show(from)} + ${seconds} detik = ${due}`;
  const en = `${reading.label(place)}: arrival at ${show(arrival)}, it should be ${show(from)} + ${seconds} s = ${due}`;
  yield findingOf({ code: "wrong-arrival", place, tepat: "waktu", id, en });
}

function* handOverFindings(reading: Reading, stop: ReadStop): Generator<Finding> {
  const { handOverPerKit, perStop } = reading.brief.handling;
  const place = stop.stop.place;
  const { takes } = stop.stop;
  const kits = stop.stop.kits.length + (takes?.kits.length ?? 0);
  yield* orderFinding(reading, {
    code: "hand-over-before-arrival",
    place,
    earlier: { at: stop.arrival, id: "tiba", en: "the arrival" },
    later: { at: stop.start, id: "serah terima", en: "the hand-over" },
  });
  yield* lengthFinding(reading, {
    code: "hand-over-seconds",
    place,
    what: { id: "serah terima", en: "the hand-over" },
    actual: stop.end - stop.start,
    expected: perStop + handOverPerKit * kits,
    sum: `${perStop} + ${kits} kit x ${handOverPerKit}`,
  });
  yield* orderFinding(reading, {
    code: "departure-before-handed-over",
    place,
    earlier: { at: stop.end, id: "selesai serah terima", en: "the end of the hand-over" },
    later: { at: stop.departure, id: "berangkat", en: "the departure" },
  });
  if (!stop.place || takes) return;
  const words = { id: "serah terima", en: "the hand-over" };
  const code = "hand-over-outside-opening";
  yield* openingFinding(reading, stop.place, { start: stop.start, end: stop.end, code, ...words });
}

function* deadlineFindings(reading: Reading, { stop, place, end }: ReadStop): Generator<Finding> {
  const { calendar, label } = reading;
  if (stop.takes || place?.kind !== "tps" || !(end > calendar.end)) return;
  const late = end - calendar.end;
  const id = `${label(place.code)}: kit diterima ${calendar.show(end)}, ${late} detik setelah tenggat ${calendar.show(calendar.end)}`;
  const en = `${label(place.code)}: kits received at ${calendar.show(end)}, ${late} s after the deadline ${calendar.show(calendar.end)}`;
  yield findingOf({ code: "deadline-missed", place: place.code, tepat: "waktu", id, en });
}

function* returnFindings(reading: Reading, read: ReadTrip): Generator<Finding> {
  const { trip, start, end, stops, breakdown } = read;
  // Where the trip of a broken vehicle ends is the business of `breakdown-rules.ts`.
  if (breakdown) return;
  const { show, dayOf, dayStart } = reading.calendar;
  const place = trip.return.place;
  if (place !== trip.origin) {
    const id = `Trip ${trip.id}: kembali ke ${reading.label(place)}, bukan ke asalnya ${reading.label(trip.origin)}`;
    const en = `Trip ${trip.id}: returns to ${reading.label(place)}, not to its origin ${reading.label(trip.origin)}`;
    yield findingOf({ code: "wrong-return", place, tepat: "sasaran", id, en });
  }
  const from = stops[stops.length - 1]?.departure ?? Number.NaN;
  yield* arrivalFinding(reading, { place, from, seconds: trip.return.leg.seconds, arrival: end });
  if (Number.isNaN(start) || Number.isNaN(end) || end <= dayStart(dayOf(start) + 1)) return;
  const id = `${reading.label(place)}: trip ${trip.id} mulai muat ${show(start)} tetapi baru kembali ${show(end)}, lewat tengah malam`;
  const en = `${reading.label(place)}: trip ${trip.id} starts loading at ${show(start)} but returns only at ${show(end)}, after midnight`;
  yield findingOf({ code: "return-next-day", place, tepat: "waktu", id, en });
}

/**
 * The stop as if its vehicle had not stood still: one that was driven to when the plan was made anew may be reached later
 * by the delay that the plan names, neither more nor less; each time that it was made anew.
 */
function withoutStanding(
  { remakings }: Reading,
  { vehicle }: ReadTrip,
  { stop, from }: { readonly stop: ReadStop; readonly from: number },
): ReadStop {
  const due = from + stop.stop.leg.seconds;
  let late = due;
  for (const { at, delay } of remakings) if (from <= at && late > at) late += delay(vehicle);
  return stop.arrival === late ? { ...stop, arrival: due } : stop;
}

/** Every clock rule of every trip, stop by stop. */
export function* scheduleFindings(reading: Reading): Generator<Finding> {
  for (const read of reading.trips) {
    yield* loadingFindings(reading, read);
    let from = read.departure;
    for (const given of read.stops) {
      const stop = withoutStanding(reading, read, { stop: given, from });
      const { place, leg } = stop.stop;
      yield* arrivalFinding(reading, { place, from, seconds: leg.seconds, arrival: stop.arrival });
      yield* handOverFindings(reading, stop);
      yield* deadlineFindings(reading, stop);
      from = stop.departure;
    }
    yield* returnFindings(reading, read);
  }
  for (const { transfers } of reading.routes) {
    for (const { to, start, end, seconds } of transfers) {
      yield* arrivalFinding(reading, { place: to, from: start, seconds, arrival: end });
    }
  }
}
