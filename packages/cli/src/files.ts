/**
 * Files that a person names: JSON documents and briefs with the road extract beside them. Every failure is a Refusal that
 * names the file.
 */
import { createHash } from "node:crypto";
import { mkdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import { type Brief, Refusal, type RoadClosure, readBrief, readClosures, withSettings } from "@antar/domain";
import {
  type BuildReport,
  buildRoads,
  type ExtractFormat,
  openRoads,
  type RoadNetwork,
  RoadsError,
} from "@antar/roads";

const largestDocument = 64 * 1024 * 1024;

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The bytes of `path`. Throws Refusal `bad-input` when it cannot be read. */
export async function readBytes(path: string, largest = Number.POSITIVE_INFINITY): Promise<Uint8Array> {
  try {
    const { size } = await stat(path);
    if (size <= largest) return new Uint8Array(await readFile(path));
  } catch (error) {
    throw new Refusal("bad-input", {
      id: `${path}: tidak dapat dibaca (${reasonOf(error)})`,
      en: `${path}: cannot be read (${reasonOf(error)})`,
    });
  }
  throw new Refusal("too-large", {
    id: `${path}: lebih besar dari ${largest} byte`,
    en: `${path}: larger than ${largest} bytes`,
  });
}

/** The JSON document in `path`. Throws Refusal `not-json` with the parser's position. */
export async function readJsonFile(path: string): Promise<unknown> {
  const text = new TextDecoder().decode(await readBytes(path, largestDocument));
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw new Refusal("not-json", {
      id: `${path}: bukan JSON (${reasonOf(error)}); periksa tanda kurung dan koma`,
      en: `${path}: is not JSON (${reasonOf(error)}); check brackets and commas`,
    });
  }
}

/** Writes `content` whole or not at all, making the folder when it is missing. */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.part`, content);
  await rename(`${path}.part`, path);
}

/** A brief as given, and with the settings laid over it and checked. */
export interface BriefFile {
  readonly path: string;
  readonly given: Brief;
  readonly brief: Brief;
}

/** The brief in `path` with `settings` laid over it. Throws Refusal. */
export async function readBriefFile(path: string, settings: Readonly<Record<string, string>> = {}): Promise<BriefFile> {
  const given = readBrief(await readJsonFile(path));
  return { path, given, brief: readBrief(withSettings(given, settings)) };
}

/** The road closures in GeoJSON files, in the order of the files. Throws Refusal. */
export async function readClosureFiles(paths: readonly string[]): Promise<readonly RoadClosure[]> {
  const all: RoadClosure[] = [];
  for (const path of paths) all.push(...readClosures(await readJsonFile(path)));
  return all;
}

/** `key=value` words as settings. Throws Refusal `bad-setting`. */
export function settingsOf(words: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    words.map((word) => {
      const [, key, value] = /^([^=]+)=(.*)$/.exec(word) ?? [];
      if (key === undefined || value === undefined) {
        throw new Refusal("bad-setting", {
          id: `--set ${word}: tulis kunci=nilai, misalnya --set docks=1`,
          en: `--set ${word}: write key=value, e.g. --set docks=1`,
        });
      }
      return [key, value];
    }),
  );
}

const formats: readonly (readonly [RegExp, ExtractFormat])[] = [
  [/\.pbf$/i, "pbf"],
  [/\.osm(\.xml)?(\.gz)?$/i, "xml"],
  [/\.geojson$/i, "geojson"],
  [/\.json$/i, "overpass"],
];

/** The format of an extract by its name. Throws Refusal `bad-input`. */
export function formatOf(path: string): ExtractFormat {
  const found = formats.find(([ending]) => ending.test(path));
  if (found) return found[1];
  throw new Refusal("bad-input", {
    id: `${path}: jenis berkas tidak dikenal; pakai .osm.pbf, .osm, .osm.gz, .geojson atau Overpass .json`,
    en: `${path}: unknown kind of file; use .osm.pbf, .osm, .osm.gz, .geojson or Overpass .json`,
  });
}

/** An opened network with its file and how it was built. */
export interface BuiltRoads {
  readonly network: RoadNetwork;
  readonly file: Uint8Array;
  readonly report: BuildReport;
  readonly extract: string;
}

/**
 * The road network that the brief names, built from the extract beside it. Throws Refusal `roads-missing` when the extract
 * is not there, `roads-differ` when its digest is another.
 */
export async function openBriefRoads({ path, brief }: BriefFile): Promise<BuiltRoads> {
  const extract = resolve(dirname(path), brief.roads.extract);
  const bytes = await readBytes(extract).catch(() => {
    throw new Refusal("roads-missing", {
      id: `roads.extract: ${extract} tidak ada; letakkan ekstrak OSM di situ`,
      en: `roads.extract: there is no ${extract}; put the OSM extract there`,
    });
  });
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  if (sha256 !== brief.roads.sha256) {
    throw new Refusal("roads-differ", {
      id: `roads.sha256: brief menyebut ${brief.roads.sha256.slice(0, 12)}…, berkas ${basename(extract)} adalah ${sha256.slice(0, 12)}…`,
      en: `roads.sha256: the brief names ${brief.roads.sha256.slice(0, 12)}…, the file ${basename(extract)} is ${sha256.slice(0, 12)}…`,
    });
  }
  const { synthetic, attribution } = brief.roads;
  try {
    const { file, report } = await buildRoads(bytes, {
      format: formatOf(extract),
      source: basename(extract),
      sha256,
      synthetic,
      attribution,
    });
    return { network: openRoads(file), file, report, extract };
  } catch (error) {
    if (!(error instanceof RoadsError)) throw error;
    throw new Refusal("bad-input", { id: `${extract}: ${error.message}`, en: `${extract}: ${error.message}` });
  }
}
