/**
 * Puts absent visits back greedily with blinks, in one of several orders: Christiaens and Vanden Berghe, "Slack
 * induction by string removals" (2020), section 5.2. Knows orders; refuses to judge the result.
 */
import type { Random } from "@antar/measure";
import { forever } from "../instance.ts";
import type { Plain } from "./layout.ts";
import type { Places } from "./places.ts";
import type { Tours } from "./tours.ts";

/** With more absent visits than this only some are tried: those just removed, and as many others. */
const longList = 40;

/** What was ruined: around which visit, and how many visits, which are the last of the absent. */
export interface Ruined {
  readonly seed: number;
  readonly removed: number;
}

/** Of those that were left out before at their prize, so many near the seed are tried again. */
const oldAbsentees = 10;

/** How often visits are let in that do not pay by themselves: two may pay together. */
const generous = 0.1;

/**
 * How often, where places are sparse, the first one is given a route of its own, however dear: those that come after it fill
 * it up. One visit alone seldom pays for a route, so that a search that once saved one route too many would not come back
 * (measured: six routes where seven are best; a hundred visits or short routes gain nothing).
 */
const opening = 0.5;

/**
 * Puts back what it can; false once the cost is bound to pass `limit` with visits still to come: places cost, and who is
 * left out costs its prize, so that the end would be dearer yet.
 */
export type Refill = (limit: number, ruined: Ruined) => boolean;

/** A refilling of `tours`. */
export function createRefill(tours: Tours, places: Places, random: Random): Refill {
  const { plain, absent, counts, totals } = tours;
  const { near, nearCount, prize, level } = plain;
  const keys = sortKeys(plain);
  const key = new Float64Array(plain.n);
  const list = new Int32Array(plain.n);
  const draws = keys.length > 3 ? 17 : 11;

  /** Weights of the paper: random 4, demand 4, far 2, close 1; with windows also length 2, opening 2, closing 2. */
  function chooseKeys(count: number): void {
    const draw = random.below(draws);
    const sorted = keys[draw < 8 ? 0 : draw < 11 ? 1 : 2 + ((draw - 11) >> 1)]!;
    const sign = draw === 10 ? -1 : 1;
    for (let i = 0; i < count; i++) {
      const visit = list[i]!;
      key[visit] = draw < 4 ? random.next() : sign * sorted[visit]!;
    }
  }

  function choose(): number {
    let count = 0;
    const recent = Math.max(0, counts.absent - longList / 2);
    for (let i = recent; i < counts.absent; i++) list[count++] = absent[i]!;
    if (recent <= longList / 2) for (let i = 0; i < recent; i++) list[count++] = absent[i]!;
    else for (let i = 0; i < longList / 2; i++) list[count++] = absent[random.below(recent)]!;
    return count;
  }

  /** The just removed, and some that were absent before: near ones that may be, any that may not. */
  function chooseNear({ seed, removed }: Ruined): number {
    let count = 0;
    const recent = counts.absent - removed;
    for (let i = recent; i < counts.absent; i++) list[count++] = absent[i]!;
    if (totals.level > 0)
      for (let i = 0; i < recent && count < removed + longList; i++)
        if (level[absent[i]!]! > 0) list[count++] = absent[i]!;
    const most = count + oldAbsentees;
    for (let i = -1; i < nearCount && count < most; i++) {
      const visit = i < 0 ? seed : near[seed * nearCount + i]!;
      if (visit < 0) break;
      if (tours.route[visit]! < 0 && level[visit] === 0 && !list.subarray(0, removed).includes(visit))
        list[count++] = visit;
    }
    return count;
  }

  function sort(count: number): void {
    for (let i = 1; i < count; i++) {
      const visit = list[i]!;
      const value = key[visit]!;
      let at = i - 1;
      for (; at >= 0 && key[list[at]!]! > value; at--) list[at + 1] = list[at]!;
      list[at + 1] = visit;
    }
  }

  return (limit, ruined) => {
    const count = plain.hasOptional ? chooseNear(ruined) : choose();
    chooseKeys(count);
    sort(count);
    const anyPrice = plain.hasOptional && random.next() < generous;
    let opens = places.sparse() && random.next() < opening;
    let pending = 0;
    for (let i = 0; i < count; i++) pending += prize[list[i]!]!;
    for (let i = 0; i < count; i++) {
      const visit = list[i]!;
      // A long list may name one twice.
      if (tours.route[visit]! >= 0) continue;
      const bound = limit + pending - totals.cost;
      pending -= prize[visit]!;
      const worth = anyPrice || level[visit]! > 0 ? bound : Math.min(bound, prize[visit]!);
      const found = (opens && places.findEmpty(visit, worth)) || places.find(visit, worth);
      opens = false;
      if (found) tours.insert(visit, places.best.route, places.best.after);
      else if (limit < Number.POSITIVE_INFINITY && (level[visit]! > 0 || totals.cost - pending >= limit)) return false;
    }
    return true;
  };
}

/** Ascending keys: largest first, farthest first, then (with windows) shortest, earliest, latest-closing first. */
function sortKeys(plain: Plain): Float64Array[] {
  const size = Float64Array.from(plain.amount, (amount, visit) => -Math.max(amount, plain.back[visit]!));
  const far = Float64Array.from(plain.out, (leg, visit) => -Math.min(leg, plain.home[visit]!));
  const opens = Float64Array.from(plain.open);
  const closes = Float64Array.from(plain.close);
  if (!closes.some((moment) => moment < forever)) return [size, far, far];
  return [size, far, closes.map((moment, visit) => moment - opens[visit]!), opens, closes.map((moment) => -moment)];
}
