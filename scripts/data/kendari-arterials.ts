/**
 * The main roads of the synthetic Kendari: which places they join, by which name. The names are of real streets, placed
 * about where the offices along them are; the courses are invented: cheapest over invented hills.
 */

import type { Point } from "geojson";
import { type Land, pointOf, readGeoJson, textOf } from "./kendari-source.ts";
import { at, crossing, endsOf, gap, mix, type Spot, SpotGrid, simplify, smooth } from "./plane.ts";
import { hash, hills, type Line, type StreetClass } from "./street-plan.ts";

interface Course {
  readonly name: string;
  readonly class: StreetClass;
  readonly dual?: boolean;
  readonly via: string;
}

/** Most important first: a later road that runs along an earlier one becomes part of it. */
const courses: readonly Course[] = [
  { name: "Jalan Wolter Monginsidi", class: "trunk", via: "@-4.052,122.476 > Baruga > Lepo Lepo" },
  { name: "Jalan D.I. Panjaitan", class: "trunk", via: "Lepo Lepo > Wundudopi > Bonggoeya > Wowawanggu" },
  { name: "Jalan M.T. Haryono", class: "primary", dual: true, via: "Wowawanggu > Anaiwoi > Bende" },
  { name: "Jalan Ahmad Yani", class: "primary", dual: true, via: "Wua Wua > Mataiwoi > Kadia > Pondambea > Mandonga" },
  { name: "Jalan Brigjen M. Yoenoes", class: "primary", dual: true, via: "Bende > Kadia > Korumba" },
  { name: "Jalan H.E.A. Mokodompit", class: "primary", dual: true, via: "Bende > Lalolara > Kambu > Andonohu" },
  { name: "Jalan Haluoleo", class: "primary", dual: true, via: "Andonohu > Rahandouna > Anggoeya" },
  { name: "Jalan Ir. H. Alala", class: "primary", dual: true, via: "Mandonga > Korumba > Lahundape" },
  {
    name: "Jalan Diponegoro",
    class: "primary",
    via: "Lahundape > Kemaraya > Watu-Watu > Tipulu > Punggaloba > Benu Benua",
  },
  { name: "Jalan Sultan Hasanuddin", class: "primary", via: "Benu Benua > Sodohoa > Sanua > Dapu Dapura > Kandai" },
  { name: "Jembatan Teluk Kendari", class: "primary", via: "Kandai > #bay-north" },
  { name: "Jalan Jembatan Teluk Kendari", class: "primary", via: "#bay-south > Lapulu > Puday" },
  { name: "Jalan R. Suprapto", class: "trunk", via: "Mandonga > Tobuuha > Punggolaka" },
  { name: "Jalan Prof. M. Yamin", class: "trunk", via: "Punggolaka > Watulondo > Puuwatu > @-3.975,122.4495" },
  { name: "Jalan Poros Poasia", class: "secondary", via: "Anggoeya > Matabubu > Puday > Abeli" },
  { name: "Jalan Poros Nambo", class: "secondary", via: "Abeli > Talia > Petoaha > Nambo > Sambuli > Tondonggeu" },
  {
    name: "Jalan W.R. Supratman",
    class: "secondary",
    via: "Kandai > Jati Mekar > Gunung Jati > Kampung Salo > Kassilampe > Mata > Purirano",
  },
  {
    name: "Jalan Imam Bonjol",
    class: "secondary",
    via: "Mandonga > Anggilowu > Alolama > Wawombalata > Labibia > @-3.912,122.492",
  },
  { name: "Jalan Pattimura", class: "secondary", via: "Punggolaka > Lalodati > Labibia" },
  { name: "Jalan Asrama Haji", class: "secondary", via: "Wundudopi > @-4.0267,122.5073 > Lepo Lepo" },
  { name: "Jalan Prof. Dr. Abdul Rauf Tarimana", class: "secondary", via: "Lepo Lepo > Padaleu > Kambu" },
  { name: "Jalan Martandu", class: "secondary", via: "Kambu > Mokoau > Andonohu" },
  { name: "Jalan Malaka", class: "secondary", via: "Lalolara > Andonohu" },
  { name: "Jalan Budi Utomo", class: "secondary", via: "Mataiwoi > Wua Wua > Anawai > Watubangga > Baruga" },
  { name: "Jalan Sao-Sao", class: "secondary", via: "Bende > Anaiwoi > Mataiwoi" },
  { name: "Jalan Malik Raya", class: "tertiary", via: "Korumba > Mandonga > Kemaraya" },
  { name: "Jalan Wayong", class: "tertiary", via: "Kadia > Tobuuha" },
  { name: "Jalan Boulevard", class: "secondary", dual: true, via: "Wundumbatu > Andonohu > Mokoau" },
  { name: "Jalan Bunggasi", class: "tertiary", via: "Rahandouna > Wundumbatu > Matabubu" },
  { name: "Jalan Poros Moramo", class: "secondary", via: "Abeli > Anggalomelai > Tobimeita > @-4.04,122.594" },
  { name: "Jalan Benuanirae", class: "tertiary", via: "Anggoeya > Benuanirae > Tobimeita" },
  { name: "Jalan Pelabuhan Bungkutoko", class: "secondary", via: "#island-east > Bungkutoko" },
  { name: "Jalan Petoaha", class: "tertiary", via: "#island-west > Talia > Poasia > Lapulu" },
  { name: "Jalan Lingkar Barat", class: "secondary", via: "Watubangga > Abeli Dalam > Puuwatu" },
  { name: "Jalan Kapten Piere Tendean", class: "secondary", via: "Baruga > @-4.06,122.517 > @-4.08,122.515" },
  { name: "Jalan Mangga Dua", class: "tertiary", via: "Kampung Salo > Mangga Dua > Mata" },
  { name: "Jalan Pelabuhan", class: "tertiary", via: "Kandai > Kendari Caddi > Kassilampe" },
  { name: "Jalan Lapulu", class: "tertiary", via: "Lapulu > Abeli > Tobimeita" },
  { name: "Jalan Poros Anduonohu Selatan", class: "tertiary", via: "Rahandouna > @-4.04,122.56 > @-4.067,122.57" },
  { name: "Jalan Poros Mokoau", class: "tertiary", via: "Mokoau > @-4.04,122.54" },
  { name: "Jalan Poros Watu-Watu", class: "tertiary", via: "Watu-Watu > @-3.949,122.542" },
  { name: "Jalan Poros Tipulu", class: "tertiary", via: "Tipulu > @-3.953,122.552" },
  { name: "Jalan Poros Nambo Selatan", class: "tertiary", via: "Nambo > @-4.025,122.612" },
];

const cell = 70;

/** Both ends of the two bridges over salt water, and the line of Kali Wanggu. */
export interface Waters {
  readonly anchors: ReadonlyMap<string, Spot>;
  /** True when the segment crosses Kali Wanggu. */
  crossesRiver(a: Spot, b: Spot): boolean;
}

/** The bridges and the river; throws when the bridge point does not lie between two shores. */
export function readWaters(land: Land): Waters {
  const bridge = readGeoJson<Point>("hazards.geojson").features.find((f) => f.properties.kind === "bridge");
  if (!bridge) throw new Error("hazards.geojson names no bridge");
  const [north, south] = spanOver(land, land.plane.flat(pointOf(bridge)));
  const [east, west] = islandGap(land);
  return {
    anchors: new Map([
      ["#bay-north", north],
      ["#bay-south", south],
      ["#island-east", east],
      ["#island-west", west],
    ]),
    crossesRiver: riverOf(land),
  };
}

/** The shortest straight line through `middle` with 60 m of firm land at both ends. */
function spanOver(land: Land, middle: Spot): [Spot, Spot] {
  let best: [Spot, Spot] | undefined;
  for (let degrees = -40; degrees <= 40; degrees += 2) {
    const [dx, dy] = [Math.sin((degrees * Math.PI) / 180), Math.cos((degrees * Math.PI) / 180)];
    const ends = [1, -1].map((sign) => {
      for (let far = 40; far < 1600; far += 10) {
        const spot = { x: middle.x + sign * dx * far, y: middle.y + sign * dy * far };
        if (land.contains(spot) && land.city.rimDistance(spot, 80) >= 60) return spot;
      }
      return undefined;
    });
    const [north, south] = ends;
    if (north && south && (!best || gap(north, south) < gap(...best))) best = [north, south];
  }
  if (!best) throw new Error("no shores found on both sides of the bay bridge");
  return best;
}

/** Spots 40 m inland on the island of Bungkutoko and on the mainland, where the channel is narrowest. */
function islandGap(land: Land): [Spot, Spot] {
  const [first, second] = land.city.rings;
  if (!first || !second) throw new Error("the city boundary should have two parts");
  const [island, main] = first.length < second.length ? [first, second] : [second, first];
  const inland = (spots: readonly Spot[]): Spot[] =>
    spots.flatMap((spot) => {
      for (let i = 0; i < 16; i++) {
        const angle = (i * Math.PI) / 8;
        const moved = { x: spot.x + 60 * Math.cos(angle), y: spot.y + 60 * Math.sin(angle) };
        if (land.contains(moved) && land.city.rimDistance(moved, 60) >= 42) return [moved];
      }
      return [];
    });
  const far = inland(island);
  let best: [Spot, Spot] | undefined;
  for (const there of inland(main.filter((spot) => far.some((other) => gap(spot, other) < 1200)))) {
    for (const here of far) if (!best || gap(here, there) < gap(...best)) best = [here, there];
  }
  if (!best) throw new Error("no shore near Bungkutoko");
  return best;
}

/** Kali Wanggu runs along the western rim of Kambu. */
function riverOf(land: Land): (a: Spot, b: Spot) => boolean {
  const southEnd = land.plane.flat([122.5, -4.054]).y;
  const sides = new SpotGrid<readonly [Spot, Spot]>(200);
  const west = land.wards.filter((ward) => ["Kadia", "Wua-Wua", "Baruga"].includes(ward.kecamatan));
  for (const ward of land.wards.filter((candidate) => candidate.kecamatan === "Kambu")) {
    for (const ring of ward.rings) {
      for (let i = 1; i < ring.length; i++) {
        const [a, b] = [at(ring, i - 1), at(ring, i)];
        const middle = mix(a, b, 0.5);
        const shared = middle.y > southEnd && west.some((other) => other.rimDistance(middle, 12) < 12);
        if (shared) sides.put([a, b], a, b);
      }
    }
  }
  return (a, b) => sides.near(a, 0, b).some(([c, d]) => crossing(a, b, c, d) !== undefined);
}

interface Raster {
  readonly columns: number;
  readonly spots: Spot[];
  readonly cost: Float64Array;
}

function rasterOf(land: Land, seed: number): Raster {
  const all = land.city.rings.flat();
  const xs = all.map((spot) => spot.x);
  const ys = all.map((spot) => spot.y);
  const [left, bottom] = [xs.reduce((a, b) => Math.min(a, b)), ys.reduce((a, b) => Math.min(a, b))];
  const columns = Math.ceil((xs.reduce((a, b) => Math.max(a, b)) - left) / cell) + 1;
  const rows = Math.ceil((ys.reduce((a, b) => Math.max(a, b)) - bottom) / cell) + 1;
  const spots: Spot[] = [];
  const cost = new Float64Array(columns * rows).fill(Number.POSITIVE_INFINITY);
  for (let i = 0; i < columns * rows; i++) {
    const [column, row] = [i % columns, Math.floor(i / columns)];
    const jitter = (label: number): number => (hash(column, row, seed + label) - 0.5) * cell * 0.5;
    const spot = { x: left + column * cell + jitter(1), y: bottom + row * cell + jitter(2) };
    spots.push(spot);
    if (!land.contains(spot)) continue;
    const shore = land.city.rimDistance(spot, 130);
    if (shore < 18) continue;
    cost[i] = 1 + 2.5 * hills(spot, seed) ** 2 + (shore < 120 ? 1 : 0);
  }
  return { columns, spots, cost };
}

const moves = [1, -1].flatMap((a) => [
  [a, 0],
  [0, a],
  [a, 1],
  [a, -1],
  ...[1, -1].flatMap((b) => [
    [2 * a, b],
    [a, 2 * b],
  ]),
]);

/** The cheapest chain of cells; a step on a road that exists costs a third. */
function route(raster: Raster, from: number, to: number, step: (a: number, b: number) => number): number[] {
  const { columns, spots } = raster;
  const best = new Map<number, number>([[from, 0]]);
  const before = new Map<number, number>();
  const heap: [number, number][] = [[0, from]];
  const goal = at(spots, to);
  while (heap.length > 0) {
    const [, here] = pop(heap);
    if (here === to) break;
    const spent = best.get(here) ?? 0;
    for (const [dx = 0, dy = 0] of moves) {
      const next = here + dx + dy * columns;
      if (Math.abs((next % columns) - (here % columns)) > 2 || next < 0 || next >= spots.length) continue;
      const total = spent + step(here, next);
      if (total >= (best.get(next) ?? Number.POSITIVE_INFINITY)) continue;
      best.set(next, total);
      before.set(next, here);
      push(heap, [total + 0.33 * gap(at(spots, next), goal), next]);
    }
  }
  const path = [to];
  for (let here = before.get(to); here !== undefined; here = before.get(here)) path.push(here);
  if (path.length < 2 && from !== to) throw new Error(`no way over land to ${JSON.stringify(goal)}`);
  return path.reverse();
}

function push(heap: [number, number][], entry: [number, number]): void {
  let i = heap.push(entry) - 1;
  while (i > 0) {
    const parent = (i - 1) >> 1;
    if (at(heap, parent)[0] <= entry[0]) break;
    heap[i] = at(heap, parent);
    i = parent;
  }
  heap[i] = entry;
}

function pop(heap: [number, number][]): [number, number] {
  const top = at(heap, 0);
  const last = heap.pop() ?? top;
  if (heap.length === 0) return top;
  let i = 0;
  for (;;) {
    let child = 2 * i + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && at(heap, child + 1)[0] < at(heap, child)[0]) child++;
    if (at(heap, child)[0] >= last[0]) break;
    heap[i] = at(heap, child);
    i = child;
  }
  heap[i] = last;
  return top;
}

/** The main roads and the two bridges as lines that meet in common ends. */
export function arterials(land: Land, waters: Waters, seed: number): Line[] {
  const raster = rasterOf(land, seed);
  const offices = new Map(
    readGeoJson<Point>("pps.geojson").features.map((f) => [textOf(f, "kelurahan"), land.plane.flat(pointOf(f))]),
  );
  const stop = (text: string): number => {
    const [lat, lon] = text.slice(1).split(",").map(Number);
    const spot = text.startsWith("@")
      ? land.plane.flat([lon ?? 0, lat ?? 0])
      : (waters.anchors.get(text) ?? offices.get(text));
    if (!spot) throw new Error(`no place named ${text}`);
    return nearestCell(raster, spot, land);
  };
  const owner = new Map<string, Course>();
  const neighbours = new Map<number, number[]>();
  const step = (a: number, b: number): number => {
    const [from, to] = [at(raster.spots, a), at(raster.spots, b)];
    const length = gap(from, to);
    if (owner.has(edgeKey(a, b))) return length * 0.33;
    const middle = mix(from, to, 0.5);
    if (!Number.isFinite(raster.cost[b]) || !land.city.contains(middle)) return Number.POSITIVE_INFINITY;
    const busy = neighbours.has(b) ? 30 : 0;
    return length * (raster.cost[b] ?? 1) + busy + (waters.crossesRiver(from, to) ? 2500 : 0);
  };
  for (const course of courses) {
    const stops = course.via.split(" > ").map(stop);
    for (let i = 1; i < stops.length; i++) {
      const path = route(raster, at(stops, i - 1), at(stops, i), step);
      for (let j = 1; j < path.length; j++) {
        const [a, b] = [at(path, j - 1), at(path, j)];
        if (owner.has(edgeKey(a, b))) continue;
        owner.set(edgeKey(a, b), course);
        for (const [from, to] of [
          [a, b],
          [b, a],
        ] as const)
          neighbours.set(from, [...(neighbours.get(from) ?? []), to]);
      }
    }
  }
  const lines = chainsOf(owner, neighbours).map(({ cells, course }) =>
    lineOf(
      land,
      cells.map((c) => at(raster.spots, c)),
      course,
    ),
  );
  const bridge = (a: string, b: string, name: string, dual: boolean, kind: StreetClass): Line => ({
    spots: [at(raster.spots, stop(a)), at(raster.spots, stop(b))],
    class: kind,
    name,
    dual,
    bridge: true,
  });
  return [
    ...lines,
    bridge("#bay-north", "#bay-south", "Jembatan Teluk Kendari", false, "primary"),
    bridge("#island-east", "#island-west", "Jembatan Bungkutoko", false, "secondary"),
  ];
}

function edgeKey(a: number, b: number): string {
  return a < b ? `${a}-${b}` : `${b}-${a}`;
}

function nearestCell(raster: Raster, spot: Spot, land: Land): number {
  let best = -1;
  let away = Number.POSITIVE_INFINITY;
  for (const [i, candidate] of raster.spots.entries()) {
    const distance = gap(candidate, spot);
    if (distance >= away || distance > 1500 || !Number.isFinite(raster.cost[i] ?? Number.NaN)) continue;
    if (land.city.contains(spot) && distance > 60 && !land.carries(candidate, spot)) continue;
    [best, away] = [i, distance];
  }
  if (best < 0) throw new Error(`no firm ground near ${JSON.stringify(spot)}`);
  return best;
}

/** Chains of cells between junctions, each of one course. */
function chainsOf(owner: ReadonlyMap<string, Course>, neighbours: ReadonlyMap<number, readonly number[]>) {
  const chains: { cells: number[]; course: Course }[] = [];
  const used = new Set<string>();
  const courseAt = (a: number, b: number): Course | undefined => owner.get(edgeKey(a, b));
  const isEnd = (node: number): boolean => {
    const [a, b, more] = neighbours.get(node) ?? [];
    return a === undefined || b === undefined || more !== undefined || courseAt(node, a) !== courseAt(node, b);
  };
  for (const start of neighbours.keys()) {
    if (!isEnd(start)) continue;
    for (const first of neighbours.get(start) ?? []) {
      const course = courseAt(start, first);
      if (!course || used.has(edgeKey(start, first))) continue;
      const cells = [start, first];
      used.add(edgeKey(start, first));
      while (!isEnd(at(cells, cells.length - 1))) {
        const [before, here] = [at(cells, cells.length - 2), at(cells, cells.length - 1)];
        const next = (neighbours.get(here) ?? []).find((candidate) => candidate !== before);
        if (next === undefined || used.has(edgeKey(here, next))) break;
        used.add(edgeKey(here, next));
        cells.push(next);
      }
      chains.push({ cells, course });
    }
  }
  return chains;
}

function lineOf(land: Land, spots: readonly Spot[], course: Course): Line {
  const carried = (line: readonly Spot[]): boolean =>
    line.every((spot, i) => i === 0 || land.carries(at(line, i - 1), spot));
  const candidates = [6, 3, 1].map((rounds) => simplify(smooth(spots, rounds), 5));
  const [start, end] = endsOf(spots);
  const shape = candidates.find(carried) ?? spots;
  const long = gap(start, end) > 250;
  return { spots: shape, class: course.class, name: course.name, dual: course.dual === true && long, bridge: false };
}
