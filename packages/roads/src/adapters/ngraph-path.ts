/**
 * ngraph.path behind one guarded door: a single path under avoidances that belong to one request alone.
 * Knows the traps of that library (parallel links, equal ends); refuses to be used for tables.
 */
import createGraph, { type Graph } from "ngraph.graph";
import ngraphPath from "ngraph.path";
import type { Cost } from "../search/cost.ts";
import type { Attachment, SearchSpace } from "../search/search-space.ts";

/** The answer of one search: its cost and the search-arc positions in order. */
export interface FoundPath {
  readonly cost: Cost;
  readonly positions: readonly number[];
  readonly start: Attachment;
  readonly end: Attachment;
}

interface LinkLoad {
  /** Parallel arcs, cheapest first; ngraph keeps one link for each pair of vertices. */
  readonly positions: number[];
}

/** A searcher over one search space; building it costs time linear in the arcs, so keep it. */
export interface NgraphSearch {
  /** The cheapest path that takes no position for which `avoid` answers true; undefined when there is none. */
  find(
    starts: readonly Attachment[],
    ends: readonly Attachment[],
    avoid: (position: number) => boolean,
  ): FoundPath | undefined;
}

function graphOf(space: SearchSpace): Graph<undefined, LinkLoad> {
  const graph = createGraph<undefined, LinkLoad>({ multigraph: false });
  graph.beginUpdate();
  for (let v = 0; v < space.vertices; v++) graph.addNode(v);
  for (let v = 0; v < space.vertices; v++) {
    for (let i = space.firstOut[v]!; i < space.firstOut[v + 1]!; i++) {
      if (space.cost[i] === Number.POSITIVE_INFINITY) continue;
      const known = graph.getLink(v, space.head[i]!);
      if (known) {
        known.data.positions.push(i);
        known.data.positions.sort((a, b) => space.cost[a]! - space.cost[b]! || a - b);
      } else graph.addLink(v, space.head[i]!, { positions: [i] });
    }
  }
  graph.endUpdate();
  return graph;
}

/** The searcher of `space`. */
export function createNgraphSearch(space: SearchSpace): NgraphSearch {
  const graph = graphOf(space);

  function find(starts: readonly Attachment[], ends: readonly Attachment[], avoid: (position: number) => boolean) {
    const cheapest = (load: LinkLoad) => load.positions.find((position) => !avoid(position));
    const finder = ngraphPath.nba<undefined, LinkLoad>(graph, {
      oriented: true,
      blocked: (_from, _to, link) => cheapest(link.data) === undefined,
      distance: (_from, _to, link) => {
        const position = cheapest(link.data);
        return position === undefined ? Number.POSITIVE_INFINITY : space.cost[position]!;
      },
    });
    let best: FoundPath | undefined;
    for (const start of starts) {
      for (const end of ends) {
        const positions = between(finder.find, start.vertex, end.vertex, cheapest);
        if (positions === undefined) continue;
        const cost = positions.reduce((sum, position) => sum + space.cost[position]!, start.cost + end.cost);
        if (best === undefined || cost < best.cost) best = { cost, positions, start, end };
      }
    }
    return best;
  }

  /** Positions from one vertex to another, [] when equal, undefined when there is no path. */
  function between(
    search: (from: number, to: number) => readonly { readonly id: string | number }[],
    from: number,
    to: number,
    cheapest: (load: LinkLoad) => number | undefined,
  ): number[] | undefined {
    if (from === to) return [];
    const nodes = [...search(from, to)].reverse();
    if (nodes.length < 2 || nodes[0]?.id !== from || nodes[nodes.length - 1]?.id !== to) return undefined;
    const positions: number[] = [];
    for (let i = 1; i < nodes.length; i++) {
      const link = graph.getLink(nodes[i - 1]!.id, nodes[i]!.id);
      const position = link ? cheapest(link.data) : undefined;
      if (position === undefined) return undefined;
      positions.push(position);
    }
    return positions;
  }

  return { find };
}
