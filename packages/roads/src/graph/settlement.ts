/**
 * Which ways lie in built-up land, judged by the streets themselves: where houses stand, there are residential streets.
 * Knows lengths of streets by cell; refuses to know speeds, and leaves ways that say it in a tag to the profile.
 */
import { haversine } from "@antar/measure";
import type { RoadExtract, Tags } from "../osm/index.ts";

/** A cell is about 500 m wide and high, in 1e-7 degrees of latitude. */
const cellUnits = 45_000;

/**
 * Metres of street in the nine cells around a place (2.25 km2) from which on it is built up: 4 km of residential and
 * service streets to a square kilometre. Assumed; a kampung has some 10 to 20, a village along one road below 2.
 */
const builtUpMetres = 9000;

const streetClasses: ReadonlySet<string> = new Set(["residential", "living_street", "service", "pedestrian"]);

/** Side of the square that cell numbers are taken from: more cells than the globe has along a meridian. */
const columns = 100_000;

function isStreet(tags: Tags): boolean {
  return streetClasses.has(tags.highway ?? "");
}

/** Per way of the extract 1 = urban: at least half of its length lies in built-up cells. Deterministic. */
export function urbanWays(extract: RoadExtract): Uint8Array {
  const { lon, lat } = extract.nodes;
  const middle =
    lat.length === 0 ? 0 : (lat.reduce((sum, value) => sum + value, 0) / lat.length / 1e7) * (Math.PI / 180);
  const width = cellUnits / Math.max(0.01, Math.cos(middle));
  const cellAt = (a: number, b: number) =>
    Math.floor((lat[a]! + lat[b]!) / 2 / cellUnits) * columns + Math.floor((lon[a]! + lon[b]!) / 2 / width);
  /** Calls `visit` for each piece of a way with its cell and whole decimetres (whole numbers add up in any order). */
  function eachPiece(refs: Int32Array, visit: (cell: number, decimetres: number) => void): void {
    for (let i = 1; i < refs.length; i++) {
      const [a, b] = [refs[i - 1]!, refs[i]!];
      const metres = haversine([lon[a]! / 1e7, lat[a]! / 1e7], [lon[b]! / 1e7, lat[b]! / 1e7]);
      visit(cellAt(a, b), Math.round(metres * 10));
    }
  }
  const streets = new Map<number, number>();
  for (const { tags, refs } of extract.ways) {
    if (isStreet(tags)) eachPiece(refs, (cell, length) => streets.set(cell, (streets.get(cell) ?? 0) + length));
  }
  const builtUp = new Map<number, boolean>();
  const isBuiltUp = (cell: number) => {
    const known = builtUp.get(cell);
    if (known !== undefined) return known;
    let around = 0;
    for (const row of [-columns, 0, columns]) {
      for (const column of [-1, 0, 1]) around += streets.get(cell + row + column) ?? 0;
    }
    builtUp.set(cell, around >= builtUpMetres * 10);
    return around >= builtUpMetres * 10;
  };
  return Uint8Array.from(extract.ways, ({ refs }) => {
    let [inside, all] = [0, 0];
    eachPiece(refs, (cell, length) => {
      all += length;
      if (isBuiltUp(cell)) inside += length;
    });
    return all > 0 && inside * 2 >= all ? 1 : 0;
  });
}
