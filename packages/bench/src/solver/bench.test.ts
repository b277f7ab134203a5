import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Problem } from "@antar/solver";
import { afterAll, expect, it } from "vitest";
import { curvesOf } from "./curves.ts";
import { instancesOf, readTable } from "./instances.ts";
import { setOf, sets } from "./lists.ts";
import { cannotExpress, featuresOf, peers } from "./peers.ts";
import { appendRun, gapOf, keyOf, type Run, readRuns } from "./runs.ts";
import { markdownOf } from "./tables.ts";

const folder = mkdtempSync(join(tmpdir(), "antar-bench-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

const run: Run = {
  set: "cvrp-x",
  instance: "X-n106-k14",
  customers: 105,
  solver: "antar",
  version: "abc",
  budget: 10,
  seed: 1,
  cost: 103,
  vehicles: 14,
  best: 100,
  bestVehicles: null,
  iterations: 4_000,
  cpuSeconds: 10,
  seconds: 11,
  memory: 60e6,
  load: 1,
  curve: [
    [0.1, 120],
    [2, 103],
  ],
};

const square: Problem = {
  depots: [{}],
  clients: [{ delivery: [1] }, { delivery: [2], windows: [[0, 9]] }],
  vehicleTypes: [{ count: 2, capacity: [3], startDepot: 0, endDepot: 0 }],
  matrices: [{ distances: new Int32Array(9), durations: new Int32Array(9) }],
};

it("lists at most eight instances of each set, none twice", () => {
  for (const { instances } of sets) {
    expect(instances.length).toBeLessThanOrEqual(8);
    expect(new Set(instances).size).toBe(instances.length);
  }
  expect(new Set(sets.map(({ name }) => name)).size).toBe(sets.length);
});

it("reads quoted cells of a table", () => {
  const path = join(folder, "t.csv");
  writeFileSync(path, 'a,b,c\n1,"x, ""y""",3\n');
  expect(readTable(path)).toEqual([{ a: "1", b: 'x, "y"', c: "3" }]);
});

it("says how to get instances that are not there", () => {
  const set = setOf("cvrp-x");
  expect(set && (() => instancesOf(set, folder))).toThrow(/cvrp-x is not there: get the instances/);
});

it("reads back finished runs and leaves out a line that a stop cut off", () => {
  const path = join(folder, "runs.jsonl");
  appendRun(path, run);
  appendRun(path, { ...run, seed: 2 });
  writeFileSync(path, '{"set":"cvrp', { flag: "a" });
  expect(readRuns(path).map(keyOf)).toEqual(["cvrp-x X-n106-k14 antar abc 10 1", "cvrp-x X-n106-k14 antar abc 10 2"]);
});

it("measures the gap only between plans of the same number of vehicles where that comes first", () => {
  expect(gapOf(run)).toBeCloseTo(0.03);
  expect(gapOf({ ...run, bestVehicles: 13 })).toBeUndefined();
  expect(gapOf({ ...run, bestVehicles: 14 })).toBeCloseTo(0.03);
});

it("prints mean and worst gap of a solver", () => {
  // (3 + 7) / 2 = 5
  const text = markdownOf([run, { ...run, instance: "X-n110-k13", cost: 107 }]);
  expect(text).toContain("| antar | abc | 5.00 | 7.00 | 0 |");
  expect(text).toContain("| X-n110-k13 | 105 | 100 | 7.00 |");
});

it("draws a line for a solver with incumbents and none for one without", () => {
  const picture = curvesOf([run, { ...run, solver: "silent", curve: [] }]);
  expect(picture).toContain(">antar</text>");
  expect(picture).not.toContain("silent");
});

it("names what a peer cannot express", () => {
  expect(featuresOf(square)).toEqual(["time windows"]);
  const hgs = peers.find(({ name }) => name === "hgs");
  expect(hgs && cannotExpress(hgs, square)).toBe("cannot express time windows");
  const pyvrp = peers.find(({ name }) => name === "pyvrp");
  expect(pyvrp && cannotExpress(pyvrp, square)).toBeUndefined();
});
