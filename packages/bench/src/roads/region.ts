/**
 * A made-up region of towns and the roads between them, the same for the same seed: a stand-in where no extract of that
 * size is at hand. Knows how towns look on a map; refuses to know any real place.
 */
import { createRandom, type Random } from "@antar/measure";
import type { MadeBlock, MadeNode, MadeRelation, MadeWay } from "@antar/roads/testing";

/** What to generate. */
export interface RegionPlan {
  readonly seed: number;
  /** Towns are added until so many nodes exist. */
  readonly nodes: number;
}

/** A town before it is built: metres from the region's south-west corner. */
interface Town {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/** What grows while towns are built. */
interface Site {
  readonly random: Random;
  readonly nodes: MadeNode[];
  readonly ways: MadeWay[];
  readonly relations: MadeRelation[];
}

/** One degree of latitude in metres, and the corner: on land nowhere, near the equator. */
const metresPerDegree = 111_195;
const corner = { lon: 121, lat: -5 };
const spacing = 105;

function addNode(site: Site, x: number, y: number, tags?: Readonly<Record<string, string>>): number {
  const id = site.nodes.length + 1;
  const place = { lon: corner.lon + x / metresPerDegree, lat: corner.lat + y / metresPerDegree };
  site.nodes.push({ id, ...place, ...(tags === undefined ? {} : { tags }) });
  return id;
}

function addWay(site: Site, refs: readonly number[], tags: Readonly<Record<string, string>>): number {
  const id = site.ways.length + 1;
  site.ways.push({ id, refs, tags });
  return id;
}

function metresOf(site: Site, id: number): { x: number; y: number } {
  const node = site.nodes[id - 1];
  if (node === undefined) throw new RangeError(`no node ${id}`);
  return { x: (node.lon - corner.lon) * metresPerDegree, y: (node.lat - corner.lat) * metresPerDegree };
}

/** A line from one node to another over points that stray sideways by up to `stray` metres, ends included. */
function wander(
  site: Site,
  from: number,
  to: number,
  form: { readonly points: number; readonly stray: number },
): number[] {
  const [a, b] = [metresOf(site, from), metresOf(site, to)];
  const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
  const bend = (site.random.next() - 0.5) * 2 * form.stray;
  const refs = [from];
  for (let i = 1; i <= form.points; i++) {
    const share = i / (form.points + 1);
    const aside = Math.sin(share * Math.PI) * bend + (site.random.next() - 0.5) * form.stray * 0.3;
    refs.push(
      addNode(
        site,
        a.x + (b.x - a.x) * share - ((b.y - a.y) / length) * aside,
        a.y + (b.y - a.y) * share + ((b.x - a.x) / length) * aside,
      ),
    );
  }
  return [...refs, to];
}

/** The class of the grid street with this number: every tenth is a main road. */
function classOf(line: number): string {
  if (line % 30 === 0) return "primary";
  if (line % 15 === 0) return "secondary";
  return line % 5 === 0 ? "tertiary" : "residential";
}

/** The streets of a town: a bent grid with gaps, cut into ways of a few blocks. Answers its junctions. */
function buildTown(site: Site, town: Town, taken: (x: number, y: number) => boolean): number[] {
  const { random } = site;
  const angle = random.next() * Math.PI;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const reach = Math.ceil(town.radius / spacing);
  const side = 2 * reach + 1;
  const grid = new Int32Array(side * side);
  const junctions: number[] = [];
  for (let row = -reach; row <= reach; row++) {
    for (let column = -reach; column <= reach; column++) {
      const u = column * spacing + (random.next() - 0.5) * spacing * 0.5;
      const v = row * spacing + (random.next() - 0.5) * spacing * 0.5;
      const [x, y] = [town.x + u * cos - v * sin, town.y + u * sin + v * cos];
      if (u * u + v * v > town.radius * town.radius || taken(x, y)) continue;
      const main = classOf(Math.abs(row)) !== "residential" && classOf(Math.abs(column)) !== "residential";
      const signal = main && random.next() < 0.4 ? { highway: "traffic_signals" } : undefined;
      const id = addNode(site, x, y, signal);
      grid[(row + reach) * side + column + reach] = id;
      junctions.push(id);
    }
  }
  for (let line = 0; line < side; line++) {
    buildStreet(site, classOf(Math.abs(line - reach)), (i) => grid[line * side + i] ?? 0, side);
    buildStreet(site, classOf(Math.abs(line - reach)), (i) => grid[i * side + line] ?? 0, side);
  }
  return junctions;
}

/**
 * How likely the block from line `i` to the next is missing. Quarters open on to main streets at few places, and rivers
 * and railways are crossed by main streets only, so that towns fall apart along short cuts as real ones do.
 */
function gapOf(highway: string, i: number, middle: number): number {
  const barrier = (i - middle + 300_000) % 15 === 7;
  if (highway !== "residential") return barrier && highway === "tertiary" ? 0.6 : 0.02;
  if (barrier) return 1;
  const besideMain = (i - middle + 300_000) % 5 === 0 || (i + 1 - middle + 300_000) % 5 === 0;
  return besideMain ? 0.33 : 0.06;
}

/** One line of the grid as ways. */
function buildStreet(site: Site, highway: string, at: (i: number) => number, side: number): void {
  const { random } = site;
  let refs: number[] = [];
  const finish = () => {
    if (refs.length > 1) {
      const oneway = random.next() < (highway === "residential" ? 0.03 : 0.15);
      const name = `Jalan ${1 + random.below(4000)}`;
      addWay(site, refs, { highway, name, ...(oneway ? { oneway: "yes" } : {}) });
    }
    refs = [];
  };
  for (let i = 0; i + 1 < side; i++) {
    const [from, to] = [at(i), at(i + 1)];
    if (from === 0 || to === 0 || random.next() < gapOf(highway, i, side >> 1)) finish();
    else {
      const piece = wander(site, from, to, { points: random.below(4), stray: 12 });
      refs = refs.length === 0 ? piece : [...refs, ...piece.slice(1)];
      if (random.next() < 0.2) finish();
    }
  }
  finish();
}

/** Towns by falling size, none inside another; places of towns are spread evenly. */
function planTowns(random: Random, extent: number): Town[] {
  const towns: Town[] = [];
  const sizes = [9000, ...new Array(6).fill(4000), ...new Array(40).fill(1500), ...new Array(4000).fill(330)];
  for (const size of sizes) {
    const radius = size * (0.7 + 0.6 * random.next());
    const [x, y] = [random.next() * extent, random.next() * extent];
    if (towns.every((other) => Math.hypot(other.x - x, other.y - y) > other.radius + radius + 300)) {
      towns.push({ x, y, radius });
    }
  }
  return towns;
}

/** Pairs of towns with no third inside the circle over them (a Gabriel graph): neighbours whose roads do not cross. */
function neighbourTowns(towns: readonly Town[]): [number, number][] {
  const pairs: [number, number][] = [];
  for (const [i, a] of towns.entries()) {
    for (let j = i + 1; j < towns.length; j++) {
      const b = towns[j];
      if (b === undefined) continue;
      const [x, y] = [(a.x + b.x) / 2, (a.y + b.y) / 2];
      const half = Math.hypot(a.x - b.x, a.y - b.y) / 2;
      if (half > 15_000) continue;
      if (towns.every((c) => c === a || c === b || Math.hypot(c.x - x, c.y - y) >= half)) pairs.push([i, j]);
    }
  }
  return pairs;
}

function nearestJunction(site: Site, junctions: readonly number[], to: Town): number {
  let best = { id: 0, square: Number.POSITIVE_INFINITY };
  for (const id of junctions) {
    const { x, y } = metresOf(site, id);
    const square = (x - to.x) ** 2 + (y - to.y) ** 2;
    if (square < best.square) best = { id, square };
  }
  return best.id;
}

/** Roads between neighbouring towns: bent, with a point every 150 m or so. */
function connectTowns(site: Site, towns: readonly Town[], junctions: readonly number[][]): void {
  for (const [i, j] of neighbourTowns(towns)) {
    const [a, b] = [towns[i], towns[j]];
    const [inA, inB] = [junctions[i] ?? [], junctions[j] ?? []];
    if (a === undefined || b === undefined || inA.length === 0 || inB.length === 0) continue;
    const [from, to] = [nearestJunction(site, inA, b), nearestJunction(site, inB, a)];
    const length = Math.hypot(a.x - b.x, a.y - b.y) - a.radius - b.radius;
    const size = Math.min(a.radius, b.radius);
    const highway = size > 3000 ? "trunk" : size > 1000 ? "primary" : size > 400 ? "secondary" : "unclassified";
    const refs = wander(site, from, to, { points: Math.max(2, Math.round(length / 150)), stray: length / 12 });
    addWay(site, refs, { highway, ref: `R${site.ways.length}` });
  }
}

/** Forbidden left and right turns at some of the junctions where ways begin and end. */
function restrictTurns(site: Site): void {
  const { random } = site;
  const waysAt = new Map<number, number[]>();
  for (const { id, refs } of site.ways) {
    for (const end of [refs[0], refs.at(-1)]) {
      if (end !== undefined) waysAt.set(end, [...(waysAt.get(end) ?? []), id]);
    }
  }
  for (const [via, ways] of waysAt) {
    if (ways.length < 2 || random.next() > 0.1) continue;
    const [from, to] = [ways[random.below(ways.length)], ways[random.below(ways.length)]];
    if (from === undefined || to === undefined) continue;
    site.relations.push({
      id: site.relations.length + 1,
      members: [
        { type: 1, ref: from, role: "from" },
        { type: 0, ref: via, role: "via" },
        { type: 1, ref: to, role: "to" },
      ],
      tags: { type: "restriction", restriction: random.next() < 0.5 ? "no_left_turn" : "no_right_turn" },
    });
  }
}

function blocksOf<T>(items: readonly T[], make: (part: T[]) => MadeBlock): MadeBlock[] {
  const blocks: MadeBlock[] = [];
  for (let i = 0; i < items.length; i += 8000) blocks.push(make(items.slice(i, i + 8000)));
  return blocks;
}

/** The blocks of an OSM PBF file of the region. Same plan, same blocks. */
export function generateRegion(plan: RegionPlan): MadeBlock[] {
  const random = createRandom(plan.seed);
  const site: Site = { random, nodes: [], ways: [], relations: [] };
  const towns: Town[] = [];
  const junctions: number[][] = [];
  // Roads between towns take about a tenth of the nodes.
  for (const town of planTowns(random, 160_000)) {
    if (site.nodes.length > plan.nodes * 0.83) break;
    const inside = (x: number, y: number) => towns.some((other) => Math.hypot(other.x - x, other.y - y) < other.radius);
    junctions.push(buildTown(site, town, town.radius > 2000 ? () => false : inside));
    towns.push(town);
  }
  connectTowns(site, towns, junctions);
  restrictTurns(site);
  return [
    ...blocksOf(site.nodes, (nodes) => ({ nodes })),
    ...blocksOf(site.ways, (ways) => ({ ways })),
    ...blocksOf(site.relations, (relations) => ({ relations })),
  ];
}
