/**
 * Seconds and metres between places, rounded once. Knows tables; asks the road network for one block at a time: an
 * origin with its receivers, or the origins among which vehicles roam.
 */
import { type LonLat, wholeMetres, wholeSeconds } from "@antar/measure";
import type { RoadNetwork } from "@antar/roads";
import type { Site } from "./world.ts";

/** The drive between two places. */
export interface Leg {
  readonly seconds: number;
  readonly metres: number;
}

/** A square table over some sites; `durations[row * n + column]`, `noWay` where no road leads. */
export interface Block {
  readonly sites: readonly Site[];
  readonly durations: Int32Array;
  readonly distances: Int32Array;
  /** The leg between two sites of the block; undefined when no road leads there. */
  leg(from: Site, to: Site): Leg | undefined;
}

/** What the planner asks of roads. */
export type Roads = Pick<RoadNetwork, "table">;

/** The cell of a block when there is no way. */
export const noWay = 0x7fffffff;

/** Road tables of one plan, each asked for once. */
export interface Legs {
  /** The table over `sites` in their order, for `profile`. */
  block(profile: string, sites: readonly Site[]): Block;
}

function tableOf(roads: Roads, profile: string, sites: readonly Site[]): Block {
  const points: LonLat[] = sites.map((site) => site.place.point);
  const table = roads.table(profile, points, points);
  const size = sites.length;
  const durations = new Int32Array(size * size).fill(noWay);
  const distances = new Int32Array(size * size).fill(noWay);
  for (let cell = 0; cell < size * size; cell++) {
    const [duration, distance] = [table.durations[cell], table.distances[cell]];
    if (duration === undefined || distance === undefined || !Number.isFinite(duration)) continue;
    durations[cell] = wholeSeconds(duration);
    distances[cell] = wholeMetres(distance);
  }
  const rows = new Map(sites.map((site, row) => [site, row]));
  return {
    sites,
    durations,
    distances,
    leg(from, to) {
      const [row, column] = [rows.get(from), rows.get(to)];
      if (row === undefined || column === undefined) throw new RangeError(`${to.place.code} is not in this block`);
      const [seconds = noWay, metres = noWay] = [durations[row * size + column], distances[row * size + column]];
      return seconds === noWay ? undefined : { seconds, metres };
    },
  };
}

/** Legs over `roads`, with a memory. */
export function openLegs(roads: Roads): Legs {
  const blocks = new Map<string, Block>();
  return {
    block(profile, sites) {
      const key = `${profile} ${sites.map((site) => site.index).join(" ")}`;
      const block = blocks.get(key) ?? tableOf(roads, profile, sites);
      blocks.set(key, block);
      return block;
    },
  };
}
