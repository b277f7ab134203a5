import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { ProfileError, parseProfile, profileOf, profiles } from "./index.ts";

type Document = Record<string, unknown>;

const truck = (): Document => JSON.parse(JSON.stringify(profileOf("truck"))) as Document;

function mistake(document: unknown): string {
  try {
    parseProfile(document);
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
  const road = { when: { highway: ["road"] } };
  const notIncreasing = [
    [0, 0],
    [-90, 2],
  ];
  const rows: readonly (readonly [string, Document, string])[] = [
    ["a missing field", { oneway: undefined }, "oneway: should be an object, but it is missing"],
    ["an unknown field", { maxSpeed: {} }, "maxSpeed: no such field; there are "],
    [
      "a speed in words",
      { ways: [{ ...road, kmh: "fast" }] },
      'ways.0.kmh: should be a number of km/h above 0, or {urban, rural}, but it is "fast"',
    ],
    ["a speed of zero", { capKmh: 0 }, "capKmh: should be a number above 0, but it is 0"],
    ["an empty condition", { forbid: [{}] }, "forbid.0: should be an object with at least one key"],
    ["23 hours", { hours: { urban: new Array(23).fill(1) } }, "hours.urban: should have 24 entries, but has 23"],
    [
      "an unknown row of hours",
      { ways: [{ ...road, kmh: 9, hours: "night" }] },
      'ways.0.hours: "night" is no row of hours; there are none, urban',
    ],
    [
      "permission without a speed",
      { ways: [{ ...road, needsPermission: true }] },
      "ways.0.kmh: a way that needs permission needs a speed",
    ],
    ["a ferry without its figures", { ferry: undefined }, "ferry: ways."],
    [
      "angles out of order",
      { turns: { expanded: true, byAngle: notIncreasing } },
      "turns.byAngle.1: the degrees must ascend",
    ],
    [
      "turn costs without turns",
      { turns: { expanded: false, restrictions: true } },
      "turns.expanded: restrictions and byAngle need an expanded network",
    ],
    ["an id with spaces", { id: "My Truck" }, 'id: "My Truck" should be lower-case letters'],
    ["a word from no list", { drivingSide: "middle" }, 'drivingSide: should be one of left, right, but it is "middle"'],
  ];
  for (const [name, change, message] of rows) {
    test(name, () => expect(mistake({ ...truck(), ...change })).toContain(message));
  }

  test("no object", () => expect(mistake([])).toContain("profile: should be an object, but it is []"));
});

test("the example in docs/profiles.md is a profile", () => {
  const guide = readFileSync(new URL("../../../../docs/profiles.md", import.meta.url), "utf8");
  const example = /```json\n([\s\S]*?)```/.exec(guide)?.[1] ?? "";
  expect(parseProfile(JSON.parse(example)).id).toBe("village-van");
});
