/**
 * Who may stand right before and right after a visit in a good tour with windows: near, in time, and with little waiting.
 * Vidal, Crainic, Gendreau, Prins, "A hybrid genetic algorithm for vehicle routing problems with time-windows" (2013),
 * section 4.5. Knows pairs of visits; refuses to know routes.
 */
import type { Plain } from "./layout.ts";

/** What a unit of time that must be waited weighs against a unit of distance. */
const waiting = 0.2;

/** `count` visits for each visit v, from v x count on, likeliest first, padded with -1. */
export interface Likely {
  readonly count: number;
  readonly before: Int32Array;
  readonly after: Int32Array;
}

/** The `count` likeliest of the near visits of each visit of `plain`, both ways. */
export function likelyNeighbours(plain: Plain, count: number): Likely {
  const { n, near, nearCount, distance, duration, service, open, close } = plain;
  const before = new Int32Array(n * count).fill(-1);
  const after = new Int32Array(n * count).fill(-1);
  const order = new Int32Array(nearCount);
  const key = new Float64Array(nearCount);

  /** Price of `to` right after `from`, infinite when it would be too late. */
  function price(from: number, to: number): number {
    const lasts = service[from]! + duration[from * n + to]!;
    if (open[from]! + lasts > close[to]!) return Number.POSITIVE_INFINITY;
    return distance[from * n + to]! + waiting * Math.max(0, open[to]! - lasts - close[from]!);
  }

  /** Puts the likeliest of the `near` of `visit`, whose prices are in `key`, into `into`. */
  function keep(visit: number, known: number, into: Int32Array): void {
    let held = 0;
    for (let k = 0; k < known; k++) {
      const value = key[k]!;
      if (value === Number.POSITIVE_INFINITY || (held === count && value >= key[order[held - 1]!]!)) continue;
      let at = held < count ? held++ : count - 1;
      for (; at > 0 && key[order[at - 1]!]! > value; at--) order[at] = order[at - 1]!;
      order[at] = k;
    }
    for (let i = 0; i < held; i++) into[visit * count + i] = near[visit * nearCount + order[i]!]!;
  }

  for (let visit = 0; visit < n; visit++) {
    const base = visit * nearCount;
    let known = 0;
    for (; known < nearCount && near[base + known]! >= 0; known++) key[known] = price(near[base + known]!, visit);
    keep(visit, known, before);
    for (let k = 0; k < known; k++) key[k] = price(visit, near[base + k]!);
    keep(visit, known, after);
  }
  return { count, before, after };
}
