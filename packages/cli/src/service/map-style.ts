/**
 * A base map from elsewhere: a MapLibre style that an office names, given out to the pages, and the hosts that it needs. Without one
 * the pages draw the project's own data and ask nobody but the service.
 */
import { readFile } from "node:fs/promises";
import { badUsage } from "../command.ts";

/** A style as it is given out, and the origins that the pages must be allowed to ask. */
export interface MapStyle {
  readonly text: string;
  readonly hosts: readonly string[];
}

function refused(path: string, what: { id: string; en: string }) {
  return badUsage(
    `--map-style ${path}: ${what.id}; berikan gaya MapLibre versi 8 (JSON)`,
    `--map-style ${path}: ${what.en}; give a MapLibre style of version 8 (JSON)`,
  );
}

/** Origins in the addresses of sources, glyphs and pictures; links in an attribution are for people. */
function hostsOf(style: { readonly [name: string]: unknown }): readonly string[] {
  const { sources, glyphs, sprite, metadata } = style;
  const text = JSON.stringify({ sources, glyphs, sprite, metadata }, (key, value) =>
    key === "attribution" ? undefined : value,
  );
  return [...new Set(text.match(/https:\/\/[^/"{}\s]+/g) ?? [])].sort();
}

/**
 * Reads the style at `path`. Hosts that only a TileJSON names go into the style's `metadata`, under any key. Throws Refusal when it
 * is no style.
 */
export async function readMapStyle(path: string): Promise<MapStyle> {
  const text = await readFile(path, "utf8").catch(() => {
    throw refused(path, { id: "tidak dapat dibaca", en: "cannot be read" });
  });
  let style: unknown;
  try {
    style = JSON.parse(text);
  } catch {
    throw refused(path, { id: "bukan JSON", en: "is not JSON" });
  }
  if (typeof style !== "object" || style === null) throw refused(path, { id: "bukan gaya", en: "is no style" });
  const known: { version?: unknown; sources?: unknown; layers?: unknown; [name: string]: unknown } = { ...style };
  if (known.version !== 8 || typeof known.sources !== "object" || !Array.isArray(known.layers)) {
    throw refused(path, {
      id: "tidak punya version 8, sources dan layers",
      en: "has not version 8, sources and layers",
    });
  }
  return { text: JSON.stringify(style), hosts: hostsOf(known) };
}
