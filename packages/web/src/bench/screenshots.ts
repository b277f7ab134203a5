/**
 * Pictures of every face at three sizes, in both looks and both languages, over the real service with K525 half way through
 * its day. Writes `out/pictures/FACE-SIZE-LOOK-LANGUAGE.png`; a word as argument takes only the pictures whose name has it.
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { AlarmList, AssignmentView, CustodyEvent } from "@antar/api";
import type { Browser, Page } from "playwright-core";
import { findChromium, openBrowser, openPage } from "../testing/browser.ts";
import { startService } from "../testing/running-service.ts";

const folder = join(import.meta.dirname, "../../../../out/pictures");
const wanted = process.argv[2] ?? "";
/** The moment on the clock of the pictures: the morning of the second day. */
const present = Date.parse("2024-11-26T10:20:00+08:00");

const sizes = {
  desktop: { width: 1440, height: 900 },
  phone: { width: 390, height: 844 },
  tv: { width: 1920, height: 1080 },
} as const;

interface Face {
  readonly name: string;
  /** After `#/BRIEF`. */
  readonly address: string;
  readonly ready: string;
  readonly act?: (page: Page) => Promise<void>;
}

const facesOf = (vehicle: string, tps: string): readonly Face[] => [
  { name: "planner", address: "", ready: '[data-kind="webgl"][data-ready="true"]' },
  {
    name: "vehicle",
    address: "",
    ready: '[data-kind="webgl"][data-ready="true"]',
    act: async (page) => {
      await page.locator(".vehicle > button").first().click();
      await page.locator(".vehicle.open").waitFor();
      await page.waitForTimeout(3_000);
    },
  },
  { name: "board", address: "/board", ready: ".attention li" },
  { name: "wall", address: "/board?tv=1", ready: ".board.tv .attention li" },
  { name: "driver", address: `/drive/${vehicle}`, ready: ".sketch .street-name" },
  {
    name: "map",
    address: `/drive/${vehicle}`,
    ready: ".sketch .street-name",
    act: async (page) => {
      await page.getByRole("radio").nth(5).setChecked(true, { force: true });
      await page.locator(".own-map").scrollIntoViewIfNeeded();
    },
  },
  { name: "receiver", address: `/receive/${tps}`, ready: ".next-stop" },
  { name: "warehouse", address: "/receive/7471", ready: ".leaving li" },
  { name: "chair", address: "/review", ready: ".review-map .route" },
  { name: "observer", address: `/proof/vehicle:${vehicle}`, ready: ".entries" },
  { name: "import", address: "/import", ready: ".drop" },
  { name: "people", address: "/people", ready: ".people h1" },
  { name: "settings", address: "/settings", ready: ".settings form" },
  { name: "sign-in", address: "/sign-in", ready: ".sign-in form" },
  // Last: it tells the service of an arrival.
  {
    name: "count",
    address: `/drive/${vehicle}`,
    ready: ".next-stop",
    act: async (page) => {
      const arrive = page.locator(".taps .primary");
      if (!(await page.locator(".hand-over").count())) await arrive.click();
      if (!(await page.locator(".hand-over").count())) await arrive.click();
      await page.locator(".hand-over").waitFor();
    },
  },
];

/** The acts of a vehicle on its plan until the moment of the pictures. */
function actsOf({ vehicle, route }: AssignmentView): CustodyEvent[] {
  const until = new Date(present).getTime();
  return route.trips.flatMap((trip) =>
    trip.stops
      .filter(({ end }) => Date.parse(end) <= until)
      .map(({ place, end, kits, boxes }) => ({
        schema: 1,
        id: `picture-${vehicle}-${trip.id}-${place}`.replace(/[^0-9A-Za-z-]/g, "-").slice(0, 64),
        kind: "handed-over",
        unit: `vehicle:${vehicle}`,
        at: end,
        trip: trip.id,
        place,
        kits,
        boxes,
      })),
  );
}

/** Plays the day up to the moment of the pictures; answers a cart that still has stops, with one of its TPS. */
async function playDay(address: string, brief: string): Promise<{ readonly vehicle: string; readonly tps: string }> {
  const ask = async (path: string, init?: RequestInit) =>
    (await fetch(`${address}/briefs/${brief}${path}`, init)).json();
  const { assignments } = await ask("/assignments");
  let chosen = { vehicle: "", tps: "" };
  for (const { vehicle } of assignments) {
    const assignment: AssignmentView = await ask(`/assignments/${encodeURIComponent(vehicle)}`);
    const events = actsOf(assignment);
    for (let at = 0; at < events.length; at += 25) {
      const body = JSON.stringify({ events: events.slice(at, at + 25) });
      await ask("/events", { method: "POST", headers: { "content-type": "application/json" }, body });
    }
    const stops = assignment.route.trips.flatMap((trip) => trip.stops);
    const next = stops[events.length];
    if (events.length > 0 && next && next.place.length === 13) chosen = { vehicle, tps: next.place };
  }
  await reportShortage(address, brief);
  return chosen;
}

/** A KPPS counts one box too few. */
async function reportShortage(address: string, brief: string): Promise<void> {
  const place = "7471081003001";
  const at = new Date(present - 1_500_000).toISOString();
  const event = { schema: 1, id: "picture-short", kind: "short", unit: `place:${place}`, at, place, note: "1 kotak" };
  const body = JSON.stringify({ events: [event] });
  const headers = { "content-type": "application/json" };
  await fetch(`${address}/briefs/${brief}/events`, { method: "POST", headers, body });
}

interface Shot {
  readonly size: keyof typeof sizes;
  readonly look: "light" | "dark";
  readonly language: "id" | "en";
}

async function take(browser: Browser, where: { address: string; face: Face }, { size, look, language }: Shot) {
  const { address, face } = where;
  const { page, close } = await openPage(browser, {
    viewport: sizes[size],
    hasTouch: size === "phone",
    locale: language === "id" ? "id-ID" : "en-GB",
  });
  await page.clock.setFixedTime(present);
  await page.addInitScript(
    ([key, chosen]) => {
      localStorage.setItem("antar.language", key ?? "");
      localStorage.setItem("antar.theme", chosen ?? "");
    },
    [language, look],
  );
  // The service's own clock is years past the day of the pictures, and would call everything late.
  const isProblem = ({ kind }: { readonly kind: string }): boolean => kind === "problem";
  await page.route("**/alarms", async (route) => {
    const list: AlarmList = await (await route.fetch()).json();
    await route.fulfill({ json: { ...list, alarms: list.alarms.filter(isProblem) } });
  });
  await page.route("**/board", async (route) => {
    const board = await (await route.fetch()).json();
    await route.fulfill({ json: { ...board, asOf: new Date(present).toISOString() } });
  });
  await page.route("**/board/events", (route) => route.abort());
  await page.goto(`${address}${face.address}`);
  await page.locator(face.ready).first().waitFor({ timeout: 60_000 });
  await face.act?.(page);
  await page.evaluate(() => document.fonts.ready);
  const name = `${face.name}-${size}-${look}-${language}.png`;
  await page.screenshot({ path: join(folder, name) });
  await page.unrouteAll({ behavior: "ignoreErrors" }); // The board asks again and again, also while the page goes.
  await close();
  process.stdout.write(`${name}\n`);
}

const chromium = findChromium();
if (!chromium) {
  process.stderr.write("no browser: install Chromium or set ANTAR_CHROMIUM to one\n");
  process.exit(1);
}
await mkdir(folder, { recursive: true });
const service = await startService();
const browser = await openBrowser(chromium);
const { briefs } = await (await fetch(`${service.address}/briefs`)).json();
const brief: string = briefs[0].id;
const { vehicle, tps } = await playDay(service.address, brief);
for (const face of facesOf(encodeURIComponent(vehicle), tps)) {
  for (const size of ["desktop", "phone", "tv"] as const) {
    for (const look of ["light", "dark"] as const) {
      for (const language of ["id", "en"] as const) {
        if (!`${face.name}-${size}-${look}-${language}`.includes(wanted)) continue;
        await take(browser, { address: `${service.address}/#/${brief}`, face }, { size, look, language });
      }
    }
  }
}
await browser.close();
await service.stop();
