/**
 * Bytes from one array or a stream, taken in pieces of a known length. Knows offsets and limits;
 * refuses to know what the bytes mean.
 */
import { ExtractError } from "./road-extract.ts";

const defaultMaxBytes = 4 * 1024 ** 3;

/** Takes exact lengths from an array or a stream; an array is never copied. */
export class ByteSource {
  /** Bytes taken so far: the offset of the next byte in the file. */
  offset = 0;
  readonly #chunks: Uint8Array[] = [];
  #waiting = 0;
  #received = 0;
  #ended: boolean;
  readonly #maxBytes: number;
  readonly #stream: AsyncIterator<Uint8Array> | undefined;

  constructor(bytes: Uint8Array | AsyncIterable<Uint8Array>, maxBytes = defaultMaxBytes) {
    this.#maxBytes = maxBytes;
    if (bytes instanceof Uint8Array) {
      this.#ended = true;
      this.#stream = undefined;
      this.#accept(bytes);
    } else {
      this.#ended = false;
      this.#stream = bytes[Symbol.asyncIterator]();
    }
  }

  /** Bytes received from the caller so far; what budgets are measured by. */
  get received(): number {
    return this.#received;
  }

  /** The next `length` bytes, or fewer where the input ends. The result is valid until the caller changes its input. */
  async take(length: number): Promise<Uint8Array> {
    while (this.#waiting < length && !this.#ended) await this.#pull();
    return this.#cut(Math.min(length, this.#waiting));
  }

  /** Whatever piece comes next, at most `most` bytes; undefined at the end. */
  async next(most: number): Promise<Uint8Array | undefined> {
    while (this.#waiting === 0 && !this.#ended) await this.#pull();
    const first = this.#chunks[0];
    return first === undefined ? undefined : this.#cut(Math.min(first.length, most));
  }

  /** The first bytes without taking them; fewer than `length` only where the input is shorter. */
  async peek(length: number): Promise<Uint8Array> {
    const piece = await this.take(length);
    if (piece.length > 0) {
      this.#chunks.unshift(piece);
      this.#waiting += piece.length;
      this.offset -= piece.length;
    }
    return piece;
  }

  /** Tells a stream that nobody will read on. */
  async close(): Promise<void> {
    if (!this.#ended) await this.#stream?.return?.();
    this.#ended = true;
  }

  async #pull(): Promise<void> {
    const step = await this.#stream?.next();
    if (step === undefined || step.done === true) this.#ended = true;
    else this.#accept(step.value);
  }

  #accept(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    this.#received += chunk.length;
    if (this.#received > this.#maxBytes) {
      throw new ExtractError(
        `the file is longer than the ${this.#maxBytes} bytes allowed; cut a smaller extract or raise maxBytes`,
        { offset: this.#maxBytes },
      );
    }
    this.#chunks.push(chunk);
    this.#waiting += chunk.length;
  }

  #cut(length: number): Uint8Array {
    const first = this.#chunks[0];
    this.offset += length;
    this.#waiting -= length;
    if (first === undefined || length === 0) return new Uint8Array(0);
    if (length < first.length) {
      this.#chunks[0] = first.subarray(length);
      return first.subarray(0, length);
    }
    if (length === first.length) {
      this.#chunks.shift();
      return first;
    }
    return this.#join(length);
  }

  #join(length: number): Uint8Array {
    const joined = new Uint8Array(length);
    let filled = 0;
    while (filled < length) {
      const chunk = this.#chunks[0];
      if (chunk === undefined) break;
      const part = chunk.subarray(0, length - filled);
      joined.set(part, filled);
      filled += part.length;
      if (part.length === chunk.length) this.#chunks.shift();
      else this.#chunks[0] = chunk.subarray(part.length);
    }
    return joined;
  }
}
