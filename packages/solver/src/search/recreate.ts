/**
 * Puts absent visits back one by one, greedily with blinks, in one of several orders: Christiaens and Vanden Berghe,
 * "Slack induction by string removals" (2020), section 5.2. Knows orders; refuses to judge the result.
 */
import type { Random } from "@antar/measure";
import type { Insertion } from "./insertion.ts";
import { forever } from "./instance.ts";
import type { Neighbours } from "./neighbours.ts";
import type { Routes } from "./routes.ts";

/**
 * Puts back what it can; a few of a long list of absent ones only, those near `seed` first. False once the cost passes
 * `limit` with visits still to come: places cost, so that the end would be dearer yet.
 */
export type Recreate = (seed: number, limit?: number) => boolean;

/** How places are searched. */
export interface RecreateSettings {
  readonly blink: number;
  /** With more visits than this, only places beside near visits are tried. */
  readonly scanAllUpTo: number;
  /** The same where a scan is quick. */
  readonly quickScanUpTo: number;
  /** How many near visits are looked at then. */
  readonly nearPlaces: number;
}

export const recreateDefaults: RecreateSettings = {
  blink: 0.01,
  scanAllUpTo: 100,
  quickScanUpTo: 1000,
  nearPlaces: 30,
};

const longList = 40;

/** A rebuilding of `routes`. */
export function createRecreate(
  routes: Routes,
  insertion: Insertion,
  options: { near: Neighbours; random: Random; settings: RecreateSettings },
): Recreate {
  const { instance, absent, counts } = routes;
  const { visits } = instance;
  const { near, random, settings } = options;
  const keys = sortKeys(routes);
  const key = new Float64Array(visits);
  const list = new Int32Array(visits);
  const local = visits > (insertion.quick ? settings.quickScanUpTo : settings.scanAllUpTo);
  const windowed = keys.length > 3;

  /** Paper's weights: random 4, demand 4, far 2, close 1; with windows also length 2, opening 2, closing 2. */
  function chooseKeys(): void {
    const draw = random.below(windowed ? 17 : 11);
    const random0 = draw < 4;
    const sorted = keys[draw < 8 ? 0 : draw < 11 ? 1 : 2 + ((draw - 11) >> 1)]!;
    const sign = draw === 10 ? -1 : 1;
    for (let i = 0; i < counts.absent; i++) {
      const visit = absent[i]!;
      key[visit] = random0 ? random.next() : sign * sorted[visit]!;
    }
  }

  function chosen(seed: number): number {
    let count = 0;
    if (counts.absent <= longList) {
      for (let i = 0; i < counts.absent; i++) list[count++] = absent[i]!;
    } else {
      // Just removed ones are at the end of the list; older absentees take turns, near ones first.
      for (let i = counts.absent - 1; i >= 0 && count < longList / 2; i--) list[count++] = absent[i]!;
      const recent = count;
      for (let i = 0; i < near.count && count < longList; i++) {
        const visit = near.list[seed * near.count + i]!;
        if (routes.route[visit]! >= 0 || list.subarray(0, recent).includes(visit)) continue;
        list[count++] = visit;
      }
    }
    return count;
  }

  function sort(count: number): void {
    for (let i = 1; i < count; i++) {
      const visit = list[i]!;
      const value = key[visit]!;
      let at = i - 1;
      while (at >= 0 && key[list[at]!]! > value) {
        list[at + 1] = list[at]!;
        at--;
      }
      list[at + 1] = visit;
    }
  }

  function groupTaken(visit: number): boolean {
    const group = instance.group[visit]!;
    if (group < 0) return false;
    for (const other of instance.members[group]!) if (routes.route[other]! >= 0) return true;
    return false;
  }

  return (seed, limit = Number.POSITIVE_INFINITY) => {
    chooseKeys();
    const count = chosen(seed);
    sort(count);
    // Two optional visits may pay together though neither does alone: now and then all are let in.
    const generous = instance.hasOptional && random.next() < 0.1;
    for (let i = 0; i < count; i++) {
      const visit = list[i]!;
      // The pickup brings its delivery along; a served group needs no second member.
      if (instance.mate[visit]! >= 0 && instance.mate[visit]! < visit) continue;
      if (instance.hasGroups && groupTaken(visit)) continue;
      const places = Math.min(settings.nearPlaces, near.count);
      const beside = local ? near.list.subarray(visit * near.count, visit * near.count + places) : undefined;
      const bound = limit - routes.totals.cost;
      let delta = insertion.find(visit, settings.blink, { near: beside, generous, limit: bound });
      if (delta === Number.POSITIVE_INFINITY && limit < Number.POSITIVE_INFINITY) return false;
      if (delta === Number.POSITIVE_INFINITY && beside && instance.prize[visit] === 0)
        delta = insertion.find(visit, settings.blink, { generous });
      if (delta < Number.POSITIVE_INFINITY) insertion.apply(visit);
    }
    return true;
  };
}

/** Ascending keys: largest demand first, farthest first, then (with windows) shortest, earliest, latest-closing first. */
function sortKeys(routes: Routes): Float64Array[] {
  const { instance } = routes;
  const { visits, dimensions, fleets } = instance;
  const fleet = fleets[0];
  const demand = new Float64Array(visits);
  const far = new Float64Array(visits);
  for (let visit = 0; visit < visits; visit++) {
    for (let k = 0; k < dimensions; k++) {
      const at = visit * dimensions + k;
      const amount = Math.max(instance.delivery[at]!, instance.pickup[at]!, Math.abs(instance.change[at]!));
      demand[visit]! -= amount / Math.max(1, fleet?.capacity[k] ?? 1);
    }
    if (!fleet) continue;
    const { size, distance, distanceTo } = fleet.table;
    const cell = fleet.start * size + instance.location[visit]!;
    far[visit] = -Math.min(distance[cell]!, distanceTo[cell]!);
  }
  const opens = Float64Array.from(instance.open);
  const closes = Float64Array.from(instance.close);
  const lengths = closes.map((value, visit) => value - opens[visit]!);
  const windowed = closes.some((value) => value < forever);
  return windowed ? [demand, far, lengths, opens, closes.map((value) => -value)] : [demand, far, far];
}
