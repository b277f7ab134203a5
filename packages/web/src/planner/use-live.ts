/**
 * Where the vehicles are, as React state: asked for now and then while the published version is on show.
 */
import { useEffect, useMemo, useState } from "react";
import { fetchPositions } from "../client.ts";
import { type Heard, type LiveFeatures, liveFeatures, noLive } from "../map/live.ts";
import { useNow } from "../parts/top-bar.tsx";
import { usePreferences } from "../preferences.tsx";
import type { Schedule } from "../schedule/schedule.ts";

/** Milliseconds between two looks, and seconds after which ages are written anew. */
const [every, written] = [30_000, 30];

/** The vehicles of `brief` that have told where they are; none for a version that nobody drives. */
export function useLive(brief: string, schedule: Schedule, published: boolean): LiveFeatures {
  const { theme, language } = usePreferences();
  const [heard, setHeard] = useState<Heard>();
  const now = useNow(written);
  useEffect(() => {
    if (!published) return;
    const controller = new AbortController();
    const look = (): void =>
      void fetchPositions(brief, controller.signal).then(
        ({ positions }) => setHeard({ positions, at: Date.now() / 1_000 }),
        () => undefined, // Ages go on growing: that is what the map then says.
      );
    look();
    const timer = setInterval(look, every);
    return () => {
      clearInterval(timer);
      controller.abort();
    };
  }, [brief, published]);
  return useMemo(
    () =>
      heard && heard.positions.length > 0 && published
        ? liveFeatures(schedule, heard, { now: Math.max(now, heard.at), theme, language })
        : noLive,
    [heard, published, schedule, now, theme, language],
  );
}
