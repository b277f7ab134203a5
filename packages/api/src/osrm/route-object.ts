/**
 * A route of the roads room as the Route, RouteLeg, RouteStep, StepManeuver, Intersection and Annotation objects of OSRM.
 * Knows both shapes; refuses to search.
 */

import type { Crossing, Leg, Pieces, Route, Step, StepKind } from "@antar/roads";
import polyline from "@mapbox/polyline";
import type { AnnotationName, DrawingOptions } from "./options.ts";
import { locationOf } from "./places.ts";

type Line = readonly (readonly [number, number])[];

/** How the vehicle moves and on which side it keeps. */
export interface Manner {
  readonly mode: "driving" | "walking" | "cycling";
  readonly drivingSide: "left" | "right";
}

function geometryOf(line: Line, geometries: DrawingOptions["geometries"]) {
  if (geometries === "geojson") return { type: "LineString" as const, coordinates: line.map(locationOf) };
  const turned = line.map(([lon, lat]): [number, number] => [lat, lon]);
  return polyline.encode(turned, geometries === "polyline6" ? 6 : 5);
}

const types: Readonly<Record<StepKind, string>> = {
  depart: "depart",
  turn: "turn",
  continue: "continue",
  "new-name": "new name",
  "end-of-road": "end of road",
  fork: "fork",
  merge: "merge",
  "on-ramp": "on ramp",
  "off-ramp": "off ramp",
  roundabout: "roundabout",
  "exit-roundabout": "exit roundabout",
  ferry: "notification",
  arrive: "arrive",
};

/** The direction of the turn; at departure and arrival the side on which the coordinate lies. */
function modifierOf({ kind, turn, side }: Step) {
  if (kind === "depart" || kind === "arrive") return side === undefined || side === "on" ? {} : { modifier: side };
  return { modifier: turn === "turn-back" ? "uturn" : turn.replace("-", " ") };
}

function maneuverOf(step: Step) {
  return {
    location: locationOf(step.point),
    bearing_before: step.bearingBefore,
    bearing_after: step.bearingAfter,
    type: types[step.kind],
    ...modifierOf(step),
    ...(step.exit === undefined ? {} : { exit: step.exit }),
  };
}

function intersectionOf({ point, roads, from, to }: Crossing) {
  return {
    location: locationOf(point),
    bearings: roads.map(({ bearing }) => bearing),
    entry: roads.map(({ open }) => open),
    ...(from === undefined ? {} : { in: from }),
    ...(to === undefined ? {} : { out: to }),
  };
}

function stepOf(step: Step, options: DrawingOptions, manner: Manner) {
  return {
    distance: step.distance,
    duration: step.duration,
    weight: step.duration,
    geometry: geometryOf(step.geometry, options.geometries),
    name: step.street,
    ...(step.ref === "" ? {} : { ref: step.ref }),
    mode: step.carrier === "ferry" ? "ferry" : manner.mode,
    driving_side: manner.drivingSide,
    maneuver: maneuverOf(step),
    intersections: step.crossings.map(intersectionOf),
  };
}

const tenths = (value: number): number => Math.round(value * 10) / 10;
const thousandths = (value: number): number => Math.round(value * 1e3) / 1e3;

/** The lists of an annotation that were asked for. `nodes` is there only when the network keeps OSM ids. */
function annotationOf({ distance, duration, nodes }: Pieces, names: readonly AnnotationName[]) {
  const lists: Readonly<Record<AnnotationName, readonly number[] | undefined>> = {
    nodes,
    distance: distance.map(thousandths),
    duration: duration.map(thousandths),
    weight: duration.map(thousandths),
    datasources: distance.map(() => 0),
    speed: distance.map((metres, i) => (duration[i] ? tenths(metres / (duration[i] ?? 1)) : 0)),
  };
  return Object.fromEntries(names.flatMap((name) => (lists[name] === undefined ? [] : [[name, lists[name]]])));
}

/** Two legs as one, when the coordinate between them is no waypoint: nobody arrives or departs there. */
function joined(first: Leg, second: Leg): Leg {
  const [departure, ...later] = second.steps;
  const before = first.steps.slice(0, -1);
  const last = before.pop();
  const through =
    last === undefined || departure === undefined
      ? []
      : [
          {
            ...last,
            duration: last.duration + departure.duration,
            distance: last.distance + departure.distance,
            geometry: [...last.geometry, ...departure.geometry.slice(1)],
            crossings: [...last.crossings, ...departure.crossings.slice(1)],
          },
        ];
  const names = [...new Set([first.summary, second.summary].filter((name) => name !== ""))];
  return {
    duration: first.duration + second.duration,
    distance: first.distance + second.distance,
    summary: names.join(", "),
    steps: [...before, ...through, ...later],
    ...(first.pieces && second.pieces ? { pieces: joinedPieces(first.pieces, second.pieces) } : {}),
  };
}

function joinedPieces(first: Pieces, second: Pieces): Pieces {
  const both = {
    distance: [...first.distance, ...second.distance],
    duration: [...first.duration, ...second.duration],
  };
  return first.nodes && second.nodes ? { ...both, nodes: [...first.nodes, ...second.nodes.slice(1)] } : both;
}

/** The legs between the coordinates that are waypoints (all of them when `waypoints` is absent). */
function legsBetween(legs: readonly Leg[], waypoints: ReadonlySet<number> | undefined): Leg[] {
  const kept: Leg[] = [];
  for (const [i, leg] of legs.entries()) {
    const previous = kept.at(-1);
    if (previous === undefined || waypoints === undefined || waypoints.has(i)) kept.push(leg);
    else kept[kept.length - 1] = joined(previous, leg);
  }
  return kept;
}

/** The Route object. `waypoints` are the indexes of the places at which legs end. */
export function routeObject(
  route: Route,
  options: DrawingOptions,
  how: { readonly manner: Manner; readonly waypoints?: ReadonlySet<number> | undefined },
) {
  const { geometries, annotations } = options;
  const legs = legsBetween(route.legs, how.waypoints).map((leg) => ({
    distance: tenths(leg.distance),
    duration: thousandths(leg.duration),
    weight: thousandths(leg.duration),
    summary: leg.summary,
    steps: leg.steps.map((step) => stepOf(step, options, how.manner)),
    ...(leg.pieces === undefined ? {} : { annotation: annotationOf(leg.pieces, annotations) }),
  }));
  return {
    distance: tenths(route.distance),
    duration: thousandths(route.duration),
    weight: thousandths(route.duration),
    weight_name: "duration",
    ...(route.geometry === undefined ? {} : { geometry: geometryOf(route.geometry, geometries) }),
    legs,
  };
}
