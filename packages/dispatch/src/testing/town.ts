/**
 * A small town for tests: one warehouse, one PPK, one PPS, three TPS, and a planner that drives straight lines at 5 m/s.
 * The planner is real enough for the service: whole plans with times, and a finding when it is told to find one.
 */
import { type Brief, digestOf, type Finding, type Plan, Refusal } from "@antar/domain";
import { formatInstant, haversine, instant, lonLat, parseInstant, wholeMetres, wholeSeconds } from "@antar/measure";
import type { Planner, PlanOutcome } from "../ports.ts";
import { townSubPlans } from "./town-sub-plans.ts";

const sha = "c".repeat(64);
const tps = (number: number, point: [number, number]) => ({
  code: `747101100100${number}`,
  kind: "tps" as const,
  name: `TPS ${number}`,
  point,
  suppliedBy: "7471011001",
  voters: 400 + number,
});

/** The brief of the town, of tenant `kendari`. */
export function townBrief(id = "town"): Brief {
  const opening = { from: "08:00", to: "16:00" };
  return {
    schema: "antar.brief/1",
    id,
    tenant: "kendari",
    title: "Kota kecil",
    timeZone: "Asia/Makassar",
    currency: "IDR",
    roads: { extract: "town.osm.pbf", sha256: sha, synthetic: true, attribution: "generated for tests" },
    serviceArea: {
      name: "Kota kecil",
      rings: [
        [
          [122.4, -4.1],
          [122.7, -4.1],
          [122.7, -3.9],
          [122.4, -3.9],
          [122.4, -4.1],
        ],
      ],
    },
    window: {
      start: "2024-11-25T08:00:00+08:00",
      end: "2024-11-26T18:00:00+08:00",
      legalEnd: "2024-11-26T23:59:00+08:00",
    },
    mode: "direct",
    kit: { pieces: [{ kind: "kotak", name: "Kotak suara", count: 2 }], litres: 250 },
    box: { litres: 96 },
    handling: { loadPerKit: 78, handOverPerKit: 78, perStop: 180 },
    opening: { warehouse: opening, ppk: opening, pps: opening, tps: { from: "06:00", to: "18:00" } },
    drivers: { shift: 36_000, breakAfter: 18_000, break: 2_700 },
    split: { ppk: false, pps: true },
    slackTarget: 7_200,
    vehicleTypes: [
      {
        id: "truk",
        name: "Truk",
        count: 1,
        base: "warehouse",
        roams: false,
        capacity: { kits: 2 },
        profile: "car",
        cost: { fixed: 1_000, perKilometre: 100, perHour: 10 },
      },
    ],
    places: [
      { code: "7471", kind: "warehouse", name: "Gudang KPU", point: [122.52, -4.0], docks: 1 },
      { code: "747101", kind: "ppk", name: "PPK Satu", point: [122.53, -4.0], suppliedBy: "7471", boxes: 2 },
      { code: "7471011001", kind: "pps", name: "PPS Satu", point: [122.54, -4.0], suppliedBy: "747101" },
      tps(1, [122.541, -4.001]),
      tps(2, [122.542, -4.002]),
      { ...tps(3, [122.543, -4.003]), approximate: true },
    ],
  };
}

function routesOf(brief: Brief): Plan["routes"] {
  const [warehouse, ...others] = brief.places;
  const targets = others.filter((place) => place.kind === "tps");
  if (!warehouse) return [];
  const write = (moment: number): string => formatInstant(instant(moment), brief.timeZone);
  let clock: number = parseInstant(brief.window.start) ?? 0;
  const ride = (from: [number, number], to: [number, number]) => {
    const metres = wholeMetres(haversine(lonLat(...from), lonLat(...to)));
    return { seconds: wholeSeconds(metres / 5), metres };
  };
  const trips = targets.map((target, index) => {
    const start = clock;
    const departure = start + brief.handling.loadPerKit;
    const leg = ride(warehouse.point, target.point);
    const arrival = departure + leg.seconds;
    const end = arrival + brief.handling.perStop + brief.handling.handOverPerKit;
    clock = end + leg.seconds;
    return {
      id: `truk-1/${index + 1}`,
      echelon: 1,
      origin: warehouse.code,
      dock: 1,
      loading: { start: write(start), end: write(departure) },
      load: { kits: 1, boxes: 0 },
      departure: write(departure),
      stops: [
        {
          place: target.code,
          leg,
          arrival: write(arrival),
          start: write(arrival),
          end: write(end),
          departure: write(end),
          kits: [target.code],
          boxes: 0,
          loadAfter: { kits: 0, boxes: 0 },
        },
      ],
      return: { place: warehouse.code, leg, arrival: write(clock) },
      loadingOrder: [target.code],
    };
  });
  return [{ vehicle: "truk-1", vehicleType: "truk", home: warehouse.code, breaks: [], transfers: [], trips }];
}

function planOf(brief: Brief, seed: number, settings: Record<string, string>): Plan {
  const routes = routesOf(brief);
  const trips = routes.flatMap((route) => route.trips);
  const legs = trips.flatMap((trip) => [...trip.stops.map((stop) => stop.leg), trip.return.leg]);
  const last = trips.at(-1)?.stops.at(-1)?.end ?? brief.window.start;
  const { sha256, synthetic, attribution } = brief.roads;
  const driving = legs.reduce((sum, leg) => sum + leg.seconds, 0);
  return {
    schema: "antar.plan/1",
    brief: { id: brief.id, tenant: brief.tenant, sha256: digestOf(brief) },
    settings,
    roads: { sha256, synthetic, attribution },
    mode: "direct",
    seed,
    timeZone: brief.timeZone,
    currency: brief.currency,
    deadline: brief.window.end,
    supply: trips.map((trip) => ({ place: trip.stops[0]?.place ?? "", from: trip.origin, kind: "tps" as const })),
    routes,
    convoys: [],
    unassigned: [],
    summary: {
      tps: trips.length,
      served: trips.length,
      kits: trips.length,
      boxes: 0,
      vehicles: 1,
      trips: trips.length,
      metres: legs.reduce((sum, leg) => sum + leg.metres, 0),
      driving,
      handling: trips.length * (78 + 78 + 180),
      latestArrival: last,
      slack: (parseInstant(brief.window.end) ?? 0) - (parseInstant(last) ?? 0),
      cost: 1_000,
    },
  };
}

function drawingOf(brief: Brief, plan: Plan): PlanOutcome["drawing"] {
  const points = new Map(brief.places.map((place) => [place.code, place.point]));
  return {
    type: "FeatureCollection",
    features: plan.routes.flatMap((route) =>
      route.trips.map((trip) => ({
        type: "Feature" as const,
        geometry: {
          type: "LineString",
          coordinates: [trip.origin, ...trip.stops.map((stop) => stop.place), trip.return.place].map((code) =>
            points.get(code),
          ),
        },
        properties: { vehicle: route.vehicle, trip: trip.id },
      })),
    ),
  };
}

const finding: Finding = {
  code: "late",
  place: "7471011001001",
  tepat: "waktu",
  blocking: true,
  says: { id: "TPS 1 terlambat", en: "TPS 1 is late" },
};

/**
 * The planner of the town. Seed 666 gives a plan with a blocking finding; seed 500 breaks with a bug; seed 400 refuses;
 * seed 900 runs until it is stopped.
 */
export const townPlanner: Planner = async (brief, { request, study, base, fanOut }, watch) => {
  if (study?.kind === "check")
    return { study: { plan: study.plan, findings: [], drawing: drawingOf(brief, study.plan) } };
  if (study?.kind === "save") return { plan: study.plan, findings: [], drawing: drawingOf(brief, study.plan) };
  if (study?.kind === "replan" && base) {
    return { plan: { ...base, seed: base.seed + 1 }, findings: [], drawing: drawingOf(brief, base) };
  }
  if (study && base) return { study: { kind: study.kind, tps: base.summary.tps } };
  const seed = request.seed ?? 1;
  watch.onProgress({ phase: "search", share: 0.5, says: { id: "mencari", en: "searching" } });
  if (seed === 500) throw new TypeError("the town planner broke on purpose");
  if (seed === 400) throw new Refusal("roads-missing", { id: "Jalan tidak ada", en: "The roads are missing" });
  while (seed === 900 && !watch.signal.aborted) await new Promise((resolve) => setTimeout(resolve, 5));
  const tour = fanOut ? townSubPlans(fanOut.answers) : undefined;
  if (typeof tour === "object") return { subPlans: tour };
  const settings = { ...request.settings, ...(tour === undefined ? {} : { tour: String(tour) }) };
  const locks = (base?.locks ?? []).filter((trip) => !request.release?.includes(trip));
  const plan = { ...planOf(brief, seed, settings), ...(locks.length > 0 ? { locks } : {}) };
  const compact = { crossings: 3, overlap: 0.25 };
  return { plan, findings: seed === 666 ? [finding] : [], drawing: drawingOf(brief, plan), compact };
};
