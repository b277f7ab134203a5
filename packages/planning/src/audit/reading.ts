/**
 * A plan read for the audit: each trip with its times as epoch seconds and its places looked up. Knows the shape of the
 * plan; judges only whether a time or a place can be read at all.
 */
import type { Brief, Finding, Place, Plan, Route, Stop, Takes, Trip, Undelivered, VehicleType } from "@antar/domain";
import { parseInstant } from "@antar/measure";
import { type Calendar, calendarOf } from "./calendar.ts";
import { findingOf } from "./finding-of.ts";
import { type Supply, supplyOf } from "./supply.ts";

/** A stop with its times; a time that cannot be read is NaN, so that no comparison with it holds. */
export interface ReadStop {
  readonly stop: Stop;
  readonly place: Place | undefined;
  readonly arrival: number;
  readonly start: number;
  readonly end: number;
  readonly departure: number;
}

/** A trip with its times; `start` and `end` are those of the whole trip, from loading to return. */
export interface ReadTrip {
  readonly trip: Trip;
  readonly vehicle: string;
  readonly origin: Place | undefined;
  readonly start: number;
  readonly loadingEnd: number;
  readonly departure: number;
  readonly stops: readonly ReadStop[];
  readonly end: number;
  /** Only where the vehicle broke down: since when, and what is on it still. */
  readonly breakdown?: { readonly at: number; readonly undelivered: readonly Undelivered[] };
  /** Only where it takes over the load of another trip, instead of loading at its origin. */
  readonly takes?: Takes;
  /** True when it leaves to take over the load of another trip, also where it did not come so far. */
  readonly leavesEmpty: boolean;
}

/** A drive from one origin to the next, or a rest. */
export interface ReadTransfer {
  readonly from: string;
  readonly to: string;
  readonly start: number;
  readonly end: number;
  readonly seconds: number;
  readonly metres: number;
}

/** All that one vehicle does, in the order of the plan. */
export interface ReadRoute {
  readonly route: Route;
  readonly type: VehicleType | undefined;
  readonly trips: readonly ReadTrip[];
  readonly transfers: readonly ReadTransfer[];
  readonly breaks: readonly { readonly start: number; readonly end: number }[];
}

/** What every rule of the audit is given. */
export interface Reading {
  readonly brief: Brief;
  readonly plan: Plan;
  readonly calendar: Calendar;
  readonly supply: Supply;
  readonly places: ReadonlyMap<string, Place>;
  readonly warehouse: Place | undefined;
  readonly routes: readonly ReadRoute[];
  readonly trips: readonly ReadTrip[];
  /** TPS and other places that the plan lists as unassigned. */
  readonly unassigned: ReadonlySet<string>;
  /** True when the plan was made anew after the loading of this trip, or of its convoy, had started; and for a rescue. */
  begunBefore(trip: ReadTrip): boolean;
  /** The place where the load of the trip was loaded first: for a rescue, that of the trip that it takes over from. */
  loadedAt(trip: ReadTrip): Place | undefined;
  /** When the plan was made anew, epoch seconds; minus infinity for a plan that was not. */
  readonly madeAnewAt: number;
  /** Each moment at which the plan was made anew, the last one last, with the seconds that vehicles were behind then. */
  readonly remakings: readonly { readonly at: number; delay(vehicle: string): number }[];
  /** A place for a reader: code and name. */
  label(code: string): string;
}

function momentOf(text: string): number {
  return parseInstant(text) ?? Number.NaN;
}

function takesOf({ stops }: Trip): { takes?: Takes } {
  const takes = stops.find((stop) => stop.takes)?.takes;
  return takes ? { takes } : {};
}

function isRescue({ stops, load, breakdown }: Trip): boolean {
  return stops.some((stop) => stop.takes) || (breakdown !== undefined && load.kits === 0 && load.boxes === 0);
}

function readTrip(trip: Trip, route: Route, places: ReadonlyMap<string, Place>): ReadTrip {
  return {
    trip,
    vehicle: route.vehicle,
    origin: places.get(trip.origin),
    start: momentOf(trip.loading.start),
    loadingEnd: momentOf(trip.loading.end),
    departure: momentOf(trip.departure),
    end: momentOf(trip.return.arrival),
    ...takesOf(trip),
    leavesEmpty: isRescue(trip),
    ...(trip.breakdown ? { breakdown: { ...trip.breakdown, at: momentOf(trip.breakdown.at) } } : {}),
    stops: trip.stops.map((stop) => ({
      stop,
      place: places.get(stop.place),
      arrival: momentOf(stop.arrival),
      start: momentOf(stop.start),
      end: momentOf(stop.end),
      departure: momentOf(stop.departure),
    })),
  };
}

function readRoute(route: Route, brief: Brief, places: ReadonlyMap<string, Place>): ReadRoute {
  return {
    route,
    type: brief.vehicleTypes.find((type) => type.id === route.vehicleType),
    trips: route.trips.map((trip) => readTrip(trip, route, places)),
    transfers: route.transfers.map(({ from, to, departure, arrival, leg }) => ({
      from,
      to,
      start: momentOf(departure),
      end: momentOf(arrival),
      ...leg,
    })),
    breaks: route.breaks.map(({ start, end }) => ({ start: momentOf(start), end: momentOf(end) })),
  };
}

/** Trips that had begun when the plan was made anew, with those of the same convoy. */
function begunTrips(at: number, trips: readonly ReadTrip[]): ReadonlySet<ReadTrip> {
  const started = trips.filter((trip) => trip.start < at);
  const convoys = new Set(started.flatMap(({ trip }) => trip.convoy ?? []));
  return new Set([...started, ...trips.filter(({ trip }) => trip.convoy !== undefined && convoys.has(trip.convoy))]);
}

function loadedAt(trips: readonly ReadTrip[], trip: ReadTrip): Place | undefined {
  let at = trip;
  for (let depth = 0; at.takes && depth <= trips.length; depth++) {
    const from = trips.find((other) => other.trip.id === at.takes?.trip);
    if (!from) return undefined;
    at = from;
  }
  return at.origin;
}

function remakingsOf({ madeAnew }: Plan): Reading["remakings"] {
  const all = madeAnew ? [...(madeAnew.earlier ?? []), madeAnew] : [];
  return all.map(({ at, delays }) => ({ at: momentOf(at), delay: (vehicle) => delays?.[vehicle] ?? 0 }));
}

/** `plan` read against a checked `brief`. Throws RangeError when the brief itself cannot be read. */
export function readingOf(brief: Brief, plan: Plan): Reading {
  const places = new Map(brief.places.map((place) => [place.code, place]));
  const routes = plan.routes.map((route) => readRoute(route, brief, places));
  const trips = routes.flatMap((route) => route.trips);
  const madeAnewAt = plan.madeAnew === undefined ? Number.NEGATIVE_INFINITY : momentOf(plan.madeAnew.at);
  const begun = begunTrips(madeAnewAt, trips);
  return {
    brief,
    plan,
    calendar: calendarOf(brief),
    supply: supplyOf(brief, plan),
    places,
    warehouse: brief.places.find((place) => place.kind === "warehouse"),
    routes,
    trips,
    begunBefore: (trip) => begun.has(trip) || trip.takes !== undefined,
    loadedAt: (trip) => loadedAt(trips, trip),
    madeAnewAt,
    remakings: remakingsOf(plan),
    unassigned: new Set(plan.unassigned.map((entry) => entry.code)),
    label: (code) => {
      const place = places.get(code);
      return place ? `${code} ${place.name}` : code;
    },
  };
}

function* momentsOf(reading: Reading): Generator<{ text: string; place: string }> {
  const { plan } = reading;
  yield { text: plan.deadline, place: "plan" };
  for (const { at } of plan.madeAnew?.earlier ?? []) yield { text: at, place: "plan" };
  if (plan.summary.latestArrival !== null) yield { text: plan.summary.latestArrival, place: "plan" };
  for (const convoy of plan.convoys) for (const text of [convoy.start, convoy.end]) yield { text, place: convoy.id };
  for (const route of plan.routes) {
    for (const rest of route.breaks) for (const text of [rest.start, rest.end]) yield { text, place: route.vehicle };
    for (const drive of route.transfers) {
      for (const text of [drive.departure, drive.arrival]) yield { text, place: drive.from };
    }
    for (const trip of route.trips) {
      for (const text of [trip.loading.start, trip.loading.end, trip.departure, trip.return.arrival]) {
        yield { text, place: trip.origin };
      }
      if (trip.breakdown) yield { text: trip.breakdown.at, place: trip.origin };
      for (const stop of trip.stops) {
        for (const text of [stop.arrival, stop.start, stop.end, stop.departure]) yield { text, place: stop.place };
      }
    }
  }
}

function offsetOf(text: string): number {
  const [, sign, hours = "0", minutes = "0"] = /([+-])(\d{2}):(\d{2})$/.exec(text) ?? [];
  return (sign === "-" ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60);
}

/** Times that cannot be read, lie before the window, or are written in another zone than the tenant's. */
export function* timeFindings(reading: Reading): Generator<Finding> {
  const { brief, calendar } = reading;
  for (const { text, place } of momentsOf(reading)) {
    const moment = momentOf(text);
    const of = reading.label(place);
    if (Number.isNaN(moment)) {
      const id = `${of}: waktu ${text} tidak terbaca; tulis detik bulat dengan selisih zona`;
      const en = `${of}: the time ${text} cannot be read; write whole seconds with an offset`;
      yield findingOf({ code: "time-unreadable", place, tepat: "waktu", id, en });
    } else if (moment < calendar.start) {
      const id = `${of}: ${calendar.show(moment)} sebelum awal jendela ${calendar.show(calendar.start)}`;
      const en = `${of}: ${calendar.show(moment)} is before the window starts at ${calendar.show(calendar.start)}`;
      yield findingOf({ code: "before-window", place, tepat: "waktu", id, en });
    } else if (offsetOf(text) !== calendar.offsetAt(moment)) {
      const id = `${of}: waktu ${text} tidak ditulis dalam zona ${brief.timeZone}`;
      const en = `${of}: the time ${text} is not written in the zone ${brief.timeZone}`;
      yield findingOf({ code: "wrong-offset", place, tepat: "waktu", id, en });
    }
  }
}

/** Codes that the brief does not know, and stops and vehicles that lead nowhere. */
export function* referenceFindings(reading: Reading): Generator<Finding> {
  const unknown = (place: string, idWhere: string, enWhere: string): Finding =>
    findingOf({
      code: "place-unknown",
      place,
      tepat: "sasaran",
      id: `${idWhere}: tidak ada tempat dengan kode ${place} dalam brief`,
      en: `${enWhere}: the brief has no place with the code ${place}`,
    });
  for (const { route, transfers } of reading.routes) {
    const known = (code: string): boolean => reading.places.has(code);
    if (!known(route.home)) yield unknown(route.home, `Pangkalan ${route.vehicle}`, `Home of ${route.vehicle}`);
    for (const { from, to } of transfers) {
      for (const code of [from, to]) {
        if (!known(code)) yield unknown(code, `Pindah ${route.vehicle}`, `Transfer of ${route.vehicle}`);
      }
    }
  }
  for (const { trip, origin, stops } of reading.trips) {
    if (!origin) yield unknown(trip.origin, `Asal trip ${trip.id}`, `Origin of trip ${trip.id}`);
    for (const { stop, place } of stops) {
      if (!place) yield unknown(stop.place, `Trip ${trip.id}`, `Trip ${trip.id}`);
    }
  }
}
