/**
 * From a brief to a plan, told once from top to bottom: who supplies whom, which trips, when, and why not for those who
 * are left out. Read this file first.
 */
import type { Brief, Mode, Plan } from "@antar/domain";
import type { Until } from "@antar/solver";
import { assemblePlan } from "./assemble.ts";
import { openBudget } from "./budget.ts";
import { unassignedOf } from "./causes.ts";
import { leftOutOf } from "./left-out.ts";
import { openLegs, type Roads } from "./legs.ts";
import { chooseSupply } from "./mixed.ts";
import { solveWorld } from "./solve-world.ts";
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
  readonly onProgress?: (progress: PlanProgress) => void;
  /** Once `aborted`, the best plan so far is answered. */
  readonly signal?: { readonly aborted: boolean };
}

/** How far planning has come. */
export interface PlanProgress {
  readonly step: "trips" | "timetable" | "causes" | "done";
  readonly lost: number;
  readonly cost: number;
}

/**
 * A plan for `brief` on `roads` (a RoadNetwork, with its closures). Every place is served or listed in `unassigned` with the limit that
 * binds. `brief` must have passed `readBrief`.
 */
export function makePlan(brief: Brief, roads: Roads, options: PlanOptions): Plan {
  const { seed, budget: until, signal, onProgress } = options;
  const mode = options.mode ?? brief.mode;
  const legs = openLegs(roads);
  const budget = openBudget({ seed, until, ...(signal ? { signal } : {}) });

  const world = openWorld(brief);
  const supply = chooseSupply({ world, legs, budget, mode });
  const solved = solveWorld({ world, supply, legs }, { budget });
  const { lost, cost } = solved.best.score;
  onProgress?.({ step: "timetable", lost, cost });

  const shares = [solved.share];
  const unassigned = unassignedOf(solved, (changed) => leftOutOf(changed, roads, { budget, mode, shares }));
  onProgress?.({ step: "done", lost, cost });
  const { briefDigest, settings } = options;
  return assemblePlan(
    { world, supply, timetable: solved.best.timetable },
    { mode, seed, briefDigest, settings, unassigned },
  );
}
