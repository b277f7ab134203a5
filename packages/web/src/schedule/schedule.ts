/**
 * A plan and its brief joined for reading: vehicles, trips and stops with names, places and epoch seconds. Knows who
 * belongs to which kecamatan; refuses to know how anything is drawn.
 */
import type { Brief, Place, PlaceKind, Plan, Route, Trip, Unassigned } from "@antar/domain";
import { epochOf } from "../format/moments.ts";
import { palette, shareColours } from "./colours.ts";

/** A place with the kecamatan it belongs to (code of its PPK; undefined for the warehouse). */
export interface PlaceEntry {
  readonly code: string;
  readonly kind: PlaceKind;
  readonly name: string;
  readonly point: readonly [number, number];
  readonly approximate: boolean;
  readonly accuracy: number | undefined;
  readonly voters: number | undefined;
  readonly kecamatan: string | undefined;
}

/** One visit. Times in epoch seconds, leg in metres and seconds. */
export interface StopEntry {
  readonly place: PlaceEntry;
  readonly order: number;
  readonly leg: { readonly metres: number; readonly seconds: number };
  readonly arrival: number;
  readonly start: number;
  readonly end: number;
  readonly departure: number;
  readonly kits: readonly string[];
  readonly boxes: number;
  /** The trip whose load is taken over here; absent where a load is handed over. */
  readonly takesFrom?: string;
  readonly loadAfter: { readonly kits: number; readonly boxes: number };
}

/** One trip from loading to return. */
export interface TripEntry {
  readonly id: string;
  readonly vehicle: string;
  readonly echelon: number;
  readonly origin: PlaceEntry;
  readonly dock: number | undefined;
  readonly convoy: string | undefined;
  readonly loadingStart: number;
  readonly loadingEnd: number;
  readonly departure: number;
  readonly load: { readonly kits: number; readonly boxes: number };
  readonly stops: readonly StopEntry[];
  readonly returnAt: number;
  readonly returnLeg: { readonly metres: number; readonly seconds: number };
  /** Only where the vehicle broke down on the trip: where it stands, and what is on it that nobody takes over. */
  readonly stands?: { readonly at: PlaceEntry; readonly kits: number; readonly boxes: number };
}

/** Everything that one vehicle does, and the palette index by which it is drawn. */
export interface VehicleEntry {
  readonly id: string;
  readonly type: string;
  readonly typeName: string;
  readonly home: PlaceEntry;
  readonly colour: number;
  readonly echelons: readonly number[];
  readonly kecamatan: readonly string[];
  readonly trips: readonly TripEntry[];
  readonly breaks: readonly { readonly start: number; readonly end: number }[];
  readonly transfers: readonly { readonly from: string; readonly to: string; start: number; end: number }[];
  readonly start: number;
  readonly end: number;
  readonly metres: number;
  readonly kits: number;
  readonly boxes: number;
}

/** Where a stop stands: its trip and its vehicle. */
export interface Visit {
  readonly vehicle: VehicleEntry;
  readonly trip: TripEntry;
  readonly stop: StopEntry;
}

/** The whole plan, ready to be read. */
export interface Schedule {
  readonly plan: Plan;
  readonly title: string;
  readonly area: string;
  readonly timeZone: string;
  readonly deadline: number;
  readonly legalEnd: number;
  readonly windowStart: number;
  readonly vehicles: readonly VehicleEntry[];
  readonly places: ReadonlyMap<string, PlaceEntry>;
  readonly kecamatan: readonly { readonly code: string; readonly name: string }[];
  /** Visits per place code, in order of time. */
  readonly visits: ReadonlyMap<string, readonly Visit[]>;
  readonly unassigned: readonly Unassigned[];
  readonly approximate: number;
}

function kecamatanOf(place: Place, byCode: ReadonlyMap<string, Place>): string | undefined {
  let at: Place | undefined = place;
  for (let steps = 0; at && steps < 8; steps += 1) {
    if (at.kind === "ppk") return at.code;
    at = at.suppliedBy === undefined ? undefined : byCode.get(at.suppliedBy);
  }
  return undefined;
}

function placesOf(brief: Brief): Map<string, PlaceEntry> {
  const byCode = new Map(brief.places.map((place) => [place.code, place]));
  return new Map(
    brief.places.map((place) => [
      place.code,
      {
        code: place.code,
        kind: place.kind,
        name: place.name,
        point: [place.point[0], place.point[1]],
        approximate: place.approximate ?? false,
        accuracy: place.accuracy,
        voters: place.voters,
        kecamatan: kecamatanOf(place, byCode),
      },
    ]),
  );
}

type PlaceAt = (code: string) => PlaceEntry;

function standsOf({ breakdown, return: end }: Trip, placeAt: PlaceAt): Pick<TripEntry, "stands"> {
  if (!breakdown) return {};
  const left = breakdown.undelivered.filter(({ takenBy }) => takenBy === undefined);
  const kits = left.reduce((sum, stop) => sum + stop.kits.length, 0);
  return { stands: { at: placeAt(end.place), kits, boxes: left.reduce((sum, { boxes }) => sum + boxes, 0) } };
}

function tripEntry(vehicle: string, trip: Trip, placeAt: PlaceAt): TripEntry {
  return {
    id: trip.id,
    vehicle,
    echelon: trip.echelon,
    origin: placeAt(trip.origin),
    dock: trip.dock,
    convoy: trip.convoy,
    loadingStart: epochOf(trip.loading.start),
    loadingEnd: epochOf(trip.loading.end),
    departure: epochOf(trip.departure),
    load: trip.load,
    stops: trip.stops.map((stop, index) => ({
      place: placeAt(stop.place),
      order: index + 1,
      leg: stop.leg,
      arrival: epochOf(stop.arrival),
      start: epochOf(stop.start),
      end: epochOf(stop.end),
      departure: epochOf(stop.departure),
      kits: stop.kits,
      boxes: stop.boxes,
      ...(stop.takes ? { takesFrom: stop.takes.trip } : {}),
      loadAfter: stop.loadAfter,
    })),
    returnAt: epochOf(trip.return.arrival),
    returnLeg: trip.return.leg,
    ...standsOf(trip, placeAt),
  };
}

function metresOf(route: Route): number {
  const trips = route.trips.map(
    (trip) => trip.stops.reduce((sum, stop) => sum + stop.leg.metres, 0) + trip.return.leg.metres,
  );
  const transfers = route.transfers.map((transfer) => transfer.leg.metres);
  return [...trips, ...transfers].reduce((sum, metres) => sum + metres, 0);
}

function vehicleEntry(route: Route, brief: Brief, placeAt: PlaceAt): VehicleEntry {
  const trips = route.trips.map((trip) => tripEntry(route.vehicle, trip, placeAt));
  const kecamatan = trips.flatMap((trip) => [...trip.stops.map((stop) => stop.place.kecamatan), trip.origin.kecamatan]);
  return {
    id: route.vehicle,
    type: route.vehicleType,
    typeName: brief.vehicleTypes.find((type) => type.id === route.vehicleType)?.name ?? route.vehicleType,
    home: placeAt(route.home),
    colour: 0,
    echelons: [...new Set(trips.map((trip) => trip.echelon))].sort(),
    kecamatan: [...new Set(kecamatan)].filter((code) => code !== undefined),
    trips,
    breaks: route.breaks.map((rest) => ({ start: epochOf(rest.start), end: epochOf(rest.end) })),
    transfers: route.transfers.map((transfer) => ({
      from: transfer.from,
      to: transfer.to,
      start: epochOf(transfer.departure),
      end: epochOf(transfer.arrival),
    })),
    start: Math.min(...trips.map((trip) => trip.loadingStart)),
    end: Math.max(...trips.map((trip) => trip.returnAt)),
    metres: metresOf(route),
    kits: trips.reduce((sum, trip) => sum + trip.load.kits, 0),
    boxes: trips.reduce((sum, trip) => sum + trip.load.boxes, 0),
  };
}

function visitsOf(vehicles: readonly VehicleEntry[]): Map<string, Visit[]> {
  const visits = new Map<string, Visit[]>();
  for (const vehicle of vehicles) {
    for (const trip of vehicle.trips) {
      for (const stop of trip.stops) {
        const known = visits.get(stop.place.code);
        if (known) known.push({ vehicle, trip, stop });
        else visits.set(stop.place.code, [{ vehicle, trip, stop }]);
      }
    }
  }
  for (const list of visits.values()) list.sort((left, right) => left.stop.arrival - right.stop.arrival);
  return visits;
}

function inOrder(left: VehicleEntry, right: VehicleEntry): number {
  const echelons = (left.echelons[0] ?? 0) - (right.echelons[0] ?? 0);
  return echelons !== 0 ? echelons : left.id < right.id ? -1 : 1;
}

/** `places` with one for each delivery of extra kits of `plan`: where its TPS is, named after it. */
function withExtraPlaces(plan: Plan, places: Map<string, PlaceEntry>): Map<string, PlaceEntry> {
  const { madeAnew } = plan;
  for (const { extra = [] } of madeAnew ? [...(madeAnew.earlier ?? []), madeAnew] : []) {
    for (const { code, tps } of extra) {
      const own = places.get(tps);
      if (!own || places.has(code)) continue;
      places.set(code, { ...own, code, name: `${own.name} (tambahan / extra)`, voters: undefined });
    }
  }
  return places;
}

/** `plan` and `brief` joined. Vehicles by their first echelon, then by id. A code that the brief lacks keeps its code as name. */
export function scheduleOf(plan: Plan, brief: Brief): Schedule {
  const places = withExtraPlaces(plan, placesOf(brief));
  const placeAt: PlaceAt = (code) =>
    places.get(code) ?? {
      code,
      kind: "tps",
      name: code,
      point: [0, 0],
      approximate: true,
      accuracy: undefined,
      voters: undefined,
      kecamatan: undefined,
    };
  const plain = plan.routes.map((route) => vehicleEntry(route, brief, placeAt)).sort(inOrder);
  const colours = shareColours(
    plain.map((vehicle) => [...vehicle.kecamatan, `echelon ${vehicle.echelons[0] ?? 0}`]),
    palette.light.length,
  );
  const vehicles = plain.map((vehicle, index) => ({ ...vehicle, colour: colours[index] ?? 0 }));
  return {
    plan,
    title: brief.title,
    area: brief.serviceArea.name,
    timeZone: plan.timeZone,
    deadline: epochOf(plan.deadline),
    legalEnd: epochOf(brief.window.legalEnd),
    windowStart: epochOf(brief.window.start),
    vehicles,
    places,
    kecamatan: brief.places
      .filter((place) => place.kind === "ppk")
      .map((place) => ({ code: place.code, name: place.name.replace(/^PPK\s+/, "") })),
    visits: visitsOf(vehicles),
    unassigned: plan.unassigned,
    approximate: brief.places.filter((place) => place.approximate === true).length,
  };
}
