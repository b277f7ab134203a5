/**
 * Rules 18 and 19: the figures of the summary, added up again from the plan itself.
 */
import { type Finding, kitsOf, type PlanSummary } from "@antar/domain";
import { parseInstant } from "@antar/measure";
import { dutiesOf } from "./duty.ts";
import { findingOf } from "./finding-of.ts";
import type { Reading, ReadRoute } from "./reading.ts";

type Summary = PlanSummary;

interface Road {
  readonly seconds: number;
  readonly metres: number;
}

function roadOf({ route }: ReadRoute): Road {
  const legs = [
    ...route.trips.flatMap((trip) => [...trip.stops.map((stop) => stop.leg), trip.return.leg]),
    ...route.transfers.map((transfer) => transfer.leg),
  ];
  return legs.reduce((sum, leg) => ({ seconds: sum.seconds + leg.seconds, metres: sum.metres + leg.metres }), {
    seconds: 0,
    metres: 0,
  });
}

function handlingOf({ trips }: ReadRoute): number {
  return trips.reduce((sum, { start, loadingEnd, stops }) => {
    const stopped = stops.reduce((seconds, stop) => seconds + (stop.end - stop.start), 0);
    return sum + (loadingEnd - start) + stopped;
  }, 0);
}

/** The cost before it is rounded; `lastReturn` decides whether a transfer after the last return is paid as duty. */
function costOf(reading: Reading, until: "lastReturn" | "end"): number {
  const { perConvoy = 0, perHour: perEscortHour = 0 } = reading.brief.escort?.cost ?? {};
  const escorts = reading.plan.convoys.reduce((sum, { start, end }) => {
    const seconds = (parseInstant(end) ?? Number.NaN) - (parseInstant(start) ?? Number.NaN);
    return sum + perConvoy + (perEscortHour * seconds) / 3600;
  }, 0);
  return reading.routes.reduce((sum, route) => {
    if (!route.type) return sum;
    const { fixed, perKilometre, perHour } = route.type.cost;
    const duty = dutiesOf(route, reading.calendar).reduce((seconds, day) => seconds + day[until] - day.start, 0);
    return sum + fixed + (perKilometre * roadOf(route).metres) / 1000 + (perHour * duty) / 3600;
  }, escorts);
}

function latestArrivalOf(reading: Reading): number | null {
  const ends = reading.trips.flatMap((trip) =>
    trip.stops.flatMap((stop) => (stop.place?.kind === "tps" && !stop.stop.takes ? stop.end : [])),
  );
  return ends.length === 0 ? null : ends.reduce((latest, end) => Math.max(latest, end));
}

function receivedKits(reading: Reading): Map<string, number> {
  const received = new Map<string, number>();
  for (const { stops } of reading.trips) {
    for (const { stop } of stops) {
      const own = stop.kits.filter((tps) => tps === stop.place).length;
      received.set(stop.place, (received.get(stop.place) ?? 0) + own);
    }
  }
  return received;
}

function countsOf(reading: Reading): Omit<Summary, "cost" | "latestArrival" | "slack"> {
  const all = reading.brief.places.filter((place) => place.kind === "tps");
  const tps = all.filter((place) => place.extraOf === undefined);
  const received = receivedKits(reading);
  const served = tps.filter(
    (place) => !reading.unassigned.has(place.code) && (received.get(place.code) ?? 0) >= kitsOf(place),
  );
  const roads = reading.routes.map(roadOf);
  return {
    tps: tps.length,
    served: served.length,
    kits: all.reduce((sum, place) => sum + (received.get(place.code) ?? 0), 0),
    boxes: reading.trips.reduce((sum, { stops }) => sum + stops.reduce((part, { stop }) => part + stop.boxes, 0), 0),
    vehicles: new Set(reading.plan.routes.map((route) => route.vehicle)).size,
    trips: reading.trips.length,
    metres: roads.reduce((sum, road) => sum + road.metres, 0),
    driving: roads.reduce((sum, road) => sum + road.seconds, 0),
    handling: reading.routes.reduce((sum, route) => sum + handlingOf(route), 0),
  };
}

function figureFinding(field: string, stated: unknown, counted: unknown): Finding {
  const id = `summary.${field}: tertulis ${stated}, dihitung ulang dari rencana ${counted}`;
  const en = `summary.${field}: the plan states ${stated}, added up again it is ${counted}`;
  return findingOf({ code: "wrong-summary", place: "plan", tepat: "efisien", id, en });
}

function* momentFindings(reading: Reading): Generator<Finding> {
  const { plan, calendar } = reading;
  const latest = latestArrivalOf(reading);
  const stated = plan.summary.latestArrival === null ? null : parseInstant(plan.summary.latestArrival);
  if (Number.isNaN(latest)) return;
  const shown = (moment: number | null | undefined): string =>
    typeof moment === "number" ? calendar.show(moment) : "-";
  if (stated !== latest) yield figureFinding("latestArrival", shown(stated), shown(latest));
  const slack = latest === null ? null : calendar.end - latest;
  if (plan.summary.slack !== slack) yield figureFinding("slack", plan.summary.slack, slack);
}

/** Each figure of the summary that the plan does not add up to. */
export function* figureFindings(reading: Reading): Generator<Finding> {
  const { summary } = reading.plan;
  const stated = new Map<string, unknown>(Object.entries(summary));
  for (const [field, value] of Object.entries(countsOf(reading))) {
    if (!Number.isNaN(value) && stated.get(field) !== value) yield figureFinding(field, stated.get(field), value);
  }
  yield* momentFindings(reading);
  // The order of the additions may move the last bits, so half a unit of currency has a little room.
  const costs = [costOf(reading, "lastReturn"), costOf(reading, "end")];
  if (costs.every((cost) => Math.abs(cost - summary.cost) > 0.5 + 1e-9 * Math.max(1, cost))) {
    yield figureFinding("cost", summary.cost, Math.round(costs[0] ?? 0));
  }
}
