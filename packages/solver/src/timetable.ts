/**
 * When a vehicle is where, by the model's rule: earliest finish first, then latest departure. Works from the problem
 * alone; refuses to know the search, so that the checker stands on its own feet.
 */
import { unreachable } from "@antar/measure";
import type { Break, Loading, Problem, Route, Stop, TimeWindow, VehicleType } from "./model.ts";

/** One entry of a route: a depot where it loads, a visit, or the end. */
export interface Call {
  /** Visit number; null at depots. */
  readonly visit: number | null;
  /** Index of the depot; null at visits, and at an open start or end. */
  readonly depot: number | null;
  /** Trip that begins here or that it belongs to, from 0. */
  readonly trip: number;
  /** When the vehicle is there, when service or loading starts, and when it is free to drive on (breaks included). */
  readonly arrival: number;
  readonly start: number;
  readonly departure: number;
  /** Breaks taken after it, before driving on. */
  readonly breaks: readonly { readonly start: number; readonly duration: number }[];
}

/** The whole run of one route. */
export interface Timetable {
  readonly calls: readonly Call[];
  readonly distance: number;
  readonly duration: number;
  readonly finish: number;
  /** Cost of soft deadlines. */
  readonly lateness: number;
  /** What cannot be kept; the times after the first fault are those of a vehicle that goes on regardless. */
  readonly faults: readonly { readonly code: "window" | "break" | "unreachable"; readonly at: number }[];
}

interface Entry {
  readonly visit: number | null;
  readonly depot: number | null;
  readonly trip: number;
  readonly row: number | null;
  readonly windows: readonly TimeWindow[];
  readonly service: number;
  readonly release: number;
  readonly stop: Stop | undefined;
}

interface Pause {
  readonly after: number;
  readonly duration: number;
  readonly latest: number;
  readonly opens: number;
}

const endOfTime = 0x3fffffff;

/** The stop behind a visit number, undefined when there is none. */
export function stopOf(problem: Problem, visit: number): Stop | undefined {
  const clients = problem.clients.length;
  if (visit < clients) return problem.clients[visit];
  const shipment = problem.shipments?.[Math.floor((visit - clients) / 2)];
  return (visit - clients) % 2 === 0 ? shipment?.pickup : shipment?.delivery;
}

function rowOfVisit(problem: Problem, visit: number): number {
  return stopOf(problem, visit)?.location ?? problem.depots.length + visit;
}

function depotWindow(problem: Problem, type: VehicleType, depot: number | null): TimeWindow {
  const shift = type.shift ?? [0, endOfTime];
  const window = (depot === null ? undefined : problem.depots[depot]?.window) ?? [0, endOfTime];
  return [Math.max(shift[0], window[0]), Math.min(shift[1], window[1])];
}

function loadingTime(problem: Problem, loading: Loading | undefined, visits: readonly number[]): number {
  let amount = 0;
  for (const visit of visits) amount += problem.clients[visit]?.delivery?.[loading?.dimension ?? 0] ?? 0;
  return (loading?.fixed ?? 0) + (loading?.perUnit ?? 0) * amount;
}

function entriesOf(problem: Problem, type: VehicleType, route: Route): Entry[] {
  const entries: Entry[] = [];
  const depotEntry = (depot: number | null, trip: number): Entry => ({
    visit: null,
    depot,
    trip,
    row: depot === null ? null : (problem.depots[depot]?.location ?? depot),
    windows: [depotWindow(problem, type, depot)],
    service: 0,
    release: 0,
    stop: undefined,
  });
  route.trips.forEach(({ depot, clients }, trip) => {
    const loading = trip === 0 ? type.startLoading : type.reloadLoading;
    const release = Math.max(0, ...clients.map((visit) => problem.clients[visit]?.release ?? 0));
    entries.push({ ...depotEntry(depot, trip), service: loadingTime(problem, loading, clients), release });
    for (const visit of clients) {
      const stop = stopOf(problem, visit);
      const windows = stop?.windows ?? [[0, endOfTime] as const];
      const row = rowOfVisit(problem, visit);
      entries.push({ visit, depot: null, trip, row, windows, service: stop?.service ?? 0, release: 0, stop });
    }
  });
  entries.push(depotEntry(type.endDepot, route.trips.length - 1));
  return entries;
}

function legsOf(problem: Problem, type: VehicleType, entries: readonly Entry[], faults: Timetable["faults"][number][]) {
  const matrices = problem.matrices[type.profile ?? 0];
  const width = Math.round(Math.sqrt(matrices?.durations.length ?? 0));
  const speed = type.speedPercent ?? 100;
  let distance = 0;
  const travel = entries.slice(1).map((to, index) => {
    const from = entries[index];
    if (!from || from.row === null || to.row === null) return 0;
    const cell = from.row * width + to.row;
    const length = matrices?.distances[cell] ?? unreachable;
    const time = matrices?.durations[cell] ?? unreachable;
    if (length === unreachable || time === unreachable) faults.push({ code: "unreachable", at: index + 1 });
    distance += length;
    return speed === 100 || time === unreachable ? time : Math.floor((time * 100) / speed + 0.5);
  });
  return { travel, distance };
}

/** The first moment >= `time` in the entry's windows, or undefined. */
function opening(entry: Entry, time: number): number | undefined {
  const ready = Math.max(time, entry.release);
  const window = entry.windows.find(([, end]) => ready <= end);
  return window && Math.max(ready, window[0]) <= window[1] ? Math.max(ready, window[0]) : undefined;
}

/** Breaks due after entry `i`, which it is free to leave at `ready`; answers when it drives on, undefined if too late. */
function restAfter(run: Run, i: number, ready: number): number | undefined {
  let time = ready;
  while (run.pauses.length < run.breaks.length) {
    const pause = run.breaks[run.pauses.length];
    const following = run.entries[i + 1];
    if (!pause || !following) break;
    const opens = pause.window?.[0] ?? 0;
    const latest = Math.min(pause.window?.[1] ?? endOfTime, run.origin + (pause.atMostAfter ?? endOfTime));
    const start = Math.max(time, opens);
    const travel = run.travel[i] ?? 0;
    const begin = opening(following, time + travel);
    const canWait = begin !== undefined && begin + following.service <= latest;
    const isEnd = i + 2 === run.entries.length;
    const free = begin !== undefined && !isEnd && start <= latest && start + pause.duration + travel <= begin;
    if (canWait && !free) break;
    if (start > latest) return undefined;
    run.pauses.push({ after: i, duration: pause.duration, latest, opens });
    time = start + pause.duration;
  }
  return time;
}

interface Run {
  readonly entries: readonly Entry[];
  readonly travel: readonly number[];
  readonly breaks: readonly Break[];
  readonly pauses: Pause[];
  /** Departure that leads straight to the first visit's start: what `atMostAfter` counts from. */
  origin: number;
}

/** As early as possible from entry to entry. */
function earliestStarts(run: Run, faults: Timetable["faults"][number][]): number[] {
  const starts: number[] = [];
  let time = 0;
  run.entries.forEach((entry, i) => {
    const start = opening(entry, time);
    if (start === undefined) faults.push({ code: "window", at: i });
    starts.push(start ?? Math.max(time, entry.release));
    const begun = starts[i] ?? 0;
    if (i === 1) run.origin = Math.max(starts[0] ?? 0, begun - (run.travel[0] ?? 0) - (run.entries[0]?.service ?? 0));
    let ready = begun + entry.service;
    if (i > 0 && i + 1 < run.entries.length && run.breaks.length > run.pauses.length) {
      const rested = restAfter(run, i, ready);
      if (rested === undefined) faults.push({ code: "break", at: i });
      ready = rested ?? ready;
    }
    time = ready + (run.travel[i] ?? 0);
  });
  return starts;
}

/** The latest departure that changes neither the finish nor any lateness. */
function latestDeparture(run: Run, starts: readonly number[]): number {
  let limit = starts.at(-1) ?? 0;
  for (let i = run.entries.length - 2; i >= 0; i--) {
    const entry = run.entries[i];
    if (!entry) break;
    limit -= run.travel[i] ?? 0;
    for (const pause of run.pauses.filter(({ after }) => after === i).reverse())
      limit = Math.min(limit - pause.duration, pause.latest);
    limit -= entry.service;
    const due = entry.stop?.due;
    if (due && due.cost > 0) limit = Math.min(limit, Math.max(due.at, starts[i] ?? 0));
    const window = entry.windows.findLast(([opens]) => opens <= limit);
    if (window) limit = Math.min(limit, window[1]);
  }
  return limit;
}

/** The calls when the vehicle starts at `departure` and keeps the breaks where they are. */
function callsFrom(run: Run, departure: number): Call[] {
  let arrival = departure;
  return run.entries.map((entry, i) => {
    const start = opening(entry, arrival) ?? Math.max(arrival, entry.release);
    let ready = start + entry.service;
    const breaks = run.pauses
      .filter(({ after }) => after === i)
      .map(({ duration, opens }) => {
        const begin = Math.max(ready, opens);
        ready = begin + duration;
        return { start: begin, duration };
      });
    const { visit, depot, trip } = entry;
    const call = { visit, depot, trip, arrival, start, departure: ready, breaks };
    arrival = ready + (run.travel[i] ?? 0);
    return call;
  });
}

/** The run of `route`, whose vehicle type must exist. Faults are listed, not thrown. */
export function timetable(problem: Problem, route: Route): Timetable {
  const type = problem.vehicleTypes[route.vehicleType];
  if (!type) throw new RangeError(`vehicle type ${route.vehicleType} does not exist`);
  const faults: Timetable["faults"][number][] = [];
  const entries = entriesOf(problem, type, route);
  const { travel, distance } = legsOf(problem, type, entries, faults);
  const run: Run = { entries, travel, breaks: type.breaks ?? [], pauses: [], origin: 0 };
  const starts = earliestStarts(run, faults);
  const finish = starts.at(-1) ?? 0;
  let lateness = 0;
  entries.forEach(({ stop }, i) => {
    if (stop?.due) lateness += stop.due.cost * Math.max(0, (starts[i] ?? 0) - stop.due.at);
  });
  const departure = faults.length > 0 ? (starts[0] ?? 0) : latestDeparture(run, starts);
  return { calls: callsFrom(run, departure), distance, duration: finish - departure, finish, lateness, faults };
}
