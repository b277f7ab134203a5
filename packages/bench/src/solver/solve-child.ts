/**
 * One run of our own solver in a process of its own, so that memory and CPU time are its alone. Reads what to do from its
 * argument, prints one JSON line.
 */
import { readFileSync } from "node:fs";
import { check, type Progress, solve, until } from "@antar/solver";
import { type Rounding, readInstance, roundedCost } from "@antar/solver/formats";
import type { CurvePoint } from "./runs.ts";

/** What the process is told. */
export interface ChildTask {
  readonly path: string;
  readonly rounding: Rounding;
  /** CPU seconds, not counting the reading of the file. */
  readonly seconds: number;
  readonly seed: number;
}

/** What it answers. */
export interface ChildAnswer {
  readonly cost: number;
  readonly vehicles: number;
  readonly feasible: boolean;
  readonly fault: string;
  readonly iterations: number;
  readonly cpuSeconds: number;
  readonly memory: number;
  readonly curve: readonly CurvePoint[];
}

/** CPU time of the whole process, milliseconds: compiling and collecting garbage are paid for. */
function cpuNow(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

function answerOf({ path, rounding, seconds, seed }: ChildTask): ChildAnswer {
  const instance = readInstance(readFileSync(path, "utf8"), rounding);
  const began = cpuNow();
  const points: [number, number][] = [];
  const onProgress = ({ cost, missing }: Progress): void => {
    if (missing > 0) return;
    const at = (cpuNow() - began) / 1_000;
    const last = points.at(-1);
    const point: [number, number] = [Math.round(at * 1_000) / 1_000, cost / instance.scale.factor];
    if (last && at < last[0] * 1.02 + 0.002) points[points.length - 1] = point;
    else points.push(point);
  };
  const solution = solve(instance.problem, { seed, until: until.seconds(seconds, cpuNow), onProgress });
  const cpuSeconds = (cpuNow() - began) / 1_000;
  const [fault] = check(instance.problem, solution);
  return {
    cost: roundedCost(instance, solution),
    vehicles: solution.routes.length,
    feasible: solution.feasible && !fault,
    fault: fault ? `${fault.code}: ${fault.message}` : solution.unassigned.length > 0 ? "customers left out" : "",
    iterations: solution.iterations,
    cpuSeconds,
    memory: process.resourceUsage().maxRSS * 1024,
    curve: instance.format === "lilim" ? [] : points,
  };
}

process.stdout.write(`${JSON.stringify(answerOf(JSON.parse(process.argv[2] ?? "")))}\n`);
