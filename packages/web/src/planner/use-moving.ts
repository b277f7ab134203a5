/**
 * A place whose point is being put right, as React state: the point so far and the road beside it. Saving writes the brief,
 * not the plan.
 */
import { useCallback, useState } from "react";
import { fetchBrief, putBrief } from "../client.ts";
import { layPlaces } from "../import/lay-places.ts";

type Point = readonly [number, number];

/** What the planner can do about the point of a place. `point` is undefined while no place is being moved. */
export interface Moving {
  readonly code: string | undefined;
  readonly point: Point | undefined;
  readonly begin: (code: string, point: Point) => void;
  readonly put: (point: Point) => void;
  readonly cancel: () => void;
  /** Resolves once the brief has the point; the service judges it first. Rejects with ServiceError. */
  readonly save: () => Promise<void>;
}

const rounded = ([lon, lat]: Point): Point => [Number(lon.toFixed(6)), Number(lat.toFixed(6))];

/** The moving of places of `brief`; `onSaved` when one has moved. */
export function useMoving(brief: string, onSaved: () => void): Moving {
  const [moved, setMoved] = useState<{ readonly code: string; readonly point: Point }>();
  const put = useCallback((point: Point) => setMoved((known) => known && { ...known, point: rounded(point) }), []);
  return {
    code: moved?.code,
    point: moved?.point,
    put,
    begin: (code, point) => setMoved({ code, point: rounded(point) }),
    cancel: () => setMoved(undefined),
    save: async () => {
      if (!moved) return;
      const document = await fetchBrief(brief, new AbortController().signal);
      const place = document.places.find(({ code }) => code === moved.code);
      if (!place) return;
      const laid = layPlaces(document, [{ ...place, point: [moved.point[0], moved.point[1]] }], false);
      await putBrief(document.id, laid.brief, false);
      setMoved(undefined);
      onSaved();
    },
  };
}
