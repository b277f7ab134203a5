/**
 * Seconds and metres between places, rounded once. Knows tables; asks the road network for one block at a time: an
 * origin with its receivers, or the origins among which vehicles roam.
 */
import { type LonLat, wholeMetres, wholeSeconds } from "@antar/measure";
import { driveOver, type Spell } from "./drive.ts";
import type { RoadSpell, Roads } from "./roads-in-time.ts";
import type { Site } from "./world.ts";

/** A drive as it is written down. */
export interface Drive {
  readonly seconds: number;
  readonly metres: number;
}

/** The drive between two places: an estimate at the usual hours, and what it is from each moment on. */
export interface Leg extends Drive {
  /** Only where the roads change: what the drive takes in each spell. */
  readonly spells?: readonly Spell[];
}

/** The drive along `leg` that begins at `departure`; undefined when it never arrives. */
export function driveFrom(leg: Leg, departure: number): Drive | undefined {
  return leg.spells ? driveOver(leg.spells, departure) : leg;
}

/** A square table over some sites; `durations[row * n + column]`, `noWay` where no road leads. */
export interface Block {
  readonly sites: readonly Site[];
  readonly durations: Int32Array;
  readonly distances: Int32Array;
  /** The leg between two sites of the block; undefined when no road leads there. */
  leg(from: Site, to: Site): Leg | undefined;
}

/** The cell of a block when there is no way. */
export const noWay = 0x7fffffff;

/** Road tables of one plan, each asked for once. */
export interface Legs {
  /** The table over `sites` in their order, for `profile`. */
  block(profile: string, sites: readonly Site[]): Block;
}

type Cells = Pick<Block, "durations" | "distances">;

function cellsOf(roads: Roads, profile: string, points: LonLat[]): Cells {
  const table = roads.table(profile, points, points);
  const size = points.length;
  const durations = new Int32Array(size * size).fill(noWay);
  const distances = new Int32Array(size * size).fill(noWay);
  for (let cell = 0; cell < size * size; cell++) {
    const [duration, distance] = [table.durations[cell], table.distances[cell]];
    if (duration === undefined || distance === undefined || !Number.isFinite(duration)) continue;
    durations[cell] = wholeSeconds(duration);
    distances[cell] = wholeMetres(distance);
  }
  return { durations, distances };
}

function driveAt({ durations, distances }: Cells, cell: number): Drive | undefined {
  const [seconds = noWay, metres = noWay] = [durations[cell], distances[cell]];
  return seconds === noWay ? undefined : { seconds, metres };
}

/** In each cell the slowest drive of all tables that has a way. */
function slowest(tables: readonly Cells[], size: number): Cells {
  const [first] = tables;
  if (first && tables.length === 1) return first;
  const durations = new Int32Array(size * size).fill(noWay);
  const distances = new Int32Array(size * size).fill(noWay);
  for (const table of tables) {
    for (let cell = 0; cell < size * size; cell++) {
      const drive = driveAt(table, cell);
      const known = durations[cell] ?? noWay;
      if (!drive || (known !== noWay && known >= drive.seconds)) continue;
      durations[cell] = drive.seconds;
      distances[cell] = drive.metres;
    }
  }
  return { durations, distances };
}

/** One table for each network, made when it is first looked into. */
function lazyTables(profile: string, points: LonLat[]): (roads: Roads) => Cells {
  const tables = new Map<Roads, Cells>();
  return (roads) => {
    const cells = tables.get(roads) ?? cellsOf(roads, profile, points);
    tables.set(roads, cells);
    return cells;
  };
}

function blockOf(spells: readonly RoadSpell[], profile: string, sites: readonly Site[]): Block {
  const points: LonLat[] = sites.map((site) => site.place.point);
  const tableOf = lazyTables(profile, points);
  const usual = spells.some((spell) => spell.usual) ? spells.filter((spell) => spell.usual) : spells;
  const cells = slowest([...new Set(usual.map((spell) => spell.roads))].map(tableOf), sites.length);
  const rows = new Map(sites.map((site, row) => [site, row]));
  const timed = new Map<number, readonly Spell[]>();
  const spellsOf = (cell: number): readonly Spell[] => {
    const known =
      timed.get(cell) ??
      spells.map(({ until, roads }) => {
        let drive: Drive | undefined | "not looked up" = "not looked up";
        return {
          until,
          get leg() {
            if (drive === "not looked up") drive = driveAt(tableOf(roads), cell);
            return drive;
          },
        };
      });
    timed.set(cell, known);
    return known;
  };
  return {
    sites,
    ...cells,
    leg(from, to) {
      const [row, column] = [rows.get(from), rows.get(to)];
      if (row === undefined || column === undefined) throw new RangeError(`${to.place.code} is not in this block`);
      const cell = row * sites.length + column;
      const drive = driveAt(cells, cell);
      return !drive || spells.length === 1 ? drive : { ...drive, spells: spellsOf(cell) };
    },
  };
}

/** Legs over `spells`, with a memory. */
export function openLegs(spells: readonly RoadSpell[]): Legs {
  const blocks = new Map<string, Block>();
  return {
    block(profile, sites) {
      const key = `${profile} ${sites.map((site) => site.index).join(" ")}`;
      const block = blocks.get(key) ?? blockOf(spells, profile, sites);
      blocks.set(key, block);
      return block;
    },
  };
}
