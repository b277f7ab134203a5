/**
 * The base map of a brief as GeoJSON: streets from its own network and, where they lie beside the brief, the outlines of its
 * areas. Knows two files; refuses to know how they are drawn.
 */
import { dirname, join } from "node:path";
import { Refusal } from "@antar/domain";
import type { RoadNetwork } from "@antar/roads";
import * as z from "zod";
import { readJsonFile } from "../files.ts";

const Outlines = z.object({ features: z.array(z.record(z.string(), z.unknown())) });

const rounded = (degrees: number): number => Math.round(degrees * 1e6) / 1e6;

/** The base map as the text of a FeatureCollection. `areas.geojson` beside the brief is taken in when it is there. */
export async function baseMapOf(briefPath: string, network: RoadNetwork): Promise<string> {
  const streets = [...network.drawing()].map(({ class: kind, name, bridge, geometry }) => ({
    type: "Feature",
    properties: { class: kind, ...(name ? { name } : {}), ...(bridge ? { bridge } : {}) },
    geometry: { type: "LineString", coordinates: geometry.map(([lon, lat]) => [rounded(lon), rounded(lat)]) },
  }));
  const outlines = await readJsonFile(join(dirname(briefPath), "areas.geojson")).catch((error) => {
    if (error instanceof Refusal) return { features: [] };
    throw error;
  });
  const { attribution, synthetic } = network.metadata;
  const features = [...Outlines.parse(outlines).features, ...streets];
  return JSON.stringify({ type: "FeatureCollection", attribution, synthetic, features });
}
