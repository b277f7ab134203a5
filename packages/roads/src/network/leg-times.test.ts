import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { legSeconds } from "./leg-times.ts";

const flat = (seconds: number, changes: Readonly<Record<number, number>> = {}) =>
  Array.from({ length: 24 }, (_, hour) => changes[hour] ?? seconds);

describe("a leg driven while speeds change", () => {
  test("takes its duration when the whole leg falls into one hour", () => {
    expect(legSeconds(flat(600), 9 * 3600 + 60)).toBe(600);
  });

  test("leaves at 06:50 for a leg of 1,200 s before 07:00 and 1,800 s after: 600 s do half of it, 900 s the rest", () => {
    expect(legSeconds(flat(1200, { 7: 1800 }), 6 * 3600 + 50 * 60)).toBe(1500);
  });

  test("goes over midnight into the first hour of the next day: 300 of 900 s, then 2/3 of 1,500 s", () => {
    expect(legSeconds(flat(900, { 0: 1500 }), 24 * 3600 - 300)).toBe(1300);
    expect(legSeconds(flat(900, { 0: 1500 }), -300)).toBe(1300);
  });

  test("stands still in an hour when the way is impassable: 600 s, an hour of waiting, 600 s", () => {
    expect(legSeconds(flat(1200, { 10: Number.POSITIVE_INFINITY }), 9 * 3600 + 3000)).toBe(4800);
  });

  test("never ends when the way is impassable at all hours", () => {
    expect(legSeconds(flat(Number.POSITIVE_INFINITY), 0)).toBe(Number.POSITIVE_INFINITY);
  });

  test("may last longer than a day: 100,000 s at every hour", () => {
    expect(legSeconds(flat(100_000), 5)).toBe(100_000);
  });

  test("refuses 23 durations and a duration that is no number", () => {
    expect(() => legSeconds(flat(60).slice(1), 0)).toThrow(/24 durations.*23/);
    expect(() => legSeconds(flat(60, { 5: Number.NaN }), 0)).toThrow(/hour 5/);
  });
});

test("who departs later never arrives earlier (FIFO), and no leg is faster than its fastest hour", () => {
  const durations = fc.array(fc.oneof(fc.integer({ min: 1, max: 40_000 }), fc.constant(Number.POSITIVE_INFINITY)), {
    minLength: 24,
    maxLength: 24,
  });
  fc.assert(
    fc.property(
      durations,
      fc.integer({ min: 0, max: 86_400_000 }),
      fc.integer({ min: 0, max: 7_200_000 }),
      (byHour, at, gap) => {
        const [early, late] = [at / 1000, (at + gap) / 1000];
        const [first, second] = [early + legSeconds(byHour, early), late + legSeconds(byHour, late)];
        expect(second).toBeGreaterThanOrEqual(first - 1e-9);
        expect(legSeconds(byHour, early)).toBeGreaterThanOrEqual(Math.min(...byHour) - 0.001);
      },
    ),
    { seed: 20261124, numRuns: 3000 },
  );
});
