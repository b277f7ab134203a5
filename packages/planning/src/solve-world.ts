/**
 * One mode of supply, solved: trips are formed, put in time, improved. The middle of `makePlan`, also used to try what a
 * changed brief would give.
 */
import type { HeldTrip } from "@antar/domain";
import type { Budget } from "./budget.ts";
import type { Draft } from "./draft.ts";
import { duesOf } from "./dues.ts";
import { compareScores, type Score } from "./figures.ts";
import { fleetOf } from "./fleet.ts";
import { type EchelonTrips, formEchelon, type Ground, type Hindrance } from "./formation.ts";
import type { Legs } from "./legs.ts";
import { maySplit } from "./loads.ts";
import { type Locked, type LockedTrip, lockedTrips } from "./locks.ts";
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
  /** Locked trips by the id of their draft. */
  readonly locked: ReadonlyMap<number, LockedTrip>;
  /** Locks that no plan of the brief can keep: nothing was held for them. */
  readonly misfits: Locked["misfits"];
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

function lockedIn(echelons: readonly EchelonTrips[]): Map<number, LockedTrip> {
  return new Map(echelons.flatMap((echelon) => [...echelon.locked]));
}

function candidateFor(
  ground: Ground,
  echelons: readonly EchelonTrips[],
  given: { readonly budget: Budget; readonly thorough: boolean },
): Candidate {
  const scene = sceneOf(ground, echelons);
  const locked = new Map([...lockedIn(echelons)].map(([id, { vehicle }]) => [id, vehicle.name]));
  const held = locked.size > 0 ? policies.map((policy) => ({ ...policy, locked })) : policies;
  const ofSize = (size: number): Candidate => {
    const orders = echelons.map((echelon) => firstOrder(scene, echelon.drafts, size));
    return bestPolicy(scene, orders, { policies: held, ...given });
  };
  const { vehiclesPerConvoy: full = 1 } = ground.world.brief.escort ?? {};
  let best = ofSize(full);
  // Convoys that are not full wait less for each other: with few vehicles everyone is served in time by these only.
  for (let size = full - 1; size > 0 && given.thorough; size--) {
    const lacking = best.score.lost > scene.missing.size;
    if (!lacking && given.budget.spent() > 0.3) break;
    const next = ofSize(size);
    if (compareScores(next.score, best.score) < 0) best = next;
  }
  return best;
}

/** True when another length of the warehouse's trips could still help or save: with fewer stops or smaller loads. */
function tripsOfOtherLength({ brief }: World, echelon: EchelonTrips): boolean {
  return echelon.drafts.some(({ drops }) => drops.length > 1 || drops.some(({ site }) => maySplit(brief, site)));
}

/** Trips with a first timetable. */
interface Formed {
  readonly candidate: Candidate;
  readonly echelons: readonly EchelonTrips[];
  readonly share: number;
}

/** The same for the same trips of the warehouse. */
function signatureOf([warehouse]: readonly EchelonTrips[]): string {
  const trip = ({ type, drops }: Draft): string =>
    `${type.id} ${drops.map(({ site, kits }) => `${site.index}x${kits.length}:${kits[0]?.index}`).join(" ")}`;
  return (warehouse?.drafts ?? []).map(trip).sort().join("; ");
}

function impossibleIn(echelons: readonly EchelonTrips[]): number {
  return new Set(echelons.flatMap((echelon) => [...echelon.missing.keys()])).size;
}

/** Trips of several lengths with their first timetables, the best first; no two with the same trips of the warehouse. */
function formedTrips(ground: Ground, options: { readonly budget: Budget } & Effort): Formed[] {
  const { budget } = options;
  const pps = formEchelon(ground, "pps", { below: [], share: 1, budget });
  const ppk = formEchelon(ground, "ppk", { below: [pps], share: 1, budget });
  const formed = new Map<string, Formed>();
  let best: Formed | undefined;
  const shares = [...(options.shares ?? usualShares)];
  for (let tried = 0; tried < shares.length; tried++) {
    const share = shares[tried] ?? 1;
    if (best && best.candidate.score.lost === 0 && (budget.spent() > 0.6 || tried >= usualShares.length)) break;
    const warehouse = formEchelon(ground, "warehouse", { below: [ppk, pps], share, budget });
    const echelons = [warehouse, ppk, pps];
    const signature = signatureOf(echelons);
    if (!formed.has(signature)) {
      const candidate = candidateFor(ground, echelons, { budget, thorough: !options.quick });
      const found = { candidate, echelons, share };
      formed.set(signature, found);
      if (!best || compareScores(candidate.score, best.candidate.score) < 0) {
        best = found;
        options.onBetter?.("trips", candidate.score);
      }
    }
    if (!best) continue;
    const impossible = impossibleIn(best.echelons);
    if (options.quick && best.candidate.score.lost <= impossible) break;
    if (!tripsOfOtherLength(ground.world, warehouse)) break;
    if (!options.shares && tried === usualShares.length - 1 && best.candidate.score.lost > impossible) {
      shares.push(...sharesAround(best.share));
    }
  }
  return [...formed.values()].sort((left, right) => compareScores(left.candidate.score, right.candidate.score));
}

/** So many of the best trips get a heat of the search for better orders, of this share of the budget each. */
const finalists = 3;
const heatShare = 0.15;

/** Fewer departures from the warehouse may cost so much more: the same trips differ by that from search to search. */
const sameCost = 1.03;

/** The best of the heats; of those that leave as few out, keep as much slack and cost about the same, with the fewest trips. */
function preferred(heats: readonly Formed[]): Formed | undefined {
  const [best, ...others] = [...heats].sort((left, right) =>
    compareScores(left.candidate.score, right.candidate.score),
  );
  if (!best) return undefined;
  const tripsOf = ({ echelons: [warehouse] }: Formed): number => warehouse?.drafts.length ?? 0;
  const { lost, short, cost } = best.candidate.score;
  const alike = others.filter(({ candidate: { score } }) => score.lost === lost && score.short === short);
  const near = alike.filter(({ candidate: { score } }) => score.cost <= cost * sameCost);
  return near.reduce((least, each) => (tripsOf(each) < tripsOf(least) ? each : least), best);
}

/** The best after the heats: with the fewest left out, whoever began with which trips. */
function afterHeats(formed: readonly Formed[], budget: Budget, onBetter: (score: Score) => void): Formed {
  const heats = formed.slice(0, finalists).map((each, index): Formed => {
    const heat = budget.heat(2 + index, heatShare);
    return { ...each, candidate: improveOrders(fewerVehicles(each.candidate, heat), heat, () => {}) };
  });
  const best = preferred(heats);
  if (!best) throw new RangeError("no share of the longest trip was tried");
  onBetter(best.candidate.score);
  return best;
}

/** `supply` solved within `budget`; `held`: trips that stay as they are. */
export function solveWorld(
  given: { readonly world: World; readonly supply: Supply; readonly legs: Legs; readonly held?: readonly HeldTrip[] },
  options: { readonly budget: Budget } & Effort,
): Solved {
  const { budget, quick } = options;
  const { held = [], ...rest } = given;
  const fleet = fleetOf(given.world, given.supply);
  const { trips, misfits } = lockedTrips({ ...rest, fleet }, held);
  const ground: Ground = { ...rest, fleet, locked: trips };
  const formed = formedTrips(ground, options);
  const onBetter = (score: Score): void => options.onBetter?.("timetable", score);
  const [first] = formed;
  const chosen = quick && first ? first : afterHeats(formed, budget, onBetter);
  const missing = new Map(chosen.echelons.flatMap((echelon) => [...echelon.missing]));
  const best = quick ? chosen.candidate : improveOrders(chosen.candidate, budget, onBetter);
  return { ground, best, missing, share: chosen.share, locked: lockedIn(chosen.echelons), misfits };
}
