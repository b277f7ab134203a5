/**
 * How much a file may make us hold, by how many bytes it has. Knows counts; refuses to know formats.
 *
 * A compressed byte can stand for a thousand equal objects, so a small hostile file could fill the memory.
 * Real extracts hold at most about one object, two references and one tag per byte; each allowance is a multiple of that.
 */
import { ExtractError } from "./road-extract.ts";

/** What is counted. */
export type Budgeted = "objects" | "references" | "tags" | "text" | "inflated bytes";

const allowances: Readonly<Record<Budgeted, { readonly base: number; readonly perByte: number }>> = {
  objects: { base: 1_000_000, perByte: 2 },
  references: { base: 2_000_000, perByte: 4 },
  tags: { base: 1_000_000, perByte: 2 },
  text: { base: 16_000_000, perByte: 8 },
  "inflated bytes": { base: 64 * 1024 ** 2, perByte: 200 },
};

/** Counts what was read and refuses a file that holds too much for its length. */
export class Budget {
  readonly #spent: Record<Budgeted, number> = { objects: 0, references: 0, tags: 0, text: 0, "inflated bytes": 0 };
  readonly #received: () => number;
  readonly #maxObjects: number;

  /** `received`: bytes of the file so far. */
  constructor(received: () => number, maxObjects: number) {
    this.#received = received;
    this.#maxObjects = maxObjects;
  }

  /** Objects charged so far. */
  get objects(): number {
    return this.#spent.objects;
  }

  /** Throws as `spend` would, but adds nothing: to ask before memory is made. */
  wouldFit(what: Budgeted, count: number): void {
    this.#check(what, this.#spent[what] + count);
  }

  /** Adds `count`; throws ExtractError when the allowance is used up. Call it before holding the things. */
  spend(what: Budgeted, count: number): void {
    const spent = this.#spent[what] + count;
    this.#spent[what] = spent;
    this.#check(what, spent);
  }

  #check(what: Budgeted, spent: number): void {
    const { base, perByte } = allowances[what];
    const received = this.#received();
    if (spent > base + perByte * received) {
      throw new ExtractError(
        `the file holds more ${what} (${spent}) than ${received} bytes of honest data can; it looks damaged or hostile, fetch it again`,
      );
    }
    if (what === "objects" && spent > this.#maxObjects) {
      throw new ExtractError(
        `the file holds more than the ${this.#maxObjects} objects allowed; cut a smaller extract or raise maxObjects`,
      );
    }
  }
}
