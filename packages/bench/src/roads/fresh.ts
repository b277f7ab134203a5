/**
 * Runs in a fresh process: builds a network, or opens one and answers once, and prints what that took.
 * Knows nothing of benches; `fresh-process.ts` starts it.
 */
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { buildRoads, openRoads, profileOf } from "@antar/roads";

const cpuNow = () => (process.cpuUsage().user + process.cpuUsage().system) / 1000;

async function build(extract: string, profile: string, out: string) {
  const found = profileOf(profile);
  if (found === undefined) throw new Error(`There is no profile ${profile}.`);
  const bytes = readFileSync(extract);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const began = cpuNow();
  const { file } = await buildRoads(bytes, { format: "pbf", source: "bench", sha256, profiles: [found] });
  const cpuMs = cpuNow() - began;
  writeFileSync(out, file);
  return { cpuMs };
}

/** Opens, answers one path between two opposite quarter points of the box, then 200 small questions. */
function answer(path: string, profile: string) {
  const boot = cpuNow();
  const began = performance.now();
  const network = openRoads(readFileSync(path));
  const openMs = cpuNow() - boot;
  const [west, south, east, north] = network.metadata.bbox;
  const at = (x: number, y: number): [number, number] => [west + x * (east - west), south + y * (north - south)];
  const found = network.path(profile, at(0.4, 0.4), at(0.6, 0.6));
  const [firstMs, firstWallMs] = [cpuNow() - boot, performance.now() - began];
  const firstRss = process.memoryUsage.rss();
  for (let i = 0; i < 200; i++) network.path(profile, at(0.3 + i / 1000, 0.4), at(0.6, 0.5 + i / 1000));
  return {
    bootMs: boot,
    openMs,
    firstMs,
    firstWallMs,
    duration: found?.duration,
    firstRss,
    rss: process.memoryUsage.rss(),
  };
}

const [mode = "", ...args] = process.argv.slice(2);
const [first = "", second = "", third = ""] = args;
const result = mode === "build" ? await build(first, second, third) : answer(first, second);
const maxRss = process.resourceUsage().maxRSS * 1024;
process.stdout.write(JSON.stringify({ ...result, maxRss }));
