import type { FeatureCollection, Position } from "geojson";
import { expect, test } from "vitest";
import { baseMapOf, labelPoint } from "./base.ts";

const square: Position[] = [
  [0, 0],
  [4, 0],
  [4, 2],
  [0, 2],
  [0, 0],
];

const given: FeatureCollection = {
  type: "FeatureCollection",
  features: [
    {
      type: "Feature",
      properties: { class: "primary_link", name: "Jalan MT Haryono", bridge: "yes" },
      geometry: { type: "LineString", coordinates: square },
    },
    { type: "Feature", properties: { class: "footway" }, geometry: { type: "LineString", coordinates: square } },
    {
      type: "Feature",
      properties: { code: "74.71.01", name: "Mandonga" },
      geometry: { type: "Polygon", coordinates: [square] },
    },
    {
      type: "Feature",
      properties: { code: "7471011005", name: "Mandonga" },
      geometry: { type: "Polygon", coordinates: [square] },
    },
  ],
};

test("roads are ranked by class and links count as their road", () => {
  const { roads } = baseMapOf(given, []);
  expect(roads.features.map((road) => road.properties)).toEqual([
    { rank: 1, name: "Jalan MT Haryono", bridge: true },
    { rank: 5, name: "", bridge: false },
  ]);
});

test("outlines are sorted by the length of their code", () => {
  const base = baseMapOf(given, []);
  expect(base.kecamatan.features.map((area) => area.properties.code)).toEqual(["747101"]);
  expect(base.kelurahan.features.map((area) => area.properties.code)).toEqual(["7471011005"]);
  expect(base.labels.features.map((label) => label.geometry.coordinates)).toEqual([
    [2, 1],
    [2, 1],
  ]);
});

test("without a base map the service area is the land, and that is said", () => {
  const base = baseMapOf(undefined, [
    [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 0],
    ],
  ]);
  expect(base.missing).toBe(true);
  expect(base.land.features).toHaveLength(1);
});

test("a label stands in the largest part", () => {
  const small = square.map(([x = 0, y = 0]) => [x / 10 + 50, y / 10]);
  expect(labelPoint({ type: "MultiPolygon", coordinates: [[small], [square]] })).toEqual([2, 1]);
});
