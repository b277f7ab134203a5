/**
 * Says why a visit has no place. Knows each limit by itself, then against the finished plan; refuses to guess: a reason
 * is named only if relaxing it alone would let the visit in, or if an empty vehicle already breaks it.
 */
import type { Unassigned, UnassignedReason } from "../model.ts";
import { createExactClock } from "./exact-clock.ts";
import { barred, type Fleet, type Instance } from "./instance.ts";
import type { Routes } from "./routes.ts";

/** How far an empty vehicle of a type gets with a visit; the last reason is "it fits". */
const ladder = [
  "vehicleType",
  "unreachable",
  "capacity",
  "release",
  "timeWindow",
  "maxDistance",
  "maxDuration",
  "fullFleet",
] as const;

function alone(instance: Instance, fleet: Fleet, visit: number): { distance: number } {
  const mate = instance.mate[visit]!;
  const rows = [fleet.start, instance.location[visit]!];
  if (mate >= 0) rows.push(instance.location[mate]!);
  rows.push(fleet.end);
  let distance = 0;
  for (let i = 1; i < rows.length; i++) {
    const cell = rows[i - 1]! * fleet.table.size + rows[i]!;
    distance += Math.max(fleet.table.distance[cell]!, fleet.table.duration[cell]! >= barred ? barred : 0);
  }
  return { distance };
}

function tooLarge(instance: Instance, fleet: Fleet, visit: number): boolean {
  const K = instance.dimensions;
  return fleet.capacity.some((room, k) => {
    const at = visit * K + k;
    return Math.max(instance.delivery[at]!, instance.pickup[at]!, instance.change[at]!) > room;
  });
}

/** The first rung of the ladder that an empty vehicle of `type` cannot pass with `visit`. */
function rungOf(instance: Instance, type: number, visit: number): number {
  const fleet = instance.fleets[type]!;
  if (instance.allowed[type * instance.visits + visit] === 0 || fleet.slots === 0) return 0;
  const { distance } = alone(instance, fleet, visit);
  if (distance >= barred) return 1;
  if (tooLarge(instance, fleet, visit)) return 2;
  // A break may only be possible at some other stop, so that it proves nothing about a visit by itself.
  const { breaks: _, ...unbroken } = fleet.type;
  const fleets = instance.fleets.map((other, t) => (t === type ? { ...fleet, type: unbroken } : other));
  const clock = createExactClock({ ...instance, fleets });
  const mate = instance.mate[visit]!;
  const sequence = mate >= 0 ? [visit, mate] : [visit];
  if (!clock.run(type, sequence, sequence.length)) {
    const unreleased = createExactClock({ ...instance, fleets, release: new Int32Array(instance.visits) });
    return unreleased.run(type, sequence, sequence.length) ? 3 : 4;
  }
  if (distance > fleet.maxDistance) return 5;
  return clock.result.duration > fleet.maxDuration ? 6 : 7;
}

/** What an otherwise feasible visit lacks in the finished plan. */
function lackOf(routes: Routes, visit: number): UnassignedReason {
  const { instance } = routes;
  if (instance.level[visit] === 0 && instance.group[visit]! < 0) return "price";
  const free = instance.fleets.some(
    (_, type) => instance.allowed[type * instance.visits + visit] === 1 && routes.freeSlot(type) >= 0,
  );
  if (free) return "budget";
  let room = false;
  for (let i = 0; i < routes.counts.used; i++) {
    const slot = routes.used[i]!;
    const fleet = instance.fleets[routes.typeOf[slot]!]!;
    if (instance.allowed[routes.typeOf[slot]! * instance.visits + visit] === 0) continue;
    if (fleet.maxTrips > routes.trips[slot]!) room = true;
    const K = instance.dimensions;
    const last = instance.visits + 2 * slot + 1;
    for (let node = last - 1; node !== last; node = routes.next[node]!) {
      if (node < instance.visits) continue;
      const fits = fleet.capacity.every(
        (most, k) => routes.tripDelivery[node * K + k]! + instance.delivery[visit * K + k]! <= most,
      );
      if (fits) room = true;
    }
  }
  return room ? "fullTime" : "fullCapacity";
}

/** Absent visits, ascending, each with the binding constraint; shipments by their pickup. */
export function explainAbsence(routes: Routes): Unassigned[] {
  const { instance, absent, counts } = routes;
  return Array.from(absent.subarray(0, counts.absent))
    .filter((visit) => instance.mate[visit]! < 0 || instance.mate[visit]! > visit)
    .sort((a, b) => a - b)
    .map((visit) => {
      const group = instance.group[visit]!;
      const served = group >= 0 && instance.members[group]!.some((other) => routes.route[other]! >= 0);
      if (served) return { visit, reason: "group" };
      const rung = Math.max(0, ...instance.fleets.map((_, type) => rungOf(instance, type, visit)));
      return { visit, reason: rung < 7 ? (ladder[rung] ?? "budget") : lackOf(routes, visit) };
    });
}
