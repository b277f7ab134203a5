import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { openPage } from "./testing/browser.ts";
import { chromium, pagesStage } from "./testing/pages.ts";

describe.skipIf(chromium === undefined)("every page", () => {
  const stage = pagesStage();

  test.each(["light", "dark"] as const)("axe finds nothing serious on any page in the %s look", async (colorScheme) => {
    const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
    const { page, close } = await openPage(stage.browser, { colorScheme });
    for (const [address, ready] of [
      ["#/small", ".vehicle"],
      ["#/small/board", ".kelurahan"],
      ["#/small/drive/motor-1", ".next-stop"],
      ["#/small/proof/vehicle:motor-1", ".verdict"],
      ["#/small/import", ".drop"],
      ["#/small/review", ".verdicts"],
      ["#/small/board?tv=1", ".board.tv .kelurahan"],
      ["#/small/drive", ".choose"],
      ["#/small/receive/7471011001002", ".next-stop"],
      ["#/small/receive/7471", ".leaving li"],
      ["#/small/receive", ".choose"],
      ["#/small/people", ".people table"],
      ["#/small/settings", ".settings form"],
      ["#/small/sign-in", ".sign-in form"],
      ["?map=svg#/small", '[data-kind="svg"]'],
      ["#/absent", ".state-page button"],
    ]) {
      await page.goto("about:blank"); // Else two addresses that differ behind # are one page.
      await page.goto(`${stage.address}/${address}`);
      await page
        .locator(ready ?? "")
        .first()
        .waitFor();
      if (address === "#/small") await page.click('.vehicle[data-vehicle="motor-1"] > button');
      await page.evaluate(axe);
      const found = await page.evaluate(async () => {
        const { axe: tool } = globalThis as unknown as {
          axe: { run: () => Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> };
        };
        const { violations } = await tool.run();
        return violations
          .filter((entry) => entry.impact === "serious" || entry.impact === "critical")
          .map((entry) => `${entry.id}: ${entry.nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`);
      });
      expect(found, address).toEqual([]);
    }
    await close();
  });

  test.each([
    "",
    "/board",
    "/drive",
    "/drive/motor-1",
    "/receive",
    "/receive/7471",
    "/proof",
    "/review",
    "/people",
    "/settings",
  ])(
    "%j without network, and with a service in trouble, says so in plain words and loads when asked again",
    async (path) => {
      const { page, close } = await openPage(stage.browser, { serviceWorkers: "block" });
      const says = { id: "Layanan sedang diperbaiki", en: "The service is being repaired" };
      let trouble: "network" | "service" | undefined = "network";
      await page.route(/\/(briefs|people|devices|settings)/, async (route) => {
        if (route.request().resourceType() !== "fetch") return route.fallback();
        if (trouble === "network") return route.abort();
        if (trouble === "service") return route.fulfill({ status: 503, json: { title: "trouble", says } });
        return route.fallback();
      });
      await page.goto(`${stage.address}/#/small${path}`);
      await page.getByRole("heading", { name: "Layanan Antar tidak terjangkau" }).waitFor();
      trouble = "service";
      await page.getByRole("button", { name: "Coba lagi" }).click();
      await page.getByRole("heading", { name: "Halaman ini tidak dapat dimuat" }).waitFor();
      await page.getByText("Layanan sedang diperbaiki").waitFor();
      trouble = undefined;
      await page.getByRole("button", { name: "Coba lagi" }).click();
      await page.locator(".state-page").waitFor({ state: "detached" });
      await page.locator("header").first().waitFor();
      await close();
    },
  );

  test("a page whose code does not come is told, not left white, and comes when asked again", async () => {
    const { page, close } = await openPage(stage.browser, { serviceWorkers: "block" });
    await page.route("**/assets/people-page*", (route) => route.abort());
    await page.goto(`${stage.address}/#/small/people`);
    await page.getByRole("heading", { name: "Layanan Antar tidak terjangkau" }).waitFor();
    await page.goto(`${stage.address}/#/small`);
    await page.locator(".vehicle").first().waitFor();
    await page.unrouteAll();
    await page.goto(`${stage.address}/#/small/people`);
    await page.getByRole("button", { name: "Coba lagi" }).click();
    await page.getByRole("heading", { name: "Orang, kode, dan perangkat" }).waitFor();
    await close();
  });

  test.each([
    ["#/small/drive/motor-1", ".next-stop", 200],
    ["#/small", '[data-kind="webgl"][data-ready="true"]', 900],
  ])("the first load of %s is at most so many kB of gzipped script", async (address, ready, most) => {
    const { page, close } = await openPage(stage.browser);
    await page.goto(`${stage.address}/${address}`);
    await page.locator(ready).first().waitFor();
    const paths = await page.evaluate(() =>
      performance.getEntriesByType("resource").map((entry) => new URL(entry.name).pathname),
    );
    const scripts = [...new Set(paths)].filter((path) => /\.m?js$/.test(path) && path.startsWith("/assets/"));
    const sizes = await Promise.all(
      scripts.map(async (path) => gzipSync(await readFile(join(stage.folder, path))).length),
    );
    const total = sizes.reduce((sum, size) => sum + size, 0) / 1000;
    console.info(`${address}: ${total.toFixed(0)} kB of script, gzipped`);
    expect(scripts.length).toBeGreaterThan(1);
    expect(total).toBeLessThanOrEqual(most);
    await close();
  });
});
