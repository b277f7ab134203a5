/**
 * What follows from a plan: the assignment of each vehicle, the rows and the rest of the board. Pure; computed once when
 * a version is published, read by key afterwards.
 */
import type { Brief, Finding, Place, Plan, Route } from "@antar/domain";
import { parseInstant } from "@antar/measure";
import type { BoardRowRecord } from "@antar/store";
import { AssignmentView, BoardView, type PlaceView, type RouteDrawing } from "./views.ts";

/** An assignment as stored: all but the moment of publishing, which the pointer knows. */
export const AssignmentDocument = AssignmentView.omit({ publishedAt: true });
/** A board as stored: all but its rows and moments. */
export const BoardDocument = BoardView.omit({ publishedAt: true, asOf: true, rows: true });

/** Findings that a board shows; the plan has them all. */
const boardFindings = 50;

/** Everything that one version is made of. */
export interface Version {
  readonly brief: Brief;
  readonly version: number;
  readonly plan: Plan;
  readonly findings: readonly Finding[];
  readonly drawing: RouteDrawing;
}

/** A place as phones need it. */
export function placeView(place: Place): PlaceView {
  const { code, kind, name, point } = place;
  return { code, kind, name, point, approximate: place.approximate ?? false };
}

function placesOf(route: Route): Set<string> {
  const codes = new Set([route.home]);
  for (const trip of route.trips) {
    codes.add(trip.origin);
    codes.add(trip.return.place);
    for (const stop of trip.stops) {
      codes.add(stop.place);
      for (const kit of stop.kits) codes.add(kit);
    }
  }
  return codes;
}

function linesByVehicle(drawing: RouteDrawing): Map<string, RouteDrawing["features"]> {
  const lines = new Map<string, RouteDrawing["features"]>();
  for (const feature of drawing.features) {
    const vehicle = String(feature.properties?.vehicle ?? "");
    const known = lines.get(vehicle);
    if (known) known.push(feature);
    else lines.set(vehicle, [feature]);
  }
  return lines;
}

/** The assignment of every vehicle of the plan. */
export function assignmentsOf(version: Version): { vehicle: string; document: typeof AssignmentDocument._output }[] {
  const { brief, plan, drawing } = version;
  const places = new Map(brief.places.map((place) => [place.code, placeView(place)]));
  const lines = linesByVehicle(drawing);
  return plan.routes.map((route) => {
    const trips = new Set(route.trips.map((trip) => trip.id));
    const document = {
      brief: brief.id,
      title: brief.title,
      version: version.version,
      vehicle: route.vehicle,
      timeZone: plan.timeZone,
      deadline: plan.deadline,
      roads: plan.roads,
      route,
      convoys: plan.convoys.filter((convoy) => convoy.trips.some((trip) => trips.has(trip))),
      places: [...placesOf(route)].flatMap((code) => places.get(code) ?? []),
      pieces: brief.kit.pieces.map(({ kind, name, count }) => ({ kind, name, count })),
      drawing: { type: "FeatureCollection" as const, features: lines.get(route.vehicle) ?? [] },
    };
    return { vehicle: route.vehicle, document };
  });
}

/** The rows of the board before anything has happened. */
export function boardRowsOf({ brief, plan }: Version): BoardRowRecord[] {
  const names = new Map(brief.places.map((place) => [place.code, place.name]));
  const deadline = parseInstant(plan.deadline);
  return plan.routes.map((route) => {
    const stops = route.trips.flatMap((trip) => trip.stops);
    const first = stops[0];
    const end = stops.at(-1)?.end ?? plan.deadline;
    const endsAt = parseInstant(end);
    return {
      vehicle: route.vehicle,
      vehicleType: route.vehicleType,
      home: route.home,
      state: "planned",
      trips: route.trips.length,
      stops: stops.length,
      done: 0,
      kits: stops.reduce((sum, stop) => sum + stop.kits.length, 0),
      boxes: stops.reduce((sum, stop) => sum + stop.boxes, 0),
      delivered: 0,
      received: [],
      reports: [],
      next: first ? { place: first.place, name: names.get(first.place) ?? first.place, eta: first.arrival } : null,
      start: route.trips[0]?.loading.start ?? end,
      end,
      slack: deadline !== undefined && endsAt !== undefined ? deadline - endsAt : 0,
      sequence: 0,
    };
  });
}

/** The board without its rows. */
export function boardHeadOf({ brief, version, plan, findings }: Version): typeof BoardDocument._output {
  return {
    brief: brief.id,
    title: brief.title,
    version,
    timeZone: plan.timeZone,
    deadline: plan.deadline,
    roads: plan.roads,
    summary: plan.summary,
    convoys: plan.convoys,
    unassigned: plan.unassigned,
    findings: findings.slice(0, boardFindings),
  };
}
