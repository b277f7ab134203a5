/**
 * Splits the cost of the working routes into the model's parts, with the search's own clock. Knows the objective;
 * refuses to know feasibility.
 */
import type { CostParts } from "../model.ts";
import { createExactClock } from "./exact-clock.ts";
import type { Routes } from "./routes.ts";

/** The parts of the objective of `routes`, all of whose slots must be sound. */
export function costParts(routes: Routes): CostParts {
  const { instance, counts } = routes;
  const clock = createExactClock(instance);
  const sequence = new Int32Array(2 * instance.visits + 4);
  const sum = {
    fixed: 0,
    trips: 0,
    distance: 0,
    duration: 0,
    overtime: 0,
    lateness: 0,
    prizes: 0,
    makespan: 0,
    balance: 0,
  };
  for (let i = 0; i < counts.used; i++) {
    const slot = routes.used[i]!;
    const type = routes.typeOf[slot]!;
    const fleet = instance.fleets[type]!;
    clock.run(type, sequence, routes.read(slot, sequence));
    const { duration, finish, lateness } = clock.result;
    sum.fixed += fleet.fixedCost - fleet.perTrip;
    sum.trips += fleet.perTrip * routes.trips[slot]!;
    sum.distance += fleet.perDistance * routes.distance[slot]!;
    sum.duration += fleet.perDuration * duration;
    sum.overtime += fleet.overtimeCost * Math.max(0, duration - fleet.overtimeAfter);
    sum.lateness += lateness;
    sum.balance += Math.floor((instance.balance * duration * duration) / 3600);
    sum.makespan = Math.max(sum.makespan, instance.makespan * finish);
  }
  for (let i = 0; i < counts.absent; i++) sum.prizes += instance.prize[routes.absent[i]!]!;
  return sum;
}
