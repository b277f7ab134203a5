/**
 * From shortcuts back to the arcs that they stand for. Knows topology and costs; refuses to know roads.
 */
import { RoadsError } from "../errors.ts";
import type { SearchSpace } from "../search/search-space.ts";
import { edgeBetween, type HierarchyIndex } from "./topology.ts";

/** Where the arcs of a space run, and the vertex of each rank. */
export interface SpaceSlots {
  readonly index: HierarchyIndex;
  readonly slots: Int32Array;
  readonly vertexOf: Int32Array;
}

/** Replaces shortcuts by what they stand for, down to search arcs. */
export function createUnpacker({ index, slots, vertexOf }: SpaceSlots, weights: Float64Array, space: SearchSpace) {
  const { upHead, upTail, downFirst, downEdge } = index;

  /** The search arc that has the weight of `slot` by itself; -1 when the slot is a shortcut. */
  function arcOf(slot: number): number {
    const edge = slot >> 1;
    const vertex = vertexOf[(slot & 1) === 0 ? upTail[edge]! : upHead[edge]!]!;
    for (let position = space.firstOut[vertex]!; position < space.firstOut[vertex + 1]!; position++) {
      if (slots[position] === slot && space.cost[position] === weights[slot]) return position;
    }
    return -1;
  }

  /** The two slots that a shortcut runs over, by the lower rank whose triangle gives its weight. */
  function halves(slot: number): [number, number] {
    const edge = slot >> 1;
    const [y, z] = [upTail[edge]!, upHead[edge]!];
    for (let k = downFirst[y]!; k < downFirst[y + 1]!; k++) {
      const xy = downEdge[k]!;
      const xz = edgeBetween(index, upTail[xy]!, z);
      if (xz < 0) continue;
      const pair: [number, number] = (slot & 1) === 0 ? [2 * xy + 1, 2 * xz] : [2 * xz + 1, 2 * xy];
      if (weights[pair[0]]! + weights[pair[1]]! === weights[slot]) return pair;
    }
    throw new RoadsError(
      "bad-network",
      `This road network is damaged: its shortcut ${slot} stands for nothing. Build it again with "antar roads build".`,
    );
  }

  return (slots: readonly number[]): number[] => {
    const positions: number[] = [];
    const stack = [...slots].reverse();
    for (let slot = stack.pop(); slot !== undefined; slot = stack.pop()) {
      const arc = arcOf(slot);
      if (arc >= 0) positions.push(arc);
      else {
        const [early, late] = halves(slot);
        stack.push(late, early);
      }
    }
    return positions;
  };
}
