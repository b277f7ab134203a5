import { createHash } from "node:crypto";
import { createRandom, earthRadius, type LonLat } from "@antar/measure";
import { beforeAll, describe, expect, test } from "vitest";
import { buildFromExtract, buildRoads } from "../build-roads.ts";
import { openRoads, profileOf, type RoadNetwork } from "../index.ts";
import { readSample } from "../testing/samples.ts";
import { extractOfTown, placeOf, type Town } from "../testing/town.ts";

const profile = (id: string) => profileOf(id) ?? expect.fail(`no ${id}`);

function openTown(town: Town, id = "pickup"): RoadNetwork {
  const options = { source: "town", sha256: "00", profiles: [profile(id)] };
  return openRoads(buildFromExtract(extractOfTown(town), options).file);
}

const block: Town = {
  map: ["a--b", "|  |", "c--d"].join("\n"),
  ways: [{ nodes: "abdca" }],
};
/** A point 20 m north (or south) of the middle of a to b, which runs east. */
const beside = (metres: number): LonLat => {
  const [a, b] = [placeOf(block, "a"), placeOf(block, "b")];
  return [(a[0] + b[0]) / 2, a[1] + (metres / earthRadius) * (180 / Math.PI)];
};

describe("in a town where traffic keeps left", () => {
  const network = openTown(block);

  test("a point north of a street that runs east lies on its left, 20 m away", () => {
    const [snap] = network.candidates("pickup", beside(20), 1).snaps;
    expect(snap?.side).toBe("left");
    expect(snap?.distance).toBeCloseTo(20, 1);
    expect(snap?.only).toBeUndefined();
  });

  test("the curb is reached with the point on the left: north of it driving east, south of it driving west", () => {
    const at = (metres: number, approach: "curb" | "opposite") =>
      network.candidates("pickup", beside(metres), 1, { approach }).snaps[0];
    expect(at(20, "curb")).toMatchObject({ only: "forward", travelSide: "left" });
    expect(at(-20, "curb")).toMatchObject({ only: "backward", travelSide: "left" });
    expect(at(20, "opposite")).toMatchObject({ only: "backward", travelSide: "right" });
  });

  test("a trip to the curb across the street goes round the block: 150 m straight, 850 m to the other side", () => {
    const from = network.candidates("pickup", placeOf(block, "a"), 1).snaps[0] ?? expect.fail("no road");
    const distanceTo = (approach: "curb" | "opposite") => {
      const to = network.candidates("pickup", beside(20), 1, { approach }).snaps[0] ?? expect.fail("no road");
      return network.route("pickup", [from, to])[0]?.distance ?? Number.NaN;
    };
    expect(distanceTo("curb")).toBeCloseTo(150, 0);
    // Round the block from a: 200 m south, 300 m east, 200 m north, and 150 m back west along the street.
    expect(distanceTo("opposite")).toBeCloseTo(850, 0);
  });

  test("a heading of 270° takes the street that is driven west, and that way only", () => {
    const west = { degrees: 270, range: 20 };
    expect(network.candidates("pickup", beside(20), 1, { bearing: west }).snaps[0]).toMatchObject({ only: "backward" });
    const north = network.candidates("pickup", beside(20), 1, { bearing: { degrees: 0, range: 20 } }).snaps[0];
    expect(north?.distance).toBeCloseTo(Math.hypot(150, 20), 1);
  });

  test("a limit that no road keeps is answered with the distance of the nearest", () => {
    const { snaps, none } = network.candidates("pickup", beside(60), 3, { limit: 50 });
    expect(snaps).toEqual([]);
    expect(none?.code).toBe("too-far");
    expect(none?.en).toContain("The nearest road is 60 m away, the limit is 50 m");
    expect(none?.id).toContain("60 m");
  });

  test("a heading that no road near has is named", () => {
    const only = openTown({ map: "a--b--c", ways: [{ nodes: "abc" }] });
    const { none } = only.candidates("pickup", beside(20), 1, { bearing: { degrees: 0, range: 10 } });
    expect(none?.code).toBe("no-heading");
  });

  test("a place is found again by its edge, and not when it has been closed", () => {
    const [snap] = network.candidates("pickup", beside(20), 1).snaps;
    if (snap === undefined) throw new Error("no road");
    expect(network.snapAgain("pickup", snap, beside(20))).toEqual(snap);
    expect(network.withClosures([{ kind: "way", way: 1 }]).snapAgain("pickup", snap, beside(20))).toBeUndefined();
  });
});

test("closing a class closes its links too and nothing else", () => {
  const town: Town = {
    map: ["a--b--c", "|  |  |", "d--e--f"].join("\n"),
    ways: [
      { nodes: "abc", tags: { highway: "trunk" } },
      { nodes: "be", tags: { highway: "trunk_link" } },
      { nodes: "adefc", tags: { highway: "tertiary" } },
    ],
  };
  const open = openTown(town);
  const closed = open.withClosures([{ kind: "class", class: "trunk" }]);
  expect(closed.nearest("pickup", placeOf(town, "b"))?.way).toBe(3);
  expect([...closed.drawing()].filter((street) => street.closed).map((street) => street.way)).toEqual([1, 1, 2]);
});

describe("on a real extract (Monaco)", () => {
  let network: RoadNetwork;
  beforeAll(async () => {
    const bytes = readSample("monaco.osm.pbf");
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const options = { format: "pbf", source: "monaco", sha256, profiles: [profile("pickup")] } as const;
    network = openRoads((await buildRoads(bytes, options)).file);
  });

  /** Squared distance from a point to a line, in degrees of latitude, straight from the drawing. */
  function squareTo(point: LonLat, line: readonly LonLat[]): number {
    const shrink = Math.cos((point[1] * Math.PI) / 180);
    const squares = line.slice(1).map((end, i) => {
      const start = line[i]!;
      const [x, y] = [(start[0] - point[0]) * shrink, start[1] - point[1]];
      const [dx, dy] = [(end[0] - start[0]) * shrink, end[1] - start[1]];
      const share = dx === 0 && dy === 0 ? 0 : Math.min(1, Math.max(0, -(x * dx + y * dy) / (dx * dx + dy * dy)));
      return (x + share * dx) ** 2 + (y + share * dy) ** 2;
    });
    return Math.min(...squares);
  }

  test("the three nearest roads of 60 points are those of a search over all roads", () => {
    const usable = network.usableBy("pickup");
    const streets = [...network.drawing()].filter(({ edge }) => usable(edge));
    const [west, south, east, north] = network.metadata.bbox;
    const random = createRandom(11);
    const metres = (earthRadius * Math.PI) / 180;
    for (let i = 0; i < 60; i++) {
      // A tenth of the points lies outside the network's box.
      const [x, y] = [random.next() * 1.1, random.next() * 1.1];
      const point: LonLat = [west + x * (east - west), south + y * (north - south)];
      const squares = streets.map(({ edge, geometry }) => ({ edge, square: squareTo(point, geometry) }));
      const expected = squares.sort((a, b) => a.square - b.square).slice(0, 3);
      const { snaps } = network.candidates("pickup", point, 3);
      expect(snaps.map((snap) => snap.distance)).toEqual(
        expected.map(({ square }) => expect.closeTo(Math.sqrt(square) * metres, 4)),
      );
    }
  });

  test("a heading finds the nearest road that is driven that way", () => {
    const [west, south, east, north] = network.metadata.bbox;
    const random = createRandom(5);
    for (let i = 0; i < 40; i++) {
      const point: LonLat = [west + random.next() * (east - west), south + random.next() * (north - south)];
      const bearing = { degrees: Math.floor(random.next() * 360), range: 30 };
      const [found] = network.candidates("pickup", point, 1, { bearing }).snaps;
      const any = network.candidates("pickup", point, 400).snaps;
      expect(found === undefined || found.distance >= any[0]!.distance).toBe(true);
      if (found?.only !== undefined) expect(network.route("pickup", [found, found])[0]?.duration).toBe(0);
    }
  });
});
