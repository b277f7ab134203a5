/**
 * `antar roads`: builds network files and asks them. Knows which parts there are; each stands in a file of its own.
 */
import { Refusal } from "@antar/domain";
import { RoadsError } from "@antar/roads";
import { badUsage, type Command, type Shell } from "../command.ts";
import { build } from "./roads/build.ts";
import { draw } from "./roads/draw.ts";
import { info } from "./roads/info.ts";
import { isochrone } from "./roads/isochrone.ts";
import { match } from "./roads/match.ts";
import { nearest } from "./roads/nearest.ts";
import { pairs } from "./roads/pairs.ts";
import { directions, path } from "./roads/path.ts";
import { serve } from "./roads/serve.ts";
import { table } from "./roads/table.ts";
import { type RoadsPart, readRoadWords } from "./roads/words.ts";

const parts: ReadonlyMap<string, RoadsPart> = new Map(
  Object.entries({ build, info, nearest, path, directions, table, isochrone, match, pairs, draw, serve }),
);

const usage = `${[...parts.values()].map((part) => `antar roads ${part.usage}`).join("\n")}

EXTRACT is .osm.pbf, .osm, .osm.gz, Overpass .json or .geojson; NETWORK is a file made by build. Every question takes
--profile ID (default: the network's first), --closed-ways WAYS.json, which holds [wayId,...], --hour 0..23 and --rain.

  nearest, path   --limit METRES: no road farther than that counts. --approach curb: on a two-way street the trip passes with
                  the point on the pavement's side. --bearing DEG,RANGE: only roads driven that way, e.g. 90,30.
                  --candidates K and --alternatives K answer a list, best first; fewer may be found
  table           POINTS.json is [[lon,lat],...]; TABLE.json is {"durations","distances"} in seconds and metres, row by row,
                  null = unreachable
  match           TRACE.json is [[lon,lat],...] or [{"point":[lon,lat],"time":seconds,"radius":metres},...]
  pairs           PAIRS.json is [[from,to],...] of OSM node ids (the network must be built with --keep-node-ids); OUT.json is
                  {"milliseconds":[...]}, null = unreachable
  serve           answers OSRM's requests (docs/osrm.md) at the root and under /osrm, to anybody who reaches the port (default
                  5000 on 127.0.0.1), and a map at /

--json prints the answer as one JSON line; progress goes to the other stream.
Profiles: truck, pickup, motorcycle, cart, foot, boat, car, shortest, reference-car, reference-car-turns,
reference-light-truck.`;

async function run(args: readonly string[], shell: Shell): Promise<number> {
  const words = readRoadWords(args);
  const part = parts.get(words.words[0] ?? "");
  if (!part) {
    const list = [...parts.keys()].join("|");
    throw badUsage(`tulis: antar roads ${list}`, `write: antar roads ${list}`);
  }
  try {
    await part.run(words, shell);
  } catch (error) {
    if (!(error instanceof RoadsError)) throw error;
    throw new Refusal("bad-input", { id: error.message, en: error.message });
  }
  return 0;
}

/** The command. */
export const roads: Command = { name: "roads", summary: "build a road network and ask it", usage, run };
