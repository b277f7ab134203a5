/**
 * Crossings: two legs give way to two others, by which two routes exchange their tails (2-opt*) or a stretch of a route
 * is turned (2-opt). Ruin and recreate, which moves ten visits at a time, finds no way there on long routes. Knows what a
 * crossing costs and whether it keeps within load and windows; refuses to know temperatures.
 */
import type { Random } from "@antar/measure";
import type { Tours } from "./tours.ts";

/** So many of the nearest neighbours of a visit may become its next. */
const nearest = 20;

/** Tries one random crossing of `tours`, made when it costs less than `limit`; true when it was made. */
export function createCrossings(tours: Tours, random: Random): (limit: number) => boolean {
  const { plain, next, previous, route, leg, load, backLoad, first } = tours;
  const { departure, latest } = tours;
  const { n, distance, duration, out, home, outTime, homeTime, amount, back, capacity, near, nearCount } = plain;
  const { timed, twoWay, symmetric, departs, returns } = plain;
  const turns = symmetric && !timed && !twoWay;
  const reach = Math.min(nearest, nearCount);
  let before = 0;
  let beforeBack = 0;

  /** Sums what visits up to `visit` take into `before` and `beforeBack`. */
  function sumUpTo(visit: number): void {
    before = 0;
    beforeBack = 0;
    for (let at = visit; at >= 0; at = previous[at]!) {
      before += amount[at]!;
      if (twoWay) beforeBack += back[at]!;
    }
  }

  /** Leg from `a` to `b`, either of them -1 for the depot. */
  function legOf(a: number, b: number): number {
    return b < 0 ? home[a]! : a < 0 ? out[b]! : distance[a * n + b]!;
  }

  /** True when a vehicle that leaves `a` (-1: the depot) and drives straight to `b` (-1: home) is in time. */
  function inTime(a: number, b: number): boolean {
    const time = a < 0 ? departs : departure[a]!;
    if (b < 0) return time + homeTime[a]! <= returns;
    return time + (a < 0 ? outTime[b]! : duration[a * n + b]!) <= latest[b]!;
  }

  /** Exchanges the tails after `a` and `b` (of routes `r` and `s`, -1: all) when it costs less than `limit` and fits. */
  function tails(r: number, a: number, s: number, b: number, limit: number): boolean {
    const afterA = a < 0 ? first[r]! : next[a]!;
    const afterB = b < 0 ? first[s]! : next[b]!;
    if ((a < 0 && afterB < 0) || (b < 0 && afterA < 0) || (afterA < 0 && afterB < 0)) return false;
    const old = legOf(a, afterA) + legOf(b, afterB);
    if (legOf(a, afterB) + legOf(b, afterA) - old >= limit) return false;
    if (timed && !(inTime(a, afterB) && inTime(b, afterA))) return false;
    sumUpTo(a);
    const moved = load[r]! - before;
    const movedBack = backLoad[r]! - beforeBack;
    sumUpTo(b);
    const came = load[s]! - before;
    const cameBack = backLoad[s]! - beforeBack;
    if (load[r]! - moved + came > capacity || load[s]! - came + moved > capacity) return false;
    const gain = movedBack - cameBack;
    if (twoWay && (backLoad[r]! - gain > capacity || backLoad[s]! + gain > capacity)) return false;
    tours.exchangeTails(r, a, s, b, moved - came, gain);
    return true;
  }

  /** Length of the leg between two visits, one of which may be -1 for the depot, where legs are the same both ways. */
  function between(a: number, b: number): number {
    return a < 0 ? home[b]! : b < 0 ? home[a]! : distance[a * n + b]!;
  }

  /** Turns the stretch after `a` up to and with `b` of the same route, or the other way round. */
  function stretch(a: number, b: number, limit: number): boolean {
    const afterA = next[a]!;
    const afterB = next[b]!;
    if (distance[a * n + b]! + between(afterA, afterB) - leg[a]! - leg[b]! >= limit) return false;
    for (let at = afterA; at >= 0; at = next[at]!) {
      if (at !== b) continue;
      tours.turnStretch(afterA, b);
      return true;
    }
    tours.turnStretch(afterB, a);
    return true;
  }

  return (limit) => {
    const u = random.below(n);
    const w = near[u * nearCount + random.below(reach)] ?? -1;
    const r = route[u]!;
    if (w < 0 || r < 0) return false;
    const s = route[w]!;
    if (s < 0) return false;
    if (!turns || (r !== s && random.below(2) === 0)) return r !== s && tails(r, u, s, previous[w]!, limit);
    if (r === s) return stretch(u, w, limit);
    // The tail of u and the head of w, turned, are joined: route s is turned first, which costs nothing by itself.
    const afterU = next[u]!;
    const afterW = next[w]!;
    if (afterU < 0 && afterW < 0) return false;
    if (distance[u * n + w]! + between(afterU, afterW) - leg[u]! - leg[w]! >= limit) return false;
    tours.turn(s);
    return tails(r, u, s, previous[w]!, limit);
  };
}
