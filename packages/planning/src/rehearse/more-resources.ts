/**
 * Which resource raises the odds of the deadline most: each candidate is added to the brief, the brief is planned again,
 * and the new plan is rehearsed with the same days. Knows settings; judges nothing but the outcome.
 */
import { type Brief, type Plan, readBrief, type Sentence, withSettings } from "@antar/domain";
import type { RoadNetwork } from "@antar/roads";
import type { Until } from "@antar/solver";
import { makePlan } from "../make-plan.ts";
import { type RehearseOptions, rehearse } from "./rehearse.ts";
import { usualSpread } from "./spread.ts";

/** One resource added, as settings of the brief. */
export interface Addition {
  readonly says: Sentence;
  readonly settings: Readonly<Record<string, string>>;
  /** Drivers are called so many seconds earlier than they are. */
  readonly calledAhead?: number;
}

/** What an addition came to. */
export interface Tried {
  readonly addition: Addition;
  readonly served: number;
  readonly allInTime: number;
  readonly interval: readonly [number, number];
  readonly tpsInTime: number;
  readonly slack: number | null;
  readonly cost: number;
}

function clockEarlier(clock: string): string | undefined {
  const [hours = 0, minutes = 0] = clock.split(":").map(Number);
  return hours > 0 ? `${String(hours - 1).padStart(2, "0")}:${String(minutes).padStart(2, "0")}` : undefined;
}

function docksAt(brief: Brief, kind: "warehouse" | "ppk"): number {
  return Math.max(0, ...brief.places.filter((place) => place.kind === kind).map((place) => place.docks ?? 0));
}

/** Half an hour swallows nineteen of twenty late starts of a mean of ten minutes. */
const earlierCall = 1800;

/** An hour more of reserve is asked of every plan that is tried: else it would save money with what was added. */
const moreReserve = 3600;

/**
 * The additions that are worth trying for `brief`: a dock, a team, a tenth of each kind of vehicle, an earlier morning,
 * drivers called earlier (the plan stays as it is).
 * The first adds nothing but the reserve that all of them aim at.
 */
export function additionsFor(brief: Brief): readonly Addition[] {
  const slackTarget = String(brief.slackTarget + moreReserve);
  const additions: Addition[] = [
    { says: { id: "hanya cadangan +60 menit", en: "only 60 min more reserve" }, settings: { slackTarget } },
    {
      says: { id: "sopir dipanggil 30 menit lebih awal", en: "drivers called 30 min earlier" },
      settings: {},
      calledAhead: earlierCall,
    },
  ];
  const add = (says: Sentence, key: string, value: string | number): void => {
    additions.push({ says, settings: { slackTarget, [key]: String(value) } });
  };
  const [own, below] = [docksAt(brief, "warehouse"), docksAt(brief, "ppk")];
  if (own > 0) add({ id: "+1 dermaga gudang", en: "+1 warehouse dock" }, "docks", own + 1);
  if (below > 0) add({ id: "+1 dermaga tiap PPK", en: "+1 dock at each PPK" }, "ppk.docks", below + 1);
  if (brief.escort) add({ id: "+1 tim pengawal", en: "+1 escort team" }, "escorts", brief.escort.teams + 1);
  for (const { id, name, count, roams, base } of brief.vehicleTypes) {
    const homes = roams ? 1 : brief.places.filter((place) => place.kind === base).length;
    const more = homes > 1 ? homes : Math.max(1, Math.ceil(count / 10));
    add({ id: `+${more} ${name}`, en: `+${more} ${name}` }, `${id}.count`, count + more);
  }
  for (const [kind, place] of [
    ["warehouse", { id: "gudang", en: "the warehouse" }],
    ["ppk", { id: "PPK", en: "each PPK" }],
    ["pps", { id: "PPS", en: "each PPS" }],
  ] as const) {
    const earlier = clockEarlier(brief.opening[kind].from);
    const says = { id: `${place.id} buka ${earlier}`, en: `${place.en} opens at ${earlier}` };
    if (earlier) add(says, `${kind}.from`, earlier);
  }
  return additions;
}

/** How additions are tried; each plan gets the whole budget. */
export interface TryOptions extends RehearseOptions {
  readonly network: RoadNetwork;
  readonly budget: Until;
  readonly briefDigest: string;
  readonly mode?: Plan["mode"];
  readonly additions?: readonly Addition[];
}

/** Every addition planned and rehearsed, the one that raises the odds most first. */
export function tryAdditions(brief: Brief, options: TryOptions): readonly Tried[] {
  const { network, seed, budget, briefDigest, mode } = options;
  const tried = (options.additions ?? additionsFor(brief)).map((addition): Tried => {
    const changed = readBrief(withSettings(brief, addition.settings));
    const plan = makePlan(changed, network, {
      seed,
      budget,
      briefDigest,
      settings: addition.settings,
      ...(mode ? { mode } : {}),
    });
    const spread = options.spread ?? usualSpread;
    const calledAhead = (spread.calledAhead ?? 0) + (addition.calledAhead ?? 0);
    const rehearsed = rehearse(changed, plan, { ...options, spread: { ...spread, calledAhead } });
    const { allInTime, interval, tpsInTime } = rehearsed;
    const { served, slack, cost } = plan.summary;
    return { addition, served, allInTime, interval, tpsInTime, slack, cost };
  });
  return tried.sort(
    (left, right) =>
      right.served - left.served ||
      right.allInTime - left.allInTime ||
      right.tpsInTime - left.tpsInTime ||
      left.cost - right.cost,
  );
}
