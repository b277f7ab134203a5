/**
 * What both maps are given. Refuses to know how they draw.
 */
import type { RouteDrawing } from "@antar/api";
import type { Filter } from "../schedule/find.ts";
import type { Schedule } from "../schedule/schedule.ts";
import type { BaseMap } from "./base.ts";
import type { ClosureFeatures } from "./closures.ts";
import type { Selection } from "./features.ts";
import type { LiveFeatures } from "./live.ts";

/** Properties of a map of the plan. */
export interface MapProps {
  readonly schedule: Schedule;
  readonly drawing: RouteDrawing;
  readonly base: BaseMap;
  readonly selection: Selection;
  readonly filter: Filter;
  /** Ids of the vehicles that pass the filter. */
  readonly shown: ReadonlySet<string>;
  /** Where the last selection was made; the camera follows only those made elsewhere. */
  readonly focus: "map" | "list";
  /** Closed roads, and the one that is being drawn. */
  readonly closures: ClosureFeatures;
  /** Vehicles where they last were. */
  readonly live: LiveFeatures;
  /** The point of a place that is being put right, `[lon, lat]`. */
  readonly moving?: readonly [number, number] | undefined;
  /** While something is drawn: called with each point, `[lon, lat]`, instead of `onSelect`. */
  readonly onDraw: ((point: readonly [number, number]) => void) | undefined;
  /** Called with what was pointed at, undefined for empty ground. */
  readonly onSelect: (selection: Selection | undefined) => void;
}
