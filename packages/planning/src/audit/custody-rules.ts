/**
 * Rules 6, 12 and 15: where each kit and box comes from, where it goes, and that it is there when it is loaded. Follows
 * every kit through its chain; refuses to know vehicles, docks and roads.
 */
import { type Finding, kitsOf, type Place } from "@antar/domain";
import { findingOf, listOf } from "./finding-of.ts";
import { groupBy } from "./intervals.ts";
import type { Reading, ReadTrip } from "./reading.ts";

/** One kit that came to or left a place. */
interface Passage {
  readonly tps: string;
  readonly place: string;
  readonly trip: ReadTrip;
  /** Hand-over has ended (came), or loading starts (left). */
  readonly at: number;
}

/** One kit at a place between its coming and its leaving, in the order of time. */
interface Stay {
  readonly came: Passage | undefined;
  readonly left: Passage | undefined;
}

const byTime = (a: Passage, b: Passage): number => a.at - b.at;

function passagesOf(reading: Reading): { came: Passage[]; left: Passage[] } {
  const came: Passage[] = [];
  const left: Passage[] = [];
  for (const trip of reading.trips) {
    for (const { stop, end } of trip.stops) {
      for (const tps of stop.kits) {
        came.push({ tps, place: stop.place, trip, at: end });
        if (!trip.takes) left.push({ tps, place: trip.trip.origin, trip, at: trip.start });
      }
    }
    // What a rescue carries left the origin with the trip that it takes over from.
    if (trip.takes) continue;
    for (const { kits } of trip.breakdown?.undelivered ?? []) {
      for (const tps of kits) left.push({ tps, place: trip.trip.origin, trip, at: trip.start });
    }
  }
  return { came, left };
}

function* kitTargets(reading: Reading, came: readonly Passage[]): Generator<Finding> {
  const { label, supply, places } = reading;
  for (const [tps, passages] of groupBy(came, (passage) => passage.tps)) {
    const known = places.get(tps)?.kind === "tps";
    const chain = supply.chainOf(tps);
    for (const [place, group] of groupBy(passages, (passage) => passage.place)) {
      if (!known) {
        const id = `${label(place)}: diserahkan kit ${tps}, padahal brief tidak punya TPS dengan kode itu`;
        const en = `${label(place)}: a kit ${tps} is handed over, but the brief has no TPS with that code`;
        yield findingOf({ code: "kit-unknown", place, tepat: "jenis", id, en });
      } else if (!chain.includes(place)) {
        const way = [...chain].reverse().join(" -> ");
        const trips = listOf(group.map((passage) => passage.trip.trip.id));
        const id = `${label(place)}: trip ${trips} menyerahkan kit milik ${label(tps)} di sini; jalurnya ${way}`;
        const en = `${label(place)}: trip ${trips} hands over a kit of ${label(tps)} here; its way is ${way}`;
        yield findingOf({ code: "kit-wrong-place", place, tepat: "sasaran", id, en });
      }
    }
  }
}

function* tooManyKits(reading: Reading, came: readonly Passage[]): Generator<Finding> {
  const { label, places } = reading;
  for (const group of groupBy(came, ({ place, tps }) => `${place} ${tps}`).values()) {
    const [{ place, tps }] = [group[0] ?? { place: "", tps: "" }];
    const owner = places.get(tps);
    const required = owner ? kitsOf(owner) : 0;
    if (owner?.kind !== "tps" || group.length <= required) continue;
    const trips = listOf(group.map((passage) => passage.trip.trip.id));
    const id = `${label(place)}: menerima ${group.length} kit milik ${label(tps)}, seharusnya ${required} (trip ${trips})`;
    const en = `${label(place)}: receives ${group.length} kits of ${label(tps)}, should be ${required} (trips ${trips})`;
    yield findingOf({ code: "kit-doubled", place, tepat: "jumlah", id, en });
  }
}

function* unassignedOnTrips(reading: Reading, came: readonly Passage[]): Generator<Finding> {
  for (const [tps, passages] of groupBy(came, (passage) => passage.tps)) {
    const open = passages.filter((passage) => !reading.begunBefore(passage.trip));
    if (!reading.unassigned.has(tps) || open.length === 0) continue;
    const label = reading.label(tps);
    const trips = listOf([...new Set(open.map((passage) => passage.trip.trip.id))]);
    const id = `${label}: tercantum tidak terlayani, padahal kitnya dibawa trip ${trips}`;
    const en = `${label}: listed as unassigned, but its kit is on trip ${trips}`;
    yield findingOf({ code: "unassigned-but-served", place: tps, tepat: "jumlah", id, en });
  }
}

function* tpsFinding(reading: Reading, tps: Place, received: number): Generator<Finding> {
  const place = tps.code;
  if (reading.unassigned.has(place)) return;
  const label = reading.label(place);
  const required = kitsOf(tps);
  if (received === 0 && required > 0) {
    const id = `${label}: tidak menerima kit (0 dari ${required}) dan tidak tercantum sebagai tidak terlayani`;
    const en = `${label}: receives no kit (0 of ${required}) and is not listed as unassigned`;
    yield findingOf({ code: "tps-unserved", place, tepat: "jumlah", id, en });
  } else if (received < required) {
    const id = `${label}: menerima ${received} kit dari ${required}`;
    const en = `${label}: receives ${received} kits of ${required}`;
    yield findingOf({ code: "kit-missing", place, tepat: "jumlah", id, en });
  }
}

/** Rule 15 for kits: each TPS receives its own, all of them, once, or is explained. */
export function* kitFindings(reading: Reading): Generator<Finding> {
  const { came } = passagesOf(reading);
  const own = groupBy(
    came.filter(({ place, tps }) => place === tps),
    (passage) => passage.tps,
  );
  for (const place of reading.brief.places) {
    if (place.kind === "tps") yield* tpsFinding(reading, place, own.get(place.code)?.length ?? 0);
  }
  yield* unassignedOnTrips(reading, came);
  yield* kitTargets(reading, came);
  yield* tooManyKits(reading, came);
}

/** Kits of one TPS at one place: the first that came is the first that left. */
function pairUp(came: readonly Passage[], left: readonly Passage[]): Stay[] {
  const [ins, outs] = [[...came].sort(byTime), [...left].sort(byTime)];
  return Array.from({ length: Math.max(ins.length, outs.length) }, (_, index) => {
    return { came: ins[index], left: outs[index] };
  });
}

function staysAt(came: readonly Passage[], left: readonly Passage[]): Stay[] {
  const arrivals = groupBy(came, (passage) => passage.tps);
  const departures = groupBy(left, (passage) => passage.tps);
  const owners = [...new Set([...arrivals.keys(), ...departures.keys()])];
  return owners.flatMap((tps) => pairUp(arrivals.get(tps) ?? [], departures.get(tps) ?? []));
}

function staysOf(reading: Reading): Map<string, Stay[]> {
  const { came, left } = passagesOf(reading);
  const arrivals = groupBy(came, (passage) => passage.place);
  const departures = groupBy(left, (passage) => passage.place);
  const spots = new Set([...arrivals.keys(), ...departures.keys()]);
  return new Map([...spots].map((place) => [place, staysAt(arrivals.get(place) ?? [], departures.get(place) ?? [])]));
}

function* presenceFindings(reading: Reading, place: Place, stays: readonly Stay[]): Generator<Finding> {
  const { show } = reading.calendar;
  const label = reading.label(place.code);
  const leaving = stays.filter((stay) => stay.left);
  for (const [trip, group] of groupBy(leaving, (stay) => stay.left?.trip)) {
    if (!trip) continue;
    const never = group.flatMap(({ came, left }) => (left && !came ? [left.tps] : []));
    if (never.length > 0) {
      const id = `${label}: trip ${trip.trip.id} memuat ${never.length} kit yang tidak pernah diterima di sini (${listOf(never)})`;
      const en = `${label}: trip ${trip.trip.id} loads ${never.length} kits that were never received here (${listOf(never)})`;
      yield findingOf({ code: "kit-not-there", place: place.code, tepat: "jumlah", id, en });
    }
    const late = group.filter(({ came }) => came !== undefined && came.at > trip.start);
    const last = late.reduce((latest, { came }) => Math.max(latest, came?.at ?? 0), 0);
    if (late.length > 0) {
      const codes = listOf(late.map(({ left }) => left?.tps ?? ""));
      const id = `${label}: trip ${trip.trip.id} mulai muat ${show(trip.start)}, padahal ${late.length} kit (${codes}) baru diterima ${show(last)}`;
      const en = `${label}: trip ${trip.trip.id} starts loading at ${show(trip.start)}, but ${late.length} kits (${codes}) are received only at ${show(last)}`;
      yield findingOf({ code: "tier-order", place: place.code, tepat: "waktu", id, en });
    }
  }
}

function* restFindings(reading: Reading, place: Place, stays: readonly Stay[]): Generator<Finding> {
  const { label } = reading;
  const waits = ({ trip, tps }: Passage): boolean => reading.unassigned.has(tps) && reading.begunBefore(trip);
  const kept = stays.flatMap(({ came, left }) => (came && !left && !waits(came) ? [came.tps] : []));
  if (kept.length > 0) {
    const id = `${label(place.code)}: ${kept.length} kit diterima tetapi tidak pernah diteruskan (${listOf(kept)})`;
    const en = `${label(place.code)}: ${kept.length} kits are received but never passed on (${listOf(kept)})`;
    yield findingOf({ code: "kit-left-behind", place: place.code, tepat: "jumlah", id, en });
  }
  if (place.overnight !== false) return;
  const { dayOf, show } = reading.calendar;
  const nights = stays.filter(({ came, left }) => came && left && dayOf(left.trip.departure) > dayOf(came.at));
  const [first] = nights;
  if (!first?.came || !first.left) return;
  const [from, to] = [show(first.came.at), show(first.left.trip.departure)];
  const codes = listOf(nights.map(({ came }) => came?.tps ?? ""));
  const id = `${label(place.code)}: ${nights.length} kit (${codes}) bermalam di tempat yang tidak aman, ${from} .. ${to}`;
  const en = `${label(place.code)}: ${nights.length} kits (${codes}) stay overnight at an unsafe place, ${from} .. ${to}`;
  yield findingOf({ code: "overnight-unsafe", place: place.code, tepat: "kualitas", id, en });
}

/** Rules 6 and 12: a kit is there before it is loaded, goes on, and sleeps only where it is safe. */
export function* stayFindings(reading: Reading): Generator<Finding> {
  for (const [code, stays] of staysOf(reading)) {
    const place = reading.places.get(code);
    if (!place || place.kind === "warehouse") continue;
    yield* presenceFindings(reading, place, stays);
    if (place.kind !== "tps") yield* restFindings(reading, place, stays);
  }
}

function boxesOf(place: Place): number {
  return place.boxes ?? 0;
}

/** Rule 15 for boxes: each PPK receives its recapitulation boxes, no more and no less, and nobody else any. */
export function* boxFindings(reading: Reading): Generator<Finding> {
  const received = new Map<string, number>();
  for (const read of reading.trips) {
    for (const { stop } of read.stops) {
      // Those of a place left out may be on the way still, where no road leads to it any more.
      if (reading.unassigned.has(stop.place) && reading.begunBefore(read)) continue;
      received.set(stop.place, (received.get(stop.place) ?? 0) + stop.boxes);
    }
  }
  for (const place of reading.brief.places) {
    const [count, label] = [received.get(place.code) ?? 0, reading.label(place.code)];
    const required = reading.unassigned.has(place.code) ? 0 : boxesOf(place);
    if (count === required) continue;
    // The model promises boxes to a PPK only.
    if (count === 0 && place.kind !== "ppk") continue;
    const code = required === 0 ? "box-wrong-place" : count < required ? "box-missing" : "box-doubled";
    const id = `${label}: menerima ${count} kotak rekapitulasi, seharusnya ${required}`;
    const en = `${label}: receives ${count} recapitulation boxes, should be ${required}`;
    yield findingOf({ code, place: place.code, tepat: required === 0 ? "sasaran" : "jumlah", id, en });
  }
}

/** The list of unassigned: places of the brief that expect something, each once, with a cause. */
export function* unassignedFindings(reading: Reading): Generator<Finding> {
  const { plan, places, label } = reading;
  for (const [code, group] of groupBy(plan.unassigned, (entry) => entry.code)) {
    const place = places.get(code);
    if (!place || (kitsOf(place) === 0 && boxesOf(place) === 0)) {
      const id = `${label(code)}: tercantum tidak terlayani, padahal tidak ada kiriman untuk tempat ini`;
      const en = `${label(code)}: listed as unassigned, but nothing is due there`;
      yield findingOf({ code: "unassigned-unknown", place: code, tepat: "sasaran", id, en });
    }
    if (group.length > 1) {
      const id = `${label(code)}: tercantum tidak terlayani ${group.length} kali`;
      const en = `${label(code)}: listed as unassigned ${group.length} times`;
      yield findingOf({ code: "unassigned-doubled", place: code, tepat: "jumlah", id, en });
    }
    if (group.some(({ cause, says }) => !cause.trim() || !says.id.trim() || !says.en.trim())) {
      const id = `${label(code)}: tidak terlayani tanpa sebab yang tertulis`;
      const en = `${label(code)}: unassigned without a cause in words`;
      yield findingOf({ code: "unassigned-unexplained", place: code, tepat: "kualitas", id, en });
    }
  }
}
