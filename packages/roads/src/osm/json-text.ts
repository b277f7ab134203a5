/**
 * A whole JSON text from a source, and guards over what it holds. Knows JSON; refuses to know OpenStreetMap.
 */
import type { ByteSource } from "./byte-source.ts";
import { ExtractError } from "./road-extract.ts";

/** A JSON text is held whole; a larger extract belongs in PBF. */
const maxJsonBytes = 256 * 1024 ** 2;

/** All of the source as text. Throws ExtractError beyond 256 MiB. */
export async function wholeText(source: ByteSource): Promise<string> {
  const parts: Uint8Array[] = [];
  for (let part = await source.next(2 ** 24); part !== undefined; part = await source.next(2 ** 24)) {
    if (source.offset > maxJsonBytes) {
      throw new ExtractError(`the JSON text is longer than ${maxJsonBytes} bytes; use a PBF extract`, {
        offset: maxJsonBytes,
      });
    }
    parts.push(part);
  }
  return new TextDecoder().decode(Buffer.concat(parts));
}

/** The parsed text. Throws ExtractError naming the byte where parsing stopped, as far as the engine tells. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const offset = Number(/position (\d+)/.exec(why)?.[1] ?? text.length);
    throw new ExtractError(
      `at character ${offset}: the JSON is broken (${why.slice(0, 160)}); the file is cut or damaged, fetch it again`,
      { offset },
    );
  }
}

/** An object that is no list. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Own entries that are texts, numbers or booleans, as texts: OpenStreetMap tags. */
export function tagsOf(value: unknown): Record<string, string> {
  const tags: Record<string, string> = {};
  if (!isRecord(value)) return tags;
  for (const [key, entry] of Object.entries(value)) {
    if (key === "__proto__" || key.startsWith("@")) continue;
    if (typeof entry === "string" || typeof entry === "number" || typeof entry === "boolean") tags[key] = `${entry}`;
  }
  return tags;
}
