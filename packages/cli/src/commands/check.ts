/**
 * `antar check`: recomputes a solution file from its instance. Holds the order of the steps only.
 */
import { type Solution, check as violationsOf } from "@antar/solver";
import { priced, type RoutingInstance, readSolution, roundedCost, type SolutionFile } from "@antar/solver/formats";
import { badUsage, type Command, readWords, type Shell } from "../command.ts";
import { instanceAt, readText, refusing, roundingOf } from "./solve.ts";

const usage = `antar check INSTANCE SOLUTION [--round integer|dimacs|exact|double] [--json]

Recomputes capacity, times and cost of SOLUTION (.sol) from INSTANCE. Exit code 0: sound, 2: a rule is broken or the cost
that the file claims is another, 1: bad input.`;

const kinds = { round: "string", json: "boolean" } as const;

/** The complaint about the cost that the file claims; some sets state it in the whole numbers of their rounding. */
function costComplaint(instance: RoutingInstance, { cost: claimed }: SolutionFile, cost: number): string | undefined {
  if (claimed === undefined) return undefined;
  const tolerance = instance.scale.rounding === "double" ? 0.01 : 1e-6;
  const near = (other: number): boolean => Math.abs(other - claimed) <= tolerance;
  // The heterogeneous sets state a hundredth of it, to two decimals.
  const inHundreds = instance.scale.rounding === "exact" && Math.abs(cost / 100 - claimed) <= 0.005 + 1e-9;
  return near(cost) || near(cost * instance.scale.factor) || inHundreds
    ? undefined
    : `cost: the file claims ${claimed}, it is ${cost}`;
}

function complaintsOf(instance: RoutingInstance, file: SolutionFile, solution: Solution): string[] {
  const broken = violationsOf(instance.problem, solution).map(({ code, message, route, visit }) => {
    const place = route === undefined ? "" : ` route ${route + 1}`;
    const customer = visit === undefined ? "" : ` customer ${instance.labels[visit]}`;
    return `${code}:${place}${customer} ${message}`;
  });
  const costs = costComplaint(instance, file, roundedCost(instance, solution));
  return costs === undefined ? broken : [...broken, costs];
}

async function run(args: readonly string[], shell: Shell): Promise<number> {
  const { words, options } = readWords(args, kinds);
  const [path, solutionPath] = words;
  if (path === undefined || solutionPath === undefined || words.length > 2)
    throw badUsage("tulis INSTANCE SOLUTION; lihat --help", "write INSTANCE SOLUTION; see --help");
  const instance = await instanceAt(path, roundingOf(options.round));
  const text = await readText(solutionPath);
  const file = refusing(solutionPath, () => readSolution(text, instance));
  const solution = refusing(path, () => priced(instance.problem, file.routes));
  const complaints = complaintsOf(instance, file, solution);
  const cost = roundedCost(instance, solution);
  if (options.json)
    shell.print(JSON.stringify({ instance: instance.name, cost, feasible: complaints.length === 0, complaints }));
  else for (const line of complaints.length > 0 ? complaints : [`sound, cost ${cost}`]) shell.print(line);
  return complaints.length === 0 ? 0 : 2;
}

/** The command. */
export const check: Command = { name: "check", summary: "check a solution of a routing problem", usage, run };
