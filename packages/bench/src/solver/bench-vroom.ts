/**
 * Random problems in VROOM's JSON, solved by VROOM and by us in one run. Two things are compared: what VROOM's answers cost
 * by its own account and by ours, and whose plans serve more and cost less.
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { createRandom, type Random } from "@antar/measure";
import { until } from "@antar/solver";
import { planVroom, readVroom, solveVroom, type VroomAnswer, vroomAnswer } from "@antar/solver/formats";

const driver = fileURLToPath(new URL("../../peers/vroom_json.py", import.meta.url));

const usage = `npm run bench -- vroom [--problems 40] [--size 40] [--time 1] [--seed 1]

Makes problems of about --size tasks from the seed (capacity, windows, skills, priorities, shipments, setups, unit costs, speed
factors, limits), lets VROOM (pyvroom, exploration level 5, one thread) and our solver (--time CPU seconds) answer them, prices
VROOM's routes anew, and prints both answers side by side.`;

const whole = (random: Random, least: number, most: number): number =>
  least + Math.floor(random.next() * (most - least + 1));
const chance = (random: Random, share: number): boolean => random.next() < share;

function tables(random: Random, size: number) {
  const points = Array.from({ length: size }, () => [random.next() * 6000, random.next() * 6000] as const);
  const legs = points.map(([x, y]) => points.map(([u, v]) => Math.hypot(x - u, y - v)));
  return {
    durations: legs.map((row) => row.map((length) => Math.round(length / 10))),
    distances: legs.map((row) => row.map((length) => Math.round(length))),
  };
}

/** One problem. Kinds of constraints are drawn for the whole problem, so that each is met alone and together with others. */
export function randomVroom(random: Random, size: number): object {
  const has = () => chance(random, 0.5);
  const kinds = {
    windows: has(),
    skills: has(),
    priorities: has(),
    setups: has(),
    shipments: has(),
    pickups: has(),
    costs: has(),
  };
  const window = (): object => {
    if (!kinds.windows || has()) return {};
    const start = whole(random, 0, 8_000);
    return { time_windows: [[start, start + whole(random, 600, 4_000)]] };
  };
  const stop = (id: number) => ({
    id,
    location_index: whole(random, 1, size),
    service: whole(random, 0, 300),
    ...(kinds.setups ? { setup: whole(random, 0, 60) } : {}),
    ...window(),
  });
  const claim = () => ({
    ...(kinds.skills && chance(random, 0.3) ? { skills: [whole(random, 1, 2)] } : {}),
    ...(kinds.priorities ? { priority: whole(random, 0, 10) } : {}),
  });
  const pairs = kinds.shipments ? Math.floor(size / 5) : 0;
  const jobs = Array.from({ length: size - 2 * pairs }, (_, id) => ({
    ...stop(id + 1),
    ...claim(),
    ...(kinds.pickups && has() ? { pickup: [whole(random, 1, 9)] } : { delivery: [whole(random, 1, 9)] }),
  }));
  const shipments = Array.from({ length: pairs }, (_, id) => ({
    ...claim(),
    amount: [whole(random, 1, 9)],
    pickup: stop(id + 1),
    delivery: stop(id + 1),
  }));
  const vehicles = Array.from({ length: Math.ceil(size / 8) }, (_, id) => ({
    id: id + 1,
    start_index: 0,
    ...(has() ? { end_index: 0 } : {}),
    capacity: [whole(random, 30, 50)],
    time_window: [0, whole(random, 6_000, 14_000)],
    ...(kinds.skills ? { skills: has() ? [1, 2] : [whole(random, 1, 2)] } : {}),
    ...(kinds.costs
      ? {
          costs: { fixed: whole(random, 0, 500), per_hour: whole(random, 1_000, 7_200), per_km: whole(random, 0, 300) },
        }
      : {}),
    ...(chance(random, 0.2) ? { max_tasks: whole(random, 4, 12) } : {}),
    ...(chance(random, 0.2) ? { max_travel_time: whole(random, 1_500, 5_000) } : {}),
    ...(chance(random, 0.2) ? { speed_factor: whole(random, 80, 150) / 100 } : {}),
  }));
  return { vehicles, jobs, shipments, matrices: { car: tables(random, size + 1) } };
}

interface Steps {
  readonly routes: readonly {
    readonly vehicle: number;
    readonly steps: readonly { readonly type: string; readonly id?: number }[];
  }[];
}

/** `problem` with VROOM's routes as `steps`. */
function withSteps(problem: object, { routes }: Steps): object {
  const vehicles: readonly { readonly id: number }[] =
    "vehicles" in problem && Array.isArray(problem.vehicles) ? problem.vehicles : [];
  return {
    ...problem,
    vehicles: vehicles.map((vehicle) => ({
      ...vehicle,
      steps: routes.find((route) => route.vehicle === vehicle.id)?.steps ?? [],
    })),
  };
}

type PeerAnswer = VroomAnswer & { readonly cpuSeconds: number };

const none = { loading: 0, solving: 0, routing: 0 };

/** Where our account of VROOM's routes differs from its own by more than a second or two of rounding a route. */
function differences(problem: object, theirs: PeerAnswer): string[] {
  const request = readVroom(withSteps(problem, theirs));
  const ours = vroomAnswer(request, planVroom(request).reports, none);
  const found: string[] = [];
  for (const key of ["cost", "duration", "service", "setup", "priority", "unassigned"] as const)
    if (Math.abs(ours.summary[key] - theirs.summary[key]) > theirs.routes.length)
      found.push(`${key} ${theirs.summary[key]} by VROOM, ${ours.summary[key]} by us`);
  for (const { cause } of ours.summary.violations) found.push(`violation ${cause}`);
  return found;
}

function compare(problem: object, seconds: number): VroomAnswer {
  const request = readVroom(problem);
  const cpu = (): number => process.cpuUsage().user / 1_000 + process.cpuUsage().system / 1_000;
  const { reports } = solveVroom(request, { seed: 1, until: until.seconds(seconds, cpu) });
  return vroomAnswer(request, reports, none);
}

/** Negative: `a` is better by VROOM's order: priorities, then tasks served, then cost. */
function order(a: VroomAnswer, b: VroomAnswer): number {
  return (
    b.summary.priority - a.summary.priority ||
    a.summary.unassigned - b.summary.unassigned ||
    a.summary.cost - b.summary.cost
  );
}

/** Runs the comparison. Answers the exit code: 2 when an account differs or one of our plans breaks a rule. */
export async function benchVroom(args: readonly string[]): Promise<number> {
  const options = {
    problems: { type: "string", default: "40" },
    size: { type: "string", default: "40" },
    time: { type: "string", default: "1" },
    seed: { type: "string", default: "1" },
    help: { type: "boolean", default: false },
  } as const;
  const { values } = parseArgs({ args: [...args], options });
  const version = spawnSync("python3", [driver, "--version"], { encoding: "utf8" });
  if (values.help || version.status !== 0) {
    process.stdout.write(`${usage}\n${version.status === 0 ? "" : "pyvroom is not on this machine\n"}`);
    return values.help ? 0 : 1;
  }
  const random = createRandom(Number(values.seed));
  const problems = Array.from({ length: Number(values.problems) }, () => randomVroom(random, Number(values.size)));
  const input = problems.map((problem) => JSON.stringify(problem)).join("\n");
  const peer = spawnSync("python3", [driver, "5"], { encoding: "utf8", input, maxBuffer: 2 ** 30 });
  const answers: PeerAnswer[] = peer.stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  const tally = { better: 0, same: 0, worse: 0, differ: 0 };
  const ratios: number[] = [];
  for (const [index, problem] of problems.entries()) {
    const theirs = answers[index];
    if (theirs?.code !== 0) {
      process.stdout.write(`${index}: VROOM refuses: ${JSON.stringify(theirs)}\n`);
      continue;
    }
    const told = differences(problem, theirs);
    const ours = compare(problem, Number(values.time));
    const broken = ours.summary.violations.map(({ cause }) => `our plan breaks ${cause}`);
    const sign = order(ours, theirs);
    tally[sign < 0 ? "better" : sign > 0 ? "worse" : "same"]++;
    tally.differ += told.length + broken.length > 0 ? 1 : 0;
    const alike =
      ours.summary.priority === theirs.summary.priority && ours.summary.unassigned === theirs.summary.unassigned;
    if (alike) ratios.push(ours.summary.cost / theirs.summary.cost);
    const show = ({ summary }: VroomAnswer): string =>
      `${summary.cost} (${summary.unassigned} out, priority ${summary.priority})`;
    process.stdout.write(
      `${index}: VROOM ${show(theirs)} in ${theirs.cpuSeconds.toFixed(2)} s, ours ${show(ours)} ${[...told, ...broken].join("; ")}\n`,
    );
  }
  const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / Math.max(1, ratios.length);
  process.stdout.write(
    `VROOM ${version.stdout.trim()}: ours better ${tally.better}, same ${tally.same}, worse ${tally.worse}; where both serve alike our cost is ${(100 * (mean - 1)).toFixed(2)} % of difference; accounts differ on ${tally.differ}\n`,
  );
  return tally.differ > 0 ? 2 : 0;
}
