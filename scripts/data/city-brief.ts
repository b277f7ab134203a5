/**
 * Makes the brief of a sample city from a real OSM extract: seeded places beside real streets, shared out as warehouse, PPK,
 * PPS and TPS. The places are invented, the roads are not. Run it with `npx tsx`.
 */
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Brief, briefSchemaId, type Place, type PlaceKind } from "@antar/domain";
import { createRandom, haversine, type LonLat } from "@antar/measure";
import { writeBrief } from "./brief-text.ts";
import { at } from "./plane.ts";
import { networkOf } from "./road-drawing.ts";

/** What a sample city is made of. */
export interface CityOptions {
  readonly id: string;
  readonly title: string;
  readonly timeZone: string;
  /** Offset of the zone in the window, e.g. `+01:00`. */
  readonly offset: string;
  /** Path of the extract relative to the brief. */
  readonly extract: string;
  readonly attribution: string;
  readonly seed: number;
  readonly kecamatan: number;
  readonly kelurahan: number;
  readonly tps: number;
}

const rounded = ([lon, lat]: LonLat): [number, number] => [Math.round(lon * 1e6) / 1e6, Math.round(lat * 1e6) / 1e6];

/** `count` of `points`, each the farthest from those chosen before. */
function spread(points: readonly LonLat[], count: number, start: LonLat): LonLat[] {
  const chosen: LonLat[] = [];
  const away: number[] = points.map((point) => haversine(point, start));
  while (chosen.length < count) {
    const next = at(points, away.indexOf(Math.max(...away)));
    chosen.push(next);
    for (const [index, point] of points.entries()) away[index] = Math.min(at(away, index), haversine(point, next));
  }
  return chosen;
}

/** `size` of `points` to each of the `centres`: every point goes to the nearest centre that is not yet full. */
function shared(points: readonly LonLat[], centres: readonly LonLat[], size: number): LonLat[][] {
  const groups = centres.map((): LonLat[] => []);
  const pairs = points.flatMap((point, from) =>
    centres.map((centre, to) => ({ from, to, metres: haversine(point, centre) })),
  );
  const placed = new Set<number>();
  for (const { from, to } of pairs.sort((left, right) => left.metres - right.metres)) {
    if (placed.has(from) || at(groups, to).length >= size) continue;
    placed.add(from);
    at(groups, to).push(at(points, from));
  }
  return groups;
}

function areaAround(points: readonly LonLat[]): [number, number][] {
  const [lons, lats] = [points.map(([lon]) => lon), points.map(([, lat]) => lat)];
  const [west, east] = [Math.min(...lons) - 0.02, Math.max(...lons) + 0.02];
  const [south, north] = [Math.min(...lats) - 0.02, Math.max(...lats) + 0.02];
  return [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ].map(([lon = 0, lat = 0]) => rounded([lon, lat]));
}

const basis = "titik acak di tepi jalan / random point beside a street";

function placesOf(points: readonly LonLat[], options: CityOptions): Place[] {
  const made = (kind: PlaceKind, code: string, name: string, point: LonLat, suppliedBy?: string): Place => ({
    code,
    kind,
    name,
    point: rounded(point),
    ...(suppliedBy === undefined ? {} : { suppliedBy }),
    ...(kind === "warehouse" ? { docks: 2 } : kind === "ppk" ? { docks: 1, boxes: 2 } : {}),
    approximate: true,
    basis,
  });
  const two = (value: number): string => String(value).padStart(2, "0");
  const ppk = spread(points, options.kecamatan, at(points, 0));
  const perPpk = options.kelurahan / options.kecamatan;
  const pool = points.slice(options.kecamatan, options.kecamatan + 6 * options.tps);
  const tpsOf = shared(pool, ppk, options.tps / options.kecamatan);
  const places = [made("warehouse", "9999", "Gudang", at(points, 1))];
  for (const [k, centre] of ppk.entries()) {
    const code = `9999${two(k + 1)}`;
    places.push(made("ppk", code, `PPK ${k + 1}`, centre, "9999"));
    const own = at(tpsOf, k);
    const pps = spread(own, perPpk, centre);
    for (const [p, group] of shared(own, pps, Math.ceil(own.length / perPpk)).entries()) {
      const office = `${code}10${two(p + 1)}`;
      places.push(made("pps", office, `PPS ${k + 1}.${p + 1}`, at(pps, p), code));
      for (const [t, point] of group.entries()) {
        const number = String(t + 1).padStart(3, "0");
        places.push(made("tps", `${office}${number}`, `TPS ${number} ${k + 1}.${p + 1}`, point, office));
      }
    }
  }
  return places;
}

/** The brief of a sample city on `extract`, the bytes of a real OSM PBF. */
export async function cityBrief(extract: Uint8Array, options: CityOptions, like: Brief): Promise<Brief> {
  const network = await networkOf(extract);
  const random = createRandom(options.seed);
  const streets = [...network.drawing()].filter(
    ({ class: kind }) => kind === "residential" || kind === "living_street",
  );
  const wanted = options.kecamatan + 6 * options.tps;
  const points: LonLat[] = [];
  for (let turn = 0; points.length < wanted && turn < 100 * wanted; turn++) {
    const { geometry } = at(streets, random.below(streets.length));
    const point = at(geometry, random.below(geometry.length));
    const near = ["truck", "pickup", "cart"].every(
      (profile) => network.nearest(profile, point, { limit: 60 }) !== undefined,
    );
    if (near) points.push(point);
  }
  const places = placesOf(points, options);
  const day = (date: string, time: string): string => `${date}T${time}:00${options.offset}`;
  const share = options.tps / 525;
  return {
    ...like,
    id: options.id,
    tenant: options.id,
    title: options.title,
    timeZone: options.timeZone,
    roads: {
      extract: options.extract,
      sha256: createHash("sha256").update(extract).digest("hex"),
      synthetic: false,
      attribution: options.attribution,
    },
    serviceArea: { name: options.title, rings: [areaAround(places.map((place) => place.point))] },
    window: {
      start: day("2024-11-25", "08:00"),
      end: day("2024-11-26", "18:00"),
      legalEnd: day("2024-11-26", "23:59"),
    },
    vehicleTypes: like.vehicleTypes.map((type) => ({
      ...type,
      count: type.base === "pps" ? options.kelurahan : Math.ceil(type.count * share) + 2,
    })),
    places,
  };
}

/** The sample cities of the repository. */
export const cities: readonly CityOptions[] = [
  {
    id: "liechtenstein",
    title: "Liechtenstein, contoh kota / sample city",
    timeZone: "Europe/Vaduz",
    offset: "+01:00",
    extract: "../../osm/liechtenstein.osm.pbf",
    attribution: "© OpenStreetMap contributors (ODbL)",
    seed: 423,
    kecamatan: 4,
    kelurahan: 16,
    tps: 120,
  },
];

/** Where the files of sample cities lie. */
export const citiesFolder = new URL("../../data/cities/", import.meta.url);

/** The brief of one of `cities`, with fleet and handling as in Kendari's. */
export async function sampleBrief(options: CityOptions): Promise<Brief> {
  const extract = new Uint8Array(readFileSync(new URL(options.extract, new URL(`${options.id}/`, citiesFolder))));
  const like: Brief = JSON.parse(readFileSync(new URL("../../data/kendari/brief.json", import.meta.url), "utf8"));
  return { ...(await cityBrief(extract, options, like)), schema: briefSchemaId };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const options of cities) {
    writeFileSync(new URL(`${options.id}/brief.json`, citiesFolder), writeBrief(await sampleBrief(options)));
  }
}
