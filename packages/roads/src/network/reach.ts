/**
 * How far a vehicle comes within a time: the streets driven, cut where the time is up. Knows costs and lines.
 */
import { haversine, type LonLat } from "@antar/measure";
import { type Cost, costMilliseconds } from "../search/cost.ts";
import { createDijkstra } from "../search/dijkstra.ts";
import { arcPoints } from "./geometry.ts";
import type { EdgePlace } from "./metric.ts";
import type { Vehicle } from "./vehicle.ts";

/** One stretch of street within reach. */
export interface ReachedStreet {
  /** OSM id of the way. */
  readonly way: number;
  /** Seconds at which its beginning and its end are reached. */
  readonly from: number;
  readonly to: number;
  readonly geometry: LonLat[];
}

/** The first `share` (0..1) of a line by length. */
function cutLine(line: readonly LonLat[], share: number): LonLat[] {
  const lengths = line.slice(1).map((point, i) => haversine(line[i] ?? point, point));
  let left = lengths.reduce((sum, length) => sum + length, 0) * share;
  const cut: LonLat[] = line.slice(0, 1);
  for (const [i, length] of lengths.entries()) {
    const [a, b] = [line[i]!, line[i + 1]!];
    if (left < length) {
      const part = length === 0 ? 0 : left / length;
      cut.push([a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1])]);
      break;
    }
    cut.push(b);
    left -= length;
  }
  return cut;
}

/** Streets that `vehicle` can drive from `place` within `seconds`, each arc once, nearest first. */
export function reachFrom(vehicle: Vehicle, place: EdgePlace, seconds: number): ReachedStreet[] {
  const { metric, routing } = vehicle;
  const { space } = routing;
  const limit = seconds * 1000;
  const search = createDijkstra(space);
  const starts = routing.starts(place);
  search.run(starts, [], limit);
  const best = new Map<number, { begin: Cost; end: Cost; own: boolean }>();
  const offer = (arc: number, begin: Cost, end: Cost, own: boolean) => {
    const known = best.get(arc);
    if (known === undefined || end < known.end) best.set(arc, { begin, end, own });
  };
  for (const start of starts) offer(start.arc, 0, start.cost, true);
  for (const vertex of search.settled()) {
    const here = search.cost(vertex);
    for (let i = space.firstOut[vertex]!; i < space.firstOut[vertex + 1]!; i++) {
      const end = here + space.cost[i]!;
      if (end !== Number.POSITIVE_INFINITY) offer(space.via[i]!, Math.min(here, limit), end, false);
    }
  }
  const { graph } = metric;
  return [...best]
    .sort(([a, x], [b, y]) => x.begin - y.begin || a - b)
    .map(([arc, { begin, end, own }]) => {
      const line = arcPoints(graph, arc, { from: own ? place : undefined });
      const whole = costMilliseconds(end) <= limit;
      const share = whole ? 1 : (limit - begin) / (end - begin);
      return {
        way: graph.wayId[graph.edgeWay[arc >> 1]!]!,
        from: costMilliseconds(begin) / 1000,
        to: Math.min(seconds, costMilliseconds(end) / 1000),
        geometry: whole ? line : cutLine(line, share),
      };
    });
}
