/**
 * The streets of an extract as lines, read by the product's own importer.
 */
import { createHash } from "node:crypto";
import { buildRoads, type DrawnStreet, openRoads, type RoadNetwork } from "@antar/roads";

/** The road network of an extract's bytes, for generators that put places beside its streets. */
export async function networkOf(extract: Uint8Array): Promise<RoadNetwork> {
  const sha256 = createHash("sha256").update(extract).digest("hex");
  const { file } = await buildRoads(extract, { format: "pbf", source: "roads.osm.pbf", sha256 });
  return openRoads(file);
}

/** Every street of an extract's bytes. */
export async function drawnStreets(extract: Uint8Array): Promise<DrawnStreet[]> {
  return [...(await networkOf(extract)).drawing()];
}
