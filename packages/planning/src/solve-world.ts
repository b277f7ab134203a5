/**
 * One mode of supply, solved: trips are formed, put in time, improved. The middle of `makePlan`, also used to try what a
 * changed brief would give.
 */
import type { Budget } from "./budget.ts";
import { duesOf } from "./dues.ts";
import { compareScores, type Score } from "./figures.ts";
import { fleetOf, type Vehicle } from "./fleet.ts";
import { type EchelonTrips, formEchelon, type Ground, type Hindrance } from "./formation.ts";
import type { Legs } from "./legs.ts";
import { maySplit } from "./loads.ts";
import { bestPolicy, type Candidate, fewerVehicles, firstOrder, improveOrders } from "./search.ts";
import type { Supply } from "./supply.ts";
import type { Policy, Scene } from "./timetable.ts";
import { openTransfers } from "./transfers.ts";
import type { Site, World } from "./world.ts";

/** A solved mode. */
export interface Solved {
  readonly ground: Ground;
  readonly best: Candidate;
  /** Places that no trip at all can serve. */
  readonly missing: ReadonlyMap<Site, Hindrance>;
  /** The share of the longest trip that was best. */
  readonly share: number;
}

/** How hard to look: `quick` stops at the first timetable, and may be told which share to try. */
export interface Effort {
  readonly quick?: boolean;
  readonly shares?: readonly number[];
  readonly onBetter?: Watch;
}

/** Told of each better plan that is found. */
export type Watch = (step: "trips" | "timetable", score: Score) => void;

/** Shares of the longest trip that are tried where the deadline asks for short trips. */
const usualShares = [1, 0.7, 0.5, 0.38, 0.28, 0.2, 0.14];

/** Shares between the best and its neighbours, tried when somebody is left out by all of the usual ones. */
function sharesAround(best: number): number[] {
  return [best * 0.85, Math.min(1, best * 1.2), best * 0.93, Math.min(1, best * 1.09)];
}

const policies: readonly Policy[] = [
  { margin: 0, eager: false, limits: {} },
  { margin: 3600, eager: false, limits: {} },
  { margin: 0, eager: true, limits: {} },
];

function sceneOf(ground: Ground, echelons: readonly EchelonTrips[]): Scene {
  const { world, fleet } = ground;
  const target = world.end - world.brief.slackTarget;
  const drafts = echelons.map((echelon) => echelon.drafts);
  const dues = duesOf(world, drafts, { fleet, target });
  return {
    world,
    fleet,
    from: world.start,
    missing: new Set(echelons.flatMap((echelon) => [...echelon.missing.keys()])),
    latest: (draft) => dues.latest.get(draft.id) ?? world.end,
    transferLeg: openTransfers(world, ground.legs),
  };
}

function candidateFor(
  ground: Ground,
  echelons: readonly EchelonTrips[],
  given: { readonly budget: Budget; readonly thorough: boolean },
): Candidate {
  const scene = sceneOf(ground, echelons);
  const orders = echelons.map((echelon) => firstOrder(scene, echelon.drafts));
  return bestPolicy(scene, orders, { policies, ...given });
}

/** True when another length of the warehouse's trips could still help or save: with fewer stops or smaller loads. */
function tripsOfOtherLength({ brief }: World, echelon: EchelonTrips): boolean {
  return echelon.drafts.some(({ drops }) => drops.length > 1 || drops.some(({ site }) => maySplit(brief, site)));
}

/** `supply` solved within `budget`. */
export function solveWorld(
  given: { readonly world: World; readonly supply: Supply; readonly legs: Legs },
  options: { readonly budget: Budget } & Effort,
): Solved {
  const fleet: readonly Vehicle[] = fleetOf(given.world, given.supply);
  const ground: Ground = { ...given, fleet };
  const { budget } = options;
  const pps = formEchelon(ground, "pps", { below: [], share: 1, budget });
  const ppk = formEchelon(ground, "ppk", { below: [pps], share: 1, budget });
  let best: { candidate: Candidate; echelons: readonly EchelonTrips[]; share: number } | undefined;
  const shares = [...(options.shares ?? usualShares)];
  for (let tried = 0; tried < shares.length; tried++) {
    const share = shares[tried] ?? 1;
    if (best && best.candidate.score.lost === 0 && (budget.spent() > 0.6 || tried >= usualShares.length)) break;
    const warehouse = formEchelon(ground, "warehouse", { below: [ppk, pps], share, budget });
    const echelons = [warehouse, ppk, pps];
    const candidate = candidateFor(ground, echelons, { budget, thorough: !options.quick });
    if (!best || compareScores(candidate.score, best.candidate.score) < 0) {
      best = { candidate, echelons, share };
      options.onBetter?.("trips", candidate.score);
    }
    const impossible = new Set(echelons.flatMap((echelon) => [...echelon.missing.keys()])).size;
    if (options.quick && candidate.score.lost <= impossible) break;
    if (!tripsOfOtherLength(given.world, warehouse)) break;
    if (!options.shares && tried === usualShares.length - 1 && best.candidate.score.lost > impossible) {
      shares.push(...sharesAround(best.share));
    }
  }
  if (!best) throw new RangeError("no share of the longest trip was tried");
  const missing = new Map(best.echelons.flatMap((echelon) => [...echelon.missing]));
  const { candidate, share } = best;
  if (options.quick) return { ground, best: candidate, missing, share };
  const onBetter = (score: Score): void => options.onBetter?.("timetable", score);
  const fewer = fewerVehicles(candidate, budget);
  onBetter(fewer.score);
  return { ground, best: improveOrders(fewer, budget, onBetter), missing, share };
}
