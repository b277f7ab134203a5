/**
 * What an image file is and whether it carries metadata (a place, a camera, a person). Knows the containers of JPEG, PNG and
 * WebP; refuses to know pictures.
 */

/** What was found in an image. */
export interface FoundImage {
  readonly type: "image/jpeg" | "image/png" | "image/webp" | undefined;
  /** Name of the first piece of metadata; undefined when there is none. */
  readonly metadata: string | undefined;
}

const nothing: FoundImage = { type: undefined, metadata: undefined };
const ascii = (bytes: Uint8Array, from: number, to: number): string =>
  String.fromCharCode(...bytes.subarray(from, Math.min(to, bytes.length)));
const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Looks into `bytes`. Anything that is not a whole image of a known type answers `type` undefined. */
export function foundInImage(bytes: Uint8Array): FoundImage {
  if (bytes.length < 12) return nothing;
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return inJpeg(bytes);
  if (ascii(bytes, 1, 4) === "PNG" && bytes[0] === 0x89) return inPng(bytes);
  if (ascii(bytes, 0, 4) === "RIFF" && ascii(bytes, 8, 12) === "WEBP") return inWebp(bytes);
  return nothing;
}

/** Segments before the picture: JFIF (APP0), a colour profile (APP2) and Adobe's (APP14) say nothing of people. */
function inJpeg(bytes: Uint8Array): FoundImage {
  const data = view(bytes);
  const harmless = new Set([0xe0, 0xe2, 0xee]);
  for (let at = 2; at + 4 <= bytes.length; ) {
    if (bytes[at] !== 0xff) return nothing;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === 0xda) return { type: "image/jpeg", metadata: undefined };
    const length = data.getUint16(at + 2);
    const isApp = marker >= 0xe0 && marker <= 0xef;
    if (marker === 0xfe) return { type: "image/jpeg", metadata: "COM" };
    if (isApp && !harmless.has(marker)) {
      const name = ascii(bytes, at + 4, at + 8).replace(/[^ -~]/g, "");
      return { type: "image/jpeg", metadata: name || `APP${marker - 0xe0}` };
    }
    at += 2 + Math.max(2, length);
  }
  return nothing;
}

function inPng(bytes: Uint8Array): FoundImage {
  const data = view(bytes);
  const telling = new Set(["eXIf", "tEXt", "iTXt", "zTXt", "tIME"]);
  let pictured = false;
  for (let at = 8; at + 12 <= bytes.length; ) {
    const name = ascii(bytes, at + 4, at + 8);
    if (telling.has(name)) return { type: "image/png", metadata: name };
    if (name === "IDAT") pictured = true;
    if (name === "IEND") return pictured ? { type: "image/png", metadata: undefined } : nothing;
    at += 12 + data.getUint32(at);
  }
  return nothing;
}

function inWebp(bytes: Uint8Array): FoundImage {
  const data = view(bytes);
  let pictured = false;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const name = ascii(bytes, at, at + 4);
    if (name === "EXIF" || name === "XMP ") return { type: "image/webp", metadata: name.trim() };
    if (name === "VP8 " || name === "VP8L" || name === "ANMF") pictured = true;
    const length = data.getUint32(at + 4, true);
    at += 8 + length + (length % 2);
  }
  return pictured ? { type: "image/webp", metadata: undefined } : nothing;
}
