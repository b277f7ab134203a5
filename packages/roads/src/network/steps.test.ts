import { createHash } from "node:crypto";
import { createRandom, haversine, type LonLat } from "@antar/measure";
import { beforeAll, describe, expect, test } from "vitest";
import { buildFromExtract, buildRoads } from "../build-roads.ts";
import { openRoads, profileOf, type RoadNetwork } from "../index.ts";
import { readSample } from "../testing/samples.ts";
import { extractOfTown, placeOf, type Town } from "../testing/town.ts";

const truck = profileOf("truck") ?? expect.fail("no truck");

describe("directions through a town", () => {
  const street = (name: string) => ({ highway: "residential", name });
  const town: Town = {
    map: ["a----b----c", "     |     ", "     d----e"].join("\n"),
    ways: [
      { nodes: "abc", tags: street("Jalan Ahmad Yani") },
      { nodes: "bd", tags: street("Jalan Sao-Sao") },
      { nodes: "de", tags: street("Jalan Saranani") },
    ],
  };
  const network = openRoads(
    buildFromExtract(extractOfTown(town), { source: "town", sha256: "00", profiles: [truck] }).file,
  );

  test("name each turn and street in Indonesian and English", () => {
    const found = network.directions("truck", placeOf(town, "a"), placeOf(town, "e"));
    expect(found?.steps.map(({ says }) => says.id)).toEqual([
      "Berangkat ke Jalan Ahmad Yani",
      "Belok kanan ke Jalan Sao-Sao",
      "Belok kiri ke Jalan Saranani",
      "Tiba di tujuan",
    ]);
    expect(found?.steps[1]?.says.en).toBe("Turn right on to Jalan Sao-Sao");
  });

  test("add up to the path: 500 m + 200 m + 500 m", () => {
    const found = network.directions("truck", placeOf(town, "a"), placeOf(town, "e"));
    const sum = (found?.steps ?? []).reduce((total, step) => total + step.distance, 0);
    expect(sum).toBeCloseTo(found?.distance ?? Number.NaN, 6);
    expect(found?.distance).toBeCloseTo(1200, 0);
  });
});

describe("on a real extract (Bayfront, Singapore)", () => {
  let network: RoadNetwork;
  let points: LonLat[];
  beforeAll(async () => {
    const bytes = readSample("bayfront-singapore.osm.pbf");
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    network = openRoads(
      (await buildRoads(bytes, { format: "pbf", source: "bayfront", sha256, profiles: [truck] })).file,
    );
    const [west, south, east, north] = network.metadata.bbox;
    const random = createRandom(3);
    points = Array.from({ length: 10 }, () => [
      west + random.next() * (east - west),
      south + random.next() * (north - south),
    ]);
  });

  test("the steps of every path add up to its duration", () => {
    for (const from of points) {
      for (const to of points) {
        const found = network.directions("truck", from, to);
        const sum = (found?.steps ?? []).reduce((total, step) => total + Math.round(step.duration * 1000), 0);
        expect(sum).toBe(Math.round((found?.duration ?? 0) * 1000));
        expect(found?.duration).toBe(network.path("truck", from, to)?.duration);
      }
    }
  });

  test("every street within reach is reached in time, and a longer time reaches at least as much", () => {
    const length = (seconds: number) =>
      network.reach("truck", points[0]!, seconds).reduce((sum, { geometry, to }) => {
        expect(to).toBeLessThanOrEqual(seconds);
        return sum + geometry.slice(1).reduce((metres, point, i) => metres + haversine(geometry[i]!, point), 0);
      }, 0);
    const [short, long] = [length(60), length(300)];
    expect(short).toBeGreaterThan(50);
    expect(long).toBeGreaterThan(short);
  });
});
