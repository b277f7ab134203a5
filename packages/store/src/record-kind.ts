/**
 * Kinds of record: a schema, its version, and the steps from older versions. Items are upgraded when they are read.
 */
import type * as z from "zod";

/** One kind of body. */
export interface RecordKind<Body> {
  readonly name: string;
  readonly version: number;
  readonly schema: z.ZodType<Body>;
  /** Step number i takes a body of version i + 1 to version i + 2; `version - 1` steps in all. */
  readonly upgrades: readonly ((body: unknown) => unknown)[];
}

/**
 * `body`, written at version `version`, as a body of the newest version. Throws Error on a version that this program
 * does not know (it is older than the data) or on a body that is not as its schema says.
 */
export function bodyOf<Body>(kind: RecordKind<Body>, version: number, body: unknown): Body {
  if (!Number.isInteger(version) || version < 1 || version > kind.version) {
    throw new Error(`${kind.name} of version ${version}: this program knows 1 to ${kind.version}; update it`);
  }
  const upgraded = kind.upgrades.slice(version - 1).reduce((older, step) => step(older), body);
  return kind.schema.parse(upgraded);
}
