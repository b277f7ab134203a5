/**
 * `antar roads table`: durations and distances between all points, or from some sources to all points.
 */
import { writeWhole } from "../../files.ts";
import { networkAt, pointsIn, printAnswer, profileIn, type RoadsPart, required } from "./words.ts";

/** Rows of a flat table; null = unreachable. */
function rowsOf(cells: Float64Array, columns: number): (number | null)[][] {
  return Array.from({ length: cells.length / columns }, (_, row) =>
    [...cells.subarray(row * columns, (row + 1) * columns)].map((cell) => (Number.isFinite(cell) ? cell : null)),
  );
}

/** The part. */
export const table: RoadsPart = {
  usage: "table NETWORK --points POINTS.json [--sources SOURCES.json] --out TABLE.json",
  async run(words, shell) {
    const { options } = words;
    const network = await networkAt(words);
    const targets = await pointsIn(options.points, "points");
    const sources = options.sources === undefined ? targets : await pointsIn(options.sources, "sources");
    const out = required(options.out, "out");
    const { durations, distances } = network.table(profileIn(network, words), sources, targets);
    const rows = { durations: rowsOf(durations, targets.length), distances: rowsOf(distances, targets.length) };
    await writeWhole(out, JSON.stringify(rows));
    shell.note(`written: ${out}, ${sources.length} x ${targets.length}`);
    if (options.json) {
      const unreachable = durations.reduce((sum, cell) => sum + (Number.isFinite(cell) ? 0 : 1), 0);
      printAnswer({ out, rows: sources.length, columns: targets.length, unreachable }, words, shell);
    }
  },
};
