/**
 * Small frozen worlds for tests: a town of a street grid as a real road network, and briefs with a few kecamatan on it.
 * For tests only.
 */
import { type Brief, readBrief } from "@antar/domain";
import { createRandom } from "@antar/measure";
import { buildRoads, openRoads, type RoadNetwork } from "@antar/roads";
import { corner, span, townPbf } from "./town-pbf.ts";

const sha256 = "a".repeat(64);

/** The town as an opened road network. */
export async function townRoads(): Promise<RoadNetwork> {
  const { file } = await buildRoads(townPbf(), {
    format: "pbf",
    source: "town.osm.pbf",
    sha256,
    attribution: "drawn for tests",
  });
  return openRoads(file);
}

/** How large a small world is. */
export interface WorldSize {
  readonly ppk: number;
  readonly pps: number;
  readonly tps: number;
}

function pointFrom(random: { next(): number }): [number, number] {
  return [Number((corner[0] + random.next() * span).toFixed(6)), Number((corner[1] + random.next() * span).toFixed(6))];
}

function placesOf(size: WorldSize, seed: number): Brief["places"] {
  const random = createRandom(seed);
  const two = (value: number): string => String(value).padStart(2, "0");
  const places: Brief["places"] = [
    { code: "9901", kind: "warehouse", name: "Gudang", point: pointFrom(random), docks: 2 },
  ];
  for (let ppk = 1; ppk <= size.ppk; ppk++) {
    const kecamatan = `9901${two(ppk)}`;
    places.push({
      code: kecamatan,
      kind: "ppk",
      name: `PPK ${ppk}`,
      point: pointFrom(random),
      suppliedBy: "9901",
      boxes: 2,
      docks: 1,
    });
    for (let pps = 1; pps <= size.pps; pps++) {
      const kelurahan = `${kecamatan}10${two(pps)}`;
      places.push({
        code: kelurahan,
        kind: "pps",
        name: `PPS ${ppk}.${pps}`,
        point: pointFrom(random),
        suppliedBy: kecamatan,
      });
      for (let tps = 1; tps <= size.tps; tps++) {
        const code = `${kelurahan}0${two(tps)}`;
        places.push({ code, kind: "tps", name: `TPS ${tps}`, point: pointFrom(random), suppliedBy: kelurahan });
      }
    }
  }
  return places;
}

/** A checked brief of `size` with places at seeded points of the town; `changes` replace whole fields. */
export function smallBrief(size: WorldSize, seed = 1, changes: Partial<Brief> = {}): Brief {
  return readBrief({
    schema: "antar.brief/1",
    id: "small",
    tenant: "test",
    title: "A small world",
    timeZone: "Asia/Makassar",
    currency: "IDR",
    roads: { extract: "town.osm.pbf", sha256, synthetic: true, attribution: "drawn for tests" },
    serviceArea: {
      name: "town",
      rings: [
        [
          [122.4, -4.1],
          [122.7, -4.1],
          [122.7, -3.8],
          [122.4, -3.8],
          [122.4, -4.1],
        ],
      ],
    },
    window: {
      start: "2024-11-25T08:00:00+08:00",
      end: "2024-11-26T18:00:00+08:00",
      legalEnd: "2024-11-26T23:59:00+08:00",
    },
    mode: "tiered",
    kit: {
      pieces: [
        { kind: "kotak", name: "Kotak suara", count: 2 },
        { kind: "bilik", name: "Bilik", count: 4 },
        { kind: "karton", name: "Karton", count: 1 },
      ],
      litres: 250,
    },
    box: { litres: 96 },
    handling: { loadPerKit: 78, handOverPerKit: 78, perStop: 180 },
    opening: {
      warehouse: { from: "08:00", to: "16:00" },
      ppk: { from: "08:00", to: "16:00" },
      pps: { from: "08:00", to: "16:00" },
      tps: { from: "06:00", to: "18:00" },
    },
    drivers: { shift: 36_000, breakAfter: 18_000, break: 2700 },
    escort: { teams: 1, vehiclesPerConvoy: 2, from: "warehouse" },
    split: { ppk: false, pps: true },
    slackTarget: 7200,
    vehicleTypes: [
      {
        id: "truk",
        name: "Truk",
        count: 3,
        base: "warehouse",
        roams: false,
        capacity: { kits: 40 },
        profile: "truck",
        cost: { fixed: 900_000, perKilometre: 6000, perHour: 60_000 },
      },
      {
        id: "pikap",
        name: "Pikap",
        count: 4,
        base: "ppk",
        roams: true,
        capacity: { kits: 12, litres: 3000 },
        profile: "pickup",
        cost: { fixed: 350_000, perKilometre: 3500, perHour: 40_000 },
      },
      {
        id: "gerobak",
        name: "Gerobak",
        count: size.ppk * size.pps,
        base: "pps",
        roams: false,
        capacity: { pieces: 14 },
        profile: "cart",
        cost: { fixed: 100_000, perKilometre: 1500, perHour: 20_000 },
      },
    ],
    places: placesOf(size, seed),
    ...changes,
  });
}
