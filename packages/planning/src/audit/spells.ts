/**
 * The roads under the closures of a plan, spell by spell, for the audit. Knows which closures hold when; the arcs of each
 * spell are the network's own.
 */
import type { RoadClosure } from "@antar/domain";
import { instant, localTime, parseInstant } from "@antar/measure";
import { roadClosuresOf } from "../road-closures.ts";
import type { AuditRoads } from "./audit-roads.ts";
import type { Reading } from "./reading.ts";

/** Roads that hold up to a moment, epoch seconds; Infinity for the last. */
export interface AuditSpell {
  readonly until: number;
  readonly roads: AuditRoads;
  /** The roads when nothing is closed: where a place stands. */
  readonly usual: AuditRoads;
  readonly closures: readonly RoadClosure[];
}

/** When a closure begins and ends, epoch seconds. */
function spanOf({ from, until }: RoadClosure): { readonly begins: number; readonly ends: number } {
  const moment = (text: string | undefined): number | undefined =>
    text === undefined ? undefined : parseInstant(text);
  return { begins: moment(from) ?? Number.NEGATIVE_INFINITY, ends: moment(until) ?? Number.POSITIVE_INFINITY };
}

/** Local hours from the window's first to a day after its end, each with its class; one for all time when all are alike. */
function hoursOf(reading: Reading, classes: readonly number[]): { readonly since: number; readonly hour: number }[] {
  const { calendar, brief } = reading;
  if (classes.every((hour) => hour === classes[0])) return [];
  const hours: { since: number; hour: number }[] = [];
  for (let moment = calendar.start; moment < calendar.end + 86_400; ) {
    const { hour, minute, second } = localTime(instant(moment), brief.timeZone);
    hours.push({ since: moment, hour: classes[hour] ?? hour });
    moment += 3600 - minute * 60 - second;
  }
  return hours;
}

/**
 * `usual` as it changes under the plan's closures and by the hour; one spell when nothing changes. Roads that cannot be
 * closed stay open: the legs of a plan made under closures are then findings.
 */
export function auditSpells(usual: AuditRoads, reading: Reading): readonly AuditSpell[] {
  const closures = reading.plan.closures ?? [];
  const spans = closures.map(spanOf);
  const hours = hoursOf(reading, usual.hourClasses?.() ?? []);
  const moments = new Set(spans.flatMap(({ begins, ends }) => [begins, ends]).filter(Number.isFinite));
  for (const { since } of hours.slice(1)) moments.add(since);
  const known = new Map<string, AuditRoads>();
  let since = Number.NEGATIVE_INFINITY;
  return [...[...moments].sort((a, b) => a - b), Number.POSITIVE_INFINITY].map((until) => {
    const now = closures.filter((_, index) => {
      const span = spans[index];
      return span !== undefined && span.begins <= since && span.ends >= until;
    });
    const hour = (hours.findLast((each) => each.since <= since) ?? hours[0])?.hour;
    since = until;
    const key = `${now.map((closure) => closures.indexOf(closure)).join(" ")} at ${hour}`;
    const closed = now.length > 0 ? usual.withClosures?.(now.flatMap(roadClosuresOf)) : usual;
    const roads = known.get(key) ?? (hour === undefined ? closed : closed?.at?.({ hour })) ?? usual;
    known.set(key, roads);
    return { until, roads, usual, closures: now };
  });
}
