/**
 * Rule 11: how long a driver works in a day, and when he rests.
 */
import type { Finding } from "@antar/domain";
import { type Duty, dutiesOf } from "./duty.ts";
import { findingOf } from "./finding-of.ts";
import { createOverlapSearch, type Interval, overlapsOf } from "./intervals.ts";
import type { Reading, ReadRoute } from "./reading.ts";

/** A piece of work during which nobody rests. */
interface Work extends Interval {
  readonly place: string;
  readonly id: string;
  readonly en: string;
}

function worksOf(route: ReadRoute): Work[] {
  const trips = route.trips.flatMap(({ trip, start, loadingEnd, departure, stops, end, breakdown }) => {
    const works: Work[] = [{ start, end: loadingEnd, place: trip.origin, id: "muat", en: "loading" }];
    let from = departure;
    for (const stop of stops) {
      const place = stop.stop.place;
      works.push({ start: from, end: stop.arrival, place, id: "perjalanan", en: "the drive" });
      works.push({ start: stop.start, end: stop.end, place, id: "serah terima", en: "the hand-over" });
      from = stop.departure;
    }
    if (breakdown) return works;
    works.push({ start: from, end, place: trip.return.place, id: "perjalanan pulang", en: "the return" });
    return works;
  });
  const transfers = route.transfers.map(({ to, start, end }) => {
    return { start, end, place: to, id: "perjalanan pindah", en: "the transfer" };
  });
  return [...trips, ...transfers];
}

function* shiftFinding(reading: Reading, vehicle: string, { start, end }: Duty): Generator<Finding> {
  const { shift } = reading.brief.drivers;
  if (end - start <= shift) return;
  const { show } = reading.calendar;
  const id = `${vehicle}: bekerja ${show(start)} .. ${show(end)} = ${end - start} detik > ${shift} detik`;
  const en = `${vehicle}: works ${show(start)} .. ${show(end)} = ${end - start} s > ${shift} s`;
  yield findingOf({ code: "shift-too-long", place: vehicle, tepat: "kualitas", id, en });
}

function* breakFindings(reading: Reading, route: ReadRoute): Generator<Finding> {
  const { drivers } = reading.brief;
  const { show } = reading.calendar;
  const vehicle = route.route.vehicle;
  const meets = createOverlapSearch(worksOf(route));
  for (const rest of route.breaks) {
    if (rest.end - rest.start < drivers.break) {
      const id = `${vehicle}: istirahat mulai ${show(rest.start)} hanya ${rest.end - rest.start} detik < ${drivers.break} detik`;
      const en = `${vehicle}: the break at ${show(rest.start)} lasts only ${rest.end - rest.start} s < ${drivers.break} s`;
      yield findingOf({ code: "break-too-short", place: vehicle, tepat: "kualitas", id, en });
    }
    const work = meets(rest);
    if (!work) continue;
    const id = `${reading.label(work.place)}: istirahat ${vehicle} ${show(rest.start)} .. ${show(rest.end)} bertabrakan dengan ${work.id} ${show(work.start)} .. ${show(work.end)}`;
    const en = `${reading.label(work.place)}: the break of ${vehicle} ${show(rest.start)} .. ${show(rest.end)} meets ${work.en} ${show(work.start)} .. ${show(work.end)}`;
    yield findingOf({ code: "break-overlap", place: work.place, tepat: "kualitas", id, en });
  }
}

function* restOverlaps(reading: Reading, { route, breaks }: ReadRoute): Generator<Finding> {
  const { show } = reading.calendar;
  for (const { first, second } of overlapsOf(breaks)) {
    const id = `${route.vehicle}: istirahat ${show(second.start)} mulai sebelum istirahat lain selesai ${show(first.end)}`;
    const en = `${route.vehicle}: the break at ${show(second.start)} starts before another has ended at ${show(first.end)}`;
    yield findingOf({ code: "break-overlap", place: route.vehicle, tepat: "kualitas", id, en });
  }
}

/** The rests long enough to count, in order of time. */
function restsOf(reading: Reading, route: ReadRoute): Interval[] {
  const { drivers } = reading.brief;
  return route.breaks.filter(({ start, end }) => end - start >= drivers.break).sort((a, b) => a.start - b.start);
}

function* workFinding(reading: Reading, vehicle: string, work: { duty: Duty; rests: readonly Interval[] }) {
  const { breakAfter } = reading.brief.drivers;
  const { show } = reading.calendar;
  const { start, end } = work.duty;
  const within = work.rests.filter((rest) => rest.end > start && rest.start < end);
  let from = start;
  for (const until of [...within, { start: end, end }]) {
    if (until.start - from > breakAfter) {
      const id = `${vehicle}: ${show(from)} .. ${show(until.start)} = ${until.start - from} detik tanpa istirahat > ${breakAfter} detik`;
      const en = `${vehicle}: ${show(from)} .. ${show(until.start)} = ${until.start - from} s without a break > ${breakAfter} s`;
      yield findingOf({ code: "break-missing", place: vehicle, tepat: "kualitas", id, en });
    }
    from = Math.max(from, until.end);
  }
}

/** Shifts and breaks of every vehicle. */
export function* driverFindings(reading: Reading): Generator<Finding> {
  for (const route of reading.routes) {
    const rests = restsOf(reading, route);
    yield* breakFindings(reading, route);
    yield* restOverlaps(reading, route);
    for (const duty of dutiesOf(route, reading.calendar)) {
      yield* shiftFinding(reading, route.route.vehicle, duty);
      yield* workFinding(reading, route.route.vehicle, { duty, rests });
    }
  }
}
