/**
 * The streets as lines for maps. Knows class, name and shape; refuses to know colours.
 */
import type { LonLat } from "@antar/measure";
import { edgeCount, type StreetGraph } from "../graph/street-graph.ts";
import { arcPoints } from "./geometry.ts";

/** One edge to draw. */
export interface DrawnStreet {
  readonly class: string;
  readonly name: string;
  readonly bridge: boolean;
  readonly geometry: LonLat[];
}

/** All edges in file order; `bridgeBit` is the flag of bridges. */
export function* drawStreets(graph: StreetGraph, bridgeBit: number): Generator<DrawnStreet> {
  for (let edge = 0; edge < edgeCount(graph); edge++) {
    const way = graph.edgeWay[edge]!;
    yield {
      class: graph.classes[graph.wayClass[way]!] ?? "road",
      name: graph.text(graph.wayName[way]!),
      bridge: (graph.wayFlags[way]! & bridgeBit) !== 0,
      geometry: arcPoints(graph, edge * 2),
    };
  }
}
