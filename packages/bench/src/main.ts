/**
 * The benches by name. Knows which exist; refuses to know what any of them measures.
 */
import { cpus, loadavg } from "node:os";
import { benchPlanning } from "./planning/bench-planning.ts";
import { benchRehearsal } from "./planning/bench-rehearsal.ts";
import { benchScale } from "./planning/bench-scale.ts";
import { benchTwoEchelon } from "./planning/bench-two-echelon.ts";
import { benchRoads } from "./roads/bench-roads.ts";
import { checkRoads, fuzzRoads } from "./roads/check-roads.ts";
import { benchBundles } from "./service/bench-bundles.ts";
import { benchLoad } from "./service/bench-load.ts";
import { benchStorm } from "./service/bench-storm.ts";
import { benchScaling } from "./solver/bench-scaling.ts";
import { benchSolver } from "./solver/bench-solver.ts";
import { benchVroom } from "./solver/bench-vroom.ts";
import { benchPages } from "./web/bench-pages.ts";

const benches: Readonly<Record<string, (args: readonly string[]) => Promise<number>>> = {
  bundles: benchBundles,
  load: benchLoad,
  storm: benchStorm,
  planning: benchPlanning,
  rehearsal: benchRehearsal,
  roads: benchRoads,
  scale: benchScale,
  scaling: benchScaling,
  "roads-check": checkRoads,
  fuzz: fuzzRoads,
  solver: benchSolver,
  "two-echelon": benchTwoEchelon,
  vroom: benchVroom,
  web: benchPages,
};

const usage = `npm run bench -- NAME [options]

  bundles    sizes and cold starts of the Lambda bundles, loading of the road file
  load       an election day of one city times three against a real service, then raised until it breaks
  storm      660 phones come back at once with 50 events each: nothing lost, nothing doubled
  planning   closures on the day, causes and fixes, the audit of random plans, time zones: proofs by drawn cases
  rehearsal  ETAs and alarms against simulated days: coverage, reliability, errors
  roads      build, customise and query real and generated road networks, beside peers
  scale      time and memory of a whole plan from 1,000 to 8,000 TPS
  scaling    time for an iteration and memory from 100 to 10,000 clients
  roads-check  networks of every extract against plain Dijkstra and ngraph.path, open and closed
  fuzz       damaged extracts and network files: no crash, no hang, no flood of memory
  solver     solve public instances, beside peers, and print the gap to the best known
  two-echelon  solve the public two-echelon instances by planning's decomposition and audit each solution
  vroom      answer problems in VROOM's JSON beside VROOM
  web        sizes of the pages, the driver's on a slow phone, the planner's with 8,000 stops

Each has --help. Figures are CPU seconds of one thread; compare ratios of one run, not figures of two runs.`;

/** Runs the bench that `args` name; answers the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  const [name = "", ...rest] = args;
  const bench = Object.hasOwn(benches, name) ? benches[name] : undefined;
  if (!bench) {
    process.stdout.write(`${usage}\n`);
    return name === "" || name === "--help" ? 0 : 1;
  }
  const load = loadavg()
    .map((value) => value.toFixed(1))
    .join(" ");
  process.stdout.write(
    `machine: ${cpus().length} x ${cpus()[0]?.model ?? "?"}, Node ${process.version}, load ${load}\n`,
  );
  return bench(rest);
}
