/**
 * The streets as lines for maps. Knows class, name and shape; refuses to know colours.
 */
import type { LonLat } from "@antar/measure";
import { edgeCount, type StreetGraph, wayFlag } from "../graph/street-graph.ts";
import { arcPoints } from "./geometry.ts";

/** One edge to draw. */
export interface DrawnStreet {
  /** Number of the edge, as in a snap. */
  readonly edge: number;
  /** OSM id of the way. */
  readonly way: number;
  readonly class: string;
  readonly name: string;
  readonly bridge: boolean;
  readonly ferry: boolean;
  readonly closed: boolean;
  readonly geometry: LonLat[];
}

/** All edges in file order; `closed` marks (1) those that a closure covers. */
export function* drawStreets(
  graph: StreetGraph,
  { closed }: { closed: Uint8Array | undefined },
): Generator<DrawnStreet> {
  for (let edge = 0; edge < edgeCount(graph); edge++) {
    const way = graph.edgeWay[edge]!;
    const flags = graph.wayFlags[way]!;
    yield {
      edge,
      way: graph.wayId[way]!,
      class: graph.classes[graph.wayClass[way]!] ?? "road",
      name: graph.text(graph.wayName[way]!),
      bridge: (flags & wayFlag.bridge) !== 0,
      ferry: (flags & wayFlag.ferry) !== 0,
      closed: closed?.[edge] === 1,
      geometry: arcPoints(graph, edge * 2),
    };
  }
}
