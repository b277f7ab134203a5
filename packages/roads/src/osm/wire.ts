/**
 * Protocol Buffers on the wire: varints, fields and packed lists, always inside given bounds.
 * Knows the encoding (protobuf.dev/programming-guides/encoding); refuses to know any message.
 *
 * Hot file: one reader object is moved over the bytes and packed lists go straight into typed arrays.
 */
import { ExtractError } from "./road-extract.ts";

const two28 = 2 ** 28;
const two56 = 2 ** 56;

/** A fault inside one blob, without its place; the reader of the file adds block and offset. */
export class WireFault extends ExtractError {}

/** The low, middle and high parts of a varint, 28 + 28 + 8 bits. */
interface LongVarint {
  low: number;
  middle: number;
  high: number;
}

/** Moves over a range of bytes. Every method throws WireFault rather than read outside the range. */
export class Wire {
  readonly bytes: Uint8Array;
  position: number;
  end: number;
  /** Of the field that `next` found. */
  field = 0;
  /** 0 varint, 1 eight bytes, 2 length-delimited, 5 four bytes. */
  type = 0;
  /** Where the list that `list` went over begins. */
  listStart = 0;
  readonly #long: LongVarint = { low: 0, middle: 0, high: 0 };

  constructor(bytes: Uint8Array, start = 0, end = bytes.length) {
    this.bytes = bytes;
    this.position = start;
    this.end = end;
  }

  /** Goes to another range of the same bytes. */
  range(start: number, end: number): void {
    this.position = start;
    this.end = end;
  }

  /** Steps to the next field; false at the end of the range. */
  next(): boolean {
    if (this.position >= this.end) return false;
    const key = this.unsigned();
    this.field = Math.floor(key / 8);
    this.type = key % 8;
    if (this.field === 0 || this.type === 3 || this.type === 4 || this.type > 5) {
      throw new WireFault(`field ${this.field} has wire type ${this.type}, which OpenStreetMap files never use`);
    }
    return true;
  }

  /** Passes over the value of the current field. */
  skip(): void {
    if (this.type === 0) this.#readLong();
    else if (this.type === 2) this.position = this.delimited();
    else this.position += this.type === 1 ? 8 : 4;
    if (this.position > this.end) throw new WireFault("a field runs past the end of its message");
  }

  /** The end of the length-delimited value that begins at `position` afterwards. */
  delimited(): number {
    if (this.type !== 2)
      throw new WireFault(`field ${this.field} should be length-delimited, but has wire type ${this.type}`);
    const length = this.unsigned();
    const end = this.position + length;
    if (!(end <= this.end)) {
      throw new WireFault(`field ${this.field} claims ${length} bytes where ${this.end - this.position} are left`);
    }
    return end;
  }

  /** An unsigned varint up to 2^53. */
  unsigned(): number {
    const first = this.bytes[this.position];
    if (first !== undefined && first < 128 && this.position < this.end) {
      this.position++;
      return first;
    }
    const { low, middle, high } = this.#readLong();
    return safe(low + middle * two28 + high * two56);
  }

  /** An int32 or int64: two's complement in up to ten bytes. */
  signed(): number {
    const { low, middle, high } = this.#readLong();
    if (high < 128) return safe(low + middle * two28 + high * two56);
    // The highest of 64 bits is set: subtract 2^64 by complementing each part, so that no digit is lost.
    return safe(-(two28 - low + (two28 - 1 - middle) * two28 + (255 - high) * two56));
  }

  /** A sint32 or sint64 (zigzag). */
  zigzag(): number {
    const { low, middle, high } = this.#readLong();
    return unzigzag(low, middle, high);
  }

  /**
   * Goes over the current field as a list of numbers and leaves its bounds in `listStart` and `position`:
   * a packed list, or the single number of an unpacked one, which has the same bytes.
   */
  list(): void {
    this.listStart = this.position;
    if (this.type === 0) {
      this.#readLong();
      return;
    }
    const end = this.delimited();
    this.listStart = this.position;
    this.position = end;
  }

  /** How many numbers a range holds: the bytes that end one. */
  count(start: number, end: number): number {
    let count = 0;
    for (let p = start; p < end; p++) if (this.bytes[p]! < 128) count++;
    return count;
  }

  /**
   * Appends the running sums of a packed list of sint64 differences to `out` from `at` on, beginning at `sum`;
   * returns how many. `out` must have room for `count(start, end)` values.
   */
  packedSums(start: number, end: number, out: Float64Array, at: number, sum = 0): number {
    const bytes = this.bytes;
    let p = start;
    let n = at;
    let total = sum;
    while (p < end) {
      const a = bytes[p++]!;
      if (a < 128) {
        total += (a >>> 1) ^ -(a & 1);
        out[n++] = total;
        continue;
      }
      const b = bytes[p++]!;
      let value = (a & 127) | ((b & 127) << 7);
      if (b >= 128) {
        const c = bytes[p++]!;
        value |= (c & 127) << 14;
        if (c >= 128) {
          const d = bytes[p++]!;
          value |= (d & 127) << 21;
          if (d >= 128) {
            this.range(p - 4, end);
            total += this.zigzag();
            p = this.position;
            out[n++] = total;
            continue;
          }
        }
      }
      total += (value >>> 1) ^ -(value & 1);
      out[n++] = total;
    }
    if (p > end) throw new WireFault("a packed list ends inside a number");
    if (!Number.isSafeInteger(total)) throw new WireFault("a packed list sums to a number beyond 2^53");
    return n - at;
  }

  /** Appends a packed list of unsigned 32-bit numbers to `out`; returns how many. Room as for `packedSums`. */
  packedUnsigned(start: number, end: number, out: Int32Array, at: number): number {
    const bytes = this.bytes;
    let p = start;
    let n = at;
    while (p < end) {
      let byte = bytes[p++]!;
      let value = byte & 127;
      let shift = 7;
      while (byte >= 128) {
        if (shift > 28 || p >= end) throw new WireFault("a packed list holds a cut or overlong number");
        byte = bytes[p++]!;
        value |= (byte & 127) << shift;
        shift += 7;
      }
      out[n++] = value;
    }
    return n - at;
  }

  #readLong(): LongVarint {
    const parts = this.#long;
    parts.low = 0;
    parts.middle = 0;
    parts.high = 0;
    let p = this.position;
    for (let i = 0; i < 10; i++) {
      if (p >= this.end) throw new WireFault("a number is cut at the end of its message");
      const byte = this.bytes[p++]!;
      const bits = byte & 127;
      if (i < 4) parts.low |= bits << (7 * i);
      else if (i < 8) parts.middle |= bits << (7 * (i - 4));
      else parts.high |= (bits << (7 * (i - 8))) & 255;
      if (byte < 128) {
        this.position = p;
        return parts;
      }
    }
    throw new WireFault("a number is longer than ten bytes");
  }
}

function safe(value: number): number {
  if (!Number.isSafeInteger(value)) throw new WireFault(`the number ${value} is beyond 2^53`);
  return value;
}

function unzigzag(low: number, middle: number, high: number): number {
  const half = Math.floor(low / 2) + middle * (two28 / 2) + high * (two56 / 2);
  return safe((low & 1) === 0 ? half : -half - 1);
}
