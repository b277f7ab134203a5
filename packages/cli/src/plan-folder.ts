/**
 * A folder that `antar plan` wrote: the plan in it and the brief that it was made from. Knows the names of its files.
 */
import { stat } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { type Plan, Refusal, readPlan, underPlan } from "@antar/domain";
import { badUsage } from "./command.ts";
import { type BriefFile, readBriefFile, readJsonFile, writeWhole } from "./files.ts";

const originName = "made-from.json";

/** A plan beside its brief, with the plan's settings and extra kits laid over it. */
export interface PlanAndBrief {
  readonly plan: Plan;
  readonly file: BriefFile;
  /** Folder of the plan. */
  readonly folder: string;
}

/** Notes in `folder` which brief the plan was made from. */
export async function writeOrigin(folder: string, brief: string): Promise<void> {
  const path = relative(resolve(folder), resolve(brief));
  await writeWhole(join(folder, originName), `${JSON.stringify({ brief: path })}\n`);
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    throw badUsage(`${path}: tidak ada`, `${path}: does not exist`);
  }
}

async function briefOf(folder: string): Promise<string> {
  const origin = await readJsonFile(join(folder, originName)).catch(() => undefined);
  const path = origin !== null && typeof origin === "object" ? Reflect.get(origin, "brief") : undefined;
  if (typeof path === "string") return resolve(folder, path);
  throw badUsage(
    `${folder}: tidak tercatat brief asalnya; tulis --brief BRIEF.json`,
    `${folder}: does not say which brief it was made from; write --brief BRIEF.json`,
  );
}

/** The plan in the file or folder `path`. Throws Refusal when it is missing or no plan. */
export async function readPlanFile(path: string): Promise<Plan> {
  return readPlan(await readJsonFile((await isFolder(path)) ? join(path, "plan.json") : path));
}

/** The plan in the file or folder `path`, with its brief. Throws Refusal when they are missing or do not belong together. */
export async function readPlanAndBrief(path: string, brief: string | undefined): Promise<PlanAndBrief> {
  const folder = (await isFolder(path)) ? path : dirname(path);
  const plan = await readPlanFile(path);
  const { given, path: from } = await readBriefFile(brief ?? (await briefOf(folder)));
  if (given.id !== plan.brief.id) {
    throw new Refusal("bad-plan", {
      id: `Rencana ini untuk brief ${plan.brief.id}, bukan ${given.id}`,
      en: `This plan is for the brief ${plan.brief.id}, not ${given.id}`,
    });
  }
  return { plan, folder, file: { path: from, given, brief: underPlan(given, plan) } };
}
