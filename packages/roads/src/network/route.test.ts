import { createHash } from "node:crypto";
import { createRandom, haversine, type LonLat } from "@antar/measure";
import { beforeAll, describe, expect, test } from "vitest";
import { buildFromExtract, buildRoads } from "../build-roads.ts";
import { openRoads, profileOf, type RoadNetwork, type Snap } from "../index.ts";
import { readSample } from "../testing/samples.ts";
import { extractOfTown, placeOf, type Town } from "../testing/town.ts";
import { drawingTolerance, simplifyLine } from "./geometry.ts";

const profile = (id: string) => profileOf(id) ?? expect.fail(`no ${id}`);

function openTown(town: Town, id: string): RoadNetwork {
  const options = { source: "town", sha256: "00", profiles: [profile(id)], keepNodeIds: true };
  return openRoads(buildFromExtract(extractOfTown(town), options).file);
}

function snapsOf(network: RoadNetwork, points: readonly LonLat[]): Snap[] {
  const id = network.metadata.profiles[0] ?? "";
  return points.map((point) => network.nearest(id, point) ?? expect.fail("no road"));
}

/** Two banks of 5 x 4 streets, 100 m apart, and a bridge of 300 m in the first and the last row. */
const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMN";
const banks: Town = {
  map: Array.from({ length: 5 }, (_, row) => {
    const [west, east] = [letters.slice(row * 4, row * 4 + 4), letters.slice(20 + row * 4, 24 + row * 4)];
    return `${west}  ${east}`;
  }).join("\n"),
  ways: [
    ...Array.from({ length: 10 }, (_, row) => ({ nodes: letters.slice(row * 4, row * 4 + 4) })),
    ...Array.from({ length: 8 }, (_, column) => ({
      nodes: [0, 1, 2, 3, 4].map((row) => letters[(column < 4 ? column : column + 16) + row * 4]).join(""),
    })),
    { nodes: "du" },
    { nodes: "tK" },
  ],
};

describe("alternatives", () => {
  const network = openTown(banks, "reference-car");
  const between = (from: string, to: string) => snapsOf(network, [placeOf(banks, from), placeOf(banks, to)]);

  test("from bank to bank go over either bridge, each 300 m long: row 1 to row 3 of 5 is 1,100 m or 1,300 m", () => {
    const routes = network.route("reference-car", between("e", "F"), { alternatives: 3 });
    const bridges = routes.map(({ geometry }) => new Set(geometry?.map(([, lat]) => Math.round(lat * 1e5))));
    expect(routes.length).toBeGreaterThanOrEqual(2);
    const rows = [placeOf(banks, "d")[1], placeOf(banks, "t")[1]].map((lat) => Math.round(lat * 1e5));
    for (const row of rows) expect(bridges.some((lats) => lats.has(row))).toBe(true);
  });

  test("over several places there are none", () => {
    const places = snapsOf(
      network,
      ["a", "c", "z"].map((letter) => placeOf(banks, letter)),
    );
    expect(network.route("reference-car", places, { alternatives: 2 })).toHaveLength(1);
  });
});

describe("a place between", () => {
  const town: Town = { map: ["a--b--c", "   |  |", "   d--e"].join("\n"), ways: [{ nodes: "abc" }, { nodes: "bdec" }] };
  const network = openTown(town, "truck");
  const middle = (x: string, y: string): LonLat => {
    const [p, q] = [placeOf(town, x), placeOf(town, y)];
    return [(p[0] + q[0]) / 2, (p[1] + q[1]) / 2];
  };

  test("may be left the way one came: 450 m there and 150 m back", () => {
    const places = snapsOf(network, [placeOf(town, "a"), middle("b", "c"), placeOf(town, "b")]);
    const [route] = network.route("truck", places);
    expect(route?.legs.map(({ distance }) => Math.round(distance))).toEqual([450, 150]);
  });

  test("is left straight on when asked: 450 m there and 150 + 700 m round", () => {
    const places = snapsOf(network, [placeOf(town, "a"), middle("b", "c"), placeOf(town, "b")]);
    const [route] = network.route("truck", places, { continueStraight: true });
    expect(route?.legs.map(({ distance }) => Math.round(distance))).toEqual([450, 850]);
  });
});

describe("steps", () => {
  const named = (name: string, tags = {}) => ({ highway: "tertiary", name, ...tags });

  test("count the exits of a roundabout: the second one leads on", () => {
    // Left-hand traffic goes clockwise: in at w, past n (exit 1), out at e (exit 2).
    const town: Town = {
      map: ["    p    ", "    n    ", "a--w e--b", "    s    ", "    q    "].join("\n"),
      ways: [
        { nodes: "wnesw", tags: { highway: "tertiary", junction: "roundabout", oneway: "yes" } },
        { nodes: "aw", tags: named("Jalan Barat") },
        { nodes: "np", tags: named("Jalan Utara") },
        { nodes: "eb", tags: named("Jalan Timur") },
        { nodes: "sq", tags: named("Jalan Selatan") },
      ],
    };
    const network = openTown(town, "pickup");
    const steps = network.directions("pickup", placeOf(town, "a"), placeOf(town, "b"))?.steps ?? [];
    expect(steps.map(({ kind, exit }) => [kind, exit])).toEqual([
      ["depart", undefined],
      ["roundabout", 2],
      ["exit-roundabout", undefined],
      ["arrive", undefined],
    ]);
    expect(steps[1]?.says.en).toBe("Enter the roundabout and take exit 2");
    expect(steps[2]?.says.id).toBe("Keluar dari bundaran ke Jalan Timur");
  });

  test("name the end of a road, a bend that keeps its name, and a change of name", () => {
    const town: Town = {
      map: ["      e--f--g", "      |  |   ", "a--b--c  h   ", "   |  |      ", "   i  d      "].join("\n"),
      ways: [
        { nodes: "abc", tags: named("Jalan Satu") },
        { nodes: "dce", tags: named("Jalan Dua") },
        { nodes: "ef", tags: named("Jalan Dua") },
        { nodes: "fg", tags: named("Jalan Tiga") },
        { nodes: "fh", tags: named("Gang") },
        { nodes: "bi", tags: named("Gang") },
      ],
    };
    const steps = openTown(town, "reference-car").directions("reference-car", placeOf(town, "a"), placeOf(town, "g"));
    expect(steps?.steps.map(({ kind, turn, street }) => `${kind} ${turn} ${street}`)).toEqual([
      "depart straight Jalan Satu",
      "end-of-road left Jalan Dua",
      "new-name straight Jalan Tiga",
      "arrive straight Jalan Tiga",
    ]);
    const crossing = steps?.steps[1]?.crossings[0];
    expect(crossing?.roads.map(({ bearing }) => bearing)).toEqual([0, 180, 270]);
    expect(crossing).toMatchObject({ from: 2, to: 0 });
  });

  test("mark a one-way street against the trip as closed", () => {
    const town: Town = {
      map: ["   d   ", "   |   ", "a--b--c"].join("\n"),
      ways: [
        { nodes: "ab", tags: named("A") },
        { nodes: "bc", tags: named("B") },
        { nodes: "db", tags: named("D", { oneway: "yes" }) },
        { nodes: "ad", tags: named("E") },
      ],
    };
    const found = openTown(town, "reference-car").directions("reference-car", placeOf(town, "a"), placeOf(town, "c"));
    expect(found?.steps[1]?.crossings[0]?.roads).toEqual([
      { bearing: 0, open: false },
      { bearing: 90, open: true },
      { bearing: 270, open: true },
    ]);
  });
});

describe("on a real extract (Monaco)", () => {
  let network: RoadNetwork;
  let places: Snap[];
  beforeAll(async () => {
    const bytes = readSample("monaco.osm.pbf");
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const options = {
      format: "pbf",
      source: "monaco",
      sha256,
      profiles: [profile("pickup")],
      keepNodeIds: true,
    } as const;
    network = openRoads((await buildRoads(bytes, options)).file);
    const [west, south, east, north] = network.metadata.bbox;
    const random = createRandom(3);
    places = snapsOf(
      network,
      Array.from({ length: 12 }, () => [west + random.next() * (east - west), south + random.next() * (north - south)]),
    );
  });

  test("route = table for the same places, restricted to the curb or not; pieces and steps fit the line", () => {
    const ends = places.map((place, i) => (i % 3 === 0 ? { ...place, only: "forward" as const } : place));
    const { durations, distances } = network.tableBetween("pickup", places, ends);
    for (const [i, from] of places.entries()) {
      for (const [j, to] of ends.entries()) {
        const [route] = network.route("pickup", [from, to], { steps: true, pieces: true });
        const cell = i * ends.length + j;
        expect(route?.duration ?? Number.POSITIVE_INFINITY).toBe(durations[cell]);
        expect(route?.distance ?? Number.POSITIVE_INFINITY).toBe(distances[cell]);
        const [leg] = route?.legs ?? [];
        if (leg === undefined) continue;
        expect(leg.pieces?.distance).toHaveLength((route?.geometry?.length ?? 0) - 1);
        expect(leg.pieces?.nodes).toHaveLength((leg.pieces?.distance.length ?? 0) + 1);
        expect(leg.steps.reduce((sum, step) => sum + step.duration, 0)).toBeCloseTo(leg.duration, 6);
        const joined = leg.steps.flatMap((step, k) => (k === 0 ? step.geometry : step.geometry.slice(1)));
        expect(joined.slice(0, route?.geometry?.length)).toEqual(route?.geometry);
      }
    }
  });

  test("straight on over two places between is the cheapest of all ways to pass them in one direction each", () => {
    const straight = (index: number) => (["forward", "backward"] as const).map((only) => ({ ...places[index]!, only }));
    const cost = (from: Snap, to: Snap) => network.tableBetween("pickup", [from], [to]).durations[0]!;
    for (const [a, b, c, d] of [
      [0, 1, 2, 3],
      [4, 5, 6, 7],
      [8, 9, 10, 11],
    ] as const) {
      const ways = straight(b).flatMap((x) =>
        straight(c).map((y) => cost(places[a]!, x) + cost(x, y) + cost(y, places[d]!)),
      );
      const stops = [a, b, c, d].map((index) => places[index]!);
      const [route] = network.route("pickup", stops, { continueStraight: true });
      expect(route?.duration ?? Number.POSITIVE_INFINITY).toBeCloseTo(Math.min(...ways), 6);
    }
  });

  test("alternatives stay within 1.25 times the best, repeat no road, and share at most three quarters with it", () => {
    let others = 0;
    for (const from of places) {
      for (const to of places) {
        const [best, ...rest] = network.route("pickup", [from, to], { alternatives: 3 });
        for (const other of rest) {
          others++;
          expect(other.duration).toBeLessThanOrEqual((best?.duration ?? 0) * 1.25);
          const used = new Set(best?.geometry?.map(String));
          const own = other.geometry?.filter((point) => !used.has(String(point))).length ?? 0;
          expect(own).toBeGreaterThan(0);
        }
      }
    }
    expect(others).toBeGreaterThan(20);
  });

  test("a simplified line keeps its ends and leaves no point out that is farther from it than the tolerance", () => {
    const [route] = network.route("pickup", [places[0]!, places[5]!]);
    const line = route?.geometry ?? [];
    const tolerance = drawingTolerance(line);
    const simple = simplifyLine(line, tolerance);
    expect(simple.length).toBeLessThan(line.length / 2);
    expect([simple[0], simple.at(-1)]).toEqual([line[0], line.at(-1)]);
    for (const point of line) {
      const near = simple.slice(1).map((end, i) => {
        const start = simple[i]!;
        const whole = haversine(start, end);
        // Height over the side of a triangle with known sides (Heron); at most the distance to either end.
        const [p, q] = [haversine(start, point), haversine(point, end)];
        const half = (p + q + whole) / 2;
        const height =
          whole === 0 ? p : (2 * Math.sqrt(Math.max(0, half * (half - p) * (half - q) * (half - whole)))) / whole;
        const within = p ** 2 <= q ** 2 + whole ** 2 && q ** 2 <= p ** 2 + whole ** 2;
        return within ? height : Math.min(p, q);
      });
      expect(Math.min(...near)).toBeLessThan(tolerance * 1.01 + 0.01);
    }
  });
});
