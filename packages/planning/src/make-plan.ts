/**
 * From a brief to a plan, told once from top to bottom: who supplies whom, which trips, when, and why not for those who
 * are left out. Read this file first.
 */
import type { Brief, Mode, Plan, RoadClosure } from "@antar/domain";
import type { Solution, Until } from "@antar/solver";
import { assemblePlan } from "./assemble.ts";
import { openBudget } from "./budget.ts";
import { unassignedOf } from "./causes.ts";
import { leftOutOf } from "./left-out.ts";
import { openLegs } from "./legs.ts";
import { chooseSupply } from "./mixed.ts";
import { rememberRoads } from "./road-memory.ts";
import { type Roads, roadsInTime } from "./roads-in-time.ts";
import { solveWorld, type Watch } from "./solve-world.ts";
import { openMemory } from "./solver-memory.ts";
import { openWorld } from "./world.ts";

/** How a planning run is told what to do. */
export interface PlanOptions {
  /** Any whole number. The same brief, seed and iteration budget give the same plan. */
  readonly seed: number;
  /** The budget of the search: `until.iterations(n)`, or `until.seconds(s, clock)`. */
  readonly budget: Until;
  /** Digest of the brief as it was given, before `settings` were laid over it. */
  readonly briefDigest: string;
  /** The settings that were laid over the brief, for the record. */
  readonly settings: Readonly<Record<string, string>>;
  /** Instead of the brief's mode. */
  readonly mode?: Mode;
  /** Roads that are closed or slow for a time. */
  readonly closures?: readonly RoadClosure[];
  readonly onProgress?: (progress: PlanProgress) => void;
  /** Routing problems that were solved elsewhere, by their key. */
  readonly known?: Map<string, Solution>;
  /** Once `aborted`, the best plan so far is answered. */
  readonly signal?: { readonly aborted: boolean };
}

/** How far planning has come: a step, and the best plan so far whenever there is a better one. */
export interface PlanProgress {
  readonly step: "trips" | "timetable" | "causes" | "done";
  readonly lost: number;
  readonly cost: number;
}

/**
 * A plan for `brief` on `roads` (a RoadNetwork without closures of its own). Every place is served or listed in `unassigned` with the limit that
 * binds. `brief` must have passed `readBrief`.
 */
export function makePlan(brief: Brief, roads: Roads, options: PlanOptions): Plan {
  const { seed, budget: until, signal, onProgress } = options;
  const mode = options.mode ?? brief.mode;
  const closures = options.closures ?? [];
  const spells = roadsInTime(brief, rememberRoads(roads), closures);
  const legs = openLegs(spells);
  const memory = openMemory(options.known);
  const budget = openBudget({ seed, until, memory, ...(signal ? { signal } : {}) });

  const world = openWorld(brief);
  const onBetter: Watch = (step, score) => onProgress?.({ step, lost: score.lost, cost: score.cost });
  const supply = chooseSupply({ world, legs, budget, mode, onBetter });
  const solved = solveWorld({ world, supply, legs }, { budget, onBetter });
  const { lost, cost } = solved.best.score;
  onProgress?.({ step: "causes", lost, cost });

  const shares = [solved.share];
  const unassigned = unassignedOf(solved, (changed) => leftOutOf(changed, spells, { budget, mode, shares }));
  onProgress?.({ step: "done", lost, cost });
  const { briefDigest, settings } = options;
  return assemblePlan(
    { world, supply, timetable: solved.best.timetable },
    { mode, seed, briefDigest, settings, closures, unassigned },
  );
}
