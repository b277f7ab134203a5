/**
 * Where the OSM nodes of a network built with node ids lie. Knows ids and edges; refuses to know costs.
 */
import { RoadsError } from "../errors.ts";
import { edgeCount, type StreetGraph } from "../graph/street-graph.ts";
import { outArcs } from "../graph/turn-restrictions.ts";
import type { EdgePlace } from "./metric.ts";

/** A node: a vertex (with its places on all edges that meet there), or one place inside an edge (`vertex` -1). */
export interface NodePlace {
  readonly vertex: number;
  readonly on: readonly EdgePlace[];
  /** Equal for equal nodes. */
  readonly same: number;
}

/** Looks nodes up by OSM id. Throws RoadsError `unknown-node`, or `bad-question` when the network kept no ids. */
export function createNodeLookup(graph: StreetGraph): (id: number) => NodePlace {
  const { nodeIds } = graph;
  if (nodeIds === undefined) {
    throw new RoadsError("bad-question", "This network keeps no OSM node ids; build it with --keep-node-ids.");
  }
  const out = outArcs(graph);
  const vertexOf = new Map<number, number>();
  for (const [vertex, id] of nodeIds.vertex.entries()) vertexOf.set(id, vertex);
  const innerOf = new Map<number, EdgePlace>();
  for (let edge = 0; edge < edgeCount(graph); edge++) {
    for (let i = nodeIds.innerFirst[edge]!; i < nodeIds.innerFirst[edge + 1]!; i++) {
      innerOf.set(nodeIds.inner[i]!, { edge, piece: i - nodeIds.innerFirst[edge]! + 1, fraction: 0 });
    }
  }
  const atEnd = (arc: number): EdgePlace => {
    const edge = arc >> 1;
    const last = nodeIds.innerFirst[edge + 1]! - nodeIds.innerFirst[edge]!;
    return (arc & 1) === 0 ? { edge, piece: 0, fraction: 0 } : { edge, piece: last, fraction: 1 };
  };
  return (id) => {
    const vertex = vertexOf.get(id);
    if (vertex !== undefined) {
      const arcs = out.arc.subarray(out.first[vertex]!, out.first[vertex + 1]!);
      return { vertex, on: Array.from(arcs, atEnd), same: id };
    }
    const inner = innerOf.get(id);
    if (inner !== undefined) return { vertex: -1, on: [inner], same: id };
    throw new RoadsError(
      "unknown-node",
      `OSM node ${id} lies on no road of this network; check the id and the extract.`,
    );
  };
}
