import { createRandom } from "@antar/measure";
import fc from "fast-check";
import { expect, test } from "vitest";
import { buildFromExtract } from "../build-roads.ts";
import { openRoads, profileOf, type RoadNetwork } from "../index.ts";
import { checkEngine } from "../testing/check-engine.ts";
import { randomExtract } from "../testing/random-extract.ts";

const ids = ["reference-car", "reference-car-turns", "truck", "motorcycle", "foot"];
const chosen = ids.map((id) => {
  const found = profileOf(id);
  if (found === undefined) throw new Error(id);
  return found;
});

function fileOf(seed: number, nodes: number): Uint8Array {
  const options = { source: "random", sha256: "00", profiles: chosen, keepNodeIds: true };
  return buildFromExtract(randomExtract(seed, nodes), options).file;
}

const seeds = fc.integer({ min: 1, max: 1_000_000 });

test("on random networks hierarchy = Dijkstra = ngraph.path, partial = full customisation, and opening restores", () => {
  fc.assert(
    fc.property(seeds, fc.integer({ min: 12, max: 120 }), (seed, nodes) => {
      const file = fileOf(seed, nodes);
      for (const id of ids)
        expect(checkEngine(file, id, { seed, places: 12, ngraphPairs: 10 }).differences).toEqual([]);
    }),
    { seed: 20261124, numRuns: 20 },
  );
});

/** Pairs of all nodes with each other, row by row. */
function allPairs(network: RoadNetwork, id: string, nodes: readonly number[]): Float64Array {
  return network.pairs(
    id,
    nodes.flatMap((from) => nodes.map((to) => [from, to] as const)),
  );
}

/** Some nodes that lie on a road of the network. */
function roadNodes(network: RoadNetwork, nodes: number): number[] {
  const lies = (id: number) => {
    try {
      network.pairs("foot", [[id, id]]);
      return true;
    } catch {
      return false;
    }
  };
  return Array.from({ length: nodes }, (_, i) => (i + 1) * 3)
    .filter(lies)
    .slice(0, 14);
}

test("without turn costs no way is longer than the way round over a third node, and a node is 0 from itself", () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const network = openRoads(fileOf(seed, 40));
      const nodes = roadNodes(network, 40);
      const ms = allPairs(network, "reference-car", nodes);
      const n = nodes.length;
      for (let a = 0; a < n; a++) {
        expect(ms[a * n + a]).toBe(0);
        for (let b = 0; b < n; b++) {
          for (let c = 0; c < n; c++) expect(ms[a * n + c]!).toBeLessThanOrEqual(ms[a * n + b]! + ms[b * n + c]!);
        }
      }
    }),
    { seed: 20261124, numRuns: 20 },
  );
});

test("closing makes nothing shorter, slow zones neither, and opening again gives the very same answers", () => {
  fc.assert(
    fc.property(seeds, fc.constantFrom(...ids.slice(0, 3)), (seed, id) => {
      const network = openRoads(fileOf(seed, 60));
      const nodes = roadNodes(network, 60);
      const random = createRandom(seed);
      const before = allPairs(network, id, nodes);
      const ways = Array.from({ length: 5 }, () => 1 + random.below(48));
      const closed = network.withClosures(ways.map((way) => ({ kind: "way", way })));
      const slowed = network.withClosures(ways.map((way) => ({ kind: "way", way, speedFactor: 0.3 })));
      const [shut, slow] = [allPairs(closed, id, nodes), allPairs(slowed, id, nodes)];
      for (const [i, ms] of before.entries()) {
        expect(slow[i]!).toBeGreaterThanOrEqual(ms);
        expect(shut[i]!).toBeGreaterThanOrEqual(slow[i]!);
      }
      expect(allPairs(closed.withClosures([]), id, nodes)).toEqual(before);
      // A network opened anew and closed at once customises in full; this one closed in part.
      expect(
        allPairs(openRoads(fileOf(seed, 60)).withClosures(ways.map((way) => ({ kind: "way", way }))), id, nodes),
      ).toEqual(shut);
    }),
    { seed: 20261124, numRuns: 20 },
  );
});

test("an hour and rain go with closures in any order, and the network without them stays as it was", () => {
  fc.assert(
    fc.property(seeds, fc.integer({ min: 0, max: 23 }), fc.boolean(), (seed, hour, rain) => {
      const network = openRoads(fileOf(seed, 50));
      const nodes = roadNodes(network, 50);
      const before = allPairs(network, "truck", nodes);
      const closures = [{ kind: "way", way: 1 + (seed % 40), speedFactor: seed % 2 === 0 ? 0.5 : 0 }] as const;
      const first = allPairs(network.at({ hour, rain }).withClosures(closures), "truck", nodes);
      expect(allPairs(network.withClosures(closures).at({ hour, rain }), "truck", nodes)).toEqual(first);
      expect(allPairs(network.at({ hour, rain }).at({}), "truck", nodes)).toEqual(before);
      expect(allPairs(network, "truck", nodes)).toEqual(before);
    }),
    { seed: 20261124, numRuns: 20 },
  );
});
