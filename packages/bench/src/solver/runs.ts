/**
 * Finished runs, one JSON object a line, so that a bench can go on where it was stopped. Knows the record; refuses to know
 * who ran.
 */
import { appendFileSync, existsSync, readFileSync } from "node:fs";

/** A moment of a search: CPU seconds since its start and the best cost then, in the unit of the file. */
export type CurvePoint = readonly [cpuSeconds: number, cost: number];

/** One finished run of one solver on one instance. */
export interface Run {
  readonly set: string;
  readonly instance: string;
  readonly customers: number;
  /** `antar` or a peer's name. */
  readonly solver: string;
  readonly version: string;
  /** Budget in CPU seconds of one thread. */
  readonly budget: number;
  readonly seed: number;
  /** By our evaluator, in the unit of the file; null: no feasible plan. */
  readonly cost: number | null;
  readonly vehicles: number;
  readonly best: number | null;
  readonly bestVehicles: number | null;
  readonly iterations: number | null;
  readonly cpuSeconds: number;
  readonly seconds: number;
  /** Peak resident memory of the process, bytes. */
  readonly memory: number;
  /** Load of the machine when it began. */
  readonly load: number;
  readonly curve: readonly CurvePoint[];
  /** Why there is no cost. */
  readonly fault?: string;
}

/** What makes two runs the same. */
export function keyOf(run: Pick<Run, "set" | "instance" | "solver" | "version" | "budget" | "seed">): string {
  return [run.set, run.instance, run.solver, run.version, run.budget, run.seed].join(" ");
}

/** The runs in the file at `path`; none when it is not there. A line cut off by a stop is left out. */
export function readRuns(path: string): Run[] {
  if (!existsSync(path)) return [];
  return readFileSync(path, "utf8")
    .split("\n")
    .flatMap((line): Run[] => {
      if (!line.endsWith("}")) return [];
      return [JSON.parse(line)];
    });
}

/** Adds `run` to the file at `path`. */
export function appendRun(path: string, run: Run): void {
  appendFileSync(path, `${JSON.stringify(run)}\n`);
}

/** Share above the best known cost; undefined without a best or a plan, or with another number of vehicles than counts. */
export function gapOf(run: Pick<Run, "cost" | "best" | "vehicles" | "bestVehicles">): number | undefined {
  const { cost, best, vehicles, bestVehicles } = run;
  if (cost === null || best === null || (bestVehicles !== null && vehicles !== bestVehicles)) return undefined;
  return cost / best - 1;
}
