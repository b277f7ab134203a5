/**
 * Damaged copies of a file, the same for the same seed. Knows bytes; nothing outside tests may import it.
 */
import { createRandom, type Random } from "@antar/measure";

/** One damaged copy: bits flipped, bytes overwritten, a piece cut out, repeated or moved, or the end cut off. */
export function mutated(bytes: Uint8Array, seed: number): Uint8Array {
  const random = createRandom(seed);
  let copy = Uint8Array.from(bytes);
  // Coarse damage is found at once; half of the copies have a few flipped bits only, which get deep into a reader.
  if (random.below(2) === 0) return flipped(copy, 1 + random.below(3), random);
  const rounds = 1 + random.below(4);
  for (let round = 0; round < rounds; round++) copy = damage(copy, random);
  return copy;
}

function damage(bytes: Uint8Array<ArrayBuffer>, random: Random): Uint8Array<ArrayBuffer> {
  const at = random.below(Math.max(1, bytes.length));
  const length = 1 + Math.floor(random.next() ** 3 * Math.min(2000, bytes.length));
  const piece = bytes.slice(at, at + length);
  switch (random.below(7)) {
    case 0:
      return bytes.slice(0, at);
    case 1:
      return joined([bytes.slice(0, at), bytes.slice(at + length)]);
    case 2:
      return joined([bytes.slice(0, at), piece, bytes.slice(at)]);
    case 3:
      return joined([piece, bytes]);
    case 4:
      bytes.fill(random.below(2) === 0 ? 255 : 0, at, at + Math.min(length, 8));
      return bytes;
    default:
      return flipped(bytes, 1 + Math.floor(length / 100), random);
  }
}

function flipped(bytes: Uint8Array<ArrayBuffer>, bits: number, random: Random): Uint8Array<ArrayBuffer> {
  for (let i = 0; i < bits; i++) {
    const place = random.below(Math.max(1, bytes.length));
    bytes[place] = (bytes[place] ?? 0) ^ (1 << random.below(8));
  }
  return bytes;
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
