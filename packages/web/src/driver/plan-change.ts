/**
 * What a new version of the plan changes for one vehicle. Knows two assignments; refuses to know how the change is shown.
 */
import type { AssignmentView } from "@antar/api";
import { epochOf } from "../format/moments.ts";
import { type DayStop, stopsOf } from "./acts.ts";

/** A shift of an arrival that a driver would notice, seconds. */
const noticed = 5 * 60;

/** One visit that differs. `was` and `is`: arrivals as epoch seconds; undefined where there is none. */
export interface StopChange {
  readonly place: string;
  readonly name: string;
  readonly kind: "added" | "dropped" | "moved" | "retimed" | "load";
  readonly was: number | undefined;
  readonly is: number | undefined;
  readonly kits: number;
}

interface Visit {
  readonly stop: DayStop;
  readonly order: number;
}

/** Visits by place and the how-manieth time it is visited: trips are named anew in each plan, places are not. */
function visitsOf(stops: readonly DayStop[]): ReadonlyMap<string, Visit> {
  const visits = new Map<string, Visit>();
  const times = new Map<string, number>();
  for (const [order, stop] of stops.entries()) {
    const time = (times.get(stop.stop.place) ?? 0) + 1;
    times.set(stop.stop.place, time);
    visits.set(`${stop.stop.place} ${time}`, { stop, order });
  }
  return visits;
}

function changeOf(kind: StopChange["kind"], was: DayStop | undefined, is: DayStop | undefined): StopChange[] {
  const shown = is ?? was;
  if (!shown) return [];
  return [
    {
      kind,
      place: shown.stop.place,
      name: shown.place?.name ?? shown.stop.place,
      was: was && epochOf(was.stop.arrival),
      is: is && epochOf(is.stop.arrival),
      kits: shown.stop.kits.length,
    },
  ];
}

function differenceOf(was: Visit, is: Visit, moved: boolean): StopChange[] {
  const load = (stop: DayStop): string => `${[...stop.stop.kits].sort().join(" ")} ${stop.stop.boxes}`;
  if (load(was.stop) !== load(is.stop)) return changeOf("load", was.stop, is.stop);
  if (moved) return changeOf("moved", was.stop, is.stop);
  const shift = Math.abs(epochOf(is.stop.stop.arrival) - epochOf(was.stop.stop.arrival));
  return shift > noticed ? changeOf("retimed", was.stop, is.stop) : [];
}

/**
 * What differs between two assignments of a vehicle, in the order of the new one, dropped visits last. A visit has moved
 * when another visit of both plans now comes before it that came after it.
 */
export function changesOf(before: AssignmentView, after: AssignmentView): readonly StopChange[] {
  const [old, fresh] = [visitsOf(stopsOf(before)), visitsOf(stopsOf(after))];
  const changes: StopChange[] = [];
  let furthest = -1;
  for (const [key, visit] of fresh) {
    const was = old.get(key);
    if (!was) {
      changes.push(...changeOf("added", undefined, visit.stop));
      continue;
    }
    changes.push(...differenceOf(was, visit, was.order < furthest));
    furthest = Math.max(furthest, was.order);
  }
  for (const [key, visit] of old) if (!fresh.has(key)) changes.push(...changeOf("dropped", visit.stop, undefined));
  return changes;
}
