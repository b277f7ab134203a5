import { createHash } from "node:crypto";
import { createRandom, earthRadius, haversine, type LonLat } from "@antar/measure";
import { beforeAll, describe, expect, test } from "vitest";
import { buildFromExtract, buildRoads } from "../build-roads.ts";
import { openRoads, profileOf, type RoadNetwork, type TracePoint } from "../index.ts";
import { readSample } from "../testing/samples.ts";
import { extractOfTown, placeOf, type Town } from "../testing/town.ts";

const profile = (id: string) => profileOf(id) ?? expect.fail(`no ${id}`);
const degrees = (metres: number): number => (metres / earthRadius) * (180 / Math.PI);

describe("in a town of two parallel streets", () => {
  // Two streets 100 m apart, joined at the ends only.
  const town: Town = { map: ["a----b", "|    |", "c----d"].join("\n"), ways: [{ nodes: "ab" }, { nodes: "acdb" }] };
  const options = { source: "town", sha256: "00", profiles: [profile("reference-car")] };
  const network = openRoads(buildFromExtract(extractOfTown(town), options).file);
  const [a, b] = [placeOf(town, "a"), placeOf(town, "b")];
  /** Positions along a to b, `north` metres beside it. */
  const along = (north: readonly number[]): LonLat[] =>
    north.map((metres, i) => [a[0] + ((i + 1) / (north.length + 1)) * (b[0] - a[0]), a[1] + degrees(metres)]);
  const trace = (north: readonly number[], radius = 40): TracePoint[] =>
    along(north).map((point) => ({ point, radius }));

  test("one position nearer to the other street does not pull the trip over: 500 m round would be needed", () => {
    const { matchings } = network.match("reference-car", trace([0, 5, -60, 5, 0]));
    expect(matchings).toHaveLength(1);
    expect(matchings[0]?.places.map(({ way }) => way)).toEqual([1, 1, 1, 1, 1]);
    expect(matchings[0]?.confidence).toBeGreaterThan(0.8);
  });

  test("a pause of 90 s splits the trace, and does not when gaps are to be ignored", () => {
    const timed = trace([0, 0, 0, 0]).map((one, i) => ({ ...one, time: i < 2 ? i : i + 90 }));
    expect(network.match("reference-car", timed).matchings.map(({ indexes }) => indexes)).toEqual([
      [0, 1],
      [2, 3],
    ]);
    expect(network.match("reference-car", timed, { gaps: "ignore" }).matchings).toHaveLength(1);
  });

  test("a position far from any road is left out, and tidying leaves out one that did not move", () => {
    const points = trace([0, 900, 0, 0], 5);
    expect(network.match("reference-car", points).matchings[0]?.indexes).toEqual([0, 2, 3]);
    const idle = [points[0]!, points[0]!, points[2]!, points[3]!];
    expect(network.match("reference-car", idle, { tidy: true }).matchings[0]?.indexes).toEqual([0, 2, 3]);
  });

  test("times that fall are refused with the position", () => {
    const timed = trace([0, 0, 0]).map((one, i) => ({ ...one, time: [5, 6, 2][i] }));
    expect(() => network.match("reference-car", timed)).toThrow(/Position 2 .* earlier/);
  });

  test("a caller that runs out of time is told where it stopped", () => {
    let left = 2;
    const keepGoing = () => left-- > 0;
    expect(() => network.match("reference-car", trace([0, 0, 0, 0]), { keepGoing })).toThrow(/stopped at position 2/);
  });
});

describe("on a real extract (Monaco), trips of known roads read by a receiver with an error of 6 m", () => {
  let network: RoadNetwork;
  beforeAll(async () => {
    const bytes = readSample("monaco.osm.pbf");
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    network = openRoads(
      (await buildRoads(bytes, { format: "pbf", source: "monaco", sha256, profiles: [profile("pickup")] })).file,
    );
  });

  /** Points every `step` metres along a line. */
  function walk(line: readonly LonLat[], step: number): LonLat[] {
    const points: LonLat[] = [];
    let left = 0;
    for (const [i, end] of line.slice(1).entries()) {
      const start = line[i]!;
      const length = haversine(start, end);
      for (; left < length; left += step) {
        const share = left / length;
        points.push([start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])]);
      }
      left -= length;
    }
    return points;
  }

  test("nine in ten positions are matched to the way that was driven", () => {
    const random = createRandom(8);
    const normal = () => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
    const [west, south, east, north] = network.metadata.bbox;
    const somewhere = (): LonLat => [west + random.next() * (east - west), south + random.next() * (north - south)];
    let [right, all] = [0, 0];
    for (let trip = 0; trip < 12; trip++) {
      const driven = network.path("pickup", somewhere(), somewhere());
      const truth = walk(driven?.geometry ?? [], 40);
      const trace = truth.map(([lon, lat], i): TracePoint => {
        const [x, y] = [degrees(6 * normal()) / Math.cos((lat * Math.PI) / 180), degrees(6 * normal())];
        return { point: [lon + x, lat + y], radius: 6, time: i * 5 };
      });
      for (const { indexes, places } of network.match("pickup", trace).matchings) {
        for (const [k, index] of indexes.entries()) {
          all++;
          const here = network.candidates("pickup", truth[index]!, 4, { limit: 0.5 }).snaps;
          if (here.some((snap) => snap.way === places[k]?.way)) right++;
        }
      }
    }
    console.info(`${right} of ${all} positions on the driven way`);
    expect(all).toBeGreaterThan(200);
    expect(right / all).toBeGreaterThan(0.9);
  });
});
