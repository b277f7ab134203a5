/**
 * The search space whose vertices are arcs being driven (states) and whose arcs are turns: for vehicles with turn costs.
 * The cost of a search arc is the turn, then the whole next street arc; a vertex is reached when its arc is driven to its end.
 */
import { edgeCount } from "../graph/street-graph.ts";
import { forbidden, type TurnGraph, type TurnKinds } from "../graph/turn-graph.ts";
import { type OutArcs, outArcs } from "../graph/turn-restrictions.ts";
import type { Cost } from "../search/cost.ts";
import type { Attachment, SearchSpace } from "../search/search-space.ts";
import { partCost, type RoutingSpace, restOf } from "./junction-space.ts";
import type { Metric } from "./metric.ts";

/** The turns as the vehicle's file part holds them. */
export interface VehicleTurns {
  readonly turns: TurnGraph;
  readonly kinds: TurnKinds;
}

/** Milliseconds for entering each street arc from each other group (destination, ferry); 0 for most. */
function entryPrice(metric: Metric): (from: number, to: number) => number {
  const { rules, edgeRule } = metric.layer;
  if (rules.every((rule) => rule.entryMs === 0)) return () => 0;
  return (from, to) => {
    const into = rules[edgeRule[to >> 1]!]!;
    return into.entryMs > 0 && into.group !== rules[edgeRule[from >> 1]!]!.group ? into.entryMs : 0;
  };
}

/** What each turn costs without the arc after it; Infinity = forbidden. */
function turnCosts(metric: Metric, { turns, kinds }: VehicleTurns, arcOf: (state: number) => number): Float64Array {
  const costs = new Float64Array(turns.to.length);
  const entry = entryPrice(metric);
  const states = turns.first.length - 1;
  for (let state = 0; state < states; state++) {
    const arc = arcOf(state);
    const passing = metric.passing.get(arc) ?? 0;
    for (let i = turns.first[state]!; i < turns.first[state + 1]!; i++) {
      const kind = kinds.kind[i]!;
      costs[i] =
        kind === forbidden ? Number.POSITIVE_INFINITY : kinds.values[kind]! + passing + entry(arc, arcOf(turns.to[i]!));
    }
  }
  return costs;
}

/** Turns by the street arc that they enter: `turn[first[arc]]` .., with the state they come from. */
function turnsInto(turns: TurnGraph, arcs: number, arcOf: (state: number) => number) {
  const first = new Int32Array(arcs + 1);
  for (const state of turns.to) first[arcOf(state) + 1]!++;
  for (let arc = 0; arc < arcs; arc++) first[arc + 1]! += first[arc]!;
  const next = first.slice();
  const turn = new Int32Array(turns.to.length);
  const from = new Int32Array(turns.to.length);
  for (let state = 0; state + 1 < turns.first.length; state++) {
    for (let i = turns.first[state]!; i < turns.first[state + 1]!; i++) {
      const at = next[arcOf(turns.to[i]!)]!++;
      turn[at] = i;
      from[at] = state;
    }
  }
  return { first, turn, from };
}

/** The routing space of turns for `metric`. */
export function createTurnSpace(metric: Metric, vehicleTurns: VehicleTurns): RoutingSpace {
  const { turns } = vehicleTurns;
  const arcs = edgeCount(metric.graph) * 2;
  const arcOf = (state: number) => (state < arcs ? state : turns.copyArc[state - arcs]!);
  const turnCost = turnCosts(metric, vehicleTurns, arcOf);
  const cost = new Float64Array(turns.to.length);
  const via = new Int32Array(turns.to.length);
  for (let state = 0; state + 1 < turns.first.length; state++) {
    // A closed arc is never being driven, so no turn leaves it either.
    const closed = metric.arcCost[arcOf(state)] === Number.POSITIVE_INFINITY;
    for (let i = turns.first[state]!; i < turns.first[state + 1]!; i++) {
      via[i] = arcOf(turns.to[i]!);
      cost[i] = closed ? Number.POSITIVE_INFINITY : turnCost[i]! + metric.arcCost[via[i]!]!;
    }
  }
  const space: SearchSpace = { vertices: turns.first.length - 1, firstOut: turns.first, head: turns.to, cost, via };
  let into: ReturnType<typeof turnsInto> | undefined;
  const open = (arc: number) => metric.arcCost[arc] !== Number.POSITIVE_INFINITY;

  function endsOn(arc: number, part: Cost): Attachment[] {
    into ??= turnsInto(turns, arcs, arcOf);
    const found: Attachment[] = [];
    for (let k = into.first[arc]!; k < into.first[arc + 1]!; k++) {
      const vertex = into.from[k]!;
      const reach = turnCost[into.turn[k]!]! + part;
      if (reach !== Number.POSITIVE_INFINITY && open(arcOf(vertex))) found.push({ vertex, cost: reach, arc });
    }
    return found;
  }

  let streets: OutArcs | undefined;
  function arcsOut(vertex: number): number[] {
    streets ??= outArcs(metric.graph);
    return [...streets.arc.subarray(streets.first[vertex]!, streets.first[vertex + 1]!)];
  }
  let copies: Map<number, number[]> | undefined;
  function statesOf(arc: number): number[] {
    if (copies === undefined) {
      copies = new Map();
      for (const [i, driven] of turns.copyArc.entries()) copies.set(driven, [...(copies.get(driven) ?? []), arcs + i]);
    }
    return [arc, ...(copies.get(arc) ?? [])];
  }

  return {
    space,
    startsAt: (vertex) =>
      arcsOut(vertex)
        .filter(open)
        .map((arc) => ({ vertex: arc, cost: metric.arcCost[arc]!, arc })),
    endsAt: (vertex) =>
      arcsOut(vertex)
        .map((arc) => arc ^ 1)
        .filter(open)
        .flatMap((arc) => statesOf(arc).map((state) => ({ vertex: state, cost: 0, arc }))),
    starts: (place) =>
      [place.edge * 2, place.edge * 2 + 1]
        .filter(open)
        .map((arc) => ({ vertex: arc, cost: restOf(metric, arc, place), arc })),
    ends: (place) =>
      [place.edge * 2, place.edge * 2 + 1].filter(open).flatMap((arc) => endsOn(arc, partCost(metric, arc, place))),
    usable: (edge, routable) => routable[edge * 2] === 1 || routable[edge * 2 + 1] === 1,
  };
}
