/**
 * The answers of a road network: nearest, path, table, closures. The room's main idea, readable from top to bottom.
 * Knows points and profiles; refuses to know files and OSM tags.
 */
import type { LonLat } from "@antar/measure";
import type { NetworkMetadata, NetworkParts } from "../file/network-file.ts";
import type { Profile } from "../profiles/index.ts";
import { costDecimetres, costMilliseconds } from "../search/cost.ts";
import { type ClosedEdges, type Closure, closedEdges } from "./closures.ts";
import { type DrawnStreet, drawStreets } from "./drawing.ts";
import { checkHour, createFleet, type Fleet } from "./fleet.ts";
import { courseGeometry } from "./geometry.ts";
import { type MatchChoices, type Matched, matchTrace, type TracePoint } from "./match.ts";
import type { Circumstances, EdgePlace } from "./metric.ts";
import {
  type Candidates,
  checkPoint,
  createSnapping,
  type NearestChoices,
  type Snap,
  type Snapping,
} from "./nearest.ts";
import { type RawArcs, rawArcsOf } from "./raw-arcs.ts";
import { type ReachedStreet, reachFrom } from "./reach.ts";
import { createRouter, type Route, type RouteChoices, type Router } from "./route.ts";
import type { Step } from "./steps.ts";
import type { Course, Vehicle } from "./vehicle.ts";

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

/** An opened network. Questions do not change it; it is not to be shared between threads. */
export interface RoadNetwork {
  readonly metadata: NetworkMetadata;
  /** The nearest road that the vehicle can use and leave again; undefined when none lies within the limit. */
  nearest(profile: string, point: LonLat, options?: NearestChoices): Snap | undefined;
  /** Up to `number` different roads, nearest first, or the reason why there is none. */
  candidates(profile: string, point: LonLat, number: number, options?: NearestChoices): Candidates;
  /** The snap of `point` to an edge that an earlier snap named; undefined when the vehicle cannot use it now. */
  snapAgain(profile: string, place: EdgePlace, point: LonLat): Snap | undefined;
  /** The fastest path between the snapped points; undefined when there is none. */
  path(profile: string, from: LonLat, to: LonLat): Path | undefined;
  /** The path with turn-by-turn steps in Indonesian and English; undefined when there is none. */
  directions(profile: string, from: LonLat, to: LonLat): Directions | undefined;
  /** The trip over snapped places in order: the best, then alternatives; empty when there is no way. */
  route(profile: string, places: readonly Snap[], choices?: RouteChoices): Route[];
  /** Streets within `seconds` of driving from the snapped point, nearest first; empty when no road is near. */
  reach(profile: string, from: LonLat, seconds: number): readonly ReachedStreet[];
  /** Durations and distances between all snapped points; each cell equals `path` of the same points. */
  table(profile: string, sources: readonly LonLat[], targets: readonly LonLat[]): Table;
  /** The same between places that are snapped already. */
  tableBetween(profile: string, sources: readonly EdgePlace[], targets: readonly EdgePlace[]): Table;
  /** The roads that a trace of positions was most probably driven on. */
  match(profile: string, trace: readonly TracePoint[], choices?: MatchChoices): Matched;
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
  /** The closures and slow zones set by `withClosures`. */
  readonly closures: readonly Closure[];
  /** The same roads with these closures and slow zones instead of any set before. */
  withClosures(closures: readonly Closure[]): RoadNetwork;
  /** The same roads and closures at an hour of the day and in this weather, instead of any set before. */
  at(when: Circumstances): RoadNetwork;
  /** For each hour 0..23 the first hour of the day at which every vehicle has the same speeds. */
  hourClasses(): readonly number[];
  /** The plain arcs of a vehicle, for programs that check our answers. */
  arcs(profile: string): RawArcs;
  /** The profile as the network was built with it. Throws RoadsError `unknown-profile`. */
  profile(id: string): Profile;
  /** Whether a trip of the vehicle can start and end on an edge of `drawing`. */
  usableBy(profile: string): (edge: number) => boolean;
  /** All streets for maps. */
  drawing(): Iterable<DrawnStreet>;
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
  readonly closures: readonly Closure[];
  /** The edges of the closures, where there are any. */
  readonly closed?: ClosedEdges;
}

/** A vehicle with all that is made from it. */
interface Guided {
  readonly vehicle: Vehicle;
  readonly snapping: Snapping;
  readonly route: Router;
}

/** The network of `parts`; vehicles are made when first asked for. */
export function createRoadNetwork(
  parts: NetworkParts,
  state: NetworkState = { when: {}, closures: [] },
  fleet: Fleet = createFleet(parts),
): RoadNetwork {
  const { graph, metadata } = parts;
  const closed = new Map<string, Vehicle>();
  const guided = new WeakMap<Vehicle, Guided>();

  function vehicleOf(profile: string): Vehicle {
    if (state.closed === undefined) return fleet.vehicle(profile, state.when);
    const vehicle = closed.get(profile) ?? fleet.closedVehicle(profile, state.when, state.closed);
    closed.set(profile, vehicle);
    return vehicle;
  }

  function guidedBy(profile: string): Guided {
    const vehicle = vehicleOf(profile);
    const known = guided.get(vehicle);
    if (known !== undefined) return known;
    const made = { vehicle, snapping: createSnapping(graph, vehicle), route: createRouter(vehicle) };
    guided.set(vehicle, made);
    return made;
  }

  function nearest(profile: string, point: LonLat, options?: NearestChoices): Snap | undefined {
    return guidedBy(profile).snapping.candidates(point, 1, options).snaps[0];
  }

  function snapAll(profile: string, points: readonly LonLat[]): (Snap | undefined)[] {
    return points.map((point) => nearest(profile, point));
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
    closures: state.closures,
    nearest,
    candidates: (profile, point, number, options) => guidedBy(profile).snapping.candidates(point, number, options),
    snapAgain: (profile, place, point) => guidedBy(profile).snapping.again(place, point),
    route: (profile, places, choices) => guidedBy(profile).route(places, choices),
    match: (profile, trace, choices) => matchTrace(guidedBy(profile), trace, choices),
    path(profile, from, to) {
      const [start, end] = snapAll(profile, [from, to]);
      if (start === undefined || end === undefined) return undefined;
      return toPath(vehicleOf(profile).course(start, end), start, end);
    },
    directions(profile, from, to) {
      const [start, end] = snapAll(profile, [from, to]);
      if (start === undefined || end === undefined) return undefined;
      const [best] = guidedBy(profile).route([start, end], { steps: true });
      if (best === undefined) return undefined;
      const { duration, distance, geometry = [], legs } = best;
      return { duration, distance, geometry: [...geometry], steps: legs.flatMap((leg) => leg.steps) };
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
        const accept = (edge: number) => vehicle.usable[edge] === 1 && without[edge] !== 1;
        return vehicle.near(point, { number: 1, limit: Number.POSITIVE_INFINITY, accept })[0];
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
    tableBetween: (profile, sources, targets) => toTable(vehicleOf(profile).costs(sources, targets)),
    pairs(profile, pairs) {
      const vehicle = vehicleOf(profile);
      const nodeAt = fleet.nodes();
      return Float64Array.from(pairs, ([from, to]) => costMilliseconds(vehicle.nodeCost(nodeAt(from), nodeAt(to))));
    },
    withClosures(closures) {
      const closed = closures.length === 0 ? {} : { closed: closedEdges(graph, closures) };
      return createRoadNetwork(parts, { when: state.when, closures, ...closed }, fleet);
    },
    at(when) {
      checkHour(when);
      return createRoadNetwork(parts, { ...state, when }, fleet);
    },
    hourClasses: () => fleet.hourClasses(),
    arcs: (profile) => rawArcsOf(vehicleOf(profile)),
    drawing: () => drawStreets(graph, { closed: state.closed?.closed }),
    profile: (id) => vehicleOf(id).metric.layer.profile,
    usableBy(profile) {
      const { usable } = vehicleOf(profile);
      return (edge) => usable[edge] === 1;
    },
  };
}

function present<T>(list: readonly (T | undefined)[]): T[] {
  return list.filter((item) => item !== undefined);
}
