/**
 * Spans of time that must not share a moment. Knows half-open intervals [start, end); refuses to know what they mean.
 */

/** Epoch seconds; empty when `end` is not after `start`. */
export interface Interval {
  readonly start: number;
  readonly end: number;
}

/** Two intervals that share a moment; `second` does not start before `first`. */
export interface Overlap<Item extends Interval> {
  readonly first: Item;
  readonly second: Item;
}

/**
 * For each interval, in order of start, that begins before an earlier one has ended: it and that earlier one. Empty
 * intervals and those with an unreadable end are left out. O(n log n), at most n - 1 answers.
 */
export function overlapsOf<Item extends Interval>(items: readonly Item[]): Overlap<Item>[] {
  const sorted = items.filter((item) => item.end > item.start).sort((a, b) => a.start - b.start || a.end - b.end);
  const found: Overlap<Item>[] = [];
  let longest: Item | undefined;
  for (const second of sorted) {
    if (longest && second.start < longest.end) found.push({ first: longest, second });
    if (!longest || second.end > longest.end) longest = second;
  }
  return found;
}

/** `items` by the key that `keyOf` gives them, keys in order of first appearance. */
export function groupBy<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/** Answers whether an interval shares a moment with any of `items`: the one that does, or undefined. O(log n) each. */
export function createOverlapSearch<Item extends Interval>(
  items: readonly Item[],
): (interval: Interval) => Item | undefined {
  const sorted = items.filter((item) => item.end > item.start).sort((a, b) => a.start - b.start);
  // latest[i] is the item with the latest end among sorted[0..i]: the only one that needs a look.
  const latest: Item[] = [];
  for (const item of sorted) {
    const before = latest[latest.length - 1];
    latest.push(before && before.end >= item.end ? before : item);
  }
  return (interval) => {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sorted[middle]?.start ?? 0) < interval.end) low = middle + 1;
      else high = middle;
    }
    const candidate = latest[low - 1];
    return candidate && candidate.end > interval.start ? candidate : undefined;
  };
}
