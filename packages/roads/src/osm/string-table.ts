/**
 * The strings of one PBF block, decoded only when asked for. Knows offsets and UTF-8; refuses to know tags.
 */
import type { Budget } from "./budget.ts";
import { type Wire, WireFault } from "./wire.ts";

/** OpenStreetMap allows 255 characters of up to four bytes; some older values are longer. */
const maxStringBytes = 4096;

/** Reused from block to block, so that its typed arrays are not made anew. */
export class StringTable {
  length = 0;
  #bytes: Uint8Array = new Uint8Array(0);
  #starts = new Int32Array(1024);
  #ends = new Int32Array(1024);
  #decoded: (string | undefined)[] = [];
  /** One object for equal strings of all blocks. */
  readonly #shared = new Map<string, string>();
  readonly #decoder = new TextDecoder();
  readonly #budget: Budget;

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  /** Takes over the table that lies between `start` and `end`; forgets the former one. */
  load(wire: Wire, start: number, end: number): void {
    this.#bytes = wire.bytes;
    this.length = 0;
    wire.range(start, end);
    while (wire.next()) {
      if (wire.field !== 1) {
        wire.skip();
        continue;
      }
      const stop = wire.delimited();
      this.#push(wire.position, stop);
      wire.position = stop;
    }
    this.#decoded = new Array<string | undefined>(Math.min(this.length, 100_000));
  }

  /** String number `index`. Throws WireFault when there is none. */
  at(index: number): string {
    const known = this.#decoded[index];
    if (known !== undefined) return known;
    if (!(index >= 0 && index < this.length)) {
      throw new WireFault(`string ${index} is asked for, but the block's string table has ${this.length}`);
    }
    const start = this.#starts[index]!;
    const end = this.#ends[index]!;
    if (end - start > maxStringBytes) {
      throw new WireFault(`string ${index} has ${end - start} bytes; OpenStreetMap allows 255 characters`);
    }
    const text = this.#share(this.#decode(start, end), end - start);
    this.#decoded[index] = text;
    return text;
  }

  #push(start: number, end: number): void {
    if (this.length === this.#starts.length) {
      const starts = new Int32Array(this.length * 2);
      const ends = new Int32Array(this.length * 2);
      starts.set(this.#starts);
      ends.set(this.#ends);
      this.#starts = starts;
      this.#ends = ends;
    }
    this.#starts[this.length] = start;
    this.#ends[this.length] = end;
    this.length++;
  }

  #decode(start: number, end: number): string {
    return this.#decoder.decode(this.#bytes.subarray(start, end));
  }

  #share(text: string, bytes: number): string {
    const shared = this.#shared.get(text);
    if (shared !== undefined) return shared;
    this.#budget.spend("text", bytes + 32);
    this.#shared.set(text, text);
    return text;
  }
}
