/**
 * What is claimed of planning, shown by one command. Knows the order of the proofs and how they are reported; refuses to
 * judge by itself.
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { townRoads } from "@antar/planning/testing";
import { proveClosures } from "./closed-on-the-day.ts";
import { type Cases, type Proof, proveAudit, proveFixes } from "./drawn-cases.ts";
import { openKendari, planned } from "./kendari.ts";

const usage = `npm run bench -- planning [--bridges 50] [--infeasible 200] [--instances 1000] [--zones 3] [--seed 1]

Proves by drawn cases what is claimed of planning; 0 skips a proof. Exit code 1 when a claim is broken.
  --bridges N     K525 under way on 25 November 09:40: a road closes (bridges first). The new plan takes at most 10 CPU
                  seconds in 19 of 20 cases, what is over and what has begun stays, 95 % of the stops whose way avoids the closure keep
                  vehicle and order, the audit finds nothing
  --infeasible N  briefs that cannot be served whole: every place left out has a cause and a fix that was solved, or is said
                  to have none; every fix holds when the plan is made with it
  --instances N   random briefs: the audit of the plan finds nothing
  --zones N       the same brief, seed and iterations under TZ=UTC, Asia/Jakarta and America/New_York: the same bytes
  --seed N        the first seed`;

/** The moment of the day at which roads close. */
const closing = "2024-11-25T09:40:00+08:00";

const zones = ["UTC", "Asia/Jakarta", "America/New_York"];

/** The same plan in processes of other time zones. Throws Error with the complaint of one that fails. */
export function proveZones({ count, seed, told }: Cases): Proof {
  const child = fileURLToPath(new URL("zone-child.ts", import.meta.url));
  const violations: string[] = [];
  for (let at = 0; at < count; at++) {
    const digests = zones.map((TZ) => {
      const env = { ...process.env, TZ };
      const words = ["--import", "tsx", child, String(seed + at)];
      const { status, stdout, stderr } = spawnSync(process.execPath, words, { env, encoding: "utf8" });
      if (status !== 0 || stdout === "") throw new Error(`${TZ}: ${stderr}`);
      return stdout;
    });
    if (new Set(digests).size > 1) violations.push(`seed ${seed + at}: other bytes in ${zones.join(", ")}`);
    told(at + 1);
  }
  return { lines: [`${count} briefs under ${zones.join(", ")}`], violations };
}

async function bridges(cases: Cases): Promise<Proof> {
  const { brief, roads } = await openKendari();
  const { plan } = planned({ brief, roads }, {}, 100);
  return proveClosures(brief, plan, { ...cases, roads, now: closing });
}

function told(name: string, of: number): (done: number) => void {
  const step = Math.max(1, Math.floor(of / 20));
  return (done) => {
    if (done % step === 0 || done === of) process.stderr.write(`  ${name}: ${done} of ${of}\n`);
  };
}

/** Runs the bench. Answers the exit code. */
export async function benchPlanning(args: readonly string[]): Promise<number> {
  const option = { type: "string" as const };
  const { values } = parseArgs({
    args: [...args],
    options: {
      bridges: option,
      infeasible: option,
      instances: option,
      zones: option,
      seed: option,
      help: { type: "boolean" },
    },
  });
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  const counts = { instances: 1000, infeasible: 200, zones: 3, bridges: 50 };
  const seed = Number(values.seed ?? 1);
  const town = await townRoads();
  const proofs: Readonly<Record<keyof typeof counts, (cases: Cases) => Proof | Promise<Proof>>> = {
    instances: (cases) => proveAudit(town, cases),
    infeasible: (cases) => proveFixes(town, cases),
    zones: proveZones,
    bridges,
  };
  let broken = 0;
  for (const name of ["instances", "infeasible", "zones", "bridges"] as const) {
    const count = Number(values[name] ?? counts[name]);
    if (count === 0) continue;
    const began = process.cpuUsage();
    const { lines, violations } = await proofs[name]({ count, seed, told: told(name, count) });
    const { user, system } = process.cpuUsage(began);
    broken += violations.length;
    const cpu = ((user + system) / 1e6).toFixed(0);
    process.stdout.write(
      `${name}: ${violations.length} violations, ${cpu} CPU seconds\n${lines.map((line) => `  ${line}\n`).join("")}`,
    );
    for (const violation of violations.slice(0, 50)) process.stdout.write(`  ! ${violation}\n`);
  }
  return broken > 0 ? 1 : 0;
}
