/**
 * The cheapest place for an absent visit in plain tours, a few operations per place. Knows loads and windows; refuses
 * to change a route.
 */
import type { Random } from "@antar/measure";
import type { Tours } from "./tours.ts";

/** Half of what a barred leg weighs: no sum with a barred leg is below. */
const noWay = 0x08000000;

/** The cheapest place that the last `find` saw. `route` is -1 when there was none. */
export interface PlainPlace {
  route: number;
  /** Visit after which it goes, -1: first. */
  after: number;
  delta: number;
}

export interface Places {
  readonly best: PlainPlace;
  /** Looks at every route with room; false when no place costs less than `limit`. */
  find(visit: number, limit: number): boolean;
}

/** A search for places in `tours` that overlooks one with probability `blink`. */
export function createPlaces(tours: Tours, random: Random, blink: number): Places {
  const { plain, next, leg, first, load, backLoad, departure, latest, used, counts } = tours;
  const { n, distance, distanceTo, duration, out, home, outTime, homeTime, amount, back, capacity } = plain;
  const { timed, twoWay, symmetric, departs, returns, service, open, close, fixed } = plain;
  const best: PlainPlace = { route: -1, after: -1, delta: 0 };
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

  drawBlink();
  return {
    best,
    find(visit, limit) {
      least = Math.min(limit, noWay + fixed);
      bestRoute = -1;
      scanAll(visit);
      openRoute(visit);
      best.route = bestRoute;
      best.after = bestAfter;
      best.delta = least;
      return bestRoute >= 0;
    },
  };
}
