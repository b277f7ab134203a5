/**
 * Small OSM PBF files made to order, for tests. Knows every form that the format allows a writer;
 * nothing outside tests may import it.
 */
import { deflateSync } from "node:zlib";
import { PbfWriter } from "./pbf-writer.ts";

/** A node as the test states it, in degrees. */
export interface MadeNode {
  readonly id: number;
  readonly lon: number;
  readonly lat: number;
  readonly tags?: Readonly<Record<string, string>>;
}

/** A way as the test states it. */
export interface MadeWay {
  readonly id: number;
  readonly refs: readonly number[];
  readonly tags?: Readonly<Record<string, string>>;
}

/** A relation as the test states it; member types are 0 node, 1 way, 2 relation. */
export interface MadeRelation {
  readonly id: number;
  readonly members: readonly { readonly type: 0 | 1 | 2; readonly ref: number; readonly role: string }[];
  readonly tags?: Readonly<Record<string, string>>;
}

/** How the file is written. */
export interface MadeForm {
  readonly dense?: boolean;
  /** Field of the blob that holds the data: 1 raw, 3 zlib (default), 4 lzma, 5 bzip2, 6 lz4, 7 zstd. */
  readonly blobField?: number;
  /** Nanodegrees; default 100. */
  readonly granularity?: number;
  readonly latOffset?: number;
  readonly lonOffset?: number;
  /** Default `OsmSchema-V0.6`, `DenseNodes`. */
  readonly required?: readonly string[];
  readonly timestamp?: number;
  /** The `raw_size` that the blob claims; default the truth. */
  readonly claims?: number;
}

/** A data block; several make a file. */
export interface MadeBlock {
  readonly nodes?: readonly MadeNode[];
  readonly ways?: readonly MadeWay[];
  readonly relations?: readonly MadeRelation[];
}

/** The bytes of a file with these blocks. */
export function pbfBytes(blocks: readonly MadeBlock[], form: MadeForm = {}): Uint8Array {
  return Buffer.concat([
    blobBytes("OSMHeader", headerBlock(form), form),
    ...blocks.map((block) => blobBytes("OSMData", primitiveBlock(block, form), form)),
  ]);
}

/** One blob with its header and length. */
export function blobBytes(type: string, block: Uint8Array, form: MadeForm = {}): Uint8Array {
  const field = form.blobField ?? 3;
  const blob = new PbfWriter();
  blob.bytes(field, field === 3 ? deflateSync(block) : block);
  if (field !== 1) blob.varint(2, form.claims ?? block.length);
  const packed = blob.finish();
  const header = new PbfWriter();
  header.bytes(1, Buffer.from(type));
  header.varint(3, packed.length);
  const headerBytes = header.finish();
  const length = Buffer.alloc(4);
  length.writeUInt32BE(headerBytes.length);
  return Buffer.concat([length, headerBytes, packed]);
}

function headerBlock(form: MadeForm): Uint8Array {
  const block = new PbfWriter();
  for (const feature of form.required ?? ["OsmSchema-V0.6", "DenseNodes"]) block.bytes(4, Buffer.from(feature));
  if (form.timestamp !== undefined) block.varint(32, form.timestamp);
  return block.finish();
}

function primitiveBlock(made: MadeBlock, form: MadeForm): Uint8Array {
  const strings: string[] = [""];
  const numbers = new Map([["", 0]]);
  const number = (text: string) => {
    const known = numbers.get(text);
    if (known !== undefined) return known;
    numbers.set(text, strings.length);
    strings.push(text);
    return strings.length - 1;
  };
  const groups = [
    ...(made.nodes === undefined ? [] : [nodeGroup(made.nodes, form, number)]),
    ...(made.ways === undefined ? [] : [wayGroup(made.ways, number)]),
    ...(made.relations === undefined ? [] : [relationGroup(made.relations, number)]),
  ];
  const table = new PbfWriter();
  for (const text of strings) table.bytes(1, Buffer.from(text));
  const block = new PbfWriter();
  block.bytes(1, table.finish());
  for (const group of groups) block.bytes(2, group);
  if (form.granularity !== undefined) block.varint(17, form.granularity);
  if (form.latOffset !== undefined) block.signed(19, form.latOffset);
  if (form.lonOffset !== undefined) block.signed(20, form.lonOffset);
  return block.finish();
}

type Numbering = (text: string) => number;

function raw(degrees: number, offset: number | undefined, form: MadeForm): number {
  return Math.round((degrees * 1e9 - (offset ?? 0)) / (form.granularity ?? 100));
}

function nodeGroup(nodes: readonly MadeNode[], form: MadeForm, number: Numbering): Uint8Array {
  const group = new PbfWriter();
  if (form.dense === false) {
    for (const { id, lon, lat, tags } of nodes) {
      const node = new PbfWriter();
      node.zigzag(1, id);
      writeTags(node, tags, number);
      node.zigzag(8, raw(lat, form.latOffset, form));
      node.zigzag(9, raw(lon, form.lonOffset, form));
      group.bytes(1, node.finish());
    }
    return group.finish();
  }
  const dense = new PbfWriter();
  dense.packedDeltas(
    1,
    nodes.map(({ id }) => id),
  );
  dense.packedDeltas(
    8,
    nodes.map(({ lat }) => raw(lat, form.latOffset, form)),
  );
  dense.packedDeltas(
    9,
    nodes.map(({ lon }) => raw(lon, form.lonOffset, form)),
  );
  const pairs = nodes.flatMap(({ tags }) => [
    ...Object.entries(tags ?? {})
      .flat()
      .map(number),
    0,
  ]);
  if (pairs.some((pair) => pair !== 0)) dense.packed(10, pairs);
  group.bytes(2, dense.finish());
  return group.finish();
}

function writeTags(writer: PbfWriter, tags: Readonly<Record<string, string>> | undefined, number: Numbering): void {
  const entries = Object.entries(tags ?? {});
  if (entries.length === 0) return;
  writer.packed(
    2,
    entries.map(([key]) => number(key)),
  );
  writer.packed(
    3,
    entries.map(([, value]) => number(value)),
  );
}

function wayGroup(ways: readonly MadeWay[], number: Numbering): Uint8Array {
  const group = new PbfWriter();
  for (const { id, refs, tags } of ways) {
    const way = new PbfWriter();
    way.signed(1, id);
    writeTags(way, tags, number);
    way.packedDeltas(8, refs);
    group.bytes(3, way.finish());
  }
  return group.finish();
}

function relationGroup(relations: readonly MadeRelation[], number: Numbering): Uint8Array {
  const group = new PbfWriter();
  for (const { id, members, tags } of relations) {
    const relation = new PbfWriter();
    relation.signed(1, id);
    writeTags(relation, tags, number);
    relation.packed(
      8,
      members.map(({ role }) => number(role)),
    );
    relation.packedDeltas(
      9,
      members.map(({ ref }) => ref),
    );
    relation.packed(
      10,
      members.map(({ type }) => type),
    );
    group.bytes(4, relation.finish());
  }
  return group.finish();
}
