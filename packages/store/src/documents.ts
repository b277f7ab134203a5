/**
 * Large documents as parts under DynamoDB's 400 KB. A document is addressed by the digest of its compressed bytes, so
 * writing it twice, or half, or by two writers at once, does no harm. Refuses to know what a document says.
 */
import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gunzip, gunzipSync, gzip, gzipSync } from "node:zlib";
import * as z from "zod";
import { bytesOf, type Items } from "./items.ts";
import { keys } from "./keys.ts";
import type { RecordKind } from "./record-kind.ts";

const gzipLater = promisify(gzip);
const gunzipLater = promisify(gunzip);

/** Below this many bytes a trip to the thread pool costs more than it saves. */
const small = 65_536;

/** Bytes of one part: leaves room for the keys in the 400 KB of an item. */
export const partSize = 380_000;

/** Longest document, in bytes before compression. */
export const longestDocument = 64_000_000;

/** Where a document is: the digest of its compressed bytes, their number of parts, its length before compression. */
export const DocumentRef = z.object({
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  parts: z.int().min(1).max(1_000),
  bytes: z.int().min(0).max(longestDocument),
});
export type DocumentRef = z.infer<typeof DocumentRef>;

const partKind: RecordKind<{ bytes: number }> = {
  name: "document-part",
  version: 1,
  schema: z.object({ bytes: z.int() }),
  upgrades: [],
};

const digest = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

async function compress(bytes: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(bytes.length < small ? gzipSync(bytes) : await gzipLater(bytes));
}

async function expand(packed: Uint8Array, length: number): Promise<Uint8Array> {
  const bound = { maxOutputLength: Math.max(1, length) };
  return length < small ? gunzipSync(packed, bound) : gunzipLater(packed, bound);
}

/** Stores `document` and answers where. Throws RangeError when it is longer than `longestDocument`. */
export async function writeDocument(items: Items, tenant: string, document: Uint8Array): Promise<DocumentRef> {
  if (document.length > longestDocument) throw new RangeError(`a document of ${document.length} bytes is too long`);
  const packed = await compress(document);
  const sha256 = digest(packed);
  const parts = Math.max(1, Math.ceil(packed.length / partSize));
  await Promise.all(
    Array.from({ length: parts }, (_, index) => {
      const bytes = packed.subarray(index * partSize, (index + 1) * partSize);
      const given = { body: { bytes: bytes.length }, write: sha256, bytes };
      return items.set(partKind, keys.documentPart(tenant, sha256, index), given);
    }),
  );
  return { sha256, parts, bytes: document.length };
}

/** The document at `ref`. Throws Error when a part is missing or the bytes are not those of the digest. */
export async function readDocument(items: Items, tenant: string, ref: DocumentRef): Promise<Uint8Array> {
  const parts = await Promise.all(
    Array.from({ length: ref.parts }, async (_, index) => {
      const item = await items.raw(keys.documentPart(tenant, ref.sha256, index));
      const bytes = item && bytesOf(item);
      if (!bytes) throw new Error(`document ${ref.sha256}: part ${index + 1} of ${ref.parts} is missing`);
      return bytes;
    }),
  );
  const packed = Buffer.concat(parts);
  if (digest(packed) !== ref.sha256) throw new Error(`document ${ref.sha256}: the bytes are not those of its digest`);
  return expand(packed, ref.bytes);
}
