/**
 * Proofs over drawn briefs: every place left out has a cause, every fix holds when it is solved, the audit of random plans
 * finds nothing. Each counts what breaks its claim. Refuses to know how a plan is made.
 */
import { type Brief, digestOf, type Plan, type RoadClosure, withSettings } from "@antar/domain";
import { auditPlan, type Explained, explainPlan, makePlan, withoutReopened } from "@antar/planning";
import { randomBrief, type TightBrief, tightBrief } from "@antar/planning/testing";
import type { RoadNetwork } from "@antar/roads";
import { until } from "@antar/solver";

/** What a proof found. */
export interface Proof {
  /** What was counted, one line each. */
  readonly lines: readonly string[];
  /** What breaks the claim; empty when it holds. */
  readonly violations: readonly string[];
}

/** How many cases, from which seed; `told` hears of each that is done. */
export interface Cases {
  readonly count: number;
  readonly seed: number;
  readonly told: (done: number) => void;
}

const budget = until.iterations(20);

/** The plan of `brief` under a small budget. */
export function quickPlan(brief: Brief, roads: RoadNetwork, closures: readonly RoadClosure[] = []): Plan {
  return makePlan(brief, roads, { seed: 1, budget, briefDigest: digestOf(brief), settings: {}, closures });
}

/** The places that are left out when the brief is planned with a fix. */
function leftOutWith({ brief, closures }: TightBrief, setting: string, roads: RoadNetwork): ReadonlySet<string> {
  const [key = "", value = ""] = setting.split("=");
  const reopens = key === "reopen";
  const changed = reopens ? brief : withSettings(brief, { [key]: value });
  const plan = quickPlan(changed, roads, withoutReopened(closures, reopens ? value : undefined));
  return new Set(plan.unassigned.map((each) => each.code));
}

function saysWhy({ cause, says, fix, fixVerified, advice }: Explained): boolean {
  const spoken = cause !== "" && says.id.length > 20 && says.en.length > 20 && advice.id !== "" && advice.en !== "";
  return spoken && (fix ? fixVerified : /no single listed change/.test(advice.en));
}

interface Judged {
  readonly leftOut: number;
  readonly fixed: number;
  readonly violations: readonly string[];
}

function judgeTight(seed: number, roads: RoadNetwork): Judged | undefined {
  const tight = tightBrief(seed);
  const plan = quickPlan(tight.brief, roads, tight.closures);
  if (plan.unassigned.length === 0) return undefined;
  const all = explainPlan(tight.brief, plan, { roads, seed: 1, budget });
  const violations: string[] = [];
  if (all.length !== plan.unassigned.length)
    violations.push(`seed ${seed}: ${plan.unassigned.length - all.length} unexplained`);
  for (const each of all)
    if (!saysWhy(each)) violations.push(`seed ${seed}: ${each.code} ${each.cause} is not explained`);
  for (const setting of new Set(all.flatMap((each) => each.fix?.setting ?? []))) {
    const left = leftOutWith(tight, setting, roads);
    const cured = all.filter((each) => each.fix?.setting === setting);
    const failed = cured.filter((each) => left.has(each.code)).length;
    if (failed > 0) violations.push(`seed ${seed}: ${setting} fails for ${failed} of ${cured.length}`);
  }
  for (const { code } of auditPlan(tight.brief, plan, roads)) violations.push(`seed ${seed}: audit ${code}`);
  return { leftOut: all.length, fixed: all.filter((each) => each.fix).length, violations };
}

/** Briefs that cannot be served whole, until there are `count`: whoever is left out is explained, every fix holds when solved. */
export function proveFixes(roads: RoadNetwork, { count, seed, told }: Cases): Proof {
  let [found, drawn, leftOut, fixed] = [0, 0, 0, 0];
  const violations: string[] = [];
  for (; found < count; drawn++) {
    const judged = judgeTight(seed + drawn, roads);
    if (!judged) continue;
    told(++found);
    leftOut += judged.leftOut;
    fixed += judged.fixed;
    violations.push(...judged.violations);
  }
  const lines = [
    `${found} briefs that cannot be served whole (${drawn} drawn, seeds ${seed}..${seed + drawn - 1})`,
    `${leftOut} places left out: ${fixed} with a fix that was solved, ${leftOut - fixed} said to have no single listed one`,
  ];
  return { lines, violations };
}

/** Random briefs planned: the audit finds nothing. */
export function proveAudit(roads: RoadNetwork, { count, seed, told }: Cases): Proof {
  const violations: string[] = [];
  let [tps, served] = [0, 0];
  for (let at = 0; at < count; at++) {
    const brief = randomBrief(seed + at);
    const plan = quickPlan(brief, roads);
    tps += plan.summary.tps;
    served += plan.summary.served;
    for (const { says } of auditPlan(brief, plan, roads)) violations.push(`seed ${seed + at}: ${says.en}`);
    told(at + 1);
  }
  return {
    lines: [`${count} random briefs (seeds ${seed}..${seed + count - 1}), ${served} of ${tps} TPS served`],
    violations,
  };
}
