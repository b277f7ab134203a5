import { expect, test } from "vitest";
import type { Draft } from "./draft.ts";
import type { Vehicle } from "./fleet.ts";
import { type GivenTrip, retime } from "./retime.ts";
import { smallBrief } from "./testing/small-world.ts";
import { openWorld, type Site } from "./world.ts";

const world = openWorld(smallBrief({ ppk: 2, pps: 1, tps: 1 }));
const eight = world.start;
const [hour, minute] = [3600, 60];
const siteOf = (code: string): Site => {
  const site = world.byCode.get(code);
  if (!site) throw new Error(`no place ${code}`);
  return site;
};
const [first, second] = [siteOf("990101"), siteOf("990102")];
const [type] = world.brief.vehicleTypes.filter(({ id }) => id === "pikap");
if (!type) throw new Error("no pick-up");
const vehicle: Vehicle = { name: "pikap-1", type, base: "ppk", home: undefined };

/** One trip of the pick-up from `origin` to a PPS: a leg out, a hand-over of ten minutes, a leg back. */
function tripFrom(id: number, origin: Site, given: { pps: string; legs: readonly [number, number] }): GivenTrip {
  const block = { sites: [], durations: new Int32Array(), distances: new Int32Array(), leg: () => undefined };
  const legs = given.legs.map((seconds) => ({ seconds, metres: seconds * 10 }));
  const drops = [{ site: siteOf(given.pps), kits: [], boxes: 1 }];
  const work = { load: { kits: 0, boxes: 1 }, loading: 10 * minute, services: [10 * minute] };
  const draft: Draft = { id, origin, type: vehicle.type, drops, legs, ...work, block };
  return { draft, vehicle, notBefore: eight, dock: 1, convoy: undefined };
}

test("after a break before an empty drive the driver has worked since he set out, and rests five hours after that", () => {
  const trips = [
    // 08:00 loads, 08:10 leaves, 09:30..09:40 hands over, 11:00 is back: 3 h of work.
    tripFrom(1, first, { pps: "9901011001", legs: [80 * minute, 80 * minute] }),
    // 3 h + 2 h of empty drive + 10 min of loading are more than 5 h: a break until 11:45, and he loads 13:45..13:55.
    tripFrom(2, second, { pps: "9901021001", legs: [90 * minute, 85 * minute] }),
  ];
  const transferLeg = () => ({ seconds: 2 * hour, metres: 60_000 });
  const { groups } = retime(world, trips, { transferLeg, lost: new Set() });
  const [loading, ride] = [groups[1]?.loadings[0], groups[1]?.rides[0]];
  const at = (hours: number, minutes: number): number => eight + (hours - 8) * hour + minutes * minute;
  expect(loading?.breaks).toEqual([{ start: at(11, 0), end: at(11, 45) }]);
  expect(loading?.transfer?.departure).toBe(at(11, 45));
  expect(loading?.span).toEqual({ start: at(13, 45), end: at(13, 55) });
  expect(loading?.driver.rested).toBe(at(11, 45));
  // Handed over at 15:35 and back at 17:00 he would have worked 5 h 15 min since 11:45: a second break before the way back.
  expect(ride?.breaks).toEqual([{ start: at(15, 35), end: at(16, 20) }]);
});
