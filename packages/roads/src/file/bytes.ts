/**
 * Byte streams of small numbers: LEB128 varints and zigzag. Knows bytes; refuses to know what the numbers mean.
 */

/** A growing byte buffer. `take()` returns a copy of exactly the bytes written. */
export interface ByteWriter {
  readonly length: number;
  /** Writes a whole number in 0..2^53 as a varint. */
  varint(value: number): void;
  /** Writes a signed 32-bit difference, zigzag coded. */
  signed(value: number): void;
  take(): Uint8Array;
}

/** A new empty byte writer. */
export function createByteWriter(): ByteWriter {
  let bytes = new Uint8Array(1024);
  let length = 0;
  function varint(value: number): void {
    if (length + 10 > bytes.length) {
      const larger = new Uint8Array(bytes.length * 2);
      larger.set(bytes);
      bytes = larger;
    }
    let rest = value;
    while (rest >= 128) {
      bytes[length++] = (rest % 128) + 128;
      rest = Math.floor(rest / 128);
    }
    bytes[length++] = rest;
  }
  return {
    get length() {
      return length;
    },
    varint,
    signed: (value) => varint(value >= 0 ? value * 2 : -value * 2 - 1),
    take: () => bytes.slice(0, length),
  };
}
