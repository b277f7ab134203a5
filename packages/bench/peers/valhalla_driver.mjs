// Valhalla (npm @valhallajs/valhallajs) on one extract: `node valhalla_driver.mjs FOLDER EXTRACT POINTS WORK`.
// FOLDER is where npm installed it; POINTS a JSON list of [lon, lat]. Prints one line of JSON.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

const [folder, extract, pointsFile, work] = process.argv.slice(2);
const require = createRequire(join(resolve(folder), "package.json"));
const { Actor, VALHALLA_VERSION } = require("@valhallajs/valhallajs");
const program = require.resolve("@valhallajs/valhallajs").replace(/index\.m?js$/, "bin/valhalla-cli.js");
const points = JSON.parse(readFileSync(pointsFile, "utf8")).map(([lon, lat]) => ({ lon, lat }));

const tiles = join(work, "tiles");
const settings = JSON.parse(
  execFileSync(process.execPath, [program, "build_config", "--mjolnir-tile-dir", tiles], { encoding: "utf8" }),
);
settings.mjolnir.tile_extract = "";
Object.assign(settings.service_limits.auto, { max_matrix_location_pairs: 1e7, max_matrix_distance: 1e9 });
const config = join(work, "valhalla.json");
writeFileSync(config, JSON.stringify(settings));

const build = performance.now();
execFileSync(process.execPath, [program, "build_tiles", "-c", config, "-j", "1", extract], { stdio: "ignore" });
const buildSeconds = (performance.now() - build) / 1000;

const cpuMs = async (ask) => {
  const before = process.cpuUsage();
  await ask();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};
const open = performance.now();
const actor = await Actor.fromConfigFile(config);
/** It throws where it finds no way. */
const route = (from, to) => actor.route({ locations: [from, to], costing: "auto" }).catch(() => undefined);
await route(points[0], points[1]);
const firstMs = performance.now() - open;
const tableMs = await cpuMs(() => actor.matrix({ sources: points, targets: points, costing: "auto" }));
const routesMs = await cpuMs(async () => {
  for (const [i, from] of points.entries()) await route(from, points[(i * 7 + 13) % points.length]);
});
const bytes = readdirSync(tiles, { recursive: true })
  .map((name) => statSync(join(tiles, name)))
  .reduce((sum, file) => sum + (file.isFile() ? file.size : 0), 0);
const figures = { buildSeconds, bytes, firstMs, tableMs, routeMs: routesMs / points.length };
process.stdout.write(`${JSON.stringify({ version: VALHALLA_VERSION, ...figures, rss: process.memoryUsage.rss() })}\n`);
