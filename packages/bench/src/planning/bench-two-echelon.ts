/**
 * Solves the public two-echelon instances and audits every solution. Knows files and a table; refuses to know the search.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { auditTwoEchelon, solveTwoEchelon, twoEchelonCost } from "@antar/planning";
import { until } from "@antar/solver";
import { readTwoEchelon } from "@antar/solver/formats";

const usage = `npm run bench -- two-echelon --data DIR [--seconds 20] [--only TEXT] [--seed 1]

Solves every .dat file in DIR (the unified two-echelon format) and prints a table: satellites, customers, cost, vehicles,
findings of the independent audit. Exit code 1 when any solution has a finding or none was found.
  --seconds S   CPU seconds for each instance
  --only TEXT   only files whose name contains TEXT`;

interface Row {
  readonly name: string;
  readonly cells: string;
  readonly bad: boolean;
}

function solveFile(path: string, name: string, how: { seconds: number; seed: number }): Row {
  const task = readTwoEchelon(readFileSync(path, "utf8"));
  const cpu = (): number => process.cpuUsage().user / 1000;
  const solution = solveTwoEchelon(task, { seed: how.seed, budget: until.seconds(how.seconds, cpu) });
  const size = `${task.satellites.length} | ${task.customers.length}`;
  if (!solution) return { name, cells: `${size} | none found | | | `, bad: true };
  const findings = auditTwoEchelon(task, solution);
  const cost = twoEchelonCost(task, solution).toFixed(2);
  const vehicles = `${solution.trucks.length} | ${solution.freighters.length}`;
  return { name, cells: `${size} | ${cost} | ${vehicles} | ${findings.length}`, bad: findings.length > 0 };
}

/** Runs the bench. Answers the exit code. */
export async function benchTwoEchelon(args: readonly string[]): Promise<number> {
  const option = { type: "string" as const };
  const { values } = parseArgs({
    args: [...args],
    options: { data: option, seconds: option, only: option, seed: option, help: { type: "boolean" } },
  });
  if (values.help || values.data === undefined) {
    process.stdout.write(`${usage}\n`);
    return values.help ? 0 : 1;
  }
  const { data, only = "" } = values;
  const how = { seconds: Number(values.seconds ?? 20), seed: Number(values.seed ?? 1) };
  const files = readdirSync(data)
    .filter((file) => file.endsWith(".dat") && file.includes(only))
    .sort((left, right) => left.localeCompare(right, "en", { numeric: true }));
  process.stdout.write(
    "| instance | satellites | customers | cost | trucks | freighters | findings |\n| --- |" +
      " ---: |".repeat(6) +
      "\n",
  );
  let bad = 0;
  for (const file of files) {
    const { name, cells, bad: wrong } = solveFile(join(data, file), file.replace(/\.dat$/, ""), how);
    if (wrong) bad++;
    process.stdout.write(`| ${name} | ${cells} |\n`);
  }
  process.stdout.write(
    `${files.length} instances, ${how.seconds} CPU seconds each, seed ${how.seed}; ${bad} not solved or with findings\n`,
  );
  return bad > 0 ? 1 : 0;
}
