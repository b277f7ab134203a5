/**
 * A generated region of 8,000 TPS over 60 x 60 km with a plan, as the service would answer it: for measuring the pages, not
 * a plan that anybody should drive. The same every time.
 */
import type { BriefList, PlanView, RouteDrawing } from "@antar/api";
import type { Brief, Plan } from "@antar/domain";
import { smallPlanView } from "../testing/small-answers.ts";
import { smallBrief, smallPlan } from "../testing/small-plan.ts";

type Route = Plan["routes"][number];
type Stop = Route["trips"][number]["stops"][number];
type PlaceOf = Brief["places"][number];

const [kecamatan, desaEach, tpsEach, stopsOfCart] = [40, 10, 20, 10];
const [west, north, across] = [122, -3.6, 0.54];
const two = (value: number): string => String(value).padStart(2, "0");

/** Spreads `index` of `count` over the square, the same each time. */
function pointOf(index: number, count: number, [lon, lat]: readonly [number, number], size: number): [number, number] {
  const side = Math.ceil(Math.sqrt(count));
  const wave = Math.sin(index * 12.9898) * 0.3;
  const x = ((index % side) + 0.5 + wave) / side;
  const y = (Math.floor(index / side) + 0.5 - wave) / side;
  return [lon + size * x, lat - size * y];
}

function placesOf(): PlaceOf[] {
  const places: PlaceOf[] = [
    { code: "7472", kind: "warehouse", name: "Gudang", point: pointOf(0, 1, [west, north], across) },
  ];
  for (let k = 1; k <= kecamatan; k += 1) {
    const corner = pointOf(k - 1, kecamatan, [west, north], across);
    const ppk = `7472${two(k)}`;
    places.push({ code: ppk, kind: "ppk", name: `PPK ${two(k)}`, point: corner, suppliedBy: "7472", boxes: 2 });
    for (let d = 1; d <= desaEach; d += 1) {
      const centre = pointOf(d - 1, desaEach, corner, across / 7);
      const pps = `${ppk}10${two(d)}`;
      places.push({ code: pps, kind: "pps", name: `PPS ${two(k)}.${two(d)}`, point: centre, suppliedBy: ppk });
      for (let t = 1; t <= tpsEach; t += 1) {
        const code = `${pps}0${two(t)}`;
        const point = pointOf(t - 1, tpsEach, centre, across / 28);
        places.push({ code, kind: "tps", name: `TPS ${two(t)} Desa ${two(k)}.${two(d)}`, point, suppliedBy: pps });
      }
    }
  }
  return places;
}

const clockOf = (minutes: number): string =>
  `2024-11-26T${two(Math.floor(minutes / 60))}:${two(minutes % 60)}:00+08:00`;

function cartOf(number: number, origin: string, tps: readonly PlaceOf[]): Route {
  const leg = { metres: 900, seconds: 180 };
  const begin = 420 + (number % 60);
  const stops = tps.map(({ code }, index): Stop => {
    const at = begin + 12 + index * 14;
    return {
      place: code,
      leg,
      arrival: clockOf(at),
      start: clockOf(at),
      end: clockOf(at + 5),
      departure: clockOf(at + 5),
      kits: [code],
      boxes: 0,
      loadAfter: { kits: tps.length - index - 1, boxes: 0 },
    };
  });
  const trip = {
    id: `T${number}`,
    echelon: 3 as const,
    origin,
    loading: { start: clockOf(begin), end: clockOf(begin + 10) },
    load: { kits: tps.length, boxes: 0 },
    departure: clockOf(begin + 10),
    stops,
    return: { place: origin, leg, arrival: clockOf(begin + 20 + tps.length * 14) },
    loadingOrder: tps.map(({ code }) => code).reverse(),
  };
  return { vehicle: `motor-${number}`, vehicleType: "motor", home: origin, breaks: [], transfers: [], trips: [trip] };
}

/** What the service answers, by method and path. */
export function largeAnswers(): Record<string, unknown> {
  const places = placesOf();
  const points = new Map(places.map(({ code, point }) => [code, point]));
  const tps = places.filter(({ kind }) => kind === "tps");
  const carts = tps.length / stopsOfCart;
  const routes = Array.from({ length: carts }, (_, index) => {
    const own = tps.slice(index * stopsOfCart, (index + 1) * stopsOfCart);
    return cartOf(index + 1, own[0]?.suppliedBy ?? "", own);
  });
  const roads = smallPlan.roads;
  const brief: Brief = { ...smallBrief, id: "large", title: "Kabupaten Besar", places };
  const plan: Plan = { ...smallPlan, brief: { ...smallPlan.brief, id: "large" }, routes, convoys: [], unassigned: [] };
  const view: PlanView = { ...smallPlanView, brief: "large", plan };
  const drawing: RouteDrawing = {
    type: "FeatureCollection",
    features: routes.flatMap(({ vehicle, trips }) =>
      trips.map((trip) => ({
        type: "Feature" as const,
        properties: { vehicle, trip: trip.id },
        geometry: {
          type: "LineString",
          coordinates: [trip.origin, ...trip.stops.map(({ place }) => place), trip.origin].map((code) =>
            points.get(code),
          ),
        },
      })),
    ),
  };
  const head = { id: "large", tenant: "small", title: brief.title, version: 1, sha256: "0".repeat(64) };
  const counts = { places: places.length, tps: tps.length };
  const rest = { timeZone: brief.timeZone, mode: brief.mode, window: brief.window, roads };
  const briefs: BriefList = {
    briefs: [{ ...head, ...rest, ...counts, updatedAt: "2024-11-20T08:00:00+08:00" }],
    asOf: "2024-11-20T08:00:00+08:00",
    next: null,
  };
  return {
    "GET /briefs": briefs,
    "GET /briefs/large": brief,
    "GET /briefs/large/plan": view,
    "GET /briefs/large/plan/routes.geojson": drawing,
    "GET /briefs/large/closures": { brief: "large", asOf: briefs.asOf, closures: [] },
    "GET /briefs/large/plans": { plans: [], published: 1, asOf: briefs.asOf },
    "GET /briefs/large/positions": { brief: "large", asOf: briefs.asOf, positions: [] },
    "GET /map/base.geojson": { type: "FeatureCollection", features: [] },
  };
}
