/**
 * How the time and the memory of a plan grow with the number of TPS: generated regencies, each planned and audited in a
 * process of its own. Knows figures; refuses to know how a plan is made.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { ScaleAnswer, ScaleTask } from "./scale-child.ts";

const usage = `npm run bench -- scale [--tps 1000,2000,4000,8000] [--iterations 300]

Regencies of 200 TPS for each kecamatan (scripts/data/k8000.ts), fleet, docks and teams in proportion, planned tiered and
audited. Prints CPU seconds, milliseconds for each TPS and for each one more than the size before, and peak memory. Exit
code 1 when a TPS is left out or the audit finds something.`;

/** TPS of a generated kecamatan. */
const each = 200;

const generator = fileURLToPath(new URL("../../../../scripts/data/k8000.ts", import.meta.url));
const child = fileURLToPath(new URL("scale-child.ts", import.meta.url));

/** What the program `file` prints. Throws Error with its complaint when it fails. */
function printed(file: string, words: readonly string[]): string {
  const heap = "--max-old-space-size=1800";
  const { status, stdout, stderr } = spawnSync(process.execPath, [heap, "--import", "tsx", file, ...words], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`${file} ${words.join(" ")}: ${stderr}`);
  return stdout;
}

function planned(tps: number, iterations: number): ScaleAnswer {
  const folder = mkdtempSync(join(tmpdir(), "antar-scale-"));
  try {
    printed(generator, [folder, String(Math.max(1, Math.round(tps / each)))]);
    const task: ScaleTask = { folder, iterations };
    return JSON.parse(printed(child, [JSON.stringify(task)]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const cpuOf = ({ roads, plan, audit }: ScaleAnswer): number => roads + plan + audit;

function rowOf(own: ScaleAnswer, before: ScaleAnswer | undefined): string {
  const added = before ? ((cpuOf(own) - cpuOf(before)) * 1000) / (own.tps - before.tps) : undefined;
  const cells = [
    own.tps,
    own.served,
    own.findings,
    own.trips,
    own.slack === null ? "" : Math.round(own.slack / 60),
    own.roads.toFixed(1),
    own.plan.toFixed(1),
    own.audit.toFixed(1),
    ((cpuOf(own) * 1000) / own.tps).toFixed(1),
    added?.toFixed(1) ?? "",
    own.wall.toFixed(0),
    Math.round(own.memory / 1e6),
  ];
  return `| ${cells.join(" | ")} |\n`;
}

/** Runs the bench. Answers the exit code. */
export async function benchScale(args: readonly string[]): Promise<number> {
  const option = { type: "string" as const };
  const { values } = parseArgs({
    args: [...args],
    options: { tps: option, iterations: option, help: { type: "boolean" } },
  });
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  const head = "TPS | served | findings | trips | slack min | roads s | plan s | audit s | ms a TPS | ms an added TPS";
  process.stdout.write(`| ${head} | wall s | MB |\n|${" ---: |".repeat(12)}\n`);
  let [before, bad]: [ScaleAnswer | undefined, number] = [undefined, 0];
  for (const tps of (values.tps ?? "1000,2000,4000,8000").split(",").map(Number)) {
    const own = planned(tps, Number(values.iterations ?? 300));
    if (own.served < own.tps || own.findings > 0) bad++;
    process.stdout.write(rowOf(own, before));
    before = own;
  }
  return bad > 0 ? 1 : 0;
}
