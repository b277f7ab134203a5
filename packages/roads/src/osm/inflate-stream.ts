/**
 * A gzipped stream, unpacked piece by piece. Knows gzip and its budget; refuses to know what the text says.
 */
import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import type { Budget } from "./budget.ts";
import type { ByteSource } from "./byte-source.ts";
import { ExtractError } from "./road-extract.ts";

const pieceBytes = 256 * 1024;

/** The pieces of a source as they come. */
export async function* pieces(source: ByteSource): AsyncGenerator<Uint8Array> {
  for (let piece = await source.next(pieceBytes); piece !== undefined; piece = await source.next(pieceBytes)) {
    yield piece;
  }
}

/** The unpacked pieces; throws ExtractError with the byte offset where the gzip data is cut or damaged. */
export async function* gunzipped(source: ByteSource, budget: Budget): AsyncGenerator<Uint8Array> {
  const packed = Readable.from(pieces(source), { objectMode: false });
  const gunzip = createGunzip({ chunkSize: pieceBytes });
  packed.on("error", (error) => gunzip.destroy(error));
  packed.pipe(gunzip);
  try {
    for await (const piece of gunzip) {
      if (!(piece instanceof Uint8Array)) continue;
      budget.spend("inflated bytes", piece.length);
      yield piece;
    }
  } catch (error) {
    if (error instanceof ExtractError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new ExtractError(
      `near byte ${source.offset}: the gzip data cannot be unpacked (${why}); the file is cut or damaged, fetch it again`,
      { offset: source.offset },
    );
  } finally {
    packed.destroy();
    gunzip.destroy();
  }
}
