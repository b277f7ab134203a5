/**
 * The settings of the office as somebody types them: minutes and days as text, judged before they are sent. Refuses to know
 * how they are drawn.
 */
import type { SettingsGiven } from "@antar/api";

/** The numbers of the settings: seconds in one of the service's units, and what it accepts of them. */
export const spans = [
  { name: "lateAfter", unit: 60, from: 1, to: 1_440 },
  { name: "silentAfter", unit: 60, from: 1, to: 1_440 },
  { name: "keepPersonalDays", unit: 1, from: 0, to: 365 },
] as const;
type SpanName = (typeof spans)[number]["name"];

/** What stands in the fields; `key` tells two channels apart while they are typed. */
export interface Draft extends Readonly<Record<SpanName, string>> {
  /** `2024-11-27`, or empty. */
  readonly votingDay: string;
  readonly webhooks: readonly { readonly key: number; readonly url: string; readonly secret: string }[];
}

/** The fields of settings as they are in force. */
export function draftOf(settings: SettingsGiven): Draft {
  const { lateAfter, silentAfter, keepPersonalDays, votingDay, webhooks } = settings;
  return {
    lateAfter: `${Math.round(lateAfter / 60)}`,
    silentAfter: `${Math.round(silentAfter / 60)}`,
    keepPersonalDays: `${keepPersonalDays}`,
    votingDay: votingDay ?? "",
    webhooks: webhooks.map((hook, key) => ({ key, ...hook })),
  };
}

/** The numbers that are no whole number within what the service accepts. */
export function wrongSpans(draft: Draft): ReadonlySet<SpanName> {
  const isWrong = ({ name, from, to }: (typeof spans)[number]): boolean => {
    const text = draft[name].trim();
    return !/^\d{1,5}$/.test(text) || Number(text) < from || Number(text) > to;
  };
  return new Set(spans.filter(isWrong).map(({ name }) => name));
}

/** The settings as the service takes them; undefined while a number is wrong. */
export function givenOf(draft: Draft): SettingsGiven | undefined {
  if (wrongSpans(draft).size > 0) return undefined;
  return {
    lateAfter: Number(draft.lateAfter) * 60,
    silentAfter: Number(draft.silentAfter) * 60,
    keepPersonalDays: Number(draft.keepPersonalDays),
    votingDay: draft.votingDay === "" ? null : draft.votingDay,
    webhooks: draft.webhooks.map(({ url, secret }) => ({ url, secret })),
  };
}
