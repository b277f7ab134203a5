/**
 * Roads that could be closed on a day, and what that would do to the drives of a plan. Knows paths and detours; refuses
 * to know when a road is closed.
 */
import { createRandom, haversine, type LonLat } from "@antar/measure";
import type { RoadNetwork } from "@antar/roads";
import type { Script, ScriptLeg } from "./script.ts";

/** One closed road: seconds of the drives that it changes, Infinity where no way is left, by number of the leg. */
export interface ClosureScene {
  readonly at: LonLat;
  readonly seconds: ReadonlyMap<number, number>;
}

/** What scenes ask of roads. */
export type ScenicRoads = Pick<RoadNetwork, "path" | "withClosures">;

/** A closed road is closed for so many metres around its point. */
const radius = 40;

function pointOf(script: Script, code: string): LonLat | undefined {
  return script.world.byCode.get(code)?.place.point;
}

type Line = readonly LonLat[];

function lineOf(roads: ScenicRoads, script: Script, leg: ScriptLeg): Line {
  const [from, to] = [pointOf(script, leg.from), pointOf(script, leg.to)];
  if (!from || !to || leg.from === leg.to) return [];
  return roads.path(leg.profile, from, to)?.geometry ?? [];
}

function passes(line: Line, at: LonLat): boolean {
  return line.some((point, index) => {
    const before = line[index - 1] ?? point;
    const length = haversine(before, point);
    const steps = Math.max(1, Math.ceil(length / radius));
    for (let step = 0; step <= steps; step++) {
      const share = step / steps;
      const between: LonLat = [before[0] + (point[0] - before[0]) * share, before[1] + (point[1] - before[1]) * share];
      if (haversine(between, at) <= radius) return true;
    }
    return false;
  });
}

function near(line: Line, at: LonLat): boolean {
  const box = 0.02;
  let [west, south, east, north] = [181, 91, -181, -91];
  for (const [lon, lat] of line) {
    [west, south] = [Math.min(west, lon), Math.min(south, lat)];
    [east, north] = [Math.max(east, lon), Math.max(north, lat)];
  }
  return at[0] > west - box && at[0] < east + box && at[1] > south - box && at[1] < north + box;
}

/** `count` scenes: in each a road in the middle of some drive of the plan is closed. The same seed, the same scenes. */
export function closureScenes(
  script: Script,
  roads: ScenicRoads,
  options: { readonly count: number; readonly seed: number },
): readonly ClosureScene[] {
  const random = createRandom(options.seed).fork(7);
  const lines = script.legs.map((leg) => lineOf(roads, script, leg));
  const long = lines.filter((line) => line.length > 2);
  return Array.from({ length: long.length > 0 ? options.count : 0 }, (): ClosureScene => {
    const line = long[random.below(long.length)] ?? [];
    const at = line[1 + random.below(line.length - 2)] ?? [0, 0];
    const closed = roads.withClosures([{ kind: "place", at, radius }]);
    const seconds = new Map<number, number>();
    for (const leg of script.legs) {
      const own = lines[leg.index] ?? [];
      const [from, to] = [pointOf(script, leg.from), pointOf(script, leg.to)];
      if (!from || !to || !near(own, at) || !passes(own, at)) continue;
      const around = closed.path(leg.profile, from, to)?.duration ?? Number.POSITIVE_INFINITY;
      seconds.set(leg.index, Math.max(leg.seconds, around));
    }
    return { at, seconds };
  });
}
