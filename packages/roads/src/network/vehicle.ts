/**
 * One vehicle on the current roads: metric, search space, snapping and exact searches, made on first use.
 * Knows places on edges; refuses to know file formats.
 */
import type { LonLat } from "@antar/measure";
import { createNgraphSearch, type NgraphSearch } from "../adapters/ngraph-path.ts";
import { edgeCount } from "../graph/street-graph.ts";
import { routableVertices, strongComponents } from "../search/components.ts";
import type { Cost } from "../search/cost.ts";
import { createDijkstra } from "../search/dijkstra.ts";
import type { Attachment } from "../search/search-space.ts";
import { alongEdge, createJunctionSpace, type RoutingSpace } from "./junction-space.ts";
import type { EdgePlace, Metric } from "./metric.ts";
import type { EdgeHit, GridSearch } from "./snap-grid.ts";

/** The cheapest way between two places, as the arcs driven. `arcs` is empty only when `along` is one arc or nothing. */
export interface Course {
  readonly cost: Cost;
  /** Arcs in order; the first is driven from the start place on, the last up to the end place. */
  readonly arcs: readonly number[];
}

/** A vehicle's questions. */
export interface Vehicle {
  readonly metric: Metric;
  readonly routing: RoutingSpace;
  /** 1 = a trip can start and end on the edge. */
  readonly usable: Uint8Array;
  /** The usable edges nearest to a point; `without` marks edges (1) that do not count. */
  near(
    point: LonLat,
    options: { readonly number: number; readonly limit: number; readonly without?: Uint8Array },
  ): EdgeHit[];
  course(from: EdgePlace, to: EdgePlace): Course | undefined;
  /** Costs row by row; Infinity = unreachable. */
  costs(sources: readonly EdgePlace[], targets: readonly EdgePlace[]): Float64Array;
  /** The cheapest way that drives no edge marked 1, by ngraph.path. */
  courseWithout(from: EdgePlace, to: EdgePlace, without: Uint8Array): Course | undefined;
}

/** Which edges a trip may start and end on. An edge counts when its place reaches the network and is reached from it. */
function usableEdges(metric: Metric, routing: RoutingSpace): Uint8Array {
  const routable = routableVertices(strongComponents(routing.space));
  const usable = new Uint8Array(edgeCount(metric.graph));
  for (let edge = 0; edge < usable.length; edge++) usable[edge] = routing.usable(edge, routable) ? 1 : 0;
  return usable;
}

/** The vehicle of `metric`, with `grid` for snapping. */
export function createVehicle(metric: Metric, grid: GridSearch): Vehicle {
  const routing = createJunctionSpace(metric);
  const search = createDijkstra(routing.space);
  const usable = usableEdges(metric, routing);

  function course(from: EdgePlace, to: EdgePlace): Course | undefined {
    const along = alongEdge(metric, from, to);
    const starts = routing.starts(from);
    const ends = routing.ends(to);
    search.run(
      starts,
      ends.map(({ vertex }) => vertex),
    );
    let best: Course | undefined = along.arc < 0 ? undefined : { cost: along.cost, arcs: [along.arc] };
    for (const end of ends) {
      const cost = search.cost(end.vertex) + end.cost;
      if (cost === Number.POSITIVE_INFINITY || (best !== undefined && cost >= best.cost)) continue;
      const arcs = [end.arc];
      let vertex = end.vertex;
      for (; search.before(vertex) >= 0; vertex = search.before(vertex)) {
        arcs.push(routing.space.via[search.arcInto(vertex)]!);
      }
      const start = starts.filter((one) => one.vertex === vertex).sort((a, b) => a.cost - b.cost)[0];
      if (start !== undefined) arcs.push(start.arc);
      best = { cost, arcs: arcs.reverse() };
    }
    return best;
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
      return { cost: along.cost, arcs: [along.arc] };
    }
    if (found === undefined) return undefined;
    const between = found.positions.map((position) => routing.space.via[position]!);
    return { cost: found.cost, arcs: [found.start.arc, ...between, found.end.arc] };
  }

  function costs(sources: readonly EdgePlace[], targets: readonly EdgePlace[]): Float64Array {
    const table = new Float64Array(sources.length * targets.length);
    const ends = targets.map((place) => routing.ends(place));
    const wanted = [...new Set(ends.flatMap((list) => list.map(({ vertex }) => vertex)))];
    for (const [row, source] of sources.entries()) {
      search.run(routing.starts(source), wanted);
      for (const [column, list] of ends.entries()) {
        let best = alongEdge(metric, source, targets[column]!).cost;
        for (const end of list) best = Math.min(best, search.cost(end.vertex) + end.cost);
        table[row * targets.length + column] = best;
      }
    }
    return table;
  }

  return {
    metric,
    routing,
    usable,
    near: (point, { number, limit, without }) =>
      grid.near(point, { number, limit, accept: (edge) => usable[edge] === 1 && without?.[edge] !== 1 }),
    course,
    costs,
    courseWithout,
  };
}
