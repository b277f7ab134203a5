import { createHash } from "node:crypto";
import { createRandom, type LonLat } from "@antar/measure";
import { beforeAll, describe, expect, test } from "vitest";
import { buildFromExtract, buildRoads } from "../build-roads.ts";
import { openRoads, profileOf, type RawArcs, type RoadNetwork, type Snap } from "../index.ts";
import { readSample } from "../testing/samples.ts";
import { extractOfTown, placeOf, type Town } from "../testing/town.ts";

const profile = (id: string) => {
  const found = profileOf(id);
  if (found === undefined) throw new Error(id);
  return found;
};

function openTown(town: Town, id = "reference-car"): RoadNetwork {
  const options = { source: "town", sha256: "00", profiles: [profile(id)], synthetic: true, keepNodeIds: true };
  return openRoads(buildFromExtract(extractOfTown(town), options).file);
}

/** Two ways from a to d: the short one over b, the long one over c. */
const square: Town = {
  map: ["a--b--d", "|     |", "c-----e"].join("\n"),
  ways: [{ nodes: "abd" }, { nodes: "aced" }],
};

/** Plain Dijkstra over the published arcs, written without the room's own searches. */
function independentMilliseconds(arcs: RawArcs, from: Snap, to: Snap): number {
  const cost = new Map<number, number>();
  const queue = arcs.starts(from).map(({ vertex, milliseconds }) => [milliseconds, vertex] as [number, number]);
  const out = new Map<number, number[]>();
  for (let i = 0; i < arcs.tail.length; i++) out.set(arcs.tail[i]!, [...(out.get(arcs.tail[i]!) ?? []), i]);
  while (queue.length > 0) {
    queue.sort((a, b) => a[0] - b[0]);
    const [reached, vertex] = queue.shift() ?? [0, 0];
    if (cost.has(vertex)) continue;
    cost.set(vertex, reached);
    for (const i of out.get(vertex) ?? []) queue.push([reached + arcs.milliseconds[i]!, arcs.head[i]!]);
  }
  const over = arcs.ends(to).map(({ vertex, milliseconds }) => (cost.get(vertex) ?? Infinity) + milliseconds);
  return Math.min(arcs.along(from, to)?.milliseconds ?? Infinity, ...over);
}

describe("a town of two ways", () => {
  const network = openTown(square);
  const [a, d] = [placeOf(square, "a"), placeOf(square, "d")];

  test("the path takes the short way: 600 m at 25 km/h are 86.4 s", () => {
    const path = network.path("reference-car", a, d);
    expect(path?.duration).toBeCloseTo(86.4, 2);
    expect(path?.distance).toBeCloseTo(600, 0);
  });

  test("closing the short way sends the path round, 1,000 m, and opening it restores the old answer", () => {
    const closed = network.withClosures([{ kind: "way", way: 1 }]);
    expect(closed.path("reference-car", a, placeOf(square, "e"))?.distance).toBeCloseTo(800, 0);
    expect(closed.withClosures([]).path("reference-car", a, d)).toEqual(network.path("reference-car", a, d));
  });

  test("a path may avoid what only this question avoids", () => {
    const c = placeOf(square, "c");
    const avoided = network.pathAvoiding("reference-car", { from: a, to: c }, [{ kind: "way", way: 1 }]);
    expect(avoided).toEqual(network.path("reference-car", a, c));
  });

  test("a point in a field snaps to the nearest road and the way there is not driven", () => {
    const inField: LonLat = [placeOf(square, "b")[0], placeOf(square, "b")[1] + 0.0001];
    const snap = network.nearest("reference-car", inField);
    expect(snap?.distance).toBeCloseTo(11.12, 1);
    expect(network.path("reference-car", inField, inField)?.duration).toBe(0);
  });

  test("an unknown profile is refused by name with the names there are", () => {
    expect(() => network.nearest("zeppelin", a)).toThrow(/no profile "zeppelin"; it has: reference-car/);
  });

  test("latitude before longitude is refused when it leaves the globe", () => {
    expect(() => network.nearest("reference-car", [-4, 122])).toThrow(/longitude first/);
  });
});

describe("a one-way street", () => {
  const town: Town = {
    map: ["a--b", "|  |", "c--d"].join("\n"),
    ways: [{ nodes: "ab", tags: { highway: "residential", oneway: "yes" } }, { nodes: "bdca" }],
  };

  test("is driven forward only: a to b is 300 m, b to a goes round, 700 m", () => {
    const network = openTown(town);
    const [a, b] = [placeOf(town, "a"), placeOf(town, "b")];
    expect(network.path("reference-car", a, b)?.distance).toBeCloseTo(300, 0);
    expect(network.path("reference-car", b, a)?.distance).toBeCloseTo(700, 0);
  });
});

describe("a road behind a one-way exit", () => {
  test("is not snapped to, because a trip that starts there cannot come back", () => {
    const town: Town = {
      map: ["a--b--c", "|  |   ", "d--e   "].join("\n"),
      ways: [{ nodes: "abeda" }, { nodes: "bc", tags: { highway: "residential", oneway: "yes" } }],
    };
    expect(openTown(town).nearest("reference-car", placeOf(town, "c"))?.way).toBe(1);
  });
});

describe("a real extract (Bayfront, Singapore)", () => {
  const ids = ["truck", "motorcycle", "reference-car"];
  let network: RoadNetwork;
  let points: LonLat[];
  beforeAll(async () => {
    const bytes = readSample("bayfront-singapore.osm.pbf");
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const options = {
      format: "pbf",
      source: "bayfront-singapore.osm.pbf",
      sha256,
      profiles: ids.map(profile),
    } as const;
    const [first, second] = [await buildRoads(bytes, options), await buildRoads(bytes, options)];
    expect(first.file).toEqual(second.file);
    network = openRoads(first.file);
    const [west, south, east, north] = network.metadata.bbox;
    const random = createRandom(7);
    points = Array.from({ length: 12 }, () => [
      west + random.next() * (east - west),
      south + random.next() * (north - south),
    ]);
  });

  test.each(ids)("%s: table = path = ngraph.path = an independent Dijkstra over the published arcs", (id) => {
    const table = network.table(id, points, points);
    const arcs = network.arcs(id);
    const snaps = points.map((point) => network.nearest(id, point));
    for (const [i, from] of points.entries()) {
      for (const [j, to] of points.entries()) {
        const duration = table.durations[i * points.length + j]!;
        expect(network.path(id, from, to)?.duration ?? Infinity).toBe(duration);
        expect(network.path(id, from, to)?.distance ?? Infinity).toBe(table.distances[i * points.length + j]!);
        expect(network.pathAvoiding(id, { from, to }, [])?.duration ?? Infinity).toBe(duration);
        expect(independentMilliseconds(arcs, snaps[i]!, snaps[j]!) / 1000).toBe(duration);
      }
    }
  });

  test("a closed box is driven through by no path, and opening it restores every answer", () => {
    const [west, south, east, north] = network.metadata.bbox;
    const [x, y] = [(west + east) / 2, (south + north) / 2];
    const box = { kind: "box", west: x - 0.002, south: y - 0.002, east: x + 0.002, north: y + 0.002 } as const;
    const closed = network.withClosures([box]);
    for (const to of points) {
      for (const [lon, lat] of closed.path("truck", points[0]!, to)?.geometry ?? []) {
        expect(lon > box.west && lon < box.east && lat > box.south && lat < box.north).toBe(false);
      }
    }
    expect(closed.withClosures([]).table("truck", points, points)).toEqual(network.table("truck", points, points));
  });
});
