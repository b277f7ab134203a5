/**
 * The four services: what each answers from a request. Knows the OSRM protocol; refuses to know URLs and HTTP.
 */
import type { LonLat } from "@antar/measure";
import { haversine } from "@antar/measure";
import { type RoadNetwork, RoadsError, type RouteChoices, type Snap, type TracePoint } from "@antar/roads";
import type { DrawingOptions, MatchOptions, NearestOptions, RouteOptions, TableOptions } from "./options.ts";
import { type Ground, roadsNear, snapAll, waypointOf, waypointsOf } from "./places.ts";
import { OsrmRefusal } from "./refusal.ts";
import type { Position } from "./request.ts";
import { type Manner, routeObject } from "./route-object.ts";

/** How much one request may ask for. */
export interface OsrmLimits {
  /** Coordinates of a route, of a trace, and sources x destinations of a table. */
  readonly route: number;
  readonly match: number;
  readonly table: number;
  /** Roads that `nearest` answers, and alternatives that `route` looks for. */
  readonly nearest: number;
  readonly alternatives: number;
  /** Milliseconds that one match may take. */
  readonly milliseconds: number;
}

/** A request with what it is answered from. */
export interface Asked<Options> extends Ground {
  readonly coordinates: readonly Position[];
  readonly options: Options;
  readonly limits: OsrmLimits;
  /** Milliseconds since any moment. */
  readonly now: () => number;
}

function checkSize(count: number, most: number, what: string): void {
  if (count > most)
    throw new OsrmRefusal("TooBig", `${count} ${what} are more than the ${most} allowed here; split it.`);
}

function checkLeast(count: number, least: number, service: string): void {
  if (count < least) {
    throw new OsrmRefusal("InvalidOptions", `${service} needs at least ${least} coordinates, there are ${count}.`);
  }
}

function mannerOf({ network, profile }: Ground): Manner {
  const { id, drivingSide } = network.profile(profile);
  const mode =
    id === "foot" ? "walking" : /bike|bicycle|cycle$/.test(id) && id !== "motorcycle" ? "cycling" : "driving";
  return { mode, drivingSide };
}

function choicesOf(options: DrawingOptions): RouteChoices {
  const { overview } = options;
  return {
    steps: options.steps,
    pieces: options.annotations.length > 0,
    geometry: overview === "false" ? "none" : overview,
  };
}

/** OSM ids of the two nodes between which a place lies; absent when the network keeps none. */
function nodesAt({ network, profile }: Ground, snap: Snap) {
  if (!network.metadata.nodeIdsKept) return {};
  const [stay] = network.route(profile, [snap, snap], { pieces: true, geometry: "none" });
  const nodes = stay?.legs[0]?.pieces?.nodes;
  return nodes === undefined ? {} : { nodes: nodes.slice(0, 2) };
}

/** The roads nearest to a coordinate. */
export function answerNearest(asked: Asked<NearestOptions>) {
  const { coordinates, options, limits } = asked;
  const [position] = coordinates;
  if (position === undefined || coordinates.length !== 1) {
    throw new OsrmRefusal("InvalidOptions", `nearest takes one coordinate, there are ${coordinates.length}.`);
  }
  checkSize(options.number, limits.nearest, "roads");
  const snaps = roadsNear(asked, position, options, { index: 0, number: options.number });
  return { waypoints: snaps.map((snap) => ({ ...nodesAt(asked, snap), ...waypointOf(asked, snap, options) })) };
}

/** The places at which legs end. Throws OsrmRefusal when the first or the last is missing. */
function waypointSet(waypoints: DrawingOptions["waypoints"], count: number): ReadonlySet<number> | undefined {
  if (waypoints === undefined) return undefined;
  const set = new Set(waypoints.filter((index) => index !== undefined));
  if (set.has(0) && set.has(count - 1)) return set;
  throw new OsrmRefusal(
    "InvalidOptions",
    `Option waypoints must name the first (0) and the last (${count - 1}) coordinate.`,
  );
}

/** The trip over all coordinates. */
export function answerRoute(asked: Asked<RouteOptions>) {
  const { network, profile, coordinates, options, limits } = asked;
  checkLeast(coordinates.length, 2, "route");
  checkSize(coordinates.length, limits.route, "coordinates");
  checkSize(options.alternatives, limits.alternatives, "alternatives");
  const waypoints = waypointSet(options.waypoints, coordinates.length);
  const snaps = snapAll(asked, coordinates, options);
  const routes = network.route(profile, snaps, {
    ...choicesOf(options),
    alternatives: options.alternatives,
    continueStraight: options.continue_straight === "true",
  });
  if (routes.length === 0) throw new OsrmRefusal("NoRoute", unreachable(asked, snaps));
  const shown = waypoints === undefined ? snaps : snaps.filter((_, index) => waypoints.has(index));
  const how = { manner: mannerOf(asked), waypoints };
  return {
    routes: routes.map((route) => routeObject(route, options, how)),
    ...waypointsOf(asked, shown, options),
  };
}

/** Which coordinate cannot be reached from the one before it. */
function unreachable({ network, profile }: Ground, snaps: readonly Snap[]): string {
  const at = snaps.slice(1).findIndex((snap, i) => network.route(profile, [snaps[i] ?? snap, snap]).length === 0);
  return at < 0
    ? "There is no way over all coordinates; let continue_straight out or move a coordinate."
    : `There is no way from coordinate ${at} to coordinate ${at + 1} for ${profile}.`;
}

function chosen<T>(list: readonly T[], indexes: readonly (number | undefined)[] | undefined): T[] {
  if (indexes === undefined) return [...list];
  return indexes.flatMap((index) => list.slice(index ?? 0, (index ?? 0) + 1));
}

interface Cells {
  readonly durations: (number | null)[][];
  readonly distances: (number | null)[][];
  readonly estimated: [number, number][];
}

/** The table row by row; where there is no way, null or the straight line at the speed that the client gave. */
function cellsOf(
  table: ReturnType<RoadNetwork["tableBetween"]>,
  size: readonly [number, number],
  straight?: (row: number, column: number) => { metres: number; speed: number },
): Cells {
  const cells: Cells = { durations: [], distances: [], estimated: [] };
  const [rows, columns] = size;
  for (let row = 0; row < rows; row++) {
    const [durations, distances]: [(number | null)[], (number | null)[]] = [[], []];
    for (let column = 0; column < columns; column++) {
      const duration = table.durations[row * columns + column] ?? Number.POSITIVE_INFINITY;
      const line = Number.isFinite(duration) ? undefined : straight?.(row, column);
      if (line !== undefined) cells.estimated.push([row, column]);
      const reached = Number.isFinite(duration);
      durations.push(reached ? duration : line === undefined ? null : line.metres / line.speed);
      distances.push(reached ? (table.distances[row * columns + column] ?? null) : (line?.metres ?? null));
    }
    cells.durations.push(durations);
    cells.distances.push(distances);
  }
  return cells;
}

const rounded = (value: number | null, unit: number): number | null =>
  value === null ? null : Math.round(value * unit) / unit;

/** Durations and distances between all sources and destinations. */
export function answerTable(asked: Asked<TableOptions>) {
  const { network, profile, coordinates, options, limits } = asked;
  checkLeast(coordinates.length, 2, "table");
  const indexes = coordinates.map((_, index) => index);
  const [from, to] = [chosen(indexes, options.sources), chosen(indexes, options.destinations)];
  checkSize(from.length * to.length, limits.table, "cells");
  checkSize(coordinates.length, limits.table, "coordinates");
  const snaps = snapAll(asked, coordinates, options);
  const [sources, destinations] = [chosen(snaps, from), chosen(snaps, to)];
  const table = network.tableBetween(profile, sources, destinations);
  const { fallback_speed: speed, fallback_coordinate: end, scale_factor: factor = 1 } = options;
  const points: readonly LonLat[] = end === "input" ? coordinates : snaps.map(({ point }) => point);
  const straight = (row: number, column: number) => ({
    metres: haversine(points[from[row] ?? 0] ?? [0, 0], points[to[column] ?? 0] ?? [0, 0]),
    speed: speed ?? 1,
  });
  const cells = cellsOf(table, [from.length, to.length], speed === undefined ? undefined : straight);
  const { annotations } = options;
  const ends = (list: readonly Snap[]) => list.map((snap) => waypointOf(asked, snap, options));
  return {
    ...(annotations.includes("duration")
      ? {
          durations: cells.durations.map((row) =>
            row.map((cell) => rounded(cell === null ? null : cell * factor, 1e3)),
          ),
        }
      : {}),
    ...(annotations.includes("distance")
      ? { distances: cells.distances.map((row) => row.map((cell) => rounded(cell, 10))) }
      : {}),
    ...(speed === undefined ? {} : { fallback_speed_cells: cells.estimated }),
    ...(options.skip_waypoints ? {} : { sources: ends(sources), destinations: ends(destinations) }),
  };
}

function traceOf({ coordinates, options }: Asked<MatchOptions>): TracePoint[] {
  const { timestamps, radiuses, bearings } = options;
  return coordinates.map((point, i) => {
    const radius = radiuses?.[i];
    return {
      point,
      time: timestamps?.[i],
      radius: radius === undefined || Number.isFinite(radius) ? radius : undefined,
      bearing: bearings?.[i],
    };
  });
}

/** The roads that a trace was driven on. */
export function answerMatch(asked: Asked<MatchOptions>) {
  const { network, profile, coordinates, options, limits, now } = asked;
  checkLeast(coordinates.length, 2, "match");
  checkSize(coordinates.length, limits.match, "coordinates");
  const wanted = waypointSet(options.waypoints, coordinates.length);
  const end = now() + limits.milliseconds;
  const { gaps, tidy } = options;
  const matched = matchedOr(
    () => network.match(profile, traceOf(asked), { gaps, tidy, keepGoing: () => now() < end }),
    () => now() < end,
  );
  const tracepoints: (object | null)[] = coordinates.map(() => null);
  const matchings = matched.flatMap(({ indexes, places, rivals, confidence }, m) => {
    const [route] = network.route(profile, places, choicesOf(options));
    if (route === undefined) return [];
    const ends = endsOf(indexes, wanted);
    let order = 0;
    for (const [k, index] of indexes.entries()) {
      const place = places[k];
      if (place === undefined) continue;
      tracepoints[index] = {
        ...waypointOf(asked, place, options),
        matchings_index: m,
        waypoint_index: ends === undefined || ends.has(k) ? order++ : null,
        alternatives_count: rivals[k] ?? 0,
      };
    }
    return [
      {
        ...routeObject(route, options, { manner: mannerOf(asked), waypoints: ends }),
        confidence: rounded(confidence, 1e6),
      },
    ];
  });
  if (matchings.length === 0) {
    throw new OsrmRefusal(
      "NoMatch",
      "No two coordinates in a row could be matched to roads; widen radiuses or check them.",
    );
  }
  return { matchings, ...(options.skip_waypoints ? {} : { tracepoints }) };
}

/** Positions of a matching at which legs end: its own first and last, and those that the client named. */
function endsOf(indexes: readonly number[], wanted: ReadonlySet<number> | undefined): ReadonlySet<number> | undefined {
  if (wanted === undefined) return undefined;
  return new Set(indexes.flatMap((index, k) => (k === 0 || k === indexes.length - 1 || wanted.has(index) ? [k] : [])));
}

function matchedOr(match: () => ReturnType<RoadNetwork["match"]>, inTime: () => boolean) {
  try {
    return match().matchings;
  } catch (error) {
    if (!(error instanceof RoadsError)) throw error;
    throw new OsrmRefusal(inTime() ? "InvalidValue" : "TooBig", error.message);
  }
}
