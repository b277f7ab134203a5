/**
 * `antar plan`: from a brief file to plan.json, routes.geojson and a picture. Holds the order of the steps only.
 */
import { join } from "node:path";
import { digestOf, Mode, settingKeys } from "@antar/domain";
import { auditPlan, makePlan, routeGeometries } from "@antar/planning";
import { until } from "@antar/solver";
import { badUsage, type Command, readWords, type Shell, wholeOption } from "../command.ts";
import { openBriefRoads, readBriefFile, settingsOf, writeWhole } from "../files.ts";
import { findingLines, planLines, planRecord } from "../report.ts";
import { routesPicture } from "../routes-picture.ts";

const defaultSeconds = 4;

const usage = `antar plan BRIEF.json --out DIR [options]

Plans the distribution that the brief describes and writes plan.json, routes.geojson and routes.svg into DIR.

  --out DIR          where the files go
  --mode MODE        ${Mode.options.join(" | ")}; default: the brief's
  --set KEY=VALUE    a what-if setting, may be repeated; the keys are below
  --seed N           seed of the search, default 1
  --time S           seconds of search, default ${defaultSeconds}
  --iterations N     instead of --time: the same result on every run
  --json             one JSON line at the end

Exit code: 0 all served, 2 some unassigned, 1 bad input.

Keys of --set:
${settingKeys.map(({ key, says }) => `  ${key.padEnd(24)} ${says}`).join("\n")}`;

function modeOf(text: string | undefined): Mode | undefined {
  if (text === undefined) return undefined;
  const mode = Mode.safeParse(text);
  if (mode.success) return mode.data;
  const known = Mode.options.join(", ");
  throw badUsage(`--mode ${text}: pilih salah satu dari ${known}`, `--mode ${text}: choose one of ${known}`);
}

async function run(args: readonly string[], shell: Shell): Promise<number> {
  const { words, options } = readWords(args, {
    out: "string",
    mode: "string",
    set: "strings",
    seed: "string",
    time: "string",
    iterations: "string",
    json: "boolean",
  });
  const [path, ...more] = words;
  const out = options.out;
  if (path === undefined || more.length > 0 || out === undefined) {
    throw badUsage("tulis: antar plan BRIEF.json --out DIR", "write: antar plan BRIEF.json --out DIR");
  }
  const mode = modeOf(options.mode);
  const seed = wholeOption("seed", options.seed) ?? 1;
  const iterations = wholeOption("iterations", options.iterations, 1);
  const seconds = wholeOption("time", options.time, 1) ?? defaultSeconds;
  const clock = (): number => performance.now();
  const began = clock();

  const settings = settingsOf(options.set ?? []);
  const file = await readBriefFile(path, settings);
  shell.note(`${file.brief.title}: ${file.brief.places.length} places read`);
  const roads = await openBriefRoads(file);
  shell.note(`roads: ${roads.network.metadata.nodes} nodes, ${roads.network.metadata.arcs} arcs`);
  const plan = makePlan(file.brief, roads.network, {
    seed,
    budget: iterations === undefined ? until.seconds(seconds, clock) : until.iterations(iterations),
    briefDigest: digestOf(file.given),
    settings,
    ...(mode === undefined ? {} : { mode }),
    onProgress: ({ step, lost, cost }) => shell.note(`${step}: ${lost} left out, cost ${Math.round(cost)}`),
  });
  const findings = auditPlan(file.given, plan, roads.network);
  const drawing = routeGeometries(plan, file.brief, roads.network);
  await writeWhole(join(out, "plan.json"), `${JSON.stringify(plan, null, 1)}\n`);
  await writeWhole(join(out, "routes.geojson"), `${JSON.stringify(drawing)}\n`);
  await writeWhole(join(out, "routes.svg"), routesPicture(file.brief, drawing, roads.network));

  for (const line of [...planLines(plan, file.brief), ...findingLines(findings)]) shell.note(line);
  shell.note(`written: ${out}/plan.json, routes.geojson, routes.svg`);
  if (options.json) shell.print(JSON.stringify(planRecord(plan, (clock() - began) / 1_000)));
  return plan.unassigned.length > 0 ? 2 : 0;
}

/** The command. */
export const plan: Command = { name: "plan", summary: "plan a brief", usage, run };
