/**
 * Rule 0: the brief that a plan is judged by is the one given, under the plan's own settings, extra kits and mode.
 */
import {
  type Brief,
  extrasOf,
  type Finding,
  type Plan,
  Refusal,
  readBrief,
  underPlan,
  withSettings,
} from "@antar/domain";
import { findingOf } from "./finding-of.ts";

/** The brief to judge by, and what is wrong with the settings. */
export interface JudgedBrief {
  readonly brief: Brief;
  readonly findings: readonly Finding[];
}

/** `given` as `plan` has it, as far as that can be laid over it. */
export function briefOf(given: Brief, plan: Plan): JudgedBrief {
  const { settings, mode } = plan;
  if (Object.keys(settings).length === 0 && extrasOf(plan).length === 0)
    return { brief: { ...given, mode }, findings: [] };
  const refused: Finding[] = [];
  const ways = [() => underPlan(given, plan), () => readBrief(withSettings(given, settings)), () => given];
  for (const way of ways) {
    try {
      return { brief: { ...way(), mode }, findings: refused.slice(-1) };
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      const first = refusal.troubles[0]?.says ?? refusal.says;
      const id = `Pengaturan atau kit tambahan rencana tidak dapat dipakai: ${first.id}`;
      const en = `The settings or extra kits of the plan cannot be used: ${first.en}`;
      refused.push(findingOf({ code: "settings-invalid", place: "plan", tepat: "kualitas", id, en }));
    }
  }
  return { brief: { ...given, mode }, findings: refused.slice(-1) };
}
