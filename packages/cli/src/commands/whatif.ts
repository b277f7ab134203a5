/**
 * `antar whatif`: several scenarios of one brief planned side by side, in one table. Knows the short names of scenarios.
 */
import { type Brief, digestOf, Mode } from "@antar/domain";
import { escortGain, moreEscorts, type Outcome, type Scenario, whatIf } from "@antar/planning";
import { until } from "@antar/solver";
import { badUsage, type Command, readWords, type Shell, wholeOption } from "../command.ts";
import { openBriefRoads, readBriefFile, readClosureFiles, settingsOf } from "../files.ts";
import { escortLines, numberOf, spanOf } from "../report.ts";
import { modeOf } from "./plan.ts";

const usage = `antar whatif BRIEF.json --scenario "trucks=4 docks=1" [--scenario "start=06:00"] ... [options]

Plans the brief as it is, each scenario, and one more escort team, each with the whole search time, and compares them.
The cheapest one that serves everyone is marked.

A scenario is words KEY=VALUE: every key of antar plan --set, and
  trucks=N           number of the vehicles that load at the warehouse
  pickups=N, carts=N the same for PPK and PPS
  start=HH:MM        the first moment of the plan and of the warehouse's day
  mode=MODE          ${Mode.options.join(" | ")}
  close=FILE         road closures (GeoJSON), may be repeated
  name=TEXT          how it is called in the table, default: the words themselves

  --seed N           default 1
  --time S           seconds of search for each scenario, default 3
  --iterations N     instead of --time: the same result on every run
  --json             one JSON line at the end

Exit code: 0 at least one scenario serves everyone, 2 none does, 1 bad input.`;

const bases: Readonly<Record<string, string>> = { trucks: "warehouse", pickups: "ppk", carts: "pps" };

function settingsFor(brief: Brief, key: string, value: string): Record<string, string> {
  const base = bases[key];
  if (base !== undefined) {
    const type = brief.vehicleTypes.find((each) => each.base === base);
    if (type) return { [`${type.id}.count`]: value };
    throw badUsage(`${key}: brief tidak punya kendaraan di ${base}`, `${key}: the brief has no vehicle at ${base}`);
  }
  if (key === "start") {
    const start = brief.window.start.replace(/T\d\d:\d\d(:\d\d)?/, `T${value}:00`);
    return { "window.start": start, "warehouse.from": value };
  }
  return { [key]: value };
}

async function scenarioOf(brief: Brief, text: string): Promise<Scenario> {
  const words = text.trim().split(/\s+/);
  let name = text.trim();
  let mode: Mode | undefined;
  const settings: Record<string, string> = {};
  const files: string[] = [];
  for (const word of words) {
    const [[key = "", value = ""] = []] = Object.entries(settingsOf([word]));
    if (key === "mode") mode = modeOf(value);
    else if (key === "close") files.push(value);
    else if (key === "name") name = value;
    else Object.assign(settings, settingsFor(brief, key, value));
  }
  return { name, settings, closures: await readClosureFiles(files), ...(mode ? { mode } : {}) };
}

function oneMoreTeam(brief: Brief): Scenario[] {
  const settings = moreEscorts(brief);
  return settings ? [{ name: `escorts=${settings.escorts}`, settings }] : [];
}

const columns = ["", "terlayani/served", "biaya/cost", "kend./veh.", "trip", "km", "terakhir/last TPS", "sisa/slack"];

function rowOf({ scenario, plan, feasible, cheapest }: Outcome): string[] {
  const { summary } = plan;
  const mark = cheapest ? "* " : feasible ? "  " : "x ";
  return [
    `${mark}${scenario.name}`,
    `${summary.served}/${summary.tps}`,
    numberOf(summary.cost),
    `${summary.vehicles}`,
    `${summary.trips}`,
    (summary.metres / 1000).toFixed(0),
    summary.latestArrival?.slice(5, 16).replace("T", " ") ?? "-",
    summary.slack === null ? "-" : spanOf(summary.slack),
  ];
}

/** Cells as lines, the first column to the left, the others to the right. */
function tableLines(rows: readonly (readonly string[])[]): string[] {
  const widths = columns.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("  "),
  );
}

async function run(args: readonly string[], shell: Shell): Promise<number> {
  const { words, options } = readWords(args, {
    scenario: "strings",
    seed: "string",
    time: "string",
    iterations: "string",
    json: "boolean",
  });
  const [path, ...more] = words;
  if (path === undefined || more.length > 0) {
    const say = 'antar whatif BRIEF.json --scenario "trucks=4"';
    throw badUsage(`tulis: ${say}`, `write: ${say}`);
  }
  const file = await readBriefFile(path);
  const { brief } = file;
  const asked = await Promise.all((options.scenario ?? []).map((text) => scenarioOf(brief, text)));
  const extra = oneMoreTeam(brief);
  const scenarios: Scenario[] = [{ name: "apa adanya / as it is" }, ...asked, ...extra];
  const { network } = await openBriefRoads(file);
  const iterations = wholeOption("iterations", options.iterations, 1);
  const seconds = wholeOption("time", options.time, 1) ?? 3;
  const outcomes = whatIf(brief, scenarios, {
    roads: network,
    seed: wholeOption("seed", options.seed) ?? 1,
    budget: iterations === undefined ? until.seconds(seconds, () => performance.now()) : until.iterations(iterations),
    briefDigest: digestOf(file.given),
    onOutcome: ({ scenario, plan }) => shell.note(`  ${scenario.name}: ${plan.summary.served}/${plan.summary.tps}`),
  });
  for (const line of tableLines([columns, ...outcomes.map(rowOf)])) shell.print(line);
  shell.print(
    "* termurah yang melayani semua / the cheapest that serves everyone; x tidak melayani semua / leaves some out",
  );
  const [usual, third] = [outcomes[0]?.plan, extra.length > 0 ? outcomes.at(-1)?.plan : undefined];
  if (usual && third) {
    for (const line of escortLines(escortGain(brief, usual, third), brief.currency)) shell.print(line);
  }
  if (options.json) {
    const records = outcomes.map(({ scenario, plan, feasible, cheapest }) => {
      const unassigned = plan.unassigned.map(({ code, cause }) => ({ code, cause }));
      return {
        name: scenario.name,
        settings: plan.settings,
        mode: plan.mode,
        feasible,
        cheapest,
        ...plan.summary,
        unassigned,
      };
    });
    shell.print(JSON.stringify(records));
  }
  return outcomes.some((outcome) => outcome.feasible) ? 0 : 2;
}

/** The command. */
export const whatif: Command = { name: "whatif", summary: "compare scenarios of a brief side by side", usage, run };
