/**
 * What the parts of `antar roads` share: their options, and the network, profile and points that a command line names.
 */
import type { LonLat } from "@antar/measure";
import { type Closure, type NearestChoices, openRoads, type RoadNetwork } from "@antar/roads";
import * as z from "zod";
import { badUsage, readWords, type Shell, wholeOption } from "../../command.ts";
import { readBytes, readJsonFile } from "../../files.ts";

const kinds = {
  out: "string",
  profile: "strings",
  "keep-node-ids": "boolean",
  synthetic: "boolean",
  attribution: "string",
  at: "string",
  from: "string",
  to: "string",
  via: "strings",
  points: "string",
  sources: "string",
  pairs: "string",
  trace: "string",
  "closed-ways": "string",
  hour: "string",
  rain: "boolean",
  minutes: "string",
  candidates: "string",
  limit: "string",
  approach: "string",
  bearing: "string",
  alternatives: "string",
  steps: "boolean",
  "continue-straight": "boolean",
  geometry: "string",
  gaps: "string",
  tidy: "boolean",
  port: "string",
  host: "string",
  json: "boolean",
} as const;

/** The words and options of `antar roads`. */
export type RoadWords = ReturnType<typeof readWords<typeof kinds>>;

/** One part, e.g. `nearest`. */
export interface RoadsPart {
  readonly usage: string;
  run(words: RoadWords, shell: Shell): Promise<void>;
}

/** Reads the command line. Throws Refusal `bad-input`. */
export const readRoadWords = (args: readonly string[]): RoadWords => readWords(args, kinds);

/** Points `[lon, lat]` as files and options hold them. */
export const Points = z
  .array(z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]))
  .min(1)
  .max(20_000);

/** The value of an option that must be there. Throws Refusal `bad-input`. */
export function required(value: string | undefined, option: string): string {
  if (value !== undefined) return value;
  throw badUsage(`--${option} wajib diisi; lihat --help`, `--${option} is needed; see --help`);
}

/** `LON,LAT` as a point. Throws Refusal `bad-input`. */
export function pointOf(text: string | undefined, option: string): LonLat {
  const parts = required(text, option).split(",").map(Number);
  const point = Points.element.safeParse(parts);
  if (point.success) return point.data;
  throw badUsage(`--${option} ${text}: tulis BUJUR,LINTANG`, `--${option} ${text}: write LON,LAT`);
}

/** The points in a JSON file. Throws Refusal `bad-input`. */
export async function pointsIn(path: string | undefined, option: string): Promise<LonLat[]> {
  const points = Points.safeParse(await readJsonFile(required(path, option)));
  if (points.success) return points.data;
  throw badUsage(
    `--${option}: isi berkas harus [[bujur,lintang],...]`,
    `--${option}: the file must hold [[lon,lat],...]`,
  );
}

const Ids = z.array(z.int().min(1)).max(1_000_000);

/** The network in the file that the command line names second, at its hour and weather, with the closed ways that it names. */
export async function networkAt({ words, options }: RoadWords, file = words[1]): Promise<RoadNetwork> {
  if (file === undefined) throw badUsage("tulis berkas NETWORK; lihat --help", "name the file NETWORK; see --help");
  const hour = wholeOption("hour", options.hour);
  const when = { ...(hour === undefined ? {} : { hour }), ...(options.rain ? { rain: true } : {}) };
  const opened = openRoads(await readBytes(file));
  const network = hour === undefined && !options.rain ? opened : opened.at(when);
  const path = options["closed-ways"];
  if (path === undefined) return network;
  const closed = Ids.safeParse(await readJsonFile(path));
  if (!closed.success) {
    throw badUsage("--closed-ways: isi berkas harus [idJalan,...]", "--closed-ways: the file must hold [wayId,...]");
  }
  return closed.data.length === 0
    ? network
    : network.withClosures(closed.data.map((way): Closure => ({ kind: "way", way })));
}

/** The profile asked for, else the network's first. Throws Refusal `bad-input` when the network has it not. */
export function profileIn(network: RoadNetwork, { options }: RoadWords): string {
  const known = network.metadata.profiles;
  const profile = options.profile?.[0] ?? known[0] ?? "";
  if (known.includes(profile)) return profile;
  const list = known.join(", ");
  throw badUsage(`--profile ${profile}: jaringan ini memuat ${list}`, `--profile ${profile}: this network has ${list}`);
}

/** One of the words that an option takes. Throws Refusal `bad-input`. */
export function chosenWord<const T extends readonly string[]>(
  option: string,
  text: string | undefined,
  choices: T,
): T[number] | undefined {
  if (text === undefined) return undefined;
  const found = choices.find((choice) => choice === text);
  if (found !== undefined) return found;
  const list = choices.join(", ");
  throw badUsage(`--${option} ${text}: pilih ${list}`, `--${option} ${text}: choose ${list}`);
}

function bearingOf(text: string | undefined): NearestChoices["bearing"] {
  if (text === undefined) return undefined;
  const [, degrees, range] = /^(\d{1,3}),(\d{1,3})$/.exec(text) ?? [];
  if (degrees !== undefined && Number(degrees) <= 360 && Number(range) <= 180) {
    return { degrees: Number(degrees), range: Number(range) };
  }
  throw badUsage(
    `--bearing ${text}: tulis ARAH,RENTANG dalam derajat, mis. 90,30`,
    `--bearing ${text}: write DEGREES,RANGE, e.g. 90,30`,
  );
}

/** How points are to be snapped. */
export function snappingOf({ options }: RoadWords): NearestChoices {
  return {
    limit: wholeOption("limit", options.limit) ?? Number.POSITIVE_INFINITY,
    approach: chosenWord("approach", options.approach, ["unrestricted", "curb", "opposite"]),
    bearing: bearingOf(options.bearing),
  };
}

/** Prints an answer: one line with --json, else indented. */
export function printAnswer(answer: unknown, { options }: RoadWords, shell: Shell): void {
  shell.print(JSON.stringify(answer ?? null, null, options.json ? undefined : 1));
}
