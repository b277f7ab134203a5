import { describe, expect, test } from "vitest";
import { buildFromExtract } from "../build-roads.ts";
import { openRoads, type Profile, parseProfile, profileOf, type RoadNetwork } from "../index.ts";
import { extractOfTown, idOf, placeOf, type Town } from "../testing/town.ts";

function open(town: Town, profile: Profile): RoadNetwork {
  const options = { source: "town", sha256: "00", profiles: [profile], keepNodeIds: true };
  return openRoads(buildFromExtract(extractOfTown(town), options).file);
}

const plain = {
  id: "tester",
  name: { id: "Uji", en: "Test" },
  drivingSide: "left",
  ways: [
    { when: { highway: ["residential"] }, kmh: 36 },
    { when: { route: ["ferry"] }, kmh: 18, carrier: "ferry" },
  ],
  access: { keys: ["access"], deny: ["no"], destination: ["destination"], destinationEntrySeconds: 60 },
  oneway: { keys: ["oneway"] },
  maxspeed: { use: "ignore" },
  surfaces: [{ values: ["earth"], factor: 0.5, unpaved: true }],
  rainFactor: 0.6,
  hours: { rural: Array.from({ length: 24 }, (_, hour) => (hour === 7 ? 0.5 : hour === 17 ? 0.8 : 1)) },
  turns: { expanded: false },
  ferry: { kmh: 18, boardingSeconds: 300, waitSeconds: 600 },
};

/** To the hundredth of a second: the town lies on whole 1e-7 degrees, so 300 m are some millimetres off. */
const seconds = (network: RoadNetwork, from: string, to: string) =>
  Math.round((network.pairs("tester", [[idOf(from), idOf(to)]])[0] ?? 0) / 10) / 100;

describe("a paved street of 300 m and an earth road of 300 m at 36 km/h", () => {
  const town: Town = {
    map: "a--b--c",
    ways: [{ nodes: "ab" }, { nodes: "bc", tags: { highway: "residential", surface: "earth" } }],
  };
  const network = open(town, parseProfile(plain));

  test("take 30 s and 60 s without an hour", () => {
    expect([seconds(network, "a", "b"), seconds(network, "b", "c")]).toEqual([30, 60]);
  });

  test("take twice as long at 7 (factor 0.5), a quarter longer at 17 (0.8)", () => {
    expect([seconds(network.at({ hour: 7 }), "a", "b"), seconds(network.at({ hour: 7 }), "b", "c")]).toEqual([60, 120]);
    expect(seconds(network.at({ hour: 17 }), "a", "b")).toBe(37.5);
  });

  test("in rain the earth road takes 60 / 0.6 = 100 s and the street 30 s", () => {
    const wet = network.at({ rain: true });
    expect([seconds(wet, "a", "b"), seconds(wet, "b", "c")]).toEqual([30, 100]);
    expect(seconds(network.at({ rain: true, hour: 7 }), "b", "c")).toBe(200);
  });

  test("hours with equal speeds are told: 7 and 17 stand alone, all others are like 0", () => {
    expect(network.hourClasses().map((first, hour) => (first === hour ? hour : -1))).toEqual(
      Array.from({ length: 24 }, (_, hour) => ([0, 7, 17].includes(hour) ? hour : -1)),
    );
  });

  test("an hour that is none is refused", () => {
    expect(() => network.at({ hour: 24 })).toThrow(/24 is not an hour/);
  });
});

describe("a vehicle without turn costs", () => {
  const town: Town = {
    map: "a--b--c--d",
    ways: [
      { nodes: "ab" },
      { nodes: "bc", tags: { route: "ferry" } },
      { nodes: "cd", tags: { highway: "residential", access: "destination" } },
    ],
  };
  const network = open(town, parseProfile(plain));

  test("pays for boarding and waiting where it enters the ferry: 30 s street, 300 + 600 s, then 300 m at 18 km/h", () => {
    expect(seconds(network, "a", "c")).toBe(30 + 900 + 60);
  });

  test("pays once for a road open to those who end there: 60 s, and nothing when it starts inside", () => {
    expect(seconds(network, "a", "d")).toBe(990 + 60 + 30);
    expect(seconds(network, "d", "c")).toBe(30);
  });

  test("pays half the interval and the duration of the timetable instead, where the ferry has them", () => {
    const timed = {
      ...town,
      ways: [town.ways[0], { nodes: "bc", tags: { route: "ferry", interval: "00:20", duration: "00:04" } }],
    };
    const ferry = open({ map: town.map, ways: timed.ways.flatMap((way) => way ?? []) }, parseProfile(plain));
    // 30 s of street, 300 s of boarding, half of 20 min of waiting, 4 min of passage.
    expect(seconds(ferry, "a", "c")).toBe(30 + 300 + 600 + 240);
  });

  test("a ferry of two pieces (a node between is missing from the file) shares its duration: 300 m of 900 m", () => {
    const tags = { route: "ferry", duration: "00:04" };
    const pieces = {
      map: "a--b--c-----d",
      ways: [{ nodes: "ab" }, { nodes: "bc", tags, id: 7 }, { nodes: "cd", tags, id: 7 }],
    };
    // 30 s of street, 300 s of boarding, 600 s of waiting, a third of 4 min.
    expect(seconds(open(pieces, parseProfile(plain)), "a", "c")).toBe(30 + 900 + 80);
  });
});

describe("a closed and a slow road", () => {
  const town: Town = {
    map: ["a--b--c", "|     |", "d-----e"].join("\n"),
    ways: [{ nodes: "abc" }, { nodes: "adec" }],
  };
  const profile = profileOf("reference-car");
  if (profile === undefined) throw new Error("reference-car");
  const network = open(town, profile);
  const ms = (changed: RoadNetwork) => changed.pairs("reference-car", [[idOf("a"), idOf("c")]])[0] ?? Number.NaN;
  // 600 m at 25 km/h are 86.4 s; round over d and e 1,000 m are 144 s. Pieces round to whole milliseconds.
  const [short, long] = [86_400, 144_000];
  const [west, south] = placeOf(town, "b");

  test.each([
    ["by way", { kind: "way", way: 1 }],
    ["by segment", { kind: "segment", way: 1, near: placeOf(town, "b") }],
    ["by box", { kind: "box", west: west - 1e-4, south: south - 1e-4, east: west + 1e-4, north: south + 1e-4 }],
    [
      "by polygon",
      {
        kind: "polygon",
        ring: [
          [west - 1e-4, south - 1e-4],
          [west + 1e-4, south - 1e-4],
          [west, south + 1e-4],
        ],
      },
    ],
    ["by place", { kind: "place", at: placeOf(town, "b"), radius: 20 }],
  ] as const)("is gone round when closed %s", (_, closure) => {
    expect(Math.abs(ms(network) - short)).toBeLessThan(20);
    expect(Math.abs(ms(network.withClosures([closure])) - long)).toBeLessThan(20);
    expect(ms(network.withClosures([closure]).withClosures([]))).toBe(ms(network));
  });

  test("a flood at a third of the speed makes the way round the better one, at 0.8 not: 86.4 / 0.8 = 108 s", () => {
    expect(Math.abs(ms(network.withClosures([{ kind: "way", way: 1, speedFactor: 0.3 }])) - long)).toBeLessThan(20);
    expect(Math.abs(ms(network.withClosures([{ kind: "way", way: 1, speedFactor: 0.8 }])) - 108_000)).toBeLessThan(20);
  });

  test("closing a way that the network does not have changes nothing", () => {
    expect(ms(network.withClosures([{ kind: "way", way: 987_654_321 }]))).toBe(ms(network));
  });
});
