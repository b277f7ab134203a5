import { expect, test } from "vitest";
import { loadsOf } from "./loads.ts";
import { smallBrief } from "./testing/small-world.ts";
import { openWorld, type Site } from "./world.ts";

const brief = smallBrief({ ppk: 1, pps: 1, tps: 14 });
const world = openWorld(brief);
const tps = world.sites.filter((site) => site.place.kind === "tps");
const types = brief.vehicleTypes.filter((type) => type.id === "pikap");

function site(code: string): Site {
  const found = world.byCode.get(code);
  if (!found) throw new Error(code);
  return found;
}

test("14 kits for a PPS on pick-ups of 12 become a full load and a rest of 2", () => {
  const loads = loadsOf(brief, site("9901011001"), { tps, boxes: 0, types });
  expect(loads.map((load) => load.kits.length)).toEqual([12, 2]);
  expect(loads.flatMap((load) => load.kits)).toEqual(tps);
});

test("the load of a PPK that may not be split stays whole even when no vehicle carries it", () => {
  const loads = loadsOf(brief, site("990101"), { tps, boxes: 2, types });
  expect(loads.map((load) => [load.kits.length, load.boxes])).toEqual([[14, 2]]);
});

test("recapitulation boxes ride with the rest where they fit: 2 x 250 + 2 x 96 = 692 of 3000 litres", () => {
  const split = { ...brief, split: { ppk: true, pps: true } };
  const loads = loadsOf(split, site("990101"), { tps, boxes: 2, types });
  expect(loads.map((load) => [load.kits.length, load.boxes])).toEqual([
    [12, 0],
    [2, 2],
  ]);
});

test("half loads of 14 kits on pick-ups of 12: room 6 asks for 3 loads, which are 5, 5 and 4", () => {
  const loads = loadsOf(brief, site("9901011001"), { tps, boxes: 0, types, share: 0.5 });
  expect(loads.map((load) => load.kits.length)).toEqual([5, 5, 4]);
  expect(loads.flatMap((load) => load.kits)).toEqual(tps);
});
