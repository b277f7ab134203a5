import { describe, expect, test } from "vitest";
import { buildFromExtract } from "../build-roads.ts";
import { openRoads, profileOf } from "../index.ts";
import type { RoadExtract } from "../osm/index.ts";
import { emptyReport } from "../testing/town.ts";
import { urbanWays } from "./settlement.ts";

/** A trunk road of 4 km along the equator; `streets` residential streets of 300 m stand across its first kilometre. */
function roadWithStreets(streets: number): RoadExtract {
  const unit = 90; // 1 m in 1e-7 degrees, nearly
  const lon = [0, 1000, 4000, ...Array.from({ length: streets }, (_, i) => [i * 20, i * 20]).flat()].map(
    (x) => x * unit,
  );
  const lat = [0, 0, 0, ...Array.from({ length: streets }, () => [50, 350]).flat()].map((y) => y * unit);
  const way = (id: number, refs: number[], highway: string) => ({ id, refs: Int32Array.from(refs), tags: { highway } });
  return {
    nodes: {
      ids: Float64Array.from(lon, (_, i) => i + 1),
      lon: Int32Array.from(lon),
      lat: Int32Array.from(lat),
    },
    nodeTags: new Map(),
    ways: [
      way(1, [0, 1], "trunk"),
      way(2, [1, 2], "trunk"),
      ...Array.from({ length: streets }, (_, i) => way(3 + i, [3 + 2 * i, 4 + 2 * i], "residential")),
    ],
    restrictions: [],
    report: emptyReport(),
  };
}

describe("a road through a settlement", () => {
  test("is urban beside 40 streets of 300 m (12 km in 2.25 km2), and rural after it", () => {
    expect([...urbanWays(roadWithStreets(40)).slice(0, 2)]).toEqual([1, 0]);
  });

  test("is rural beside 20 streets of 300 m (6 km in 2.25 km2)", () => {
    expect([...urbanWays(roadWithStreets(20)).slice(0, 2)]).toEqual([0, 0]);
  });

  test("is driven at the urban speed inside and at the rural one outside: a pick-up on a trunk road 35 and 55 km/h", () => {
    const pickup = profileOf("pickup");
    if (pickup === undefined) throw new Error("pickup");
    const options = { source: "road", sha256: "00", profiles: [pickup], keepNodeIds: true };
    const network = openRoads(buildFromExtract(roadWithStreets(40), options).file);
    const [inside = 0, outside = 0] = network.pairs("pickup", [
      [1, 2],
      [2, 3],
    ]);
    // 1 km and 3 km, each 0.08 % longer than 1,000 m: 90 units are 1.0008 m.
    expect((3600 * 1.0008) / (inside / 1000)).toBeCloseTo(35, 1);
    expect((3600 * 3 * 1.0008) / (outside / 1000)).toBeCloseTo(55, 1);
  });
});
