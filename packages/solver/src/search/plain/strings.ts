/**
 * Adjacent string removal in plain tours: Christiaens and Vanden Berghe, "Slack induction by string removals" (2020),
 * section 5.1. Knows neighbours and strings; refuses to put anything back.
 */
import type { Random } from "@antar/measure";
import type { Tours } from "./tours.ts";

/** Parameters of the removal; the paper's values by default. */
export interface StringSettings {
  readonly meanRemoved: number;
  readonly longestString: number;
  /** Probability of a split string, and of stopping to lengthen its gap. */
  readonly split: number;
  readonly stopGap: number;
}

export const stringDefaults: StringSettings = { meanRemoved: 10, longestString: 10, split: 0.5, stopGap: 0.99 };

/** Removes strings of `tours` around visit `seed`; the routes left behind have true clocks. */
export function createStrings(tours: Tours, random: Random, settings = stringDefaults): (seed: number) => void {
  const { plain, next, previous, route, size, counts } = tours;
  const { n, near, nearCount } = plain;
  const stamp = new Int32Array(plain.slots);
  const hit = new Int32Array(plain.slots);
  let round = 0;

  /** Removes `length` visits in a row around `visit`, jumping over `gap` of them somewhere in the middle. */
  function removeString(visit: number, length: number, gap: number): void {
    const span = length + gap;
    let first = visit;
    let before = random.below(span);
    for (; before > 0 && previous[first]! >= 0; before--) first = previous[first]!;
    let available = 0;
    for (let at = first; at >= 0 && available < span; at = next[at]!) available++;
    for (; available < span; available++) first = previous[first]!;
    const from = gap > 0 ? 1 + random.below(length - 1) : length;
    let at = first;
    for (let i = 0; i < span; i++) {
      const following = next[at]!;
      if (i < from || i >= from + gap) tours.remove(at);
      at = following;
    }
  }

  function ruin(visit: number, longest: number): void {
    const r = route[visit]!;
    const total = size[r]!;
    stamp[r] = round;
    const length = Math.floor(random.next() * Math.min(total, longest)) + 1;
    let gap = 0;
    if (length > 1 && length < total && random.next() < settings.split) {
      gap = 1;
      while (length + gap < total && random.next() > settings.stopGap) gap++;
    }
    removeString(visit, length, gap);
  }

  return (seed) => {
    round++;
    const served = n - counts.absent;
    if (served === 0) return;
    const longest = Math.min(settings.longestString, served / counts.used);
    const mostStrings = (4 * settings.meanRemoved) / (1 + longest) - 1;
    const strings = Math.floor(random.next() * mostStrings + 1);
    const base = seed * nearCount;
    let count = 0;
    for (let i = -1; i < nearCount && count < strings; i++) {
      const visit = i < 0 ? seed : near[base + i]!;
      if (visit < 0) break;
      const r = route[visit]!;
      if (r < 0 || stamp[r] === round) continue;
      ruin(visit, longest);
      hit[count++] = r;
    }
    if (plain.timed) for (let i = 0; i < count; i++) tours.settle(hit[i]!);
  };
}
