/**
 * A served network as its clients meet it: the process itself, a map plug-in made for OSRM in a real browser, our own page.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { roads } from "../roads.ts";

const root = fileURLToPath(new URL("../../../../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "antar-serve-"));
const network = join(folder, "monaco.roads");
const [a, b] = [
  [7.415, 43.731],
  [7.428, 43.744],
] as const;

let child: ChildProcess;
let address: string;

beforeAll(async () => {
  const shell = { print: () => {}, note: () => {} };
  const extract = join(root, "data/osm/monaco.osm.pbf");
  await roads.run(["build", extract, "--out", network, "--profile", "pickup", "--profile", "foot"], shell);
  const bin = join(root, "packages/cli/bin/antar.mjs");
  child = spawn(process.execPath, [bin, "roads", "serve", network, "--port", "0", "--json"], { cwd: root });
  address = await new Promise((resolve, reject) => {
    child.stdout?.on("data", (chunk: Buffer) => resolve(JSON.parse(chunk.toString()).address));
    child.on("exit", (code) => reject(new Error(`the service ended with ${code}`)));
  });
});
afterAll(() => {
  child?.kill();
  rmSync(folder, { recursive: true, force: true });
});

/** A route as the plug-in hands it to its listeners. */
interface PluginRoute {
  readonly summary: { readonly totalDistance: number; readonly totalTime: number };
  readonly coordinates: readonly object[];
  readonly instructions: readonly object[];
}

const trip = `${a.join(",")};${b.join(",")}`;
const answer = async (path: string) => (await fetch(`${address}${path}`)).json();

test("the same answer comes at the root and under /osrm, to pages of any origin", async () => {
  const plain = await fetch(`${address}/route/v1/driving/${trip}`);
  expect(plain.headers.get("access-control-allow-origin")).toBe("*");
  const body = await plain.json();
  expect(body).toMatchObject({ code: "Ok", routes: [{ weight_name: "duration" }] });
  expect(await answer(`/osrm/route/v1/driving/${trip}`)).toEqual(body);
  expect(await answer("/no/v1/driving/1,1")).toMatchObject({ code: "InvalidService" });
});

test("a table of 600 coordinates fits into one address", async () => {
  const list = Array.from(
    { length: 600 },
    (_, i) => `${(7.41 + (i % 30) * 0.001).toFixed(6)},${(43.73 + (i / 30) * 0.0005).toFixed(6)}`,
  );
  const { code, durations } = await answer(`/table/v1/driving/${list.join(";")}?sources=0;1&skip_waypoints=true`);
  expect(code).toBe("Ok");
  expect(durations[1]).toHaveLength(600);
});

const known = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
];
const executablePath = process.env.ANTAR_CHROMIUM || known.find((path) => existsSync(path));

describe.skipIf(executablePath === undefined)("in a real browser", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executablePath ?? "", args: ["--no-sandbox"] });
  });
  afterAll(() => browser?.close());

  async function openPage(): Promise<{ page: Page; errors: string[]; hosts: Set<string> }> {
    const page = await browser.newPage({ viewport: { width: 1200, height: 800 } });
    const errors: string[] = [];
    const hosts = new Set<string>();
    page.on("console", (message) => void (message.type() === "error" && errors.push(message.text())));
    page.on("pageerror", (error) => errors.push(error.message));
    page.on("request", (request) => hosts.add(new URL(request.url()).host));
    return { page, errors, hosts };
  }

  test("Leaflet Routing Machine, written for OSRM, draws our route and tells its steps", async () => {
    const { page, errors } = await openPage();
    const find = createRequire(import.meta.url);
    await page.setContent('<div id="map" style="width:900px;height:600px"></div>');
    await page.addScriptTag({ path: find.resolve("leaflet/dist/leaflet.js") });
    await page.addScriptTag({ path: find.resolve("leaflet-routing-machine/dist/leaflet-routing-machine.js") });
    const found = await page.evaluate(
      ([service, from, to]) =>
        new Promise<{ distance: number; seconds: number; points: number; texts: string[] }>((resolve, reject) => {
          // biome-ignore lint/suspicious/noExplicitAny: Leaflet is a global of the page.
          const { L } = globalThis as any;
          const map = L.map("map").setView([from[1], from[0]], 14);
          const router = L.Routing.osrmv1({ serviceUrl: `${service}/route/v1`, profile: "driving" });
          const waypoints = [L.latLng(from[1], from[0]), L.latLng(to[1], to[0])];
          const formatter = new L.Routing.Formatter({ language: "en" });
          L.Routing.control({ router, waypoints, formatter, fitSelectedRoutes: true })
            .on("routesfound", ({ routes: [route] }: { routes: PluginRoute[] }) =>
              resolve({
                distance: route?.summary.totalDistance ?? 0,
                seconds: route?.summary.totalTime ?? 0,
                points: route?.coordinates.length ?? 0,
                texts: (route?.instructions ?? []).map((step: object, i: number) =>
                  formatter.formatInstruction(step, i),
                ),
              }),
            )
            .on("routingerror", ({ error }: { error: { message: string } }) => reject(new Error(error.message)))
            .addTo(map);
        }),
      [address, a, b] as const,
    );
    const { routes } = await answer(`/route/v1/driving/${trip}?overview=full`);
    expect(found.distance).toBe(routes[0].distance);
    expect(found.seconds).toBe(routes[0].duration);
    expect(found.points).toBeGreaterThan(20);
    expect(found.texts[0]).toMatch(/^Head (north|south|east|west)/);
    expect(found.texts.at(-1)).toMatch(/^You have arrived at your/);
    await page.locator(".leaflet-overlay-pane path").first().waitFor({ state: "attached" });
    expect(await page.locator(".leaflet-routing-alt").first().locator("tr").count()).toBe(found.texts.length);
    expect(errors).toEqual([]);
    await page.close();
  });

  test("our own page draws the network, finds a way between two clicks, and asks no other host", async () => {
    const { page, errors, hosts } = await openPage();
    await page.goto(address);
    await page.waitForSelector('canvas[data-ready="true"]');
    await page.locator("#legend").getByText("primary").waitFor();
    await page.mouse.click(300, 520);
    await page.getByText("Click where to go.").waitFor();
    await page.mouse.click(560, 250);
    await page.locator("#routes button").first().waitFor();
    expect(await page.locator("#routes button").first().innerText()).toMatch(/\d+ (mnt|dtk) · [\d.]+ k?m/);
    expect(await page.locator("#steps li").first().innerText()).toContain("Berangkat");
    expect(await page.locator("#steps li").last().innerText()).toContain("Tiba");
    await page.getByRole("button", { name: /Clear/ }).click();
    expect(await page.locator("#routes button").count()).toBe(0);
    expect([...hosts]).toEqual([new URL(address).host]);
    expect(errors).toEqual([]);
    await page.close();
  });
});

test("the process ends well when it is asked to, also while a client keeps its connection", async () => {
  await answer(`/nearest/v1/driving/${a.join(",")}`);
  const code = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  expect(await code).toBe(0);
});
