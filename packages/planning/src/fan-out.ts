/**
 * A plan whose sub-plans are made elsewhere: once the upper echelon is fixed, the trips below it of one kecamatan are a task
 * of their own. Threads here, one function call per sub-plan in a cloud: the port hides which. Under a budget of iterations
 * the plan is the one that `makePlan` gives, byte for byte.
 */
import type { Brief, PlaceKind, Plan } from "@antar/domain";
import { type Problem, type Solution, solve, until } from "@antar/solver";
import { openBudget } from "./budget.ts";
import { fleetOf } from "./fleet.ts";
import { type EchelonTrips, formEchelon, type Ground } from "./formation.ts";
import { openLegs } from "./legs.ts";
import { lockedTrips } from "./locks.ts";
import { makePlan, type PlanOptions } from "./make-plan.ts";
import { type Roads, roadsInTime } from "./roads-in-time.ts";
import { type Asked, openMemory, openNotes } from "./solver-memory.ts";
import { kecamatanOf, supplyOf } from "./supply.ts";
import { openWorld, type Site, type World } from "./world.ts";

type PlainProblem = Omit<Problem, "matrices"> & {
  readonly matrices: readonly { readonly durations: readonly number[]; readonly distances: readonly number[] }[];
};

/** What one sub-plan is given: plain JSON. */
export interface SubPlan {
  readonly kecamatan: string;
  readonly tasks: readonly {
    readonly key: string;
    readonly problem: PlainProblem;
    readonly seed: number;
    readonly iterations: number;
  }[];
}

/** What it answers: plain JSON. */
export interface SubAnswer {
  readonly solutions: readonly { readonly key: string; readonly solution: Solution }[];
}

/** Makes a sub-plan somewhere. May be called for many at once. */
export type SubPlanPort = (sub: SubPlan) => Promise<SubAnswer>;

/** A sub-plan made here and now: what stands behind a port. */
export function solveSubPlan(sub: SubPlan): SubAnswer {
  return {
    solutions: sub.tasks.map(({ key, problem, seed, iterations }) => {
      const matrices = problem.matrices.map(({ durations, distances }) => ({
        durations: Int32Array.from(durations),
        distances: Int32Array.from(distances),
      }));
      return { key, solution: solve({ ...problem, matrices }, { seed, until: until.iterations(iterations) }) };
    }),
  };
}

function plain({ matrices, ...rest }: Problem): PlainProblem {
  const tables = matrices.map(({ durations, distances }) => ({ durations: [...durations], distances: [...distances] }));
  return { ...rest, matrices: tables };
}

/** The origins of `kind` by their kecamatan; those below none are a group of their own. */
function groupsOf(world: World, supplying: Iterable<Site>, kind: PlaceKind): Map<string, Site[]> {
  const groups = new Map<string, Site[]>();
  for (const site of supplying) {
    if (site.place.kind !== kind) continue;
    const code = kecamatanOf(world, site)?.place.code ?? "";
    const group = groups.get(code);
    if (group) group.push(site);
    else groups.set(code, [site]);
  }
  return groups;
}

interface Wave {
  readonly ground: Ground;
  readonly kind: PlaceKind;
  readonly below: readonly EchelonTrips[];
  readonly options: PlanOptions;
  readonly known: ReadonlyMap<string, Solution>;
}

/** The sub-plans of one echelon that are not known. */
function waveOf({ ground, kind, below, options, known }: Wave): SubPlan[] {
  const { world, supply } = ground;
  const { seed, budget: granted } = options;
  const subs: SubPlan[] = [];
  for (const [kecamatan, origins] of groupsOf(world, supply.receiversOf.keys(), kind)) {
    const asked: Asked[] = [];
    const budget = openBudget({ seed, until: granted, memory: openNotes(known, asked) });
    const own = new Map([...supply.receiversOf].filter(([origin]) => origins.includes(origin)));
    formEchelon({ ...ground, supply: { ...supply, receiversOf: own } }, kind, { below, share: 1, budget });
    const tasks = asked.map(({ problem, ...task }) => ({ ...task, problem: plain(problem) }));
    if (tasks.length > 0) subs.push({ kecamatan, tasks });
  }
  return subs;
}

/** The ground of the tiered sub-plans of `brief`. */
function groundOf(brief: Brief, roads: Roads, options: PlanOptions): Ground {
  const world = openWorld(brief);
  const supply = supplyOf(world, options.mode ?? brief.mode);
  const legs = openLegs(roadsInTime(brief, roads, options.closures ?? []));
  const fleet = fleetOf(world, supply);
  const { trips: locked } = lockedTrips({ world, supply, fleet }, options.held ?? []);
  return { world, supply, legs, fleet, locked };
}

function pendingOn(ground: Ground, options: PlanOptions, known: Map<string, Solution>): SubPlan[] {
  const wave = { ground, options, known };
  const lowest = waveOf({ ...wave, kind: "pps", below: [] });
  if (lowest.length > 0) return lowest;
  const budget = openBudget({ seed: options.seed, until: options.budget, memory: openMemory(known) });
  const pps = formEchelon(ground, "pps", { below: [], share: 1, budget });
  return waveOf({ ...wave, kind: "ppk", below: [pps] });
}

/**
 * The sub-plans that `makePlan` would make by itself with what is `known`, as far as they can be named now: those of the
 * lowest echelon, then those above it. None: everything below the upper echelon is known. The same input, the same answer,
 * so a run that was broken off asks for the same again.
 */
export function pendingSubPlans(
  brief: Brief,
  given: { readonly roads: Roads; readonly known: Map<string, Solution> },
  options: PlanOptions,
): readonly SubPlan[] {
  return pendingOn(groundOf(brief, given.roads, options), options, given.known);
}

/**
 * A plan like that of `makePlan`, its lower echelons made by `port`. In mixed mode, where the modes are chosen while planning,
 * only tiered sub-plans are fanned out; the rest is made here.
 */
export async function makePlanFannedOut(
  brief: Brief,
  given: { readonly roads: Roads; readonly port: SubPlanPort },
  options: PlanOptions,
): Promise<Plan> {
  const { roads, port } = given;
  const ground = groundOf(brief, roads, options);
  const known = new Map<string, Solution>();
  for (;;) {
    const answers = await Promise.all(pendingOn(ground, options, known).map((sub) => port(sub)));
    const before = known.size;
    for (const { key, solution } of answers.flatMap(({ solutions }) => solutions)) known.set(key, solution);
    // What a port leaves unanswered is made here.
    if (known.size === before) break;
  }
  return makePlan(brief, roads, { ...options, known });
}
