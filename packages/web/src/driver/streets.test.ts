import type { Feature, FeatureCollection, LineString } from "geojson";
import { describe, expect, test } from "vitest";
import { projected } from "../map/mercator.ts";
import { type Box, boxAround, streetNames, streetsIn } from "./streets.ts";

const road = (name: string, roadClass: string, coordinates: number[][]): Feature<LineString> => ({
  type: "Feature",
  properties: { class: roadClass, name },
  geometry: { type: "LineString", coordinates },
});
const base: FeatureCollection = {
  type: "FeatureCollection",
  features: [
    road("Jalan Besar", "trunk", [
      [122.5, -4],
      [122.6, -4],
    ]),
    road("Lorong Kecil", "residential", [
      [122.5500049, -4.0100001],
      [122.55, -4.02],
    ]),
    road("Jalan Jauh", "primary", [
      [123, -4],
      [123.1, -4],
    ]),
  ],
};

describe("streets around a route", () => {
  test("the box is the points with a margin, and none without points", () => {
    expect(
      boxAround(
        [
          [1, 5],
          [3, 2],
        ],
        1,
      ),
    ).toEqual([0, 1, 4, 6]);
    expect(boxAround([], 1)).toBeUndefined();
  });

  test("a street that only passes through the box is kept, one beside it is not; points are kept to a metre", () => {
    const kept = streetsIn(base, [122.54, -4.015, 122.56, -3.99]);
    expect(kept.map(({ name, rank }) => [name, rank])).toEqual([
      ["Jalan Besar", 0],
      ["Lorong Kecil", 4],
    ]);
    expect(kept[1]?.points[0]).toEqual([122.55, -4.01]);
  });
});

describe("names of streets", () => {
  const streets = streetsIn(base, [122, -5, 124, -3]);
  const [left, top] = projected([122.5, -3.99]);
  const [right, bottom] = projected([122.6, -4.03]);
  const view: Box = [left, top, right, bottom];
  const unit = (right - left) / 320;
  const names = (taken: readonly (readonly [number, number])[]) => streetNames(streets, { view, unit, taken });

  test("stand in the middle of the longest piece in view, upright along it, the greater street first", () => {
    const [first, second, ...more] = names([]);
    const [x, y] = projected([122.55, -4]);
    expect([first?.name, first?.turn]).toEqual(["Jalan Besar", 0]);
    expect([first?.x, first?.y]).toEqual([expect.closeTo(x), expect.closeTo(y)]);
    // South means down: 90 degrees.
    expect([second?.name, second?.turn]).toEqual(["Lorong Kecil", expect.closeTo(90)]);
    expect(more).toEqual([]);
  });

  test("give way to the sign of a stop", () => {
    const [x, y] = projected([122.55, -4]);
    expect(names([[x, y]]).map(({ name }) => name)).not.toContain("Jalan Besar");
  });
});
