/**
 * Turn restrictions of an extract as sequences of arcs. Knows members and roles; refuses to know turn costs.
 */
import type { RoadExtract } from "../osm/index.ts";
import type { CompiledProfile } from "../profiles/index.ts";
import type { BuiltStreets } from "./build-street-graph.ts";
import { arcHead, arcTail, edgeCount } from "./street-graph.ts";

/** One restriction on the streets: driven `from`, then all of `through`, then the turn into one of `to`. */
export interface PlacedRestriction {
  /** Index of the relation in the extract. */
  readonly relation: number;
  /** Arcs that enter the junction where the restriction begins. */
  readonly from: readonly number[];
  /** Arcs between, in order; empty for a single junction. */
  readonly through: readonly number[];
  /** Arcs that leave the last junction along a `to` way. */
  readonly to: readonly number[];
  /** From and to are one way: only turning back is meant. */
  readonly turningBack: boolean;
  /** Exactly one from way, one via node, one to way. */
  readonly plain: boolean;
}

/** Arcs out of each vertex: `arc[first[v]]` .., ascending. */
export interface OutArcs {
  readonly first: Int32Array;
  readonly arc: Int32Array;
}

/** The arcs that leave each vertex, whether open or not. */
export function outArcs(graph: BuiltStreets["graph"]): OutArcs {
  const arcs = edgeCount(graph) * 2;
  const first = new Int32Array(graph.vertexLon.length + 1);
  for (let arc = 0; arc < arcs; arc++) first[arcTail(graph, arc) + 1]!++;
  for (let v = 0; v < graph.vertexLon.length; v++) first[v + 1]! += first[v]!;
  const next = first.slice();
  const arc = new Int32Array(arcs);
  for (let a = 0; a < arcs; a++) arc[next[arcTail(graph, a)]!++] = a;
  return { first, arc };
}

interface Streets {
  readonly graph: BuiltStreets["graph"];
  readonly out: OutArcs;
  /** OSM way id -> way indexes of the graph. */
  readonly ways: ReadonlyMap<number, readonly number[]>;
  /** Way index -> its edges. */
  readonly edges: ReadonlyMap<number, readonly number[]>;
}

function leaving(streets: Streets, vertex: number, ways: readonly number[]): number[] {
  const { graph, out } = streets;
  const arcs = out.arc.subarray(out.first[vertex]!, out.first[vertex + 1]!);
  return [...arcs].filter((arc) => ways.includes(graph.edgeWay[arc >> 1]!));
}

/** The arcs along `ways` from one vertex to another, the fewest; undefined when they do not join. */
function chainOf(streets: Streets, ways: readonly number[], from: number, to: number): number[] | undefined {
  const before = new Map<number, number>([[from, -1]]);
  let frontier = [from];
  while (frontier.length > 0 && !before.has(to)) {
    const next: number[] = [];
    for (const vertex of frontier) {
      for (const arc of leaving(streets, vertex, ways)) {
        const head = arcHead(streets.graph, arc);
        if (before.has(head)) continue;
        before.set(head, arc);
        next.push(head);
      }
    }
    frontier = next;
  }
  if (!before.has(to) || from === to) return undefined;
  const arcs: number[] = [];
  for (let vertex = to; vertex !== from; ) {
    const arc = before.get(vertex) ?? -1;
    arcs.push(arc);
    vertex = arcTail(streets.graph, arc);
  }
  return arcs.reverse();
}

function verticesOf(streets: Streets, ways: readonly number[]): Set<number> {
  const vertices = new Set<number>();
  for (const way of ways) {
    for (const edge of streets.edges.get(way) ?? []) {
      vertices.add(streets.graph.edgeTail[edge]!).add(streets.graph.edgeHead[edge]!);
    }
  }
  return vertices;
}

type Relation = RoadExtract["restrictions"][number];

function membersOf(relation: Relation, role: string, type: "node" | "way"): number[] {
  return relation.members.filter((member) => member.role === role && member.type === type).map(({ ref }) => ref);
}

/** Places one relation; undefined when members are missing or do not meet at a junction. */
function place(
  streets: Streets,
  relation: Relation,
  index: number,
  vertexOfId: (id: number) => number,
): PlacedRestriction | undefined {
  const known = (role: string) => membersOf(relation, role, "way").flatMap((id) => streets.ways.get(id) ?? []);
  const [fromIds, toIds] = [membersOf(relation, "from", "way"), membersOf(relation, "to", "way")];
  const [fromWays, toWays] = [known("from"), known("to")];
  const viaNodes = membersOf(relation, "via", "node");
  const viaIds = membersOf(relation, "via", "way");
  const turningBack = fromIds.length === 1 && toIds.length === 1 && fromIds[0] === toIds[0];
  const plain = fromIds.length === 1 && toIds.length === 1 && viaNodes.length === 1 && viaIds.length === 0;
  if (fromWays.length === 0 || toWays.length === 0) return undefined;
  const entering = (vertex: number) => leaving(streets, vertex, fromWays).map((arc) => arc ^ 1);
  if (viaIds.length === 0) {
    const vertex = vertexOfId(viaNodes[0] ?? Number.NaN);
    if (viaNodes.length !== 1 || vertex < 0) return undefined;
    const to = leaving(streets, vertex, toWays);
    return { relation: index, from: entering(vertex), through: [], to, turningBack, plain };
  }
  const viaWays = known("via");
  const via = verticesOf(streets, viaWays);
  const starts = [...verticesOf(streets, fromWays)].filter((vertex) => via.has(vertex));
  const ends = [...verticesOf(streets, toWays)].filter((vertex) => via.has(vertex));
  for (const start of starts) {
    for (const end of ends) {
      const through = chainOf(streets, viaWays, start, end);
      if (through === undefined) continue;
      return {
        relation: index,
        from: entering(start),
        through,
        to: leaving(streets, end, toWays),
        turningBack: false,
        plain,
      };
    }
  }
  return undefined;
}

/** All restrictions that can be placed, in the extract's order. */
export function placeRestrictions(extract: RoadExtract, built: BuiltStreets, out: OutArcs): PlacedRestriction[] {
  const { graph } = built;
  const ways = new Map<number, number[]>();
  for (const [way, id] of graph.wayId.entries()) ways.set(id, [...(ways.get(id) ?? []), way]);
  const wanted = new Set(extract.restrictions.flatMap((relation) => membersOf(relation, "via", "node")));
  const vertexOf = new Map<number, number>();
  for (const [vertex, node] of built.nodeOfVertex.entries()) {
    const id = extract.nodes.ids[node]!;
    if (wanted.has(id)) vertexOf.set(id, vertex);
  }
  const viaWays = new Set(
    extract.restrictions
      .filter((relation) => membersOf(relation, "via", "way").length > 0)
      .flatMap((relation) => relation.members.flatMap(({ ref }) => ways.get(ref) ?? [])),
  );
  const edges = new Map<number, number[]>();
  for (const [edge, way] of graph.edgeWay.entries()) {
    if (viaWays.has(way)) edges.set(way, [...(edges.get(way) ?? []), edge]);
  }
  const streets = { graph, out, ways, edges };
  const placed = extract.restrictions.map((one, index) => place(streets, one, index, (id) => vertexOf.get(id) ?? -1));
  return placed.filter((one) => one !== undefined);
}

/** Whether a vehicle minds `placed`: "no", "only", or undefined. */
export function bindingOf(
  extract: RoadExtract,
  compiled: CompiledProfile,
  placed: PlacedRestriction,
): "no" | "only" | undefined {
  if (!compiled.turns.restrictions || (!placed.plain && !compiled.turns.viaWays)) return undefined;
  return compiled.restriction(extract.restrictions[placed.relation]!.tags);
}
