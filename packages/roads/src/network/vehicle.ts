/**
 * One vehicle on the current roads: metric, search space, snapping and exact searches, made on first use.
 * Knows places on edges; refuses to know file formats.
 */
import type { LonLat } from "@antar/measure";
import { createNgraphSearch, type NgraphSearch } from "../adapters/ngraph-path.ts";
import { edgeCount } from "../graph/street-graph.ts";
import { createHierarchy, type Hierarchy, type HierarchyFrame, type HierarchyPath } from "../hierarchy/hierarchy.ts";
import { routableVertices, strongComponents } from "../search/components.ts";
import type { Cost } from "../search/cost.ts";
import type { Attachment } from "../search/search-space.ts";
import { alternativesTo } from "./alternatives.ts";
import { alongEdge, type RoutingFrame, type RoutingSpace } from "./junction-space.ts";
import type { EdgePlace, Metric } from "./metric.ts";
import type { NodePlace } from "./node-places.ts";
import type { EdgeHit, GridSearch, NearestOptions } from "./snap-grid.ts";

/** The cheapest way between two places, as the arcs driven. `arcs` is empty only when `along` is one arc or nothing. */
export interface Course {
  readonly cost: Cost;
  /** Arcs in order; the first is driven from the start place on, the last up to the end place. */
  readonly arcs: readonly number[];
  /** What each arc (and the turn into it) adds to the cost. */
  readonly costs: readonly Cost[];
}

/** A vehicle's questions. */
export interface Vehicle {
  readonly metric: Metric;
  readonly routing: RoutingSpace;
  readonly hierarchy: Hierarchy;
  /** 1 = a trip can start and end on the edge. */
  readonly usable: Uint8Array;
  /** Whether a trip can start and end driving the arc. */
  drivable(arc: number): boolean;
  /** The nearest point of one edge. */
  on(point: LonLat, edge: number): EdgeHit;
  /** The edges nearest to a point: by default the usable ones. */
  near(point: LonLat, options: Omit<NearestOptions, "accept"> & Partial<Pick<NearestOptions, "accept">>): EdgeHit[];
  course(from: EdgePlace, to: EdgePlace): Course | undefined;
  /** The course, then up to `number` others that differ from it and are worth driving, cheapest first. */
  courses(from: EdgePlace, to: EdgePlace, number: number): Course[];
  /** Costs row by row; Infinity = unreachable. */
  costs(sources: readonly EdgePlace[], targets: readonly EdgePlace[]): Float64Array;
  /** Cost between two OSM nodes of the network; Infinity = unreachable, 0 = the same node. */
  nodeCost(from: NodePlace, to: NodePlace): Cost;
  /** The cheapest way that drives no edge marked 1, by ngraph.path. */
  courseWithout(from: EdgePlace, to: EdgePlace, without: Uint8Array): Course | undefined;
}

/** Which edges and arcs a trip may start and end on: those that reach the network and are reached from it. */
function usableRoads(metric: Metric, routing: RoutingSpace): Pick<Vehicle, "usable" | "drivable"> {
  const routable = metric.asBuilt ? metric.layer.routable : routableVertices(strongComponents(routing.space));
  const usable = new Uint8Array(edgeCount(metric.graph));
  for (let edge = 0; edge < usable.length; edge++) usable[edge] = routing.usable(edge, routable) ? 1 : 0;
  return { usable, drivable: (arc) => usable[arc >> 1] === 1 && routing.drivable(arc, routable) };
}

/** What all hours and closures of one vehicle share. */
export interface VehicleParts {
  readonly grid: GridSearch;
  /** The frame of the hierarchy over junctions, or over turns where the vehicle has turn costs. */
  readonly frame: HierarchyFrame;
  readonly routing: RoutingFrame;
}

/** The same vehicle at the same hour without closures, and the edges that the closures touch. */
export interface OpenVehicle {
  readonly vehicle: Vehicle;
  readonly touched: Int32Array;
}

function routeOf(metric: Metric, { frame, routing }: VehicleParts, open: OpenVehicle | undefined) {
  if (open === undefined) {
    const whole = routing.routing(metric);
    return { routing: whole, hierarchy: createHierarchy(frame, whole.space) };
  }
  const part = routing.patched(metric, open.vehicle.routing, open.touched);
  return { routing: part.routing, hierarchy: open.vehicle.hierarchy.with(part.routing.space, part.changed) };
}

/** The vehicle of `metric`; from an open one only what the closures touch is computed, with the same answers. */
export function createVehicle(metric: Metric, parts: VehicleParts, open?: OpenVehicle): Vehicle {
  const { grid } = parts;
  const { routing, hierarchy } = routeOf(metric, parts, open);
  let marks: ReturnType<typeof usableRoads> | undefined;
  const roads = () => {
    marks ??= usableRoads(metric, routing);
    return marks;
  };

  function course(from: EdgePlace, to: EdgePlace): Course | undefined {
    const along = alongEdge(metric, from, to);
    const found = hierarchy.path(routing.starts(from), routing.ends(to));
    if (along.arc >= 0 && !(found !== undefined && found.cost < along.cost)) {
      return { cost: along.cost, arcs: [along.arc], costs: [along.cost] };
    }
    return found === undefined ? undefined : toCourse(found);
  }

  function toCourse(found: HierarchyPath): Course {
    const between = found.positions.map((position) => routing.space.via[position]!);
    const costs = found.positions.map((position) => routing.space.cost[position]!);
    return {
      cost: found.cost,
      arcs: [found.start.arc, ...between, found.end.arc],
      costs: [found.start.cost, ...costs, found.end.cost],
    };
  }

  function courses(from: EdgePlace, to: EdgePlace, number: number): Course[] {
    const best = course(from, to);
    if (best === undefined || number === 0) return best === undefined ? [] : [best];
    const [starts, ends] = [routing.starts(from), routing.ends(to)];
    const others = alternativesTo({ hierarchy, space: routing.space }, { starts, ends, best, number });
    return [best, ...others.map(toCourse)];
  }

  let ngraph: NgraphSearch | undefined;
  function courseWithout(from: EdgePlace, to: EdgePlace, without: Uint8Array): Course | undefined {
    ngraph ??= createNgraphSearch(routing.space);
    const free = (attachment: Attachment) => without[attachment.arc >> 1] !== 1;
    const starts = routing.starts(from).filter(free);
    const ends = routing.ends(to).filter(free);
    const found = ngraph.find(starts, ends, (position) => without[routing.space.via[position]! >> 1] === 1);
    const along = alongEdge(metric, from, to);
    if (along.arc >= 0 && without[along.arc >> 1] !== 1 && !(found !== undefined && found.cost < along.cost)) {
      return { cost: along.cost, arcs: [along.arc], costs: [along.cost] };
    }
    if (found === undefined) return undefined;
    return toCourse(found);
  }

  function costs(sources: readonly EdgePlace[], targets: readonly EdgePlace[]): Float64Array {
    const starts = sources.map((place) => routing.starts(place));
    const ends = targets.map((place) => routing.ends(place));
    const table = hierarchy.table(starts, ends);
    const onEdge = new Map<number, number[]>();
    for (const [column, { edge }] of targets.entries()) onEdge.set(edge, [...(onEdge.get(edge) ?? []), column]);
    for (const [row, source] of sources.entries()) {
      for (const column of onEdge.get(source.edge) ?? []) {
        const at = row * targets.length + column;
        table[at] = Math.min(table[at]!, alongEdge(metric, source, targets[column]!).cost);
      }
    }
    return table;
  }

  return {
    metric,
    routing,
    hierarchy,
    get usable() {
      return roads().usable;
    },
    drivable: (arc) => roads().drivable(arc),
    on: (point, edge) => grid.on(point, edge),
    near(point, options) {
      const { usable } = roads();
      return grid.near(point, { accept: (edge) => usable[edge] === 1, ...options });
    },
    course,
    courses,
    costs,
    nodeCost(from, to) {
      if (from.same === to.same) return 0;
      const starts =
        from.vertex >= 0 ? routing.startsAt(from.vertex) : from.on.flatMap((place) => routing.starts(place));
      const ends = to.vertex >= 0 ? routing.endsAt(to.vertex) : to.on.flatMap((place) => routing.ends(place));
      let best = hierarchy.cost(starts, ends);
      for (const start of from.on) {
        for (const end of to.on) best = Math.min(best, alongEdge(metric, start, end).cost);
      }
      return best;
    },
    courseWithout,
  };
}
