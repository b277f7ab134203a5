/**
 * When each step of a given order starts: least earliness and lateness in all, then the earliest finish, then the latest
 * departure. Knows a chain of spans and nothing of vehicles.
 *
 * Least violation along a chain t(i+1) >= t(i) + gap(i+1) is isotonic regression with convex piecewise linear losses; the
 * minimum is kept as a heap of breakpoints of its falling side, as the rising side is cut off by the next step's freedom.
 */

/** A link of the chain. */
export interface Link {
  /** Least time from the start of the link before; 0 for the first. */
  readonly gap: number;
  /** When it should start: spans ascending; undefined: any time. */
  readonly spans: readonly (readonly [number, number])[] | undefined;
  /** Bounds that outweigh the spans. */
  readonly after: number | undefined;
  readonly before: number | undefined;
}

const hard = 1e6;

/** Breakpoints with weights, greatest first. */
class Heap {
  private readonly items: { at: number; weight: number }[] = [];

  get top(): number {
    return this.items[0]?.at ?? Number.NEGATIVE_INFINITY;
  }

  push(at: number, weight: number): void {
    const { items } = this;
    let index = items.push({ at, weight }) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if ((items[parent]?.at ?? 0) >= at) break;
      this.swap(index, parent);
      index = parent;
    }
  }

  /** Takes `weight` off the greatest breakpoints. */
  drop(weight: number): void {
    let left = weight;
    for (let head = this.items[0]; head && left > 0; head = this.items[0]) {
      const taken = Math.min(left, head.weight);
      left -= taken;
      head.weight -= taken;
      if (head.weight <= 0) this.pop();
    }
  }

  private pop(): void {
    const { items } = this;
    const last = items.pop();
    if (items.length === 0 || !last) return;
    items[0] = last;
    for (let index = 0; ; ) {
      const left = 2 * index + 1;
      const right = left + 1;
      let largest = index;
      if ((items[left]?.at ?? Number.NEGATIVE_INFINITY) > (items[largest]?.at ?? 0)) largest = left;
      if ((items[right]?.at ?? Number.NEGATIVE_INFINITY) > (items[largest]?.at ?? 0)) largest = right;
      if (largest === index) return;
      this.swap(index, largest);
      index = largest;
    }
  }

  private swap(a: number, b: number): void {
    const { items } = this;
    const [first, second] = [items[a], items[b]];
    if (first && second) [items[a], items[b]] = [second, first];
  }
}

type Chosen = readonly (readonly [number, number] | undefined)[];

/** Starts of least violation of one span for each link. */
function leastViolation(links: readonly Link[], chosen: Chosen): number[] {
  const heap = new Heap();
  const best: number[] = [];
  let offset = 0;
  links.forEach(({ gap, after, before }, index) => {
    offset += gap;
    const lower = (at: number, weight: number): void => heap.push(at - offset, weight);
    const upper = (at: number, weight: number): void => {
      heap.push(at - offset, weight);
      heap.drop(weight);
    };
    if (index === 0) lower(0, hard * hard);
    const span = chosen[index];
    if (span) lower(span[0], 1);
    if (span) upper(span[1], 1);
    if (after !== undefined) lower(after, hard);
    if (before !== undefined) upper(before, hard);
    best.push(heap.top);
  });
  const shifted = best.slice();
  for (let index = best.length - 2; index >= 0; index--)
    shifted[index] = Math.min(shifted[index] ?? 0, shifted[index + 1] ?? 0);
  let total = 0;
  return links.map(({ gap }, index) => {
    total += gap;
    return (shifted[index] ?? 0) + total;
  });
}

/** How far `at` is before or after its span. */
export function offSpan(at: number, spans: Link["spans"]): { lead: number; delay: number } {
  if (!spans) return { lead: 0, delay: 0 };
  let [lead, delay] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const [start, end] of spans) {
    if (at >= start && at <= end) return { lead: 0, delay: 0 };
    if (at < start) lead = Math.min(lead, start - at);
    else delay = Math.min(delay, at - end);
  }
  return lead < delay ? { lead, delay: 0 } : { lead: 0, delay };
}

/** Violations of `starts` in all. */
export function totalOff(links: readonly Link[], starts: readonly number[]): number {
  return links.reduce((sum, { spans }, index) => {
    const { lead, delay } = offSpan(starts[index] ?? 0, spans);
    return sum + lead + delay;
  }, 0);
}

/** As early as possible, each in a span that it can still meet; undefined when one is missed. */
function onTime(links: readonly Link[]): number[] | undefined {
  const starts: number[] = [];
  for (const [index, { gap, spans, after, before }] of links.entries()) {
    const ready = Math.max(index === 0 ? 0 : (starts[index - 1] ?? 0) + gap, after ?? 0);
    const span = spans?.find(([, end]) => end >= ready);
    const start = Math.max(ready, span?.[0] ?? 0);
    if ((spans && !span) || start > (before ?? Number.POSITIVE_INFINITY)) return undefined;
    starts.push(start);
  }
  return starts;
}

function nearestSpan({ spans }: Link, at: number): readonly [number, number] | undefined {
  let best: readonly [number, number] | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const span of spans ?? []) {
    const off = Math.max(0, span[0] - at, at - span[1]);
    if (off < least) [best, least] = [span, off];
  }
  return best;
}

/** Least violation when links have several spans: the spans are improved one link at a time, which need not be the best. */
function leastOverSpans(links: readonly Link[]): number[] {
  let time = 0;
  const chosen = links.map((link) => {
    time += link.gap;
    const span = nearestSpan(link, time);
    time = Math.max(time, span?.[0] ?? 0);
    return span;
  });
  let starts = leastViolation(links, chosen);
  for (let pass = 0; pass < 3; pass++) {
    const before = totalOff(links, starts);
    for (const [index, { spans = [] }] of links.entries()) {
      if (spans.length < 2) continue;
      for (const span of spans) {
        const other = leastViolation(links, chosen.with(index, span));
        if (totalOff(links, other) >= totalOff(links, starts)) continue;
        chosen[index] = span;
        starts = other;
      }
    }
    if (totalOff(links, starts) >= before) break;
  }
  return starts;
}

/** Start of each link. */
export function startTimes(links: readonly Link[]): number[] {
  const wished = onTime(links) ?? leastOverSpans(links);
  // No step leaves the span that it meets, nor becomes later or earlier than the least violation makes it.
  const bounds = links.map((link, index) => {
    const at = wished[index] ?? 0;
    const [start, end] = nearestSpan(link, at) ?? [0, Number.POSITIVE_INFINITY];
    const low = Math.max(Math.min(start, at), Math.min(link.after ?? 0, at));
    return { low, high: Math.max(Math.min(end, link.before ?? end), at) };
  });
  const run = (departure: number): number[] => {
    const starts: number[] = [];
    for (const [index, { gap }] of links.entries())
      starts.push(Math.max(bounds[index]?.low ?? 0, index === 0 ? departure : (starts[index - 1] ?? 0) + gap));
    return starts;
  };
  const early = run(0);
  let latest = early.at(-1) ?? 0;
  for (let index = links.length - 2; index >= 0; index--)
    latest = Math.min(latest - (links[index + 1]?.gap ?? 0), bounds[index]?.high ?? latest);
  return run(Math.max(latest, early[0] ?? 0));
}
