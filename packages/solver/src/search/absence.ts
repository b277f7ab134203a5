/**
 * Says why a visit has no place. Knows each limit by itself, then against the finished plan; refuses to guess: a reason
 * is named only if relaxing it alone would let the visit in, or if an empty vehicle already breaks it.
 */
import { createRandom } from "@antar/measure";
import type { Problem, Stop, Unassigned, UnassignedReason } from "../model.ts";
import { largest } from "../validate.ts";
import { createExactClock } from "./exact-clock.ts";
import { createInsertion, pinnedSlots } from "./insertion.ts";
import { barred, createInstance, type Fleet, type Instance } from "./instance.ts";
import { createRoutes, type Routes } from "./routes.ts";

/** How far an empty vehicle of a type gets with a visit; the last reason is "it fits". */
const ladder = [
  "vehicleType",
  "unreachable",
  "capacity",
  "release",
  "timeWindow",
  "maxDistance",
  "maxDuration",
  "maxClients",
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

/** The clocks of a type, empty but for one visit; a break may only be possible at some other stop, so it proves nothing here. */
function clocksOf(instance: Instance, type: number) {
  const fleet = instance.fleets[type]!;
  const { breaks: _, ...unbroken } = fleet.type;
  const fleets = instance.fleets.map((other, t) => (t === type ? { ...fleet, type: unbroken } : other));
  return {
    asGiven: createExactClock({ ...instance, fleets }),
    unreleased: createExactClock({ ...instance, fleets, release: new Int32Array(instance.visits) }),
  };
}

/** Finds the first rung of the ladder that an empty vehicle of a type cannot pass with a visit. */
function createClimb(instance: Instance): (type: number, visit: number) => number {
  const known = new Map<number, ReturnType<typeof clocksOf>>();
  return (type, visit) => {
    const fleet = instance.fleets[type]!;
    if (instance.allowed[type * instance.visits + visit] === 0 || fleet.slots === 0) return 0;
    const { distance } = alone(instance, fleet, visit);
    if (distance >= barred) return 1;
    if (tooLarge(instance, fleet, visit)) return 2;
    const clocks = known.get(type) ?? clocksOf(instance, type);
    known.set(type, clocks);
    const mate = instance.mate[visit]!;
    const sequence = mate >= 0 ? [visit, mate] : [visit];
    if (!clocks.asGiven.run(type, sequence, sequence.length)) {
      return clocks.unreleased.run(type, sequence, sequence.length) ? 3 : 4;
    }
    if (distance > fleet.maxDistance) return 5;
    if (clocks.asGiven.result.duration > fleet.maxDuration) return 6;
    return sequence.length > fleet.maxClients ? 7 : 8;
  };
}

/** The same plan in a problem of which one limit is taken away; finds whether an absent visit then gets in. */
type Admits = (visit: number) => boolean;

function admitsIn(routes: Routes, problem: Problem): Admits {
  const instance = createInstance(problem);
  const relaxed = createRoutes(instance);
  const buffer = new Int32Array(2 * instance.visits + 4);
  for (let i = 0; i < routes.counts.used; i++) {
    const slot = routes.used[i]!;
    const length = routes.read(slot, buffer);
    relaxed.assign(slot, buffer, length);
    for (const entry of buffer.subarray(0, length)) if (entry >= 0) relaxed.setPresent(entry);
  }
  relaxed.locked.set(routes.locked.subarray(0, instance.visits));
  const insertion = createInsertion(relaxed, createRandom(0), pinnedSlots(instance, relaxed.firstSlot));
  return (visit) => {
    relaxed.begin();
    if (insertion.find(visit, 0, { generous: true }) === Number.POSITIVE_INFINITY) return false;
    insertion.apply(visit);
    const sound = relaxed.allSound();
    relaxed.rollback();
    return sound;
  };
}

function roomy(problem: Problem): Problem {
  const vehicleTypes = problem.vehicleTypes.map((type) => ({ ...type, capacity: type.capacity.map(() => largest) }));
  return { ...problem, vehicleTypes };
}

/** No windows, shifts, breaks, releases or longest durations. */
function timelessly(problem: Problem): Problem {
  const free = ({ windows: _, ...rest }: Stop): Stop => rest;
  return {
    ...problem,
    depots: problem.depots.map(({ window: _, ...depot }) => depot),
    clients: problem.clients.map(({ windows: _, release: __, ...client }) => client),
    shipments: (problem.shipments ?? []).map((shipment) => {
      return { ...shipment, pickup: free(shipment.pickup), delivery: free(shipment.delivery) };
    }),
    vehicleTypes: problem.vehicleTypes.map(({ shift: _, maxDuration: __, breaks: ___, ...type }) => type),
  };
}

/** Finds what a visit that an empty vehicle could serve lacks in the finished plan. */
function createLack(routes: Routes): (visit: number) => UnassignedReason {
  const { instance } = routes;
  const { problem } = instance;
  const known = new Map<(of: Problem) => Problem, Admits>();
  const getsIn = (visit: number, relax: (of: Problem) => Problem) => {
    const admits = known.get(relax) ?? admitsIn(routes, relax(problem));
    known.set(relax, admits);
    return admits(visit);
  };
  const asGiven = (of: Problem) => of;
  return (visit) => {
    const group = instance.group[visit]!;
    const optional = group < 0 ? instance.level[visit] === 0 : instance.groupLevel[group] === 0;
    if (getsIn(visit, asGiven)) return optional ? "price" : "budget";
    if (getsIn(visit, roomy)) return "fullCapacity";
    return getsIn(visit, timelessly) ? "fullTime" : "fullFleet";
  };
}

/** Absent visits, ascending, each with the binding constraint; shipments by their pickup. */
export function explainAbsence(routes: Routes): Unassigned[] {
  const { instance, absent, counts } = routes;
  const lackOf = createLack(routes);
  const climb = createClimb(instance);
  return Array.from(absent.subarray(0, counts.absent))
    .filter((visit) => instance.mate[visit]! < 0 || instance.mate[visit]! > visit)
    .sort((a, b) => a - b)
    .map((visit) => {
      const group = instance.group[visit]!;
      const served = group >= 0 && instance.members[group]!.some((other) => routes.route[other]! >= 0);
      if (served) return { visit, reason: "group" };
      const rung = Math.max(0, ...instance.fleets.map((_, type) => climb(type, visit)));
      return { visit, reason: rung < ladder.length - 1 ? (ladder[rung] ?? "budget") : lackOf(visit) };
    });
}
