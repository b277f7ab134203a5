import { type Brief, kitsOf } from "@antar/domain";
import { createRandom } from "@antar/measure";
import type { RoadNetwork } from "@antar/roads";
import { beforeAll, expect, test } from "vitest";
import { auditCollection } from "../audit/collection-rules.ts";
import { smallBrief, townRoads } from "../testing/small-world.ts";
import { collect } from "./collect.ts";
import type { Collection, CollectionTrip, ReadyEvent } from "./collection.ts";

let roads: RoadNetwork;
beforeAll(async () => {
  roads = await townRoads();
});

const start = Date.parse("2024-11-27T15:00:00+08:00") / 1000;

/** Ready within `hours`; the recapitulation twelve hours after them. */
function readyIn(brief: Brief, hours: number, seed: number): ReadyEvent[] {
  const random = createRandom(seed);
  return brief.places.flatMap((place): ReadyEvent[] => {
    if (kitsOf(place) > 0) return [{ place: place.code, at: start + random.below(hours * 3600) }];
    return place.kind === "ppk" ? [{ place: place.code, at: start + (hours + 12) * 3600 }] : [];
  });
}

test("54 TPS of random ready times: all 108 + 6 boxes come home, most within three hours, and the audit finds nothing", () => {
  for (let seed = 1; seed <= 5; seed++) {
    const brief = smallBrief({ ppk: 3, pps: 3, tps: 6 }, seed);
    const ready = readyIn(brief, 4, seed);
    const found = collect(brief, ready, { seed, roads });
    expect({ seed, out: found.out, in: found.in }).toEqual({ seed, out: 114, in: 114 });
    expect({ seed, findings: auditCollection(brief, found, { ready, roads }) }).toEqual({ seed, findings: [] });
    expect(found.late.length).toBeLessThanOrEqual(2);
  }
});

test("what becomes known later changes no trip that set out before", () => {
  const brief = smallBrief({ ppk: 2, pps: 2, tps: 6 });
  const ready = readyIn(brief, 4, 1);
  const middle = start + 7200;
  const moved = ready.map((event) => (event.at > middle ? { ...event, at: event.at + 900 } : event));
  const before = (found: Collection): readonly CollectionTrip[] =>
    found.trips.filter((trip) => (trip.transfer?.departure ?? trip.departure) <= middle);
  const first = before(collect(brief, ready, { seed: 1, roads }));
  expect(first.length).toBeGreaterThan(3);
  expect(before(collect(brief, moved, { seed: 1, roads }))).toEqual(first);
});

test("24 TPS ready at once for one cart are late, and one more cart at each PPS is what helps", () => {
  const brief = smallBrief({ ppk: 1, pps: 1, tps: 24 });
  const ready = readyIn(brief, 4, 1).map((event) => ({ ...event, at: event.place.length > 6 ? start : event.at }));
  const found = collect(brief, ready, { seed: 1, roads, within: 7200 });
  expect(found.late.length).toBeGreaterThan(0);
  expect(found.late.map((late) => late.limit)).toContain("fleet");
  expect(auditCollection(brief, found, { ready, roads, within: 7200 })).toEqual([]);
  expect(found.in).toBe(found.out);
});

test("a TPS that is never ready keeps its boxes, and the rest come home", () => {
  const brief = smallBrief({ ppk: 1, pps: 2, tps: 4 });
  const ready = readyIn(brief, 2, 1).filter((event) => event.place !== "9901011001001");
  const found = collect(brief, ready, { seed: 1, roads });
  expect(found.boxes.some((boxes) => boxes.place === "9901011001001")).toBe(false);
  expect(auditCollection(brief, found, { ready, roads })).toEqual([]);
});

test("what is spoilt in a good collection is found under its own code", () => {
  const brief = smallBrief({ ppk: 2, pps: 2, tps: 5 });
  const ready = readyIn(brief, 3, 2);
  const good = collect(brief, ready, { seed: 1, roads });
  const [trip, ...others] = good.trips;
  const last = good.trips.find((each) => each.echelon === 1);
  const [stop] = trip?.stops ?? [];
  if (!trip || !stop || !last) throw new Error("no trips");
  const withTrip = (changes: Partial<CollectionTrip>): Collection => ({
    ...good,
    trips: [{ ...trip, ...changes }, ...others],
  });
  const spoilt: readonly (readonly [string, Collection])[] = [
    ["collected-left", { ...good, trips: good.trips.filter((each) => each !== last) }],
    ["collected-not-there", { ...good, trips: [...good.trips, { ...trip, id: "B9999", vehicle: "gerobak-4" }] }],
    [
      "collected-early",
      {
        ...good,
        trips: good.trips.map((each) => ({
          ...each,
          stops: each.stops.map((own) => ({ ...own, arrival: start - 10 })),
        })),
      },
    ],
    ["collected-elsewhere", withTrip({ destination: "9901" })],
    ["collected-totals", { ...good, in: good.in - 1 }],
    ["collected-overload", withTrip({ stops: [{ ...stop, kits: Array.from({ length: 9 }, () => stop.place) }] })],
    ["collected-clock", withTrip({ unloading: { start: trip.returned, end: trip.returned } })],
    ["collected-overlap", { ...good, trips: [...good.trips, { ...trip, id: "B9999" }] }],
    ["collected-vehicle", withTrip({ vehicle: "gerobak-99" })],
    ["collected-vehicle", withTrip({ vehicleType: "truk" })],
    ["collected-leg", withTrip({ back: { seconds: trip.back.seconds + 1, metres: trip.back.metres } })],
    [
      "collected-boxes",
      {
        ...good,
        trips: good.trips.map((each) => ({ ...each, stops: each.stops.map((own) => ({ ...own, boxes: 0 })) })),
      },
    ],
    ["collected-dock", { ...good, trips: good.trips.map((each) => (each.dock ? { ...each, dock: 9 } : each)) }],
    [
      "collected-driver",
      withTrip({
        departure: trip.departure - 40_000,
        transfer: { from: trip.destination, leg: { seconds: 0, metres: 0 }, departure: trip.departure - 40_000 },
      }),
    ],
  ];
  for (const [code, collection] of spoilt) {
    const codes = auditCollection(brief, collection, { ready, roads }).map((finding) => finding.code);
    expect({ code, found: codes.includes(code) }).toEqual({ code, found: true });
  }
});
