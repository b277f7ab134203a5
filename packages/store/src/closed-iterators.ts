/**
 * A repair of the embedded database. dynalite 4.0.0 ends every Query by calling `return` of its LevelDB iterator, if there is
 * one; abstract-level 3 calls that `close`. So none was ever closed: each kept a snapshot of the database and its buffers
 * outside the heap until the process ended. Knows these two names only.
 */
import { AbstractKeyIterator, AbstractValueIterator } from "abstract-level";

interface Closable {
  close(): Promise<void>;
}

/** Gives the iterators the name that dynalite calls. Doing it again changes nothing. */
export function closeIteratorsAtTheirEnd(): void {
  for (const { prototype } of [AbstractKeyIterator, AbstractValueIterator]) {
    if ("return" in prototype) continue;
    Object.defineProperty(prototype, "return", {
      configurable: true,
      value: function endIterator(this: Closable): Promise<void> {
        return this.close();
      },
    });
  }
}
