/**
 * A rehearsed day as the events that phones would tell of it. Knows the order of acts; refuses to know why a day went so.
 */
import type { Sighting } from "../etas/facts.ts";
import type { DayRecord } from "./act-out.ts";
import type { Script } from "./script.ts";

/** The events of `record` in the order of their moments. */
export function toldEvents(script: Script, record: DayRecord): readonly Sighting[] {
  const events: Sighting[] = [];
  for (const { index, id, name, stops } of script.trips) {
    const tell = (kind: string, at: number | undefined, place?: string): void => {
      events.push({ kind, at: at ?? 0, vehicle: name, trip: id, ...(place === undefined ? {} : { place }) });
    };
    tell("loading", record.begun[index]);
    tell("loaded", record.loaded[index]);
    tell("departed", record.departed[index]);
    for (const stop of stops) {
      tell("arrived", record.arrived[stop.index], stop.place);
      tell("handed-over", record.ended[stop.index], stop.place);
    }
  }
  return events.sort((left, right) => left.at - right.at);
}
