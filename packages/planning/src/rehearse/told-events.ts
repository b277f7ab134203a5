/**
 * A rehearsed day as the events that phones would tell of it. Knows the order of acts; refuses to know why a day went so.
 */
import type { LonLat } from "@antar/measure";
import type { Sighting } from "../etas/facts.ts";
import type { DayRecord } from "./act-out.ts";
import type { Script } from "./script.ts";
import type { Standstill } from "./spread.ts";

/** Phones tell where they are so often while they drive, seconds. */
const positionEvery = 300;

interface Drive {
  readonly from: LonLat;
  readonly to: LonLat;
  readonly left: number;
  readonly arrived: number;
  /** Standstill halfway, seconds. */
  readonly stands: number;
}

/** Share of a drive that is behind at `at`; as the crow flies, at one pace. */
function shareBehind({ left, arrived, stands }: Drive, at: number): number {
  const half = (arrived - left - stands) / 2;
  const gone = at - left;
  if (half <= 0) return 0;
  return (gone <= half ? gone : Math.max(half, gone - stands)) / (2 * half);
}

function* positionsOn(drive: Drive): Generator<{ at: number; point: LonLat }> {
  const { from, to, left, arrived } = drive;
  for (let at = left + positionEvery; at < arrived; at += positionEvery) {
    const share = shareBehind(drive, at);
    yield { at, point: [from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])] };
  }
}

/** The events of `record` in the order of their moments. `standstills` by number of the trip. */
export function toldEvents(
  script: Script,
  record: DayRecord,
  standstills: ReadonlyMap<number, Standstill> = new Map(),
): readonly Sighting[] {
  const events: Sighting[] = [];
  const pointOf = (code: string): LonLat | undefined => script.world.byCode.get(code)?.place.point;
  for (const { index, id, name, stops } of script.trips) {
    const tell = (kind: string, at: number | undefined, place?: string): void => {
      events.push({ kind, at: at ?? 0, vehicle: name, trip: id, ...(place === undefined ? {} : { place }) });
    };
    tell("loading", record.begun[index]);
    tell("loaded", record.loaded[index]);
    tell("departed", record.departed[index]);
    let left = record.departed[index] ?? 0;
    const still = standstills.get(index);
    for (const [place, stop] of stops.entries()) {
      const [from, to, arrived] = [pointOf(stop.leg.from), pointOf(stop.leg.to), record.arrived[stop.index] ?? 0];
      const stands = still?.stop === place ? still.seconds : 0;
      const positions = from && to ? positionsOn({ from, to, left, arrived, stands }) : [];
      for (const { at, point } of positions) events.push({ kind: "position", at, vehicle: name, point });
      tell("arrived", record.arrived[stop.index], stop.place);
      tell("handed-over", record.ended[stop.index], stop.place);
      left = (record.ended[stop.index] ?? 0) + stop.pause;
    }
  }
  return events.sort((left, right) => left.at - right.at);
}
