/**
 * What follows from stored versions besides boards, assignments and deliveries: what changed between versions, the remarks
 * before approval, the signed checkpoint of all logs.
 */
import { digestOf, Plan } from "@antar/domain";
import { diffPlans } from "@antar/planning";
import type { Review } from "@antar/store";
import { type Actor, permit } from "./actor.ts";
import { type Context, headOf, written } from "./context.ts";
import { findPlan, pointerOf, viewOf } from "./plans.ts";
import type { PlanDiffView, PlanHeadView } from "./views.ts";
import type { CheckpointView } from "./views-field.ts";

/** What changed from version `from` (absent: the published one) to version `to`. Throws Refusal `not-found`. */
export async function diffVersions(
  context: Context,
  actor: Actor,
  input: { brief: string; from?: number; to: number },
): Promise<PlanDiffView> {
  permit(actor, "readPlan");
  const from = input.from ?? (await pointerOf(context, actor.tenant, input.brief)).version;
  const [before, after] = await Promise.all(
    [from, input.to].map(async (version) => {
      const { head } = await findPlan(context, actor.tenant, { brief: input.brief, version });
      return context.store.readDocument(actor.tenant, head.plan, Plan);
    }),
  );
  if (!before || !after) throw new Error("two versions were read");
  const { stops, movedVehicle, changedOrder, changedEta, extra, added, removed } = diffPlans(before, after);
  const lists = { movedVehicle: [...movedVehicle], changedOrder: [...changedOrder], changedEta: [...changedEta] };
  return {
    brief: input.brief,
    from,
    to: input.to,
    stops,
    ...lists,
    extra: [...extra],
    added: [...added],
    removed: [...removed],
  };
}

interface Remark {
  readonly brief: string;
  readonly version: number;
  readonly note: string;
}

async function remark(context: Context, actor: Actor, act: Review["act"], input: Remark): Promise<PlanHeadView> {
  const { brief, version, note } = input;
  const found = await findPlan(context, actor.tenant, { brief, version });
  const key = { tenant: actor.tenant, scope: brief, name: String(version) };
  const write = context.newId();
  for (;;) {
    const previous = await context.store.reviews.read(key);
    const body = { version, act, note, at: context.now(), by: actor.subject };
    const outcome = await context.store.reviews.change(key, { body, previous, write });
    if (outcome.written) return viewOf({ ...found, review: outcome.current.body });
  }
}

/** Lays a version before the chair, with a note. Throws Refusal `not-found`. */
export async function submitPlan(context: Context, actor: Actor, input: Remark): Promise<PlanHeadView> {
  permit(actor, "submitPlan");
  return remark(context, actor, "submitted", input);
}

/** Sends a version back to the planner, with a note. Throws Refusal `not-found`. */
export async function sendBackPlan(context: Context, actor: Actor, input: Remark): Promise<PlanHeadView> {
  permit(actor, "sendBackPlan");
  return remark(context, actor, "sent-back", input);
}

/** Where every log of a brief stands, signed. Throws Refusal `not-found`. */
export async function readCheckpoint(
  context: Context,
  actor: Actor,
  input: { brief: string },
): Promise<CheckpointView> {
  permit(actor, "readCheckpoint");
  const { tenant } = actor;
  const { brief } = input;
  const head = await headOf(context, tenant, brief);
  const names = [...(await context.store.listUnits({ tenant, brief }))].sort();
  const units = [];
  for (const unit of names) {
    const last = (await context.store.readLog({ tenant, brief, unit })).at(-1);
    if (last) units.push({ unit, sequence: last.sequence, hash: last.hash });
  }
  const digest = digestOf(units);
  const receipt = { tenant, brief, unit: "checkpoint", sequence: context.now(), hash: digest };
  const signature = (await context.signReceipt?.(receipt)) ?? null;
  return { brief, asOf: written(receipt.sequence, head.timeZone), units, digest, signature };
}
