import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import * as z from "zod";
import type { Command } from "../command.ts";
import { check } from "./check.ts";
import { solve } from "./solve.ts";

const instance = `NAME : square
TYPE : CVRP
DIMENSION : 4
EDGE_WEIGHT_TYPE : EUC_2D
CAPACITY : 10
NODE_COORD_SECTION
1 0 0
2 3 4
3 1 1
4 6 8
DEMAND_SECTION
1 0
2 4
3 5
4 6
DEPOT_SECTION
1
-1
EOF
`;

const Line = z.strictObject({
  instance: z.string(),
  cost: z.number(),
  feasible: z.boolean(),
  routes: z.array(z.array(z.number())),
  seconds: z.number(),
  cpuSeconds: z.number(),
  iterations: z.number(),
  seed: z.number(),
});

let folder = "";
const at = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "antar-solve-"));
  await writeFile(at("square.vrp"), instance);
});

afterAll(() => rm(folder, { recursive: true }));

async function called(command: Command, ...args: string[]): Promise<{ code: number; lines: string[] }> {
  const lines: string[] = [];
  const code = await command.run(args, { print: (line) => lines.push(line), note: () => undefined });
  return { code, lines };
}

it("prints one JSON line, writes the solution, and check finds it sound", async () => {
  const out = at("square.sol");
  const { code, lines } = await called(
    solve,
    at("square.vrp"),
    "--iterations",
    "200",
    "--seed",
    "7",
    "--json",
    "--out",
    out,
  );
  const line = Line.parse(JSON.parse(lines.at(-1) ?? ""));
  // 4 + 6 = 10 fills one vehicle: 5 + 5 + 10, and 2 x 1 for the other
  expect({ ...line, seconds: 0, cpuSeconds: 0 }).toMatchObject({
    instance: "square",
    cost: 22,
    feasible: true,
    seed: 7,
  });
  expect(code).toBe(0);
  expect(await called(check, at("square.vrp"), out)).toEqual({ code: 0, lines: ["sound, cost 22"] });
});

it("never makes a warm start worse", async () => {
  await writeFile(at("warm.sol"), "Route #1: 1 3\nRoute #2: 2\nCost 22\n");
  const { lines } = await called(solve, at("square.vrp"), "--iterations", "0", "--json", "--warm", at("warm.sol"));
  expect(Line.parse(JSON.parse(lines.at(-1) ?? "")).cost).toBe(22);
});

it("answers the same solution file for the same seed and count", async () => {
  for (const name of ["a.sol", "b.sol"]) await called(solve, at("square.vrp"), "--iterations", "50", "--out", at(name));
  expect(await readFile(at("a.sol"), "utf8")).toBe(await readFile(at("b.sol"), "utf8"));
});

it("says which rule a solution breaks and answers 2", async () => {
  await writeFile(at("heavy.sol"), "Route #1: 1 2 3\nCost 21\n");
  const { code, lines } = await called(check, at("square.vrp"), at("heavy.sol"));
  expect(code).toBe(2);
  expect(lines.some((line) => line.startsWith("capacity: route 1"))).toBe(true);
  // 5 + 4 + 9 + 10 = 28
  expect(lines.at(-1)).toBe("cost: the file claims 21, it is 28");
});

it("answers 2 when what is required does not fit", async () => {
  await writeFile(at("small.vrp"), instance.replace("CAPACITY : 10", "CAPACITY : 5"));
  expect((await called(solve, at("small.vrp"), "--iterations", "20")).code).toBe(2);
});

it("refuses a malformed file with its name, line and field", async () => {
  await writeFile(at("bad.vrp"), instance.replace("2 3 4", "2 3 four"));
  await expect(called(solve, at("bad.vrp"), "--iterations", "1")).rejects.toThrow(
    /bad\.vrp: line 8, NODE_COORD_SECTION: "four" is not a number/,
  );
});

it("refuses a command line without one budget or with an unknown rounding", async () => {
  await expect(called(solve, at("square.vrp"))).rejects.toThrow("write one of --time SECONDS and --iterations N");
  await expect(called(solve, at("square.vrp"), "--time", "1", "--round", "up")).rejects.toThrow(
    "choose one of integer",
  );
});

it("answers with two threads the same for the same seed and count, and no worse than it began", async () => {
  const out = ["t1.sol", "t2.sol"];
  for (const name of out)
    await called(solve, at("square.vrp"), "--iterations", "60", "--threads", "2", "--out", at(name));
  const [first, second] = await Promise.all(out.map((name) => readFile(at(name), "utf8")));
  expect(first).toBe(second);
  expect(first).toContain("Cost 22");
});

it("resumes from a checkpoint and refuses one of another instance", async () => {
  const state = at("state.json");
  await called(solve, at("square.vrp"), "--iterations", "50", "--checkpoint", state);
  const kept = JSON.parse(await readFile(state, "utf8"));
  expect(kept).toMatchObject({ done: 10, seed: 1, budget: { kind: "iterations", count: 50 } });
  await writeFile(state, JSON.stringify({ ...kept, done: 4 }));
  const { code, lines } = await called(solve, at("square.vrp"), "--resume", state, "--json");
  expect([code, Line.parse(JSON.parse(lines.at(-1) ?? "")).cost]).toEqual([0, 22]);
  await writeFile(at("other.vrp"), instance.replace("2 3 4", "2 4 3"));
  await expect(called(solve, at("other.vrp"), "--resume", state)).rejects.toThrow(
    "is not a checkpoint of this instance",
  );
});

it("answers a VROOM problem with VROOM's document and exit code", async () => {
  const problem = {
    vehicles: [{ id: 1, start_index: 0 }],
    jobs: [{ id: 5, location_index: 1 }],
    matrix: [
      [0, 4],
      [4, 0],
    ],
  };
  await writeFile(at("vroom.json"), JSON.stringify(problem));
  const answered = await called(solve, at("vroom.json"), "--iterations", "9");
  expect(answered.code).toBe(0);
  expect(JSON.parse(answered.lines[0] ?? "")).toMatchObject({
    code: 0,
    summary: { cost: 4 },
    routes: [{ vehicle: 1 }],
  });
  await writeFile(
    at("far.json"),
    JSON.stringify({ vehicles: [{ id: 1, start: [1, 1] }], jobs: [{ id: 1, location: [1, 2] }] }),
  );
  const refused = await called(solve, at("far.json"), "--iterations", "9");
  expect(refused.code).toBe(3);
});
