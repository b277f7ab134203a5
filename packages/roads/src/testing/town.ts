/**
 * Road networks drawn as ASCII towns, for tests. A letter is a node; a character is 100 m wide and a line 100 m high.
 * Knows extracts; nothing outside tests may import it.
 */
import { earthRadius } from "@antar/measure";
import type { ExtractMember, ImportReport, RoadExtract, Tags } from "../osm/index.ts";

/** A way of a town: the letters it runs through, its tags (default `highway=residential`) and its id. */
export interface TownWay {
  readonly nodes: string;
  readonly tags?: Tags;
  readonly id?: number;
}

/** A turn restriction: way ids, the letter (or way id) between, and tags. */
export interface TownRestriction {
  readonly from: number;
  readonly via: string | number;
  readonly to: number;
  readonly tags: Tags;
}

/** What a town is made of. */
export interface Town {
  readonly map: string;
  readonly ways: readonly TownWay[];
  readonly nodes?: Readonly<Record<string, Tags>>;
  readonly restrictions?: readonly TownRestriction[];
}

const unitsPer100Metres = (100 / ((earthRadius * Math.PI) / 180)) * 1e7;

/** The report of an extract that no file was read for. */
export function emptyReport(): ImportReport {
  return {
    format: "pbf",
    bytes: 0,
    blobs: 0,
    nodes: { read: 0, kept: 0, duplicates: 0, missing: 0, tagged: 0 },
    ways: { read: 0, kept: 0, dropped: {}, refsLeftOut: 0 },
    relations: { read: 0, restrictions: 0, dropped: {} },
    notes: [],
  };
}

/** Letters of the map -> [lon, lat] in 1e-7 degrees; the first line lies farthest north, on the equator at 0, 0. */
function lettersOf(map: string): Map<string, [number, number]> {
  const letters = new Map<string, [number, number]>();
  for (const [row, line] of map.split("\n").entries()) {
    for (const [column, letter] of [...line].entries()) {
      if (/[a-zA-Z0-9]/.test(letter)) {
        letters.set(letter, [Math.round(column * unitsPer100Metres), Math.round(-row * unitsPer100Metres)]);
      }
    }
  }
  return letters;
}

/** The point of a letter as `[lon, lat]` degrees. */
export function placeOf(town: Town, letter: string): [number, number] {
  const [lon, lat] = lettersOf(town.map).get(letter) ?? [Number.NaN, Number.NaN];
  return [lon / 1e7, lat / 1e7];
}

/** The OSM id of a letter: its character code. */
export function idOf(letter: string): number {
  return letter.charCodeAt(0);
}

/** The extract of a town; way ids default to 1, 2, ... in order. */
export function extractOfTown(town: Town): RoadExtract {
  const letters = [...lettersOf(town.map)].sort(([a], [b]) => idOf(a) - idOf(b));
  const index = new Map(letters.map(([letter], i) => [letter, i]));
  const at = (letter: string) => {
    const found = index.get(letter);
    if (found === undefined) throw new Error(`the town has no node ${letter}`);
    return found;
  };
  const member = (type: ExtractMember["type"], ref: number, role: string): ExtractMember => ({ type, ref, role });
  return {
    nodes: {
      ids: Float64Array.from(letters, ([letter]) => idOf(letter)),
      lon: Int32Array.from(letters, ([, [lon]]) => lon),
      lat: Int32Array.from(letters, ([, [, lat]]) => lat),
    },
    nodeTags: new Map(Object.entries(town.nodes ?? {}).map(([letter, tags]) => [at(letter), tags])),
    ways: town.ways.map(({ nodes, tags, id }, i) => ({
      id: id ?? i + 1,
      refs: Int32Array.from([...nodes].map(at)),
      tags: tags ?? { highway: "residential" },
    })),
    restrictions: (town.restrictions ?? []).map(({ from, via, to, tags }, i) => ({
      id: i + 1,
      tags: { type: "restriction", ...tags },
      members: [
        member("way", from, "from"),
        typeof via === "string" ? member("node", idOf(via), "via") : member("way", via, "via"),
        member("way", to, "to"),
      ],
    })),
    report: emptyReport(),
  };
}
