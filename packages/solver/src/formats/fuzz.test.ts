/**
 * Damaged files: every mutation of a sound instance is read or refused with a line and a field, and what is read can be
 * searched or is refused with a field. `ANTAR_FUZZ=20000 npx vitest run packages/solver/src/formats/fuzz.test.ts` runs more.
 */
import { readFileSync } from "node:fs";
import { createRandom, type Random } from "@antar/measure";
import { describe, expect, it } from "vitest";
import { check } from "../check.ts";
import { solve } from "../solve.ts";
import { until } from "../until.ts";
import { ProblemError } from "../validate.ts";
import { FormatError, priced, type Rounding, readInstance, readSolution, roundedCost } from "./index.ts";
import { readTwoEchelon } from "./two-echelon.ts";

const data = new URL("../../../../data/vrp/", import.meta.url);
const textOf = (path: string): string => readFileSync(new URL(path, data), "utf8");
const rounds = Number(process.env.ANTAR_FUZZ ?? 150);

/** The instances that are carried, with the rounding of their best known values and its unit. */
const samples: readonly (readonly [path: string, rounding: Rounding, unit: number])[] = [
  ["cvrp-x/X-n106-k14.vrp", "integer", 1],
  ["hfvrp-pessoa/X115-HVRP.vrp", "exact", 100],
  ["mtvrptwr-yang/C202R0.75.vrp", "dimacs", 0.1],
  ["sdvrptw-cordeau/PR02.vrp", "exact", 1],
  ["vrptw-solomon/C103.txt", "dimacs", 1],
  ["pdptw-lilim-100/lc103.txt", "double", 1],
  ["mdvrp-cordeau/p02.txt", "double", 1],
];

/** Few customers, so that a search of each damaged file is quick. */
const small: readonly (readonly [name: string, text: string])[] = [
  [
    "vrplib",
    "NAME : a\nTYPE : CVRP\nDIMENSION : 4\nVEHICLES : 3\nEDGE_WEIGHT_TYPE : EUC_2D\nCAPACITY : 10\nNODE_COORD_SECTION\n1 0 0\n2 3 4\n3 1 1\n4 6 8\nDEMAND_SECTION\n1 0\n2 4\n3 5\n4 6\nTIME_WINDOW_SECTION\n1 0 90\n2 0 40\n3 5 60\n4 9 80\nPRIZE_SECTION\n1 0\n2 9\n3 9\n4 9\nVEHICLES_RELOAD_DEPOT_SECTION\n1 1\n2 1\n3 1\nDEPOT_SECTION\n1\n-1\nEOF\n",
  ],
  [
    "explicit",
    "NAME : b\nTYPE : CVRP\nDIMENSION : 3\nEDGE_WEIGHT_TYPE : EXPLICIT\nEDGE_WEIGHT_FORMAT : LOWER_ROW\nCAPACITY : 5\nEDGE_WEIGHT_SECTION\n3\n4 5\nDEMAND_SECTION\n1 0\n2 4\n3 5\nDEPOT_SECTION\n1\n-1\nEOF\n",
  ],
  [
    "solomon",
    "C1\n\nVEHICLE\nNUMBER CAPACITY\n 3 9\n\nCUSTOMER\nCUST NO. XCOORD. YCOORD. DEMAND READY TIME DUE DATE SERVICE TIME\n\n0 0 0 0 0 99 0\n1 3 4 5 0 50 2\n2 6 8 4 10 60 2\n",
  ],
  ["lilim", "3 9 1\n0 0 0 0 0 99 0 0 0\n1 3 4 5 0 60 2 0 2\n2 6 8 -5 9 70 2 1 0\n"],
  [
    "cordeau",
    "6 2 3 1\n0 20\n1 3 4 1 5 1 1 1 0 80\n2 6 8 1 4 1 1 1 0 80\n3 1 1 1 4 1 1 1 0 80\n4 0 0 0 0 0 0 0 0 99\n",
  ],
];

const odd = [
  "-1",
  "0",
  "1e9",
  "1e308",
  "-1e308",
  "NaN",
  "Infinity",
  "",
  "x",
  "0x10",
  "1.5",
  "99999999999999999999",
  "1000000",
  ":",
  "EOF",
];

const pick = <Item>(random: Random, items: readonly Item[]): Item | undefined =>
  items[Math.floor(random.next() * items.length)];

/** `text` with one to three damages: lines lost, doubled or swapped, figures replaced, letters changed, the end cut off. */
function damaged(text: string, random: Random): string {
  let lines = text.split("\n");
  for (let count = 1 + Math.floor(random.next() * 3); count > 0; count--) {
    const at = Math.floor(random.next() * lines.length);
    const line = lines[at] ?? "";
    const cells = line.split(/(\s+)/);
    const cell = Math.floor(random.next() * cells.length);
    switch (Math.floor(random.next() * 7)) {
      case 0:
        lines = lines.toSpliced(at, 1);
        break;
      case 1:
        lines = lines.toSpliced(at, 0, line);
        break;
      case 2:
        lines = lines.with(at, pick(random, lines) ?? "");
        break;
      case 3:
        lines = lines.slice(0, at);
        break;
      case 4:
        lines = lines.with(
          at,
          line.slice(0, cell) + String.fromCharCode(32 + Math.floor(random.next() * 95)) + line.slice(cell + 1),
        );
        break;
      default:
        lines = lines.with(at, cells.with(cell, pick(random, odd) ?? "").join(""));
    }
    if (lines.length === 0) lines = [""];
  }
  return lines.join("\n");
}

function refusalOf(work: () => void): unknown {
  try {
    work();
    return undefined;
  } catch (error) {
    return error;
  }
}

describe("the instances that are carried", () => {
  it.each(samples)("%s is read, and its published plan costs the best known", (path, rounding, unit) => {
    const instance = readInstance(textOf(path), rounding);
    const [set = "", name = ""] = path.split(/[/.](?=[^/]*$)|\//);
    const row = textOf(`${set}/bks.csv`)
      .split("\n")
      .find((line) => line.startsWith(`${path.split("/")[1]?.replace(/\.\w+$/, "")},`));
    expect(row, name).toBeDefined();
    if (!path.endsWith(".vrp")) return;
    const file = readSolution(textOf(path.replace(".vrp", ".sol")), instance);
    const solution = priced(instance.problem, file.routes);
    expect(check(instance.problem, solution)).toEqual([]);
    const best = Number(row?.split(",")[2]);
    expect(Math.abs(roundedCost(instance, solution) / unit - best)).toBeLessThan(0.01);
  });
});

describe("damaged files", () => {
  it.each(samples)("%s is refused with a place or read", (path, rounding) => {
    const random = createRandom(11);
    const text = textOf(path);
    for (let round = 0; round < rounds / 3; round++) {
      const error = refusalOf(() => readInstance(damaged(text, random), rounding));
      if (error !== undefined) expect(error).toBeInstanceOf(FormatError);
    }
  });

  it.each(small)("%s is refused with a place, or searched", (_, text) => {
    const random = createRandom(12);
    for (let round = 0; round < rounds; round++) {
      const error = refusalOf(() =>
        solve(readInstance(damaged(text, random)).problem, { seed: 1, until: until.iterations(5) }),
      );
      if (error === undefined) continue;
      expect(error instanceof FormatError || error instanceof ProblemError, String(error)).toBe(true);
      if (error instanceof FormatError) expect(error.field).not.toBe("");
    }
  });

  it("a solution file is refused with a place, or read", () => {
    const random = createRandom(13);
    const instance = readInstance(textOf("sdvrptw-cordeau/PR02.vrp"), "exact");
    const text = textOf("sdvrptw-cordeau/PR02.sol");
    for (let round = 0; round < rounds; round++) {
      const error = refusalOf(() => {
        const { routes } = readSolution(damaged(text, random), instance);
        check(instance.problem, priced(instance.problem, routes));
      });
      if (error !== undefined) expect(error).toBeInstanceOf(FormatError);
    }
  });

  it("a two-echelon file is refused with a place, or read", () => {
    const random = createRandom(14);
    const text =
      "!!Trucks:\n2,9,1,0\n!!CityFreighters:\n1,3,5,1,0\n!!Stores:\n0,0   5,5,0,0\n!!Customers:\n1,2,3   4,5,2\n";
    for (let round = 0; round < rounds; round++) {
      const error = refusalOf(() => readTwoEchelon(damaged(text, random)));
      if (error !== undefined) expect(error).toBeInstanceOf(FormatError);
    }
  });
});

it("refuses counts that would fill the memory", () => {
  const text = small[0]?.[1] ?? "";
  expect(() => readInstance(text.replace("DIMENSION : 4", "DIMENSION : 900000000"))).toThrow("line 3, DIMENSION");
  expect(() => readInstance(text.replace("VEHICLES : 3", "VEHICLES : 900000000"))).toThrow("line 4, VEHICLES");
  expect(() => readInstance((small[2]?.[1] ?? "").replace(" 3 9", " 900000000 9"))).toThrow("line 5, NUMBER");
});

it.each([
  // TSPLIB's burma14: its first row begins 0 153 510
  ["GEO", "1 16.47 96.10\n2 16.47 94.44\n3 20.09 92.54", 153 + 510],
  // sqrt((9 + 81) / 10) = 3, sqrt((9 + 16) / 10) = 1.58 -> 2
  ["ATT", "1 0 0\n2 3 9\n3 3 4", 3 + 2],
  ["CEIL_2D", "1 0 0\n2 1 1\n3 0 2", 2 + 2],
  ["MAN_2D", "1 0 0\n2 3 4\n3 1 1", 7 + 2],
  ["MAX_2D", "1 0 0\n2 3 4\n3 1 1", 4 + 1],
])("measures %s as the standard says", (type, nodes, out) => {
  const text = `NAME : t\nTYPE : CVRP\nDIMENSION : 3\nEDGE_WEIGHT_TYPE : ${type}\nCAPACITY : 1\nNODE_COORD_SECTION\n${nodes}\nDEMAND_SECTION\n1 0\n2 1\n3 1\nDEPOT_SECTION\n1\n-1\nEOF\n`;
  const instance = readInstance(text);
  const solution = solve(instance.problem, { seed: 1, until: until.iterations(10) });
  expect(roundedCost(instance, solution)).toBe(2 * out);
});
