/** The reference briefs of data/kendari, opened with their roads and planned. Knows files; measures nothing. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type Brief, digestOf, type Plan, readBrief, withSettings } from "@antar/domain";
import { makePlan } from "@antar/planning";
import { buildRoads, openRoads, type RoadNetwork } from "@antar/roads";
import { until } from "@antar/solver";

const folder = new URL("../../../../data/kendari/", import.meta.url);

/** A brief with its roads. */
export interface Opened {
  readonly brief: Brief;
  readonly roads: RoadNetwork;
}

/** `brief.json` or another brief of data/kendari. */
export async function openKendari(name = "brief.json"): Promise<Opened> {
  const brief = readBrief(JSON.parse(await readFile(fileURLToPath(new URL(name, folder)), "utf8")));
  const bytes = new Uint8Array(await readFile(fileURLToPath(new URL(brief.roads.extract, folder))));
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const { attribution, synthetic } = brief.roads;
  const { file } = await buildRoads(bytes, {
    format: "pbf",
    source: brief.roads.extract,
    sha256,
    synthetic,
    attribution,
  });
  return { brief, roads: openRoads(file) };
}

/** The brief with `settings` laid over it, and its plan under a budget of iterations. */
export function planned(
  { brief, roads }: Opened,
  settings: Readonly<Record<string, string>>,
  iterations: number,
): { readonly brief: Brief; readonly plan: Plan } {
  const changed = readBrief(withSettings(brief, settings));
  const budget = until.iterations(iterations);
  const plan = makePlan(changed, roads, { seed: 1, budget, briefDigest: digestOf(brief), settings });
  return { brief: changed, plan };
}
