/**
 * The search space whose vertices are arcs being driven (states) and whose arcs are turns: for vehicles with turn costs.
 * The cost of a search arc is the turn, then the whole next street arc; a vertex is reached when its arc is driven to its end.
 */
import { edgeCount, type StreetGraph } from "../graph/street-graph.ts";
import { forbidden, type TurnGraph, type TurnKinds } from "../graph/turn-graph.ts";
import { type OutArcs, outArcs } from "../graph/turn-restrictions.ts";
import type { VehicleLayer } from "../graph/vehicle-layer.ts";
import type { Cost } from "../search/cost.ts";
import type { Attachment, SearchSpace } from "../search/search-space.ts";
import { partCost, type RoutingFrame, type RoutingSpace, restOf } from "./junction-space.ts";
import { arcsAt, type Metric, type NodeCosts } from "./metric.ts";

/** The turns as the vehicle's file part holds them. */
export interface VehicleTurns {
  readonly turns: TurnGraph;
  readonly kinds: TurnKinds;
}

/** Milliseconds for entering each street arc from each other group (destination, ferry); 0 for most. */
function entryPrice({ rules, edgeRule }: VehicleLayer): (from: number, to: number) => number {
  if (rules.every((rule) => rule.entryMs === 0)) return () => 0;
  return (from, to) => {
    const into = rules[edgeRule[to >> 1]!]!;
    return into.entryMs > 0 && into.group !== rules[edgeRule[from >> 1]!]!.group ? into.entryMs : 0;
  };
}

/** What each turn costs without the arc after it, whatever the hour and the closures; Infinity = forbidden. */
function turnCosts(
  layer: VehicleLayer,
  nodes: NodeCosts,
  { turns, kinds }: VehicleTurns,
  arcOf: (state: number) => number,
): Float64Array {
  const costs = new Float64Array(turns.to.length);
  const entry = entryPrice(layer);
  const states = turns.first.length - 1;
  for (let state = 0; state < states; state++) {
    const arc = arcOf(state);
    const passing = nodes.passing.get(arc) ?? 0;
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

/** What the turns of one vehicle are whatever the hour and the closures: made once, shared by all its spaces. */
interface TurnFrame {
  readonly turns: TurnGraph;
  readonly turnCost: Float64Array;
  /** The arc driven after each turn. */
  readonly via: Int32Array;
  arcOf(state: number): number;
  into(): ReturnType<typeof turnsInto>;
  arcsOut(vertex: number): number[];
  statesOf(arc: number): number[];
}

function createTurnFrame(graph: StreetGraph, layer: VehicleLayer, nodes: NodeCosts, own: VehicleTurns): TurnFrame {
  const { turns } = own;
  const arcs = edgeCount(graph) * 2;
  const arcOf = (state: number) => (state < arcs ? state : turns.copyArc[state - arcs]!);
  let into: ReturnType<typeof turnsInto> | undefined;
  let streets: OutArcs | undefined;
  let copies: Map<number, number[]> | undefined;
  return {
    turns,
    turnCost: turnCosts(layer, nodes, own, arcOf),
    via: turns.copyArc.length === 0 ? turns.to : turns.to.map(arcOf),
    arcOf,
    into() {
      into ??= turnsInto(turns, arcs, arcOf);
      return into;
    },
    arcsOut(vertex) {
      streets ??= outArcs(graph);
      return [...streets.arc.subarray(streets.first[vertex]!, streets.first[vertex + 1]!)];
    },
    statesOf(arc) {
      if (copies === undefined) {
        copies = new Map();
        for (const [i, driven] of turns.copyArc.entries())
          copies.set(driven, [...(copies.get(driven) ?? []), arcs + i]);
      }
      return [arc, ...(copies.get(arc) ?? [])];
    },
  };
}

/** The cost of the turn at position `i` out of a state that drives `arc`: a closed arc is never driven, so nothing leaves it. */
function costAt({ turnCost, via }: TurnFrame, metric: Metric, arc: number, i: number): Cost {
  const closed = metric.arcCost[arc] === Number.POSITIVE_INFINITY;
  return closed ? Number.POSITIVE_INFINITY : turnCost[i]! + metric.arcCost[via[i]!]!;
}

/** Routing over turns for one vehicle layer. */
export function turnRouting(
  graph: StreetGraph,
  layer: VehicleLayer,
  nodes: NodeCosts,
  vehicleTurns: VehicleTurns,
): RoutingFrame {
  const frame = createTurnFrame(graph, layer, nodes, vehicleTurns);
  const { turns } = frame;
  return {
    routing(metric) {
      const cost = new Float64Array(turns.to.length);
      for (let state = 0; state + 1 < turns.first.length; state++) {
        const arc = frame.arcOf(state);
        for (let i = turns.first[state]!; i < turns.first[state + 1]!; i++) cost[i] = costAt(frame, metric, arc, i);
      }
      return createTurnSpace(metric, frame, cost);
    },
    patched(metric, base, edges) {
      const cost = base.space.cost.slice();
      const changed: number[] = [];
      const patch = (state: number, i: number) => {
        const now = costAt(frame, metric, frame.arcOf(state), i);
        if (now === cost[i]) return;
        cost[i] = now;
        changed.push(i);
      };
      const into = frame.into();
      for (const edge of edges) {
        for (const arc of [edge * 2, edge * 2 + 1]) {
          for (let k = into.first[arc]!; k < into.first[arc + 1]!; k++) patch(into.from[k]!, into.turn[k]!);
          for (const state of frame.statesOf(arc)) {
            for (let i = turns.first[state]!; i < turns.first[state + 1]!; i++) patch(state, i);
          }
        }
      }
      return { routing: createTurnSpace(metric, frame, cost), changed };
    },
  };
}

/** The routing space of turns for `metric`. */
function createTurnSpace(metric: Metric, frame: TurnFrame, cost: Float64Array): RoutingSpace {
  const { turns, via, turnCost, arcOf, arcsOut, statesOf } = frame;
  const space: SearchSpace = { vertices: turns.first.length - 1, firstOut: turns.first, head: turns.to, cost, via };
  const open = (arc: number) => metric.arcCost[arc] !== Number.POSITIVE_INFINITY;

  function endsOn(arc: number, part: Cost): Attachment[] {
    const into = frame.into();
    const found: Attachment[] = [];
    for (let k = into.first[arc]!; k < into.first[arc + 1]!; k++) {
      const vertex = into.from[k]!;
      const reach = turnCost[into.turn[k]!]! + part;
      if (reach !== Number.POSITIVE_INFINITY && open(arcOf(vertex))) found.push({ vertex, cost: reach, arc });
    }
    return found;
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
      arcsAt(place)
        .filter(open)
        .map((arc) => ({ vertex: arc, cost: restOf(metric, arc, place), arc })),
    ends: (place) =>
      arcsAt(place)
        .filter(open)
        .flatMap((arc) => endsOn(arc, partCost(metric, arc, place))),
    usable: (edge, routable) => routable[edge * 2] === 1 || routable[edge * 2 + 1] === 1,
    drivable: (arc, routable) => routable[arc] === 1 && open(arc),
    after(arc) {
      const found: number[] = [];
      for (let i = space.firstOut[arc]!; i < space.firstOut[arc + 1]!; i++) {
        if (space.cost[i] !== Number.POSITIVE_INFINITY) found.push(space.via[i]!);
      }
      return found;
    },
  };
}
