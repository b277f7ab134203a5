/**
 * Several scenarios of one brief, planned side by side. Knows how to compare plans; how one is made it leaves to
 * `makePlan`.
 */
import { type Brief, type Mode, type Plan, type RoadClosure, readBrief, withSettings } from "@antar/domain";
import type { Until } from "@antar/solver";
import { makePlan } from "./make-plan.ts";
import type { Roads } from "./roads-in-time.ts";

/** One change of the brief that is to be looked at. */
export interface Scenario {
  readonly name: string;
  readonly settings?: Readonly<Record<string, string>>;
  readonly mode?: Mode;
  readonly closures?: readonly RoadClosure[];
}

/** What a scenario came to. */
export interface Outcome {
  readonly scenario: Scenario;
  readonly plan: Plan;
  /** Every place is served. */
  readonly feasible: boolean;
  /** The cheapest of the feasible ones. */
  readonly cheapest: boolean;
}

/** How scenarios are planned; each gets the whole budget. */
export interface WhatIfOptions {
  readonly seed: number;
  readonly budget: Until;
  readonly briefDigest: string;
  /** Told as soon as a scenario is planned. */
  readonly onOutcome?: (made: { readonly scenario: Scenario; readonly plan: Plan }) => void;
  readonly signal?: { readonly aborted: boolean };
}

/**
 * The outcomes of `scenarios` in their order. `roads` has no closures of its own. Throws Refusal `bad-setting` or
 * `bad-brief` on a scenario that makes no brief.
 */
export function whatIf(
  brief: Brief,
  scenarios: readonly Scenario[],
  given: WhatIfOptions & { readonly roads: Roads },
): readonly Outcome[] {
  const { roads, onOutcome, ...options } = given;
  const plans = scenarios.map((scenario): Plan => {
    const settings = scenario.settings ?? {};
    const changed = readBrief(withSettings(brief, settings));
    const { mode, closures = [] } = scenario;
    const plan = makePlan(changed, roads, { ...options, settings, closures, ...(mode ? { mode } : {}) });
    onOutcome?.({ scenario, plan });
    return plan;
  });
  const costs = plans.map((plan) => (plan.unassigned.length === 0 ? plan.summary.cost : Number.POSITIVE_INFINITY));
  const least = Math.min(...costs);
  return scenarios.flatMap((scenario, index) => {
    const [plan, cost = Number.POSITIVE_INFINITY] = [plans[index], costs[index]];
    if (!plan) return [];
    const feasible = plan.unassigned.length === 0;
    return [{ scenario, plan, feasible, cheapest: feasible && cost === least }];
  });
}
