/**
 * A course cut into the stretches driven: one arc each, with its line, street and cost. Knows lines and names.
 */
import { haversine, type LonLat } from "@antar/measure";
import { createEdgePoints, type StreetGraph, wayFlag } from "../graph/street-graph.ts";
import { type Cost, costDecimetres, costMilliseconds } from "../search/cost.ts";
import { arcPoints } from "./geometry.ts";
import type { EdgePlace, Metric } from "./metric.ts";
import type { Course } from "./vehicle.ts";

/** One driven arc. */
export interface Stretch {
  readonly arc: number;
  /** Driven points without repetitions; a single one when the place lies at the very end of its edge. */
  readonly line: readonly LonLat[];
  /** Street name, else its reference number, else empty. */
  readonly street: string;
  readonly ref: string;
  readonly class: string;
  readonly round: boolean;
  readonly link: boolean;
  readonly ferry: boolean;
  /** What the arc and the turn into it add. */
  readonly cost: Cost;
}

/** The stretches of `course` in driving order. */
export function stretchesOf(graph: StreetGraph, course: Course, from: EdgePlace, to: EdgePlace): Stretch[] {
  const last = course.arcs.length - 1;
  const points = createEdgePoints();
  return course.arcs.map((arc, i) => {
    const way = graph.edgeWay[arc >> 1]!;
    const flags = graph.wayFlags[way]!;
    const line = arcPoints(graph, arc, { from: i === 0 ? from : undefined, to: i === last ? to : undefined }, points);
    const ref = graph.text(graph.wayRef[way]!);
    return {
      arc,
      line: line.filter((point, k) => k === 0 || point[0] !== line[k - 1]?.[0] || point[1] !== line[k - 1]?.[1]),
      street: graph.text(graph.wayName[way]!) || ref,
      ref,
      class: graph.classes[graph.wayClass[way]!] ?? "road",
      round: (flags & wayFlag.roundabout) !== 0,
      link: (flags & wayFlag.link) !== 0,
      ferry: (flags & wayFlag.ferry) !== 0,
      cost: course.costs[i] ?? 0,
    };
  });
}

/** What is known of every straight piece of a leg's line, in driving order. */
export interface Pieces {
  /** Metres. */
  readonly distance: number[];
  /** Seconds of driving, turns left out. */
  readonly duration: number[];
  /** OSM ids of the nodes that the pieces lie between (one more than pieces); absent when the network keeps none. */
  readonly nodes?: number[];
}

/** The pieces of `course`; they fit its line point by point. */
export function piecesOf(metric: Metric, course: Course, from: EdgePlace, to: EdgePlace): Pieces {
  const { graph, arcCost } = metric;
  const distance: number[] = [];
  const duration: number[] = [];
  for (const { arc, line } of stretchesOf(graph, course, from, to)) {
    const whole = costDecimetres(arcCost[arc]!) / 10;
    const pace = whole > 0 ? costMilliseconds(arcCost[arc]!) / 1000 / whole : 0;
    for (let i = 1; i < line.length; i++) {
      const metres = haversine(line[i - 1]!, line[i]!);
      distance.push(metres);
      duration.push(metres * pace);
    }
  }
  if (distance.length === 0) [distance[0], duration[0]] = [0, 0];
  const nodes = nodesOf(graph, course, from, to);
  return nodes === undefined ? { distance, duration } : { distance, duration, nodes };
}

/** OSM ids of the nodes of a course: the one before its start, all those passed, and the one after its end. */
function nodesOf(graph: StreetGraph, course: Course, from: EdgePlace, to: EdgePlace): number[] | undefined {
  const ids = graph.nodeIds;
  if (ids === undefined) return undefined;
  const nodes: number[] = [];
  for (const [i, arc] of course.arcs.entries()) {
    const edge = arc >> 1;
    const all = [
      ids.vertex[graph.edgeTail[edge]!]!,
      ...ids.inner.subarray(ids.innerFirst[edge]!, ids.innerFirst[edge + 1]!),
      ids.vertex[graph.edgeHead[edge]!]!,
    ];
    const forward = (arc & 1) === 0;
    const [low, high] = forward ? [i === 0, i === course.arcs.length - 1] : [i === course.arcs.length - 1, i === 0];
    const first = low ? (forward ? from : to).piece : 0;
    const last = high ? (forward ? to : from).piece + 1 : all.length - 1;
    const driven = all.slice(first, last + 1);
    for (const node of forward ? driven : driven.reverse()) if (nodes.at(-1) !== node) nodes.push(node);
  }
  return nodes;
}
