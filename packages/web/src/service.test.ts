/**
 * The pages over the real service: K525 planned by the command line program in a process of its own.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findChromium, openBrowser, openPage } from "./testing/browser.ts";

const chromium = findChromium();
const repository = join(import.meta.dirname, "../../..");
const program = join(repository, "packages/cli/bin/antar.mjs");
const brief = join(repository, "data/kendari/brief.json");
const able = chromium !== undefined && existsSync(program) && existsSync(brief);

function addressOf(service: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    const listen = (chunk: Buffer): void => {
      said += chunk.toString();
      const address = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0];
      if (address) resolve(address);
    };
    service.stdout?.on("data", listen);
    service.stderr?.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
    service.on("exit", (code) => reject(new Error(`the service ended with ${code}:\n${said}`)));
  });
}

describe.skipIf(!able)("the pages over the real service", () => {
  let browser: Browser;
  let folder: string;
  let service: ChildProcess;
  let address: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "antar-service-"));
    service = spawn(process.execPath, [program, "serve", brief, "--port", "0", "--data", folder], {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, NODE_ENV: "production" },
    });
    address = await addressOf(service);
    browser = await openBrowser(chromium ?? "");
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    service?.kill();
    await rm(folder, { recursive: true, force: true });
  });

  test("K525 is shown whole: 525 TPS, its vehicles, the map, a selection, and nothing from elsewhere", async () => {
    const { page, errors, hosts, close } = await openPage(browser);
    await page.goto(address);
    await page.waitForSelector('.map-canvas[data-kind="webgl"][data-ready="true"]');
    expect(await page.locator(".served").innerText()).toContain("525 / 525 TPS");
    const vehicles = page.locator(".vehicle");
    expect(await vehicles.count()).toBeGreaterThan(30);
    await vehicles.nth(0).locator("> button").click();
    await page.locator(".vehicle.open .trip tbody tr").first().waitFor();
    expect(await page.locator(".timeline .line.chosen").count()).toBe(1);
    expect(await page.locator(".map-notes").innerText()).toContain("sintetis");
    expect([...hosts]).toEqual([new URL(address).host]);
    expect(errors).toEqual([]);
    await close();
  });

  test("a driver's hand-over appears on the board and in a log whose chain the browser finds whole", async () => {
    const { page, errors, close } = await openPage(browser);
    await page.goto(`${address}/#/`);
    await page.getByRole("link", { name: "Pengemudi" }).click();
    await page.locator(".choose a", { hasText: "gerobak" }).first().click();
    await page.getByRole("button", { name: "Saya sudah tiba" }).click();
    await page.getByRole("button", { name: "Serah terima" }).click();
    await page.getByLabel("Nama penerima").fill("Ibu Wa Ode");
    await page.getByRole("button", { name: "Simpan serah terima" }).click();
    await page.getByText("Semua terkirim").waitFor();
    const [brief] = new URL(page.url()).hash.replace("#/", "").split("/");
    await page.goto(`${address}/#/${brief}/board`);
    await page.locator('.kelurahan [data-state="received"]').first().waitFor();
    expect(await page.locator(".kelurahan li").count()).toBe(525);
    await page.getByRole("link", { name: "Bukti" }).click();
    await page.locator(".observer main > nav a").first().click();
    await page.getByText("Rantai utuh: 2 kejadian").waitFor();
    expect(errors).toEqual([]);
    await close();
  });
});
