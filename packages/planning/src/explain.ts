/**
 * Why a plan leaves places out, and what would help: each proposed change was solved again before it is named. Knows the
 * order of trying; the limits and their sentences are found in `causes`.
 */
import { type Brief, type Mode, type Plan, Refusal, type Sentence, troublesOf } from "@antar/domain";
import type { Closure } from "@antar/roads";
import type { Until } from "@antar/solver";
import { openBudget } from "./budget.ts";
import type { Cause } from "./causes.ts";
import { type Change, changedBrief, changesFor, findFix } from "./fixes.ts";
import { leftOutOf } from "./left-out.ts";
import type { Roads } from "./legs.ts";

/** Why one place is left out, and what was found to help. */
export interface Explained {
  readonly code: string;
  readonly cause: string;
  readonly says: Sentence;
  /** The smallest change found that serves this place; absent when no single listed change does. */
  readonly fix?: {
    /** As on the command line, e.g. `docks=2`; `reopen=<number>` for the closure of that number (from 1). */
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

/** The roads of an explanation: closures are laid over them, or taken away one at a time. */
export interface ClosableRoads extends Roads {
  withClosures(closures: readonly Closure[]): ClosableRoads;
}

/** How an explanation is made. */
export interface ExplainOptions {
  readonly seed: number;
  readonly budget: Until;
  readonly mode?: Mode;
  /** The closures under which the plan was made. */
  readonly closures?: readonly Closure[];
  /** At most so many changes are tried for one cause. Default 16. */
  readonly most?: number;
}

const noFix: Sentence = {
  id: "tidak ada satu perubahan pun dari daftar yang menolong; ubah brief (kapasitas, pembagian muatan, tempat)",
  en: "no single listed change helps; change the brief (capacity, split loads, places)",
};

interface Trial {
  readonly changes: readonly Change[];
  leftOut(change: Change): ReadonlySet<string>;
}

function reopenings(closures: readonly Closure[]): Change[] {
  return closures.map((_, index) => ({
    key: "reopen",
    value: String(index + 1),
    says: { id: `buka kembali penutupan nomor ${index + 1}`, en: `reopen closure number ${index + 1}` },
  }));
}

function trialOf(brief: Brief, roads: ClosableRoads, options: ExplainOptions & { cause: Cause }): Trial {
  const closures = options.closures ?? [];
  const closed = closures.length > 0 ? roads.withClosures(closures) : roads;
  const mode = options.mode ?? brief.mode;
  const budget = openBudget({ seed: options.seed, until: options.budget });
  const others = changesFor(brief, options.cause);
  const blocked = options.cause === "unreachable" || options.cause === "combined";
  return {
    changes: blocked ? [...reopenings(closures), ...others] : [...others, ...reopenings(closures)],
    leftOut(change) {
      if (change.key === "reopen") {
        const open = roads.withClosures(closures.filter((_, index) => String(index + 1) !== change.value));
        return leftOutOf(brief, open, { budget, mode });
      }
      const changed = changedBrief(brief, change);
      if (troublesOf(changed).length > 0) return new Set(brief.places.map((place) => place.code));
      return leftOutOf(changed, closed, { budget, mode });
    },
  };
}

function explainedWith(plan: Plan, trials: ReadonlyMap<string, ReturnType<typeof findFix>>): Explained[] {
  return plan.unassigned.map(({ code, cause, says }): Explained => {
    const fix = trials.get(cause);
    if (!fix || fix.still.has(code)) return { code, cause, says, fixVerified: false, advice: noFix };
    const { key, value, says: change } = fix.change;
    const advice =
      fix.still.size === 0
        ? change
        : {
            id: `${change.id} (masih ${fix.still.size} tempat tidak terlayani)`,
            en: `${change.en} (${fix.still.size} place(s) still left out)`,
          };
    return {
      code,
      cause,
      says,
      fix: { setting: `${key}=${value}`, says: change, still: fix.still.size },
      fixVerified: true,
      advice,
    };
  });
}

/**
 * One entry for each place that `plan` leaves out, with a change that was solved again and serves it, where one was
 * found. `brief` is the checked brief with the plan's settings laid over it; `roads` has no closures of its own.
 * Throws Refusal `bad-plan` when the plan is of another brief.
 */
export function explainPlan(
  brief: Brief,
  plan: Plan,
  given: ExplainOptions & { readonly roads: ClosableRoads },
): readonly Explained[] {
  if (plan.brief.id !== brief.id) {
    const says = {
      id: `Rencana ini untuk brief ${plan.brief.id}, bukan ${brief.id}`,
      en: `This plan is for the brief ${plan.brief.id}, not ${brief.id}`,
    };
    throw new Refusal("bad-plan", says);
  }
  const trials = new Map<string, ReturnType<typeof findFix>>();
  for (const cause of new Set(plan.unassigned.map((each) => each.cause))) {
    if (!isCause(cause)) continue;
    const codes = plan.unassigned.filter((each) => each.cause === cause).map((each) => each.code);
    const trial = trialOf(brief, given.roads, { ...given, mode: given.mode ?? plan.mode, cause });
    trials.set(cause, findFix(trial.changes, codes, { most: given.most ?? 16, leftOut: trial.leftOut }));
  }
  return explainedWith(plan, trials);
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
  combined: true,
};

function isCause(text: string): text is Cause {
  return text in causes;
}
