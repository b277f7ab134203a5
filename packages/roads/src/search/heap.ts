/**
 * A priority queue of vertices with decreasing keys: a 4-ary heap in typed arrays. Knows numbers only.
 */

/** A minimum queue over vertices 0..n-1. */
export interface VertexHeap {
  readonly size: number;
  /** Adds `vertex`, or lowers its key. A key that is not lower is ignored. */
  push(vertex: number, key: number): void;
  /** The vertex of the least key, removed; -1 when empty. */
  pop(): number;
  clear(): void;
}

/** A heap for `vertices` vertices; `keys[v]` is read and written by the heap. */
export function createVertexHeap(vertices: number, keys: Float64Array): VertexHeap {
  const heap = new Int32Array(vertices);
  const place = new Int32Array(vertices).fill(-1);
  let size = 0;
  function up(start: number): void {
    let at = start;
    const vertex = heap[at]!;
    const key = keys[vertex]!;
    while (at > 0) {
      const above = (at - 1) >> 2;
      const other = heap[above]!;
      if (keys[other]! <= key) break;
      heap[at] = other;
      place[other] = at;
      at = above;
    }
    heap[at] = vertex;
    place[vertex] = at;
  }
  function down(vertex: number): void {
    const key = keys[vertex]!;
    let at = 0;
    for (;;) {
      let child = at * 4 + 1;
      if (child >= size) break;
      const last = Math.min(child + 4, size);
      let least = child;
      for (child++; child < last; child++) if (keys[heap[child]!]! < keys[heap[least]!]!) least = child;
      const other = heap[least]!;
      if (keys[other]! >= key) break;
      heap[at] = other;
      place[other] = at;
      at = least;
    }
    heap[at] = vertex;
    place[vertex] = at;
  }
  return {
    get size() {
      return size;
    },
    push(vertex, key) {
      const at = place[vertex]!;
      if (at === -1) {
        keys[vertex] = key;
        heap[size] = vertex;
        up(size++);
      } else if (key < keys[vertex]!) {
        keys[vertex] = key;
        up(at);
      }
    },
    pop() {
      if (size === 0) return -1;
      const top = heap[0]!;
      place[top] = -1;
      const last = heap[--size]!;
      if (size > 0) down(last);
      return top;
    },
    clear() {
      for (let i = 0; i < size; i++) place[heap[i]!] = -1;
      size = 0;
    },
  };
}
