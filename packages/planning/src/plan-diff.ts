/**
 * What is different between two versions of a plan, stop by stop: the measure of stability. Refuses to say which is
 * better.
 */
import { extrasOf, type Plan } from "@antar/domain";
import { momentIn } from "./written-plan.ts";

/** A change of arrival up to this many seconds is no change. */
const tolerated = 300;

/** Stops that differ; each is named `<vehicle or trip place>` by the place it visits and the kits it brings. */
export interface PlanDiff {
  /** Stops of both plans together that were compared. */
  readonly stops: number;
  /** Stops that another vehicle makes now. */
  readonly movedVehicle: readonly string[];
  /** Stops of the same vehicle that another stop precedes now. */
  readonly changedOrder: readonly string[];
  /** Stops whose arrival changed by more than five minutes. */
  readonly changedEta: readonly { readonly stop: string; readonly before: string; readonly after: string }[];
  /** Stops that bring extra kits ordered since: new ones, and others that bring them along. */
  readonly extra: readonly string[];
  /** New stops besides those. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

interface Visit {
  readonly vehicle: string;
  /** The stop before on the same vehicle. */
  readonly after: string;
  readonly arrival: string;
  readonly kits: readonly string[];
}

type Trip = Plan["routes"][number]["trips"][number];

/** The place where the load of a trip was loaded first: that of the trip that a rescue takes it over from. */
function originsIn(plan: Plan): (trip: Trip) => string {
  const trips = new Map(plan.routes.flatMap((route) => route.trips.map((trip) => [trip.id, trip] as const)));
  const originOf = (trip: Trip, depth: number): string => {
    const from = trips.get(trip.stops.find((stop) => stop.takes)?.takes?.trip ?? "");
    return from && depth < trips.size ? originOf(from, depth + 1) : trip.origin;
  };
  return (trip) => originOf(trip, 0);
}

function visitsOf(plan: Plan): Map<string, Visit> {
  const originOf = originsIn(plan);
  const visits = new Map<string, Visit>();
  for (const route of plan.routes) {
    let after = "";
    for (const trip of route.trips) {
      for (const stop of trip.stops) {
        const first = stop.takes ? `takes ${stop.takes.trip}` : (stop.kits[0] ?? "boxes");
        const key = `${originOf(trip)}>${stop.place}:${first}`;
        visits.set(key, { vehicle: route.vehicle, after, arrival: stop.arrival, kits: stop.kits });
        after = key;
      }
    }
  }
  return visits;
}

/** The difference from `before` to `after`. */
export function diffPlans(before: Plan, after: Plan): PlanDiff {
  const [old, fresh] = [visitsOf(before), visitsOf(after)];
  const movedVehicle: string[] = [];
  const changedOrder: string[] = [];
  const changedEta: { stop: string; before: string; after: string }[] = [];
  for (const [stop, was] of old) {
    const now = fresh.get(stop);
    if (!now) continue;
    if (now.vehicle !== was.vehicle) movedVehicle.push(stop);
    else if (now.after !== was.after) changedOrder.push(stop);
    if (Math.abs(momentIn(now.arrival) - momentIn(was.arrival)) > tolerated) {
      changedEta.push({ stop, before: was.arrival, after: now.arrival });
    }
  }
  const known = new Set(extrasOf(before).map(({ code }) => code));
  const ordered = new Set(extrasOf(after).flatMap(({ code }) => (known.has(code) ? [] : code)));
  const extra = [...fresh].filter(([, { kits }]) => kits.some((code) => ordered.has(code))).map(([stop]) => stop);
  const news = [...fresh.keys()].filter((stop) => !old.has(stop));
  return {
    stops: new Set([...old.keys(), ...fresh.keys()]).size,
    movedVehicle,
    changedOrder,
    changedEta,
    extra,
    added: news.filter((stop) => !extra.includes(stop)),
    removed: [...old.keys()].filter((stop) => !fresh.has(stop)),
  };
}
