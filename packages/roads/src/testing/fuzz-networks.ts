/**
 * Opens and asks damaged network files. Each must be refused with a sentence or answer; half of them get a fresh checksum
 * over the damage, so that it reaches what lies behind. Nothing outside tests may import it.
 */
import type { LonLat } from "@antar/measure";
import { buildRoads } from "../build-roads.ts";
import { RoadsError } from "../errors.ts";
import { resealed } from "../file/section-file.ts";
import { openRoads } from "../index.ts";
import { profiles } from "../profiles/index.ts";
import { type FuzzGauges, type FuzzReport, fuzz } from "./fuzz-extracts.ts";
import { mutated } from "./mutate.ts";
import { readSample } from "./samples.ts";

const ids = ["reference-car", "reference-car-turns", "truck"];

/** Asks a little of everything that reads the arrays. */
function ask(file: Uint8Array): void {
  const network = openRoads(file);
  const [west, south, east, north] = network.metadata.bbox;
  const at = (share: number): LonLat => [west + share * (east - west), south + share * (north - south)];
  const points = [0.2, 0.4, 0.6, 0.8].map(at);
  for (const profile of network.metadata.profiles) {
    network.table(profile, points, points);
    for (const to of points) network.directions(profile, at(0.5), to);
  }
}

/** The undamaged files, of at most 65 kB of extract each. */
async function networkSeeds(): Promise<Uint8Array[]> {
  const chosen = profiles.filter(({ id }) => ids.includes(id));
  const files: Uint8Array[] = [];
  for (const name of ["one-way-dead-end", "whitelion-bristol", "melbourne-hills"]) {
    const options = { format: "pbf" as const, source: name, sha256: "00", profiles: chosen, keepNodeIds: true };
    files.push((await buildRoads(readSample(`${name}.osm.pbf`), options)).file);
  }
  return files;
}

/** Damages, opens and asks `count` network files with seeds from `first` on. */
export async function fuzzNetworks(count: number, gauges: FuzzGauges): Promise<FuzzReport> {
  const seeds = await networkSeeds();
  return fuzz(count, gauges, async (number) => {
    const damaged = mutated(seeds[number % seeds.length] ?? new Uint8Array(0), number);
    const padded = new Uint8Array(Math.ceil(damaged.length / 8) * 8);
    padded.set(damaged);
    try {
      ask((number >> 2) % 2 === 0 ? damaged : resealed(padded));
      return undefined;
    } catch (error) {
      if (error instanceof RoadsError) return error.message;
      throw new Error(error instanceof Error ? error.stack : String(error));
    }
  });
}
