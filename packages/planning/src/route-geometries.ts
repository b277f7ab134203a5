/**
 * A plan as map features: trips as lines along the roads, stops as points, and the territories of the suppliers with
 * how much they overlap. Knows GeoJSON; changes nothing in the plan.
 */
import { type Brief, extrasOf, type Place, type Plan, type Stop, type Trip, withExtras } from "@antar/domain";
import type { LonLat } from "@antar/measure";
import type { Closure, RoadNetwork } from "@antar/roads";
import * as turf from "@turf/turf";
import type { Feature, FeatureCollection, LineString, Point, Polygon } from "geojson";
import { roadClosuresOf } from "./road-closures.ts";
import { closureSpells } from "./roads-in-time.ts";
import { momentIn } from "./written-plan.ts";

/** Properties of a trip's line. */
export interface TripProperties {
  readonly feature: "trip";
  readonly vehicle: string;
  readonly vehicleType: string;
  readonly trip: string;
  readonly echelon: number;
  readonly origin: string;
  readonly departure: string;
  readonly return: string;
  readonly kits: number;
  readonly synthetic: boolean;
  readonly attribution: string;
}

/** Properties of a stop's point. */
export interface StopProperties {
  readonly feature: "stop";
  readonly vehicle: string;
  readonly trip: string;
  readonly echelon: number;
  readonly place: string;
  readonly name: string;
  readonly kind: string;
  readonly number: number;
  /** The trip whose load is taken over here; absent where a load is handed over. */
  readonly takesFrom?: string;
  readonly arrival: string;
  readonly end: string;
  readonly kits: number;
  readonly boxes: number;
  readonly approximate: boolean;
}

/** Trips and stops of a plan. */
export type RouteGeometries = FeatureCollection<LineString | Point, TripProperties | StopProperties>;

/** Half a metre or so of tolerance, in degrees: lines get smaller, nobody sees it. */
const tolerance = 0.000_005;

interface Reading {
  readonly plan: Plan;
  readonly places: ReadonlyMap<string, Place>;
  readonly profileOf: ReadonlyMap<string, string>;
  /** The roads at a moment, epoch seconds. */
  roadsAt(moment: number): DrawnRoads;
}

/** What is asked of roads to draw on them; a network that cannot be closed is drawn as if open. */
export interface DrawnRoads extends Pick<RoadNetwork, "path"> {
  withClosures?(closures: readonly Closure[]): DrawnRoads;
}

function roadsOf(plan: Plan, network: DrawnRoads): Reading["roadsAt"] {
  const spells = closureSpells(plan.closures ?? []).map(({ until, closures }) => {
    const closed = closures.length > 0 ? network.withClosures?.(closures.flatMap(roadClosuresOf)) : undefined;
    return { until, roads: closed ?? network };
  });
  return (moment) => spells.find(({ until }) => moment < until)?.roads ?? network;
}

function placeOf({ places }: Reading, code: string): Place {
  const place = places.get(code);
  if (!place) throw new RangeError(`the plan names the place ${code}, the brief does not know it`);
  return place;
}

function lineOf(reading: Reading, trip: Trip, profile: string): Feature<LineString> {
  const codes = [trip.origin, ...trip.stops.map((stop) => stop.place), trip.return.place];
  const departures = [trip.departure, ...trip.stops.map((stop) => stop.departure)].map(momentIn);
  const points = codes.map((code): LonLat => placeOf(reading, code).point);
  const line = points.slice(1).flatMap((to, index): number[][] => {
    const from = points[index] ?? to;
    const roads = reading.roadsAt(departures[index] ?? 0);
    const geometry = roads.path(profile, from, to)?.geometry ?? [from, to];
    return geometry.map(([longitude, latitude]) => [longitude, latitude]);
  });
  const [first = [0, 0]] = line;
  const whole = turf.lineString(line.length > 1 ? line : [first, first]);
  return turf.truncate(turf.simplify(whole, { tolerance, highQuality: false, mutate: true }), { precision: 6 });
}

function stopOf(
  reading: Reading,
  stop: Stop,
  at: { trip: Trip; vehicle: string; number: number },
): Feature<Point, StopProperties> {
  const place = placeOf(reading, stop.place);
  return turf.point([...place.point], {
    feature: "stop",
    vehicle: at.vehicle,
    trip: at.trip.id,
    echelon: at.trip.echelon,
    place: place.code,
    name: place.name,
    kind: place.kind,
    number: at.number,
    ...(stop.takes ? { takesFrom: stop.takes.trip } : {}),
    arrival: stop.arrival,
    end: stop.end,
    kits: stop.kits.length,
    boxes: stop.boxes,
    approximate: place.approximate ?? false,
  });
}

/** The places of `plan` by code, those of its extra kits too. */
function placesOf(brief: Brief, plan: Plan): Map<string, Place> {
  return new Map(withExtras(brief, extrasOf(plan)).places.map((place) => [place.code, place]));
}

/** Every trip of `plan` as a line along `network`, then every stop as a point; in the order of the plan. */
export function routeGeometries(plan: Plan, brief: Brief, network: DrawnRoads): RouteGeometries {
  const places = placesOf(brief, plan);
  const profileOf = new Map(brief.vehicleTypes.map((type) => [type.id, type.profile]));
  const reading: Reading = { plan, places, profileOf, roadsAt: roadsOf(plan, network) };
  const lines: Feature<LineString, TripProperties>[] = [];
  const stops: Feature<Point, StopProperties>[] = [];
  for (const route of plan.routes) {
    for (const trip of route.trips) {
      const { geometry } = lineOf(reading, trip, profileOf.get(route.vehicleType) ?? "");
      const properties: TripProperties = {
        feature: "trip",
        vehicle: route.vehicle,
        vehicleType: route.vehicleType,
        trip: trip.id,
        echelon: trip.echelon,
        origin: trip.origin,
        departure: trip.departure,
        return: trip.return.arrival,
        kits: trip.load.kits,
        synthetic: plan.roads.synthetic,
        attribution: plan.roads.attribution,
      };
      lines.push(turf.feature(geometry, properties));
      for (const [index, stop] of trip.stops.entries()) {
        stops.push(stopOf(reading, stop, { trip, vehicle: route.vehicle, number: index + 1 }));
      }
    }
  }
  return turf.featureCollection<LineString | Point, TripProperties | StopProperties>([...lines, ...stops]);
}

/** The area that one supplier serves. */
export interface Territory {
  readonly supplier: string;
  readonly echelon: number;
  readonly places: number;
  /** Square metres; 0 for fewer than three places in general position. */
  readonly area: number;
  readonly hull: Feature<Polygon> | undefined;
}

/** Territories of one plan and how compact they are. */
export interface Territories {
  readonly territories: readonly Territory[];
  /** Square metres that two territories of the same echelon share, each pair counted. */
  readonly overlap: number;
}

/** The hulls of what each supplier serves in `plan`, and their overlap: the measure of compactness. */
export function territoriesOf(plan: Plan, brief: Brief): Territories {
  const places = placesOf(brief, plan);
  const echelons = { warehouse: 1, ppk: 2, pps: 3, tps: 3 } as const;
  const bySupplier = new Map<string, Place[]>();
  for (const { place, from } of plan.supply) {
    const receiver = places.get(place);
    if (receiver) bySupplier.set(from, [...(bySupplier.get(from) ?? []), receiver]);
  }
  const territories = [...bySupplier].map(([supplier, own]): Territory => {
    const points = turf.featureCollection(own.map((place) => turf.point([...place.point])));
    const hull = turf.convex(points) ?? undefined;
    const echelon = echelons[places.get(supplier)?.kind ?? "warehouse"];
    return { supplier, echelon, places: own.length, area: hull ? Math.round(turf.area(hull)) : 0, hull };
  });
  let overlap = 0;
  for (const [index, left] of territories.entries()) {
    for (const right of territories.slice(index + 1)) {
      if (left.echelon !== right.echelon || !left.hull || !right.hull) continue;
      const shared = turf.intersect(turf.featureCollection([left.hull, right.hull]));
      if (shared) overlap += turf.area(shared);
    }
  }
  return { territories, overlap: Math.round(overlap) };
}
