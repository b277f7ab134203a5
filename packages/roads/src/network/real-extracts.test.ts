import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { buildRoads, profileOf } from "../index.ts";
import { checkEngine } from "../testing/check-engine.ts";
import { formatOf, readSample } from "../testing/samples.ts";

const extracts = readdirSync(new URL("../../../../data/osm", import.meta.url)).filter((name) => !name.endsWith(".md"));
const ids = ["reference-car", "reference-car-turns", "truck"];

describe.each(extracts)("%s", (name) => {
  test("hierarchy = Dijkstra (= ngraph.path where small) for three vehicles, with and without closures; partial = full", async () => {
    const profiles = ids.flatMap((id) => profileOf(id) ?? []);
    const options = { format: formatOf(name), source: name, sha256: "00", profiles };
    const bytes = readSample(name);
    const { file } = await buildRoads(bytes, options);
    for (const id of ids) {
      const report = checkEngine(file, id, {
        seed: 7,
        places: 30,
        ngraphPairs: bytes.length < 100_000 ? 20 : 0,
      });
      expect(report.differences).toEqual([]);
      // Closing all of a tiny network leaves no place to ask about.
      expect(report.pairs).toBeGreaterThanOrEqual(900);
      expect(report.reachable).toBeGreaterThan(200);
    }
  });
});
