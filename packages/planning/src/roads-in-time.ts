/**
 * The roads of a plan as they change in time: closures begin and end. Knows when which closures hold; what a closed road
 * is it leaves to the road network.
 */
import { Refusal, type RoadClosure } from "@antar/domain";
import { atLocal, type LonLat, localTime, parseInstant } from "@antar/measure";
import type { Closure, RoadNetwork, Table } from "@antar/roads";
import { isCutOff, roadClosuresOf, type Standing } from "./road-closures.ts";

/** What the planner asks of roads. Those that cannot be closed, or are the same at all hours, need not know how. */
export interface Roads extends Pick<RoadNetwork, "table"> {
  nearest?(profile: string, point: LonLat): Standing | undefined;
  withClosures?(closures: readonly Closure[]): Roads;
  hourClasses?(): readonly number[];
  at?(when: { readonly hour: number }): Roads;
}

/** Roads that hold up to a moment. */
export interface RoadSpell {
  /** Epoch seconds; Infinity for the last. */
  readonly until: number;
  readonly roads: Roads;
  /** True at the hours that serve for estimates. */
  readonly usual: boolean;
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
  const over = (open: Roads): Roads => ({
    at: (when) => over(open.at?.(when) ?? open),
    table(profile, sources, targets): Table {
      const { durations, ...table } = open.table(profile, sources, targets);
      const cells = durations.slice();
      const [gone, lost] = [sources.map((point) => cut(profile, point)), targets.map((point) => cut(profile, point))];
      for (const [row, from] of gone.entries()) {
        for (const [column, to] of lost.entries()) {
          if (from || to) cells[row * targets.length + column] = Number.POSITIVE_INFINITY;
        }
      }
      return { ...table, durations: cells };
    },
  });
  return over(closed);
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

/** What the hours of a brief are counted by. */
export interface Days {
  readonly timeZone: string;
  readonly window: { readonly start: string; readonly end: string };
}

/** One hour class after another from the start of the window to the day after its end; one for all time when all are alike. */
function hourSpells(
  { timeZone, window }: Days,
  classes: readonly number[],
): { until: number; hour: number | undefined }[] {
  const [start, end] = [parseInstant(window.start), parseInstant(window.end)];
  const whole = { until: Number.POSITIVE_INFINITY, hour: undefined };
  if (start === undefined || end === undefined || classes.every((hour) => hour === classes[0])) return [whole];
  const spells: { until: number; hour: number | undefined }[] = [];
  let last = classes[localTime(start, timeZone).hour];
  for (let moment: number = start, count = 1; moment < end + 86_400; count++) {
    const next = atLocal(start, timeZone, {
      days: 0,
      secondsOfDay: localTime(start, timeZone).hour * 3600 + count * 3600,
    });
    const hour = classes[localTime(next, timeZone).hour];
    if (hour !== last) spells.push({ until: next, hour: last });
    [moment, last] = [next, hour];
  }
  return [...spells, { until: Number.POSITIVE_INFINITY, hour: last }];
}

/**
 * The roads under `closures` and at each hour of the days, spell by spell; spells that are alike share one network. Of the
 * hour classes the one that lasts longest by day is the usual one: it serves for estimates.
 */
export function roadsInTime(days: Days, roads: Roads, closures: readonly RoadClosure[] = []): readonly RoadSpell[] {
  const classes = roads.hourClasses?.() ?? [];
  const hours = hourSpells(days, classes);
  const shut = closureSpells(closures);
  const usual = usualClass(classes);
  const known = new Map<string, Roads>();
  const networkOf = (now: readonly RoadClosure[], hour: number | undefined): Roads => {
    const key = `${now.map((closure) => closures.indexOf(closure)).join(" ")} at ${hour}`;
    const made = known.get(key) ?? atHour(closedRoads(roads, now), hour);
    known.set(key, made);
    return made;
  };
  const ends = [...new Set([...hours, ...shut].map((spell) => spell.until))].sort((left, right) => left - right);
  return ends.map((until): RoadSpell => {
    const hour = hours.find((spell) => spell.until >= until)?.hour;
    const now = shut.find((spell) => spell.until >= until)?.closures ?? [];
    return { until, roads: networkOf(now, hour), usual: hour === undefined || hour === usual };
  });
}

/** The class of most hours from 08 to 16. */
function usualClass(classes: readonly number[]): number | undefined {
  const counts = new Map<number, number>();
  for (const hour of classes.slice(8, 16)) counts.set(hour, (counts.get(hour) ?? 0) + 1);
  return [...counts].sort(([a, more], [b, fewer]) => fewer - more || a - b)[0]?.[0];
}

function atHour(roads: Roads, hour: number | undefined): Roads {
  return hour === undefined ? roads : (roads.at?.({ hour }) ?? roads);
}
