/**
 * DER, as far as certificates need it (X.690). Knows tags and lengths; refuses to know what a certificate says.
 */

/** One value with its tag. */
export function tagged(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const size: number[] = [];
  for (let rest = length; rest > 0; rest >>= 8) size.unshift(rest & 0xff);
  const header = length < 128 ? [tag, length] : [tag, 0x80 | size.length, ...size];
  return new Uint8Array(Buffer.concat([Buffer.from(header), ...parts]));
}

/** SEQUENCE. */
export const sequence = (...parts: readonly Uint8Array[]): Uint8Array => tagged(0x30, ...parts);
/** SET. */
export const set = (...parts: readonly Uint8Array[]): Uint8Array => tagged(0x31, ...parts);
/** BOOLEAN true. */
export const truth = tagged(0x01, new Uint8Array([0xff]));
/** OCTET STRING. */
export const octets = (bytes: Uint8Array): Uint8Array => tagged(0x04, bytes);
/** BIT STRING of whole bytes. */
export const bits = (bytes: Uint8Array): Uint8Array => tagged(0x03, new Uint8Array([0]), bytes);
/** UTF8String. */
export const utf8 = (text: string): Uint8Array => tagged(0x0c, new TextEncoder().encode(text));
/** GeneralizedTime of `moment`, epoch seconds. */
export const time = (moment: number): Uint8Array =>
  tagged(
    0x18,
    new TextEncoder().encode(`${new Date(moment * 1_000).toISOString().slice(0, 19).replace(/[-:T]/g, "")}Z`),
  );

/** INTEGER that is not negative, from its bytes. */
export function natural(bytes: Uint8Array): Uint8Array {
  const first = bytes.findIndex((byte) => byte !== 0);
  const shortest = first < 0 ? new Uint8Array([0]) : bytes.subarray(first);
  const padded = (shortest[0] ?? 0) >= 0x80 ? new Uint8Array([0, ...shortest]) : shortest;
  return tagged(0x02, padded);
}

/** OBJECT IDENTIFIER, written with dots. */
export function objectId(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  const bytes = [first * 40 + second];
  for (const part of rest) {
    const groups = [part & 0x7f];
    for (let left = part >> 7; left > 0; left >>= 7) groups.unshift((left & 0x7f) | 0x80);
    bytes.push(...groups);
  }
  return tagged(0x06, new Uint8Array(bytes));
}
