/**
 * Takes visits out of a few adjacent routes: the adjacent string removal of Christiaens and Vanden Berghe, "Slack
 * induction by string removals" (2020), section 5.1. Knows neighbours and strings; refuses to put anything back.
 */
import type { Random } from "@antar/measure";
import type { Neighbours } from "./neighbours.ts";
import type { Routes } from "./routes.ts";

/** Parameters of the removal; the paper's values by default. */
export interface RuinSettings {
  /** Mean number of visits removed. */
  readonly meanRemoved: number;
  readonly longestString: number;
  /** Probability of a split string, and of stopping to lengthen its gap. */
  readonly split: number;
  readonly stopGap: number;
}

export const ruinDefaults: RuinSettings = { meanRemoved: 10, longestString: 10, split: 0.5, stopGap: 0.99 };

/** Removes strings around a random visit; the removed become absent, the touched slots are refreshed. */
export type Ruin = () => number;

/** A removal on `routes`. The answer is the visit around which it removed. */
export function createRuin(routes: Routes, near: Neighbours, random: Random, settings = ruinDefaults): Ruin {
  const { instance, next, previous, route, size, locked } = routes;
  const { visits } = instance;
  const stamp = new Int32Array(routes.slots);
  const hit = new Int32Array(routes.slots);
  let round = 0;

  function take(visit: number): void {
    routes.remove(visit);
    routes.setAbsent(visit);
  }

  function drop(visit: number, slot: number): boolean {
    if (locked[visit] === 1) return false;
    const other = instance.mate[visit]!;
    if (other >= 0) {
      if (locked[other] === 1) return false;
      if (route[other] === slot) take(other);
    }
    take(visit);
    return true;
  }

  /** Removes `length` visits of `slot` in a row around `visit`, jumping over `gap` of them in the middle. */
  function removeString(visit: number, slot: number, length: number, gap: number): void {
    const span = length + gap;
    let first = visit;
    let before = random.below(span);
    while (before > 0) {
      const back = backOf(first);
      if (back < 0) break;
      first = back;
      before--;
    }
    let available = 0;
    for (let node = first; node >= 0 && available < span; node = forthOf(node)) available++;
    while (available < span) {
      const back = backOf(first);
      if (back < 0) break;
      first = back;
      available++;
    }
    const from = gap > 0 ? 1 + random.below(Math.max(1, length - 1)) : length;
    let node = first;
    for (let i = 0; i < span && node >= 0; i++) {
      let following = forthOf(node);
      if (i < from || i >= from + gap) {
        const other = instance.mate[node]!;
        if (other >= 0 && other === following) following = forthOf(following);
        drop(node, slot);
      }
      node = following;
    }
  }

  function backOf(node: number): number {
    let back = previous[node]!;
    while (back >= visits + 2 * routes.slots) back = previous[back]!;
    return back < visits ? back : -1;
  }

  function forthOf(node: number): number {
    let forth = next[node]!;
    while (forth >= visits + 2 * routes.slots) forth = next[forth]!;
    return forth < visits ? forth : -1;
  }

  function ruinSlot(visit: number, longest: number): void {
    const slot = route[visit]!;
    stamp[slot] = round;
    routes.touch(slot);
    const most = Math.min(size[slot]!, longest);
    const length = Math.floor(random.next() * most) + 1;
    let gap = 0;
    if (length > 1 && length < size[slot]! && random.next() < settings.split) {
      gap = 1;
      while (length + gap < size[slot]! && random.next() > settings.stopGap) gap++;
    }
    removeString(visit, slot, length, gap);
  }

  return () => {
    round++;
    const served = visits - routes.counts.absent;
    const seed = random.below(visits);
    if (served === 0) return seed;
    const longest = Math.min(settings.longestString, served / routes.counts.used);
    const mostStrings = (4 * settings.meanRemoved) / (1 + longest) - 1;
    const strings = Math.floor(random.next() * mostStrings + 1);
    let count = 0;
    const base = seed * near.count;
    for (let i = -1; i < near.count && count < strings; i++) {
      const visit = i < 0 ? seed : near.list[base + i]!;
      const slot = route[visit]!;
      if (slot < 0 || stamp[slot] === round || locked[visit] === 1) continue;
      ruinSlot(visit, longest);
      hit[count++] = slot;
    }
    for (let i = 0; i < count; i++) routes.refresh(hit[i]!);
    return seed;
  };
}
