import type { ClosureView } from "@antar/api";
import { expect, test } from "vitest";
import { closureFeatures, sketchShape } from "./closures.ts";
import { projected, unprojected } from "./mercator.ts";

const closure: ClosureView = {
  closure: "c1",
  road: {
    name: "Banjir",
    mode: "slow",
    factor: 0.3,
    areas: [{ kind: "place", at: [122.5, -3.9], within: 100 }],
  },
  lifted: false,
  updatedAt: "2024-11-26T09:40:00+08:00",
  by: "admin",
};

test("one corner is a point, two are a line, three close an area", () => {
  const corners = [
    [122.5, -3.9],
    [122.51, -3.9],
    [122.51, -3.91],
  ];
  expect([1, 2, 3].map((count) => sketchShape(corners.slice(0, count))?.type)).toEqual([
    "Point",
    "LineString",
    "Polygon",
  ]);
  expect(sketchShape([])).toBeUndefined();
});

test("a closed place is drawn as a circle of its radius", () => {
  const [feature] = closureFeatures([closure], []).features;
  if (feature?.geometry.type !== "Polygon") throw new Error("not an area");
  const norths = feature.geometry.coordinates[0]?.map((point) => point[1] ?? 0) ?? [];
  // 100 m are 100 / 111,195 = 0.000899 degrees of latitude.
  expect(Math.max(...norths)).toBeCloseTo(-3.9 + 0.000899, 6);
});

test("a lifted closure is not drawn", () => {
  expect(closureFeatures([{ ...closure, lifted: true }], []).features).toEqual([]);
});

test("a point on the plain map goes back to where it came from", () => {
  const [lon, lat] = unprojected(projected([122.5123, -3.9754]));
  expect(lon).toBeCloseTo(122.5123, 9);
  expect(lat).toBeCloseTo(-3.9754, 9);
});
