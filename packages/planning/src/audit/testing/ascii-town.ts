/**
 * Roads drawn as letters, for tests of the audit: a letter or `+` is a junction, `-` and `|` are streets, a `>` in a
 * street makes it one-way to the right. Its arcs are made here, without the road room.
 */
import type { LonLat } from "@antar/measure";
import type { RawArcs } from "@antar/roads";
import type { AuditRoads } from "../audit-roads.ts";

/** One column to the side: 45.25 s and 60.1 m; one row up or down: 30.3 s and 40 m. */
const column = { milliseconds: 45_250, decimetres: 601 };
const row = { milliseconds: 30_300, decimetres: 400 };

/** A drawn town: its roads for the audit, and where its letters are. */
export interface AsciiTown {
  readonly roads: AuditRoads;
  pointOf(letter: string): [number, number];
}

interface Junction {
  readonly letter: string;
  readonly x: number;
  readonly y: number;
}

function junctionsOf(drawing: readonly string[]): Junction[] {
  return drawing.flatMap((line, y) =>
    [...line].flatMap((letter, x) => (/[A-Za-z0-9+]/.test(letter) ? [{ letter, x, y }] : [])),
  );
}

interface Street {
  readonly tail: number;
  readonly head: number;
  readonly milliseconds: number;
  readonly decimetres: number;
}

function streetsOf(drawing: readonly string[], junctions: readonly Junction[]): Street[] {
  const at = (x: number, y: number): string => drawing[y]?.[x] ?? " ";
  const indexOf = (x: number, y: number): number => junctions.findIndex((one) => one.x === x && one.y === y);
  return junctions.flatMap(({ x, y }, tail) => {
    const streets: Street[] = [];
    let [right, oneWay] = [x + 1, false];
    for (; at(right, y) === "-" || at(right, y) === ">"; right++) oneWay ||= at(right, y) === ">";
    const side = { milliseconds: column.milliseconds * (right - x), decimetres: column.decimetres * (right - x) };
    const east = right > x + 1 ? indexOf(right, y) : -1;
    if (east >= 0) streets.push({ tail, head: east, ...side });
    if (east >= 0 && !oneWay) streets.push({ tail: east, head: tail, ...side });
    let down = y + 1;
    while (at(x, down) === "|") down++;
    const south = down > y + 1 ? indexOf(x, down) : -1;
    const drop = { milliseconds: row.milliseconds * (down - y), decimetres: row.decimetres * (down - y) };
    if (south >= 0) streets.push({ tail, head: south, ...drop }, { tail: south, head: tail, ...drop });
    return streets;
  });
}

function arcsOf(junctions: readonly Junction[], streets: readonly Street[]): RawArcs {
  return {
    vertices: junctions.length,
    tail: Int32Array.from(streets, (street) => street.tail),
    head: Int32Array.from(streets, (street) => street.head),
    milliseconds: Int32Array.from(streets, (street) => street.milliseconds),
    decimetres: Int32Array.from(streets, (street) => street.decimetres),
    starts: ({ edge }) => [{ vertex: edge, milliseconds: 0, decimetres: 0 }],
    ends: ({ edge }) => [{ vertex: edge, milliseconds: 0, decimetres: 0 }],
    along: (from, to) => (from.edge === to.edge ? { milliseconds: 0, decimetres: 0 } : undefined),
  };
}

/** The town that `drawing` shows, its roads alike for all of `profiles`. A place lies on the junction nearest to it. */
export function asciiTown(drawing: readonly string[], sha256: string, profiles: readonly string[]): AsciiTown {
  const junctions = junctionsOf(drawing);
  const arcs = arcsOf(junctions, streetsOf(drawing, junctions));
  const pointAt = ({ x, y }: Junction): [number, number] => [122.5 + x / 1000, -3.9 - y / 1000];
  const distance = (one: Junction, point: LonLat): number => {
    const [lon, lat] = pointAt(one);
    return Math.hypot(lon - point[0], lat - point[1]);
  };
  return {
    roads: {
      metadata: { sha256, profiles },
      nearest(_profile, point) {
        const distances = junctions.map((one) => distance(one, point));
        return { edge: distances.indexOf(Math.min(...distances)), piece: 0, fraction: 0 };
      },
      arcs: () => arcs,
    },
    pointOf(letter) {
      const found = junctions.find((one) => one.letter === letter);
      if (!found) throw new RangeError(`the drawing has no ${letter}`);
      return pointAt(found);
    },
  };
}
