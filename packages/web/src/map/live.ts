/**
 * Vehicles where they last were, with the age of that on the map itself. Refuses to know any map library.
 */
import type { PositionView } from "@antar/api";
import type { FeatureCollection, Point } from "geojson";
import { duration, type Language } from "../format/numbers.ts";
import { palette, type Theme } from "../schedule/colours.ts";
import type { Schedule } from "../schedule/schedule.ts";

/** A vehicle on the map. `stale`: too old to say where it is now. */
export interface LiveTags {
  readonly vehicle: string;
  readonly label: string;
  readonly colour: string;
  readonly stale: boolean;
}

/** Vehicles as map features. */
export type LiveFeatures = FeatureCollection<Point, LiveTags>;

/** A position as it was told, and when, epoch seconds. */
export interface Heard {
  readonly positions: readonly PositionView[];
  readonly at: number;
}

/** Seconds after which a position says little. */
const staleAfter = 15 * 60;

/** Nothing is known of any vehicle. */
export const noLive: LiveFeatures = { type: "FeatureCollection", features: [] };

interface Looking {
  readonly now: number;
  readonly theme: Theme;
  readonly language: Language;
}

/** The vehicles of the schedule that have told a position; their age has grown since it was heard. */
export function liveFeatures(schedule: Schedule, { positions, at }: Heard, looking: Looking): LiveFeatures {
  const colours = new Map(schedule.vehicles.map(({ id, colour }) => [id, palette[looking.theme][colour]]));
  const features = positions.flatMap(({ vehicle, age, point }): LiveFeatures["features"] => {
    const colour = colours.get(vehicle);
    if (colour === undefined) return [];
    const old = age + Math.max(0, looking.now - at);
    const label = `${vehicle} · ${duration(old, looking.language)}`;
    const tags: LiveTags = { vehicle, label, colour, stale: old > staleAfter };
    return [{ type: "Feature", properties: tags, geometry: { type: "Point", coordinates: [point[0], point[1]] } }];
  });
  return { type: "FeatureCollection", features };
}
