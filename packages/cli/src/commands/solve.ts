/**
 * `antar solve`: a routing problem in a benchmark's format, solved and written. Holds the order of the steps only.
 */
import { basename, extname } from "node:path";
import { Refusal } from "@antar/domain";
import { ProblemError, type Solution, type SolveOptions, solve as search, type Until, until } from "@antar/solver";
import {
  FormatError,
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

const usage = `antar solve FILE --time SECONDS | --iterations N [--seed 1] [--round integer|dimacs|exact|double]
            [--json] [--out X.sol] [--warm X.sol]

FILE is CVRPLIB/TSPLIB .vrp (with the dialect for windows, releases, prizes, backhauls, depots and unequal vehicles),
Solomon, Gehring-Homberger, Li-Lim or Cordeau .txt. Costs are in the unit of the file.
--round    each distance: integer = nearest (usual for .vrp), dimacs = cut off after one decimal (usual for Solomon),
           exact = nearest of three decimals, double = not rounded (usual for Li-Lim and Cordeau)
--json     one last line {"instance","cost","feasible","routes","seconds","cpuSeconds","iterations","seed"}
Exit code 0: feasible, 2: not, 1: bad input.`;

const kinds = {
  time: "string",
  iterations: "string",
  seed: "string",
  round: "string",
  json: "boolean",
  out: "string",
  warm: "string",
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

function budgetOf({ time, iterations }: Options): Until {
  const count = wholeOption("iterations", iterations);
  if (count !== undefined && time === undefined) return until.iterations(count);
  const seconds = Number(time);
  if (time !== undefined && iterations === undefined && time !== "" && seconds >= 0 && seconds < 1e7)
    return until.seconds(seconds, () => performance.now());
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

async function run(args: readonly string[], shell: Shell): Promise<number> {
  const { words, options } = readWords(args, kinds);
  const [path] = words;
  if (path === undefined || words.length > 1)
    throw badUsage("tulis satu FILE; lihat --help", "write one FILE; see --help");
  const budget = budgetOf(options);
  const seed = wholeOption("seed", options.seed) ?? 1;
  const began = performance.now();
  const cpu = process.cpuUsage();
  const instance = await instanceAt(path, roundingOf(options.round));
  const warmText = options.warm === undefined ? undefined : await readText(options.warm);
  const warm =
    warmText === undefined ? undefined : refusing(options.warm ?? "", () => readSolution(warmText, instance));
  const solveOptions: SolveOptions = {
    seed,
    until: budget.kind === "seconds" ? remaining(budget.seconds, began) : budget,
    ...(warm ? { warm } : {}),
    onProgress: progressTo(shell, instance),
  };
  const solution = refusing(path, () => search(instance.problem, solveOptions));
  const seconds = Math.round(performance.now() - began) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  const cpuSeconds = Math.round((user + system) / 1_000) / 1_000;
  const done = { instance, solution, seconds, cpuSeconds, seed };
  if (options.out !== undefined) await writeWhole(options.out, writeSolution(instance, solution));
  explain(done, shell);
  if (options.json) tell(path, done, shell);
  else shell.print(writeSolution(instance, solution).trimEnd());
  return solution.feasible ? 0 : 2;
}

/** The budget counts from the start of the command: reading the file is not free. */
function remaining(seconds: number, began: number): Until {
  return until.seconds(Math.max(0, seconds - (performance.now() - began) / 1_000), () => performance.now());
}

/** At most one line a second. */
function progressTo(shell: Shell, instance: RoutingInstance): NonNullable<SolveOptions["onProgress"]> {
  let next = 0;
  return ({ iteration, cost, missing }) => {
    if (performance.now() < next) return;
    next = performance.now() + 1_000;
    const lacking = missing > 0 ? `, ${missing} not served` : "";
    shell.note(`iteration ${iteration}: ${cost / instance.scale.factor}${lacking}`);
  };
}

/** The command. */
export const solve: Command = { name: "solve", summary: "solve a routing problem of a benchmark", usage, run };
