/**
 * From a brief to a plan, told once from top to bottom: who supplies whom, which trips, when, and why not for those who
 * are left out. Read this file first.
 */
import type { Brief, HeldTrip, Mode, Plan, RoadClosure } from "@antar/domain";
import type { Solution, Until } from "@antar/solver";
import { assemblePlan } from "./assemble.ts";
import { openBudget } from "./budget.ts";
import { unassignedOf } from "./causes.ts";
import { fleetOf } from "./fleet.ts";
import { leftOutOf } from "./left-out.ts";
import { openLegs } from "./legs.ts";
import { heldTripOf, lockedTrips, mustFit } from "./locks.ts";
import { locksInTheWay } from "./locks-in-the-way.ts";
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
  /** Locked trips (`heldIn` of a plan): each keeps its vehicle and the order of its stops, whoever is left out by that. */
  readonly held?: readonly HeldTrip[];
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
 * binds. `brief` must have passed `readBrief`. Throws Refusal `bad-input` on a lock that no plan of the brief can keep.
 */
export function makePlan(brief: Brief, roads: Roads, options: PlanOptions): Plan {
  const { seed, budget: until, signal, onProgress } = options;
  const mode = options.mode ?? brief.mode;
  const { closures = [], held = [] } = options;
  const spells = roadsInTime(brief, rememberRoads(roads), closures);
  const legs = openLegs(spells);
  const memory = openMemory(options.known);
  const budget = openBudget({ seed, until, memory, ...(signal ? { signal } : {}) });

  const world = openWorld(brief);
  const onBetter: Watch = (step, score) => onProgress?.({ step, lost: score.lost, cost: score.cost });
  const supply = chooseSupply({ world, legs, budget, mode, held, onBetter });
  mustFit(lockedTrips({ world, supply, fleet: fleetOf(world, supply) }, held));
  const solved = solveWorld({ world, supply, legs, held }, { budget, onBetter });
  const { lost, cost } = solved.best.score;
  onProgress?.({ step: "causes", lost, cost });

  const shares = [solved.share];
  const trial = { budget, mode, shares };
  const unassigned = unassignedOf(solved, {
    lockOf: locksInTheWay(solved, (locks) => leftOutOf(brief, spells, { ...trial, held: locks })),
    leftOut: (changed) => leftOutOf(changed, spells, { ...trial, held }),
  });
  onProgress?.({ step: "done", lost, cost });
  const { briefDigest, settings } = options;
  const trips = [...solved.locked.values()];
  const names = new Map([...solved.locked].map(([id, { name }]) => [id, name]));
  return assemblePlan(
    { world, supply, timetable: solved.best.timetable },
    {
      ...{ mode, seed, briefDigest, settings, closures, unassigned, names },
      locks: trips.map(({ name }) => name).sort(),
      held: trips.map(heldTripOf),
    },
  );
}
