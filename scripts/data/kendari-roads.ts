/**
 * Makes data/kendari/roads.osm.pbf: a road network of Kendari that is invented but reproducible. Main roads first, small
 * streets between them, then names, classes, one-ways, signals and turn bans. Run it with `npx tsx`.
 */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createRandom, type Random } from "@antar/measure";
import { arterials, readWaters } from "./kendari-arterials.ts";
import { type Land, readCsv, readLand } from "./kendari-source.ts";
import { type Link, localLinks, localSpots, thinned } from "./local-streets.ts";
import { at, gap, mix, resample, type Spot, SpotGrid } from "./plane.ts";
import { hash, type Line, type StreetClass } from "./street-plan.ts";
import { type OsmNode, type OsmRelation, type OsmWay, writePbf } from "./write-pbf.ts";

const seed = 7471;
const firstNode = 9_000_000_001;
const firstWay = 8_000_000_001;
const firstRelation = 7_000_000_001;
/** 2024-11-01T00:00:00Z: the extract has a date of its own, not that of the machine. */
const timestamp = 1_730_419_200;

/** A stretch of road between two junctions with its shape. */
interface Stretch extends Link {
  readonly shape: readonly Spot[];
  readonly class: StreetClass;
  readonly name: string;
  readonly dual: boolean;
  readonly bridge: boolean;
}

/** Junctions by number; spots closer than two metres are one junction. */
class Junctions {
  readonly spots: Spot[] = [];
  private readonly grid = new SpotGrid<number>(50);

  numberOf(spot: Spot): number {
    const known = this.grid.near(spot, 2).find((index) => gap(at(this.spots, index), spot) < 2);
    if (known !== undefined) return known;
    this.grid.put(this.spots.length, spot);
    this.spots.push(spot);
    return this.spots.length - 1;
  }
}

function mainStretches(lines: readonly Line[], junctions: Junctions): Stretch[] {
  return lines.flatMap((line) => {
    const spots = line.bridge ? line.spots : resample(line.spots, 110);
    return spots.slice(1).map((spot, index): Stretch => {
      const [from, to] = [junctions.numberOf(at(spots, index)), junctions.numberOf(spot)];
      return { from, to, shape: [], class: line.class, name: line.name, dual: line.dual, bridge: line.bridge };
    });
  });
}

function bent(a: Spot, b: Spot, land: Land, random: Random): Spot[] {
  const length = gap(a, b);
  if (length < 70) return [];
  const side = (random.next() - 0.5) * 0.28 * length;
  const middle = mix(a, b, 0.35 + random.next() * 0.3);
  const spot = { x: middle.x - ((b.y - a.y) / length) * side, y: middle.y + ((b.x - a.x) / length) * side };
  return land.carries(a, spot) && land.carries(spot, b) ? [spot] : [];
}

function localClass(land: Land, middle: Spot, degree: number): StreetClass {
  const draw = hash(Math.round(middle.x), Math.round(middle.y), seed);
  const remote = Math.abs(middle.y) > 6_500 || Math.abs(middle.x) > 8_500 || land.wardAt(middle) === undefined;
  if (remote && draw < 0.25) return "track";
  if (degree <= 1 && draw < 0.3) return "service";
  if (draw < 0.12) return "living_street";
  return draw > 0.93 ? "unclassified" : "residential";
}

function localStretches(land: Land, links: readonly Link[], spots: readonly Spot[], random: Random): Stretch[] {
  const degree = new Map<number, number>();
  for (const { from, to } of links) for (const end of [from, to]) degree.set(end, (degree.get(end) ?? 0) + 1);
  return links.map(({ from, to }) => {
    const [a, b] = [at(spots, from), at(spots, to)];
    const middle = mix(a, b, 0.5);
    const ends = Math.min(degree.get(from) ?? 0, degree.get(to) ?? 0);
    return {
      from,
      to,
      shape: bent(a, b, land, random),
      class: localClass(land, middle, ends),
      name: "",
      dual: false,
      bridge: false,
    };
  });
}

/** Stretches that are in one piece with the first of them. */
function largestPiece(stretches: readonly Stretch[]): Stretch[] {
  const byEnd = new Map<number, number[]>();
  for (const stretch of stretches) {
    for (const [end, other] of [
      [stretch.from, stretch.to],
      [stretch.to, stretch.from],
    ] as const) {
      const list = byEnd.get(end);
      if (list) list.push(other);
      else byEnd.set(end, [other]);
    }
  }
  let best = new Set<number>();
  const seen = new Set<number>();
  for (const start of byEnd.keys()) {
    if (seen.has(start)) continue;
    const piece = new Set([start]);
    for (const end of piece) for (const next of byEnd.get(end) ?? []) piece.add(next);
    for (const end of piece) seen.add(end);
    if (piece.size > best.size) best = piece;
  }
  return stretches.filter((stretch) => best.has(stretch.from));
}

/** Chains of stretches that a person would call one street: the straightest way on at each junction. */
function streetsOf(stretches: readonly Stretch[], spots: readonly Spot[]): Stretch[][] {
  const byEnd = new Map<number, number[]>();
  for (const [index, { from, to }] of stretches.entries()) {
    for (const end of [from, to]) byEnd.set(end, [...(byEnd.get(end) ?? []), index]);
  }
  const used = new Set<number>();
  const bearing = (index: number, end: number): number => {
    const { from, to } = at(stretches, index);
    const [a, b] = [at(spots, end), at(spots, from === end ? to : from)];
    return Math.atan2(b.y - a.y, b.x - a.x);
  };
  const wayOn = (index: number, end: number): number | undefined => {
    const own = at(stretches, index);
    const back = bearing(index, end);
    const turn = (other: number): number =>
      Math.abs(Math.PI - Math.abs((bearing(other, end) - back + 4 * Math.PI) % (2 * Math.PI)));
    return (byEnd.get(end) ?? [])
      .filter((other) => {
        const { class: kind, name, dual, bridge } = at(stretches, other);
        return (
          other !== index &&
          !used.has(other) &&
          kind === own.class &&
          name === own.name &&
          dual === own.dual &&
          bridge === own.bridge
        );
      })
      .filter((other) => own.name !== "" || turn(other) < 0.7)
      .sort((left, right) => turn(left) - turn(right) || left - right)[0];
  };
  const streets: Stretch[][] = [];
  for (const [start, first] of stretches.entries()) {
    if (used.has(start)) continue;
    used.add(start);
    const street: Stretch[] = [first];
    for (let [index, end] = [start, first.to]; street.length < 14; ) {
      const next = wayOn(index, end);
      if (next === undefined) break;
      used.add(next);
      const stretch = at(stretches, next);
      const turned =
        stretch.from === end
          ? stretch
          : { ...stretch, from: stretch.to, to: stretch.from, shape: [...stretch.shape].reverse() };
      street.push(turned);
      [index, end] = [next, turned.to];
    }
    streets.push(street);
  }
  return streets;
}

/** A name for each small street: its kelurahan and a number that counts up. */
function namer(land: Land): (street: readonly Stretch[], spots: readonly Spot[]) => string {
  const counts = new Map<string, number>();
  return (street, spots) => {
    const { from, class: kind } = at(street, 0);
    const ward = land.wardAt(at(spots, from))?.name ?? "Kendari";
    const word = street.length > 2 ? "Jalan" : "Lorong";
    const key = `${word} ${ward}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
    return kind === "service" || kind === "track" ? "" : `${key} ${counts.get(key)}`;
  };
}

/** Nodes and ways as they are made, with ids that count up. */
class Extract {
  readonly nodes: { spot: Spot; tags: Record<string, string> }[] = [];
  readonly ways: { refs: number[]; tags: Record<string, string> }[] = [];

  node(spot: Spot): number {
    this.nodes.push({ spot, tags: {} });
    return this.nodes.length - 1;
  }

  way(refs: number[], tags: Record<string, string>): number {
    this.ways.push({ refs, tags });
    return this.ways.length - 1;
  }
}

function tagsOf(street: readonly Stretch[], name: string): Record<string, string> {
  const { class: kind, bridge } = at(street, 0);
  const unpaved = kind === "track";
  return {
    highway: kind,
    ...(name ? { name } : {}),
    ...(bridge ? { bridge: "yes", layer: "1" } : {}),
    surface: unpaved ? "unpaved" : kind === "service" || kind === "living_street" ? "concrete" : "asphalt",
    ...(unpaved ? { tracktype: "grade2" } : {}),
    ...(kind === "trunk" || kind === "primary" ? { lanes: "2" } : {}),
  };
}

/** A spot beside the middle of a stretch, `metres` to the left of its direction. */
function beside(a: Spot, b: Spot, metres: number): Spot {
  const length = gap(a, b) || 1;
  const middle = mix(a, b, 0.5);
  return { x: middle.x - ((b.y - a.y) / length) * metres, y: middle.y + ((b.x - a.x) / length) * metres };
}

function writeStreet(
  extract: Extract,
  street: readonly Stretch[],
  name: string,
  at_: { spots: readonly Spot[]; land: Land },
): void {
  const { spots, land } = at_;
  const tags = tagsOf(street, name);
  const first = at(street, 0);
  if (!first.dual) {
    const refs = [first.from];
    for (const { shape, to } of street) refs.push(...shape.map((spot) => extract.node(spot)), to);
    extract.way(refs, tags);
    return;
  }
  for (const side of [7, -7]) {
    const refs = [first.from];
    for (const { from, to } of street) {
      const spot = beside(at(spots, from), at(spots, to), side);
      refs.push(...(land.contains(spot) ? [extract.node(spot)] : []), to);
    }
    // Left-hand traffic: the carriageway on the left of the direction goes with it, the other one against it.
    extract.way(side > 0 ? refs : refs.reverse(), { ...tags, oneway: "yes" });
  }
}

const great = new Set(["trunk", "primary"]);

/** Traffic lights where two big roads meet, and right turns forbidden out of some small streets into them. */
function decorate(extract: Extract): OsmRelation[] {
  const byNode = new Map<number, number[]>();
  for (const [way, { refs }] of extract.ways.entries()) {
    for (const ref of new Set(refs)) byNode.set(ref, [...(byNode.get(ref) ?? []), way]);
  }
  const relations: OsmRelation[] = [];
  for (const [node, ways] of byNode) {
    const names = new Set(
      ways.filter((way) => great.has(kindOf(extract, way))).map((way) => at(extract.ways, way).tags.name),
    );
    if (names.size > 1 && ways.length > 2) at(extract.nodes, node).tags.highway = "traffic_signals";
    const small = ways.find((way) => kindOf(extract, way) === "residential" && isEnd(extract, way, node));
    const big = ways.find(
      (way) =>
        great.has(kindOf(extract, way)) &&
        at(extract.ways, way).tags.oneway === "yes" &&
        at(extract.ways, way).refs.at(-1) !== node,
    );
    if (small === undefined || big === undefined || relations.length >= 24 || node % 3 !== 0) continue;
    relations.push({
      id: firstRelation + relations.length,
      members: [
        { type: "way", ref: firstWay + small, role: "from" },
        { type: "node", ref: firstNode + node, role: "via" },
        { type: "way", ref: firstWay + big, role: "to" },
      ],
      tags: { type: "restriction", restriction: "no_right_turn" },
    });
  }
  return relations;
}

const kindOf = (extract: Extract, way: number): string => at(extract.ways, way).tags.highway ?? "";
const isEnd = (extract: Extract, way: number, node: number): boolean => {
  const { refs } = at(extract.ways, way);
  return refs[0] === node || refs.at(-1) === node;
};

/** The bytes of the extract. The same on every machine. */
export function kendariRoads(): Uint8Array {
  const land = readLand();
  const junctions = new Junctions();
  const main = mainStretches(arterials(land, readWaters(land), seed), junctions);
  const mainCount = junctions.spots.length;
  const tps = new Map(
    readCsv("tps-pilkada2024-kelurahan-estimate.csv").map((row) => [
      row.kelurahan_code,
      Number(row.tps_pilkada2024_estimate),
    ]),
  );
  const random = createRandom(seed);
  const density = (ward: { code: string }): number => 14 + 6 * (tps.get(ward.code) ?? 0);
  const spots = [...junctions.spots, ...localSpots(land, junctions.spots, { random: random.fork(1), density })];
  const links = localLinks(land, spots, mainCount, main);
  const kept = thinned(links, spots.length, { random: random.fork(2), share: 0.3 });
  const stretches = largestPiece([...main, ...localStretches(land, kept, spots, random.fork(3))]);

  const extract = new Extract();
  for (const spot of spots) extract.node(spot);
  const nameOf = namer(land);
  for (const street of streetsOf(stretches, spots)) {
    writeStreet(extract, street, at(street, 0).name || nameOf(street, spots), { spots, land });
  }
  const relations = decorate(extract);
  const used = new Set(extract.ways.flatMap(({ refs }) => refs));
  const nodes = extract.nodes.flatMap(({ spot, tags }, index): OsmNode[] => {
    const [lon, lat] = land.plane.globe(spot);
    return used.has(index) ? [{ id: firstNode + index, lon, lat, tags }] : [];
  });
  const ways = extract.ways.map(
    ({ refs, tags }, index): OsmWay => ({ id: firstWay + index, refs: refs.map((ref) => firstNode + ref), tags }),
  );
  return writePbf({
    writingProgram: "antar scripts/data/kendari-roads.ts",
    source: "synthetic: generated roads, not OpenStreetMap data",
    timestamp,
    nodes,
    ways,
    relations,
  });
}

/** Where the extract lies. */
export const roadsFile = new URL("../../data/kendari/roads.osm.pbf", import.meta.url);

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(roadsFile, kendariRoads());
