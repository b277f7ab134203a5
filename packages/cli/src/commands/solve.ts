/**
 * `antar solve`: a routing problem in a benchmark's format or VROOM's, solved and written. Holds the order of the steps only.
 */
import { basename, extname } from "node:path";
import { Refusal } from "@antar/domain";
import { type PlainBudget, ProblemError, type Route, type Solution } from "@antar/solver";
import {
  FormatError,
  isVroom,
  type Rounding,
  type RoutingInstance,
  readInstance,
  readSolution,
  roundedCost,
  roundings,
  routeNumbers,
  writeSolution,
} from "@antar/solver/formats";
import { badUsage, type Command, readWords, type Shell, wholeOption } from "../command.ts";
import { readBytes, writeWhole } from "../files.ts";
import { type Course, digestOf, readCheckpoint, saveCheckpoint } from "../service/checkpoint.ts";
import { search } from "../service/search.ts";
import { serveVroom } from "./solve-serve.ts";
import { answerVroomFile } from "./solve-vroom.ts";

const usage = `antar solve FILE --time SECONDS | --iterations N [--seed 1] [--threads 1] [--round integer|dimacs|exact|double]
            [--json] [--out X.sol] [--warm X.sol] [--checkpoint STATE.json]
antar solve FILE --resume STATE.json [--checkpoint STATE.json] [--json] [--out X.sol]
antar solve FILE.json [--time 5 | --iterations N] [--plan] [--network ROADS]... [--router URL] [--out ANSWER.json]
antar solve serve [--port 3000] [--network ROADS]... [--router URL] [--time 10] [--max-locations 1000] [--max-vehicles 200]

FILE is CVRPLIB/TSPLIB .vrp (with the dialect for windows, releases, prizes, backhauls, depots and unequal vehicles),
Solomon, Gehring-Homberger, Li-Lim or Cordeau .txt. Costs are in the unit of the file.
--round       each distance: integer = nearest (usual for .vrp), dimacs = cut off after one decimal (usual for Solomon),
              exact = nearest of three decimals, double = not rounded (usual for Li-Lim and Cordeau)
--json        one last line {"instance","cost","feasible","routes","seconds","cpuSeconds","iterations","seed"}
--threads     searches side by side that go on from the best of all at 50 % and 80 % of the budget
--checkpoint  the search is cut in ten; its state is written at each cut. --resume goes on after the last one: with
              --iterations to the same bytes as without the stop
Ctrl-C ends a search of 3 seconds or more, with threads or a checkpoint, and prints the best so far.
FILE.json is a problem in VROOM's format; the answer and the exit code are VROOM's. --plan: VROOM's -c, times the routes given
in steps. Legs come from its matrices, from road network files (antar roads build) or from a router of OSRM's protocol.
serve: VROOM's HTTP interface (POST /, GET /health) on this machine.
Exit code 0: feasible, 2: not, 1: bad input.`;

const kinds = {
  time: "string",
  iterations: "string",
  seed: "string",
  round: "string",
  json: "boolean",
  out: "string",
  warm: "string",
  threads: "string",
  checkpoint: "string",
  resume: "string",
  plan: "boolean",
  network: "strings",
  router: "string",
} as const;
type Options = ReturnType<typeof readWords<typeof kinds>>["options"];

/** `work`, with what is wrong in `path` as a Refusal that names the file. */
export function refusing<Result>(path: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof FormatError || error instanceof ProblemError)) throw error;
    throw new Refusal("bad-input", {
      id: `${path}: ${error.message}; perbaiki berkasnya`,
      en: `${path}: ${error.message}; correct the file`,
    });
  }
}

/** The rounding named `text`, undefined when absent. Throws Refusal `bad-input`. */
export function roundingOf(text: string | undefined): Rounding | undefined {
  const found = roundings.find((rounding) => rounding === text);
  if (text === undefined || found) return found;
  const list = roundings.join(", ");
  throw badUsage(`--round ${text}: pilih ${list}`, `--round ${text}: choose one of ${list}`);
}

/** The text of the file at `path`. Throws Refusal `bad-input`. */
export async function readText(path: string): Promise<string> {
  return new TextDecoder().decode(await readBytes(path, 512 * 1024 * 1024));
}

/** The instance in the file at `path`. Throws Refusal `bad-input`. */
export async function instanceAt(path: string, rounding: Rounding | undefined): Promise<RoutingInstance> {
  const text = await readText(path);
  return refusing(path, () => readInstance(text, rounding));
}

function budgetOf({ time, iterations }: Options): PlainBudget {
  const count = wholeOption("iterations", iterations);
  if (count !== undefined && time === undefined) return { kind: "iterations", count };
  const seconds = Number(time);
  if (time !== undefined && iterations === undefined && time !== "" && seconds >= 0 && seconds < 1e7)
    return { kind: "seconds", seconds };
  throw badUsage(
    "tulis salah satu: --time DETIK atau --iterations N",
    "write one of --time SECONDS and --iterations N",
  );
}

interface Run {
  readonly instance: RoutingInstance;
  readonly solution: Solution;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly seed: number;
}

function tell(path: string, { instance, solution, ...run }: Run, shell: Shell): void {
  const line = {
    instance: instance.name || basename(path, extname(path)),
    cost: roundedCost(instance, solution),
    feasible: solution.feasible,
    routes: routeNumbers(instance, solution),
    seconds: run.seconds,
    cpuSeconds: run.cpuSeconds,
    iterations: solution.iterations,
    seed: run.seed,
  };
  shell.print(JSON.stringify(line));
}

function explain({ instance, solution }: Run, shell: Shell): void {
  for (const { visit, reason } of solution.unassigned) shell.note(`not served: ${instance.labels[visit]} (${reason})`);
  if (!solution.feasible) shell.note("no feasible plan was found; give it more time or look at what is not served");
}

interface Start {
  readonly course: Course;
  readonly warm?: { readonly routes: readonly Route[] };
  readonly resume?: {
    readonly done: number;
    readonly iterations: number;
    readonly best: { readonly routes: readonly Route[] };
  };
}

/** Where the search begins: as the command line says, or as a checkpoint does. */
async function startOf(options: Options, instance: RoutingInstance, digest: string): Promise<Start> {
  if (options.resume !== undefined) {
    const { course, ...resume } = await readCheckpoint(options.resume, instance, digest);
    return { course, resume };
  }
  const seed = wholeOption("seed", options.seed) ?? 1;
  const course = { seed, threads: wholeOption("threads", options.threads, 1) ?? 1, budget: budgetOf(options) };
  const { warm: path } = options;
  if (path === undefined) return { course };
  const text = await readText(path);
  return { course, warm: refusing(path, () => readSolution(text, instance)) };
}

async function solveInstance(path: string, text: string, options: Options, shell: Shell): Promise<number> {
  const began = performance.now();
  const cpu = process.cpuUsage();
  const rounding = roundingOf(options.round);
  if (options.resume === undefined) budgetOf(options);
  const instance = refusing(path, () => readInstance(text, rounding));
  const digest = digestOf(text);
  const start = await startOf(options, instance, digest);
  const { course } = start;
  const checkpoint = options.checkpoint;
  const solution = await search(instance.problem, {
    ...start,
    began,
    inParts: checkpoint !== undefined || options.resume !== undefined,
    onProgress: progressTo(shell, instance),
    ...(checkpoint === undefined
      ? {}
      : { onCut: (cut) => saveCheckpoint(checkpoint, cut, { course, instance, digest }) }),
  }).catch((error: unknown) =>
    refusing(path, () => {
      throw error;
    }),
  );
  const seconds = Math.round(performance.now() - began) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  const cpuSeconds = Math.round((user + system) / 1_000) / 1_000;
  const done = { instance, solution, seconds, cpuSeconds, seed: course.seed };
  if (options.out !== undefined) await writeWhole(options.out, writeSolution(instance, solution));
  explain(done, shell);
  if (options.json) tell(path, done, shell);
  else shell.print(writeSolution(instance, solution).trimEnd());
  return solution.feasible ? 0 : 2;
}

/** The problem in `text` when it is JSON; undefined when it is not. */
function vroomIn(text: string): unknown {
  if (!text.trimStart().startsWith("{")) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isVroom(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

async function run(args: readonly string[], shell: Shell): Promise<number> {
  if (args[0] === "serve") return serveVroom(args.slice(1), shell);
  const { words, options } = readWords(args, kinds);
  const [path] = words;
  if (path === undefined || words.length > 1)
    throw badUsage("tulis satu FILE; lihat --help", "write one FILE; see --help");
  const text = await readText(path);
  const body = vroomIn(text);
  if (body === undefined) return solveInstance(path, text, options, shell);
  const given = options.time === undefined && options.iterations === undefined ? { ...options, time: "5" } : options;
  const budget = budgetOf(given);
  const asked = {
    plan: options.plan === true,
    seed: wholeOption("seed", options.seed) ?? 1,
    ...(budget.kind === "iterations" ? { iterations: budget.count } : { seconds: budget.seconds }),
  };
  const networks = options.network ?? [];
  return answerVroomFile({ body, asked, networks, router: options.router, out: options.out }, shell);
}

/** At most one line a second. */
function progressTo(shell: Shell, instance: RoutingInstance) {
  let next = 0;
  return ({ iteration, cost, missing }: { iteration: number; cost: number; missing: number }): void => {
    if (performance.now() < next) return;
    next = performance.now() + 1_000;
    const lacking = missing > 0 ? `, ${missing} not served` : "";
    shell.note(`iteration ${iteration}: ${cost / instance.scale.factor}${lacking}`);
  };
}

/** The command. */
export const solve: Command = {
  name: "solve",
  summary: "solve a routing problem of a benchmark or of VROOM's",
  usage,
  run,
};
