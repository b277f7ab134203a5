/**
 * Makes data/kendari/brief.json (scenario K525) and data/kendari/areas.geojson from the sources and the synthetic roads.
 * Run it with `npx tsx`. Every assumption of the scenario is a field here.
 */
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Brief, briefSchemaId, type Place } from "@antar/domain";
import { createRandom, type LonLat, type Random } from "@antar/measure";
import * as turf from "@turf/turf";
import type { Feature, FeatureCollection, MultiPolygon, Point, Polygon } from "geojson";
import { writeBrief } from "./brief-text.ts";
import { roadsFile } from "./kendari-roads.ts";
import { type Land, pointOf, readCsv, readGeoJson, readLand, textOf, type Ward } from "./kendari-source.ts";
import { at, gap, mix, type Spot } from "./plane.ts";
import { drawnStreets } from "./road-drawing.ts";

const seed = 525;
const perVenue = 2;

const digits = (code: string): string => code.replaceAll(".", "");
const rounded = ([lon, lat]: LonLat): [number, number] => [Math.round(lon * 1e6) / 1e6, Math.round(lat * 1e6) / 1e6];

/** Seeded spots 12..45 m beside the small streets of a ward; beside any spot of the ward where it has no street. */
function spotsBeside(ward: Ward, streets: readonly (readonly [Spot, Spot])[], random: Random): () => Spot {
  const own = streets.filter(([a, b]) => ward.contains(mix(a, b, 0.5)));
  return () => {
    for (let turn = 0; turn < 400; turn++) {
      const [a, b] = at(own, random.below(own.length));
      const length = gap(a, b) || 1;
      const side = (12 + random.next() * 33) * (random.next() < 0.5 ? -1 : 1);
      const on = mix(a, b, random.next());
      const spot = { x: on.x - ((b.y - a.y) / length) * side, y: on.y + ((b.x - a.x) / length) * side };
      if (ward.contains(spot)) return spot;
    }
    throw new Error(`no spot beside a street of ${ward.name}`);
  };
}

interface Found {
  readonly point: [number, number];
  readonly basis: string;
}

function venuesOf(ward: Ward): Found[] {
  return readGeoJson<Point>("venues.geojson")
    .features.filter(
      (venue) => venue.properties.tps_candidate === true && textOf(venue, "kelurahan_code") === ward.code,
    )
    .map((venue) => ({ point: rounded(pointOf(venue)), basis: `di ${textOf(venue, "name")} (perkiraan / guess)` }));
}

/** The polling places of one kelurahan: their numbers and, when known, its voters. */
export interface Roll {
  readonly kelurahan: string;
  readonly numbers: readonly number[];
  readonly voters?: number;
}

/** The estimate for the Pilkada of November 2024: 525 polling places, 238,683 voters. */
function pilkadaRolls(): Roll[] {
  return readCsv("tps-pilkada2024-kelurahan-estimate.csv").map((row) => ({
    kelurahan: row.kelurahan_code ?? "",
    numbers: Array.from({ length: Number(row.tps_pilkada2024_estimate) }, (_, i) => i + 1),
    voters: Number(row.voters_pilkada2024_estimate),
  }));
}

function pollingPlaces(land: Land, streets: readonly (readonly [Spot, Spot])[], rolls: readonly Roll[]): Place[] {
  const root = createRandom(seed);
  return rolls.flatMap(({ kelurahan, numbers, voters }, index): Place[] => {
    const ward = land.wards.find((candidate) => candidate.code === kelurahan);
    if (!ward) throw new Error(`no polygon of ${kelurahan}`);
    const venues = venuesOf(ward);
    const beside = spotsBeside(ward, streets, root.fork(index));
    return numbers.map((value, i): Place => {
      const venue = venues[Math.floor(i / perVenue)];
      const found: Found = venue ?? {
        point: rounded(land.plane.globe(beside())),
        basis: "titik acak di tepi jalan kelurahan / random point beside a street of the kelurahan",
      };
      const number = String(value).padStart(3, "0");
      return {
        code: `${digits(ward.code)}${number}`,
        kind: "tps",
        name: `TPS ${number} ${ward.name}`,
        point: found.point,
        suppliedBy: digits(ward.code),
        ...(voters === undefined ? {} : { voters: sharedOut(voters, numbers.length, i) }),
        approximate: true,
        basis: found.basis,
      };
    });
  });
}

/** The part of `total` that the place at `index` of `count` gets: whole numbers that add up. */
function sharedOut(total: number, count: number, index: number): number {
  return Math.floor(total / count) + (index < total % count ? 1 : 0);
}

function offices(): Place[] {
  const flooded = new Set(readFloods());
  const [store] = readGeoJson<Point>("warehouse.geojson").features;
  if (!store) throw new Error("warehouse.geojson holds no feature");
  const warehouse: Place = {
    code: "7471",
    kind: "warehouse",
    name: textOf(store, "name"),
    point: rounded(pointOf(store)),
    docks: 2,
    approximate: true,
    accuracy: 1_500,
    basis: textOf(store, "basis"),
  };
  const ppk = readGeoJson<Point>("ppk.geojson").features.map(
    (feature): Place => ({
      code: digits(textOf(feature, "kecamatan_code")),
      kind: "ppk",
      name: textOf(feature, "name"),
      point: rounded(pointOf(feature)),
      suppliedBy: "7471",
      boxes: 2,
      docks: 1,
      approximate: true,
      accuracy: 2_000,
      basis: textOf(feature, "basis"),
    }),
  );
  const pps = readGeoJson<Point>("pps.geojson").features.map((feature): Place => {
    const code = textOf(feature, "kelurahan_code");
    return {
      code: digits(code),
      kind: "pps",
      name: textOf(feature, "name"),
      point: rounded(pointOf(feature)),
      suppliedBy: digits(textOf(feature, "kecamatan_code")),
      ...(flooded.has(code) ? { overnight: false } : {}),
      approximate: feature.properties.approximate === true,
      basis: textOf(feature, "basis"),
    };
  });
  const byCode = (left: Place, right: Place): number => (left.code < right.code ? -1 : 1);
  return [warehouse, ...ppk.sort(byCode), ...pps.sort(byCode)];
}

/** Codes of the kelurahan with a reported flood; the first and fourth column of hazards.csv are never quoted. */
function readFloods(): string[] {
  return readCsv("hazards.csv").flatMap((row) => (row.hazard === "flood" ? [row.kelurahan_code ?? ""] : []));
}

/** The city boundary widened by 300 m, and the kelurahan of 2020 whose outer edge is coarser: together all real places. */
function serviceRings(): [number, number][][] {
  const city = at(readGeoJson<MultiPolygon>("boundary-city.geojson").features, 0);
  const wide = turf.buffer(turf.simplify(city, { tolerance: 0.002 }), 300, { units: "meters", steps: 2 });
  const kecamatan = readGeoJson<Polygon | MultiPolygon>("boundaries-kecamatan.geojson").features;
  const shapes = [
    wide,
    ...kecamatan.map((one) =>
      turf.buffer(turf.simplify(one, { tolerance: 0.001 }), 100, { units: "meters", steps: 2 }),
    ),
  ];
  return shapes.flatMap((shape) => (shape ? outerRings(shape) : []));
}

function outerRings({ geometry }: Feature<Polygon | MultiPolygon>): [number, number][][] {
  const parts = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  return parts.map((rings) => at(rings, 0).map(([lon = 0, lat = 0]) => rounded([lon, lat])));
}

const days = { from: "08:00", to: "16:00" };

/** The brief of scenario K525; with other polling places when `rolls` are given. */
export async function kendariBrief(roads: Uint8Array, rolls: readonly Roll[] = pilkadaRolls()): Promise<Brief> {
  const land = readLand();
  const streets = (await drawnStreets(roads)).flatMap(({ class: kind, geometry }) => {
    if (kind !== "residential" && kind !== "living_street") return [];
    const spots = geometry.map(land.plane.flat);
    return spots.slice(1).map((spot, index): readonly [Spot, Spot] => [at(spots, index), spot]);
  });
  return {
    schema: briefSchemaId,
    id: "kendari-pilkada-2024",
    tenant: "kendari",
    title: "Kota Kendari, Pilkada 27 November 2024",
    timeZone: "Asia/Makassar",
    currency: "IDR",
    roads: {
      extract: "roads.osm.pbf",
      sha256: createHash("sha256").update(roads).digest("hex"),
      synthetic: true,
      attribution: "Jaringan jalan sintetis buatan Antar; batas kota © OpenStreetMap contributors (ODbL)",
    },
    serviceArea: { name: "Kota Kendari", rings: serviceRings() },
    window: {
      start: "2024-11-25T08:00:00+08:00",
      end: "2024-11-26T18:00:00+08:00",
      legalEnd: "2024-11-26T23:59:00+08:00",
    },
    mode: "tiered",
    kit: {
      pieces: [
        { kind: "kotak", name: "Kotak suara", count: 2 },
        { kind: "bilik", name: "Bilik suara", count: 4 },
        { kind: "karton", name: "Karton di luar kotak", count: 1 },
      ],
      litres: 250,
    },
    box: { litres: 96 },
    handling: { loadPerKit: 78, handOverPerKit: 78, perStop: 180 },
    opening: { warehouse: days, ppk: days, pps: days, tps: { from: "06:00", to: "18:00" } },
    drivers: { shift: 36_000, breakAfter: 18_000, break: 2_700 },
    escort: { teams: 2, vehiclesPerConvoy: 3, from: "warehouse", cost: { perConvoy: 300_000, perHour: 150_000 } },
    split: { ppk: false, pps: true },
    slackTarget: 7_200,
    vehicleTypes: [
      {
        id: "truk",
        name: "Truk boks",
        count: 12,
        base: "warehouse",
        roams: false,
        capacity: { kits: 75, pieces: 525, litres: 18_750 },
        profile: "truck",
        cost: { fixed: 900_000, perKilometre: 4_500, perHour: 60_000 },
      },
      {
        id: "pikap",
        name: "Pikap",
        count: 30,
        base: "ppk",
        roams: true,
        capacity: { kits: 12, pieces: 84, litres: 3_000 },
        profile: "pickup",
        cost: { fixed: 350_000, perKilometre: 2_200, perHour: 35_000 },
      },
      {
        id: "gerobak-motor",
        name: "Gerobak motor",
        count: 65,
        base: "pps",
        roams: false,
        capacity: { kits: 2, pieces: 14, litres: 500 },
        profile: "cart",
        cost: { fixed: 120_000, perKilometre: 900, perHour: 25_000 },
      },
    ],
    places: [...offices(), ...pollingPlaces(land, streets, rolls)],
  };
}

/** Kecamatan and kelurahan outlines for maps, simplified to about 15 m. */
export function kendariAreas(): FeatureCollection<Polygon | MultiPolygon> {
  const of = (file: string, level: string) =>
    readGeoJson<Polygon | MultiPolygon>(file).features.map((feature) => {
      const shape = turf.truncate(turf.simplify(feature, { tolerance: 0.00015 }), { precision: 5 });
      const { code, name, kecamatan_code } = feature.properties;
      const parent = typeof kecamatan_code === "string" && level === "kelurahan" ? { parent: kecamatan_code } : {};
      return turf.feature(shape.geometry, { code, name, level, ...parent });
    });
  return turf.featureCollection([
    ...of("boundaries-kecamatan.geojson", "kecamatan"),
    ...of("boundaries-kelurahan.geojson", "kelurahan"),
  ]);
}

const folder = new URL("../../data/kendari/", import.meta.url);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const brief = await kendariBrief(new Uint8Array(readFileSync(roadsFile)));
  writeFileSync(new URL("brief.json", folder), writeBrief(brief));
  writeFileSync(new URL("areas.geojson", folder), `${JSON.stringify(kendariAreas())}\n`);
}
