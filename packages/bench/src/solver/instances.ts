/**
 * Finds instance files and their best known values below a data directory. Knows the layout: one folder for each set, in it
 * the files as published and `bks.csv`; refuses to know how they are solved.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { InstanceSet } from "./lists.ts";

/** Where instances are looked for when nobody says. */
export const usualData = fileURLToPath(new URL("../../../../data/vrp", import.meta.url));

/** One instance of a set. */
export interface PublicInstance {
  readonly set: InstanceSet;
  readonly name: string;
  readonly path: string;
  readonly customers: number;
  /** Best known cost in the unit of the file; undefined when none is published. */
  readonly best: number | undefined;
  /** Best known number of vehicles where that comes first. */
  readonly bestVehicles: number | undefined;
}

/** The cells of one line of a CSV file without line breaks in cells. */
function cellsOf(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) =>
    quoted === undefined ? (plain ?? "") : quoted.replaceAll('""', '"'),
  );
}

/** Rows of the CSV file at `path` by the names of its first line. */
export function readTable(path: string): Record<string, string>[] {
  const [head = "", ...lines] = readFileSync(path, "utf8").split(/\r?\n/).filter(Boolean);
  const names = cellsOf(head);
  return lines.map((line) => {
    const cells = cellsOf(line);
    return Object.fromEntries(names.map((name, index) => [name, cells[index] ?? ""]));
  });
}

function numberIn(row: Record<string, string>, name: string): number | undefined {
  const text = row[name];
  return text === undefined || text === "" ? undefined : Number(text);
}

/** What to do when `folder` is not there. */
export function howToGet(data: string, folder: string): string {
  return `${join(data, folder)} is not there: get the instances (docs/benchmarks.md, "Instances") and name their directory with --data`;
}

/**
 * The instances of `set` below `data`: those of its fixed list, or those of `names` (any of the set's bks.csv). Throws an
 * Error that says how to get them when the folder or a file is missing.
 */
export function instancesOf(set: InstanceSet, data: string, names?: readonly string[]): PublicInstance[] {
  const folder = join(data, set.folder);
  if (!existsSync(join(folder, "bks.csv"))) throw new Error(howToGet(data, set.folder));
  const rows = new Map(readTable(join(folder, "bks.csv")).map((row) => [row.instance ?? "", row]));
  return (names ?? set.instances)
    .filter((name) => names === undefined || rows.has(name))
    .map((name) => {
      const path = [".vrp", ".txt"].map((end) => join(folder, `${name}${end}`)).find((file) => existsSync(file));
      const row = rows.get(name);
      if (path === undefined || row === undefined)
        throw new Error(`${join(folder, name)}: ${howToGet(data, set.folder)}`);
      const best = numberIn(row, "bks");
      return {
        set,
        name,
        path,
        customers: numberIn(row, "n") ?? 0,
        best: best === undefined ? undefined : Math.round(best * set.unit * 1e6) / 1e6,
        bestVehicles: set.vehiclesFirst ? numberIn(row, "hier_vehicles") : undefined,
      };
    });
}
