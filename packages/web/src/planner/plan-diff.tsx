/**
 * What a version changes against the one that is out: how many stops stay as they are, and which do not.
 */
import type { PlanDiffView } from "@antar/api";
import { useCallback } from "react";
import { fetchDiff } from "../client.ts";
import { epochOf, shortMoment } from "../format/moments.ts";
import { number } from "../format/numbers.ts";
import { usePreferences } from "../preferences.tsx";
import type { Schedule } from "../schedule/schedule.ts";
import { useResource } from "../use-resource.ts";

interface PlanDiffProps {
  readonly brief: string;
  readonly version: number;
  readonly schedule: Schedule;
}

function Stops({ title, stops, schedule }: { title: string; stops: readonly string[]; schedule: Schedule }) {
  const { language } = usePreferences();
  if (stops.length === 0) return null;
  return (
    <details>
      <summary>
        {title} <b>{number(stops.length, language)}</b>
      </summary>
      <ul>
        {stops.slice(0, 200).map((stop) => (
          <li key={stop}>{schedule.places.get(stop)?.name ?? stop}</li>
        ))}
      </ul>
    </details>
  );
}

function Retimed({ diff, schedule }: { readonly diff: PlanDiffView; readonly schedule: Schedule }) {
  const { text, language } = usePreferences();
  if (diff.changedEta.length === 0) return null;
  const time = (moment: string): string => shortMoment(epochOf(moment), schedule.timeZone, language);
  return (
    <details>
      <summary>
        {text.diffRetimed} <b>{number(diff.changedEta.length, language)}</b>
      </summary>
      <ul>
        {diff.changedEta.slice(0, 200).map(({ stop, before, after }) => (
          <li key={`${stop} ${before}`}>
            {schedule.places.get(stop)?.name ?? stop}: {time(before)} → {time(after)}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** The section; nothing where there is no published version to compare with. */
export function PlanDiff({ brief, version, schedule }: PlanDiffProps) {
  const { text, language } = usePreferences();
  const [resource] = useResource(
    useCallback((signal: AbortSignal) => fetchDiff(brief, version, signal), [brief, version]),
  );
  if (resource.state !== "ready") return null;
  const diff = resource.value;
  if (diff.from === diff.to) return null;
  const touched = new Set([...diff.movedVehicle, ...diff.changedOrder, ...diff.added, ...diff.removed]).size;
  const same = Math.max(0, diff.stops - touched);
  return (
    <section className="plan-diff">
      <h2>{text.diffTitle(number(diff.from, language))}</h2>
      <p>{text.diffSame(number(same, language), number(diff.stops, language))}</p>
      <Stops title={text.diffMoved} stops={diff.movedVehicle} schedule={schedule} />
      <Stops title={text.diffOrder} stops={diff.changedOrder} schedule={schedule} />
      <Stops title={text.diffAdded} stops={diff.added} schedule={schedule} />
      <Stops title={text.diffRemoved} stops={diff.removed} schedule={schedule} />
      <Retimed diff={diff} schedule={schedule} />
    </section>
  );
}
