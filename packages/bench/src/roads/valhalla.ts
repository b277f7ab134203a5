/**
 * Valhalla beside ours on the same roads, where npm has installed it in a folder of the user's. Knows its driver
 * (../../peers) and how to hand it an extract that it accepts; refuses to know our searches.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { LonLat } from "@antar/measure";
import { type RoadExtract, readExtract } from "@antar/roads";
import { type MadeBlock, pbfBytes } from "@antar/roads/testing";
import type { Figures } from "./one-network.ts";

const driver = fileURLToPath(new URL("../../peers/valhalla_driver.mjs", import.meta.url));
const memberTypes = { node: 0, way: 1, relation: 2 } as const;

interface Answer {
  readonly version: string;
  readonly buildSeconds: number;
  readonly bytes: number;
  readonly firstMs: number;
  readonly tableMs: number;
  readonly routeMs: number;
  readonly rss: number;
}

/** The roads of `extract` as sorted blocks: Valhalla refuses files whose objects are not sorted. */
function sortedBlocks({ nodes, nodeTags, ways, restrictions }: RoadExtract): MadeBlock[] {
  const coordinates = (i: number) => ({ lon: (nodes.lon[i] ?? 0) / 1e7, lat: (nodes.lat[i] ?? 0) / 1e7 });
  const madeNodes = Array.from(nodes.ids, (id, i) => ({ id, ...coordinates(i), tags: nodeTags.get(i) ?? {} }));
  const madeWays = ways
    .map(({ id, refs, tags }) => ({ id, tags, refs: Array.from(refs, (ref) => nodes.ids[ref] ?? 0) }))
    .sort((a, b) => a.id - b.id);
  const relations = restrictions
    .map(({ id, tags, members }) => ({ id, tags, members: members.map((m) => ({ ...m, type: memberTypes[m.type] })) }))
    .sort((a, b) => a.id - b.id);
  const blocks: MadeBlock[] = [];
  for (let at = 0; at < madeNodes.length; at += 8000) blocks.push({ nodes: madeNodes.slice(at, at + 8000) });
  for (let at = 0; at < madeWays.length; at += 4000) blocks.push({ ways: madeWays.slice(at, at + 4000) });
  if (relations.length > 0) blocks.push({ relations });
  return blocks;
}

/** Valhalla's figures on `extract`, with a table of `points` scaled to `table` x `table` cells; `folder` is where it lies. */
export async function valhallaFigures(
  folder: string,
  extract: Uint8Array,
  points: readonly LonLat[],
  table: number,
): Promise<Figures> {
  const work = mkdtempSync(join(tmpdir(), "antar-valhalla-"));
  const [file, list] = [join(work, "sorted.osm.pbf"), join(work, "points.json")];
  writeFileSync(file, pbfBytes(sortedBlocks(await readExtract(extract, "pbf"))));
  writeFileSync(list, JSON.stringify(points));
  const text = execFileSync(process.execPath, [driver, folder, file, list, work], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  const answer: Answer = JSON.parse(text.trim().split("\n").at(-1) ?? "");
  const scaled = answer.tableMs * (table / points.length) ** 2;
  return {
    "Valhalla: build s (wall)": answer.buildSeconds,
    "Valhalla: tiles MB": answer.bytes / 1e6,
    "Valhalla: open to first route ms (wall)": answer.firstMs,
    "Valhalla: route mean ms": answer.routeMs,
    [`Valhalla: table ${table}x${table} s (from ${points.length}x${points.length})`]: scaled / 1000,
    "Valhalla: MB": answer.rss / 1e6,
  };
}
