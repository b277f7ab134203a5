/**
 * `antar plan`: from a brief file to plan.json, routes.geojson and a picture. Holds the order of the steps only.
 */
import { join } from "node:path";
import {
  digestOf,
  type HeldTrip,
  Mode,
  type Plan,
  type RoadClosure,
  readBrief,
  settingKeys,
  withSettings,
} from "@antar/domain";
import {
  auditPlan,
  compactnessOf,
  type EscortGain,
  type Explained,
  escortGain,
  explainPlan,
  heldIn,
  makePlan,
  makePlanFannedOut,
  moreEscorts,
  type PlanOptions,
  type PlanProgress,
  rememberRoads,
  routeGeometries,
  withoutReopened,
} from "@antar/planning";
import { type Solution, type Until, until } from "@antar/solver";
import { badUsage, type Command, readWords, type Shell, wholeOption } from "../command.ts";
import { type BriefFile, openBriefRoads, readBriefFile, readClosureFiles, settingsOf, writeWhole } from "../files.ts";
import { readPlanFile, writeOrigin } from "../plan-folder.ts";
import { escortLines, findingLines, fixLines, numberOf, planLines, planRecord } from "../report.ts";
import { routesPicture } from "../routes-picture.ts";
import { openSubPlanThreads } from "../service/sub-plan-threads.ts";

const defaultSeconds = 4;

/** The whole command ends within so many seconds: what the plan leaves of them is for trying fixes. */
const wholeSeconds = 12;

/** What a plan of a city takes besides its search, on a slow machine. */
const timetableSeconds = 2;

const usage = `antar plan BRIEF.json --out DIR [options]

Plans the distribution that the brief describes and writes plan.json, explained.json, routes.geojson and routes.svg into DIR.
Where everyone is served, the same is planned once more with one more escort team, and the gain is printed.

  --out DIR          where the files go
  --mode MODE        ${Mode.options.join(" | ")}; default: the brief's
  --set KEY=VALUE    a what-if setting, may be repeated; the keys are below
  --close FILE       road closures (GeoJSON), may be repeated. Points, lines and polygons; properties: mode closed | slow,
                     factor (slow: 0.3 = a third of the speed), from, until (ISO 8601 with offset), exceptBridges,
                     radius (metres around a point or line, default 15), name
  --locks PLAN       the locked trips of this plan (file or folder) keep vehicle and order; the rest is planned around them
  --release TRIP     the lock on this trip ends; may be repeated
  --seed N           seed of the search, default 1
  --time S           seconds of search, default ${defaultSeconds}; with the tried fixes the whole command stays below 15
  --iterations N     instead of --time: the same result on every run
  --threads N        the trips below each kecamatan are formed in N threads; the plan is the same
  --json             one JSON line at the end

Exit code: 0 all served, 2 some unassigned, 1 bad input.

Keys of --set:
${settingKeys.map(({ key, says }) => `  ${key.padEnd(24)} ${says}`).join("\n")}
  reopen                   number of a closure of --close that is left open after all, e.g. reopen=1
  release                  a lock of --locks that ends, e.g. release=T003`;

/** The mode that `text` names. Throws Refusal `bad-input` on another word. */
export function modeOf(text: string | undefined): Mode | undefined {
  if (text === undefined) return undefined;
  const mode = Mode.safeParse(text);
  if (mode.success) return mode.data;
  const known = Mode.options.join(", ");
  throw badUsage(`--mode ${text}: pilih salah satu dari ${known}`, `--mode ${text}: choose one of ${known}`);
}

/** What planning asks of a road network. */
type Roads = ReturnType<typeof rememberRoads>;

/** Notes each step of planning, and the best plan so far now and then. */
export function progressNotes(shell: Shell, clock: () => number): (progress: PlanProgress) => void {
  let [last, shown] = [Number.NEGATIVE_INFINITY, ""];
  const words = {
    trips: "menyusun trip / forming trips",
    timetable: "memperbaiki jadwal / improving the timetable",
    causes: "mencari sebab / finding causes",
    done: "selesai / done",
  };
  return ({ step, lost, cost }) => {
    if (step === shown && clock() - last < 400) return;
    [last, shown] = [clock(), step];
    shell.note(`  ${words[step]}: ${lost} left out, cost ${numberOf(cost)}`);
  };
}

/** The locks of the plan at `path` without those released. Throws Refusal where one to be released is not there. */
async function readHeld(path: string | undefined, released: readonly string[]): Promise<readonly HeldTrip[]> {
  if (path !== undefined) return heldIn(await readPlanFile(path), released);
  if (released.length === 0) return [];
  throw badUsage("--release: tulis juga --locks RENCANA.json", "--release: write --locks PLAN.json too");
}

interface Request {
  readonly out: string;
  readonly mode: Mode | undefined;
  readonly seed: number;
  readonly seconds: number;
  readonly iterations: number | undefined;
  readonly settings: Readonly<Record<string, string>>;
  readonly closures: readonly RoadClosure[];
  /** Trips that stay as they are. */
  readonly held: readonly HeldTrip[];
  readonly threads: number | undefined;
  readonly clock: () => number;
  readonly began: number;
  /** Routing problems that were solved, for the search for causes. */
  readonly known: Map<string, Solution>;
}

async function made(file: BriefFile, roads: Roads, request: Request, shell: Shell): Promise<Plan> {
  const { seed, seconds, iterations, settings, mode, closures, held, clock } = request;
  const options: PlanOptions = {
    seed,
    budget: iterations === undefined ? until.seconds(seconds, clock) : until.iterations(iterations),
    briefDigest: digestOf(file.given),
    settings,
    closures,
    held,
    ...(mode === undefined ? {} : { mode }),
    onProgress: progressNotes(shell, clock),
  };
  if (request.threads === undefined) return makePlan(file.brief, roads, { ...options, known: request.known });
  const threads = openSubPlanThreads(request.threads);
  try {
    return await makePlanFannedOut(file.brief, { roads, port: threads.port }, options);
  } finally {
    await threads.close();
  }
}

function explained(file: BriefFile, roads: Roads, plan: Plan, request: Request): readonly Explained[] {
  const { seed, iterations, clock, began, seconds } = request;
  if (plan.unassigned.length === 0) return [];
  const left = Math.max(wholeSeconds - (clock() - began) / 1_000, seconds / 2);
  const budget: Until = iterations === undefined ? until.seconds(left, clock) : until.iterations(iterations);
  return explainPlan(file.brief, plan, { roads, seed, budget, known: request.known });
}

/** What one more escort team would bring: tried where convoys leave and everyone is served, for causes name it elsewhere. */
function gainOfEscort(file: BriefFile, roads: Roads, plan: Plan, request: Request): EscortGain | undefined {
  const { seed, iterations, seconds, settings, clock, began, known, closures, held, mode } = request;
  const more = moreEscorts(file.brief);
  if (!more || plan.convoys.length === 0 || plan.unassigned.length > 0) return undefined;
  const spare = wholeSeconds - timetableSeconds - (clock() - began) / 1_000;
  const left = Math.min(seconds, Math.max(spare, seconds / 4));
  const changed = makePlan(readBrief(withSettings(file.brief, more)), roads, {
    seed,
    budget: iterations === undefined ? until.seconds(left, clock) : until.iterations(iterations),
    briefDigest: digestOf(file.given),
    settings: { ...settings, ...more },
    closures,
    held,
    known,
    ...(mode === undefined ? {} : { mode }),
  });
  return escortGain(file.brief, plan, changed);
}

async function planned(file: BriefFile, request: Request, shell: Shell) {
  const roads = await openBriefRoads(file);
  shell.note(`roads: ${roads.network.metadata.nodes} nodes, ${roads.network.metadata.arcs} arcs`);
  const remembered = rememberRoads(roads.network);
  const plan = await made(file, remembered, request, shell);
  const findings = auditPlan(file.given, plan, roads.network);
  const drawing = routeGeometries(plan, file.brief, roads.network);
  const { out } = request;
  await writeOrigin(out, file.path);
  await writeWhole(join(out, "plan.json"), `${JSON.stringify(plan, null, 1)}\n`);
  await writeWhole(join(out, "routes.geojson"), `${JSON.stringify(drawing)}\n`);
  await writeWhole(join(out, "routes.svg"), routesPicture(file.brief, drawing, roads.network));
  for (const line of [...planLines(plan, file.brief), ...findingLines(findings)]) shell.note(line);
  const causes = explained(file, remembered, plan, request);
  await writeWhole(join(out, "explained.json"), `${JSON.stringify(causes, null, 1)}\n`);
  for (const line of fixLines(causes)) shell.note(line);
  const gain = gainOfEscort(file, remembered, plan, request);
  if (gain) for (const line of escortLines(gain, file.brief.currency)) shell.note(line);
  shell.note(`written: ${out}/plan.json, explained.json, routes.geojson, routes.svg`);
  return { plan, causes, gain, compact: compactnessOf(plan, file.brief) };
}

async function run(args: readonly string[], shell: Shell): Promise<number> {
  const { words, options } = readWords(args, {
    out: "string",
    mode: "string",
    set: "strings",
    close: "strings",
    seed: "string",
    time: "string",
    iterations: "string",
    threads: "string",
    locks: "string",
    release: "strings",
    json: "boolean",
  });
  const [path, ...more] = words;
  const out = options.out;
  if (path === undefined || more.length > 0 || out === undefined) {
    throw badUsage("tulis: antar plan BRIEF.json --out DIR", "write: antar plan BRIEF.json --out DIR");
  }
  const clock = (): number => performance.now();
  const { reopen, release, ...settings } = settingsOf(options.set ?? []);
  const released = [...(options.release ?? []), ...(release?.split(",") ?? [])];
  const request: Request = {
    out,
    mode: modeOf(options.mode),
    seed: wholeOption("seed", options.seed) ?? 1,
    seconds: wholeOption("time", options.time, 1) ?? defaultSeconds,
    iterations: wholeOption("iterations", options.iterations, 1),
    threads: wholeOption("threads", options.threads, 1),
    settings,
    held: await readHeld(options.locks, released),
    closures: withoutReopened(await readClosureFiles(options.close ?? []), reopen),
    clock,
    began: clock(),
    known: new Map(),
  };
  const file = await readBriefFile(path, settings);
  shell.note(`${file.brief.title}: ${file.brief.places.length} places read`);
  const { plan, causes: explained, gain, compact } = await planned(file, request, shell);
  if (options.json) {
    shell.print(
      JSON.stringify(planRecord(plan, { explained, gain, compact, seconds: (clock() - request.began) / 1_000 })),
    );
  }
  return plan.unassigned.length > 0 ? 2 : 0;
}

/** The command. */
export const plan: Command = { name: "plan", summary: "plan a brief", usage, run };
