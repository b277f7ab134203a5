import type { AssignmentView } from "@antar/api";
import { describe, expect, test } from "vitest";
import { smallAssignment } from "../testing/small-answers.ts";
import { changesOf } from "./plan-change.ts";

type Stop = AssignmentView["route"]["trips"][number]["stops"][number];

const [trip] = smallAssignment.route.trips;
const [first, second] = trip!.stops;
const withStops = (stops: readonly Stop[]): AssignmentView => ({
  ...smallAssignment,
  version: 2,
  route: { ...smallAssignment.route, trips: [{ ...trip!, id: "T9", stops: [...stops] }] },
});
const told = (stops: readonly Stop[]) =>
  changesOf(smallAssignment, withStops(stops)).map(({ kind, name }) => `${kind} ${name}`);

describe("what a new plan changes for a vehicle", () => {
  test("the same stops under another trip name are no change", () => {
    expect(told([first!, second!])).toEqual([]);
  });

  test("a dropped stop and an added one are named", () => {
    const added = { ...second!, place: "7471011001003", kits: ["7471011001003"] };
    expect(told([first!, added])).toEqual(["added TPS 003 Wawombalata", "dropped TPS 001 Wawombalata"]);
  });

  test("of two stops that change places the one that slipped back is told", () => {
    expect(told([second!, first!])).toEqual(["moved TPS 002 Wawombalata"]);
  });

  test("five minutes later is no change, six are", () => {
    // The plan has the arrival at 07:45.
    const arriving = (at: string) => told([{ ...first!, arrival: at }, second!]);
    expect(arriving("2024-11-26T07:50:00+08:00")).toEqual([]);
    expect(arriving("2024-11-26T07:51:00+08:00")).toEqual(["retimed TPS 002 Wawombalata"]);
  });

  test("another load at the same place is told before its time", () => {
    expect(told([{ ...first!, boxes: 1, arrival: "2024-11-26T09:00:00+08:00" }, second!])).toEqual([
      "load TPS 002 Wawombalata",
    ]);
  });
});
