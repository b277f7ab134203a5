/**
 * How time for an iteration and memory grow with the number of clients, and what a long search gains on a short one.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { logChart } from "./curves.ts";
import { bundled, runChild } from "./our-runs.ts";
import type { ScalingAnswer, ScalingTask } from "./scaling-child.ts";

const sizes = [100, 200, 500, 1_000, 2_000, 5_000, 10_000];

const usage = `npm run bench -- scaling [--time 10] [--sizes ${sizes.join(",")}] [--long 60,600] [--out NAME]

Generated problems, each in a process of its own, --time CPU seconds each: microseconds for an iteration, peak memory, and
peak memory beside the table. --long A,B searches 8,000 clients for A and for B seconds and prints how much A costs above B.
With --out: NAME.md, NAME-time.svg, NAME-memory.svg.`;

interface Row extends ScalingAnswer {
  readonly clients: number;
}

function tableOf(rows: readonly Row[]): string {
  const head =
    "| clients | CPU s | iterations | us an iteration | peak MB | MB beside the table | kB a client beside it |";
  const lines = rows.map(({ clients, cpuSeconds, iterations, memory, tables }) => {
    const beside = memory - tables;
    const cells = [
      clients,
      cpuSeconds.toFixed(1),
      iterations,
      ((cpuSeconds * 1e6) / Math.max(1, iterations)).toFixed(1),
      Math.round(memory / 1e6),
      Math.round(beside / 1e6),
      (beside / 1e3 / clients).toFixed(1),
    ];
    return `| ${cells.join(" | ")} |`;
  });
  return [head, "| --- | --- | --- | --- | --- | --- | --- |", ...lines, ""].join("\n");
}

function drawn(rows: readonly Row[], out: string): void {
  const line = (name: string, value: (row: Row) => number) => ({
    name,
    points: rows.map((row) => [row.clients, value(row)] as const),
  });
  const time = line("one iteration", ({ cpuSeconds, iterations }) => (cpuSeconds * 1e6) / Math.max(1, iterations));
  writeFileSync(`${out}-time.svg`, logChart("Time for an iteration", [time], { x: "clients", y: "microseconds" }));
  const memory = [
    line("peak", (row) => row.memory / 1e6),
    line("beside table", (row) => (row.memory - row.tables) / 1e6),
  ];
  writeFileSync(`${out}-memory.svg`, logChart("Memory", memory, { x: "clients", y: "MB" }));
}

/** Runs the scaling bench. Answers the exit code: 2 when a plan breaks a rule. */
export async function benchScaling(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      time: { type: "string", default: "10" },
      sizes: { type: "string", default: sizes.join() },
      long: { type: "string" },
      out: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  const folder = mkdtempSync(join(tmpdir(), "antar-scaling-"));
  try {
    const script = bundled("scaling-child.ts", folder);
    const run = (task: ScalingTask): ScalingAnswer =>
      runChild<ScalingAnswer>(script, task, ["--max-old-space-size=4096"]);
    const seconds = Number(values.time);
    const rows = values.sizes.split(",").map((text): Row => {
      const clients = Number(text);
      const answer = run({ clients, seconds, seed: 1 });
      process.stderr.write(`${clients}: ${answer.iterations} iterations in ${answer.cpuSeconds.toFixed(1)} CPU s\n`);
      return { clients, ...answer };
    });
    const long = (values.long ?? "").split(",").filter(Boolean).map(Number);
    const searches = long.map((time) => ({ time, ...run({ clients: 8_000, seconds: time, seed: 1 }) }));
    const last = searches.at(-1);
    const notes = searches.map(
      ({ time, cost }) =>
        `8,000 clients, ${time} CPU s: ${cost} (${(100 * (cost / (last?.cost ?? cost) - 1)).toFixed(2)} % above the longest)`,
    );
    const text = [tableOf(rows), ...notes, ""].join("\n");
    process.stdout.write(text);
    if (values.out !== undefined) {
      writeFileSync(`${values.out}.md`, text);
      drawn(rows, values.out);
    }
    return [...rows, ...searches].every(({ feasible }) => feasible) ? 0 : 2;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
