/**
 * What a version changes against the one that is out: how many stops stay as they are, and which do not.
 */
import type { PlanDiffView } from "@antar/api";
import { useCallback } from "react";
import { fetchDiff } from "../client.ts";
import { epochOf, shortMoment } from "../format/moments.ts";
import { number } from "../format/numbers.ts";
import type { Selection } from "../map/features.ts";
import { usePreferences } from "../preferences.tsx";
import type { Schedule } from "../schedule/schedule.ts";
import { useResource } from "../use-resource.ts";

interface PlanDiffProps {
  readonly brief: string;
  readonly version: number;
  readonly schedule: Schedule;
  readonly onSelect: (selection: Selection) => void;
}

type ListProps = Pick<PlanDiffProps, "schedule" | "onSelect">;

/** Where a stop is and whence it is supplied; the service names stops `ORIGIN>PLACE:FIRST KIT`. */
export function placesOfStop(stop: string): { readonly place: string; readonly origin: string | undefined } {
  const [, origin, place] = /^(.+)>(.+):/.exec(stop) ?? [];
  return { place: place ?? stop, origin };
}

/** A stop by its name; pressed, it is shown on the map. */
function Stop({ stop, schedule, onSelect }: ListProps & { readonly stop: string }) {
  const { text } = usePreferences();
  const { place: code, origin = "" } = placesOfStop(stop);
  const [place, from] = [schedule.places.get(code), schedule.places.get(origin)];
  if (!place) return code;
  return (
    <>
      <button type="button" onClick={() => onSelect({ vehicle: undefined, trip: undefined, place: place.code })}>
        {place.name}
      </button>
      {from && place.kind !== "tps" && ` ${text.from} ${from.name}`}
    </>
  );
}

function Stops({ title, stops, ...list }: ListProps & { readonly title: string; readonly stops: readonly string[] }) {
  const { language } = usePreferences();
  if (stops.length === 0) return null;
  return (
    <details>
      <summary>
        {title} <b>{number(stops.length, language)}</b>
      </summary>
      <ul>
        {stops.slice(0, 200).map((stop) => (
          <li key={stop}>
            <Stop stop={stop} {...list} />
          </li>
        ))}
      </ul>
    </details>
  );
}

function Retimed({ diff, ...list }: ListProps & { readonly diff: PlanDiffView }) {
  const { text, language } = usePreferences();
  if (diff.changedEta.length === 0) return null;
  const time = (moment: string): string => shortMoment(epochOf(moment), list.schedule.timeZone, language);
  return (
    <details>
      <summary>
        {text.diffRetimed} <b>{number(diff.changedEta.length, language)}</b>
      </summary>
      <ul>
        {diff.changedEta.slice(0, 200).map(({ stop, before, after }) => (
          <li key={`${stop} ${before}`}>
            <Stop stop={stop} {...list} /> {time(before)} → {time(after)}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** The section; nothing where there is no published version to compare with. */
export function PlanDiff({ brief, version, ...list }: PlanDiffProps) {
  const { text, language } = usePreferences();
  const [resource] = useResource(
    useCallback((signal: AbortSignal) => fetchDiff(brief, version, signal), [brief, version]),
  );
  if (resource.state !== "ready") return null;
  const diff = resource.value;
  if (diff.from === diff.to) return null;
  const touched = new Set([...diff.movedVehicle, ...diff.changedOrder, ...diff.extra, ...diff.added, ...diff.removed])
    .size;
  const same = Math.max(0, diff.stops - touched);
  return (
    <section className="plan-diff">
      <h2>{text.diffTitle(number(diff.from, language))}</h2>
      <p>{text.diffSame(number(same, language), number(diff.stops, language))}</p>
      <Stops title={text.diffMoved} stops={diff.movedVehicle} {...list} />
      <Stops title={text.diffOrder} stops={diff.changedOrder} {...list} />
      <Stops title={text.diffExtra} stops={diff.extra} {...list} />
      <Stops title={text.diffAdded} stops={diff.added} {...list} />
      <Stops title={text.diffRemoved} stops={diff.removed} {...list} />
      <Retimed diff={diff} {...list} />
    </section>
  );
}
