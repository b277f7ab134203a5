/**
 * Measures the pages as they are shipped: size of scripts, the driver's page on a slow phone and network, the planner's page
 * with 8,000 stops. Prints one line for each figure with its limit; ends with 1 when a limit is missed.
 */
import { readFile } from "node:fs/promises";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Browser, Page } from "playwright-core";
import { findChromium, openBrowser, openPage } from "../testing/browser.ts";
import { buildApp } from "../testing/built-app.ts";
import { startService } from "../testing/running-service.ts";
import { smallAnswers } from "../testing/small-answers.ts";
import { openStage } from "../testing/stage.ts";
import { largeAnswers } from "./large-world.ts";
import { scriptingOf } from "./trace.ts";

let missed = 0;

function tell(what: string, figure: number, unit: string, limit: number): void {
  const good = figure <= limit;
  if (!good) missed += 1;
  const shown = unit === "kB" ? figure.toFixed(0) : figure.toFixed(unit === "s" ? 2 : 0);
  process.stdout.write(`${good ? "ok    " : "MISSED"} ${what}: ${shown} ${unit} (at most ${limit} ${unit})\n`);
}

async function scriptSize(page: Page, folder: string): Promise<number> {
  const paths = await page.evaluate(() =>
    performance.getEntriesByType("resource").map((entry) => new URL(entry.name).pathname),
  );
  const scripts = [...new Set(paths)].filter((path) => /^\/assets\/.*\.m?js$/.test(path));
  const sizes = await Promise.all(scripts.map(async (path) => gzipSync(await readFile(join(folder, path))).length));
  return sizes.reduce((sum, size) => sum + size, 0) / 1_000;
}

async function measureSizes(browser: Browser, folder: string): Promise<void> {
  const stage = await openStage(folder, smallAnswers);
  const faces = [
    ["driver", "#/small/drive/motor-1", ".next-stop", 200],
    ["receiver", "#/small/receive/7471011001002", ".next-stop", 200],
    ["board", "#/small/board", ".kelurahan", 200],
    ["planner with its map", "#/small", '[data-kind="webgl"][data-ready="true"]', 900],
  ] as const;
  for (const [name, address, ready, most] of faces) {
    const { page, close } = await openPage(browser);
    await page.goto(`${stage.address}/${address}`);
    await page.locator(ready).first().waitFor();
    tell(`script of the ${name}, gzip`, await scriptSize(page, folder), "kB", most);
    await close();
  }
  stage.close();
}

/** What browsers' own tools call slow 4G: 1.44 Mbit/s down, 0.675 up, 562 ms for each request. */
const slow4g = { offline: false, latency: 562.5, downloadThroughput: 180_000, uploadThroughput: 84_375 };

async function measureDriver(browser: Browser): Promise<void> {
  const service = await startService();
  const list = await (await fetch(`${service.address}/briefs`)).json();
  const brief = list.briefs[0].id;
  const { assignments } = await (await fetch(`${service.address}/briefs/${brief}/assignments`)).json();
  const [most] = [...assignments].sort((left, right) => right.stops - left.stops);
  const { page, close } = await openPage(browser, { viewport: { width: 390, height: 844 }, hasTouch: true });
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", slow4g);
  await session.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  const begin = performance.now();
  await page.goto(`${service.address}/#/${brief}/drive/${encodeURIComponent(most.vehicle)}`);
  await page.getByRole("button", { name: "Saya sudah tiba" }).click();
  await page.getByRole("button", { name: "Serah terima" }).waitFor();
  const seconds = (performance.now() - begin) / 1_000;
  tell(`driver's page (K525, ${most.stops} stops) until a tap is answered, CPU / 4, slow 4G`, seconds, "s", 5);
  await close();
  await service.stop();
}

async function traced(browser: Browser, page: Page, act: () => Promise<void>) {
  const categories = ["devtools.timeline", "disabled-by-default-devtools.timeline", "v8", "toplevel"];
  await browser.startTracing(page, { categories });
  await act();
  return scriptingOf((await browser.stopTracing()).toString("utf8"));
}

async function rendererOf(page: Page): Promise<string> {
  return page.evaluate(() => {
    const gl = document.createElement("canvas").getContext("webgl2");
    const known = gl?.getExtension("WEBGL_debug_renderer_info");
    return String(gl && known ? gl.getParameter(known.UNMASKED_RENDERER_WEBGL) : "none");
  });
}

async function measureLarge(browser: Browser, folder: string): Promise<void> {
  const stage = await openStage(folder, largeAnswers());
  const { page, close } = await openPage(browser);
  await page.goto(`${stage.address}/#/absent`); // The browser has the scripts; the plan is what is measured.
  await page.locator(".state-page button").waitFor();
  process.stdout.write(`renderer: ${await rendererOf(page)}\n`);
  const begin = performance.now();
  await page.goto("about:blank");
  await page.goto(`${stage.address}/#/large`);
  await page.locator(".vehicle").first().waitFor();
  tell("8,000 stops: list on show", (performance.now() - begin) / 1_000, "s", 2);
  await page.locator('[data-kind="webgl"][data-ready="true"]').waitFor({ timeout: 60_000 });
  tell("8,000 stops: map drawn", (performance.now() - begin) / 1_000, "s", 2);
  const box = (await page.locator(".map-canvas").boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const acts: readonly (readonly [string, () => Promise<void>])[] = [
    [
      "panning the map",
      async () => {
        await page.mouse.move(x, y);
        await page.mouse.down();
        await page.mouse.move(x + 200, y + 100, { steps: 20 });
        await page.mouse.up();
        await page.mouse.wheel(0, -400);
        await page.waitForTimeout(1_500);
      },
    ],
    [
      "scrolling the list",
      async () => {
        await page.locator(".vehicle").first().hover();
        for (let turn = 0; turn < 30; turn += 1) await page.mouse.wheel(0, 700);
        await page.waitForTimeout(1_000);
      },
    ],
    [
      "selecting in list, map and search",
      async () => {
        await page.locator(".vehicle > button").nth(30).click();
        await page.locator(".vehicle.open").waitFor();
        await page.mouse.click(x, y);
        await page.keyboard.press("/");
        await page.keyboard.type("7472201010005");
        await page.keyboard.press("Enter");
        await page.locator(".place-card").waitFor();
        await page.waitForTimeout(1_500);
      },
    ],
  ];
  for (const [name, act] of acts) {
    // Judged by the thread's own CPU time: on a busy machine a task waits for a core, which is no work of the page.
    const { longest, longestCpu, tasks } = await traced(browser, page, act);
    const waited = `${tasks} tasks, ${longest.toFixed(0)} ms by the wall clock`;
    tell(`8,000 stops: longest scripting task, ${name} (${waited})`, longestCpu, "ms", 100);
  }
  await close();
  stage.close();
}

const chromium = findChromium();
if (!chromium) {
  process.stderr.write("no browser: install Chromium or set ANTAR_CHROMIUM to one\n");
  process.exit(1);
}
const browser = await openBrowser(chromium);
const app = await buildApp();
process.stdout.write(
  `${cpus().length} x ${cpus()[0]?.model ?? "?"}, load ${loadavg()[0]?.toFixed(1)}, Chromium ${browser.version()}\n`,
);
await measureSizes(browser, app.folder);
await measureLarge(browser, app.folder);
await measureDriver(browser);
await browser.close();
await app.drop();
process.exitCode = missed === 0 ? 0 : 1;
