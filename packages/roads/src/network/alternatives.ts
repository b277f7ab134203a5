/**
 * Other ways worth driving, as single-via alternatives (Abraham, Delling, Goldberg, Werneck 2013, "Alternative Routes in Road
 * Networks", JEA 18): candidates come from the two searches of the hierarchy and must pass three tests. Knows arcs and costs.
 */
import type { Hierarchy, HierarchyPath, ViaPath } from "../hierarchy/hierarchy.ts";
import type { Attachment, SearchSpace } from "../search/search-space.ts";

/** The limits of an alternative. */
export const alternativeLimits = {
  /** Not dearer than this many times the best. */
  stretch: 1.25,
  /** Of its cost, at most this share of the best's runs over arcs of the best and of the alternatives before it. */
  sharing: 0.75,
  /** Around its via vertex, every stretch of this share of the best's cost is itself a cheapest path. */
  locality: 0.25,
  /** Candidates looked at, cheapest first. */
  candidates: 64,
} as const;

interface Network {
  readonly hierarchy: Hierarchy;
  readonly space: SearchSpace;
}

interface Question {
  readonly starts: readonly Attachment[];
  readonly ends: readonly Attachment[];
  readonly best: { readonly cost: number; readonly arcs: readonly number[] };
  readonly number: number;
}

/** Every driven arc with its cost, attachments included. */
function arcsOf({ space }: Network, path: HierarchyPath): [arc: number, cost: number][] {
  const between = path.positions.map((position): [number, number] => [space.via[position]!, space.cost[position]!]);
  return [[path.start.arc, path.start.cost], ...between, [path.end.arc, path.end.cost]];
}

/** The T-test: the stretch of cost `span` to each side of the via vertex is a cheapest path between its own ends. */
function isLocallyBest({ hierarchy, space }: Network, path: ViaPath, span: number): boolean {
  const { positions, met } = path;
  const vertexAt = (count: number) => (count === 0 ? path.start.vertex : space.head[positions[count - 1]!]!);
  let [from, to, before, after] = [met, met, 0, 0];
  while (from > 0 && before < span) before += space.cost[positions[--from]!]!;
  while (to < positions.length && after < span) after += space.cost[positions[to++]!]!;
  const ends = [vertexAt(from), vertexAt(to)].map((vertex) => [{ vertex, cost: 0, arc: -1 }]);
  return hierarchy.cost(ends[0] ?? [], ends[1] ?? []) === before + after;
}

/** Up to `number` alternatives to the best path, cheapest first. */
export function alternativesTo(network: Network, { starts, ends, best, number }: Question): HierarchyPath[] {
  const { stretch, sharing, locality, candidates } = alternativeLimits;
  const taken = new Set(best.arcs);
  const found: HierarchyPath[] = [];
  for (const path of network.hierarchy.vias(starts, ends, { within: stretch, most: candidates })) {
    if (found.length === number || path.cost > best.cost * stretch) break;
    const arcs = arcsOf(network, path);
    const driven = new Set(arcs.map(([arc]) => arc));
    // The last arc may be driven twice when the end lies before the place where it was entered; others make a loop.
    const loops = driven.size < arcs.length - 1;
    const shared = arcs.reduce((sum, [arc, cost]) => sum + (taken.has(arc) ? cost : 0), 0);
    if (loops || shared > best.cost * sharing || !isLocallyBest(network, path, best.cost * locality)) continue;
    found.push(path);
    for (const arc of driven) taken.add(arc);
  }
  return found;
}
