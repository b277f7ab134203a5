/**
 * Times the road network on a real city and on a made-up region, beside its peers. Knows the command line of this bench.
 */
import { existsSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { pbfBytes } from "@antar/roads/testing";
import { createFreshProcess } from "./fresh-process.ts";
import { type Figures, measureNetwork, type RoadCase, type Samples } from "./one-network.ts";
import { nativeEngines } from "./peers.ts";
import { generateRegion } from "./region.ts";
import { lines, short } from "./timing.ts";

const usage = `npm run bench -- roads [options]

  --extract PATH   an .osm.pbf file; default: Cincinnati's in data/osm
  --profile ID     with --extract: one profile; default reference-car-turns and reference-car
  --only NAME      city or region; default both
  --seed NUMBER    of places, closures and the region; default 1
  --quick          small samples
  --valhalla PATH  a folder with Valhalla, to run beside ours: npm install --prefix PATH @valhallajs/valhallajs@3.6.1
  --out FILE       the figures as JSON
`;

const cityPath = fileURLToPath(new URL("../../../../data/osm/cincinnati-nky.osm.pbf", import.meta.url));
const regionNodes = 400_000;
const usual: Samples = { points: 1000, table: 600, dijkstras: 60, ngraphPairs: 40, native: 100 };
const quick: Samples = { points: 200, table: 200, dijkstras: 10, ngraphPairs: 8, native: 30 };

interface Options {
  readonly extract: string;
  readonly profile?: string | undefined;
  readonly only?: string | undefined;
  readonly seed: number;
}

function casesOf(options: Options, directory: string): RoadCase[] {
  const profiles =
    options.profile === undefined ? ["reference-car-turns", "reference-car", "truck"] : [options.profile];
  const cases: RoadCase[] = [];
  const add = (name: string, extract: string) => {
    for (const profile of profiles) cases.push({ name, extract, profile, seed: options.seed });
  };
  if (options.only !== "region") add("city", options.extract);
  if (options.only !== "city") {
    const path = join(directory, "region.osm.pbf");
    writeFileSync(path, pbfBytes(generateRegion({ seed: options.seed, nodes: regionNodes })));
    add("region", path);
  }
  return cases;
}

function report(task: RoadCase, figures: Figures): string {
  return lines(
    `${task.name}, ${task.profile}`,
    Object.entries(figures).map(([name, value]) => [name, short(value)] as const),
  );
}

/** Runs the road bench. Answers the exit code: 1 when an answer differs from Dijkstra's, or the extract is missing. */
export async function benchRoads(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      extract: { type: "string", default: cityPath },
      profile: { type: "string" },
      only: { type: "string" },
      seed: { type: "string", default: "1" },
      quick: { type: "boolean", default: false },
      valhalla: { type: "string" },
      out: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  if (!existsSync(values.extract)) {
    process.stdout.write(`There is no file ${values.extract}; give an .osm.pbf file with --extract.\n`);
    return 1;
  }
  const native = nativeEngines();
  process.stdout.write(
    `native engines found: ${native.found.join(", ") || "none"}; not here: ${native.missing.join(", ")}\n`,
  );
  const fresh = createFreshProcess();
  const results: { case: RoadCase; load: number; figures: Figures }[] = [];
  let wrong = 0;
  for (const task of casesOf({ ...values, seed: Number(values.seed) }, fresh.directory)) {
    const figures = await measureNetwork(task, values.quick ? quick : usual, { ...fresh, valhalla: values.valhalla });
    const load = loadavg()[0] ?? Number.NaN;
    results.push({ case: task, load, figures });
    for (const [name, value] of Object.entries(figures)) if (name.includes("differ from")) wrong += value;
    process.stdout.write(`${report(task, figures)}  load ${load.toFixed(1)}\n`);
  }
  if (values.out !== undefined) {
    const machine = { cpus: cpus().length, model: cpus()[0]?.model, node: process.version };
    const cases = results.map((one) => ({ ...one, case: { ...one.case, extract: one.case.name } }));
    writeFileSync(values.out, `${JSON.stringify({ machine, native, cases }, undefined, 2)}\n`);
  }
  return wrong === 0 ? 0 : 1;
}
