/**
 * The cheapest place for an absent visit in plain tours, a few operations per place. Where windows are wide and routes
 * long only the likely places are looked at. Knows loads and windows; refuses to change a route.
 */
import type { Random } from "@antar/measure";
import { type Likely, likelyNeighbours } from "./likely.ts";
import type { Tours } from "./tours.ts";

/** Half of what a barred leg weighs: no sum with a barred leg is below. */
const noWay = 0x08000000;

/**
 * Neighbours looked at on either side of a visit, and from how many visits, and visits to a route, on only their places are
 * (measured: with fewer, one look along each route is as fast and misses nothing). Where visits may be left out many
 * neighbours are, and every place is looked at (measured: worse plans from twice the iterations).
 */
const likelyCount = 20;
const sparseFrom = 126;
const longRoute = 15;

/** The cheapest place that the last `find` saw. `route` is -1 when there was none. */
export interface PlainPlace {
  route: number;
  /** Visit after which it goes, -1: first. */
  after: number;
  delta: number;
}

export interface Places {
  readonly best: PlainPlace;
  /** True while only likely places are looked at: windows, everybody to be served, many visits on long routes. */
  sparse(): boolean;
  /** Looks at every route with room; false when no place costs less than `limit`. */
  find(visit: number, limit: number): boolean;
  /** A route of its own; false when there is none or it costs `limit` or more. */
  findEmpty(visit: number, limit: number): boolean;
}

/** A search for places in `tours` that overlooks one with probability `blink`. */
export function createPlaces(tours: Tours, random: Random, blink: number): Places {
  const { plain, next, previous, route, leg, first, last, load, backLoad, departure, latest, used, counts } = tours;
  const { n, distance, distanceTo, duration, out, home, outTime, homeTime, amount, back, capacity } = plain;
  const { timed, twoWay, symmetric, departs, returns, service, open, close, fixed } = plain;
  const best: PlainPlace = { route: -1, after: -1, delta: 0 };
  const mayBeSparse = timed && !plain.hasOptional && n > sparseFrom;
  let likely: Likely | undefined;
  const perBlink = blink > 0 ? 1 / Math.log(1 - blink) : 0;
  let untilBlink = 0;
  let least = 0;
  let bestRoute = -1;
  let bestAfter = -1;

  function drawBlink(): void {
    untilBlink = perBlink === 0 ? 0x7fffffff : Math.floor(Math.log(1 - random.next()) * perBlink);
  }

  function offer(r: number, after: number, delta: number): void {
    if (untilBlink-- <= 0) {
      drawBlink();
      return;
    }
    least = delta;
    bestRoute = r;
    bestAfter = after;
  }

  /** Every place of a route without clocks. */
  function scanUntimed(visit: number, r: number): void {
    const base = visit * n;
    let a = first[r]!;
    let fromA = distanceTo[base + a]!;
    let delta = out[visit]! + distance[base + a]! - out[a]!;
    if (delta < least) offer(r, -1, delta);
    for (let b = next[a]!; b >= 0; b = next[a]!) {
      const toB = distance[base + b]!;
      delta = fromA + toB - leg[a]!;
      if (delta < least) offer(r, a, delta);
      fromA = symmetric ? toB : distanceTo[base + b]!;
      a = b;
    }
    delta = fromA + home[visit]! - home[a]!;
    if (delta < least) offer(r, a, delta);
  }

  /** Every place of a route that is in time. Departures grow along a route, so the first too late one ends the scan. */
  function scanTimed(visit: number, r: number): void {
    const base = visit * n;
    const opens = open[visit]!;
    const closes = close[visit]!;
    const lasts = service[visit]!;
    let a = first[r]!;
    let delta = out[visit]! + distance[base + a]! - out[a]!;
    if (delta < least && latest[a]! >= opens) {
      const time = Math.max(departs + outTime[visit]!, opens);
      if (time <= closes && time + lasts + duration[base + a]! <= latest[a]!) offer(r, -1, delta);
    }
    for (let b = next[a]!; b >= 0; b = next[a]!) {
      if (departure[a]! > closes) return;
      if (latest[b]! >= opens) {
        delta = distanceTo[base + a]! + distance[base + b]! - leg[a]!;
        if (delta < least) {
          const time = Math.max(departure[a]! + duration[a * n + visit]!, opens);
          if (time <= closes && time + lasts + duration[base + b]! <= latest[b]!) offer(r, a, delta);
        }
      }
      a = b;
    }
    delta = distanceTo[base + a]! + home[visit]! - home[a]!;
    if (delta < least) {
      const time = Math.max(departure[a]! + duration[a * n + visit]!, opens);
      if (time <= closes && time + lasts + homeTime[visit]! <= returns) offer(r, a, delta);
    }
  }

  function isFull(visit: number, r: number): boolean {
    return load[r]! + amount[visit]! > capacity || (twoWay && backLoad[r]! + back[visit]! > capacity);
  }

  function scanAll(visit: number): void {
    const room = capacity - amount[visit]!;
    const usedCount = counts.used;
    for (let i = 0; i < usedCount; i++) {
      const r = used[i]!;
      if (load[r]! > room || (twoWay && backLoad[r]! + back[visit]! > capacity)) continue;
      if (timed) scanTimed(visit, r);
      else scanUntimed(visit, r);
    }
  }

  /** The place between `a` and its next `b` on route `r`, either of them -1 for the depot. */
  function tryPlace(visit: number, r: number, a: number, b: number): void {
    const base = visit * n;
    const to = a < 0 ? out[visit]! : distanceTo[base + a]!;
    const from = b < 0 ? home[visit]! : distance[base + b]!;
    const delta = to + from - (a < 0 ? out[b]! : leg[a]!);
    if (delta >= least) return;
    const arrival = a < 0 ? departs + outTime[visit]! : departure[a]! + duration[a * n + visit]!;
    const time = Math.max(arrival, open[visit]!);
    if (time > close[visit]!) return;
    const left = time + service[visit]!;
    if (b < 0 ? left + homeTime[visit]! <= returns : left + duration[base + b]! <= latest[b]!) offer(r, a, delta);
  }

  /** Only the places beside likely neighbours and those at the ends of routes. */
  function scanLikely(visit: number, { count, before, after }: Likely): void {
    const end = visit * count + count;
    for (let i = visit * count; i < end && before[i]! >= 0; i++) {
      const a = before[i]!;
      const r = route[a]!;
      if (r >= 0 && !isFull(visit, r)) tryPlace(visit, r, a, next[a]!);
    }
    for (let i = visit * count; i < end && after[i]! >= 0; i++) {
      const b = after[i]!;
      const r = route[b]!;
      if (r >= 0 && !isFull(visit, r)) tryPlace(visit, r, previous[b]!, b);
    }
    const usedCount = counts.used;
    for (let i = 0; i < usedCount; i++) {
      const r = used[i]!;
      if (isFull(visit, r)) continue;
      tryPlace(visit, r, -1, first[r]!);
      tryPlace(visit, r, last[r]!, -1);
    }
  }

  function openRoute(visit: number): void {
    const delta = fixed + out[visit]! + home[visit]!;
    if (delta >= least || amount[visit]! > capacity || (twoWay && back[visit]! > capacity)) return;
    if (timed) {
      const time = Math.max(departs + outTime[visit]!, open[visit]!);
      if (time > close[visit]! || time + service[visit]! + homeTime[visit]! > returns) return;
    }
    const r = tours.freeRoute();
    if (r < 0) return;
    least = delta;
    bestRoute = r;
    bestAfter = -1;
  }

  function sparse(): boolean {
    return mayBeSparse && n > longRoute * counts.used;
  }

  function start(limit: number): void {
    least = Math.min(limit, noWay + fixed);
    bestRoute = -1;
  }

  function finish(): boolean {
    best.route = bestRoute;
    best.after = bestAfter;
    best.delta = least;
    return bestRoute >= 0;
  }

  drawBlink();
  return {
    best,
    sparse,
    find(visit, limit) {
      start(limit);
      // Without a limit any place will do, so none is overlooked.
      if (limit < Number.POSITIVE_INFINITY && sparse()) {
        likely ??= likelyNeighbours(plain, likelyCount);
        scanLikely(visit, likely);
      } else scanAll(visit);
      openRoute(visit);
      return finish();
    },
    findEmpty(visit, limit) {
      start(limit);
      openRoute(visit);
      return finish();
    },
  };
}
