/**
 * The audit of a collection: boxes that come back. Every rule is checked from the brief, the ready events and the arcs of the
 * roads; shares nothing with the planner but types. Moments are epoch seconds.
 */
import { type Brief, type Finding, kitsOf, type Place, sizeOf, type VehicleType } from "@antar/domain";
import type { Collection, CollectionTrip, ReadyEvent } from "../collect/collection.ts";
import type { AuditRoads } from "./audit-roads.ts";
import { findingOf } from "./finding-of.ts";
import { groupBy, overlapsOf } from "./intervals.ts";
import { type LegQuestion, legKey, trueLegs } from "./legs.ts";

interface Case {
  readonly brief: Brief;
  readonly places: ReadonlyMap<string, Place>;
  readonly types: ReadonlyMap<string, VehicleType>;
  readonly ready: ReadonlyMap<string, number>;
  readonly collection: Collection;
}

const gathers = { 1: "warehouse", 2: "ppk", 3: "pps" } as const;

function wrong(code: string, place: string, words: { id: string; en: string }): Finding {
  return findingOf({ code, place, tepat: "jumlah", ...words });
}

function untimely(code: string, place: string, words: { id: string; en: string }): Finding {
  return findingOf({ code, place, tepat: "waktu", ...words });
}

/** Where the kits of each TPS are: they move up one echelon at a time, along the supply of the brief. */
function* custodyFindings({ places, ready, collection }: Case): Generator<Finding> {
  const at = new Map<string, { place: string; since: number }>();
  const kitsAt = (code: string): number => {
    const place = places.get(code);
    return place ? kitsOf(place) : 0;
  };
  for (const place of places.values()) {
    if (kitsOf(place) > 0)
      at.set(place.code, { place: place.code, since: ready.get(place.code) ?? Number.POSITIVE_INFINITY });
  }
  const trips = [...collection.trips].sort((left, right) => right.echelon - left.echelon);
  for (const trip of trips) {
    for (const stop of trip.stops) {
      const supplier = places.get(stop.place)?.suppliedBy;
      if (supplier !== trip.destination) {
        yield wrong("collected-elsewhere", stop.place, {
          id: `${trip.id} membawanya ke ${trip.destination}, pemasoknya ${supplier}`,
          en: `${trip.id} brings it to ${trip.destination}, its supplier is ${supplier}`,
        });
      }
      for (const tps of new Set(stop.kits)) {
        const kits = stop.kits.filter((code) => code === tps).length;
        const here = at.get(tps);
        if (here?.place !== stop.place || kits !== kitsAt(tps)) {
          yield wrong("collected-not-there", tps, {
            id: `${trip.id} mengambil ${kits} kit di ${stop.place}, kitnya di ${here?.place ?? "luar brief"}`,
            en: `${trip.id} takes ${kits} kit(s) at ${stop.place}, they are at ${here?.place ?? "no place of the brief"}`,
          });
          continue;
        }
        if (stop.arrival < here.since) {
          yield untimely("collected-early", tps, {
            id: `${trip.id} tiba sebelum kotaknya siap`,
            en: `${trip.id} arrives before its boxes are ready`,
          });
        }
        at.set(tps, { place: trip.destination, since: trip.unloading.end });
      }
    }
  }
  for (const [tps, { place }] of at) {
    if (places.get(place)?.kind === "warehouse" || !ready.has(tps)) continue;
    yield wrong("collected-left", tps, { id: `kotaknya tertinggal di ${place}`, en: `its boxes are left at ${place}` });
  }
}

function* recapitulationFindings({ places, ready, collection }: Case): Generator<Finding> {
  for (const place of places.values()) {
    const stops = collection.trips.flatMap((trip) => trip.stops.filter((stop) => stop.place === place.code));
    const taken = stops.reduce((sum, stop) => sum + stop.boxes, 0);
    const there = ready.has(place.code) ? (place.boxes ?? 0) : 0;
    if (taken !== there) {
      yield wrong("collected-boxes", place.code, {
        id: `${taken} kotak rekapitulasi diambil, ${there} siap`,
        en: `${taken} recapitulation boxes taken, ${there} ready`,
      });
    }
    for (const stop of stops) {
      if (stop.boxes > 0 && stop.arrival < (ready.get(place.code) ?? 0)) {
        yield untimely("collected-early", place.code, { id: "diambil sebelum siap", en: "taken before it was ready" });
      }
    }
  }
}

function boxesPerKit(brief: Brief): number {
  return brief.kit.pieces.filter(({ kind }) => kind === "kotak").reduce((sum, { count }) => sum + count, 0);
}

function* totalFindings({ brief, places, collection }: Case): Generator<Finding> {
  const each = boxesPerKit(brief);
  const out = [...places.values()].reduce((sum, place) => sum + kitsOf(place) * each + (place.boxes ?? 0), 0);
  const home = collection.trips.filter((trip) => trip.echelon === 1).flatMap((trip) => trip.stops);
  const back = home.reduce((sum, stop) => sum + stop.kits.length * each + stop.boxes, 0);
  if (collection.out === out && collection.in === back) return;
  yield wrong("collected-totals", "collection", {
    id: `keluar ${out} dan kembali ${back} kotak; dilaporkan ${collection.out} dan ${collection.in}`,
    en: `${out} boxes out and ${back} back; reported are ${collection.out} and ${collection.in}`,
  });
}

function* loadFindings({ brief, types, collection }: Case): Generator<Finding> {
  for (const trip of collection.trips) {
    const load = { kits: 0, boxes: 0 };
    for (const stop of trip.stops) {
      load.kits += stop.kits.length;
      load.boxes += stop.boxes;
    }
    const size = sizeOf(brief, load);
    const capacity = types.get(trip.vehicleType)?.capacity;
    for (const unit of ["kits", "pieces", "litres", "grams"] as const) {
      const bound = capacity?.[unit];
      if (bound === undefined || (size[unit] ?? 0) <= bound) continue;
      yield findingOf({
        code: "collected-overload",
        place: trip.id,
        tepat: "kualitas",
        id: `${size[unit]} ${unit} di kendaraan untuk ${bound}`,
        en: `${size[unit]} ${unit} on a vehicle for ${bound}`,
      });
    }
  }
}

function* clockFindings({ brief, collection }: Case): Generator<Finding> {
  const { perStop, handOverPerKit, loadPerKit } = brief.handling;
  for (const trip of collection.trips) {
    let at = trip.transfer ? trip.transfer.departure + trip.transfer.leg.seconds : trip.departure;
    let good = trip.departure >= at;
    at = trip.departure;
    let kits = 0;
    for (const stop of trip.stops) {
      good &&= stop.arrival >= at + stop.leg.seconds;
      good &&= stop.departure >= stop.arrival + perStop + handOverPerKit * stop.kits.length;
      at = stop.departure;
      kits += stop.kits.length;
    }
    good &&= trip.returned >= at + trip.back.seconds && trip.unloading.start >= trip.returned;
    good &&= trip.unloading.end >= trip.unloading.start + loadPerKit * kits;
    if (!good) {
      yield untimely("collected-clock", trip.id, {
        id: "waktu tempuh, serah terima atau bongkar tidak cukup",
        en: "drive, hand-over or unloading takes longer than the times allow",
      });
    }
  }
}

function spanOf(trip: CollectionTrip): { start: number; end: number; trip: CollectionTrip } {
  return { start: trip.transfer?.departure ?? trip.departure, end: trip.unloading.end, trip };
}

/** The home of each vehicle that does not roam: shared out evenly over the places of its base in code order. */
function homesOf({ brief }: Case): Map<string, string | undefined> {
  const homes = new Map<string, string | undefined>();
  for (const type of brief.vehicleTypes) {
    const codes = brief.places.filter(({ kind }) => kind === type.base).map(({ code }) => code);
    codes.sort((left, right) => (left < right ? -1 : left > right ? 1 : 0));
    for (let number = 1; number <= type.count; number++) {
      const name = `${type.id}-${String(number).padStart(String(type.count).length, "0")}`;
      homes.set(name, type.roams ? undefined : codes[(number - 1) % codes.length]);
    }
  }
  return homes;
}

function* vehicleFindings(given: Case): Generator<Finding> {
  const { brief, types, places, collection } = given;
  const homes = homesOf(given);
  for (const [vehicle, trips] of groupBy(collection.trips, (trip) => trip.vehicle)) {
    const spans = trips.map(spanOf).sort((left, right) => left.start - right.start);
    for (const { second } of overlapsOf(spans)) {
      yield wrong("collected-overlap", second.trip.id, { id: `${vehicle} masih jalan`, en: `${vehicle} is still out` });
    }
    let at = homes.get(vehicle);
    for (const { trip } of spans) {
      const kind = places.get(trip.destination)?.kind;
      const type = types.get(trip.vehicleType);
      const home = homes.get(vehicle);
      const moved = at !== undefined && at !== trip.destination;
      const told = trip.transfer?.from === at && at !== undefined;
      const misplaced = home !== undefined && home !== trip.destination;
      if (!homes.has(vehicle) || type?.base !== kind || kind !== gathersIn(trip) || misplaced || (moved && !told)) {
        yield wrong("collected-vehicle", trip.id, {
          id: `${vehicle} tidak bisa berangkat dari ${trip.destination}`,
          en: `${vehicle} cannot set out from ${trip.destination}`,
        });
      }
      at = trip.destination;
    }
    yield* driverFindings(brief, vehicle, spans);
  }
}

function gathersIn({ echelon }: CollectionTrip): string | undefined {
  return echelon === 1 || echelon === 2 || echelon === 3 ? gathers[echelon] : undefined;
}

function* driverFindings(
  { drivers }: Brief,
  vehicle: string,
  spans: readonly { readonly start: number; readonly end: number; readonly trip: CollectionTrip }[],
): Generator<Finding> {
  const [first] = spans;
  let rested = first?.start ?? 0;
  let before = first?.start ?? 0;
  for (const { start, end, trip } of spans) {
    if (start - before >= drivers.break) rested = start;
    before = end;
    if (trip.returned - rested <= drivers.breakAfter && trip.returned - (first?.start ?? 0) <= drivers.shift) continue;
    yield untimely("collected-driver", trip.id, {
      id: `pengemudi ${vehicle} bekerja terlalu lama`,
      en: `the driver of ${vehicle} works too long`,
    });
  }
}

function* dockFindings({ places, collection }: Case): Generator<Finding> {
  const held = collection.trips.filter((trip) => trip.unloading.end > trip.unloading.start);
  for (const [destination, trips] of groupBy(held, (trip) => trip.destination)) {
    const docks = places.get(destination)?.docks;
    if (docks === undefined) continue;
    for (const [dock, own] of groupBy(trips, (trip) => trip.dock ?? 0)) {
      const spans = own.map((trip) => ({ ...trip.unloading, trip }));
      const twice = overlapsOf(spans)[0];
      if (dock >= 1 && dock <= docks && !twice) continue;
      yield wrong("collected-dock", destination, {
        id: `dermaga ${dock} dari ${docks}: dua kendaraan sekaligus atau tidak ada`,
        en: `dock ${dock} of ${docks}: two vehicles at once, or not there`,
      });
    }
  }
}

function* legFindings({ places, types, collection }: Case, roads: AuditRoads): Generator<Finding> {
  const asked: (LegQuestion & { readonly told: { seconds: number; metres: number }; readonly trip: string })[] = [];
  const ask = (
    trip: CollectionTrip,
    way: readonly [string, string],
    told: { seconds: number; metres: number },
  ): void => {
    const [from, to] = [places.get(way[0]), places.get(way[1])];
    const profile = types.get(trip.vehicleType)?.profile;
    if (from && to && profile) asked.push({ from, to, profile, told, trip: trip.id });
  };
  for (const trip of collection.trips) {
    let at = trip.destination;
    if (trip.transfer) ask(trip, [trip.transfer.from, at], trip.transfer.leg);
    for (const stop of trip.stops) {
      ask(trip, [at, stop.place], stop.leg);
      at = stop.place;
    }
    ask(trip, [at, trip.destination], trip.back);
  }
  const legs = trueLegs({ roads, usual: roads, closures: [] }, asked);
  for (const question of asked) {
    const leg = legs.get(legKey(question));
    if (leg && leg.seconds === question.told.seconds && leg.metres === question.told.metres) continue;
    yield wrong("collected-leg", question.trip, {
      id: `${question.from.code} ke ${question.to.code}: ${question.told.seconds} detik, jalan berkata ${leg?.seconds}`,
      en: `${question.from.code} to ${question.to.code}: ${question.told.seconds} s, the roads say ${leg?.seconds}`,
    });
  }
}

function* lateFindings({ ready, collection }: Case, within: number): Generator<Finding> {
  const flagged = new Set(collection.late.map(({ place }) => place));
  const pps = new Map<string, number>();
  for (const trip of collection.trips) {
    if (trip.echelon !== 3) continue;
    for (const stop of trip.stops) for (const tps of stop.kits) pps.set(tps, trip.unloading.end);
  }
  for (const [tps, end] of pps) {
    if (end - (ready.get(tps) ?? end) <= within || flagged.has(tps)) continue;
    yield untimely("collected-late", tps, { id: "terlambat tanpa disebut", en: "late without being named" });
  }
}

/** Everything that is wrong with `collection` of the boxes of `ready`; empty when it keeps every rule. */
export function auditCollection(
  brief: Brief,
  collection: Collection,
  given: { readonly ready: readonly ReadyEvent[]; readonly roads: AuditRoads; readonly within?: number },
): readonly Finding[] {
  const reading: Case = {
    brief,
    places: new Map(brief.places.map((place) => [place.code, place])),
    types: new Map(brief.vehicleTypes.map((type) => [type.id, type])),
    ready: new Map(given.ready.map(({ place, at }) => [place, at])),
    collection,
  };
  return [
    ...custodyFindings(reading),
    ...recapitulationFindings(reading),
    ...totalFindings(reading),
    ...loadFindings(reading),
    ...clockFindings(reading),
    ...vehicleFindings(reading),
    ...dockFindings(reading),
    ...legFindings(reading, given.roads),
    ...lateFindings(reading, given.within ?? 10_800),
  ];
}
