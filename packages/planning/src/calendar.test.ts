import { expect, test } from "vitest";
import { earliestFree, hold, openCalendar, release } from "./calendar.ts";

test("a gap that is long enough is found between two held spans", () => {
  const dock = openCalendar();
  hold(dock, { start: 100, end: 200 });
  hold(dock, { start: 260, end: 300 });
  expect(earliestFree(dock, 50, 50)).toBe(50);
  expect(earliestFree(dock, 50, 60)).toBe(200);
  expect(earliestFree(dock, 50, 61)).toBe(300);
});

test("a span without length waits for the end of the one that it falls into", () => {
  const dock = openCalendar();
  hold(dock, { start: 100, end: 200 });
  expect(earliestFree(dock, 150, 0)).toBe(200);
  hold(dock, { start: 200, end: 200 });
  expect(earliestFree(dock, 190, 20)).toBe(200);
});

test("a span that overlaps a held one is refused, a released one is free again", () => {
  const dock = openCalendar();
  const span = { start: 100, end: 200 };
  hold(dock, span);
  expect(() => hold(dock, { start: 199, end: 210 })).toThrow("already held");
  release(dock, span);
  hold(dock, { start: 199, end: 210 });
  expect(earliestFree(dock, 150, 49)).toBe(150);
});
