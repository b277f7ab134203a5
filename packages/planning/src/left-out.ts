/**
 * Who would be left out if a brief were different: solves it again, quickly. Refuses to write a plan.
 */
import type { Brief, HeldTrip, Mode } from "@antar/domain";
import type { Budget } from "./budget.ts";
import { openLegs } from "./legs.ts";
import { chooseSupply } from "./mixed.ts";
import type { RoadSpell } from "./roads-in-time.ts";
import { solveWorld } from "./solve-world.ts";
import { openWorld } from "./world.ts";

/**
 * Codes of the places that a quick plan of `brief` leaves out; `whole`: that the plan itself would leave out, at its price.
 * `shares`: lengths of warehouse trips worth trying.
 */
export function leftOutOf(
  brief: Brief,
  roads: readonly RoadSpell[],
  options: {
    readonly budget: Budget;
    readonly mode: Mode;
    readonly shares?: readonly number[];
    readonly whole?: boolean;
    /** Trips that stay as they are. */
    readonly held?: readonly HeldTrip[];
  },
): ReadonlySet<string> {
  const { budget, mode, held = [] } = options;
  const trial = { world: openWorld(brief), legs: openLegs(roads), budget, mode, held };
  const shares = options.shares ? { shares: options.shares } : {};
  const again = solveWorld({ ...trial, supply: chooseSupply(trial) }, { budget, quick: !options.whole, ...shares });
  return new Set([...again.missing.keys(), ...again.best.timetable.lost].map((site) => site.place.code));
}
