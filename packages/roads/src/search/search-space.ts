/**
 * A weighted directed graph ready to be searched, and how a place on a road hangs on to it.
 * Knows arrays; refuses to know whether its vertices are junctions or arcs.
 */
import type { Cost } from "./cost.ts";

/** Arcs out of vertex v: positions `firstOut[v]` .. `firstOut[v + 1] - 1` of `head`, `cost` and `via`. */
export interface SearchSpace {
  readonly vertices: number;
  readonly firstOut: Int32Array;
  readonly head: Int32Array;
  /** Infinity = closed. */
  readonly cost: Float64Array;
  /** The street arc that is driven when the search arc is taken. */
  readonly via: Int32Array;
}

/** One way on to (or off) the search space: reaching `vertex` from the place (or the place from it) costs `cost`, along `arc`. */
export interface Attachment {
  readonly vertex: number;
  readonly cost: Cost;
  readonly arc: number;
}

/** The arrays turned round: arcs into each vertex. `position` leads back to the arc of the space. */
export interface ReverseSpace {
  readonly firstIn: Int32Array;
  readonly tail: Int32Array;
  readonly position: Int32Array;
}

/** The reverse of `space`. */
export function reverseOf(space: SearchSpace): ReverseSpace {
  const firstIn = new Int32Array(space.vertices + 1);
  for (const head of space.head) firstIn[head + 1]!++;
  for (let v = 0; v < space.vertices; v++) firstIn[v + 1]! += firstIn[v]!;
  const next = firstIn.slice();
  const tail = new Int32Array(space.head.length);
  const position = new Int32Array(space.head.length);
  for (let v = 0; v < space.vertices; v++) {
    for (let i = space.firstOut[v]!; i < space.firstOut[v + 1]!; i++) {
      const at = next[space.head[i]!]!++;
      tail[at] = v;
      position[at] = i;
    }
  }
  return { firstIn, tail, position };
}
