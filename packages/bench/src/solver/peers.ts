/**
 * Other solvers on this machine, each behind a small Python driver (../../peers). Knows what each peer's model can express
 * and how to ask; refuses to believe its cost: routes are priced and checked by our own evaluator.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { unreachable } from "@antar/measure";
import { check, type Matrices, type Problem, type Route } from "@antar/solver";
import { priced, type RoutingInstance, roundedCost } from "@antar/solver/formats";
import type { CurvePoint } from "./runs.ts";

/** What an instance asks of a model beyond capacity. */
export type Feature =
  | "time windows"
  | "release times"
  | "prizes"
  | "groups"
  | "backhauls"
  | "shipments"
  | "several depots"
  | "unequal vehicles"
  | "allowed vehicles"
  | "reloading"
  | "longest duration"
  | "longest distance"
  | "limited fleet";

/** One peer. */
export interface Peer {
  readonly name: string;
  readonly driver: string;
  readonly features: ReadonlySet<Feature>;
  /** Largest number of locations that its driver is asked for. */
  readonly largest: number;
  /** False: it answers the same for each seed, so that one is enough. */
  readonly seeded: boolean;
}

const common: readonly Feature[] = [
  "time windows",
  "backhauls",
  "shipments",
  "several depots",
  "unequal vehicles",
  "allowed vehicles",
  "limited fleet",
];

/** Backhauls are expressed by legs that no route may use. */
export const peers: readonly Peer[] = [
  {
    name: "pyvrp",
    driver: "pyvrp_driver.py",
    features: new Set<Feature>([
      ...common,
      "release times",
      "prizes",
      "groups",
      "reloading",
      "longest duration",
      "longest distance",
    ]),
    largest: 5_000,
    seeded: true,
  },
  { name: "vroom", driver: "vroom_driver.py", features: new Set(common), largest: 5_000, seeded: false },
  {
    name: "ortools",
    driver: "ortools_driver.py",
    features: new Set<Feature>([...common, "prizes", "longest duration"]),
    largest: 3_000,
    seeded: false,
  },
  {
    name: "hgs",
    driver: "hgs_driver.py",
    features: new Set<Feature>(["limited fleet"]),
    largest: 10_000,
    seeded: true,
  },
];

/** What `problem` asks for. */
export function featuresOf(problem: Problem): Feature[] {
  const { clients, vehicleTypes: types, shipments = [], depots } = problem;
  const any = <Item>(items: readonly Item[], test: (item: Item) => boolean): boolean => items.some(test);
  const asked: Record<Feature, boolean> = {
    "time windows":
      any(clients, ({ windows }) => windows !== undefined) ||
      any(shipments, ({ pickup }) => pickup.windows !== undefined),
    "release times": any(clients, ({ release }) => (release ?? 0) > 0),
    prizes: any(clients, ({ required }) => required === false),
    groups: (problem.groups?.length ?? 0) > 0,
    backhauls: any(clients, ({ pickup }) => pickup?.some((amount) => amount > 0) === true),
    shipments: shipments.length > 0,
    "several depots": depots.length > 1,
    "unequal vehicles":
      new Set(types.map(({ capacity, fixedCost, costPerDistance }) => `${capacity} ${fixedCost} ${costPerDistance}`))
        .size > 1,
    "allowed vehicles": any(clients, ({ allowedTypes }) => allowedTypes !== undefined),
    reloading: any(types, ({ reloadDepots }) => (reloadDepots?.length ?? 0) > 0),
    "longest duration": any(types, ({ maxDuration }) => maxDuration !== undefined),
    "longest distance": any(types, ({ maxDistance }) => maxDistance !== undefined),
    "limited fleet": types.reduce((sum, { count }) => sum + count, 0) < clients.length + shipments.length,
  };
  return Object.entries(asked)
    .flatMap(([name, yes]) => (yes ? [name] : []))
    .filter((name): name is Feature => name in asked);
}

/** Why `peer` cannot be given `problem`; undefined when it can. */
export function cannotExpress(peer: Peer, problem: Problem): string | undefined {
  const lacking = featuresOf(problem).filter((feature) => !peer.features.has(feature));
  if (lacking.length > 0) return `cannot express ${lacking.join(", ")}`;
  const locations = problem.depots.length + problem.clients.length + 2 * (problem.shipments?.length ?? 0);
  return locations > peer.largest ? `its driver holds at most ${peer.largest} locations` : undefined;
}

const folder = fileURLToPath(new URL("../../peers", import.meta.url));

/** The version of `peer` on this machine, undefined when it is not there. */
export function versionOf(peer: Peer): string | undefined {
  const run = spawnSync("python3", [join(folder, peer.driver), "--version"], { encoding: "utf8" });
  return run.status === 0 ? run.stdout.trim() : undefined;
}

/** The tables with the legs that a backhaul forbids: on to a linehaul. */
function closedLegs(problem: Problem, pair: Matrices): Matrices {
  const backhaul = problem.clients.map((client) => client.backhaul === true);
  if (!backhaul.includes(true)) return pair;
  const first = problem.depots.length;
  const size = Math.round(Math.sqrt(pair.distances.length));
  const distances = pair.distances.slice();
  for (let from = 0; from < backhaul.length; from++) {
    if (!backhaul[from]) continue;
    for (let to = 0; to < backhaul.length; to++)
      if (!backhaul[to]) distances[(first + from) * size + first + to] = unreachable;
  }
  return { distances, durations: pair.durations };
}

function bytesOf({ buffer, byteOffset, byteLength }: Int32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** Writes the problem for the drivers; answers the path of its JSON document. */
function writeProblem(instance: RoutingInstance, source: string, into: string): string {
  const { matrices, ...problem } = instance.problem;
  const tables = matrices.map((pair, index) => {
    const closed = closedLegs(instance.problem, pair);
    const paths = { distances: join(into, `distances${index}`), durations: join(into, `durations${index}`) };
    writeFileSync(paths.distances, bytesOf(closed.distances));
    writeFileSync(paths.durations, bytesOf(closed.durations));
    return { size: Math.round(Math.sqrt(pair.distances.length)), ...paths };
  });
  const path = join(into, "problem.json");
  writeFileSync(path, JSON.stringify({ ...problem, source, factor: instance.scale.factor, matrices: tables }));
  return path;
}

/** Routes as a driver prints them. */
interface DriverAnswer {
  readonly routes: readonly Omit<Route, "vehicle">[];
  readonly iterations: number | null;
  readonly cpuSeconds: number;
  readonly seconds: number;
  readonly memory: number;
  readonly curve: readonly CurvePoint[];
}

/** What a peer reached. */
export interface PeerAnswer extends Omit<DriverAnswer, "routes"> {
  readonly cost: number | null;
  readonly vehicles: number;
  readonly fault?: string;
}

/** The k-th route of a type on its k-th vehicle. */
function numbered(routes: DriverAnswer["routes"]): Route[] {
  const next = new Map<number, number>();
  return routes
    .map((route) => {
      const vehicle = next.get(route.vehicleType) ?? 0;
      next.set(route.vehicleType, vehicle + 1);
      return { ...route, vehicle };
    })
    .sort((a, b) => a.vehicleType - b.vehicleType || a.vehicle - b.vehicle);
}

function judged(instance: RoutingInstance, answer: DriverAnswer): PeerAnswer {
  const { routes, ...rest } = answer;
  const curve =
    instance.format === "lilim" ? [] : rest.curve.map(([at, cost]) => [at, cost / instance.scale.factor] as const);
  const solution = priced(instance.problem, numbered(routes));
  const [fault] = check(instance.problem, solution);
  const vehicles = routes.length;
  if (fault) return { ...rest, curve, vehicles, cost: null, fault: `${fault.code}: ${fault.message}` };
  return { ...rest, curve, vehicles, cost: roundedCost(instance, solution) };
}

/** Lets `peer` solve `instance`, whose file is at `source`, for `seconds` of CPU time. A crash is an answer without cost. */
export function runPeer(
  peer: Peer,
  instance: RoutingInstance,
  { source, seconds, seed }: { readonly source: string; readonly seconds: number; readonly seed: number },
): PeerAnswer {
  const into = mkdtempSync(join(tmpdir(), "antar-peer-"));
  try {
    const path = writeProblem(instance, source, into);
    const run = spawnSync("python3", [join(folder, peer.driver), path, String(seconds), String(seed)], {
      encoding: "utf8",
      maxBuffer: 64 * 1024 * 1024,
      timeout: 1_000 * (120 + 8 * seconds),
      env: { ...process.env, OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1" },
    });
    const line = run.stdout.trim().split("\n").at(-1) ?? "";
    if (run.status === 0 && line.startsWith("{")) return judged(instance, JSON.parse(line));
    const fault = run.stderr.trim().split("\n").at(-1) ?? `ended with ${run.status ?? run.signal}`;
    return { cost: null, vehicles: 0, iterations: null, cpuSeconds: 0, seconds: 0, memory: 0, curve: [], fault };
  } finally {
    rmSync(into, { recursive: true });
  }
}
