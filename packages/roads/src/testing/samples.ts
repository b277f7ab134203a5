/**
 * The small real extracts that tests read, from `data/osm` of the repository. For tests only.
 */
import { readFileSync } from "node:fs";

/** The bytes of `data/osm/<name>`. */
export function readSample(name: string): Uint8Array {
  return readFileSync(new URL(`../../../../data/osm/${name}`, import.meta.url));
}

/** The form of a sample by its name. */
export function formatOf(name: string): "pbf" | "xml" | "geojson" {
  if (name.endsWith(".pbf")) return "pbf";
  return name.endsWith(".geojson") ? "geojson" : "xml";
}
