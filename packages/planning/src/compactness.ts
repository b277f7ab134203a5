/**
 * How compact a plan is: how often routes of different vehicles cross, and how far their territories overlap. Knows straight
 * lines between places; refuses to know roads, for a road is shared by whoever drives there.
 */
import { type Brief, extrasOf, type Place, type Plan, withExtras } from "@antar/domain";
import * as turf from "@turf/turf";
import type { Feature, Polygon } from "geojson";

/** The measure of some routes. */
export interface Measure {
  /** Pairs of straight legs that cross between their ends, of different vehicles on the same echelon. */
  readonly crossings: number;
  /** Square metres shared by two territories of the same echelon, each pair counted, by the square metres of all, 0.. */
  readonly overlap: number;
}

/** The measure of a plan and of each kecamatan. */
export interface Compactness extends Measure {
  /** In code order; what lies between two kecamatan counts in both. */
  readonly kecamatan: readonly (Measure & { readonly code: string; readonly name: string })[];
}

/** A straight leg, in whole ten-millionths of a degree. */
interface Segment {
  readonly vehicle: string;
  readonly echelon: number;
  readonly kecamatan: string;
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
  readonly west: number;
  readonly east: number;
}

/** What one vehicle serves from one origin: the hull of the places. */
interface Territory {
  readonly vehicle: string;
  readonly echelon: number;
  readonly kecamatan: string;
  readonly hull: Feature<Polygon>;
  readonly area: number;
  readonly west: number;
  readonly east: number;
}

/** Codes of kecamatan are the first six digits of the codes of their places. */
const kecamatanOf = (code: string): string => code.slice(0, 6);

const whole = ({ point: [longitude, latitude] }: Place): readonly [number, number] => [
  Math.round(longitude * 1e7),
  Math.round(latitude * 1e7),
];

/** Above zero when `c` lies to the left of the way from `a` to `b`; exact for places less than 9 degrees apart. */
function side(a: readonly [number, number], b: readonly [number, number], c: readonly [number, number]): number {
  return Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]));
}

/** True when two legs cross at a point that is an end of neither. */
function cross(left: Segment, right: Segment): boolean {
  return (
    side(left.from, left.to, right.from) * side(left.from, left.to, right.to) < 0 &&
    side(right.from, right.to, left.from) * side(right.from, right.to, left.to) < 0
  );
}

function segmentsOf(plan: Plan, places: ReadonlyMap<string, Place>): Segment[] {
  return plan.routes.flatMap(({ vehicle, trips }) =>
    trips.flatMap((trip): Segment[] => {
      const kecamatan = kecamatanOf(trip.stops[0]?.place ?? trip.origin);
      const codes = [trip.origin, ...trip.stops.map((stop) => stop.place), trip.return.place];
      const points = codes.flatMap((code) => places.get(code) ?? []).map(whole);
      return points.slice(1).map((to, index): Segment => {
        const from = points[index] ?? to;
        const [west, east] = [Math.min(from[0], to[0]), Math.max(from[0], to[0])];
        return { vehicle, echelon: trip.echelon, kecamatan, from, to, west, east };
      });
    }),
  );
}

function territoriesOf(plan: Plan, places: ReadonlyMap<string, Place>): Territory[] {
  return plan.routes.flatMap(({ vehicle, trips }) => {
    const served = new Map<string, { readonly echelon: number; readonly codes: Set<string> }>();
    for (const { origin, echelon, stops } of trips) {
      const own = served.get(origin) ?? { echelon, codes: new Set<string>() };
      served.set(origin, own);
      for (const stop of stops) own.codes.add(stop.place);
    }
    return [...served.values()].flatMap(({ echelon, codes }): Territory[] => {
      const points = [...codes].flatMap((code) => places.get(code) ?? []).map(({ point }) => turf.point([...point]));
      const hull = points.length < 3 ? undefined : turf.convex(turf.featureCollection(points));
      if (!hull) return [];
      const [west, , east] = turf.bbox(hull);
      const kecamatan = kecamatanOf([...codes][0] ?? "");
      return [{ vehicle, echelon, kecamatan, hull, area: turf.area(hull), west, east }];
    });
  });
}

interface Strip {
  readonly vehicle: string;
  readonly echelon: number;
  readonly west: number;
  readonly east: number;
}

/** Pairs of different vehicles on the same echelon that share some longitude. */
function* neighbours<Item extends Strip>(items: readonly Item[]): Generator<readonly [Item, Item]> {
  let open: Item[] = [];
  for (const item of [...items].sort((left, right) => left.west - right.west)) {
    open = open.filter((other) => other.east >= item.west);
    for (const other of open) {
      if (other.vehicle !== item.vehicle && other.echelon === item.echelon) yield [other, item];
    }
    open.push(item);
  }
}

interface Sums {
  crossings: number;
  shared: number;
  area: number;
}

function measureOf({ crossings, shared, area }: Sums): Measure {
  return { crossings, overlap: area > 0 ? shared / area : 0 };
}

/**
 * The compactness of `plan`. A territory is the convex hull of the places that one vehicle serves from one origin; fewer
 * than three places have none.
 */
export function compactnessOf(plan: Plan, brief: Brief): Compactness {
  const places = new Map(withExtras(brief, extrasOf(plan)).places.map((place) => [place.code, place]));
  const sums = new Map<string, Sums>();
  const all: Sums = { crossings: 0, shared: 0, area: 0 };
  const sumsOf = (codes: readonly string[]): Sums[] => [
    all,
    ...[...new Set(codes)].map((code) => {
      const own = sums.get(code) ?? { crossings: 0, shared: 0, area: 0 };
      sums.set(code, own);
      return own;
    }),
  ];
  const segments = segmentsOf(plan, places);
  for (const { kecamatan } of segments) sumsOf([kecamatan]);
  for (const [left, right] of neighbours(segments)) {
    if (!cross(left, right)) continue;
    for (const own of sumsOf([left.kecamatan, right.kecamatan])) own.crossings++;
  }
  const territories = territoriesOf(plan, places);
  for (const { kecamatan, area } of territories) for (const own of sumsOf([kecamatan])) own.area += area;
  for (const [left, right] of neighbours(territories)) {
    const shared = turf.intersect(turf.featureCollection([left.hull, right.hull]));
    const area = shared ? turf.area(shared) : 0;
    for (const own of sumsOf([left.kecamatan, right.kecamatan])) own.shared += area;
  }
  // A kecamatan has the name of its office without the word for it.
  const nameOf = (code: string): string => places.get(code)?.name.replace(/^PPK /, "") ?? code;
  const kecamatan = [...sums]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([code, own]) => ({ code, name: nameOf(code), ...measureOf(own) }));
  return { ...measureOf(all), kecamatan };
}
