/**
 * The small streets of the synthetic Kendari: seeded spots on land, denser where more people vote, joined to their
 * neighbours so that no two streets cross without a junction (a Gabriel graph, thinned). Knows spots and links.
 */
import type { Random } from "@antar/measure";
import type { Land, Ward } from "./kendari-source.ts";
import { at, crossing, gap, type Spot, SpotGrid } from "./plane.ts";

/** A street between two junctions, by their numbers. */
export interface Link {
  readonly from: number;
  readonly to: number;
}

const spacing = 62;
const reach = 420;

/** Seeded spots in `ward`, about `count` of them, at least `spacing` metres from each other and from `taken`. */
function spotsIn(ward: Ward, count: number, context: { land: Land; taken: SpotGrid<Spot>; random: Random }): Spot[] {
  const { land, taken, random } = context;
  const xs = ward.rings.flat().map((spot) => spot.x);
  const ys = ward.rings.flat().map((spot) => spot.y);
  const [west, east, south, north] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const made: Spot[] = [];
  for (let turn = 0; turn < count * 60 && made.length < count; turn++) {
    const centre = made.length > 6 && random.next() < 0.8 ? at(made, random.below(made.length)) : undefined;
    const angle = random.next() * 2 * Math.PI;
    const far = spacing * (1.05 + random.next() * 1.1);
    const spot = centre
      ? { x: centre.x + Math.cos(angle) * far, y: centre.y + Math.sin(angle) * far }
      : { x: west + random.next() * (east - west), y: south + random.next() * (north - south) };
    if (!ward.contains(spot) || !land.contains(spot)) continue;
    if (taken.near(spot, spacing).some((other) => gap(spot, other) < spacing)) continue;
    taken.put(spot, spot);
    made.push(spot);
  }
  return made;
}

/** The junctions of small streets: `density` answers how many a ward shall have. `fixed` are kept clear of. */
export function localSpots(
  land: Land,
  fixed: readonly Spot[],
  options: { random: Random; density: (ward: Ward) => number },
): Spot[] {
  const taken = new SpotGrid<Spot>(spacing);
  for (const spot of fixed) taken.put(spot, spot);
  return land.wards.flatMap((ward, index) =>
    spotsIn(ward, options.density(ward), { land, taken, random: options.random.fork(index) }),
  );
}

/**
 * Links between junctions that are neighbours: no third junction lies in the circle over the two, the link stays on
 * land and crosses no other. Numbers below `fixedCount` are junctions of main roads: two of them are not linked.
 */
export function localLinks(land: Land, spots: readonly Spot[], fixedCount: number, main: readonly Link[]): Link[] {
  const grid = new SpotGrid<number>(120);
  for (const [index, spot] of spots.entries()) grid.put(index, spot);
  const sides = new SpotGrid<Link>(150);
  for (const link of main) sides.put(link, at(spots, link.from), at(spots, link.to));
  const links: Link[] = [];
  for (const candidate of candidatesOf(spots, fixedCount, grid)) {
    const [a, b] = [at(spots, candidate.from), at(spots, candidate.to)];
    if (!land.carries(a, b) || crossesAny(candidate, spots, sides)) continue;
    sides.put(candidate, a, b);
    links.push(candidate);
  }
  return links;
}

function candidatesOf(spots: readonly Spot[], fixedCount: number, grid: SpotGrid<number>): Link[] {
  const found: (Link & { length: number })[] = [];
  for (let from = fixedCount; from < spots.length; from++) {
    const a = at(spots, from);
    for (const to of grid.near(a, reach)) {
      if (to >= fixedCount && to <= from) continue;
      const b = at(spots, to);
      const length = gap(a, b);
      if (length > reach || !isGabriel(a, b, spots, grid)) continue;
      found.push({ from, to, length });
    }
  }
  return found.sort((left, right) => left.length - right.length || left.from - right.from || left.to - right.to);
}

function isGabriel(a: Spot, b: Spot, spots: readonly Spot[], grid: SpotGrid<number>): boolean {
  const middle = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
  const radius = gap(a, b) / 2 - 0.01;
  return grid.near(middle, radius).every((other) => gap(at(spots, other), middle) >= radius);
}

function crossesAny(link: Link, spots: readonly Spot[], sides: SpotGrid<Link>): boolean {
  const [a, b] = [at(spots, link.from), at(spots, link.to)];
  return sides.near(a, 0, b).some((other) => {
    const shared = [other.from, other.to].some((end) => end === link.from || end === link.to);
    return !shared && crossing(a, b, at(spots, other.from), at(spots, other.to)) !== undefined;
  });
}

/** `links` without about `share` of those that close a loop, so that there are dead ends and blocks of unequal size. */
export function thinned(links: readonly Link[], count: number, options: { random: Random; share: number }): Link[] {
  const parent = Int32Array.from({ length: count }, (_, index) => index);
  const root = (index: number): number => {
    let current = index;
    while (at2(parent, current) !== current) current = at2(parent, current);
    parent[index] = current;
    return current;
  };
  return links.filter((link) => {
    const [a, b] = [root(link.from), root(link.to)];
    if (a === b) return options.random.next() >= options.share;
    parent[a] = b;
    return true;
  });
}

function at2(list: Int32Array, index: number): number {
  return list[index] ?? index;
}
