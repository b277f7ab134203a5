/**
 * The long runs behind the tests of `roads`: many pairs on many extracts, and many damaged files. Answers the exit code 1
 * when anything is not as promised.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { buildRoads, profileOf, profiles } from "@antar/roads";
import { checkEngine, type FuzzReport, fuzzExtracts, fuzzNetworks } from "@antar/roads/testing";
import { cpuNow } from "./timing.ts";

const samples = fileURLToPath(new URL("../../../../data/osm", import.meta.url));

const checkUsage = `npm run bench -- roads-check [options]

  --folder PATH    extracts (.osm.pbf, .osm, .osm.gz, .geojson); default data/osm
  --profiles LIST  with commas; default all shipped profiles
  --places N       N x N pairs for each extract and profile, open and closed; default 60
  --seed N         default 1
`;

function formatOf(name: string): "pbf" | "xml" | "geojson" | undefined {
  if (name.endsWith(".osm.pbf")) return "pbf";
  if (/\.osm(\.gz)?$/.test(name)) return "xml";
  return name.endsWith(".geojson") ? "geojson" : undefined;
}

/** Compares every extract of a folder under every profile with Dijkstra and ngraph.path. */
export async function checkRoads(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      folder: { type: "string", default: samples },
      profiles: { type: "string", default: profiles.map(({ id }) => id).join(",") },
      places: { type: "string", default: "60" },
      seed: { type: "string", default: "1" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    process.stdout.write(checkUsage);
    return 0;
  }
  const chosen = values.profiles.split(",").flatMap((id) => profileOf(id) ?? []);
  const [seed, places] = [Number(values.seed), Number(values.places)];
  let [pairs, wrong] = [0, 0];
  for (const name of readdirSync(values.folder).sort()) {
    const format = formatOf(name);
    if (format === undefined) continue;
    const began = cpuNow();
    const bytes = readFileSync(join(values.folder, name));
    const usable: string[] = [];
    let reachable = 0;
    for (const profile of chosen) {
      const built = await buildRoads(bytes, { format, source: name, sha256: "00", profiles: [profile] }).catch(
        () => undefined,
      );
      if (built === undefined) continue;
      usable.push(profile.id);
      const report = checkEngine(built.file, profile.id, { seed, places, ngraphPairs: 10 });
      pairs += report.pairs;
      reachable += report.reachable;
      wrong += report.differences.length;
      for (const difference of report.differences.slice(0, 5)) process.stdout.write(`  ${name}: ${difference}\n`);
    }
    const seconds = ((cpuNow() - began) / 1000).toFixed(1);
    process.stdout.write(
      `${name}: ${usable.join(" ") || "no roads"}; ${reachable} reachable pairs, ${seconds} s cpu\n`,
    );
  }
  process.stdout.write(`${pairs} pairs, ${wrong} differences\n`);
  return wrong === 0 ? 0 : 1;
}

const fuzzUsage = `npm run bench -- fuzz [options]

  --count N   damaged extracts, and as many damaged network files; default 20000
  --first N   first seed; default 1
`;

function verdict(what: string, report: FuzzReport): boolean {
  const { files, read, refused, crashes, slowestMs, peakBytes } = report;
  process.stdout.write(
    `${what}: ${files} damaged, ${read} read, ${refused} refused, ${crashes.length} crashes, ` +
      `slowest ${(slowestMs / 1000).toFixed(2)} s, peak ${(peakBytes / 1e6).toFixed(0)} MB\n`,
  );
  for (const crash of crashes.slice(0, 10)) process.stdout.write(`  ${crash}\n`);
  return crashes.length === 0 && slowestMs <= 10_000 && peakBytes < 1e9;
}

/** Reads damaged extracts and opens damaged networks. */
export async function fuzzRoads(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      count: { type: "string", default: "20000" },
      first: { type: "string", default: "1" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    process.stdout.write(fuzzUsage);
    return 0;
  }
  const gauges = { first: Number(values.first), now: () => performance.now(), memory: () => process.memoryUsage.rss() };
  const extracts = verdict("extracts (PBF, XML, JSON)", await fuzzExtracts(Number(values.count), gauges));
  const networks = verdict("network files", await fuzzNetworks(Number(values.count), gauges));
  return extracts && networks ? 0 : 1;
}
