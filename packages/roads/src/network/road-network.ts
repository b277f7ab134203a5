/**
 * The answers of a road network: nearest, path, table, closures. The room's main idea, readable from top to bottom.
 * Knows points and profiles; refuses to know files and OSM tags.
 */
import type { LonLat } from "@antar/measure";
import { RoadsError } from "../errors.ts";
import type { NetworkMetadata, NetworkParts } from "../file/network-file.ts";
import { type StreetGraph, wayFlag } from "../graph/street-graph.ts";
import { costDecimetres, costMilliseconds } from "../search/cost.ts";
import { type ClosedEdges, type Closure, closedEdges } from "./closures.ts";
import { type Step, stepsOf } from "./directions.ts";
import { type DrawnStreet, drawStreets } from "./drawing.ts";
import { checkHour, createFleet, type Fleet } from "./fleet.ts";
import { courseGeometry } from "./geometry.ts";
import type { Circumstances, EdgePlace } from "./metric.ts";
import { type RawArcs, rawArcsOf } from "./raw-arcs.ts";
import { type ReachedStreet, reachFrom } from "./reach.ts";
import type { EdgeHit } from "./snap-grid.ts";
import type { Course, Vehicle } from "./vehicle.ts";

/** A place on a road. Only made by `nearest`; valid for the network (and closures) that made it. */
export interface Snap extends EdgePlace {
  /** The point of the road. */
  readonly point: LonLat;
  /** Metres from the point asked to the road; not driven, not part of any duration. */
  readonly distance: number;
  /** Street name, else its reference number, else empty. */
  readonly name: string;
  /** OSM class of the way, e.g. `residential`. */
  readonly class: string;
  /** OSM id of the way. */
  readonly way: number;
  /** Side of the road, seen along the way's own direction. */
  readonly side: "left" | "right" | "on";
}

/** One path. */
export interface Path {
  /** Seconds; whole milliseconds. */
  readonly duration: number;
  /** Metres; whole decimetres. */
  readonly distance: number;
  /** From the snapped start to the snapped end. */
  readonly geometry: LonLat[];
}

/** A path with what the driver does on it. */
export interface Directions extends Path {
  readonly steps: readonly Step[];
}

/** Many-to-many answers row by row (source by source); Infinity = unreachable. */
export interface Table {
  /** Seconds; whole milliseconds. */
  readonly durations: Float64Array;
  /** Metres along the fastest path. */
  readonly distances: Float64Array;
}

/** Choices of `nearest`. */
export interface NearestChoices {
  /** Roads farther than this many metres do not count. Default: any distance. */
  readonly limit?: number;
}

/** An opened network. Questions do not change it; it is not to be shared between threads. */
export interface RoadNetwork {
  readonly metadata: NetworkMetadata;
  /** The nearest road that the vehicle can use and leave again; undefined when none lies within the limit. */
  nearest(profile: string, point: LonLat, options?: NearestChoices): Snap | undefined;
  /** Up to `number` different edges, nearest first. */
  nearestSome(profile: string, point: LonLat, number: number, options?: NearestChoices): Snap[];
  /** The fastest path between the snapped points; undefined when there is none. */
  path(profile: string, from: LonLat, to: LonLat): Path | undefined;
  /** The path with turn-by-turn steps in Indonesian and English; undefined when there is none. */
  directions(profile: string, from: LonLat, to: LonLat): Directions | undefined;
  /** Streets within `seconds` of driving from the snapped point, nearest first; empty when no road is near. */
  reach(profile: string, from: LonLat, seconds: number): readonly ReachedStreet[];
  /** Durations and distances between all snapped points; each cell equals `path` of the same points. */
  table(profile: string, sources: readonly LonLat[], targets: readonly LonLat[]): Table;
  /**
   * One path under avoidances that belong to this question alone: places snap to other roads than those avoided,
   * and the path drives none of them. Slow zones are not for this question (`withClosures` knows them).
   */
  pathAvoiding(
    profile: string,
    ends: { readonly from: LonLat; readonly to: LonLat },
    avoid: readonly Closure[],
  ): Path | undefined;
  /**
   * Whole milliseconds between pairs of OSM node ids, Infinity = unreachable, for networks built with `keepNodeIds`.
   * Throws RoadsError `unknown-node` for a node that lies on no road of the network.
   */
  pairs(profile: string, pairs: readonly (readonly [from: number, to: number])[]): Float64Array;
  /** The same roads with these closures and slow zones instead of any set before. */
  withClosures(closures: readonly Closure[]): RoadNetwork;
  /** The same roads and closures at an hour of the day and in this weather, instead of any set before. */
  at(when: Circumstances): RoadNetwork;
  /** For each hour 0..23 the first hour of the day at which every vehicle has the same speeds. */
  hourClasses(): readonly number[];
  /** The plain arcs of a vehicle, for programs that check our answers. */
  arcs(profile: string): RawArcs;
  /** All streets for maps. */
  drawing(): Iterable<DrawnStreet>;
}

/** A snapped place from a hit of the grid. */
function toSnap(graph: StreetGraph, hit: EdgeHit): Snap {
  const way = graph.edgeWay[hit.edge]!;
  return {
    ...hit,
    name: graph.text(graph.wayName[way]!) || graph.text(graph.wayRef[way]!),
    class: graph.classes[graph.wayClass[way]!] ?? "road",
    way: graph.wayId[way]!,
  };
}

function checkPoint(point: LonLat): void {
  if (!(Math.abs(point[0]) <= 180 && Math.abs(point[1]) <= 90)) {
    throw new RoadsError("bad-question", `[${point}] is not [longitude, latitude]; give degrees, longitude first.`);
  }
}

/** Fills durations and distances from packed costs. */
function toTable(costs: Float64Array): Table {
  return {
    durations: costs.map((cost) => costMilliseconds(cost) / 1000),
    distances: costs.map((cost) => costDecimetres(cost) / 10),
  };
}

/** Under which closures, hour and weather a network answers. */
interface NetworkState {
  readonly when: Circumstances;
  readonly closures?: ClosedEdges;
}

/** The network of `parts`; vehicles are made when first asked for. */
export function createRoadNetwork(
  parts: NetworkParts,
  state: NetworkState = { when: {} },
  fleet: Fleet = createFleet(parts),
): RoadNetwork {
  const { graph, metadata } = parts;
  const closed = new Map<string, Vehicle>();

  function vehicleOf(profile: string): Vehicle {
    if (state.closures === undefined) return fleet.vehicle(profile, state.when);
    const vehicle = closed.get(profile) ?? fleet.closedVehicle(profile, state.when, state.closures);
    closed.set(profile, vehicle);
    return vehicle;
  }

  function nearestSome(profile: string, point: LonLat, number: number, options: NearestChoices = {}): Snap[] {
    checkPoint(point);
    const hits = vehicleOf(profile).near(point, { number, limit: options.limit ?? Number.POSITIVE_INFINITY });
    return hits.map((hit) => toSnap(graph, hit));
  }

  function snapAll(profile: string, points: readonly LonLat[]): (Snap | undefined)[] {
    return points.map((point) => nearestSome(profile, point, 1)[0]);
  }

  function toPath(course: Course | undefined, start: EdgePlace, end: EdgePlace): Path | undefined {
    if (course === undefined) return undefined;
    return {
      duration: costMilliseconds(course.cost) / 1000,
      distance: costDecimetres(course.cost) / 10,
      geometry: courseGeometry(graph, course.arcs, start, end),
    };
  }

  return {
    metadata,
    nearest: (profile, point, options) => nearestSome(profile, point, 1, options)[0],
    nearestSome,
    path(profile, from, to) {
      const [start, end] = snapAll(profile, [from, to]);
      if (start === undefined || end === undefined) return undefined;
      return toPath(vehicleOf(profile).course(start, end), start, end);
    },
    directions(profile, from, to) {
      const [start, end] = snapAll(profile, [from, to]);
      const course = start === undefined || end === undefined ? undefined : vehicleOf(profile).course(start, end);
      if (start === undefined || end === undefined || course === undefined) return undefined;
      const path = toPath(course, start, end);
      return path === undefined ? undefined : { ...path, steps: stepsOf(graph, course, start, end) };
    },
    reach(profile, from, seconds) {
      const [start] = snapAll(profile, [from]);
      return start === undefined ? [] : reachFrom(vehicleOf(profile), start, seconds);
    },
    pathAvoiding(profile, { from, to }, avoid) {
      const without = closedEdges(graph, avoid).closed;
      const vehicle = vehicleOf(profile);
      const [start, end] = [from, to].map((point) => {
        checkPoint(point);
        return vehicle.near(point, { number: 1, limit: Number.POSITIVE_INFINITY, without })[0];
      });
      if (start === undefined || end === undefined) return undefined;
      return toPath(vehicle.courseWithout(start, end, without), start, end);
    },
    table(profile, sources, targets) {
      const starts = snapAll(profile, sources);
      const ends = sources === targets ? starts : snapAll(profile, targets);
      // No usable road at all is the only reason for a missing snap, and then it is missing for every point.
      if (starts.some((snap) => snap === undefined) || ends.some((snap) => snap === undefined)) {
        return toTable(new Float64Array(sources.length * targets.length).fill(Number.POSITIVE_INFINITY));
      }
      return toTable(vehicleOf(profile).costs(present(starts), present(ends)));
    },
    pairs(profile, pairs) {
      const vehicle = vehicleOf(profile);
      const nodeAt = fleet.nodes();
      return Float64Array.from(pairs, ([from, to]) => costMilliseconds(vehicle.nodeCost(nodeAt(from), nodeAt(to))));
    },
    withClosures(closures) {
      const changes = closures.length === 0 ? {} : { closures: closedEdges(graph, closures) };
      return createRoadNetwork(parts, { when: state.when, ...changes }, fleet);
    },
    at(when) {
      checkHour(when);
      return createRoadNetwork(parts, { ...state, when }, fleet);
    },
    hourClasses: () => fleet.hourClasses(),
    arcs: (profile) => rawArcsOf(vehicleOf(profile)),
    drawing: () => drawStreets(graph, wayFlag.bridge),
  };
}

function present<T>(list: readonly (T | undefined)[]): T[] {
  return list.filter((item) => item !== undefined);
}
