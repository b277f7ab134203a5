/**
 * Writes OSM PBF files (wiki.openstreetmap.org/wiki/PBF_Format): dense nodes, ways, relations, zlib blobs.
 * Refuses to compress: the zlib streams hold stored blocks, so that every Node version writes the same bytes.
 */
import PbfWriter from "pbf";

/** Tags of one object. */
export type Tags = Readonly<Record<string, string>>;

/** One node; degrees are rounded to 7 decimals. */
export interface OsmNode {
  readonly id: number;
  readonly lon: number;
  readonly lat: number;
  readonly tags: Tags;
}

/** One way. */
export interface OsmWay {
  readonly id: number;
  readonly refs: readonly number[];
  readonly tags: Tags;
}

/** One relation. */
export interface OsmRelation {
  readonly id: number;
  readonly members: readonly { readonly type: "node" | "way"; readonly ref: number; readonly role: string }[];
  readonly tags: Tags;
}

/** A whole extract; each list sorted by id. `timestamp` in seconds since 1970. */
export interface OsmExtract {
  readonly writingProgram: string;
  readonly source: string;
  readonly timestamp: number;
  readonly nodes: readonly OsmNode[];
  readonly ways: readonly OsmWay[];
  readonly relations: readonly OsmRelation[];
}

const perBlock = 8_000;

/** The bytes of the file: the same for the same extract, everywhere. */
export function writePbf(extract: OsmExtract): Uint8Array {
  const parts: Uint8Array[] = [...blob("OSMHeader", headerBlock(extract))];
  for (const nodes of chunks(extract.nodes)) parts.push(...blob("OSMData", nodeBlock(nodes)));
  for (const ways of chunks(extract.ways)) parts.push(...blob("OSMData", wayBlock(ways)));
  for (const relations of chunks(extract.relations)) parts.push(...blob("OSMData", relationBlock(relations)));
  return Uint8Array.from(Buffer.concat(parts));
}

function chunks<T>(list: readonly T[]): T[][] {
  const result: T[][] = [];
  for (let i = 0; i < list.length; i += perBlock) result.push(list.slice(i, i + perBlock));
  return result;
}

function blob(type: string, block: Uint8Array): Uint8Array[] {
  const body = new PbfWriter();
  body.writeVarintField(2, block.length);
  body.writeBytesField(3, storedZlib(block));
  const bytes = body.finish();
  const header = new PbfWriter();
  header.writeStringField(1, type);
  header.writeVarintField(3, bytes.length);
  const head = header.finish();
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, head.length);
  return [length, head, bytes];
}

/** A zlib stream (RFC 1950) of stored blocks (RFC 1951, 3.2.4) of at most 65,535 bytes. */
function storedZlib(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [Uint8Array.of(0x78, 0x01)];
  for (let from = 0; from < bytes.length; from += 65_535) {
    const piece = bytes.subarray(from, from + 65_535);
    const last = from + 65_535 >= bytes.length ? 1 : 0;
    const size = piece.length;
    parts.push(Uint8Array.of(last, size & 255, size >> 8, ~size & 255, (~size >> 8) & 255), piece);
  }
  let [a, b] = [1, 0];
  for (const byte of bytes) {
    a = (a + byte) % 65_521;
    b = (b + a) % 65_521;
  }
  parts.push(Uint8Array.of(b >> 8, b & 255, a >> 8, a & 255));
  return Buffer.concat(parts);
}

function headerBlock({ nodes, writingProgram, source, timestamp }: OsmExtract): Uint8Array {
  const writer = new PbfWriter();
  const [lons, lats] = [nodes.map((node) => node.lon), nodes.map((node) => node.lat)];
  const nano = (degrees: number): number => Math.round(degrees * 1e7) * 100;
  const box = [lons.reduce(least), lons.reduce(most), lats.reduce(most), lats.reduce(least)];
  writer.writeMessage(
    1,
    (values: readonly number[], inner: PbfWriter) => {
      for (const [i, value] of values.entries()) inner.writeSVarintField(i + 1, nano(value));
    },
    box,
  );
  for (const feature of ["OsmSchema-V0.6", "DenseNodes"]) writer.writeStringField(4, feature);
  writer.writeStringField(5, "Sort.Type_then_ID");
  writer.writeStringField(16, writingProgram);
  writer.writeStringField(17, source);
  writer.writeVarintField(32, timestamp);
  return writer.finish();
}

const least = (a: number, b: number): number => Math.min(a, b);
const most = (a: number, b: number): number => Math.max(a, b);

/** A string table that hands out numbers; 0 is the delimiter. */
function stringTable(): { number(text: string): number; list: string[] } {
  const list = [""];
  const numbers = new Map<string, number>();
  return {
    list,
    number: (text) => {
      const known = numbers.get(text);
      if (known !== undefined) return known;
      numbers.set(text, list.length);
      return list.push(text) - 1;
    },
  };
}

function primitiveBlock(strings: readonly string[], group: (writer: PbfWriter) => void): Uint8Array {
  const writer = new PbfWriter();
  writer.writeMessage(
    1,
    (list: readonly string[], inner: PbfWriter) => {
      for (const text of list) inner.writeBytesField(1, Buffer.from(text, "utf8"));
    },
    strings,
  );
  writer.writeMessage(2, (_: undefined, inner: PbfWriter) => group(inner), undefined);
  return writer.finish();
}

function steps(values: readonly number[]): number[] {
  return values.map((value, i) => value - (values[i - 1] ?? 0));
}

function nodeBlock(nodes: readonly OsmNode[]): Uint8Array {
  const strings = stringTable();
  const tags = nodes.flatMap((node) => [
    ...Object.entries(node.tags).flatMap(([key, value]) => [strings.number(key), strings.number(value)]),
    0,
  ]);
  return primitiveBlock(strings.list, (group) => {
    group.writeMessage(
      2,
      (list: readonly OsmNode[], dense: PbfWriter) => {
        dense.writePackedSVarint(1, steps(list.map((node) => node.id)));
        dense.writePackedSVarint(8, steps(list.map((node) => Math.round(node.lat * 1e7))));
        dense.writePackedSVarint(9, steps(list.map((node) => Math.round(node.lon * 1e7))));
        dense.writePackedVarint(10, tags);
      },
      nodes,
    );
  });
}

function writeTags(writer: PbfWriter, tags: Tags, number: (text: string) => number): void {
  writer.writePackedVarint(2, Object.keys(tags).map(number));
  writer.writePackedVarint(3, Object.values(tags).map(number));
}

function wayBlock(ways: readonly OsmWay[]): Uint8Array {
  const strings = stringTable();
  for (const way of ways) for (const pair of Object.entries(way.tags)) pair.map(strings.number);
  return primitiveBlock(strings.list, (group) => {
    for (const way of ways) {
      group.writeMessage(
        3,
        (object: OsmWay, writer: PbfWriter) => {
          writer.writeVarintField(1, object.id);
          writeTags(writer, object.tags, strings.number);
          writer.writePackedSVarint(8, steps(object.refs));
        },
        way,
      );
    }
  });
}

function relationBlock(relations: readonly OsmRelation[]): Uint8Array {
  const strings = stringTable();
  for (const { tags, members } of relations) {
    for (const pair of Object.entries(tags)) pair.map(strings.number);
    for (const { role } of members) strings.number(role);
  }
  return primitiveBlock(strings.list, (group) => {
    for (const relation of relations) {
      group.writeMessage(
        4,
        (object: OsmRelation, writer: PbfWriter) => {
          writer.writeVarintField(1, object.id);
          writeTags(writer, object.tags, strings.number);
          writer.writePackedVarint(
            8,
            object.members.map((member) => strings.number(member.role)),
          );
          writer.writePackedSVarint(9, steps(object.members.map((member) => member.ref)));
          writer.writePackedVarint(
            10,
            object.members.map((member) => (member.type === "node" ? 0 : 1)),
          );
        },
        relation,
      );
    }
  });
}
