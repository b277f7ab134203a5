/**
 * The plan as a drawing on the chair's sheet: the plain map, which prints. Refuses to select or change anything.
 */
import { useCallback } from "react";
import { fetchBase, fetchRoutes } from "../client.ts";
import { baseMapOf } from "../map/base.ts";
import { nothing } from "../map/features.ts";
import { noLive } from "../map/live.ts";
import { SvgMap } from "../map/svg-map.tsx";
import { usePreferences } from "../preferences.tsx";
import { everything } from "../schedule/find.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { useResource } from "../use-resource.ts";

const noClosures = { type: "FeatureCollection" as const, features: [] };
const ignore = (): void => undefined;

interface ReviewMapProps {
  readonly brief: string;
  readonly version: number;
  readonly schedule: Schedule;
  readonly serviceArea: Parameters<typeof baseMapOf>[1];
}

/** The map with its attribution; the room is kept while it loads. */
export function ReviewMap({ brief, version, schedule, serviceArea }: ReviewMapProps) {
  const { text, language } = usePreferences();
  const load = useCallback(
    async (signal: AbortSignal) => {
      const [drawing, base] = await Promise.all([
        fetchRoutes(brief, version, signal),
        fetchBase(signal).catch(() => undefined),
      ]);
      return { drawing, base: baseMapOf(base, serviceArea) };
    },
    [brief, version, serviceArea],
  );
  const [resource] = useResource(load);
  return (
    <section className="review-map" aria-label={text.reviewMap}>
      <h2>{text.reviewMap}</h2>
      <div className="frame">
        {resource.state === "loading" && <p className="hint">{text.loadingMap}</p>}
        {resource.state === "failed" && (
          <p className="alarm">{resource.error.says?.[language] ?? resource.error.message}</p>
        )}
        {resource.state === "ready" && (
          <SvgMap
            schedule={schedule}
            drawing={resource.value.drawing}
            base={resource.value.base}
            selection={nothing}
            filter={everything}
            shown={new Set(schedule.vehicles.map(({ id }) => id))}
            focus="list"
            closures={noClosures}
            live={noLive}
            onDraw={undefined}
            onSelect={ignore}
          />
        )}
      </div>
      <p className="hint">{schedule.plan.roads.attribution}</p>
    </section>
  );
}
