/**
 * `antar verify`: checks a plan against its brief and the roads, with code that shares nothing with the planner.
 */
import { readPlan } from "@antar/domain";
import { auditPlan } from "@antar/planning";
import { badUsage, type Command, readWords, type Shell } from "../command.ts";
import { openBriefRoads, readBriefFile, readJsonFile } from "../files.ts";
import { findingLines, findingRecord } from "../report.ts";

const usage = `antar verify BRIEF.json PLAN.json [--json]

Recomputes the whole plan: every kit once, tiers in order, loads, openings, docks, convoys, and each leg by plain
Dijkstra on the roads that the brief names. Settings recorded in the plan are laid over the brief.

  --json   {"ok", "findings": [{"code", "place", "tepat", "blocking", "says"}]}

Exit code: 0 nothing blocking was found, 1 findings that forbid publishing, or bad input.`;

async function run(args: readonly string[], shell: Shell): Promise<number> {
  const { words, options } = readWords(args, { json: "boolean" });
  const [briefPath, planPath, ...more] = words;
  if (briefPath === undefined || planPath === undefined || more.length > 0) {
    throw badUsage("tulis: antar verify BRIEF.json PLAN.json", "write: antar verify BRIEF.json PLAN.json");
  }
  const plan = readPlan(await readJsonFile(planPath));
  const file = await readBriefFile(briefPath);
  const { network } = await openBriefRoads(file);
  const findings = auditPlan(file.given, plan, network);
  const ok = !findings.some((finding) => finding.blocking);
  if (options.json) shell.print(JSON.stringify({ ok, findings: findings.map(findingRecord) }));
  else for (const line of findingLines(findings)) shell.print(line);
  return ok ? 0 : 1;
}

/** The command. */
export const verify: Command = { name: "verify", summary: "check a plan independently of the planner", usage, run };
