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
  /** Searches from `starts` until every vertex of `goals` is reached or no road is left. */
  from(starts: readonly RawAttachment[], goals: ReadonlySet<number>): (vertex: number) => Reach | undefined;
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

interface Entry extends Reach {
  readonly vertex: number;
}

/** A binary heap, least first. */
function createHeap() {
  const entries: Entry[] = [];
  const less = (a: Entry, b: Entry): boolean => before(a.milliseconds, a.decimetres, b.milliseconds, b.decimetres);
  return {
    push(entry: Entry): void {
      let at = entries.length;
      while (at > 0) {
        const above = (at - 1) >> 1;
        const parent = entries[above];
        if (!parent || !less(entry, parent)) break;
        entries[at] = parent;
        at = above;
      }
      entries[at] = entry;
    },
    pop(): Entry | undefined {
      const top = entries[0];
      const last = entries.pop();
      if (!last || entries.length === 0) return top;
      let at = 0;
      for (;;) {
        const [left, right] = [entries[2 * at + 1], entries[2 * at + 2]];
        const child = right && left && less(right, left) ? right : left;
        if (!child || !less(child, last)) break;
        entries[at] = child;
        at = child === left ? 2 * at + 1 : 2 * at + 2;
      }
      entries[at] = last;
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
  let round = 0;

  function from(starts: readonly RawAttachment[], goals: ReadonlySet<number>) {
    round++;
    const heap = createHeap();
    function offer(vertex: number, milliseconds: number, decimetres: number): void {
      const known = seen[vertex] === round;
      if (known && !before(milliseconds, decimetres, time[vertex] ?? 0, length[vertex] ?? 0)) return;
      seen[vertex] = round;
      time[vertex] = milliseconds;
      length[vertex] = decimetres;
      heap.push({ vertex, milliseconds, decimetres });
    }
    for (const { vertex, milliseconds, decimetres } of starts) offer(vertex, milliseconds, decimetres);
    let wanted = goals.size;
    for (let entry = heap.pop(); entry && wanted > 0; entry = heap.pop()) {
      const { vertex, milliseconds, decimetres } = entry;
      if (done[vertex] === round) continue;
      done[vertex] = round;
      if (goals.has(vertex)) wanted--;
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
