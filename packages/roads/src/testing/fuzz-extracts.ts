/**
 * Reads damaged extracts of every form and says what happened. Each must end in an extract or in an ExtractError.
 * Knows the readers' promise; the clock and the memory gauge are passed in. Nothing outside tests may import it.
 */
import { gzipSync, inflateSync } from "node:zlib";
import { ExtractError, type ExtractFormat, type RoadExtract, readExtract } from "../osm/index.ts";
import { Wire } from "../osm/wire.ts";
import { mutated } from "./mutate.ts";
import { blobBytes } from "./pbf-bytes.ts";
import { readSample } from "./samples.ts";

/** A file to damage, of at most 65 kB, or its unpacked form. */
export interface FuzzSeed {
  readonly name: string;
  readonly format: ExtractFormat;
  readonly bytes: Uint8Array;
}

/** What came of all damaged files. */
export interface FuzzReport {
  readonly files: number;
  /** Read in spite of the damage. */
  readonly read: number;
  /** Refused with a sentence. */
  readonly refused: number;
  /** `seed name: error` of every file that broke the promise. */
  readonly crashes: readonly string[];
  readonly slowestMs: number;
  readonly peakBytes: number;
}

/** The undamaged files: PBF as packed and with its blobs unpacked (so that damage reaches the blocks), XML, gzip, JSON. */
export async function fuzzSeeds(): Promise<FuzzSeed[]> {
  const names = ["whitelion-bristol", "one-way-dead-end", "melbourne-hills", "bayfront-singapore"];
  const packed = names.map((name) => ({ name, format: "pbf" as const, bytes: readSample(`${name}.osm.pbf`) }));
  const unpacked = packed.map(({ name, format, bytes }) => ({
    name: `${name} unpacked`,
    format,
    bytes: unpackedPbf(bytes),
  }));
  const extract = await readExtract(readSample("whitelion-bristol.osm.pbf"), "pbf");
  const xml = Buffer.from(xmlOf(extract));
  return [
    ...packed,
    ...unpacked,
    { name: "whitelion xml", format: "xml", bytes: xml },
    { name: "whitelion xml.gz", format: "xml", bytes: gzipSync(xml) },
    { name: "whitelion overpass", format: "overpass", bytes: Buffer.from(overpassOf(extract)) },
    { name: "whitelion geojson", format: "geojson", bytes: Buffer.from(geojsonOf(extract)) },
  ];
}

/** Clocks of a fuzzing run, and its first seed. */
export interface FuzzGauges {
  readonly first: number;
  readonly now: () => number;
  readonly memory: () => number;
}

/** Damages and reads `count` files with seeds from `first` on, the forms in turn. */
export async function fuzzExtracts(count: number, gauges: FuzzGauges): Promise<FuzzReport> {
  const seeds = await fuzzSeeds();
  return fuzz(count, gauges, async (number) => {
    const seed = seeds[number % seeds.length];
    if (seed === undefined) return seeds[0]?.name ?? "";
    try {
      await readExtract(mutated(seed.bytes, number), seed.format);
      return undefined;
    } catch (error) {
      if (error instanceof ExtractError) return "refused";
      throw new Error(`${seed.name}: ${error instanceof Error ? error.stack : error}`);
    }
  });
}

/** Runs `attempt` for each seed: undefined = read, a text = refused, a throw = crash. */
export async function fuzz(
  count: number,
  gauges: FuzzGauges,
  attempt: (seed: number) => Promise<string | undefined>,
): Promise<FuzzReport> {
  const crashes: string[] = [];
  let [read, refused, slowestMs, peakBytes] = [0, 0, 0, 0];
  for (let i = 0; i < count; i++) {
    const began = gauges.now();
    try {
      if ((await attempt(gauges.first + i)) === undefined) read++;
      else refused++;
    } catch (error) {
      crashes.push(`${gauges.first + i} ${error instanceof Error ? error.message : error}`);
    }
    slowestMs = Math.max(slowestMs, gauges.now() - began);
    peakBytes = Math.max(peakBytes, gauges.memory());
  }
  return { files: count, read, refused, crashes, slowestMs, peakBytes };
}

/** The same file with every blob unpacked. */
export function unpackedPbf(bytes: Uint8Array): Uint8Array {
  const blobs: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const headerLength = new DataView(bytes.buffer, bytes.byteOffset + at, 4).getUint32(0);
    const header = new Wire(bytes, at + 4, at + 4 + headerLength);
    let type = "";
    let size = 0;
    while (header.next()) {
      if (header.field === 1) {
        const end = header.delimited();
        type = Buffer.from(bytes.subarray(header.position, end)).toString();
        header.position = end;
      } else if (header.field === 3) size = header.unsigned();
      else header.skip();
    }
    const start = at + 4 + headerLength;
    blobs.push(blobBytes(type, contentOf(new Wire(bytes, start, start + size)), { blobField: 1 }));
    at = start + size;
  }
  return Buffer.concat(blobs);
}

function contentOf(blob: Wire): Uint8Array {
  while (blob.next()) {
    if (blob.field === 1 || blob.field === 3) {
      const end = blob.delimited();
      const content = blob.bytes.slice(blob.position, end);
      return blob.field === 1 ? content : inflateSync(content);
    }
    blob.skip();
  }
  return new Uint8Array(0);
}

function place(extract: RoadExtract, index: number): readonly [number, number] {
  return [(extract.nodes.lon[index] ?? 0) / 1e7, (extract.nodes.lat[index] ?? 0) / 1e7];
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}

function xmlOf(extract: RoadExtract): string {
  const tags = (of: Readonly<Record<string, string>>) =>
    Object.entries(of)
      .map(([k, v]) => `<tag k="${escaped(k)}" v="${escaped(v)}"/>`)
      .join("");
  const nodes = [...extract.nodes.ids].map((id, i) => {
    const [lon, lat] = place(extract, i);
    return `<node id="${id}" lat="${lat}" lon="${lon}">${tags(extract.nodeTags.get(i) ?? {})}</node>`;
  });
  const ways = extract.ways.map((way) => {
    const refs = [...way.refs].map((ref) => `<nd ref="${extract.nodes.ids[ref]}"/>`).join("");
    return `<way id="${way.id}">${refs}${tags(way.tags)}</way>`;
  });
  const relations = extract.restrictions.map(({ id, members, tags: own }) => {
    const list = members.map(({ type, ref, role }) => `<member type="${type}" ref="${ref}" role="${escaped(role)}"/>`);
    return `<relation id="${id}">${list.join("")}${tags(own)}</relation>`;
  });
  return `<?xml version="1.0"?>\n<osm version="0.6">\n${[...nodes, ...ways, ...relations].join("\n")}\n</osm>\n`;
}

function overpassOf(extract: RoadExtract): string {
  const nodes = [...extract.nodes.ids].map((id, i) => {
    const [lon, lat] = place(extract, i);
    return { type: "node", id, lat, lon, tags: extract.nodeTags.get(i) };
  });
  const ways = extract.ways.map(({ id, refs, tags }) => ({
    type: "way",
    id,
    nodes: [...refs].map((ref) => extract.nodes.ids[ref]),
    tags,
  }));
  const relations = extract.restrictions.map((relation) => ({ type: "relation", ...relation }));
  return JSON.stringify({ elements: [...nodes, ...ways, ...relations] });
}

function geojsonOf(extract: RoadExtract): string {
  const features = extract.ways.map(({ id, refs, tags }) => ({
    type: "Feature",
    properties: { "@id": `way/${id}`, ...tags },
    geometry: { type: "LineString", coordinates: [...refs].map((ref) => place(extract, ref)) },
  }));
  return JSON.stringify({ type: "FeatureCollection", features });
}
