import { createRandom } from "@antar/measure";
import { describe, expect, test } from "vitest";
import { buildFromExtract } from "../build-roads.ts";
import { openRoads, profileOf, type RoadNetwork } from "../index.ts";
import { type RoadExtract, readExtract } from "../osm/index.ts";
import { objectsOf, referenceArcs, referenceOracle } from "../testing/reference-oracle.ts";
import { readSample } from "../testing/samples.ts";

function compare(network: RoadNetwork, id: string, extract: RoadExtract, closed: readonly number[]): number {
  const objects = objectsOf(extract);
  const reachedFrom = referenceOracle(id, objects, new Set(closed));
  const random = createRandom(11);
  const nodes = [...new Set(referenceArcs(id, objects, new Set()).flatMap(({ from, to }) => [from, to]))].sort(
    (a, b) => a - b,
  );
  const open = network.withClosures(closed.map((way) => ({ kind: "way" as const, way })));
  let finite = 0;
  for (let k = 0; k < 12; k++) {
    const source = nodes[random.below(nodes.length)]!;
    const reached = reachedFrom(source);
    const targets = Array.from({ length: 60 }, () => nodes[random.below(nodes.length)]!);
    const expected = targets.map((target) => reached.get(target) ?? Infinity);
    expect([
      ...open.pairs(
        id,
        targets.map((target) => [source, target] as const),
      ),
    ]).toEqual(expected);
    finite += expected.filter(Number.isFinite).length;
  }
  return finite;
}

const samples = ["bayfront-singapore", "melbourne-hills", "whitelion-bristol", "one-way-dead-end"];
const ids = ["reference-car", "reference-car-turns", "reference-light-truck"];

describe.each(samples)("%s answers pairs of OSM nodes", (name) => {
  test.each(ids)("as the definition of %s does, to the millisecond, with and without closed ways", async (id) => {
    const extract = await readExtract(readSample(`${name}.osm.pbf`), "pbf");
    const profile = profileOf(id);
    if (profile === undefined) throw new Error(id);
    const network = openRoads(
      buildFromExtract(extract, { source: name, sha256: "00", profiles: [profile], keepNodeIds: true }).file,
    );
    expect(compare(network, id, extract, [])).toBeGreaterThan(50);
    const random = createRandom(5);
    const closed = Array.from({ length: 6 }, () => extract.ways[random.below(extract.ways.length)]!.id);
    compare(network, id, extract, closed);
    expect(() => network.pairs(id, [[-77, -78]])).toThrow(/node -77 lies on no road/);
  });
});
