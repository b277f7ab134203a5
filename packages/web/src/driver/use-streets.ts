/**
 * The streets around a vehicle's drives as React state: from the phone, or cut from the service's base map once and kept.
 */
import type { AssignmentView } from "@antar/api";
import type { Position } from "geojson";
import { useEffect, useState } from "react";
import { fetchBase } from "../client.ts";
import { positionsOf } from "../map/positions.ts";
import { keepStreets, keptStreets } from "./phone-store.ts";
import { boxAround, type Street, streetsIn } from "./streets.ts";

/** Degrees around the drives: about a kilometre. */
const margin = 0.01;
/** Milliseconds until the page has the network to itself: the map is the last thing that a driver waits for. */
const afterPage = 6_000;

function pointsOf({ drawing, places }: AssignmentView): readonly Position[] {
  const lines = drawing.features.flatMap(({ geometry }) => positionsOf(geometry.coordinates));
  return [...lines, ...places.map(({ point }) => [...point])];
}

/** The streets; none until they are there, and where the service has no base map. */
export function useStreets(assignment: AssignmentView | undefined): readonly Street[] {
  const [streets, setStreets] = useState<readonly Street[]>([]);
  useEffect(() => {
    if (!assignment) return;
    const controller = new AbortController();
    const { brief, vehicle, version } = assignment;
    const load = async (): Promise<void> => {
      const kept = await keptStreets(brief, vehicle);
      if (kept && !controller.signal.aborted) setStreets(kept.streets);
      if (kept?.version === version) return;
      await new Promise((resolve) => setTimeout(resolve, afterPage));
      const box = boxAround(pointsOf(assignment), margin);
      if (controller.signal.aborted || !box) return;
      const cut = streetsIn(await fetchBase(controller.signal), box);
      setStreets(cut);
      await keepStreets({ brief, vehicle, version, streets: cut });
    };
    load().catch(() => undefined); // Without it the route is drawn on plain ground.
    return () => controller.abort();
  }, [assignment]);
  return streets;
}
