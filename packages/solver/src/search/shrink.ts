/**
 * Fewer vehicles: takes a route out whole and searches for places for its visits among the others, by absence counters
 * (Christiaens and Vanden Berghe, "Slack induction by string removals", 2020, section 5.4). Knows when that is worth
 * trying; refuses to care for distance beyond what the temperature asks.
 */
import type { Random } from "@antar/measure";
import type { Budget } from "./budget.ts";
import type { Incumbent } from "./incumbent.ts";
import type { Recreate } from "./recreate.ts";
import type { Routes } from "./routes.ts";
import type { Ruin } from "./ruin.ts";

/** A vehicle is kept when after this share of the budget there were always more than so many left out. */
const hopeless = { after: 0.1, above: 2 };

/** What a shrinking of the fleet works with. */
export interface Shrinking {
  readonly routes: Routes;
  readonly incumbent: Incumbent;
  readonly pinned: Int32Array;
  readonly ruin: Ruin;
  readonly recreate: Recreate;
  readonly random: Random;
  readonly budget: Budget;
  /** Ends at this share of the budget. */
  readonly until: number;
  readonly temperature: number;
  readonly improved: (iteration: number) => void;
  readonly stopped: () => boolean;
}

/** True when a vehicle costs more than all that one drives: then fewer vehicles come first. */
export function worthShrinking(routes: Routes): boolean {
  const { instance, counts, used, typeOf, cost } = routes;
  if (counts.used < 2 || routes.totals.level > 0) return false;
  return Array.from(used.subarray(0, counts.used)).every((slot) => {
    const { fixedCost } = instance.fleets[typeOf[slot]!]!;
    return fixedCost > 0 && fixedCost >= cost[slot]! - fixedCost;
  });
}

/** Fewest vehicles that the largest capacity allows. */
function fewestVehicles(routes: Routes): number {
  const { instance } = routes;
  const { dimensions: K, fleets } = instance;
  let fewest = 1;
  for (let k = 0; k < K; k++) {
    const room = Math.max(1, ...fleets.map(({ capacity, maxTrips }) => capacity[k]! * maxTrips));
    let amount = 0;
    for (let visit = 0; visit < instance.visits; visit++)
      if (instance.level[visit]! > 0) amount += instance.delivery[visit * K + k]!;
    fewest = Math.max(fewest, Math.ceil(amount / room));
  }
  return fewest;
}

/** Removes vehicles one by one while it succeeds; answers the iterations run. `routes` ends at the incumbent. */
export function shrinkFleet(work: Shrinking): number {
  const { routes, incumbent, pinned, ruin, recreate, random, budget } = work;
  const { instance, counts, absent, totals, next, locked, size, used } = routes;
  const absences = new Float64Array(instance.visits);
  const fewest = fewestVehicles(routes);
  let iteration = 0;

  function griefOf(slot: number): number {
    const end = instance.visits + 2 * slot + 1;
    let sum = 0;
    for (let node = next[end - 1]!; node !== end; node = next[node]!) {
      if (locked[node] === 1 || (node < instance.visits && pinned[node]! >= 0)) return Number.POSITIVE_INFINITY;
      if (node < instance.visits) sum += absences[node]!;
    }
    return sum + size[slot]! * 1e-6;
  }

  /** Empties the route whose visits were easiest to place so far; false when all are held. */
  function removeRoute(): boolean {
    let victim = -1;
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < counts.used; i++) {
      const grief = griefOf(used[i]!);
      if (grief >= least) continue;
      least = grief;
      victim = used[i]!;
    }
    if (victim < 0) return false;
    routes.begin();
    incumbent.changed(victim);
    const end = instance.visits + 2 * victim + 1;
    for (let node = next[end - 1]!; node !== end; node = next[end - 1]!) {
      routes.remove(node);
      if (node < instance.visits) routes.setAbsent(node);
    }
    routes.refresh(victim);
    routes.limit.used = counts.used;
    return true;
  }

  function absenceSum(): number {
    let sum = 0;
    for (let i = 0; i < counts.absent; i++) sum += absences[absent[i]!]!;
    return sum;
  }

  /** One ruin and recreation; true when everybody has a place. */
  function step(): boolean {
    const [level, cost, grief] = [totals.level, routes.objective(), absenceSum()];
    routes.begin();
    recreate(ruin());
    if (!routes.allSound()) {
      routes.rollback();
      return false;
    }
    const noise = work.temperature * Math.log(1 - random.next());
    const accepted =
      totals.level < level || absenceSum() < grief || (totals.level === level && routes.objective() < cost - noise);
    for (let i = 0; i < counts.absent; i++) if (instance.level[absent[i]!]! > 0) absences[absent[i]!]!++;
    if (!accepted) routes.rollback();
    else for (let i = 0; i < routes.touched(); i++) incumbent.changed(routes.touchedSlots[i]!);
    return totals.level === 0;
  }

  function leftOut(): number {
    let count = 0;
    for (let i = 0; i < counts.absent; i++) if (instance.level[absent[i]!]! > 0) count++;
    return count;
  }

  while (counts.used > fewest && removeRoute()) {
    let complete = false;
    let least = Number.POSITIVE_INFINITY;
    const patience = budget.last.share + hopeless.after;
    while (!complete && budget.share(iteration) < work.until && !(iteration % 64 === 0 && work.stopped())) {
      complete = step();
      iteration++;
      least = Math.min(least, leftOut());
      if (least > hopeless.above && budget.last.share > patience) break;
    }
    if (!complete) break;
    incumbent.remember(iteration);
    work.improved(iteration);
  }
  routes.limit.used = routes.slots;
  incumbent.restore();
  return iteration;
}
