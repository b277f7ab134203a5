/**
 * The streets around the drives of one vehicle, cut from the base map so that a phone can keep them, and where their names
 * stand. Pure; refuses to know where maps are kept and how they are drawn.
 */
import type { FeatureCollection, Position } from "geojson";
import { baseMapOf } from "../map/base.ts";
import { projected } from "../map/mercator.ts";

/** A street: `rank` 0 for motorways and trunks .. 4 for lanes and the rest; points `[lon, lat]`. */
export interface Street {
  readonly rank: number;
  readonly name: string;
  readonly points: readonly Position[];
}

/** West, south, east, north, degrees; or left, top, right, bottom of world pixels. */
export type Box = readonly [number, number, number, number];

/** The box around `points`, wider by `margin` on each side; undefined when there are none. */
export function boxAround(points: readonly (readonly number[])[], margin: number): Box | undefined {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x = 0, y = 0] of points) {
    [left, top] = [Math.min(left, x), Math.min(top, y)];
    [right, bottom] = [Math.max(right, x), Math.max(bottom, y)];
  }
  return left > right ? undefined : [left - margin, top - margin, right + margin, bottom + margin];
}

const overlap = (one: Box, other: Box): boolean =>
  one[0] <= other[2] && other[0] <= one[2] && one[1] <= other[3] && other[1] <= one[3];

/** A degree in the fifth decimal is a metre: enough to draw by. */
const rounded = (value = 0): number => Math.round(value * 1e5) / 1e5;

/** The streets of `base` that touch `box`. */
export function streetsIn(base: FeatureCollection, box: Box): readonly Street[] {
  return baseMapOf(base, []).roads.features.flatMap(({ properties: { rank, name }, geometry: { coordinates } }) => {
    const around = boxAround(coordinates, 0);
    if (!around || !overlap(around, box)) return [];
    return [{ rank, name, points: coordinates.map(([lon, lat]) => [rounded(lon), rounded(lat)]) }];
  });
}

/** A name on the map: its middle in world pixels, and the turn that keeps it along the street and upright, degrees. */
export interface StreetName {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly turn: number;
}

interface Room {
  /** What is drawn, world pixels. */
  readonly view: Box;
  /** World pixels of one unit of the drawing. */
  readonly unit: number;
  /** Where nothing may be written, world pixels. */
  readonly taken: readonly (readonly [number, number])[];
}

/** Units that a letter is wide, and that two names or a name and a sign keep apart. */
const [letter, apart] = [6, 40];
/** Names on one map: more are noise on a phone. */
const most = 9;

function longestPiece({ points }: Street, view: Box): StreetName & { readonly length: number } {
  let best = { name: "", x: 0, y: 0, turn: 0, length: 0 };
  for (let index = 0; index + 1 < points.length; index += 1) {
    const [from, to] = [projected([...(points[index] ?? [])]), projected([...(points[index + 1] ?? [])])];
    const [x, y] = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2];
    const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
    if (length <= best.length || x < view[0] || x > view[2] || y < view[1] || y > view[3]) continue;
    const angle = (Math.atan2(to[1] - from[1], to[0] - from[0]) * 180) / Math.PI;
    best = { name: "", x, y, turn: angle > 90 ? angle - 180 : angle < -90 ? angle + 180 : angle, length };
  }
  return best;
}

/** The names worth writing: each once, the greatest streets first, none over another or over a sign. */
export function streetNames(streets: readonly Street[], { view, unit, taken }: Room): readonly StreetName[] {
  const written: StreetName[] = [];
  const longest = new Map<string, { readonly rank: number; readonly at: ReturnType<typeof longestPiece> }>();
  for (const street of streets) {
    if (street.name === "") continue;
    const at = longestPiece(street, view);
    const known = longest.get(street.name);
    if (at.length > 0 && (!known || at.length > known.at.length)) longest.set(street.name, { rank: street.rank, at });
  }
  const order = [...longest].sort(([, left], [, right]) => left.rank - right.rank || right.at.length - left.at.length);
  for (const [name, { at }] of order) {
    const room = Math.max(apart, (name.length * letter) / 2) * unit;
    const isFree = ([x, y]: readonly [number, number]): boolean => Math.hypot(x - at.x, y - at.y) > room;
    if (written.length >= most || !taken.every(isFree) || !written.every(({ x, y }) => isFree([x, y]))) continue;
    written.push({ name, x: at.x, y: at.y, turn: at.turn });
  }
  return written;
}
