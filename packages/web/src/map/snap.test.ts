import { expect, test } from "vitest";
import { metresBetween, nearestOnRoads } from "./snap.ts";

const road = (name: string, coordinates: [number, number][]) => ({
  type: "Feature" as const,
  properties: { rank: 3, name, bridge: false },
  geometry: { type: "LineString" as const, coordinates },
});
const roads = {
  type: "FeatureCollection" as const,
  // Two roads at the equator, one along it and one 0.002 degrees north.
  features: [
    road("Jalan Selatan", [
      [122, 0],
      [122.01, 0],
    ]),
    road("Jalan Utara", [
      [122, 0.002],
      [122.01, 0.002],
    ]),
  ],
};

test("0.0005 degrees of latitude above a road are 56 m from its foot point", () => {
  expect(nearestOnRoads([122.004, 0.0005], roads)).toEqual({ point: [122.004, 0], metres: 56, road: "Jalan Selatan" });
});

test("beyond the end of a road its end is the nearest spot; without roads there is none", () => {
  const found = nearestOnRoads([122.02, 0.002], roads);
  expect([found?.point, found?.road]).toEqual([[122.01, 0.002], "Jalan Utara"]);
  expect(nearestOnRoads([122, 0], { ...roads, features: [] })).toBeUndefined();
});

test("a degree of longitude is half as long at 60 degrees north", () => {
  expect(metresBetween([10, 60], [10.01, 60]) / metresBetween([10, 0], [10.01, 0])).toBeCloseTo(0.5, 3);
});
