import { type Brief, digestOf, type Plan } from "@antar/domain";
import type { LonLat } from "@antar/measure";
import { until } from "@antar/solver";
import { beforeAll, expect, test } from "vitest";
import { makePlan } from "../make-plan.ts";
import { toldDays } from "../rehearse/rehearse.ts";
import { type Spread, usualSpread } from "../rehearse/spread.ts";
import { smallBrief, townRoads } from "../testing/small-world.ts";
import type { Sighting } from "./facts.ts";
import { type Habits, learnHabits } from "./habits.ts";
import { type Eta, openForecast, projectEtas } from "./project-etas.ts";

let brief: Brief;
let plan: Plan;
let habits: Habits;
beforeAll(async () => {
  brief = smallBrief({ ppk: 3, pps: 3, tps: 6 });
  const options = { seed: 1, budget: until.iterations(100), briefDigest: digestOf(brief), settings: {} };
  plan = makePlan(brief, await townRoads(), options);
  habits = habitsUnder(usualSpread);
});

function habitsUnder(spread: Spread): Habits {
  const days = [...toldDays(brief, plan, { seed: 99, runs: 60, spread })];
  return learnHabits(days.map(({ events }) => ({ brief, plan, events })));
}

const moment = (text: string): number => Date.parse(text) / 1000;
const finals = (stops: readonly Eta[]): readonly Eta[] => stops.filter((stop) => stop.final);

/** Midway of the hand-overs of the plan. */
function midday(): number {
  const ends = plan.routes.flatMap((route) =>
    route.trips.flatMap((trip) => trip.stops.map((stop) => moment(stop.end))),
  );
  return ends.sort((left, right) => left - right)[Math.floor(ends.length / 2)] ?? 0;
}

test("what has happened is what the events say, and what has not lies after now", () => {
  const [day] = toldDays(brief, plan, { seed: 3, runs: 1 });
  const now = midday();
  const { stops } = projectEtas(brief, plan, { events: day?.events ?? [], now, habits });
  const ends = new Map(
    day?.events.filter(({ kind }) => kind === "handed-over").map(({ trip, place, at }) => [`${trip} ${place}`, at]),
  );
  expect(stops.filter((stop) => stop.done).length).toBeGreaterThan(10);
  for (const stop of stops) {
    const end = ends.get(`${stop.trip} ${stop.place}`) ?? 0;
    expect(stop.done).toBe(end <= now);
    if (stop.done) expect(stop.handedOver).toEqual({ from: end, median: end, to: end });
    else expect(stop.handedOver.from).toBeGreaterThanOrEqual(now);
  }
});

test("events that come doubled, in any order, or after now change nothing", () => {
  const [day] = toldDays(brief, plan, { seed: 3, runs: 1 });
  const events = day?.events ?? [];
  const now = midday();
  const known = events.filter(({ at }) => at <= now);
  const usual = projectEtas(brief, plan, { events: known, now, habits });
  expect(projectEtas(brief, plan, { events: [...events, ...known].reverse(), now, habits })).toEqual(usual);
});

test("a hand-over without the arrival before it still moves the vehicle on", () => {
  const now = midday();
  const route = plan.routes.find((each) => (each.trips[0]?.stops.length ?? 0) > 1);
  const trip = route?.trips[0];
  const [first] = trip?.stops ?? [];
  if (!route || !trip || !first) throw new Error("no trip with two stops");
  const events: Sighting[] = [
    { kind: "handed-over", at: now - 60, trip: trip.id, place: first.place, vehicle: route.vehicle },
  ];
  const { stops } = projectEtas(brief, plan, { events, now, habits });
  const next = stops.find((stop) => stop.trip === trip.id && stop.place === trip.stops[1]?.place);
  expect(next?.arrival.median).toBeLessThan(now + 3600);
});

/** Share of the actual arrivals at TPS that lie in the intervals told at midday, over `runs` days under `spread`. */
function coverage(spread: Spread, known: Habits, runs: number): number {
  const forecast = openForecast(brief, plan, { habits: known });
  const now = midday();
  let [held, all] = [0, 0];
  for (const day of toldDays(brief, plan, { seed: 5, runs, spread })) {
    const arrived = new Map(
      day.events.filter(({ kind }) => kind === "arrived").map(({ trip, place, at }) => [`${trip} ${place}`, at]),
    );
    for (const { trip, place, arrival } of finals(forecast.project(day.events, now).stops)) {
      const actual = arrived.get(`${trip} ${place}`) ?? 0;
      if (actual <= now) continue;
      all++;
      if (arrival.from <= actual && actual <= arrival.to) held++;
    }
  }
  return held / all;
}

test("90 % intervals hold 85 to 95 % of the arrivals of other days, at the usual spread and at twice as much", () => {
  expect(coverage(usualSpread, habits, 60)).toBeGreaterThan(0.85);
  expect(coverage(usualSpread, habits, 60)).toBeLessThan(0.95);
  const wild = { ...usualSpread, travel: 0.6, service: 0.8, lateStart: 1200 };
  const learned = habitsUnder(wild);
  expect(coverage(wild, learned, 60)).toBeGreaterThan(0.85);
  expect(coverage(wild, learned, 60)).toBeLessThan(0.95);
  expect(coverage(wild, habits, 60)).toBeLessThan(0.85);
});

test("hand-overs that take twice as long today are learned within the day", () => {
  const slow = { ...habits, service: { ...habits.service, hourVariance: 0.2, hold: 0.9 } };
  const [day] = toldDays(brief, plan, { seed: 3, runs: 1 });
  const now = midday();
  const known = (day?.events ?? []).filter(({ at }) => at <= now);
  const arrivedAt = new Map<string, number>();
  const stretched = known.map((event): Sighting => {
    const key = `${event.trip} ${event.place}`;
    if (event.kind === "arrived") arrivedAt.set(key, event.at);
    const arrived = arrivedAt.get(key) ?? event.at;
    return event.kind === "handed-over" ? { ...event, at: Math.min(now, arrived + 2 * (event.at - arrived)) } : event;
  });
  const last = (events: readonly Sighting[]): number =>
    Math.max(...projectEtas(brief, plan, { events, now, habits: slow }).stops.map((stop) => stop.handedOver.median));
  expect(last(stretched)).toBeGreaterThan(last(known) + 600);
});

test("a vehicle that was last heard an hour ago is not taken to stand still", () => {
  const now = midday();
  const [day] = toldDays(brief, plan, { seed: 3, runs: 1 });
  const silent = (day?.events ?? []).filter(({ at }) => at <= now - 3600);
  const heard = new Map(plan.routes.map((route) => [route.vehicle, now - 3600]));
  const next = (etas: readonly Eta[]): number => etas.reduce((sum, eta) => sum + eta.arrival.median - now, 0);
  const standing = next(projectEtas(brief, plan, { events: silent, now, habits }).stops);
  const unheard = next(projectEtas(brief, plan, { events: silent, now, habits, heard }).stops);
  expect(unheard).toBeLessThan(standing);
});

/** A drive of ten minutes or more, its first half driven at the pace of the plan; the foretold arrival at its end. */
function arrivalAfter(positions: readonly (readonly [minutesAgo: number, share: number])[]): number {
  const drives = plan.routes.flatMap((route) => route.trips.map((trip) => ({ route, trip, stop: trip.stops[0] })));
  const drive = drives.find(({ stop }) => (stop?.leg.seconds ?? 0) >= 600);
  if (!drive?.stop) throw new Error("no drive of ten minutes");
  const { route, trip, stop } = drive;
  const pointOf = (code: string): LonLat => brief.places.find((place) => place.code === code)?.point ?? [0, 0];
  const [from, to] = [pointOf(trip.origin), pointOf(stop.place)];
  const left = moment(trip.departure);
  const now = left + 1800;
  const events: Sighting[] = [{ kind: "departed", at: left, trip: trip.id, vehicle: route.vehicle }];
  for (const [ago, share] of positions) {
    const point: LonLat = [from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])];
    events.push({ kind: "position", at: now - 60 * ago, vehicle: route.vehicle, point });
  }
  const { stops } = projectEtas(brief, plan, { events, now, habits });
  return (stops.find((each) => each.trip === trip.id && each.place === stop.place)?.arrival.median ?? 0) - now;
}

test("the nearer the last position, the sooner the arrival", () => {
  expect(arrivalAfter([[0, 0.9]])).toBeLessThan(arrivalAfter([[0, 0.2]]));
});

test("a vehicle that has stood at one spot for 25 minutes is expected later than one that has just come there", () => {
  const stood = arrivalAfter([25, 20, 15, 10, 5, 0].map((ago) => [ago, 0.5] as const));
  expect(stood).toBeGreaterThan(arrivalAfter([[0, 0.5]]) + 600);
});

test("a position from before the departure tells nothing of the drive", () => {
  expect(arrivalAfter([[40, 0.9]])).toBe(arrivalAfter([]));
});

test("the positions of a rehearsed day lie on its drives, so that a projection may read them", () => {
  const [day] = toldDays(brief, plan, { seed: 3, runs: 1 });
  const positions = day?.events.filter(({ kind }) => kind === "position") ?? [];
  expect(positions.length).toBeGreaterThan(10);
  expect(positions.every(({ point, vehicle }) => point !== undefined && vehicle !== undefined)).toBe(true);
});

test("fewer than five logs are refused", () => {
  expect(() => learnHabits([])).toThrow("habits need at least 5");
});
