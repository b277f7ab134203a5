/**
 * Strongly connected components by Tarjan's algorithm, without recursion. Knows open arcs only.
 */
import type { SearchSpace } from "./search-space.ts";

/** Component number of each vertex, and the vertices in each component. */
export interface Components {
  readonly of: Int32Array;
  readonly sizes: Int32Array;
}

/** The components of `space` over its arcs of finite cost. Within a component every vertex reaches every other. */
export function strongComponents(space: SearchSpace): Components {
  const { vertices, firstOut, head, cost } = space;
  const of = new Int32Array(vertices).fill(-1);
  const low = new Int32Array(vertices);
  const number = new Int32Array(vertices).fill(-1);
  const next = firstOut.slice(0, vertices);
  const stack = new Int32Array(vertices);
  const trail = new Int32Array(vertices);
  const sizes: number[] = [];
  let [counter, stackSize] = [0, 0];
  for (let root = 0; root < vertices; root++) {
    if (number[root] !== -1) continue;
    let depth = 0;
    trail[0] = root;
    number[root] = low[root] = counter++;
    stack[stackSize++] = root;
    while (depth >= 0) {
      const v = trail[depth]!;
      if (next[v]! < firstOut[v + 1]!) {
        const i = next[v]!++;
        if (cost[i] === Number.POSITIVE_INFINITY) continue;
        const w = head[i]!;
        if (number[w] === -1) {
          number[w] = low[w] = counter++;
          stack[stackSize++] = w;
          trail[++depth] = w;
        } else if (of[w] === -1) low[v] = Math.min(low[v]!, number[w]!);
        continue;
      }
      if (low[v] === number[v]) {
        let size = 0;
        let member = -1;
        do {
          member = stack[--stackSize]!;
          of[member] = sizes.length;
          size++;
        } while (member !== v);
        sizes.push(size);
      }
      depth--;
      if (depth >= 0) low[trail[depth]!] = Math.min(low[trail[depth]!]!, low[v]!);
    }
  }
  return { of, sizes: Int32Array.from(sizes) };
}

/**
 * Marks (1) the vertices of the components that count as the road network: the largest, and any at least a twentieth
 * of it (an island). Places snap to these only, so that no trip starts in a car park that cannot be left.
 */
export function routableVertices(components: Components): Uint8Array {
  const largest = components.sizes.reduce((most, size) => Math.max(most, size), 0);
  const least = Math.max(2, Math.ceil(largest / 20));
  return Uint8Array.from(components.of, (component) => (components.sizes[component]! >= least ? 1 : 0));
}
