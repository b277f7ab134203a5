/**
 * The roads of one vehicle as plain arrays, so that an independent program can recompute any duration by plain Dijkstra.
 * Knows arrays and the rule that joins a place to them; refuses to search.
 */
import { costDecimetres, costMilliseconds } from "../search/cost.ts";
import { alongEdge } from "./junction-space.ts";
import type { EdgePlace } from "./metric.ts";
import type { Vehicle } from "./vehicle.ts";

/** Joins a place to a vertex: so many milliseconds and decimetres between the two. */
export interface RawAttachment {
  readonly vertex: number;
  readonly milliseconds: number;
  readonly decimetres: number;
}

/**
 * Arc i leads from vertex `tail[i]` to `head[i]`. Closed arcs are left out. Vertices are junctions, or arcs of the
 * street network where the vehicle has turn costs: the rule is the same.
 *
 * The duration from snap `a` to snap `b` is the least of `along(a, b)` and, over all `starts(a)` and `ends(b)`,
 * start.milliseconds + (shortest milliseconds from start.vertex to end.vertex, 0 when equal) + end.milliseconds.
 * The distance belongs to the same path; among paths equally fast, to the shortest.
 */
export interface RawArcs {
  readonly vertices: number;
  readonly tail: Int32Array;
  readonly head: Int32Array;
  readonly milliseconds: Int32Array;
  /** Decimetres: metres x 10, whole. */
  readonly decimetres: Int32Array;
  starts(snap: EdgePlace): RawAttachment[];
  ends(snap: EdgePlace): RawAttachment[];
  /** Driving straight along the one edge that both lie on; undefined when that is not possible. */
  along(from: EdgePlace, to: EdgePlace): { readonly milliseconds: number; readonly decimetres: number } | undefined;
}

/** The arcs of `vehicle`. */
export function rawArcsOf(vehicle: Vehicle): RawArcs {
  const { metric, routing } = vehicle;
  const { space } = routing;
  const open = space.cost.reduce((sum, cost) => sum + (cost === Number.POSITIVE_INFINITY ? 0 : 1), 0);
  const arcs = {
    tail: new Int32Array(open),
    head: new Int32Array(open),
    milliseconds: new Int32Array(open),
    decimetres: new Int32Array(open),
  };
  let count = 0;
  for (let v = 0; v < space.vertices; v++) {
    for (let i = space.firstOut[v]!; i < space.firstOut[v + 1]!; i++) {
      const cost = space.cost[i]!;
      if (cost === Number.POSITIVE_INFINITY) continue;
      arcs.tail[count] = v;
      arcs.head[count] = space.head[i]!;
      arcs.milliseconds[count] = costMilliseconds(cost);
      arcs.decimetres[count++] = costDecimetres(cost);
    }
  }
  const plain = ({ vertex, cost }: { vertex: number; cost: number }) => ({
    vertex,
    milliseconds: costMilliseconds(cost),
    decimetres: costDecimetres(cost),
  });
  return {
    vertices: space.vertices,
    ...arcs,
    starts: (snap) => routing.starts(snap).map(plain),
    ends: (snap) => routing.ends(snap).map(plain),
    along(from, to) {
      const { cost } = alongEdge(metric, from, to);
      if (cost === Number.POSITIVE_INFINITY) return undefined;
      return { milliseconds: costMilliseconds(cost), decimetres: costDecimetres(cost) };
    },
  };
}
