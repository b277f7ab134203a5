/**
 * The roads of a plan as they change in time: closures begin and end. Knows when which closures hold; what a closed road
 * is it leaves to the road network.
 */
import { Refusal, type RoadClosure } from "@antar/domain";
import { type LonLat, parseInstant } from "@antar/measure";
import type { Closure, RoadNetwork, Table } from "@antar/roads";
import { isCutOff, roadClosuresOf, type Standing } from "./road-closures.ts";

/** What the planner asks of roads. A network that cannot be closed serves for plans without closures. */
export interface Roads extends Pick<RoadNetwork, "table"> {
  nearest?(profile: string, point: LonLat): Standing | undefined;
  withClosures?(closures: readonly Closure[]): Roads;
}

/** Roads that hold up to a moment. */
export interface RoadSpell {
  /** Epoch seconds; Infinity for the last. */
  readonly until: number;
  readonly roads: Roads;
}

function momentOf(text: string | undefined, absent: number): number {
  return text === undefined ? absent : (parseInstant(text) ?? absent);
}

/** The moments, ascending, at which another set of `closures` begins to hold. */
function changesOf(closures: readonly RoadClosure[]): number[] {
  const all = closures.flatMap(({ from, until }) => [momentOf(from, -Infinity), momentOf(until, Infinity)]);
  return [...new Set(all.filter(Number.isFinite))].sort((left, right) => left - right);
}

/** `roads` under closures; no way leads to a place that they cut off. */
function closedRoads(roads: Roads, closures: readonly RoadClosure[]): Roads {
  if (closures.length === 0) return roads;
  const closed = roads.withClosures?.(closures.flatMap(roadClosuresOf));
  const nearest = roads.nearest?.bind(roads);
  if (!closed || !nearest) {
    const says = { id: "Jalan ini tidak dapat ditutup", en: "These roads cannot be closed" };
    throw new Refusal("bad-input", says);
  }
  const cut = (profile: string, point: LonLat): boolean =>
    isCutOff(closures, point, { usual: nearest(profile, point), now: closed.nearest?.(profile, point) });
  return {
    table(profile, sources, targets): Table {
      const table = closed.table(profile, sources, targets);
      const [gone, lost] = [sources.map((point) => cut(profile, point)), targets.map((point) => cut(profile, point))];
      for (const [row, from] of gone.entries()) {
        for (const [column, to] of lost.entries()) {
          if (from || to) table.durations[row * targets.length + column] = Number.POSITIVE_INFINITY;
        }
      }
      return table;
    },
  };
}

/** Which of `closures` hold up to each moment; one spell up to Infinity when nothing changes. */
export function closureSpells(
  closures: readonly RoadClosure[],
): readonly { readonly until: number; readonly closures: readonly RoadClosure[] }[] {
  return [...changesOf(closures), Number.POSITIVE_INFINITY].map((until, index, all) => {
    const begins = all[index - 1] ?? Number.NEGATIVE_INFINITY;
    const holding = closures.filter(
      (closure) => momentOf(closure.from, -Infinity) <= begins && momentOf(closure.until, Infinity) >= until,
    );
    return { until, closures: holding };
  });
}

/** The roads under `closures`, spell by spell; spells with the same closures share one network. */
export function roadsInTime(roads: Roads, closures: readonly RoadClosure[] = []): readonly RoadSpell[] {
  const known = new Map<string, Roads>();
  return closureSpells(closures).map(({ until, closures: now }) => {
    const key = now.map((closure) => closures.indexOf(closure)).join(" ");
    const open = known.get(key) ?? closedRoads(roads, now);
    known.set(key, open);
    return { until, roads: open };
  });
}
