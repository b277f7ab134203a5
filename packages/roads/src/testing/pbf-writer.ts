/**
 * Protocol Buffers, written the plain way with BigInt, so that tests do not share arithmetic with the reader.
 * Nothing outside tests may import it.
 */
const bits64 = 1n << 64n;

/** Collects the fields of one message. */
export class PbfWriter {
  readonly #bytes: number[] = [];

  /** An unsigned number. */
  varint(field: number, value: number): void {
    this.#key(field, 0);
    this.#number(BigInt(value));
  }

  /** An int64: ten bytes where negative. */
  signed(field: number, value: number): void {
    this.#key(field, 0);
    this.#number(value < 0 ? BigInt(value) + bits64 : BigInt(value));
  }

  /** A sint64. */
  zigzag(field: number, value: number): void {
    this.#key(field, 0);
    this.#number(zigzagged(BigInt(value)));
  }

  bytes(field: number, value: Uint8Array): void {
    this.#key(field, 2);
    this.#number(BigInt(value.length));
    for (const byte of value) this.#bytes.push(byte);
  }

  /** A packed list of unsigned numbers. */
  packed(field: number, values: readonly number[]): void {
    const list = new PbfWriter();
    for (const value of values) list.#number(BigInt(value));
    this.bytes(field, list.finish());
  }

  /** A packed list of sint64 differences. */
  packedDeltas(field: number, values: readonly number[]): void {
    const list = new PbfWriter();
    let before = 0n;
    for (const value of values) {
      list.#number(zigzagged(BigInt(value) - before));
      before = BigInt(value);
    }
    this.bytes(field, list.finish());
  }

  finish(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }

  #key(field: number, type: number): void {
    this.#number(BigInt(field * 8 + type));
  }

  #number(value: bigint): void {
    let rest = value;
    while (rest > 127n) {
      this.#bytes.push(Number(rest & 127n) | 128);
      rest >>= 7n;
    }
    this.#bytes.push(Number(rest));
  }
}

function zigzagged(value: bigint): bigint {
  return value < 0n ? -value * 2n - 1n : value * 2n;
}
