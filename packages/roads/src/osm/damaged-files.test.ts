import { expect, test } from "vitest";
import { fuzzExtracts, fuzzSeeds } from "../testing/fuzz-extracts.ts";
import { fuzzNetworks } from "../testing/fuzz-networks.ts";
import { readExtract } from "./index.ts";

test("the undamaged files read, packed and unpacked alike", async () => {
  const seeds = await fuzzSeeds();
  const reports = await Promise.all(seeds.map(async ({ bytes, format }) => (await readExtract(bytes, format)).report));
  const ways = reports.map((report) => report.ways.kept);
  expect(ways.slice(0, 4)).toEqual(ways.slice(4, 8));
  // XML, gzipped XML, Overpass and GeoJSON were written from the first file's roads.
  expect(ways.slice(8)).toEqual(new Array(4).fill(ways[0]));
});

test("500 damaged files of every form end in an extract or in a sentence", async () => {
  const gauges = { first: 1_000_000, now: () => performance.now(), memory: () => process.memoryUsage.rss() };
  const report = await fuzzExtracts(500, gauges);
  expect(report.crashes).toEqual([]);
  expect(report.read + report.refused).toBe(500);
  expect(report.read).toBeGreaterThan(20);
  expect(report.refused).toBeGreaterThan(100);
  expect(report.peakBytes).toBeLessThan(1e9);
});

test("300 damaged network files, half of them sealed again, end in an answer or in a sentence", async () => {
  const gauges = { first: 2_000_000, now: () => performance.now(), memory: () => process.memoryUsage.rss() };
  const report = await fuzzNetworks(300, gauges);
  expect(report.crashes).toEqual([]);
  expect(report.read).toBeGreaterThan(3);
  expect(report.refused).toBeGreaterThan(200);
  expect(report.peakBytes).toBeLessThan(1e9);
});
