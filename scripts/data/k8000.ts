/**
 * Makes the scale scenario K8000: a generated regency of 60 x 60 km with 40 kecamatan, 400 desa and 8,000 TPS, its roads and
 * its brief. Everything is invented and seeded. `npx tsx scripts/data/k8000.ts OUT [KECAMATAN]`; fewer kecamatan get
 * proportionally less area and fleet.
 */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Brief, type Place, readBrief } from "@antar/domain";
import { createRandom, type LonLat, type Random } from "@antar/measure";
import { writeBrief } from "./brief-text.ts";
import { type OsmNode, type OsmWay, writePbf } from "./write-pbf.ts";

const seed = 8000;
const whole = { kecamatan: 40, truk: 60, pikap: 300, gerobak: 800, docks: 12, teams: 10 };
const desaEach = 10;
const tpsEach = 20;

/** South-west corner, and degrees for each metre at this latitude. */
const corner: LonLat = [122.2, -4.3];
const degrees = { lon: 1 / (111_320 * Math.cos((4.03 * Math.PI) / 180)), lat: 1 / 110_570 };

/** A point on the plane, metres from the corner. */
interface Spot {
  readonly x: number;
  readonly y: number;
}

const rounded = (value: number): number => Math.round(value * 1e6) / 1e6;
const pointOf = ({ x, y }: Spot): [number, number] => [
  rounded(corner[0] + x * degrees.lon),
  rounded(corner[1] + y * degrees.lat),
];
const gap = (a: Spot, b: Spot): number => Math.hypot(a.x - b.x, a.y - b.y);

/** Nodes and ways as they are made. */
class Roads {
  readonly nodes: OsmNode[] = [];
  readonly ways: OsmWay[] = [];
  readonly spots: Spot[] = [];

  junction(spot: Spot): number {
    const [lon, lat] = pointOf(spot);
    const id = this.nodes.length + 1;
    this.nodes.push({ id, lon, lat, tags: {} });
    this.spots.push(spot);
    return id;
  }

  spotOf(id: number): Spot {
    return this.spots[id - 1] ?? { x: 0, y: 0 };
  }

  /** A road between two junctions with a seeded bend every two kilometres or so. */
  road(from: number, to: number, options: { kind: string; random: Random }): void {
    const [a, b] = [this.spotOf(from), this.spotOf(to)];
    const pieces = Math.max(1, Math.round(gap(a, b) / 2000));
    const refs = [from];
    for (let piece = 1; piece < pieces; piece++) {
      const share = piece / pieces;
      const side = (options.random.next() - 0.5) * 700;
      const length = gap(a, b) || 1;
      const x = a.x + (b.x - a.x) * share - ((b.y - a.y) / length) * side;
      refs.push(this.junction({ x, y: a.y + (b.y - a.y) * share + ((b.x - a.x) / length) * side }));
    }
    refs.push(to);
    this.ways.push({ id: this.ways.length + 1, refs, tags: { highway: options.kind } });
  }
}

interface Village {
  readonly centre: number;
  readonly junctions: readonly number[];
}

/** Streets of a desa: a jittered grid around `spot`. */
function village(roads: Roads, spot: Spot, random: Random): Village {
  const [columns, rows, step] = [7, 6, 160];
  const ids: number[] = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const x = spot.x + (column - (columns - 1) / 2) * step + (random.next() - 0.5) * 70;
      ids.push(roads.junction({ x, y: spot.y + (row - (rows - 1) / 2) * step + (random.next() - 0.5) * 70 }));
    }
  }
  const kind = (): string => (random.next() < 0.15 ? "living_street" : "residential");
  for (const [index, id] of ids.entries()) {
    const [right, above] = [ids[index + 1], ids[index + columns]];
    if (right !== undefined && (index + 1) % columns !== 0) roads.road(id, right, { kind: kind(), random });
    // Every column is whole at its ends only: a village is no chessboard.
    const whole = index % columns === 0 || index % columns === columns - 1 || random.next() < 0.7;
    if (above !== undefined && whole) roads.road(id, above, { kind: kind(), random });
  }
  return { centre: ids[Math.floor(ids.length / 2)] ?? 0, junctions: ids };
}

interface Kecamatan {
  readonly centre: number;
  readonly villages: readonly Village[];
}

/** Cells of a field of about 7.5 x 12 km each, row by row. */
function cellsOf(count: number): Spot[] {
  const columns = Math.min(count, 8);
  return Array.from({ length: count }, (_, index) => ({
    x: ((index % columns) + 0.5) * 7500,
    y: (Math.floor(index / columns) + 0.5) * 12_000,
  }));
}

function kecamatanIn(roads: Roads, cell: Spot, random: Random): Kecamatan {
  const villages: Village[] = [];
  for (let desa = 0; desa < desaEach; desa++) {
    const [column, row] = [desa % 2, Math.floor(desa / 2)];
    const x = cell.x + (column - 0.5) * 3600 + (random.next() - 0.5) * 1600;
    villages.push(village(roads, { x, y: cell.y + (row - 2) * 2300 + (random.next() - 0.5) * 1000 }, random));
  }
  const [first] = villages;
  const middle = villages[4] ?? first;
  const centre = middle?.centre ?? 0;
  for (const [index, own] of villages.entries()) {
    if (own.centre !== centre) roads.road(own.centre, centre, { kind: "secondary", random });
    const next = villages[index + 2];
    if (next) roads.road(own.centre, next.centre, { kind: "tertiary", random });
  }
  return { centre, villages };
}

function joined(roads: Roads, all: readonly Kecamatan[], random: Random): void {
  const columns = Math.min(all.length, 8);
  for (const [index, { centre }] of all.entries()) {
    const [right, above] = [all[index + 1], all[index + columns]];
    if (right && (index + 1) % columns !== 0) roads.road(centre, right.centre, { kind: "primary", random });
    if (above) roads.road(centre, above.centre, { kind: "primary", random });
  }
}

const digits = (value: number, width: number): string => String(value).padStart(width, "0");

function placesOf(roads: Roads, all: readonly Kecamatan[], given: { docks: number; random: Random }): Place[] {
  const { docks, random } = given;
  const beside = (id: number): [number, number] => {
    const { x, y } = roads.spotOf(id);
    return pointOf({ x: x + 15 + random.next() * 20, y: y + 15 + random.next() * 20 });
  };
  const hub = all[Math.floor(all.length / 2)] ?? all[0];
  const places: Place[] = [
    { code: "9980", kind: "warehouse", name: "Gudang", point: beside((hub?.centre ?? 1) + 1), docks },
  ];
  for (const [k, kecamatan] of all.entries()) {
    const ppk = `9980${digits(k + 1, 2)}`;
    const point = beside(kecamatan.centre);
    places.push({ code: ppk, kind: "ppk", name: `PPK ${k + 1}`, point, suppliedBy: "9980", docks: 2, boxes: 2 });
    for (const [d, own] of kecamatan.villages.entries()) {
      const pps = `${ppk}2${digits(d + 1, 3)}`;
      places.push({
        code: pps,
        kind: "pps",
        name: `PPS ${k + 1}.${d + 1}`,
        point: beside(own.centre),
        suppliedBy: ppk,
      });
      for (let tps = 1; tps <= tpsEach; tps++) {
        const at = own.junctions[random.below(own.junctions.length)] ?? own.centre;
        places.push({
          code: `${pps}${digits(tps, 3)}`,
          kind: "tps",
          name: `TPS ${tps}`,
          point: beside(at),
          suppliedBy: pps,
        });
      }
    }
  }
  return places;
}

const attribution = "Jalan buatan untuk skenario K8000, bukan jalan sebenarnya / Generated roads, not real ones";

/** Brief and extract of the scenario with `kecamatan` kecamatan; the same bytes on every machine. */
export function k8000(kecamatan: number = whole.kecamatan): { readonly brief: Brief; readonly pbf: Uint8Array } {
  const random = createRandom(seed);
  const roads = new Roads();
  const all = cellsOf(kecamatan).map((cell, index) => kecamatanIn(roads, cell, random.fork(index)));
  joined(roads, all, random.fork(1001));
  const pbf = writePbf({
    writingProgram: "antar k8000",
    source: "generated",
    timestamp: 1_730_419_200,
    nodes: roads.nodes,
    ways: roads.ways,
    relations: [],
  });
  const share = (count: number): number => Math.max(1, Math.ceil((count * kecamatan) / whole.kecamatan));
  const counts: Readonly<Record<string, number>> = {
    truk: share(whole.truk),
    pikap: share(whole.pikap),
    "gerobak-motor": share(whole.gerobak),
  };
  const model: Brief = readBrief(
    JSON.parse(readFileSync(fileURLToPath(new URL("../../data/kendari/brief.json", import.meta.url)), "utf8")),
  );
  const [west, south] = corner;
  const [east, north] = [west + 70_000 * degrees.lon, south + 70_000 * degrees.lat];
  const brief: Brief = {
    ...model,
    id: `k${kecamatan * desaEach * tpsEach}`,
    tenant: "contoh",
    title: `Kabupaten buatan, ${kecamatan} kecamatan, ${kecamatan * desaEach * tpsEach} TPS`,
    roads: {
      extract: "roads.osm.pbf",
      sha256: createHash("sha256").update(pbf).digest("hex"),
      synthetic: true,
      attribution,
    },
    serviceArea: {
      name: "Kabupaten buatan",
      rings: [
        [
          [west, south],
          [east, south],
          [east, north],
          [west, north],
          [west, south],
        ].map(([lon = 0, lat = 0]): [number, number] => [rounded(lon - 0.01), rounded(lat - 0.01)]),
      ],
    },
    window: {
      start: "2024-11-24T08:00:00+08:00",
      end: "2024-11-26T18:00:00+08:00",
      legalEnd: "2024-11-26T23:59:00+08:00",
    },
    escort: { teams: share(whole.teams), vehiclesPerConvoy: 3, from: "warehouse" },
    split: { ppk: true, pps: true },
    vehicleTypes: model.vehicleTypes.map((type) => ({ ...type, count: counts[type.id] ?? type.count })),
    places: placesOf(roads, all, { docks: share(whole.docks), random: random.fork(1002) }),
  };
  return { brief: readBrief(brief), pbf };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [out = "", kecamatan = String(whole.kecamatan)] = process.argv.slice(2);
  if (out === "") throw new Error("write: npx tsx scripts/data/k8000.ts OUT [KECAMATAN]");
  const { brief, pbf } = k8000(Number(kecamatan));
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, "roads.osm.pbf"), pbf);
  writeFileSync(join(out, "brief.json"), writeBrief(brief));
}
