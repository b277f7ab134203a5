/**
 * A flat map in metres around one origin, and the shapes drawn on it. Knows vectors and polylines; refuses to know roads.
 */
import type { LonLat } from "@antar/measure";

/** A point on the flat map: metres east and north of the origin. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** A flat map: good to a few parts in 10,000 over 30 km near the equator. */
export interface Plane {
  /** Metres east and north of the origin. */
  flat(point: LonLat): Spot;
  /** Degrees, rounded to 7 decimals as in an OSM file. */
  globe(spot: Spot): LonLat;
}

const metresPerDegree = (Math.PI / 180) * 6_371_008.8;

/** The flat map around `origin`. */
export function createPlane(origin: LonLat): Plane {
  const perLon = metresPerDegree * Math.cos((origin[1] * Math.PI) / 180);
  const round = (degrees: number): number => Math.round(degrees * 1e7) / 1e7;
  return {
    flat: ([lon, lat]) => ({ x: (lon - origin[0]) * perLon, y: (lat - origin[1]) * metresPerDegree }),
    globe: ({ x, y }) => [round(origin[0] + x / perLon), round(origin[1] + y / metresPerDegree)],
  };
}

/** Distance in metres. */
export function gap(a: Spot, b: Spot): number {
  return Math.sqrt((a.x - b.x) ** 2 + (a.y - b.y) ** 2);
}

/** The point `share` of the way from `a` to `b`. */
export function mix(a: Spot, b: Spot, share: number): Spot {
  return { x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share };
}

/** Nearest point of the segment, its distance, and how far along the segment it lies (0..1). */
export function nearestOnSegment(p: Spot, a: Spot, b: Spot): { spot: Spot; away: number; share: number } {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const square = dx * dx + dy * dy;
  const share = square === 0 ? 0 : Math.max(0, Math.min(1, ((p.x - a.x) * dx + (p.y - a.y) * dy) / square));
  const spot = mix(a, b, share);
  return { spot, away: gap(p, spot), share };
}

/** Where two segments cross, as shares along each; undefined when they do not, or run parallel. */
export function crossing(a: Spot, b: Spot, c: Spot, d: Spot): { along: number; across: number } | undefined {
  const determinant = (b.x - a.x) * (d.y - c.y) - (b.y - a.y) * (d.x - c.x);
  if (Math.abs(determinant) < 1e-9) return undefined;
  const along = ((c.x - a.x) * (d.y - c.y) - (c.y - a.y) * (d.x - c.x)) / determinant;
  const across = ((c.x - a.x) * (b.y - a.y) - (c.y - a.y) * (b.x - a.x)) / determinant;
  return along >= 0 && along <= 1 && across >= 0 && across <= 1 ? { along, across } : undefined;
}

/** Length of the polyline in metres. */
export function lengthOf(line: readonly Spot[]): number {
  let sum = 0;
  for (let i = 1; i < line.length; i++) sum += gap(at(line, i - 1), at(line, i));
  return sum;
}

/** The element at `index`; throws RangeError outside the list. */
export function at<T>(list: readonly T[], index: number): T {
  const item = list[index];
  if (item === undefined) throw new RangeError(`nothing at ${index} of ${list.length}`);
  return item;
}

/** The first and the last element. */
export function endsOf<T>(list: readonly T[]): [T, T] {
  return [at(list, 0), at(list, list.length - 1)];
}

/** Points every `step` metres along the line, both ends kept. */
export function resample(line: readonly Spot[], step: number): Spot[] {
  const result: Spot[] = [at(line, 0)];
  let carried = 0;
  for (let i = 1; i < line.length; i++) {
    const [a, b] = [at(line, i - 1), at(line, i)];
    const length = gap(a, b);
    let done = step - carried;
    for (; done < length; done += step) result.push(mix(a, b, done / length));
    carried = length - (done - step);
  }
  const last = at(line, line.length - 1);
  if (result.length > 1 && gap(at(result, result.length - 1), last) < step * 0.4) result.pop();
  result.push(last);
  return result;
}

/** The line with `rounds` of averaging, both ends fixed. */
export function smooth(line: readonly Spot[], rounds: number): Spot[] {
  let current = [...line];
  for (let round = 0; round < rounds; round++) {
    current = current.map((spot, i) => {
      const [before, after] = [current[i - 1], current[i + 1]];
      return before && after ? mix(spot, mix(before, after, 0.5), 0.5) : spot;
    });
  }
  return current;
}

/** Douglas and Peucker: the fewest points so that none of the others lies farther off than `tolerance` metres. */
export function simplify(line: readonly Spot[], tolerance: number): Spot[] {
  if (line.length < 3) return [...line];
  const [first, last] = endsOf(line);
  let far = 0;
  let split = -1;
  for (let i = 1; i < line.length - 1; i++) {
    const { away } = nearestOnSegment(at(line, i), first, last);
    if (away > far) [far, split] = [away, i];
  }
  if (split < 0 || far <= tolerance) return [first, last];
  return [...simplify(line.slice(0, split + 1), tolerance).slice(0, -1), ...simplify(line.slice(split), tolerance)];
}

/** A grid of cells of `size` metres that finds what was put near a spot. */
export class SpotGrid<T> {
  private readonly cells = new Map<number, T[]>();
  private readonly size: number;

  constructor(size: number) {
    this.size = size;
  }

  private key(column: number, row: number): number {
    return (column + 32_768) * 65_536 + row + 32_768;
  }

  /** Puts `item` into every cell that the box from `a` to `b` touches. */
  put(item: T, a: Spot, b: Spot = a): void {
    this.cellsOf(a, b, 0, (key) => {
      const list = this.cells.get(key);
      if (list) list.push(item);
      else this.cells.set(key, [item]);
    });
  }

  /** Everything in the cells that the box from `a` to `b`, widened by `reach`, touches; once each. */
  near(a: Spot, reach: number, b: Spot = a): T[] {
    const found = new Set<T>();
    this.cellsOf(a, b, reach, (key) => {
      for (const item of this.cells.get(key) ?? []) found.add(item);
    });
    return [...found];
  }

  private cellsOf(a: Spot, b: Spot, reach: number, visit: (key: number) => void): void {
    const cell = (value: number): number => Math.floor(value / this.size);
    const [left, right] = [cell(Math.min(a.x, b.x) - reach), cell(Math.max(a.x, b.x) + reach)];
    const [bottom, top] = [cell(Math.min(a.y, b.y) - reach), cell(Math.max(a.y, b.y) + reach)];
    for (let column = left; column <= right; column++) {
      for (let row = bottom; row <= top; row++) visit(this.key(column, row));
    }
  }
}
