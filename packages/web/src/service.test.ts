/**
 * The pages over the real service: K525 planned by the command line program in a process of its own.
 */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findChromium, openBrowser, openPage } from "./testing/browser.ts";
import { type RunningService, startService } from "./testing/running-service.ts";

const chromium = findChromium();

describe.skipIf(chromium === undefined)("the pages over the real service", () => {
  let browser: Browser;
  let service: RunningService;

  beforeAll(async () => {
    service = await startService();
    browser = await openBrowser(chromium ?? "");
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await service?.stop();
  });

  test("K525 is shown whole: 525 TPS, its vehicles, the map, a selection, and nothing from elsewhere", async () => {
    const { page, errors, hosts, close } = await openPage(browser);
    await page.goto(service.address);
    await page.waitForSelector('.map-canvas[data-kind="webgl"][data-ready="true"]');
    expect(await page.locator(".served").innerText()).toContain("525 / 525 TPS");
    const vehicles = page.locator(".vehicle");
    const shown = await page
      .getByText(/^\d+ dari \d+$/)
      .first()
      .innerText();
    expect(Number(shown.split(" ")[0])).toBeGreaterThan(30); // The list itself is drawn as it is scrolled to.
    await vehicles.nth(0).locator("> button").click();
    await page.locator(".vehicle.open .trip tbody tr").first().waitFor();
    expect(await page.locator(".timeline .line.chosen").count()).toBe(1);
    expect(await page.locator(".map-notes").innerText()).toContain("sintetis");
    expect([...hosts]).toEqual([new URL(service.address).host]);
    expect(errors).toEqual([]);
    await close();
  });

  test("a driver's hand-over appears on the board and in a log whose chain the browser finds whole", async () => {
    const { page, errors, close } = await openPage(browser);
    await page.goto(`${service.address}/#/`);
    await page.getByRole("link", { name: "Pengemudi" }).click();
    await page.locator(".choose a", { hasText: "gerobak" }).first().click();
    await page.getByRole("button", { name: "Saya sudah tiba" }).click();
    await page.getByRole("button", { name: "Serah terima" }).click();
    await page.getByLabel("Nama penerima").fill("Ibu Wa Ode");
    await page.getByRole("button", { name: "Simpan serah terima" }).click();
    await page.getByText("Semua terkirim").waitFor();
    const [brief] = new URL(page.url()).hash.replace("#/", "").split("/");
    await page.goto(`${service.address}/#/${brief}/board`);
    await page.locator('.kelurahan [data-state="received"]').first().waitFor();
    expect(await page.locator(".kelurahan li").count()).toBe(525);
    await page.getByRole("link", { name: "Bukti" }).click();
    await page.locator(".observer main > nav a").first().click();
    await page.getByText("Rantai utuh: 2 kejadian").waitFor();
    expect(errors).toEqual([]);
    await close();
  });
});
