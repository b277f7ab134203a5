/**
 * Rules 1, 2 and 4: each place is supplied by the right one, in its echelon, and unsplit where it must be.
 */
import type { Finding } from "@antar/domain";
import { findingOf, listOf } from "./finding-of.ts";
import { groupBy } from "./intervals.ts";
import type { Reading, ReadStop, ReadTrip } from "./reading.ts";

const nothing = { id: "tidak dipasok siapa pun", en: "nobody" };

function* supplyGaps(reading: Reading): Generator<Finding> {
  const { plan, supply, label } = reading;
  const codes = plan.supply.map((pair) => pair.place);
  const listed = new Set(codes);
  for (const code of supply.receivers) {
    if (listed.has(code)) continue;
    const id = `${label(code)}: harus menerima kiriman tetapi tidak tercantum dalam supply`;
    const en = `${label(code)}: it must receive something but is not listed in supply`;
    yield findingOf({ code: "supply-missing", place: code, tepat: "sasaran", id, en });
  }
  const late = codes.find((code, index) => code < (codes[index - 1] ?? code));
  if (late === undefined) return;
  const id = `${label(late)}: supply tidak diurutkan menurut kode`;
  const en = `${label(late)}: supply is not in code order`;
  yield findingOf({ code: "supply-order", place: late, tepat: "kualitas", blocking: false, id, en });
}

/** Rule 1: `plan.supply` lists each receiver once, with its kind and the supplier that the mode gives it. */
export function* supplyListFindings(reading: Reading): Generator<Finding> {
  const { plan, supply, places, label } = reading;
  const listed = new Set<string>();
  for (const { place: code, from, kind } of plan.supply) {
    const place = places.get(code);
    const expected = supply.supplierOf(code);
    if (listed.has(code)) {
      const id = `${label(code)}: tercantum dua kali dalam supply`;
      const en = `${label(code)}: listed twice in supply`;
      yield findingOf({ code: "supply-doubled", place: code, tepat: "sasaran", id, en });
    }
    listed.add(code);
    if (!place || place.kind !== kind) {
      const id = `${label(code)}: supply menyebut jenis ${kind}, brief ${place?.kind ?? "tidak mengenalnya"}`;
      const en = `${label(code)}: supply says kind ${kind}, the brief ${place?.kind ?? "does not know it"}`;
      yield findingOf({ code: "supply-kind", place: code, tepat: "jenis", id, en });
    } else if (from !== expected) {
      const id = `${label(code)}: supply menyebut pemasok ${label(from)}, mode ${plan.mode}: ${expected ?? nothing.id}`;
      const en = `${label(code)}: supply names the supplier ${label(from)}, mode ${plan.mode}: ${expected ?? nothing.en}`;
      yield findingOf({ code: "supply-wrong", place: code, tepat: "sasaran", id, en });
    }
  }
  yield* supplyGaps(reading);
}

function* stopSupply(reading: Reading, read: ReadTrip, { stop }: ReadStop): Generator<Finding> {
  const { supply, label } = reading;
  const { trip } = read;
  const expected = supply.supplierOf(stop.place);
  const origin = reading.loadedAt(read)?.code ?? trip.origin;
  if (stop.takes || expected === origin) return;
  const [to, from] = [label(stop.place), label(origin)];
  const id = `${to}: trip ${trip.id} datang dari ${from}, pemasoknya ${expected ? label(expected) : nothing.id}`;
  const en = `${to}: trip ${trip.id} comes from ${from}, its supplier is ${expected ? label(expected) : nothing.en}`;
  yield findingOf({ code: "wrong-supplier", place: stop.place, tepat: "sasaran", id, en });
}

const echelons = { warehouse: 1, ppk: 2, pps: 3 } as const;

/** Rules 1 and 2 for each trip: origin, echelon, and the supplier of each stop. */
export function* originFindings(reading: Reading): Generator<Finding> {
  for (const trip of reading.trips) {
    const { origin } = trip;
    if (!origin) continue;
    const { id: name, echelon, origin: code } = trip.trip;
    const loaded = reading.loadedAt(trip) ?? origin;
    if (origin.kind === "tps") {
      const id = `Trip ${name}: ${reading.label(code)} adalah TPS; TPS tidak memasok siapa pun`;
      const en = `Trip ${name}: ${reading.label(code)} is a TPS; a TPS supplies nobody`;
      yield findingOf({ code: "origin-tps", place: code, tepat: "sasaran", id, en });
    } else if (loaded.kind !== "tps" && echelons[loaded.kind] !== echelon) {
      const id = `Trip ${name} dari ${reading.label(code)}: eselon ${echelon}, seharusnya ${echelons[loaded.kind]}`;
      const en = `Trip ${name} from ${reading.label(code)}: echelon ${echelon}, should be ${echelons[loaded.kind]}`;
      yield findingOf({ code: "wrong-echelon", place: code, tepat: "jenis", id, en });
    }
    for (const stop of trip.stops) if (stop.place) yield* stopSupply(reading, trip, stop);
  }
}

/** The load of a place by what was asked for together: its own, and each delivery of extra kits. */
function* loadsAt({ places }: Reading, { stop }: ReadStop): Generator<string> {
  const extra = (code: string): boolean => places.get(code)?.extraOf !== undefined;
  if (stop.boxes > 0 || stop.kits.some((code) => !extra(code))) yield "own";
  yield* new Set(stop.kits.filter(extra));
}

/** Rule 4: what is asked for together comes to a place that may not be split in one stop; and no stop is for nothing. */
export function* splitFindings(reading: Reading): Generator<Finding> {
  const { brief, trips, label } = reading;
  const visits = trips.flatMap((trip) => trip.stops.map((stop) => ({ trip: trip.trip.id, ...stop })));
  for (const { place, trip, stop } of visits) {
    if (!place || stop.kits.length > 0 || stop.boxes > 0 || stop.takes) continue;
    const id = `${label(place.code)}: trip ${trip} singgah tanpa menyerahkan kit atau kotak`;
    const en = `${label(place.code)}: trip ${trip} stops here without handing over a kit or a box`;
    yield findingOf({ code: "empty-stop", place: place.code, tepat: "efisien", blocking: false, id, en });
  }
  const real = visits.filter(({ stop }) => stop.kits.length > 0 || stop.boxes > 0);
  for (const [place, group] of groupBy(real, (visit) => visit.place)) {
    if (!place || group.length < 2) continue;
    if (place.kind === "ppk" && brief.split.ppk) continue;
    if (place.kind === "pps" && brief.split.pps) continue;
    const loads = group.flatMap((visit) => [...loadsAt(reading, visit)].map((load) => ({ load, trip: visit.trip })));
    for (const parts of groupBy(loads, ({ load }) => load).values()) {
      if (parts.length < 2) continue;
      const names = listOf(parts.map(({ trip }) => trip));
      const id = `${label(place.code)}: kiriman datang dalam ${parts.length} kali serah terima (trip ${names}); harus satu kali`;
      const en = `${label(place.code)}: the load arrives in ${parts.length} hand-overs (trips ${names}); it must be one`;
      yield findingOf({ code: "split-load", place: place.code, tepat: "jumlah", id, en });
    }
  }
}
