/**
 * The audit of a plan: every rule of docs/model.md, each checked by code of its own. Shares nothing with the planner but
 * types, so that an error of one is not an error of both. Read this file first: it names all rules.
 */
import type { Brief, Finding, Plan } from "@antar/domain";
import type { AuditRoads } from "./audit-roads.ts";
import { breakdownFindings } from "./breakdown-rules.ts";
import { convoyFindings } from "./convoy-rules.ts";
import { boxFindings, kitFindings, stayFindings, unassignedFindings } from "./custody-rules.ts";
import { withDeclared } from "./declared-rules.ts";
import { dockFindings } from "./dock-rules.ts";
import { driverFindings } from "./driver-rules.ts";
import { extraFindings } from "./extra-rules.ts";
import { figureFindings } from "./figure-rules.ts";
import { findingOf } from "./finding-of.ts";
import { documentFindings, nameFindings, networkFindings } from "./identity-rules.ts";
import { legFindings } from "./leg-rules.ts";
import { loadFindings } from "./load-rules.ts";
import { lockFindings } from "./lock-rules.ts";
import { type Reading, readingOf, referenceFindings, timeFindings } from "./reading.ts";
import { briefOf } from "./settings-rule.ts";
import { originFindings, splitFindings, supplyListFindings } from "./supply-rules.ts";
import { scheduleFindings } from "./time-rules.ts";
import { transferFindings } from "./transfer-rules.ts";
import { fleetFindings, loadingPlaceFindings, sequenceFindings } from "./vehicle-rules.ts";

/** At most this many findings of one family of rules are listed; the rest is announced. */
const listed = 1_000;

function* firstOf(findings: Iterable<Finding>, family: string): Generator<Finding> {
  let count = 0;
  for (const finding of findings) {
    if (count++ < listed) {
      yield finding;
      continue;
    }
    const id = `Aturan ${family}: lebih dari ${listed} temuan; sisanya tidak ditampilkan`;
    const en = `Rules of ${family}: more than ${listed} findings; the rest is not shown`;
    yield findingOf({ code: "more-findings", place: "plan", tepat: "kualitas", id, en });
    return;
  }
}

type Family = readonly [name: string, findings: Iterable<Finding>];

/** All rules but those that ask the roads. */
function limitFamilies(reading: Reading, given: Brief): readonly Family[] {
  return [
    ["document", documentFindings(reading, given)],
    ["names", nameFindings(reading)],
    ["references", referenceFindings(reading)],
    ["moments", timeFindings(reading)],
    ["kits", kitFindings(reading)],
    ["boxes", boxFindings(reading)],
    ["unassigned", unassignedFindings(reading)],
    ["supply", supplyListFindings(reading)],
    ["origins", originFindings(reading)],
    ["split", splitFindings(reading)],
    ["custody", stayFindings(reading)],
    ["loads", loadFindings(reading)],
    ["schedule", scheduleFindings(reading)],
    ["docks", dockFindings(reading)],
    ["fleet", fleetFindings(reading)],
    ["loading places", loadingPlaceFindings(reading)],
    ["sequence", sequenceFindings(reading)],
    ["drivers", driverFindings(reading)],
    ["convoys", convoyFindings(reading)],
    ["locks", lockFindings(reading)],
    ["breakdowns", breakdownFindings(reading)],
    ["transfers", transferFindings(reading)],
    ["extra kits", extraFindings(reading)],
    ["figures", figureFindings(reading)],
  ];
}

/** What is wrong with `plan` by all rules that do not ask the roads: quick enough to compare many plans. */
export function limitFindings(brief: Brief, plan: Plan): readonly Finding[] {
  const judged = briefOf(brief, plan);
  const families = limitFamilies(readingOf(judged.brief, plan), brief);
  return [...judged.findings, ...families.flatMap(([family, findings]) => [...firstOf(findings, family)])];
}

/**
 * Everything that is wrong with `plan`, by the rules of docs/model.md; empty when it may be signed. `brief` is the checked
 * brief as it was given: the plan's own settings and mode are laid over it here (rule 0). `roads` is the network that the
 * brief names. A blocking finding forbids publishing. Throws RangeError only on a brief that was never checked.
 */
export function auditPlan(brief: Brief, plan: Plan, roads: AuditRoads): readonly Finding[] {
  const judged = briefOf(brief, plan);
  const reading = readingOf(judged.brief, plan);
  const families: readonly Family[] = [
    ["network", networkFindings(reading, roads.metadata.sha256)],
    ...limitFamilies(reading, brief),
    ["legs", legFindings(reading, roads)],
  ];
  const findings = [...judged.findings, ...families.flatMap(([family, found]) => [...firstOf(found, family)])];
  return withDeclared(reading, roads, findings);
}
