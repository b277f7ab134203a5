/**
 * One run of our solver on a generated problem of a given size, in a process of its own. Prints one JSON line.
 */
import { createRandom } from "@antar/measure";
import { check, type Problem, solve, until } from "@antar/solver";

/** What the process is told. */
export interface ScalingTask {
  readonly clients: number;
  readonly seconds: number;
  readonly seed: number;
}

/** What it answers. */
export interface ScalingAnswer {
  readonly cost: number;
  readonly feasible: boolean;
  readonly iterations: number;
  /** CPU seconds of the search. */
  readonly cpuSeconds: number;
  /** Peak resident memory and what of it the tables are, bytes. */
  readonly memory: number;
  readonly tables: number;
}

/** Clients in clusters around towns, a depot in the middle, about ten on a route. */
function generated({ clients, seed }: ScalingTask): Problem {
  const random = createRandom(seed);
  const side = 1_000 * Math.sqrt(clients / 100);
  const towns = Array.from({ length: Math.ceil(clients / 50) }, () => [random.next() * side, random.next() * side]);
  const points = Array.from({ length: clients + 1 }, (_, index) => {
    const [x = 0, y = 0] = towns[Math.floor(random.next() * towns.length)] ?? [];
    const [far, turn] = [60 * Math.sqrt(-2 * Math.log(1 - random.next())), 2 * Math.PI * random.next()];
    return index === 0 ? [side / 2, side / 2] : [x + far * Math.cos(turn), y + far * Math.sin(turn)];
  });
  const size = points.length;
  const distances = new Int32Array(size * size);
  points.forEach(([x = 0, y = 0], from) => {
    points.forEach(([u = 0, v = 0], to) => {
      distances[from * size + to] = Math.round(Math.hypot(x - u, y - v));
    });
  });
  return {
    depots: [{}],
    clients: Array.from({ length: clients }, () => ({ delivery: [1 + Math.floor(random.next() * 19)] })),
    vehicleTypes: [{ count: clients, capacity: [100], startDepot: 0, endDepot: 0 }],
    matrices: [{ distances, durations: distances }],
  };
}

function cpuNow(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

const task: ScalingTask = JSON.parse(process.argv[2] ?? "");
const problem = generated(task);
const began = cpuNow();
const solution = solve(problem, { seed: task.seed, until: until.seconds(task.seconds, cpuNow) });
const answer: ScalingAnswer = {
  cost: solution.cost,
  feasible: solution.feasible && check(problem, solution).length === 0,
  iterations: solution.iterations,
  cpuSeconds: (cpuNow() - began) / 1_000,
  memory: process.resourceUsage().maxRSS * 1024,
  tables: problem.matrices[0]?.distances.byteLength ?? 0,
};
process.stdout.write(`${JSON.stringify(answer)}\n`);
