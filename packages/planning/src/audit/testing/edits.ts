/**
 * Ways to spoil the plan made by hand. For tests only.
 */
import { type Brief, type Finding, type Plan, readPlan } from "@antar/domain";
import { formatInstant, later, parseInstant } from "@antar/measure";
import { auditPlan } from "../audit-plan.ts";
import { drawnTown, handMadeBrief, handMadePlan } from "./hand-made-world.ts";

type Route = Plan["routes"][number];
type Trip = Route["trips"][number];

/** What is done to the plan, the code of the finding that it causes, the place that the finding names. */
export type Corruption = readonly [says: string, code: string, place: string, change: (plan: Plan) => void];

/** The findings of `plan` on the drawn town. */
export function audit(plan: Plan, brief: Brief = handMadeBrief): readonly Finding[] {
  return auditPlan(brief, plan, drawnTown.roads);
}

/** The good plan after `change`, still of the form that the schema asks for. */
export function changed(change: (plan: Plan) => void): Plan {
  const plan = structuredClone(handMadePlan);
  change(plan);
  return readPlan(plan);
}

function present<Value>(value: Value | undefined, name: string): Value {
  if (value === undefined) throw new RangeError(`the plan made by hand has no ${name}`);
  return value;
}

/** The trip called `id`. Throws RangeError when there is none. */
export function tripOf(plan: Plan, id: string): Trip {
  const trips = plan.routes.flatMap((route) => route.trips);
  return present(
    trips.find((trip) => trip.id === id),
    id,
  );
}

/** The route of `vehicle`. Throws RangeError when there is none. */
export function routeOf(plan: Plan, vehicle: string): Route {
  return present(
    plan.routes.find((route) => route.vehicle === vehicle),
    vehicle,
  );
}

function moved(text: string, by: number): string {
  return formatInstant(later(present(parseInstant(text), text), by), "Asia/Makassar");
}

/** Moves the whole trip by `by` seconds. */
export function shift(trip: Trip, by: number): void {
  trip.loading = { start: moved(trip.loading.start, by), end: moved(trip.loading.end, by) };
  trip.departure = moved(trip.departure, by);
  for (const stop of trip.stops) {
    for (const field of ["arrival", "start", "end", "departure"] as const) stop[field] = moved(stop[field], by);
  }
  trip.return.arrival = moved(trip.return.arrival, by);
}

/** Makes everything on the trip after its departure follow from the departure, without waiting. */
export function retime(trip: Trip, departure: string): void {
  trip.departure = departure;
  let from = departure;
  for (const stop of trip.stops) {
    stop.arrival = moved(from, stop.leg.seconds);
    stop.start = stop.arrival;
    stop.end = moved(stop.start, 100 + 30 * stop.kits.length);
    stop.departure = stop.end;
    from = stop.end;
  }
  trip.return.arrival = moved(from, trip.return.leg.seconds);
}
