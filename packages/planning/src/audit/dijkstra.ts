/**
 * Plain Dijkstra over raw arcs (E. W. Dijkstra's algorithm with a binary heap and lazy deletion): the least milliseconds
 * and, among paths equally fast, the least decimetres. Knows arrays; refuses to know places and plans.
 */
import type { RawArcs, RawAttachment } from "@antar/roads";

/** How far it is: whole milliseconds and whole decimetres. */
export interface Reach {
  readonly milliseconds: number;
  readonly decimetres: number;
}

/** Searches from one place at a time; the answer is valid until the next search. */
export interface PlainSearch {
  /**
   * Searches from `starts` until every vertex of `goals` is reached or no road is left. `enough` is told of each goal that
   * is reached, and answers after how many milliseconds no further vertex is wanted.
   */
  from(
    starts: readonly RawAttachment[],
    goals: ReadonlySet<number>,
    enough?: (vertex: number, milliseconds: number) => number,
  ): (vertex: number) => Reach | undefined;
}

/** True when (time, length) `a` is before `b`: faster, or as fast and shorter. */
function before(aTime: number, aLength: number, bTime: number, bLength: number): boolean {
  return aTime < bTime || (aTime === bTime && aLength < bLength);
}

/** Where the arcs of each vertex stand when they are put in order of their tail. */
function arcsByTail(arcs: RawArcs): { first: Int32Array; arc: Int32Array } {
  const first = new Int32Array(arcs.vertices + 1);
  for (const tail of arcs.tail) first[tail + 1] = (first[tail + 1] ?? 0) + 1;
  for (let vertex = 0; vertex < arcs.vertices; vertex++) {
    first[vertex + 1] = (first[vertex + 1] ?? 0) + (first[vertex] ?? 0);
  }
  const next = first.slice();
  const arc = new Int32Array(arcs.tail.length);
  for (const [index, tail] of arcs.tail.entries()) {
    const at = next[tail] ?? 0;
    arc[at] = index;
    next[tail] = at + 1;
  }
  return { first, arc };
}

/** A binary heap of (milliseconds, decimetres, vertex), least first, in arrays that grow and are reused. */
function createHeap() {
  let [times, lengths, vertices] = [new Float64Array(256), new Float64Array(256), new Int32Array(256)];
  let size = 0;
  function grow(): void {
    const more = 2 * times.length;
    const [olderTimes, olderLengths, olderVertices] = [times, lengths, vertices];
    times = new Float64Array(more);
    lengths = new Float64Array(more);
    vertices = new Int32Array(more);
    times.set(olderTimes);
    lengths.set(olderLengths);
    vertices.set(olderVertices);
  }
  function put(at: number, from: number): void {
    times[at] = times[from] ?? 0;
    lengths[at] = lengths[from] ?? 0;
    vertices[at] = vertices[from] ?? 0;
  }
  /** True when the entry at `at` is before (time, length). */
  const less = (at: number, time: number, length: number): boolean =>
    before(times[at] ?? 0, lengths[at] ?? 0, time, length);
  const set = (at: number, vertex: number, time: number, length: number): void => {
    times[at] = time;
    lengths[at] = length;
    vertices[at] = vertex;
  };
  return {
    clear(): void {
      size = 0;
    },
    push(vertex: number, time: number, length: number): void {
      if (size === times.length) grow();
      let at = size++;
      while (at > 0) {
        const above = (at - 1) >> 1;
        if (!before(time, length, times[above] ?? 0, lengths[above] ?? 0)) break;
        put(at, above);
        at = above;
      }
      set(at, vertex, time, length);
    },
    /** The vertex of the least entry, which is taken out; -1 when there is none. */
    pop(): number {
      if (size === 0) return -1;
      const top = vertices[0] ?? -1;
      size--;
      const [time, length, vertex] = [times[size] ?? 0, lengths[size] ?? 0, vertices[size] ?? 0];
      let at = 0;
      for (let child = 1; child < size; child = 2 * at + 1) {
        if (child + 1 < size && less(child + 1, times[child] ?? 0, lengths[child] ?? 0)) child++;
        if (!less(child, time, length)) break;
        put(at, child);
        at = child;
      }
      set(at, vertex, time, length);
      return top;
    },
  };
}

/** A search over `arcs`; the arrays are made once and reused, `round` tells which entries are of this search. */
export function createPlainSearch(arcs: RawArcs): PlainSearch {
  const { first, arc } = arcsByTail(arcs);
  const time = new Float64Array(arcs.vertices);
  const length = new Float64Array(arcs.vertices);
  const seen = new Int32Array(arcs.vertices);
  const done = new Int32Array(arcs.vertices);
  const heap = createHeap();
  let round = 0;

  function from(
    starts: readonly RawAttachment[],
    goals: ReadonlySet<number>,
    enough: (vertex: number, milliseconds: number) => number = () => Number.POSITIVE_INFINITY,
  ) {
    round++;
    heap.clear();
    function offer(vertex: number, milliseconds: number, decimetres: number): void {
      const known = seen[vertex] === round;
      if (known && !before(milliseconds, decimetres, time[vertex] ?? 0, length[vertex] ?? 0)) return;
      seen[vertex] = round;
      time[vertex] = milliseconds;
      length[vertex] = decimetres;
      heap.push(vertex, milliseconds, decimetres);
    }
    for (const { vertex, milliseconds, decimetres } of starts) offer(vertex, milliseconds, decimetres);
    let [wanted, limit] = [goals.size, Number.POSITIVE_INFINITY];
    for (let vertex = heap.pop(); vertex >= 0 && wanted > 0; vertex = heap.pop()) {
      // What is known of a vertex by its first turn is the least; later entries of it are stale.
      if (done[vertex] === round) continue;
      const [milliseconds, decimetres] = [time[vertex] ?? 0, length[vertex] ?? 0];
      if (milliseconds > limit) break;
      done[vertex] = round;
      if (goals.has(vertex)) {
        wanted--;
        limit = enough(vertex, milliseconds);
      }
      const end = first[vertex + 1] ?? 0;
      for (let at = first[vertex] ?? 0; at < end; at++) {
        const index = arc[at] ?? 0;
        const next = arcs.head[index] ?? 0;
        offer(next, milliseconds + (arcs.milliseconds[index] ?? 0), decimetres + (arcs.decimetres[index] ?? 0));
      }
    }
    return (vertex: number): Reach | undefined =>
      done[vertex] === round ? { milliseconds: time[vertex] ?? 0, decimetres: length[vertex] ?? 0 } : undefined;
  }

  return { from };
}
