/**
 * The PBF file around its blocks: length, blob header, blob, compression (wiki.openstreetmap.org/wiki/PBF_Format).
 * Knows the limits that the format sets (64 KiB a header, 32 MiB a blob); refuses to know what a block says.
 */
import { inflateSync } from "node:zlib";
import { Budget } from "./budget.ts";
import type { ByteSource } from "./byte-source.ts";
import { ExtractBuilder } from "./extract-builder.ts";
import { BlockReader } from "./primitive-block.ts";
import { ExtractError, type ReadOptions, type RoadExtract } from "./road-extract.ts";
import { Wire, WireFault } from "./wire.ts";

const maxHeaderBytes = 64 * 1024;
const maxBlobBytes = 32 * 1024 ** 2;
/** DEFLATE cannot do better than 1032 to 1 (zlib.net/zlib_tech.html). */
const maxDeflateRatio = 1032;

const refusedCompressions: ReadonlyMap<number, string> = new Map([
  [4, "lzma"],
  [5, "bzip2"],
  [6, "lz4"],
  [7, "zstd"],
]);

const understood: ReadonlySet<string> = new Set(["OsmSchema-V0.6", "DenseNodes"]);

interface BlobHeader {
  readonly type: string;
  readonly size: number;
}

interface FileHeader {
  readonly timestamp: string | undefined;
}

/** Reads a whole `.osm.pbf`. Throws ExtractError naming blob and byte offset. */
export async function readPbf(source: ByteSource, options: ReadOptions): Promise<RoadExtract> {
  const budget = new Budget(() => source.received, options.maxObjects ?? 200_000_000);
  const builder = new ExtractBuilder(budget);
  const blocks = new BlockReader(builder);
  let header: FileHeader | undefined;
  let blobs = 0;
  for (let block = 0; ; block++) {
    const offset = source.offset;
    try {
      const blobHeader = await readBlobHeader(source);
      if (blobHeader === undefined) break;
      const blob = await takeAll(source, blobHeader.size, "blob");
      if (header === undefined) {
        if (blobHeader.type !== "OSMHeader") {
          throw new WireFault(`the file begins with a blob of type ${quoted(blobHeader.type)} instead of OSMHeader`);
        }
        header = readHeaderBlock(unpack(blob, budget));
      } else if (blobHeader.type === "OSMData") {
        blobs++;
        blocks.read(new Wire(unpack(blob, budget)));
      } else builder.note(`blobs of type ${quoted(blobHeader.type)} were skipped`);
    } catch (error) {
      throw placed(error, block, offset);
    }
    options.onProgress?.({ bytes: source.offset, objects: budget.objects });
  }
  if (header === undefined) throw new ExtractError("the file is empty; fetch it again", { offset: 0, block: 0 });
  return builder.finish({ format: "pbf", bytes: source.offset, blobs, timestamp: header.timestamp });
}

/** The same fault with its place. Anything else is a bug and passes unchanged. */
function placed(error: unknown, block: number, offset: number): unknown {
  if (!(error instanceof ExtractError) || error.block !== undefined) return error;
  return new ExtractError(`block ${block} at byte ${offset}: ${error.message}`, { block, offset });
}

async function takeAll(source: ByteSource, length: number, what: string): Promise<Uint8Array> {
  const bytes = await source.take(length);
  if (bytes.length < length) {
    throw new WireFault(
      `the ${what} should have ${length} bytes, but the file ends after ${bytes.length}; fetch it again`,
    );
  }
  return bytes;
}

/** Undefined at the end of the file. */
async function readBlobHeader(source: ByteSource): Promise<BlobHeader | undefined> {
  const prefix = await source.take(4);
  if (prefix.length === 0) return undefined;
  if (prefix.length < 4) throw new WireFault("the file ends inside a length; fetch it again");
  const length = new DataView(prefix.buffer, prefix.byteOffset, 4).getUint32(0);
  if (length > maxHeaderBytes) {
    throw new WireFault(
      `a blob header of ${length} bytes; the format allows ${maxHeaderBytes}, so this is no OSM PBF file or a damaged one`,
    );
  }
  const wire = new Wire(await takeAll(source, length, "blob header"));
  let type = "";
  let size = -1;
  while (wire.next()) {
    if (wire.field === 1) type = readText(wire);
    else if (wire.field === 3) size = wire.signed();
    else wire.skip();
  }
  if (size < 0 || size > maxBlobBytes) {
    throw new WireFault(`a blob of ${size < 0 ? "unknown size" : `${size} bytes`}; the format allows ${maxBlobBytes}`);
  }
  return { type, size };
}

function readText(wire: Wire): string {
  const end = wire.delimited();
  const text = new TextDecoder().decode(wire.bytes.subarray(wire.position, Math.min(end, wire.position + 200)));
  wire.position = end;
  return text;
}

/** The block inside a blob. */
function unpack(blob: Uint8Array, budget: Budget): Uint8Array {
  const wire = new Wire(blob);
  let raw: Uint8Array | undefined;
  let packed: Uint8Array | undefined;
  let rawSize = -1;
  while (wire.next()) {
    const refused = refusedCompressions.get(wire.field);
    if (refused !== undefined) {
      throw new WireFault(
        `the blob is packed with ${refused}; only zlib and unpacked blobs are read: convert it with "osmium cat FILE -o converted.osm.pbf"`,
      );
    }
    if (wire.field === 2) rawSize = wire.signed();
    else if (wire.field === 1 || wire.field === 3) {
      const end = wire.delimited();
      const bytes = blob.subarray(wire.position, end);
      if (wire.field === 1) raw = bytes;
      else packed = bytes;
      wire.position = end;
    } else wire.skip();
  }
  if (raw !== undefined) return raw;
  if (packed === undefined) throw new WireFault("the blob holds no data");
  return inflate(packed, rawSize, budget);
}

function inflate(packed: Uint8Array, rawSize: number, budget: Budget): Uint8Array {
  if (rawSize < 0 || rawSize > maxBlobBytes) {
    throw new WireFault(
      `the blob claims ${rawSize < 0 ? "no size" : `${rawSize} bytes`} unpacked; the format allows ${maxBlobBytes}`,
    );
  }
  if (rawSize > packed.length * maxDeflateRatio) {
    throw new WireFault(`the blob claims ${rawSize} bytes unpacked from ${packed.length}, more than zlib can pack`);
  }
  budget.spend("inflated bytes", rawSize);
  const block = inflateBounded(packed, rawSize);
  if (block.length !== rawSize) {
    throw new WireFault(`the blob unpacks to ${block.length} bytes instead of the ${rawSize} it claims`);
  }
  return block;
}

function inflateBounded(packed: Uint8Array, rawSize: number): Uint8Array {
  try {
    // One chunk of the declared size: no growing, no joining, and never more than declared.
    return inflateSync(packed, { maxOutputLength: Math.max(rawSize, 1), chunkSize: Math.max(rawSize, 64) });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new WireFault(`the blob cannot be unpacked (zlib: ${why}); the file is damaged, fetch it again`);
  }
}

function readHeaderBlock(block: Uint8Array): FileHeader {
  const wire = new Wire(block);
  let timestamp: string | undefined;
  while (wire.next()) {
    if (wire.field === 4) requireUnderstood(readText(wire));
    else if (wire.field === 32) timestamp = isoTime(wire.signed());
    else wire.skip();
  }
  return { timestamp };
}

function requireUnderstood(feature: string): void {
  if (understood.has(feature)) return;
  const advice =
    feature === "HistoricalInformation"
      ? 'it is a history file: cut a moment out of it with "osmium time-filter"'
      : "this reader does not know that feature";
  throw new WireFault(`the file requires ${quoted(feature)}; ${advice}`);
}

function isoTime(epochSeconds: number): string | undefined {
  const time = new Date(epochSeconds * 1000);
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
