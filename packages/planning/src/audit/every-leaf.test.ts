import { type Plan, readPlan } from "@antar/domain";
import { expect, test } from "vitest";
import { auditPlan } from "./audit-plan.ts";
import { type Corruption, corruptionsOf } from "./testing/corruptions.ts";
import { codes, drawnTown, handMadeBrief, handMadePlan } from "./testing/hand-made-world.ts";

/** Changes that leave a plan as good as it was: the seed, names that nothing else refers to, the order of sets. */
const harmless =
  /^(seed [-+] 1|routes swap \d|.*\.kits swap \d|convoys\.\d\.trips swap \d|routes\.\d\.trips\.\d\.id -> .*)$/;

function slipsThrough(corruption: Corruption): boolean {
  const plan: Plan = corruption.apply(handMadePlan);
  try {
    readPlan(plan);
  } catch {
    return false;
  }
  return auditPlan(handMadeBrief, plan, drawnTown.roads).length === 0;
}

const all = corruptionsOf(handMadePlan, Object.values(codes));

test("each small change of each field of the plan made by hand is found", () => {
  const slipped = all.filter(slipsThrough).map(({ says }) => says);
  expect(all.length).toBeGreaterThan(600);
  expect(slipped.filter((says) => !harmless.test(says))).toEqual([]);
});
