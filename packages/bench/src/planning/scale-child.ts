/**
 * One plan of a generated regency in a process of its own, audited. Prints one JSON line; refuses to know other sizes.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { digestOf, readBrief } from "@antar/domain";
import { auditPlan, makePlan } from "@antar/planning";
import { buildRoads, openRoads } from "@antar/roads";
import { until } from "@antar/solver";

/** What the process is told. */
export interface ScaleTask {
  /** Has brief.json and the roads that it names. */
  readonly folder: string;
  readonly iterations: number;
}

/** What it answers. */
export interface ScaleAnswer {
  readonly tps: number;
  readonly served: number;
  readonly findings: number;
  readonly trips: number;
  /** Seconds to the deadline; null when nothing arrives. */
  readonly slack: number | null;
  /** CPU seconds of the roads, of the plan and of the audit. */
  readonly roads: number;
  readonly plan: number;
  readonly audit: number;
  /** Seconds on the wall, all in all. */
  readonly wall: number;
  /** Peak resident memory, bytes. */
  readonly memory: number;
}

function cpuNow(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

const task: ScaleTask = JSON.parse(process.argv[2] ?? "");
const began = performance.now();
const [start, read] = [cpuNow(), JSON.parse(await readFile(join(task.folder, "brief.json"), "utf8"))];
const brief = readBrief(read);
const { extract, sha256, synthetic, attribution } = brief.roads;
const bytes = new Uint8Array(await readFile(join(task.folder, extract)));
const { file } = await buildRoads(bytes, { format: "pbf", source: extract, sha256, synthetic, attribution });
const roads = openRoads(file);
const opened = cpuNow();
const budget = until.iterations(task.iterations);
const plan = makePlan(brief, roads, { seed: 1, budget, briefDigest: digestOf(brief), settings: {} });
const made = cpuNow();
const findings = auditPlan(brief, plan, roads);
const answer: ScaleAnswer = {
  tps: brief.places.filter(({ kind }) => kind === "tps").length,
  served: plan.summary.served,
  findings: findings.length,
  trips: plan.summary.trips,
  slack: plan.summary.slack,
  roads: opened - start,
  plan: made - opened,
  audit: cpuNow() - made,
  wall: (performance.now() - began) / 1000,
  memory: process.resourceUsage().maxRSS * 1024,
};
process.stdout.write(`${JSON.stringify(answer)}\n`);
