import { expect, test } from "vitest";
import type { Leg } from "./legs.ts";
import { loadingOn, openDocks } from "./loading.ts";
import type { World } from "./world.ts";

/** Nothing but what a loading looks at. */
function requestOn(leg: Leg) {
  const origin = { place: {}, spans: [{ start: 0, end: 40_000 }] };
  const world = { days: [0, 86_400], brief: { drivers: { break: 1_800, breakAfter: 10_000, shift: 36_000 } } };
  const draft = { origin, loading: 600, type: {} };
  // Works since 0, is free at 9,500 and must rest: 9,500 + 600 of loading would be more than 10,000 without a break.
  const duty = { at: {}, free: 9_500, day: 0, workStart: 0, rested: 0, vehicle: {} };
  const request = { draft, duty, day: 0, notBefore: 0, docks: openDocks(), transferLeg: () => leg };
  return { world: world as unknown as World, request: request as unknown as Parameters<typeof loadingOn>[1] };
}

test("a driver who rests before a drive into slower roads leaves when the break is over", () => {
  // After the break at 11,300 the roads are fast for 100 s more: 300 s for the whole drive, 900 s from 11,400 on.
  const spells = [
    { until: 11_400, leg: { seconds: 300, metres: 3_000 } },
    { until: Number.POSITIVE_INFINITY, leg: { seconds: 900, metres: 3_000 } },
  ];
  const { world, request } = requestOn({ seconds: 900, metres: 3_000, spells });
  const loading = loadingOn(world, request);
  // 100 s are a third of the way, the rest takes 2/3 of 900 = 600 s: 11,300 + 700.
  expect(loading?.transfer).toMatchObject({ departure: 11_300, leg: { seconds: 700 } });
  expect(loading?.breaks).toEqual([{ start: 9_500, end: 11_300 }]);
  expect(loading?.span).toEqual({ start: 12_000, end: 12_600 });
});
