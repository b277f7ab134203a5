/**
 * A town of a street grid as an OSM PBF file, written field by field. Knows the file format; for tests only.
 */
import Pbf from "pbf";

/** Streets in each direction, and the distance between them in degrees (about 550 m). */
const streets = 9;
const gap = 0.005;

/** South-western corner of the town and its width in degrees. */
export const corner = [122.5, -4] as const;
export const span = gap * (streets - 1);

const keys = { highway: 1, secondary: 2, residential: 3, oneway: 4, yes: 5 } as const;

interface Street {
  readonly id: number;
  readonly refs: readonly number[];
  readonly keys: readonly number[];
  readonly values: readonly number[];
}

const nanodegrees100 = (degrees: number): number => Math.round(degrees * 1e7);

function writeStreet(street: Street, pbf: Pbf): void {
  pbf.writeVarintField(1, street.id);
  pbf.writePackedVarint(2, [...street.keys]);
  pbf.writePackedVarint(3, [...street.values]);
  pbf.writePackedSVarint(
    8,
    street.refs.map((ref, index) => ref - (street.refs[index - 1] ?? 0)),
  );
}

function writeNode(node: { readonly id: number; readonly lat: number; readonly lon: number }, pbf: Pbf): void {
  pbf.writeSVarintField(1, node.id);
  pbf.writeSVarintField(8, nanodegrees100(node.lat));
  pbf.writeSVarintField(9, nanodegrees100(node.lon));
}

const range = Array.from({ length: streets }, (_, index) => index);
const nodeAt = (column: number, row: number): number => 1 + row * streets + column;

/** Every third street is a secondary road; the northernmost is one-way to the east. */
function townStreets(): Street[] {
  const kind = (index: number): number => (index % 3 === 0 ? keys.secondary : keys.residential);
  const rows = range.map((row): Street => {
    const oneway = row === streets - 1;
    return {
      id: 1000 + row,
      refs: range.map((column) => nodeAt(column, row)),
      keys: oneway ? [keys.highway, keys.oneway] : [keys.highway],
      values: oneway ? [kind(row), keys.yes] : [kind(row)],
    };
  });
  const columns = range.map((column): Street => {
    return {
      id: 2000 + column,
      refs: range.map((row) => nodeAt(column, row)),
      keys: [keys.highway],
      values: [kind(column)],
    };
  });
  return [...rows, ...columns];
}

function writeStrings(words: readonly string[], pbf: Pbf): void {
  for (const word of words) pbf.writeStringField(1, word);
}

function primitiveBlock(): Uint8Array {
  const pbf = new Pbf();
  pbf.writeMessage(1, writeStrings, ["", ...Object.keys(keys)]);
  for (const row of range) {
    for (const column of range) {
      const node = {
        id: nodeAt(column, row),
        lat: corner[1] + row * gap * (1 + row / 400),
        lon: corner[0] + column * gap,
      };
      pbf.writeMessage(2, (group: typeof node, inner: Pbf) => inner.writeMessage(1, writeNode, group), node);
    }
  }
  for (const street of townStreets()) {
    pbf.writeMessage(2, (group: Street, inner: Pbf) => inner.writeMessage(3, writeStreet, group), street);
  }
  return pbf.finish();
}

function headerBlock(): Uint8Array {
  const pbf = new Pbf();
  pbf.writeStringField(4, "OsmSchema-V0.6");
  return pbf.finish();
}

/** A blob without compression behind its header. */
function blob(type: string, content: Uint8Array): Uint8Array {
  const body = new Pbf();
  body.writeBytesField(1, content);
  const data = body.finish();
  const head = new Pbf();
  head.writeStringField(1, type);
  head.writeVarintField(3, data.length);
  const header = head.finish();
  const bytes = new Uint8Array(4 + header.length + data.length);
  new DataView(bytes.buffer).setUint32(0, header.length);
  bytes.set(header, 4);
  bytes.set(data, 4 + header.length);
  return bytes;
}

/** The town as an OSM PBF file. */
export function townPbf(): Uint8Array {
  const parts = [blob("OSMHeader", headerBlock()), blob("OSMData", primitiveBlock())];
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
