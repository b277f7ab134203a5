/**
 * The door of `roads`: OSM extracts in, an exact road network out. Nothing else of this room is public.
 */
import { readNetwork } from "./file/network-file.ts";
import { createRoadNetwork, type RoadNetwork } from "./network/road-network.ts";

export { type BuildOptions, type BuildReport, buildRoads, type ProfileReport, usualProfiles } from "./build-roads.ts";
export { RoadsError, type RoadsErrorCode } from "./errors.ts";
export type { NetworkMetadata } from "./file/network-file.ts";
export type { Closure, ClosureArea } from "./network/closures.ts";
export type { DrawnStreet } from "./network/drawing.ts";
export { legSeconds } from "./network/leg-times.ts";
export type { MatchChoices, Matched, Matching, TracePoint } from "./network/match.ts";
export type { Circumstances, EdgePlace } from "./network/metric.ts";
export type { Candidates, NearestChoices, Side, Snap } from "./network/nearest.ts";
export type { RawArcs, RawAttachment } from "./network/raw-arcs.ts";
export type { ReachedStreet } from "./network/reach.ts";
export type { Directions, Path, RoadNetwork, Table } from "./network/road-network.ts";
export type { Leg, Route, RouteChoices } from "./network/route.ts";
export type { StepKind, StepSaying, TurnDirection } from "./network/step-words.ts";
export type { Crossing, Step } from "./network/steps.ts";
export type { Pieces } from "./network/stretches.ts";
export { ExtractError, type ExtractFormat, type ImportReport, type RoadExtract, readExtract } from "./osm/index.ts";
export {
  type CompiledProfile,
  compileProfile,
  type Profile,
  ProfileError,
  parseProfile,
  profileOf,
  profiles,
} from "./profiles/index.ts";

/** Opens a network file without copying it. Throws RoadsError `bad-network` with a sentence on a bad file. */
export function openRoads(file: Uint8Array): RoadNetwork {
  return createRoadNetwork(readNetwork(file));
}
