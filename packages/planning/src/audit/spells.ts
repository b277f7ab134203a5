/**
 * The roads under the closures of a plan, spell by spell, for the audit. Knows which closures hold when; the arcs of each
 * spell are the network's own.
 */
import type { RoadClosure } from "@antar/domain";
import { parseInstant } from "@antar/measure";
import { roadClosuresOf } from "../road-closures.ts";
import type { AuditRoads } from "./audit-roads.ts";

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

/**
 * `usual` under `closures`; one spell when there are none. Roads that cannot be closed stay open: every leg of a plan made
 * under closures is then a finding.
 */
export function auditSpells(usual: AuditRoads, closures: readonly RoadClosure[]): readonly AuditSpell[] {
  const spans = closures.map(spanOf);
  const moments = new Set(spans.flatMap(({ begins, ends }) => [begins, ends]).filter(Number.isFinite));
  const known = new Map<string, AuditRoads>([["", usual]]);
  let since = Number.NEGATIVE_INFINITY;
  return [...[...moments].sort((a, b) => a - b), Number.POSITIVE_INFINITY].map((until) => {
    const now = closures.filter((_, index) => {
      const span = spans[index];
      return span !== undefined && span.begins <= since && span.ends >= until;
    });
    since = until;
    const key = now.map((closure) => closures.indexOf(closure)).join(" ");
    const roads = known.get(key) ?? usual.withClosures?.(now.flatMap(roadClosuresOf)) ?? usual;
    known.set(key, roads);
    return { until, roads, usual, closures: now };
  });
}
