/**
 * Runs through one route moment by moment: several windows, soft deadlines and breaks included. Knows the timetable
 * rule of the model (earliest finish, then latest departure); refuses to know distances' cost or other routes.
 */
import type { Break, TimeWindow } from "../model.ts";
import { type Fleet, forever, type Instance } from "./instance.ts";

/** Runs a route; `result` holds for the last run that answered true. */
export interface ExactClock {
  readonly result: { duration: number; finish: number; lateness: number };
  /** False when a window or a break cannot be kept. `sequence`: visits, and -1 - depot for reloads. */
  run(type: number, sequence: ArrayLike<number>, length: number): boolean;
}

interface Pause {
  readonly duration: number;
  readonly latest: number;
}

/** A clock for `instance`. */
export function createExactClock(instance: Instance): ExactClock {
  const { visits, problem, dimensions: K } = instance;
  const shipments = problem.shipments ?? [];
  const stops = [...problem.clients, ...shipments.flatMap(({ pickup, delivery }) => [pickup, delivery])];
  const always: readonly TimeWindow[] = [[0, forever]];
  const windowsOf = stops.map(({ windows }) => windows ?? always);
  const dueAt = Float64Array.from(stops, ({ due }) => due?.at ?? forever);
  const dueCost = Float64Array.from(stops, ({ due }) => due?.cost ?? 0);
  const result = { duration: 0, finish: 0, lateness: 0 };
  const most = 2 * visits + 4;
  const node = new Int32Array(most);
  const row = new Int32Array(most);
  const service = new Float64Array(most);
  const release = new Float64Array(most);
  const at = new Float64Array(most);
  const travel = new Float64Array(most);
  const pauses: Pause[][] = Array.from({ length: most }, () => []);

  /** The earliest moment >= `time` when service at entry `i` may start, or -1. */
  function earliest(fleet: Fleet, i: number, last: number, time: number): number {
    const visit = node[i]!;
    if (visit >= 0) {
      for (const [open, close] of windowsOf[visit]!) if (time <= close) return Math.max(time, open);
      return -1;
    }
    const [open, close] = windowOfDepot(fleet, i, last);
    const start = Math.max(time, open, release[i]!);
    return start <= close ? start : -1;
  }

  function windowOfDepot(fleet: Fleet, i: number, last: number): readonly [number, number] {
    if (i === 0) return fleet.startWindow;
    if (i === last) return fleet.endWindow;
    const depot = -1 - node[i]!;
    return [
      Math.max(instance.depotOpen[depot]!, fleet.shift[0]),
      Math.min(instance.depotClose[depot]!, fleet.shift[1]),
    ];
  }

  /** The latest moment <= `time` at which service at entry `i` may start. */
  function latest(fleet: Fleet, i: number, last: number, time: number): number {
    const visit = node[i]!;
    if (visit < 0) return Math.min(time, windowOfDepot(fleet, i, last)[1]);
    const due = dueAt[visit]!;
    const bound = dueCost[visit]! > 0 ? Math.min(time, Math.max(due, at[i]!)) : time;
    const windows = windowsOf[visit]!;
    for (let w = windows.length - 1; w >= 0; w--) if (windows[w]![0] <= bound) return Math.min(bound, windows[w]![1]);
    return bound;
  }

  /** Step 1: entries with loading times and releases; answers the index of the end. */
  function layOut(fleet: Fleet, sequence: ArrayLike<number>, length: number): number {
    const last = length + 1;
    let home = 0;
    let amount = 0;
    release.fill(0, 0, last + 1);
    const settle = () => {
      const loading = home === 0 ? fleet.startLoading : fleet.reloadLoading;
      service[home] = loading.fixed + loading.perUnit * amount;
    };
    node[0] = -1;
    row[0] = fleet.start;
    node[last] = -1;
    row[last] = fleet.end;
    service[last] = 0;
    const dimension = () => (home === 0 ? fleet.startLoading : fleet.reloadLoading).dimension;
    for (let i = 1; i < last; i++) {
      const entry = sequence[i - 1]!;
      node[i] = entry;
      if (entry < 0) {
        settle();
        home = i;
        amount = 0;
        row[i] = instance.depotLocation[-1 - entry]!;
        continue;
      }
      row[i] = instance.location[entry]!;
      service[i] = instance.service[entry]!;
      release[home] = Math.max(release[home]!, instance.release[entry]!);
      if (K > 0) amount += instance.delivery[entry * K + dimension()]!;
    }
    settle();
    const { size, duration } = fleet.table;
    for (let i = 0; i < last; i++) travel[i] = duration[row[i]! * size + row[i + 1]!]!;
    return last;
  }

  /** Step 2: takes the breaks that fall after entry `i`; answers when it drives on, or -1. */
  function rest(fleet: Fleet, i: number, last: number, ready: number, taken: Progress): number {
    const breaks: readonly Break[] = fleet.type.breaks ?? [];
    let time = ready;
    while (taken.breaks < breaks.length) {
      const pause = breaks[taken.breaks]!;
      const opens = pause.window?.[0] ?? 0;
      const due = Math.min(pause.window?.[1] ?? forever, taken.start + (pause.atMostAfter ?? forever));
      const arrival = time + travel[i]!;
      const begin = earliest(fleet, i + 1, last, arrival);
      const nextChance = begin + service[i + 1]!;
      const start = Math.max(time, opens);
      if (begin < 0 || nextChance <= due) {
        const free = begin >= 0 && i + 1 < last && start <= due && start + pause.duration + travel[i]! <= begin;
        if (!free) break;
      }
      if (start > due) return -1;
      pauses[i]!.push({ duration: pause.duration, latest: due });
      time = start + pause.duration;
      taken.breaks++;
    }
    return time;
  }

  interface Progress {
    breaks: number;
    start: number;
  }

  function run(type: number, sequence: ArrayLike<number>, length: number): boolean {
    const fleet = instance.fleets[type]!;
    const last = layOut(fleet, sequence, length);
    const paused = (fleet.type.breaks?.length ?? 0) > 0;
    const taken: Progress = { breaks: 0, start: 0 };
    let lateness = 0;
    let time = 0;
    for (let i = 0; i <= last; i++) {
      const begin = earliest(fleet, i, last, time);
      if (begin < 0) return false;
      at[i] = begin;
      pauses[i]!.length = 0;
      const visit = node[i]!;
      if (visit >= 0 && begin > dueAt[visit]!) lateness += dueCost[visit]! * (begin - dueAt[visit]!);
      if (i === 1) taken.start = Math.max(at[0]!, begin - travel[0]! - service[0]!);
      if (i === last) break;
      let ready = begin + service[i]!;
      if (paused && i > 0) ready = rest(fleet, i, last, ready, taken);
      if (ready < 0) return false;
      time = ready + travel[i]!;
    }
    result.finish = at[last]!;
    result.lateness = lateness;
    result.duration = at[last]! - latestDeparture(fleet, last);
    return true;
  }

  /** Step 3: the latest departure with the same finish and no more lateness. */
  function latestDeparture(fleet: Fleet, last: number): number {
    let limit = at[last]!;
    for (let i = last - 1; i >= 0; i--) {
      limit -= travel[i]!;
      const here = pauses[i]!;
      for (let p = here.length - 1; p >= 0; p--) limit = Math.min(limit - here[p]!.duration, here[p]!.latest);
      limit = latest(fleet, i, last, limit - service[i]!);
    }
    return limit;
  }

  return { result, run };
}
