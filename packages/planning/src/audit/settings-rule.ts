/**
 * Rule 0: the brief that a plan is judged by is the one given, under the plan's own settings and mode.
 */
import { type Brief, type Finding, type Plan, Refusal, readBrief, withSettings } from "@antar/domain";
import { findingOf } from "./finding-of.ts";

/** The brief to judge by, and what is wrong with the settings. */
export interface JudgedBrief {
  readonly brief: Brief;
  readonly findings: readonly Finding[];
}

/** `given` under the settings and the mode of `plan`; under the mode alone when the settings cannot be laid over it. */
export function briefOf(given: Brief, plan: Plan): JudgedBrief {
  const { settings, mode } = plan;
  if (Object.keys(settings).length === 0) return { brief: { ...given, mode }, findings: [] };
  try {
    return { brief: { ...readBrief(withSettings(given, settings)), mode }, findings: [] };
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    const first = refusal.troubles[0]?.says ?? refusal.says;
    const id = `Pengaturan rencana tidak dapat dipakai: ${first.id}`;
    const en = `The settings of the plan cannot be used: ${first.en}`;
    const finding = findingOf({ code: "settings-invalid", place: "plan", tepat: "kualitas", id, en });
    return { brief: { ...given, mode }, findings: [finding] };
  }
}
