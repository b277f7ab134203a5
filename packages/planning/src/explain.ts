/**
 * Why a plan leaves places out, and what would help: each proposed change was solved again before it is named. Knows the
 * order of trying; the limits and their sentences are found in `causes`.
 */
import {
  type Brief,
  extrasOf,
  type HeldTrip,
  type Mode,
  type Plan,
  Refusal,
  type RoadClosure,
  type Sentence,
  troublesOf,
  withExtras,
} from "@antar/domain";
import type { Solution, Until } from "@antar/solver";
import { type Budget, openBudget } from "./budget.ts";
import type { Cause } from "./causes.ts";
import { type Change, changedBrief, changesFor, type Fix, findFix } from "./fixes.ts";
import { leftOutOf } from "./left-out.ts";
import { heldIn } from "./locks.ts";
import { rememberRoads } from "./road-memory.ts";
import { type Roads, roadsInTime } from "./roads-in-time.ts";
import { openMemory } from "./solver-memory.ts";

/** Why one place is left out, and what was found to help. */
export interface Explained {
  readonly code: string;
  readonly cause: string;
  readonly says: Sentence;
  /** The smallest change found that serves this place; absent when no single listed change does. */
  readonly fix?: {
    /** As on the command line, e.g. `docks=2`; `reopen=<number>` for the closure of that number (from 1), `release=<trip>`. */
    readonly setting: string;
    readonly says: Sentence;
    /** Places that are still left out with it. */
    readonly still: number;
  };
  /** True when solving again with the fix served the place. */
  readonly fixVerified: boolean;
  /** What is said when there is no fix. */
  readonly advice: Sentence;
}

/** How an explanation is made. */
export interface ExplainOptions {
  readonly seed: number;
  readonly budget: Until;
  readonly mode?: Mode;
  /** Routing problems that were solved before, by their key: those of the plan, when it was made here. */
  readonly known?: Map<string, Solution>;
  /** At most so many changes are tried for one cause. Default 16. */
  readonly most?: number;
}

type Explaining = ExplainOptions & { readonly roads: Roads };

const noFix: Sentence = {
  id: "tidak ada satu perubahan pun dari daftar yang menolong; ubah brief (kapasitas, pembagian muatan, tempat)",
  en: "no single listed change helps; change the brief (capacity, split loads, places)",
};

const noTime: Sentence = {
  id: "belum ada perubahan yang terbukti menolong ketika waktu habis; beri waktu lebih (--time)",
  en: "no change had been shown to help when the time was up; give more time (--time)",
};

/** What is tried for the places of one cause; each change is solved at most once. */
interface Trial {
  readonly changes: readonly Change[];
  /** Solved first, and the answer for places that no smaller change was shown to help in time. */
  readonly fallback: Change | undefined;
  leftOut(change: Change, how?: { readonly whole: boolean }): ReadonlySet<string>;
}

function reopenings(closures: readonly RoadClosure[]): Change[] {
  return closures.map(({ name }, index) => ({
    key: "reopen",
    value: String(index + 1),
    says: { id: `buka kembali penutupan "${name}"`, en: `reopen the closure "${name}"` },
  }));
}

/** Each lock of `plan` released, those first that bring something to places of `lost`. */
function releases(plan: Plan, lost: ReadonlySet<string>): Change[] {
  const brings = ({ stops }: HeldTrip): boolean =>
    stops.some(({ place, kits }) => lost.has(place) || kits.some((code) => lost.has(code)));
  const held = heldIn(plan);
  return [...held.filter(brings), ...held.filter((each) => !brings(each))].map(({ trip, vehicle }) => ({
    key: "release",
    value: trip,
    says: { id: `lepaskan kunci trip ${trip} pada ${vehicle}`, en: `release the lock of trip ${trip} on ${vehicle}` },
  }));
}

/** All closures reopened: places may be cut off by different ones. */
function allReopened(closures: readonly RoadClosure[]): Change {
  const have = closures.length;
  return {
    key: "reopen",
    value: closures.map((_, index) => index + 1).join(","),
    says: { id: `buka kembali semua ${have} penutupan`, en: `reopen all ${have} closures` },
  };
}

/** `closures` without those whose numbers, counted from 1, stand in `reopened` (`1` or `1,3`). Throws Refusal `bad-setting`. */
export function withoutReopened(
  closures: readonly RoadClosure[],
  reopened: string | undefined,
): readonly RoadClosure[] {
  if (reopened === undefined) return closures;
  const numbers = new Set(reopened.split(",").map((text) => Number(text.trim())));
  for (const number of numbers) {
    if (closures[number - 1]) continue;
    const have = closures.length;
    throw new Refusal("bad-setting", {
      id: `reopen=${reopened}: nomor penutupan 1..${have}`,
      en: `reopen=${reopened}: the closures are numbered 1..${have}`,
    });
  }
  return closures.filter((_, index) => !numbers.has(index + 1));
}

function trialOf(
  brief: Brief,
  plan: Plan,
  options: Omit<Explaining, "budget"> & { cause: Cause; budget: Budget; whole: () => Budget },
): Trial {
  const { closures = [] } = plan;
  const { roads, cause } = options;
  const mode = options.mode ?? plan.mode;
  const { budget } = options;
  const others = changesFor(brief, cause);
  const blocked = cause === "unreachable" || cause === "combined";
  const most = options.most ?? 16;
  const lost = new Set(plan.unassigned.filter((each) => each.cause === cause).map((each) => each.code));
  const freed = releases(plan, lost).slice(0, most);
  const likely = blocked ? reopenings(closures) : [];
  const everyone = new Set(brief.places.map((place) => place.code));
  return {
    changes: [
      ...(cause === "locked" ? freed : []),
      ...likely,
      ...others.slice(0, most),
      ...(cause === "locked" ? [] : freed),
      ...(blocked ? [] : reopenings(closures)),
    ],
    fallback: blocked && closures.length > 1 ? allReopened(closures) : undefined,
    leftOut(change, how = { whole: false }) {
      if (budget.spent() >= 1) return everyone;
      const reopens = change.key === "reopen";
      const open = withoutReopened(closures, reopens ? change.value : undefined);
      const releasing = change.key === "release";
      const held = heldIn(plan, releasing ? [change.value] : []);
      const changed = reopens || releasing ? brief : changedBrief(brief, change);
      if (troublesOf(changed).length > 0) return everyone;
      return leftOutOf(changed, roadsInTime(changed, roads, open), {
        budget: how.whole ? options.whole() : budget,
        mode,
        held,
        ...how,
      });
    },
  };
}

function explainedOf(
  { code, cause, says }: Plan["unassigned"][number],
  fix: Fix | undefined,
  otherwise: Sentence,
): Explained {
  if (!fix) return { code, cause, says, fixVerified: false, advice: otherwise };
  const { key, value, says: change } = fix.change;
  const still = fix.still.size;
  const advice =
    still === 0
      ? change
      : {
          id: `${change.id} (masih ${still} tempat tidak terlayani)`,
          en: `${change.en} (${still} place(s) still left out)`,
        };
  return { code, cause, says, fix: { setting: `${key}=${value}`, says: change, still }, fixVerified: true, advice };
}

/**
 * The fix of each place that is left out for `cause`. A change that leaves nobody out in a quick plan leaves nobody out in
 * the whole one; of a change that helps only some, the whole plan tells whom.
 */
function fixesFor(trial: Trial, plan: Plan, cause: Cause): Map<string, Fix> {
  const fixes = new Map<string, Fix>();
  const tried = new Map<Change, ReadonlySet<string>>();
  const leftOut = (change: Change): ReadonlySet<string> => {
    const still = tried.get(change) ?? trial.leftOut(change);
    tried.set(change, still);
    return still;
  };
  const { fallback } = trial;
  const without = fallback && leftOut(fallback);
  const confirmed = new Set<Change>();
  let open = plan.unassigned.filter((each) => each.cause === cause).map((each) => each.code);
  while (open.length > 0) {
    const fix = findFix(trial.changes, open, leftOut);
    if (!fix) break;
    const { change } = fix;
    if (fix.still.size > 0 && !confirmed.has(change)) {
      confirmed.add(change);
      tried.set(change, trial.leftOut(change, { whole: true }));
      continue;
    }
    for (const code of open) if (!fix.still.has(code)) fixes.set(code, fix);
    open = open.filter((code) => fix.still.has(code));
  }
  if (fallback && without?.size === 0) for (const code of open) fixes.set(code, { change: fallback, still: without });
  return fixes;
}

/**
 * One entry for each place that `plan` leaves out, with a change that was solved again and serves it, where one was
 * found. `brief` is the checked brief with the plan's settings laid over it; `roads` has no closures of its own.
 * Throws Refusal `bad-plan` when the plan is of another brief.
 */
export function explainPlan(brief: Brief, plan: Plan, given: Explaining): readonly Explained[] {
  if (plan.brief.id !== brief.id) {
    const says = {
      id: `Rencana ini untuk brief ${plan.brief.id}, bukan ${brief.id}`,
      en: `This plan is for the brief ${plan.brief.id}, not ${brief.id}`,
    };
    throw new Refusal("bad-plan", says);
  }
  const wide = withExtras(brief, extrasOf(plan));
  const roads = rememberRoads(given.roads);
  const budget = openBudget({ seed: given.seed, until: given.budget, memory: openMemory(given.known) });
  // Under a clock no single change may use up what is left for the others.
  const whole = (): Budget => (given.budget.kind === "seconds" ? budget.heat(2, 0.25) : budget);
  const fixes = new Map<string, Fix>();
  for (const cause of new Set(plan.unassigned.map((each) => each.cause))) {
    if (!isCause(cause)) continue;
    const trial = trialOf(wide, plan, { ...given, roads, cause, budget, whole });
    for (const [code, fix] of fixesFor(trial, plan, cause)) fixes.set(code, fix);
  }
  const advice = budget.spent() < 1 ? noFix : noTime;
  return plan.unassigned.map((each) => explainedOf(each, fixes.get(each.code), advice));
}

const causes: Readonly<Record<Cause, true>> = {
  unreachable: true,
  capacity: true,
  "no-vehicle": true,
  "docks-warehouse": true,
  "docks-ppk": true,
  escort: true,
  fleet: true,
  "opening-warehouse": true,
  opening: true,
  overnight: true,
  drivers: true,
  locked: true,
  combined: true,
};

function isCause(text: string): text is Cause {
  return text in causes;
}
