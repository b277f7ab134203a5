/**
 * The closures of a brief and the one that is being drawn, as React state.
 */
import type { ClosureView } from "@antar/api";
import type { Feature, Position } from "geojson";
import { useCallback, useMemo, useState } from "react";
import { fetchClosures, liftClosure, putClosure } from "../client.ts";
import { type ClosureFeatures, closureFeatures, sketchShape } from "../map/closures.ts";
import { newId } from "../session/session.ts";
import { useResource } from "../use-resource.ts";

/** How a drawn closure holds. */
export interface ClosureWish {
  readonly name: string;
  readonly mode: "closed" | "slow";
  readonly exceptBridges: boolean;
}

/** What the planner can do about closures. `sketch` is undefined while nothing is drawn. */
export interface Closures {
  readonly list: readonly ClosureView[];
  readonly features: ClosureFeatures;
  readonly sketch: readonly Position[] | undefined;
  /** Begins a sketch, with its first corner when one is given. */
  readonly draw: (corner?: Position) => void;
  readonly addCorner: (corner: readonly [number, number]) => void;
  readonly dropCorner: () => void;
  readonly cancel: () => void;
  /** Resolves once the closure holds. Rejects with ServiceError. */
  readonly save: (wish: ClosureWish) => Promise<void>;
  readonly lift: (closure: string) => Promise<void>;
}

/** Speeds on a slow road, as a part of the usual ones: the flood of the scenario. */
const floodFactor = 0.3;
/** Metres around a single point that is closed. */
const aroundPoint = 50;

function featureOf(corners: readonly Position[], { name, mode, exceptBridges }: ClosureWish): Feature | undefined {
  const geometry = sketchShape(corners);
  if (!geometry) return undefined;
  const properties = {
    name,
    mode,
    exceptBridges,
    ...(mode === "slow" ? { factor: floodFactor } : {}),
    ...(geometry.type === "Point" ? { radius: aroundPoint } : {}),
  };
  return { type: "Feature", properties, geometry };
}

/** Follows the closures of `brief`. */
export function useClosures(brief: string): Closures {
  const [resource, again] = useResource(useCallback((signal: AbortSignal) => fetchClosures(brief, signal), [brief]));
  const [sketch, setSketch] = useState<readonly Position[]>();
  const list = resource.state === "ready" ? resource.value.closures : none;
  const features = useMemo(() => closureFeatures(list, sketch ?? []), [list, sketch]);
  const addCorner = useCallback(([lon, lat]: readonly [number, number]) => {
    setSketch((known) => known && [...known, [Number(lon.toFixed(6)), Number(lat.toFixed(6))]]);
  }, []);
  return {
    list,
    features,
    sketch,
    addCorner,
    draw: (corner) => setSketch(corner ? [corner] : []),
    dropCorner: () => setSketch((known) => known?.slice(0, -1)),
    cancel: () => setSketch(undefined),
    save: async (wish) => {
      const feature = featureOf(sketch ?? [], wish);
      if (!feature) return;
      await putClosure(brief, newId(), feature);
      setSketch(undefined);
      again();
    },
    lift: async (closure) => {
      await liftClosure(brief, closure);
      again();
    },
  };
}

const none: readonly ClosureView[] = [];
