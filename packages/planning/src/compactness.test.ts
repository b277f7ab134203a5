import type { Brief, Plan } from "@antar/domain";
import { digestOf } from "@antar/domain";
import { until } from "@antar/solver";
import { beforeAll, expect, test } from "vitest";
import { compactnessOf } from "./compactness.ts";
import { makePlan } from "./make-plan.ts";
import { smallBrief, townRoads } from "./testing/small-world.ts";

let brief: Brief;
let plan: Plan;
beforeAll(async () => {
  brief = smallBrief({ ppk: 2, pps: 2, tps: 4 });
  const options = { seed: 1, budget: until.iterations(50), briefDigest: digestOf(brief), settings: {} };
  plan = makePlan(brief, await townRoads(), options);
});

type At = readonly [east: number, north: number];

/** Two vehicles of the last echelon, each with one trip over places on a grid of thousandths of a degree. */
function drawn(left: readonly At[], right: readonly At[], echelons: readonly [number, number] = [3, 3]) {
  const [base] = brief.places;
  const [route] = plan.routes;
  const [trip] = route?.trips ?? [];
  const [stop] = trip?.stops ?? [];
  if (!base || !route || !trip || !stop) throw new RangeError("the small plan has a trip");
  const places: Brief["places"] = [];
  const routes = [left, right].map((points, vehicle) => {
    const codes = points.map(([east, north], at) => {
      const code = `99010${vehicle + 1}${at}`;
      places.push({ ...base, code, point: [122 + east / 1000, -4 + north / 1000] });
      return code;
    });
    const [origin = "", ...stops] = codes;
    const own = { ...trip, echelon: echelons[vehicle] ?? 3, origin, stops: stops.map((place) => ({ ...stop, place })) };
    return { ...route, vehicle: `v${vehicle}`, trips: [{ ...own, return: { ...trip.return, place: origin } }] };
  });
  return compactnessOf({ ...plan, routes } as Plan, { ...brief, places });
}

test("two ways there and back that cross in an X cross four times, and count in both kecamatan", () => {
  const { crossings, kecamatan } = drawn(
    [
      [0, 0],
      [2, 2],
    ],
    [
      [0, 2],
      [2, 0],
    ],
  );
  expect(crossings).toBe(4);
  expect(kecamatan.map((own) => [own.code, own.crossings])).toEqual([
    ["990101", 4],
    ["990102", 4],
  ]);
});

test("ways that only meet at an end, lie apart, or are of other echelons do not cross", () => {
  expect(
    drawn(
      [
        [0, 0],
        [2, 2],
      ],
      [
        [2, 2],
        [4, 0],
      ],
    ).crossings,
  ).toBe(0);
  expect(
    drawn(
      [
        [0, 0],
        [2, 2],
      ],
      [
        [5, 2],
        [7, 0],
      ],
    ).crossings,
  ).toBe(0);
  expect(
    drawn(
      [
        [0, 0],
        [2, 2],
      ],
      [
        [0, 2],
        [2, 0],
      ],
      [2, 3],
    ).crossings,
  ).toBe(0);
});

test("two squares that share a quarter: 1 / (4 + 4) of their area is shared", () => {
  const square = (at: number): At[] => [
    [at, at],
    [at + 2, at],
    [at + 2, at + 2],
    [at, at + 2],
    [at, at],
  ];
  const { overlap } = drawn(square(0), square(1));
  expect(overlap).toBeCloseTo(1 / 8, 4);
  expect(drawn(square(0), square(2)).overlap).toBe(0);
});

test("a whole plan is measured in each of its kecamatan", () => {
  const { crossings, kecamatan } = compactnessOf(plan, brief);
  expect(kecamatan.map(({ code }) => code)).toEqual(["990101", "990102"]);
  expect(kecamatan.reduce((sum, own) => sum + own.crossings, 0)).toBeGreaterThanOrEqual(crossings);
});
