/**
 * The search space whose vertices are arcs being driven (states) and whose arcs are turns: for vehicles with turn costs.
 * The cost of a search arc is the turn, then the whole next street arc; a vertex is reached when its arc is driven to its end.
 */
import { arcHead, arcTail, createEdgePoints, edgeCount, readEdge, type StreetGraph } from "../graph/street-graph.ts";
import { forbidden, type TurnGraph, type TurnKinds, waitingTurn } from "../graph/turn-graph.ts";
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

/** What each turn costs without the arc after it where nothing is closed, whatever the hour; Infinity = forbidden. */
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
      const value = kind === forbidden ? -1 : kinds.values[kind]!;
      costs[i] = value < 0 ? Number.POSITIVE_INFINITY : value + passing + entry(arc, arcOf(turns.to[i]!));
    }
  }
  return costs;
}

/** The turn at position `turn` out of `state`. */
interface TurnInto {
  readonly state: number;
  readonly turn: number;
}

/** What the turns of one vehicle are whatever the hour and the closures: made once, shared by all its spaces. */
interface TurnFrame {
  readonly turns: TurnGraph;
  readonly turnCost: Float64Array;
  /** What the turn at position `i` out of `state` costs when closures have opened it; Infinity = they have not. */
  opened(metric: Metric, state: number, i: number): Cost;
  /** The arc driven after each turn. */
  readonly via: Int32Array;
  arcOf(state: number): number;
  /** The turns into `arc`, with the states they leave, ascending. */
  turnsInto(arc: number): TurnInto[];
  arcsOut(vertex: number): number[];
  statesOf(arc: number): number[];
}

function createTurnFrame(graph: StreetGraph, layer: VehicleLayer, nodes: NodeCosts, own: VehicleTurns): TurnFrame {
  const { turns } = own;
  const arcs = edgeCount(graph) * 2;
  const arcOf = (state: number) => (state < arcs ? state : turns.copyArc[state - arcs]!);
  const entry = entryPrice(layer);
  let streets: OutArcs | undefined;
  let copies: Map<number, number[]> | undefined;
  const turnCost = turnCosts(layer, nodes, own, arcOf);
  const isClosed = (metric: Metric, arc: number) => metric.arcCost[arc] === Number.POSITIVE_INFINITY;

  /** Whether every arc leaving the head of `arc` is closed but those that lead back. */
  function endsAfter(metric: Metric, arc: number): boolean {
    return outOf(arcHead(graph, arc)).every((next) => leadsBack(graph, arc, next) || isClosed(metric, next));
  }

  const waitingAt = (i: number) => {
    const kind = own.kinds.kind[i]!;
    return kind === forbidden ? undefined : waitingTurn(own.kinds.values[kind]!);
  };

  /** Whether all roads that the only_ restrictions after `state` name are closed, and they name some. */
  function lapsesAfter(metric: Metric, state: number): boolean {
    let some = false;
    for (let i = turns.first[state]!; i < turns.first[state + 1]!; i++) {
      if (own.kinds.kind[i] === forbidden || waitingAt(i)?.lapse === true) continue;
      if (!isClosed(metric, arcOf(turns.to[i]!))) return false;
      some = true;
    }
    return some;
  }

  function opened(metric: Metric, state: number, i: number): Cost {
    const waiting = metric.asBuilt ? undefined : waitingAt(i);
    if (waiting === undefined || waiting.never) return Number.POSITIVE_INFINITY;
    const arc = arcOf(state);
    if (waiting.end && !endsAfter(metric, arc)) return Number.POSITIVE_INFINITY;
    if (waiting.lapse && !lapsesAfter(metric, state)) return Number.POSITIVE_INFINITY;
    return waiting.milliseconds + (nodes.passing.get(arc) ?? 0) + entry(arc, arcOf(turns.to[i]!));
  }

  function outOf(vertex: number): number[] {
    streets ??= outArcs(graph);
    return [...streets.arc.subarray(streets.first[vertex]!, streets.first[vertex + 1]!)];
  }

  function statesOf(arc: number): number[] {
    if (copies === undefined) {
      copies = new Map();
      for (const [i, driven] of turns.copyArc.entries()) copies.set(driven, [...(copies.get(driven) ?? []), arcs + i]);
    }
    return [arc, ...(copies.get(arc) ?? [])];
  }

  const via = turns.copyArc.length === 0 ? turns.to : turns.to.map(arcOf);
  return {
    turns,
    turnCost,
    opened,
    via,
    arcOf,
    turnsInto(arc) {
      const states = outOf(arcTail(graph, arc)).flatMap((out) => statesOf(out ^ 1));
      const found: TurnInto[] = [];
      for (const state of states.sort((a, b) => a - b)) {
        for (let turn = turns.first[state]!; turn < turns.first[state + 1]!; turn++) {
          if (via[turn] === arc) found.push({ state, turn });
        }
      }
      return found;
    },
    arcsOut: outOf,
    statesOf,
  };
}

/** Whether driving `next` after `arc` leads back to the node that `arc` came from, as the builder of turns judges it. */
function leadsBack(graph: StreetGraph, arc: number, next: number): boolean {
  if (next === (arc ^ 1)) return true;
  const [edge, other] = [arc >> 1, next >> 1];
  const points = createEdgePoints();
  readEdge(graph, edge, points);
  if (edge === other) return points.count === 3;
  const straight = points.count === 2 && graph.geometryFirst[other] === graph.geometryFirst[other + 1];
  return straight && arcHead(graph, next) === arcTail(graph, arc);
}

/** The cost of the turn at position `i` out of `state`: a closed arc is never driven, so nothing leaves it. */
function costAt(frame: TurnFrame, metric: Metric, state: number, i: number): Cost {
  const next = metric.arcCost[frame.via[i]!]!;
  if (next === Number.POSITIVE_INFINITY || metric.arcCost[frame.arcOf(state)] === Number.POSITIVE_INFINITY)
    return Number.POSITIVE_INFINITY;
  const usual = frame.turnCost[i]!;
  return next + (usual === Number.POSITIVE_INFINITY ? frame.opened(metric, state, i) : usual);
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
        for (let i = turns.first[state]!; i < turns.first[state + 1]!; i++) cost[i] = costAt(frame, metric, state, i);
      }
      return createTurnSpace(metric, frame, cost);
    },
    patched(metric, base, edges) {
      const cost = base.space.cost.slice();
      const changed: number[] = [];
      const patch = (state: number) => {
        for (let i = turns.first[state]!; i < turns.first[state + 1]!; i++) {
          const now = costAt(frame, metric, state, i);
          if (now === cost[i]) continue;
          cost[i] = now;
          changed.push(i);
        }
      };
      // Every turn into and out of a touched edge, and every turn that its closure opens, is at one of its ends.
      const vertices = new Set<number>();
      for (const edge of edges) vertices.add(graph.edgeTail[edge]!).add(graph.edgeHead[edge]!);
      for (const vertex of vertices) {
        for (const arc of frame.arcsOut(vertex)) for (const state of frame.statesOf(arc ^ 1)) patch(state);
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
    const found: Attachment[] = [];
    for (const { state, turn } of frame.turnsInto(arc)) {
      const usual = turnCost[turn]!;
      const reach = part + (usual === Number.POSITIVE_INFINITY ? frame.opened(metric, state, turn) : usual);
      if (reach !== Number.POSITIVE_INFINITY && open(arcOf(state))) found.push({ vertex: state, cost: reach, arc });
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
