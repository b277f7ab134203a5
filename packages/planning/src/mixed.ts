/**
 * The supply of a plan, and in mixed mode the choice for each kecamatan that the brief leaves open. Knows modes and
 * scores; refuses to know how a mode is solved.
 */
import type { HeldTrip, Mode } from "@antar/domain";
import type { Budget } from "./budget.ts";
import { compareScores, type Score } from "./figures.ts";
import type { Legs } from "./legs.ts";
import { solveWorld, type Watch } from "./solve-world.ts";
import { byCodeOrder, kecamatanOf, type Supply, supplyOf } from "./supply.ts";
import type { World } from "./world.ts";

type PureMode = Exclude<Mode, "mixed">;

interface Choice {
  readonly world: World;
  readonly legs: Legs;
  readonly budget: Budget;
  readonly mode: Mode;
  /** Trips that stay as they are. */
  readonly held?: readonly HeldTrip[];
  readonly onBetter?: Watch;
}

/** At most so many kecamatan are looked at one by one. */
const considered = 16;

/** The share of the time that the choice may take. */
const tryShare = 0.5;

function openKecamatan(world: World): string[] {
  const codes = new Set<string>();
  for (const site of [...world.sites].sort(byCodeOrder)) {
    const code = kecamatanOf(world, site)?.place.code;
    if (code !== undefined && world.brief.mixed?.[code] === undefined) codes.add(code);
  }
  return [...codes];
}

/** A mix that a lock does not fit into is worse than any that leaves places out. */
function scoreOfMix({ world, legs, budget, held = [] }: Choice, mixed: Readonly<Record<string, PureMode>>): Score {
  const supply = supplyOf(world, "mixed", mixed);
  const { best, misfits } = solveWorld({ world, supply, legs, held }, { budget, quick: true, shares: [1] });
  return { ...best.score, lost: best.score.lost + misfits.size * world.sites.length };
}

const pureModes: readonly PureMode[] = ["tiered", "direct-pps", "direct"];

interface Mix {
  readonly mixed: Readonly<Record<string, PureMode>>;
  readonly score: Score;
}

/**
 * The pairs of `mode`. In mixed mode the kecamatan that the brief does not name begin with the mode that suits them all
 * best; then each of them in turn takes the mode, all others unchanged, that gives the better plan.
 */
export function chooseSupply(choice: Choice): Supply {
  const { world, mode, budget } = choice;
  if (mode !== "mixed") return supplyOf(world, mode);
  const open = openKecamatan(world);
  const mixOf = (mixed: Mix["mixed"]): Mix => ({ mixed, score: scoreOfMix(choice, mixed) });
  const better = (left: Mix, right: Mix): Mix => {
    if (compareScores(right.score, left.score) >= 0) return left;
    choice.onBetter?.("trips", right.score);
    return right;
  };
  const uniform = (pure: PureMode): Mix =>
    mixOf({ ...Object.fromEntries(open.map((code) => [code, pure])), ...world.brief.mixed });
  let best = uniform("tiered");
  if (open.length === 0) return supplyOf(world, mode, best.mixed);
  for (const pure of pureModes.slice(1)) if (budget.spent() < tryShare) best = better(best, uniform(pure));
  for (const code of open.slice(0, considered)) {
    for (const pure of pureModes) {
      if (best.mixed[code] === pure || budget.spent() > tryShare) continue;
      best = better(best, mixOf({ ...best.mixed, [code]: pure }));
    }
  }
  return supplyOf(world, mode, best.mixed);
}
