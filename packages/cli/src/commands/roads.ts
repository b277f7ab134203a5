/**
 * `antar roads`: builds network files and asks them. Holds the order of the steps only.
 */
import { createHash } from "node:crypto";
import { basename } from "node:path";
import { Refusal } from "@antar/domain";
import type { LonLat } from "@antar/measure";
import { buildRoads, openRoads, type Profile, profileOf, profiles, type RoadNetwork, RoadsError } from "@antar/roads";
import * as z from "zod";
import { badUsage, type Command, readWords, type Shell, wholeOption } from "../command.ts";
import { formatOf, readBytes, readJsonFile, writeWhole } from "../files.ts";

const usage = `antar roads build EXTRACT --out NETWORK [--profile ID]... [--keep-node-ids] [--synthetic] [--attribution TEXT]
antar roads info NETWORK
antar roads nearest NETWORK --profile ID --at LON,LAT
antar roads path NETWORK --profile ID --from LON,LAT --to LON,LAT
antar roads directions NETWORK --profile ID --from LON,LAT --to LON,LAT
antar roads table NETWORK --profile ID --points POINTS.json --out TABLE.json
antar roads isochrone NETWORK --profile ID --at LON,LAT --minutes N
antar roads pairs NETWORK --profile ID --pairs PAIRS.json [--closed-ways WAYS.json] --out OUT.json

EXTRACT is .osm.pbf, .osm, .osm.gz, Overpass .json or .geojson. POINTS.json is [[lon,lat],...]; TABLE.json is
{"durations","distances"} in seconds and metres, null = unreachable. PAIRS.json is [[from,to],...] of OSM node
ids (the network must be built with --keep-node-ids), WAYS.json is [wayId,...]; OUT.json is {"milliseconds":[...]}, null =
unreachable. --json prints the answer as one JSON line.
Profiles: truck, pickup, motorcycle, cart, foot, boat, car, shortest, reference-car, reference-car-turns,
reference-light-truck.`;

const kinds = {
  out: "string",
  profile: "strings",
  "keep-node-ids": "boolean",
  synthetic: "boolean",
  attribution: "string",
  at: "string",
  from: "string",
  to: "string",
  points: "string",
  pairs: "string",
  "closed-ways": "string",
  minutes: "string",
  json: "boolean",
} as const;
type Words = ReturnType<typeof readWords<typeof kinds>>;

const Points = z
  .array(z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]))
  .min(1)
  .max(20_000);

function required(value: string | undefined, option: string): string {
  if (value !== undefined) return value;
  throw badUsage(`--${option} wajib diisi; lihat --help`, `--${option} is needed; see --help`);
}

function pointOf(text: string | undefined, option: string): LonLat {
  const parts = required(text, option).split(",").map(Number);
  const point = Points.element.safeParse(parts);
  if (point.success) return point.data;
  throw badUsage(`--${option} ${text}: tulis BUJUR,LINTANG`, `--${option} ${text}: write LON,LAT`);
}

async function networkAt(path: string | undefined): Promise<RoadNetwork> {
  return openRoads(await readBytes(required(path, "NETWORK")));
}

function profileIn(network: RoadNetwork, { options }: Words): string {
  const known = network.metadata.profiles;
  const profile = options.profile?.[0] ?? known[0] ?? "";
  if (known.includes(profile)) return profile;
  const list = known.join(", ");
  throw badUsage(`--profile ${profile}: jaringan ini memuat ${list}`, `--profile ${profile}: this network has ${list}`);
}

function shippedProfile(id: string): Profile {
  const profile = profileOf(id);
  if (profile) return profile;
  const known = profiles.map((one) => one.id).join(", ");
  throw badUsage(`--profile ${id}: tidak ada; yang ada ${known}`, `--profile ${id}: there is none; there are ${known}`);
}

async function build({ words, options }: Words, shell: Shell): Promise<void> {
  const extract = required(words[1], "EXTRACT");
  const out = required(options.out, "out");
  const bytes = await readBytes(extract);
  const chosen = options.profile?.map(shippedProfile);
  const began = performance.now();
  const { file, report } = await buildRoads(bytes, {
    format: formatOf(extract),
    source: basename(extract),
    sha256: createHash("sha256").update(bytes).digest("hex"),
    ...(options.synthetic ? { synthetic: true } : {}),
    ...(options["keep-node-ids"] ? { keepNodeIds: true } : {}),
    ...(options.attribution === undefined ? {} : { attribution: options.attribution }),
    ...(chosen === undefined ? {} : { profiles: chosen }),
    onProgress: ({ step, done }) => shell.note(`${step}: ${done}`),
  });
  await writeWhole(out, file);
  const seconds = Math.round(performance.now() - began) / 1_000;
  const memory = Math.round(process.memoryUsage().rss / 1_048_576);
  shell.print(JSON.stringify({ ...report, seconds, rssMegabytes: memory }, null, options.json ? undefined : 1));
}

async function nearest(words: Words, shell: Shell): Promise<void> {
  const network = await networkAt(words.words[1]);
  const snap = network.nearest(profileIn(network, words), pointOf(words.options.at, "at"));
  shell.print(JSON.stringify(snap ?? null, null, words.options.json ? undefined : 1));
}

async function path(words: Words, shell: Shell): Promise<void> {
  const network = await networkAt(words.words[1]);
  const { from, to } = words.options;
  const found = network.path(profileIn(network, words), pointOf(from, "from"), pointOf(to, "to"));
  shell.print(JSON.stringify(found ?? null, null, words.options.json ? undefined : 1));
}

async function table(words: Words, shell: Shell): Promise<void> {
  const network = await networkAt(words.words[1]);
  const points = Points.safeParse(await readJsonFile(required(words.options.points, "points")));
  if (!points.success) {
    throw badUsage("--points: isi berkas harus [[bujur,lintang],...]", "--points: the file must hold [[lon,lat],...]");
  }
  const { durations, distances } = network.table(profileIn(network, words), points.data, points.data);
  const rows = (cells: Float64Array): (number | null)[][] =>
    points.data.map((_, row) =>
      [...cells.subarray(row * points.data.length, (row + 1) * points.data.length)].map((cell) =>
        Number.isFinite(cell) ? cell : null,
      ),
    );
  const out = required(words.options.out, "out");
  await writeWhole(out, JSON.stringify({ durations: rows(durations), distances: rows(distances) }));
  shell.note(`written: ${out}, ${points.data.length} x ${points.data.length}`);
}

const Ids = z.array(z.int().min(1)).max(1_000_000);
const Pairs = z.array(z.tuple([z.int().min(1), z.int().min(1)])).max(1_000_000);

async function pairs(words: Words, shell: Shell): Promise<void> {
  const network = await networkAt(words.words[1]);
  const asked = Pairs.safeParse(await readJsonFile(required(words.options.pairs, "pairs")));
  if (!asked.success) {
    throw badUsage(
      "--pairs: isi berkas harus [[dari,ke],...] id simpul OSM",
      "--pairs: the file must hold [[from,to],...] OSM node ids",
    );
  }
  const closedPath = words.options["closed-ways"];
  const closed = Ids.safeParse(closedPath === undefined ? [] : await readJsonFile(closedPath));
  if (!closed.success) {
    throw badUsage("--closed-ways: isi berkas harus [idJalan,...]", "--closed-ways: the file must hold [wayId,...]");
  }
  const open =
    closed.data.length === 0 ? network : network.withClosures(closed.data.map((way) => ({ kind: "way", way })));
  const milliseconds = [...open.pairs(profileIn(network, words), asked.data)].map((cell) =>
    Number.isFinite(cell) ? cell : null,
  );
  const out = required(words.options.out, "out");
  await writeWhole(out, JSON.stringify({ milliseconds }));
  shell.note(`written: ${out}, ${milliseconds.length} pairs`);
}

async function directions(words: Words, shell: Shell): Promise<void> {
  const network = await networkAt(words.words[1]);
  const { from, to } = words.options;
  const found = network.directions(profileIn(network, words), pointOf(from, "from"), pointOf(to, "to"));
  shell.print(JSON.stringify(found ?? null, null, words.options.json ? undefined : 1));
}

async function isochrone(words: Words, shell: Shell): Promise<void> {
  const network = await networkAt(words.words[1]);
  const minutes = wholeOption("minutes", required(words.options.minutes, "minutes"), 1) ?? 1;
  const found = network.reach(profileIn(network, words), pointOf(words.options.at, "at"), minutes * 60);
  shell.print(JSON.stringify(found ?? null, null, words.options.json ? undefined : 1));
}

async function info(words: Words, shell: Shell): Promise<void> {
  const { metadata } = await networkAt(words.words[1]);
  shell.print(JSON.stringify(metadata, null, words.options.json ? undefined : 1));
}

const parts: Readonly<Record<string, (words: Words, shell: Shell) => Promise<void>>> = {
  build,
  info,
  nearest,
  path,
  directions,
  table,
  isochrone,
  pairs,
};

async function run(args: readonly string[], shell: Shell): Promise<number> {
  const words = readWords(args, kinds);
  const part = parts[words.words[0] ?? ""];
  if (!part)
    throw badUsage(
      "tulis: antar roads build|info|nearest|path|directions|table|isochrone|pairs",
      "write: antar roads build|info|nearest|path|directions|table|isochrone|pairs",
    );
  try {
    await part(words, shell);
  } catch (error) {
    if (!(error instanceof RoadsError)) throw error;
    throw new Refusal("bad-input", { id: error.message, en: error.message });
  }
  return 0;
}

/** The command. */
export const roads: Command = { name: "roads", summary: "build a road network and ask it", usage, run };
