/**
 * The supply of a plan, and in mixed mode the choice for each kecamatan that the brief leaves open. Knows modes and
 * scores; refuses to know how a mode is solved.
 */
import type { Mode } from "@antar/domain";
import type { Budget } from "./budget.ts";
import { compareScores, type Score } from "./figures.ts";
import type { Legs } from "./legs.ts";
import { solveWorld } from "./solve-world.ts";
import { byCodeOrder, kecamatanOf, type Supply, supplyOf } from "./supply.ts";
import type { World } from "./world.ts";

type PureMode = Exclude<Mode, "mixed">;

interface Choice {
  readonly world: World;
  readonly legs: Legs;
  readonly budget: Budget;
  readonly mode: Mode;
}

/** At most so many kecamatan are looked at one by one. */
const considered = 16;

function openKecamatan(world: World): string[] {
  const codes = new Set<string>();
  for (const site of [...world.sites].sort(byCodeOrder)) {
    const code = kecamatanOf(world, site)?.place.code;
    if (code !== undefined && world.brief.mixed?.[code] === undefined) codes.add(code);
  }
  return [...codes];
}

function scoreOfMix({ world, legs, budget }: Choice, mixed: Readonly<Record<string, PureMode>>): Score {
  const supply = supplyOf(world, "mixed", mixed);
  return solveWorld({ world, supply, legs }, { budget, quick: true, shares: [1] }).best.score;
}

/**
 * The pairs of `mode`. In mixed mode each kecamatan that the brief does not name is tried tiered and from the warehouse
 * to the PPS, all others unchanged, and keeps what gives the better plan.
 */
export function chooseSupply(choice: Choice): Supply {
  const { world, mode } = choice;
  let mixed: Record<string, PureMode> = { ...world.brief.mixed };
  if (mode !== "mixed") return supplyOf(world, mode);
  let best = scoreOfMix(choice, mixed);
  for (const code of openKecamatan(world).slice(0, considered)) {
    const other = { ...mixed, [code]: "direct-pps" as const };
    const score = scoreOfMix(choice, other);
    if (compareScores(score, best) >= 0) continue;
    best = score;
    mixed = other;
  }
  return supplyOf(world, "mixed", mixed);
}
