/**
 * The container of a network file: magic, version, checksum, a JSON head and aligned typed arrays in one buffer.
 * Knows bytes, lengths and checks; refuses to know what a section means.
 */
import { crc32 } from "node:zlib";
import { RoadsError } from "../errors.ts";

const magic = 0x52544e41; // the letters ANTR, little-endian
/** The version of the layout; a file of another version is refused. */
export const fileVersion = 4;
const prefix = 32;
const checksumAt = 24;

/** The array types a section may hold. */
export type SectionArray = Uint8Array | Uint16Array | Int32Array | Uint32Array | Float64Array;
type SectionType = "u8" | "u16" | "i32" | "u32" | "f64";
interface SectionEntry {
  readonly name: string;
  readonly type: SectionType;
  readonly offset: number;
  readonly length: number;
}

const bytesOf: Record<SectionType, number> = { u8: 1, u16: 2, i32: 4, u32: 4, f64: 8 };

function typeOf(array: SectionArray): SectionType {
  if (array instanceof Uint8Array) return "u8";
  if (array instanceof Uint16Array) return "u16";
  if (array instanceof Int32Array) return "i32";
  return array instanceof Uint32Array ? "u32" : "f64";
}

const align = (offset: number): number => Math.ceil(offset / 8) * 8;

/** CRC-32 over all but the checksum itself; it catches cuts, swaps and single flipped bits. */
function checksum(bytes: Uint8Array): number {
  return crc32(bytes.subarray(checksumAt + 4), crc32(bytes.subarray(0, checksumAt)));
}

/**
 * One file of `head` (plain JSON) and `sections`, whole bytes divisible by 8. The same input gives the same bytes.
 * Assumes a little-endian machine, as every machine that Node supports is.
 */
export function writeSections(head: unknown, sections: ReadonlyMap<string, SectionArray>): Uint8Array {
  const entries: SectionEntry[] = [];
  let offset = 0;
  for (const [name, array] of sections) {
    entries.push({ name, type: typeOf(array), offset, length: array.length });
    offset = align(offset + array.byteLength);
  }
  const json = new TextEncoder().encode(JSON.stringify({ head, sections: entries }));
  const start = align(prefix + json.length);
  const file = new Uint8Array(start + offset);
  const view = new DataView(file.buffer);
  view.setUint32(0, magic, true);
  view.setUint32(4, fileVersion, true);
  view.setFloat64(8, file.length, true);
  view.setUint32(16, json.length, true);
  file.set(json, prefix);
  for (const [index, array] of [...sections.values()].entries()) {
    const at = start + (entries[index]?.offset ?? 0);
    file.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
  }
  view.setUint32(checksumAt, checksum(file), true);
  return file;
}

/** Writes the checksum of `file` anew after its content was changed: for tests that damage what a checksum protects. */
export function resealed(file: Uint8Array): Uint8Array {
  if (file.length < prefix || file.byteOffset % 8 !== 0) return file;
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  view.setFloat64(8, file.length, true);
  view.setUint32(checksumAt, checksum(file), true);
  return file;
}

/** An opened container: the JSON head and a typed view (no copy) of each section. */
export interface SectionFile<Head> {
  readonly head: Head;
  bytes(name: string): Uint8Array;
  shorts(name: string): Uint16Array;
  integers(name: string): Int32Array;
  offsets(name: string): Uint32Array;
  numbers(name: string): Float64Array;
  has(name: string): boolean;
}

function refuse(says: string): never {
  throw new RoadsError("bad-network", `${says} Build the network again with "antar roads build".`);
}

/** Refuses all but an intact file of this version; the length of the JSON head. */
function checkPrefix(view: DataView, bytes: Uint8Array): number {
  const length = bytes.length;
  if (length < prefix || view.getUint32(0, true) !== magic) refuse("This file is not an Antar road network.");
  const version = view.getUint32(4, true);
  if (version !== fileVersion) {
    refuse(`This road network has format version ${version}, and this program reads version ${fileVersion}.`);
  }
  const expected = view.getFloat64(8, true);
  if (expected !== length) refuse(`This road network is cut: it has ${length} of ${expected} bytes.`);
  if (checksum(bytes) !== view.getUint32(checksumAt, true)) {
    refuse("This road network was altered or damaged: its checksum does not fit its content.");
  }
  const jsonLength = view.getUint32(16, true);
  if (prefix + jsonLength > length || length % 8 !== 0) refuse("The head of this road network is damaged.");
  return jsonLength;
}

function readEntries<Head>(bytes: Uint8Array, jsonLength: number): { head: Head; entries: Map<string, SectionEntry> } {
  const parsed: { head: Head; sections: SectionEntry[] } = JSON.parse(
    new TextDecoder().decode(bytes.subarray(prefix, prefix + jsonLength)),
  );
  return { head: parsed.head, entries: new Map(parsed.sections.map((entry) => [entry.name, entry])) };
}

/**
 * Opens `file` without copying (only a buffer that is not aligned to 8 bytes is copied once).
 * Throws RoadsError `bad-network` when it is not such a file, has another version, is cut, or was altered.
 */
export function readSections<Head>(file: Uint8Array): SectionFile<Head> {
  const bytes = file.byteOffset % 8 === 0 ? file : file.slice();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const jsonLength = checkPrefix(view, bytes);
  const { head, entries } = readEntries<Head>(bytes, jsonLength);
  const start = bytes.byteOffset + align(prefix + jsonLength);
  function place(name: string, type: SectionType): [ArrayBufferLike, number, number] {
    const entry = entries.get(name);
    if (entry === undefined || entry.type !== type) refuse(`This road network lacks its part "${name}".`);
    if (start + entry.offset + entry.length * bytesOf[type] > bytes.byteOffset + bytes.length) {
      refuse(`The part "${name}" of this road network is cut.`);
    }
    return [bytes.buffer, start + entry.offset, entry.length];
  }
  return {
    head,
    bytes: (name) => new Uint8Array(...place(name, "u8")),
    shorts: (name) => new Uint16Array(...place(name, "u16")),
    integers: (name) => new Int32Array(...place(name, "i32")),
    offsets: (name) => new Uint32Array(...place(name, "u32")),
    numbers: (name) => new Float64Array(...place(name, "f64")),
    has: (name) => entries.has(name),
  };
}
