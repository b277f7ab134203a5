import { expect, test } from "vitest";
import type { Draft } from "./draft.ts";
import { departureOf, rideFrom, type TakesIn } from "./ride.ts";
import { smallBrief } from "./testing/small-world.ts";
import { openWorld } from "./world.ts";

const world = openWorld(smallBrief({ ppk: 1, pps: 1, tps: 2 }));
const eight = world.start;
const hour = 3600;

/** A trip over the two TPS with legs of these lengths and hand-overs of these lengths. */
function draft(legs: readonly number[], services: readonly number[]): Draft {
  const [origin, ...sites] = [
    world.byCode.get("9901011001"),
    ...world.sites.filter(({ place }) => place.kind === "tps"),
  ];
  const [type] = world.brief.vehicleTypes;
  if (!origin || !type) throw new Error("no origin");
  const drops = sites.flatMap((site) => (site ? [{ site, kits: [site], boxes: 0 }] : []));
  const block = { sites: [], durations: new Int32Array(), distances: new Int32Array(), leg: () => undefined };
  const timed = legs.map((seconds) => ({ seconds, metres: seconds * 10 }));
  return { id: 0, origin, type, drops, legs: timed, load: { kits: 2, boxes: 0 }, loading: 0, services, block };
}

const takesIn: TakesIn = ({ site }, day, end) => end <= (site.spans[day]?.end ?? 0);

function ride(trip: Draft, loaded: number) {
  const driver = { day: 0, workStart: eight, rested: eight };
  const departure = departureOf(world, trip, { loaded, wanted: loaded, rested: eight });
  return rideFrom(world, trip, { departure, driver, takesIn });
}

test("arrivals follow from the legs: 08:00 + 10 min, hand-over 5 min, + 20 min, hand-over 7 min, back in 15 min", () => {
  const found = ride(draft([600, 1200, 900], [300, 420]), eight);
  expect(found?.stops.map((stop) => [stop.arrival - eight, stop.end - eight])).toEqual([
    [600, 900],
    [2100, 2520],
  ]);
  expect(found?.back).toBe(eight + 3420);
  expect(found?.breaks).toEqual([]);
});

test("a break of 45 min is taken before the drive that would pass 5 hours of work", () => {
  const found = ride(draft([hour, 2 * hour, 1.5 * hour], [hour, hour]), eight);
  expect(found?.breaks).toEqual([{ start: eight + 5 * hour, end: eight + 5 * hour + 2700 }]);
  expect(found?.back).toBe(eight + 6.5 * hour + 2700);
});

test("a wait of 45 min at a closed door counts as the break", () => {
  const trip = draft([hour, hour, hour], [hour, hour]);
  const late = { ...world, sites: world.sites };
  const [first, ...rest] = trip.drops;
  if (!first) throw new Error("no drop");
  const opens = { ...first.site, spans: [{ start: eight + 2 * hour, end: eight + 10 * hour }] };
  const driver = { day: 0, workStart: eight, rested: eight };
  const departure = departureOf(late, trip, { loaded: eight, wanted: eight, rested: eight });
  const found = rideFrom(
    late,
    { ...trip, drops: [{ ...first, site: opens }, ...rest] },
    { departure, driver, takesIn },
  );
  expect(found?.breaks).toEqual([{ start: eight + hour, end: eight + 2 * hour }]);
});

test("no ride when the last hand-over would end after closing time, or the shift of 10 hours would be passed", () => {
  expect(ride(draft([hour, hour, hour], [hour, hour]), eight + 6.5 * hour)).toBeUndefined();
  expect(ride(draft([0.5 * hour, 4 * hour, 4.5 * hour], [hour, 0]), eight)).toBeUndefined();
});

test("a convoy that waits an hour for its others gives its drivers their break", () => {
  const trip = draft([600, 600, 600], [60, 60]);
  const departure = departureOf(world, trip, { loaded: eight, wanted: eight + hour, rested: eight });
  expect(departure).toEqual({ at: eight + hour, rested: eight + hour, breaks: [{ start: eight, end: eight + hour }] });
});
