import { describe, expect, test } from "vitest";
import { ProfileError, parseProfile, profileOf, profiles } from "./index.ts";

type Document = Record<string, unknown>;

const truck = (): Document => JSON.parse(JSON.stringify(profileOf("truck"))) as Document;

function mistake(change: (document: Document) => unknown): string {
    try {
    parseProfile(change(truck()));
  } catch (error) {
    if (error instanceof ProfileError) return error.message;
    throw error;
  }
  return "accepted";
}

describe("shipped profiles are documents like any other", () => {
  for (const profile of profiles) {
    test(`${profile.id} survives JSON and the check unchanged`, () => {
      expect(parseProfile(JSON.parse(JSON.stringify(profile)))).toEqual(profile);
    });
  }

  test("their ids are the eleven promised ones", () => {
    expect(profiles.map(({ id }) => id).join(" ")).toBe(
      "truck pickup motorcycle cart foot boat car shortest reference-car reference-car-turns reference-light-truck",
    );
  });
});

describe("a mistake is named by its field", () => {
  const rows: readonly (readonly [string, (document: Document) => unknown, string])[] = [
    ["no object", () => ({ list: [] }).list, "profile: should be an object, but it is []"],
    ["a missing field", (d) => ({ ...d, oneway: undefined }), "oneway: should be an object, but it is missing"],
    ["an unknown field", (d) => ({ ...d, maxSpeed: {}), "maxSpeed: no such field; there are "],
    [
      "a speed in words",
      (d) => void (d.ways = [{ when: { highway: ["road"] }, kmh: "fast" }] }),
      'ways.0.kmh: should be a number of km/h above 0, or {urban, rural}, but it is "fast"',
    ],
    ["a speed of zero", (d) => ({ ...d, capKmh: 0), "capKmh: should be a number above 0, but it is 0"],
    ["an empty condition", (d) => void (d.forbid = [{}]), "forbid.0: should be an object with at least one key"],
    [
      "23 hours",
      (d) => void (d.hours = { urban: new Array(23).fill(1) } }),
      "hours.urban: should have 24 entries, but has 23",
    ],
    [
      "an unknown row of hours",
      (d) => ({ ...d, ways: [{ when: { highway: ["road"] }, kmh: 9, hours: "night" }] }),
      'ways.0.hours: "night" is no row of hours; there are none, urban',
    ],
    [
      "permission without a speed",
      (d) => ({ ...d, ways: [{ when: { highway: ["road"] }, needsPermission: true }] }),
      "ways.0.kmh: a way that needs permission needs a speed",
    ],
    ["a ferry without its figures", (d) => ({ ...d, ferry: undefined }), "ferry: ways."],
    [
      "angles out of order",
      (d) =>
        ({ ...d, turns: {
          expanded: true,
          byAngle: [
            [0, 0],
            [-90, 2],
          ],
        } }),
      "turns.byAngle.1: the degrees must ascend",
    ],
    [
      "turn costs without turns",
      (d) => ({ ...d, turns: { expanded: false, restrictions: true } }),
      "turns.expanded: restrictions and byAngle need an expanded network",
    ],
    ["an id with spaces", (d) => ({ ...d, id: "My Truck"), 'id: "My Truck" should be lower-case letters'],
    [
      "a word from no list",
      (d) => void (d.drivingSide = "middle" }),
      'drivingSide: should be one of left, right, but it is "middle"',
    ],
  ];
  for (const [name, change, message] of rows) {
    test(name, () => expect(mistake(change)).toContain(message));
  }
});
