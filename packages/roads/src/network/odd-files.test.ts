import fc from "fast-check";
import { expect, test } from "vitest";
import { buildRoads, openRoads, profileOf } from "../index.ts";
import { oddXml } from "../testing/odd-xml.ts";
import { referenceArcs, referenceOracle } from "../testing/reference-oracle.ts";

const ids = ["reference-car", "reference-car-turns", "reference-light-truck"];
const profiles = ids.flatMap((id) => profileOf(id) ?? []);

test("odd XML of any order, quoting and tagging is driven as the reference models say, open and closed", async () => {
  let finite = 0;
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 1_000_000 }), async (seed) => {
      const { objects, text } = oddXml(seed, 14);
      const { file } = await buildRoads(Buffer.from(text), {
        format: "xml",
        source: "odd",
        sha256: "00",
        profiles,
        keepNodeIds: true,
      });
      const network = openRoads(file);
      for (const id of ids) {
        const nodes = [...new Set(referenceArcs(id, objects, new Set()).flatMap(({ from, to }) => [from, to]))];
        const pairs = nodes.flatMap((from) => nodes.map((to) => [from, to] as const));
        for (const closed of [[], [1 + (seed % 14)], [1, 5, 9].map((way) => 1 + ((way + seed) % 14))]) {
          const reached = nodes.map(referenceOracle(id, objects, new Set(closed)));
          const expected = reached.flatMap((from) => nodes.map((to) => from.get(to) ?? Number.POSITIVE_INFINITY));
          const answers = network.withClosures(closed.map((way) => ({ kind: "way" as const, way }))).pairs(id, pairs);
          expect([...answers], `${id}, seed ${seed}, closed ${closed}`).toEqual(expected);
          finite += expected.filter(Number.isFinite).length;
        }
      }
    }),
    { seed: 20261124, numRuns: 120 },
  );
  expect(finite).toBeGreaterThan(20_000);
});
