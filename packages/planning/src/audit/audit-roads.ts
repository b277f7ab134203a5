/**
 * What the audit asks of a road network: its raw arcs and where a point lies on them. Never its tables and paths, for
 * those are what the audit checks.
 */
import type { LonLat } from "@antar/measure";
import type { Closure, EdgePlace, RawArcs } from "@antar/roads";

/** The part of a `RoadNetwork` that the audit uses; an opened network is one. */
export interface AuditRoads {
  readonly metadata: { readonly sha256: string; readonly profiles: readonly string[] };
  /** Where a place at `point` lies on the roads of `profile`; undefined when no road can be used. */
  nearest(profile: string, point: LonLat): (EdgePlace & { readonly distance?: number }) | undefined;
  /** The arcs of a profile that `metadata` lists. */
  arcs(profile: string): RawArcs;
  /** For each hour 0..23 the first hour with the same speeds; absent: the same at all hours. */
  hourClasses?(): readonly number[];
  /** The same roads and closures at an hour of the day. */
  at?(when: { readonly hour: number }): AuditRoads;
  /** The same roads under these closures; only asked for plans that name closures. */
  withClosures?(closures: readonly Closure[]): AuditRoads;
}
