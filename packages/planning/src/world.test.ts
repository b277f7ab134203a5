import { expect, test } from "vitest";
import { smallBrief } from "./testing/small-world.ts";
import { dayOf, openWorld } from "./world.ts";

const eight = Date.parse("2024-11-25T08:00:00+08:00") / 1000;

test("an opening is cut to the window: TPS open at 06:00 but nothing happens before 08:00 of the first day", () => {
  const world = openWorld(smallBrief({ ppk: 1, pps: 1, tps: 1 }));
  const tps = world.byCode.get("9901011001001");
  expect(tps?.spans).toEqual([
    { start: eight, end: eight + 10 * 3600 },
    { start: eight + 22 * 3600, end: eight + 34 * 3600 },
  ]);
});

test("days limits an opening to the first local days", () => {
  const brief = smallBrief({ ppk: 1, pps: 1, tps: 1 });
  const opening = { ...brief.opening, warehouse: { from: "08:00", to: "16:00", days: 1 } };
  expect(openWorld({ ...brief, opening }).warehouse.spans).toEqual([
    { start: eight, end: eight + 8 * 3600 },
    undefined,
  ]);
});

test("the local day changes at midnight in the tenant's zone", () => {
  const world = openWorld(smallBrief({ ppk: 1, pps: 1, tps: 1 }));
  expect(dayOf(world, eight + 16 * 3600 - 1)).toBe(0);
  expect(dayOf(world, eight + 16 * 3600)).toBe(1);
});
