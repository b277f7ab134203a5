import { describe, expect, test } from "vitest";
import { boxOfInterest, nothing, numberedStops, placeFeatures, routeFeatures, shownVehicles } from "../map/features.ts";
import { journeyOf } from "../planner/place-card.tsx";
import { smallBrief, smallPlan } from "../testing/small-plan.ts";
import { everything, searchPlaces, searchVehicles } from "./find.ts";
import { scheduleOf } from "./schedule.ts";

const schedule = scheduleOf(smallPlan, smallBrief);

describe("a schedule with extra kits", () => {
  test("has a place for them where their TPS is, named after it", () => {
    const [tps] = smallBrief.places.filter(({ kind }) => kind === "tps");
    const extra = [{ code: `${tps!.code}-x1`, tps: tps!.code, kits: 1 }];
    const earlier = [{ at: smallPlan.deadline, extra }];
    const { places } = scheduleOf({ ...smallPlan, madeAnew: { at: smallPlan.deadline, earlier } }, smallBrief);
    const own = places.get(tps!.code);
    expect(places.get(`${tps!.code}-x1`)).toMatchObject({ name: `${tps!.name} (tambahan / extra)`, point: own?.point });
  });
});

describe("a schedule", () => {
  test("a TPS belongs to the kecamatan of the PPK above it, the warehouse to none", () => {
    expect(schedule.places.get("7471011001002")?.kecamatan).toBe("747101");
    expect(schedule.places.get("7471")?.kecamatan).toBeUndefined();
  });

  test("a vehicle's metres are its legs and its ways back", () => {
    // truk-1: 1,000 there + 1,000 back; motor-1: 500 + 700 + 1,000 back.
    expect(schedule.vehicles.map((vehicle) => vehicle.metres)).toEqual([2_000, 2_200]);
  });

  test("the journey of a kit runs from the first echelon to its TPS", () => {
    expect(journeyOf(schedule, "7471011001001").map((visit) => visit.trip.id)).toEqual(["T1", "T2"]);
  });

  test("a code that the brief does not know keeps its code as name", () => {
    const [route, ...rest] = smallPlan.routes;
    const strange = scheduleOf({ ...smallPlan, routes: [{ ...route!, home: "unknown" }, ...rest] }, smallBrief);
    expect(strange.vehicles[0]?.home.name).toBe("unknown");
  });
});

describe("a vehicle that broke down", () => {
  const at = smallPlan.deadline;
  const [first, ...others] = smallPlan.routes;
  const [trip] = first?.trips ?? [];
  const undelivered = [
    { place: trip!.stops[0]!.place, kits: trip!.stops[0]!.kits, boxes: 2 },
    { place: trip!.stops[0]!.place, kits: trip!.stops[0]!.kits, boxes: 1, takenBy: "T9-R" },
  ];
  const broken = { ...trip!, stops: [], breakdown: { at, undelivered } };
  const takes = { trip: broken.id, kits: trip!.stops[0]!.kits, boxes: 1 };
  const rescue = { ...trip!, id: "T9-R", stops: [{ ...trip!.stops[0]!, kits: [], boxes: 0, takes }] };
  const read = scheduleOf({ ...smallPlan, routes: [{ ...first!, trips: [broken, rescue] }, ...others] }, smallBrief);

  test("stands where its trip ends, with what nobody takes over still on board", () => {
    const kits = trip!.stops[0]!.kits.length;
    expect(kits).toBeGreaterThan(0);
    expect(read.vehicles[0]?.trips[0]?.stands).toMatchObject({ at: { code: trip!.return.place }, kits, boxes: 2 });
  });

  test("is named where its load is taken over", () => {
    expect(read.vehicles[0]?.trips[1]?.stops.map((stop) => stop.takesFrom)).toEqual([broken.id]);
    expect(schedule.vehicles[0]?.trips[0]?.stops[0]?.takesFrom).toBeUndefined();
  });
});

describe("finding", () => {
  test("a full TPS code comes first, dots or not", () => {
    expect(searchPlaces(schedule, "74.71.01.1001.003", 5)[0]?.code).toBe("7471011001003");
    expect(searchPlaces(schedule, "7471011001", 5)[0]?.code).toBe("7471011001");
  });

  test("words of a name may come in any order", () => {
    expect(searchPlaces(schedule, "wawombalata 002", 5).map((place) => place.code)).toEqual(["7471011001002"]);
  });

  test("nothing is found for nothing", () => {
    expect(searchPlaces(schedule, "  ", 5)).toEqual([]);
    expect(searchVehicles(schedule, "", 5)).toEqual([]);
  });

  test("an echelon filter keeps only vehicles that drive it", () => {
    expect([...shownVehicles(schedule, { ...everything, echelon: 3 })]).toEqual(["motor-1"]);
    expect([...shownVehicles(schedule, { ...everything, kecamatan: "747101" })]).toEqual(["truk-1", "motor-1"]);
  });
});

describe("map features", () => {
  const line = (vehicle: string, trip: string) => ({
    type: "Feature" as const,
    properties: { vehicle, trip },
    geometry: {
      type: "LineString",
      coordinates: [
        [122.5, -3.9],
        [122.51, -3.91],
      ],
    },
  });

  test("a drawn line takes echelon and colour of its trip, an unknown vehicle is left out", () => {
    const drawing = { type: "FeatureCollection" as const, features: [line("motor-1", "T2"), line("ghost", "T9")] };
    const routes = routeFeatures(schedule, drawing, "light").features;
    expect(routes.map((route) => [route.properties.trip, route.properties.echelon])).toEqual([["T2", 3]]);
  });

  test("an unserved TPS is marked", () => {
    const marked = placeFeatures(schedule, "light").features.filter((place) => place.properties.unassigned);
    expect(marked.map((place) => place.properties.code)).toEqual(["7471011001003"]);
  });

  test("stops of the selected vehicle are numbered in the order of the trip", () => {
    const stops = numberedStops(schedule, { ...nothing, vehicle: "motor-1" }, "light");
    expect(stops.map((stop) => [stop.label, stop.place.code])).toEqual([
      ["1", "7471011001002"],
      ["2", "7471011001001"],
    ]);
  });

  test("the view is about the stops and lines of the selected trip, else about all places", () => {
    const away = line("truk-1", "T1");
    away.geometry.coordinates.push([122.507, -3.93], [122.49, -3.905]);
    const drawing = { type: "FeatureCollection" as const, features: [away, line("motor-1", "T2")] };
    const none = { type: "FeatureCollection" as const, features: [] };
    const about = (vehicle: string | undefined, lines: typeof drawing | typeof none) =>
      boxOfInterest(schedule, { selection: { ...nothing, vehicle }, filter: everything, drawing: lines });
    expect(about("truk-1", none)).toEqual([122.5, -3.91, 122.51, -3.9]);
    expect(about("truk-1", drawing)).toEqual([122.49, -3.93, 122.51, -3.9]);
    expect(about(undefined, drawing)).toEqual([122.5, -3.923, 122.523, -3.9]);
  });
});
