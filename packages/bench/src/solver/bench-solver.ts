/**
 * Solves public instances with our solver and whichever peers this machine has, in one run. Holds the order of the steps and
 * the command line.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { parseArgs } from "node:util";
import { type RoutingInstance, readInstance } from "@antar/solver/formats";
import { curvesOf } from "./curves.ts";
import { instancesOf, type PublicInstance, usualData } from "./instances.ts";
import { type InstanceSet, setOf, sets } from "./lists.ts";
import { type OurSolver, openOurSolver } from "./our-runs.ts";
import { cannotExpress, type Peer, peers, runPeer, versionOf } from "./peers.ts";
import { appendRun, gapOf, keyOf, type Run, readRuns } from "./runs.ts";
import { markdownOf } from "./tables.ts";

const usage = `npm run bench -- solver --set NAME[,NAME] [--time 10[,60]] [--seeds 3] [--instances A,B]
                        [--peers pyvrp,vroom,ortools,hgs | none] [--data DIR] [--out FILE.jsonl] [--resume]

Runs each instance of the fixed list with each seed 1..N in a process of its own, and beside it every peer that this machine
has (python3 with pyvrp, pyvroom, ortools, hygese; none is needed), each on the sets that its model can express. Budgets are
CPU seconds of one thread. Our evaluator prices every plan.

  --data DIR   folders of the sets with their bks.csv; default data/vrp
  --out FILE   every finished run is added as one line; tables go to FILE.md, curves to FILE.SET-BUDGET.svg
  --resume     runs that are in FILE are not run again
  --peers      default: those found

Sets: ${sets.map(({ name }) => name).join(", ")}`;

interface Options {
  readonly sets: readonly InstanceSet[];
  readonly budgets: readonly number[];
  readonly seeds: number;
  readonly instances: readonly string[] | undefined;
  readonly peers: string | undefined;
  readonly data: string;
  readonly out: string | undefined;
  readonly resume: boolean;
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new Error(`--${name} ${text}: write a number greater than 0`);
  return value;
}

function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      set: { type: "string" },
      time: { type: "string", default: "10" },
      seeds: { type: "string", default: "3" },
      instances: { type: "string" },
      peers: { type: "string" },
      data: { type: "string", default: usualData },
      out: { type: "string" },
      resume: { type: "boolean", default: false },
    },
  });
  const chosen = (values.set ?? "").split(",").map((name) => {
    const set = setOf(name);
    if (!set) throw new Error(`--set ${name}: choose of ${sets.map((one) => one.name).join(", ")}`);
    return set;
  });
  if (values.out !== undefined && existsSync(values.out) && !values.resume)
    throw new Error(`--out ${values.out}: is there already; add --resume to go on with it, or choose another name`);
  return {
    sets: chosen,
    budgets: values.time.split(",").map((text) => positive("time", text)),
    seeds: positive("seeds", values.seeds),
    instances: values.instances?.split(","),
    peers: values.peers,
    data: values.data,
    out: values.out,
    resume: values.resume,
  };
}

/** The peers asked for and found, with their versions. Says which are missing. */
function findPeers(wanted: string | undefined): { peer: Peer; version: string }[] {
  const names = wanted === undefined ? peers.map(({ name }) => name) : wanted.split(",");
  const found = peers
    .filter(({ name }) => wanted !== "none" && names.includes(name))
    .flatMap((peer) => {
      const version = versionOf(peer);
      if (version === undefined)
        process.stderr.write(`${peer.name} is not on this machine (docs/benchmarks.md, "Peers")\n`);
      return version === undefined ? [] : [{ peer, version }];
    });
  return found;
}

/** What is common to all runs of one instance. */
interface Place {
  readonly one: PublicInstance;
  readonly budget: number;
  readonly seed: number;
}

function recordOf({ one, budget, seed }: Place, solver: string, version: string) {
  return {
    set: one.set.name,
    instance: one.name,
    customers: one.customers,
    solver,
    version,
    budget,
    seed,
    best: one.best ?? null,
    bestVehicles: one.bestVehicles ?? null,
    load: Math.round((loadavg()[0] ?? 0) * 10) / 10,
  };
}

function ourRun(ours: OurSolver, place: Place): Run {
  const { one, budget, seed } = place;
  const record = recordOf(place, "antar", ours.version);
  const began = performance.now();
  const answer = ours.run({ path: one.path, rounding: one.set.rounding, seconds: budget, seed });
  const { feasible, fault, cost, ...rest } = answer;
  const seconds = (performance.now() - began) / 1_000;
  return { ...record, ...rest, seconds, ...(feasible ? { cost } : { cost: null, fault }) };
}

class Bench {
  readonly runs: Run[] = [];
  readonly notes = new Set<string>();
  readonly done: ReadonlyMap<string, Run>;
  readonly options: Options;
  constructor(options: Options) {
    this.options = options;
    const earlier = options.out !== undefined && options.resume ? readRuns(options.out) : [];
    // A crash took no time; it is tried again.
    this.done = new Map(earlier.filter(({ cpuSeconds }) => cpuSeconds > 0).map((run) => [keyOf(run), run]));
  }

  /** Takes the finished run like `identity`, or makes it. */
  take(identity: Parameters<typeof keyOf>[0], make: () => Run): void {
    const earlier = this.done.get(keyOf(identity));
    const run = earlier ?? make();
    this.runs.push(run);
    if (earlier) return;
    if (this.options.out !== undefined) appendRun(this.options.out, run);
    const result = run.cost === null ? `no plan (${run.fault})` : `${run.cost}`;
    const share = gapOf(run);
    const gap = share === undefined ? "" : ` gap ${(100 * share).toFixed(2)} %`;
    const veh = run.bestVehicles === null ? "" : ` vehicles ${run.vehicles}/${run.bestVehicles}`;
    process.stderr.write(
      `${run.instance} ${run.solver} seed ${run.seed}: ${result}${gap}${veh} (${run.cpuSeconds.toFixed(1)} CPU s)\n`,
    );
  }
}

function runInstance(
  bench: Bench,
  one: PublicInstance,
  tools: { ours: OurSolver; found: ReturnType<typeof findPeers> },
): void {
  let read: RoutingInstance | undefined;
  const instance = (): RoutingInstance => {
    read ??= readInstance(readFileSync(one.path, "utf8"), one.set.rounding);
    return read;
  };
  for (const budget of bench.options.budgets)
    for (let seed = 1; seed <= bench.options.seeds; seed++) {
      const place = { one, budget, seed };
      bench.take(recordOf(place, "antar", tools.ours.version), () => ourRun(tools.ours, place));
      for (const { peer, version } of tools.found) {
        const reason = cannotExpress(peer, instance().problem);
        if (reason !== undefined) bench.notes.add(`${one.set.name}: ${peer.name} ${reason}.`);
        if (reason !== undefined || (seed > 1 && !peer.seeded)) continue;
        const record = recordOf(place, peer.name, version);
        bench.take(record, () => ({
          ...record,
          ...runPeer(peer, instance(), { source: one.path, seconds: budget, seed }),
        }));
      }
    }
}

function writeResults(bench: Bench, out: string): void {
  writeFileSync(`${out}.md`, markdownOf(bench.runs, [...bench.notes]));
  for (const { name } of bench.options.sets)
    for (const budget of bench.options.budgets) {
      const runs = bench.runs.filter((run) => run.set === name && run.budget === budget);
      if (runs.length > 0) writeFileSync(`${out}.${name}-${budget}.svg`, curvesOf(runs));
    }
}

/** Runs the solver bench. Answers the exit code. */
export async function benchSolver(args: readonly string[]): Promise<number> {
  if (args.length === 0 || args.includes("--help")) {
    process.stdout.write(`${usage}\n`);
    return args.length === 0 ? 1 : 0;
  }
  let ours: OurSolver | undefined;
  try {
    const options = readOptions(args);
    const places = options.sets.flatMap((set) => instancesOf(set, options.data, options.instances));
    const bench = new Bench(options);
    ours = openOurSolver();
    const tools = { ours, found: findPeers(options.peers) };
    for (const one of places) runInstance(bench, one, tools);
    process.stdout.write(markdownOf(bench.runs, [...bench.notes]));
    if (options.out !== undefined) writeResults(bench, options.out);
    return 0;
  } catch (error) {
    process.stderr.write(`bench solver: ${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  } finally {
    ours?.close();
  }
}
