import { digestOf, type Plan, readBrief, withSettings } from "@antar/domain";
import { until } from "@antar/solver";
import { expect, test } from "vitest";
import { escortGain, moreEscorts } from "./escort-gain.ts";
import { makePlan } from "./make-plan.ts";
import { smallBrief, townRoads } from "./testing/small-world.ts";

test("a second team lets two convoys be out at once: the last is done earlier, and never more than two are out", async () => {
  const roads = await townRoads();
  const brief = smallBrief({ ppk: 4, pps: 2, tps: 12 });
  const planned = (settings: Record<string, string>): Plan => {
    const changed = readBrief(withSettings(brief, settings));
    return makePlan(changed, roads, { seed: 1, budget: until.iterations(100), briefDigest: digestOf(brief), settings });
  };
  const settings = moreEscorts(brief);
  if (!settings) throw new RangeError("the small world has an escort");
  const [usual, more] = [planned({}), planned({ ...settings })];
  const gain = escortGain(brief, usual, more);
  expect(gain).toMatchObject({ teams: 2, served: 0, saved: gain.found ? usual.summary.cost - more.summary.cost : 0 });
  const out = (plan: Plan): number =>
    Math.max(
      ...plan.convoys.map(({ start }) => plan.convoys.filter((own) => own.start <= start && start < own.end).length),
    );
  expect(out(usual)).toBe(1);
  expect(out(more)).toBeLessThanOrEqual(2);
});

test("what planning with one more team made worse is no gain, what it made cheaper is", async () => {
  const brief = smallBrief({ ppk: 2, pps: 2, tps: 4 });
  const options = { seed: 1, budget: until.iterations(20), briefDigest: digestOf(brief), settings: {} };
  const plan = makePlan(brief, await townRoads(), options);
  const priced = (by: number): Plan => ({ ...plan, summary: { ...plan.summary, cost: plan.summary.cost + by } });
  expect(escortGain(brief, plan, priced(500))).toMatchObject({ found: false, saved: 0 });
  expect(escortGain(brief, plan, priced(-500))).toMatchObject({ found: true, saved: 500, slack: 0 });
});
