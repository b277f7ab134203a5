/**
 * A real browser for tests: finds a Chromium, opens pages that note every console error and every request. Refuses to
 * know what is tested.
 */
import { existsSync } from "node:fs";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";

const known = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** Path of a Chromium: `ANTAR_CHROMIUM` when set, else the first known place that has one; undefined when none has. */
export function findChromium(): string | undefined {
  const asked = process.env.ANTAR_CHROMIUM;
  if (asked !== undefined && asked !== "") return asked;
  return known.find((path) => existsSync(path));
}

const flags = [
  "--no-sandbox",
  "--disable-background-networking",
  "--disable-quic",
  "--no-first-run",
  "--use-gl=angle",
  "--use-angle=swiftshader",
  "--enable-unsafe-swiftshader",
];

/** Starts the browser at `executablePath`; close it after the tests. */
export function openBrowser(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: flags });
}

/** A page with what it did: errors told to the console or thrown, and the host of every request. */
export interface WatchedPage {
  readonly page: Page;
  readonly errors: string[];
  readonly hosts: Set<string>;
  readonly close: () => Promise<void>;
}

/** A fresh page in a context of its own; the viewer's zone is far from the tenant's on purpose. */
export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<WatchedPage> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    timezoneId: "America/New_York",
    locale: "en-US",
    ...options,
  });
  const page = await context.newPage();
  const errors: string[] = [];
  const hosts = new Set<string>();
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  page.on("pageerror", (error) => errors.push(error.message));
  context.on("request", (request) => {
    const { protocol, host } = new URL(request.url());
    if (protocol.startsWith("http")) hosts.add(host);
  });
  return { page, errors, hosts, close: () => context.close() };
}
