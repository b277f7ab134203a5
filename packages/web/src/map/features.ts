/**
 * The plan as map features: routes and places with the properties that both maps draw by. Refuses to know any map
 * library.
 */
import type { RouteDrawing } from "@antar/api";
import type { Feature, FeatureCollection, LineString, Point } from "geojson";
import { palette, type Theme } from "../schedule/colours.ts";
import { type Filter, passes } from "../schedule/find.ts";
import type { PlaceEntry, Schedule } from "../schedule/schedule.ts";
import { positionsOf } from "./positions.ts";

/** What the planner pointed at. A trip implies its vehicle, a place may stand alone. */
export interface Selection {
  readonly vehicle: string | undefined;
  readonly trip: string | undefined;
  readonly place: string | undefined;
}

/** Nothing selected. */
export const nothing: Selection = { vehicle: undefined, trip: undefined, place: undefined };

/** The drive of one trip. */
export interface RouteTags {
  readonly vehicle: string;
  readonly trip: string;
  readonly echelon: number;
  readonly colour: string;
  /** Number of the line in the drawing: a trip may be drawn in several. */
  readonly part: number;
}

/** A place; `colour` is that of the vehicle that serves it first, `order` its number in the selected trips or "". */
export interface PlaceTags {
  readonly code: string;
  readonly kind: PlaceEntry["kind"];
  readonly name: string;
  readonly approximate: boolean;
  readonly unassigned: boolean;
  readonly colour: string;
  readonly rank: number;
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

/** The lines of `drawing` whose vehicle and trip the schedule knows. */
export function routeFeatures(
  schedule: Schedule,
  drawing: RouteDrawing,
  theme: Theme,
): FeatureCollection<LineString, RouteTags> {
  const trips = new Map(schedule.vehicles.flatMap((vehicle) => vehicle.trips.map((trip) => [trip.id, trip])));
  const vehicles = new Map(schedule.vehicles.map((vehicle) => [vehicle.id, vehicle]));
  const features = drawing.features.flatMap((feature, part): Feature<LineString, RouteTags>[] => {
    const vehicle = vehicles.get(textOf(feature.properties?.vehicle));
    if (!vehicle) return [];
    const trip = trips.get(textOf(feature.properties?.trip));
    const { type, coordinates } = feature.geometry;
    const lines = type === "MultiLineString" ? coordinates : type === "LineString" ? [coordinates] : [];
    const tags: RouteTags = {
      vehicle: vehicle.id,
      trip: trip?.id ?? "",
      echelon: trip?.echelon ?? vehicle.echelons[0] ?? 1,
      colour: palette[theme][vehicle.colour] ?? "#000000",
      part,
    };
    return lines.flatMap((line): Feature<LineString, RouteTags>[] => {
      const positions = Array.isArray(line) ? positionsOf(line) : [];
      if (positions.length < 2) return [];
      return [{ type: "Feature", properties: tags, geometry: { type: "LineString", coordinates: positions } }];
    });
  });
  return { type: "FeatureCollection", features };
}

const rank: Readonly<Record<PlaceEntry["kind"], number>> = { warehouse: 0, ppk: 1, pps: 2, tps: 3 };

/** Every place of the brief as a point. */
export function placeFeatures(schedule: Schedule, theme: Theme): FeatureCollection<Point, PlaceTags> {
  const unassigned = new Set(schedule.unassigned.map((entry) => entry.code));
  const features = [...schedule.places.values()].map((place): Feature<Point, PlaceTags> => {
    const visit = schedule.visits.get(place.code)?.[0];
    return pointFeature(place, {
      code: place.code,
      kind: place.kind,
      name: place.name,
      approximate: place.approximate,
      unassigned: unassigned.has(place.code),
      colour: (visit && palette[theme][visit.vehicle.colour]) ?? "#888888",
      rank: rank[place.kind],
    });
  });
  return { type: "FeatureCollection", features };
}

/** The lines of the selected vehicle, or of its selected trip. */
export function chosenRoutes(
  schedule: Schedule,
  drawing: RouteDrawing,
  { selection: { vehicle, trip }, theme }: { readonly selection: Selection; readonly theme: Theme },
): FeatureCollection<LineString, RouteTags> {
  const own = vehicle === undefined ? [] : drawing.features.filter((line) => line.properties?.vehicle === vehicle);
  const { features } = routeFeatures(schedule, { ...drawing, features: own }, theme);
  const chosen = features.filter(({ properties }) => trip === undefined || properties.trip === trip);
  return { type: "FeatureCollection", features: chosen };
}

/** The selected place alone. */
export function chosenPlace(schedule: Schedule, { place }: Selection): FeatureCollection<Point> {
  const found = place === undefined ? undefined : schedule.places.get(place);
  const features = found ? [pointFeature(found, {})] : [];
  return { type: "FeatureCollection", features };
}

/** Numbered stops as points. */
export function stopFeatures(stops: readonly NumberedStop[]): FeatureCollection<Point> {
  const features = stops.map(({ place, label, colour }) => pointFeature(place, { code: place.code, label, colour }));
  return { type: "FeatureCollection", features };
}

function pointFeature<Tags extends object>({ point }: PlaceEntry, properties: Tags): Feature<Point, Tags> {
  return { type: "Feature", properties, geometry: { type: "Point", coordinates: [point[0], point[1]] } };
}

/** Stops of the selected vehicle, or of its selected trip, each with its number in its trip. */
export interface NumberedStop {
  readonly place: PlaceEntry;
  readonly label: string;
  readonly colour: string;
}

/** The numbered stops that the selection asks for; further numbers at one place are counted: `1.1 +2`. */
export function numberedStops(schedule: Schedule, selection: Selection, theme: Theme): readonly NumberedStop[] {
  const vehicle = schedule.vehicles.find((entry) => entry.id === selection.vehicle);
  if (!vehicle) return [];
  const trips = vehicle.trips.filter((trip) => selection.trip === undefined || trip.id === selection.trip);
  const byPlace = new Map<string, { place: PlaceEntry; labels: string[] }>();
  for (const [index, trip] of trips.entries()) {
    for (const stop of trip.stops) {
      const label = trips.length > 1 ? `${index + 1}.${stop.order}` : `${stop.order}`;
      const known = byPlace.get(stop.place.code);
      if (known) known.labels.push(label);
      else byPlace.set(stop.place.code, { place: stop.place, labels: [label] });
    }
  }
  const colour = palette[theme][vehicle.colour] ?? "#000000";
  return [...byPlace.values()].map(({ place, labels }) => ({
    place,
    colour,
    label: labels.length > 1 ? `${labels[0]} +${labels.length - 1}` : (labels[0] ?? ""),
  }));
}

/** Ids of the vehicles that pass the filter. */
export function shownVehicles(schedule: Schedule, filter: Filter): ReadonlySet<string> {
  return new Set(schedule.vehicles.filter((vehicle) => passes(vehicle, filter)).map((vehicle) => vehicle.id));
}

/** West, south, east, north of `points`; undefined when there are none. */
export type Box = readonly [west: number, south: number, east: number, north: number];

/** The smallest box around `points`. */
export function boxOf(points: Iterable<readonly [number, number]>): Box | undefined {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [lon, lat] of points) {
    [west, south] = [Math.min(west, lon), Math.min(south, lat)];
    [east, north] = [Math.max(east, lon), Math.max(north, lat)];
  }
  return west > east ? undefined : [west, south, east, north];
}

/** What the camera is about. */
export interface View {
  readonly selection: Selection;
  readonly filter: Filter;
  readonly drawing: RouteDrawing;
}

/** Every point of the drawn lines of a vehicle, of all its trips or of one. */
function linePoints(drawing: RouteDrawing, vehicle: string, trip: string | undefined): [number, number][] {
  return drawing.features
    .filter(({ properties }) => properties?.vehicle === vehicle)
    .filter(({ properties }) => trip === undefined || properties?.trip === trip)
    .flatMap(({ geometry: { coordinates } }) => positionsOf(coordinates))
    .flatMap(([lon, lat]): [number, number][] => (lon === undefined || lat === undefined ? [] : [[lon, lat]]));
}

/** The box around the stops and drawn lines of the selection, or around the places that the filter is about. */
export function boxOfInterest(schedule: Schedule, { selection, filter, drawing }: View): Box | undefined {
  const vehicle = schedule.vehicles.find((entry) => entry.id === selection.vehicle);
  if (vehicle) {
    const trips = vehicle.trips.filter((trip) => selection.trip === undefined || trip.id === selection.trip);
    const ends = trips.flatMap((trip) => [trip.origin.point, ...trip.stops.map((stop) => stop.place.point)]);
    return boxOf([...ends, ...linePoints(drawing, vehicle.id, selection.trip)]);
  }
  const places = [...schedule.places.values()];
  const chosen = places.filter((place) => filter.kecamatan === undefined || place.kecamatan === filter.kecamatan);
  return boxOf((chosen.length > 0 ? chosen : places).map((place) => place.point));
}
