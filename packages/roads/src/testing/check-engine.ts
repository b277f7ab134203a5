/**
 * Checks the answers of one vehicle's engine against plain Dijkstra and ngraph.path, with and without closures.
 * Knows the promises of the hierarchy; nothing that ships imports it.
 */
import { createRandom } from "@antar/measure";
import { createNgraphSearch } from "../adapters/ngraph-path.ts";
import type { Hierarchy } from "../hierarchy/hierarchy.ts";
import type { SearchSpace } from "../search/search-space.ts";
import { dijkstraRow, type Probe, type ProbedPlace, probe } from "./probe.ts";

/** How much to check. */
export interface CheckSize {
  readonly seed: number;
  /** Sources and targets of the tables: so many squared pairs, without and with closures. */
  readonly places: number;
  /** Pairs that ngraph.path answers as well. */
  readonly ngraphPairs: number;
}

/** What was compared, and every difference as a sentence. */
export interface CheckReport {
  readonly pairs: number;
  readonly reachable: number;
  readonly differences: readonly string[];
}

interface Round {
  readonly name: string;
  readonly hierarchy: Hierarchy;
  readonly space: SearchSpace;
  readonly places: readonly ProbedPlace[];
  /** 1 = closed. */
  readonly closed: Uint8Array;
  readonly ngraphPairs: number;
}

/** Compares one hierarchy; answers the number of reachable pairs. */
function compare(round: Round, tell: (difference: string) => void): number {
  const { name, hierarchy, space, places, closed } = round;
  const table = hierarchy.table(
    places.map(({ starts }) => starts),
    places.map(({ ends }) => ends),
  );
  const row = dijkstraRow(space);
  const ngraph = round.ngraphPairs > 0 ? createNgraphSearch(space) : undefined;
  let reachable = 0;
  for (const [i, from] of places.entries()) {
    const exact = row(from, places);
    for (const [j, to] of places.entries()) {
      const expected = exact[j]!;
      const pair = `${name}, place ${i} to ${j}`;
      if (expected !== Number.POSITIVE_INFINITY) reachable++;
      const got = table[i * places.length + j]!;
      if (got !== expected) tell(`${pair}: table ${got}, Dijkstra ${expected}`);
      if ((i * 31 + j) % 7 !== 0) continue;
      const cost = hierarchy.cost(from.starts, to.ends);
      if (cost !== expected) tell(`${pair}: cost ${cost}, Dijkstra ${expected}`);
      comparePath(round, { from, to, expected, pair }, tell);
      if (ngraph === undefined || i * places.length + j >= round.ngraphPairs * 7) continue;
      const found = ngraph.find(from.starts, to.ends, () => false)?.cost ?? Number.POSITIVE_INFINITY;
      if (found !== expected) tell(`${pair}: ngraph.path ${found}, Dijkstra ${expected}`);
    }
  }
  for (const position of closed.length === 0 ? [] : space.via.keys()) {
    const open = space.cost[position] !== Number.POSITIVE_INFINITY;
    if (open && closed[space.via[position]! >> 1] === 1) tell(`${name}: position ${position} drives a closed edge`);
  }
  return reachable;
}

/** A path must add up to its cost, be connected, and drive no closed edge. */
function comparePath(
  { hierarchy, space, closed }: Round,
  { from, to, expected, pair }: { from: ProbedPlace; to: ProbedPlace; expected: number; pair: string },
  tell: (difference: string) => void,
): void {
  const path = hierarchy.path(from.starts, to.ends);
  if (path === undefined) {
    if (expected !== Number.POSITIVE_INFINITY) tell(`${pair}: no path, Dijkstra ${expected}`);
    return;
  }
  let vertex = path.start.vertex;
  let sum = path.start.cost;
  for (const position of path.positions) {
    if (!(space.firstOut[vertex]! <= position && position < space.firstOut[vertex + 1]!)) tell(`${pair}: path breaks`);
    if (closed[space.via[position]! >> 1] === 1) tell(`${pair}: path drives a closed edge`);
    sum += space.cost[position]!;
    vertex = space.head[position]!;
  }
  if (vertex !== path.end.vertex) tell(`${pair}: path ends elsewhere`);
  sum += path.end.cost;
  if (sum !== expected || path.cost !== expected)
    tell(`${pair}: path ${path.cost}, its parts ${sum}, Dijkstra ${expected}`);
}

function firstDifference(a: Float64Array, b: Float64Array): number {
  return a.findIndex((value, i) => value !== b[i]);
}

/** Edges to close: a few single ones and a neighbourhood. */
function edgesToClose(engine: Probe, seed: number): number[] {
  const random = createRandom(seed + 99);
  const around = random.below(engine.edges);
  const near = Array.from({ length: 12 }, (_, i) => Math.min(engine.edges - 1, around + i));
  return [...new Set([...near, ...Array.from({ length: 12 }, () => random.below(engine.edges))])].sort((a, b) => a - b);
}

/** Checks `profile` in the network `file`. */
export function checkEngine(file: Uint8Array, profile: string, size: CheckSize): CheckReport {
  const engine = probe(file, profile);
  const differences: string[] = [];
  const tell = (difference: string) => {
    differences.push(`${profile}, ${difference}`);
  };
  const { hierarchy, space } = engine;
  const places = engine.places(createRandom(size.seed), size.places);
  const open = { name: "open", hierarchy, space, places, closed: new Uint8Array(0), ngraphPairs: size.ngraphPairs };
  let reachable = compare(open, tell);
  const edges = edgesToClose(engine, size.seed);
  const closed = new Uint8Array(engine.edges);
  for (const edge of edges) closed[edge] = 1;
  const closing = engine.closing(edges);
  const partial = closing.partial();
  const apart = firstDifference(partial.weights, closing.full().weights);
  if (apart >= 0) tell(`closed: slot ${apart} differs between partial and full customisation`);
  const closedPlaces = closing.places(createRandom(size.seed + 1), size.places);
  const shut = { name: "closed", hierarchy: partial, space: closing.space, places: closedPlaces, closed };
  reachable += compare({ ...shut, ngraphPairs: 0 }, tell);
  const positions = Array.from(space.cost.keys()).filter((i) => space.cost[i] !== closing.space.cost[i]);
  const restored = firstDifference(partial.with(space, positions).weights, hierarchy.weights);
  if (restored >= 0) tell(`opened again: slot ${restored} is not what it was`);
  return { pairs: places.length ** 2 + closedPlaces.length ** 2, reachable, differences };
}
