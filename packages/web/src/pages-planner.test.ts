import { describe, expect, test } from "vitest";
import { openPage } from "./testing/browser.ts";
import { chromium, pagesStage } from "./testing/pages.ts";
import { smallClosures, smallJob } from "./testing/small-answers.ts";

describe.skipIf(chromium === undefined)("the planner's page", () => {
  const stage = pagesStage();

  test("shows figures, both vehicles, the unserved TPS and the synthetic roads, asking no other host", async () => {
    const { page, errors, hosts, close } = await openPage(stage.browser);
    await page.goto(stage.address);
    await page.waitForSelector('.map-canvas[data-kind="webgl"][data-ready="true"]');
    const text = await page.locator("body").innerText();
    expect(text).toContain("Jaringan jalan sintetis: bukan jalan sebenarnya");
    expect(text).toContain("Synthetic road network: not the real roads");
    expect(text).toContain("Selasa, 26 November 2024 pukul 18.00 WITA");
    expect(text).toMatch(/TPS yang belum terlayani\s*1/);
    expect(text).toContain("Tidak ada kendaraan");
    expect(await page.locator(".vehicle").count()).toBe(2);
    expect([...hosts]).toEqual([new URL(stage.address).host]);
    expect(errors).toEqual([]);
    await close();
  });

  test("a vehicle selected in the list opens its stops, and the timeline and the map follow", async () => {
    const { page, errors, close } = await openPage(stage.browser);
    await page.goto(stage.address);
    await page.click('.vehicle[data-vehicle="motor-1"] > button');
    const rows = page.locator('[data-trip="T2"] tbody tr');
    expect(await rows.count()).toBe(2);
    expect(await rows.first().innerText()).toMatch(/TPS 002 Wawombalata\s+7471011001002\s+07\.45\s+5 mnt\s+07\.50\s+1/);
    expect(await page.locator('.timeline .line.chosen[data-row="motor-1"]').count()).toBe(1);
    await close();
    expect(errors).toEqual([]);
  });

  test("the plain map shows the same routes and selects the vehicle that is clicked on", async () => {
    const { page, errors, close } = await openPage(stage.browser);
    await page.goto(`${stage.address}/?map=svg`);
    await page.waitForSelector('.map-canvas[data-kind="svg"]');
    expect(await page.locator("svg [data-vehicle]").count()).toBe(2);
    expect(await page.locator("svg [data-place]").count()).toBe(6);
    await page.locator('svg [data-live="motor-1"]', { hasText: "motor-1 · 12 mnt" }).waitFor();
    await page.locator('svg [data-vehicle="motor-1"] .route').dispatchEvent("click");
    expect(await page.locator('.vehicle[data-vehicle="motor-1"].open').count()).toBe(1);
    expect(await page.locator(".stop-number").allTextContents()).toEqual(["1", "2"]);
    await close();
    expect(errors).toEqual([]);
  });

  test("a TPS code typed by keyboard opens the journey of its kit, in English when that is chosen", async () => {
    const { page, errors, close } = await openPage(stage.browser);
    await page.goto(stage.address);
    await page.getByText("EN", { exact: true }).click();
    await page.keyboard.press("/");
    await page.keyboard.type("7471011001001");
    await page.keyboard.press("Enter");
    const card = page.locator(".place-card");
    expect(await card.innerText()).toContain("Received Tuesday, 26 November 2024 at 08:00 WITA by motor-1");
    expect(await card.locator(".journey li").count()).toBe(2);
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    expect(await card.count()).toBe(0);
    await close();
    expect(errors).toEqual([]);
  });

  test("the point of a TPS is put right on the map or by keyboard, and what was saved is in the brief", async () => {
    const { page, errors, close } = await openPage(stage.browser);
    const sent: { places: { code: string; point: number[]; approximate?: boolean }[] }[] = [];
    stage.answers["PUT /briefs/small"] = (body: string) => {
      sent.push(JSON.parse(body));
      return { status: 200, document: {} };
    };
    await page.goto(`${stage.address}/#/small`);
    await page.locator('[data-kind="webgl"][data-ready="true"]').waitFor();
    await page.keyboard.press("/");
    await page.keyboard.type("7471011001002");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Perbaiki titik" }).click();
    await page.locator(".maplibregl-marker").waitFor();
    expect(await page.getByRole("button", { name: "Simpan titik" }).isDisabled()).toBe(true);
    const before = await page.getByLabel("Lintang").inputValue();
    const box = await page.locator(".map-canvas").boundingBox();
    await page.mouse.click((box?.x ?? 0) + (box?.width ?? 0) / 2 + 40, (box?.y ?? 0) + (box?.height ?? 0) / 2 + 30);
    await expect.poll(() => page.getByLabel("Lintang").inputValue()).not.toBe(before);
    await page.getByLabel("Bujur").fill("122.5301");
    await page.getByLabel("Lintang").fill("-3.9512");
    await page.getByRole("button", { name: "Simpan titik" }).click();
    await page.getByText("Titik tersimpan di brief").waitFor();
    const place = sent[0]?.places.find(({ code }) => code === "7471011001002");
    expect([sent.length, place?.point, place?.approximate]).toEqual([1, [122.5301, -3.9512], undefined]);
    expect(errors).toEqual([]);
    await close();
  });

  test("a base map from elsewhere lies under the routes and is named", async () => {
    const { page, errors, close } = await openPage(stage.browser);
    const dot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    let asked = 0;
    await page.route("**/tile/**", (route) => {
      asked += 1;
      return route.fulfill({ contentType: "image/png", body: Buffer.from(dot, "base64") });
    });
    const tiles = [`${stage.address}/tile/{z}/{x}/{y}.png`];
    stage.answers["GET /map/style.json"] = {
      version: 8,
      sources: { photo: { type: "raster", tiles, tileSize: 256, attribution: "© <b>Foto udara</b>" } },
      layers: [{ id: "photo", type: "raster", source: "photo" }],
    };
    await page.goto(stage.address);
    await page.waitForSelector('.map-canvas[data-kind="webgl"][data-ready="true"]');
    expect(asked).toBeGreaterThan(0);
    expect(await page.locator(".map-notes").innerText()).toContain("© Foto udara");
    stage.answers["GET /map/style.json"] = null;
    expect(errors).toEqual([]);
    await close();
  });

  test("a phone shows the map above the list without sideways scrolling", async () => {
    const { page, close } = await openPage(stage.browser, { viewport: { width: 390, height: 844 }, hasTouch: true });
    await page.goto(stage.address);
    await page.waitForSelector(".vehicle");
    const [map, panel] = [await page.locator(".map").boundingBox(), await page.locator(".panel").boundingBox()];
    expect((map?.y ?? 0) + (map?.height ?? 0)).toBeLessThanOrEqual((panel?.y ?? 0) + 1);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(wide).toBe(0);
    await close();
  });

  test("without a published plan the page says so and what to do", async () => {
    const { page, close } = await openPage(stage.browser);
    const held = stage.answers["GET /briefs/small/plan"];
    delete stage.answers["GET /briefs/small/plan"];
    await page.goto(stage.address);
    await page.getByRole("heading", { name: "Belum ada rencana yang terbit" }).waitFor();
    stage.answers["GET /briefs/small/plan"] = held;
    await page.getByRole("button", { name: "Coba lagi" }).click();
    await page.waitForSelector(".vehicle");
    await close();
  });

  test.each(["", "?map=svg"])(
    "a closure is drawn on the map%s, saved, and the plan made anew around it",
    async (query) => {
      const { page, errors, close } = await openPage(stage.browser);
      const closures: unknown[] = [];
      const sent: { geometry: { type: string; coordinates: number[][][] }; properties: unknown }[] = [];
      stage.answers["GET /briefs/small/closures"] = () => ({ status: 200, document: { ...smallClosures, closures } });
      const answer = (body: string) => {
        const feature = JSON.parse(body);
        sent.push(feature);
        const [ring] = feature.geometry.coordinates;
        const road = { name: "Banjir", mode: "slow", areas: [{ kind: "polygon", ring: ring.slice(0, -1) }] };
        const document = { closure: "c1", road, lifted: false, updatedAt: "2024-11-26T09:40:00+08:00", by: "admin" };
        closures.push(document);
        return { status: 200, document };
      };
      await page.route("**/closures/*", async (route) => {
        const made = answer(route.request().postData() ?? "");
        await route.fulfill({ status: made.status, json: made.document });
      });
      stage.answers["GET /jobs/job-2/events"] = {}; // No stream: the page asks instead.
      stage.answers["POST /briefs/small/studies"] = { ...smallJob, state: "running", version: null };
      stage.answers["GET /jobs/job-2"] = smallJob;
      await page.goto(`${stage.address}/${query}`);
      await page.waitForSelector('.map-canvas[data-ready="true"]');
      await page.getByRole("heading", { name: "Jalan tertutup" }).click();
      await page.getByRole("button", { name: "Gambar penutupan di peta" }).click();
      const map = await page.locator(".map-canvas").boundingBox();
      const corner = (x: number, y: number) => page.mouse.click((map?.x ?? 0) + x, (map?.y ?? 0) + y);
      await corner(200, 120);
      await corner(320, 120);
      await corner(320, 220);
      await page.getByLabel("Nama").fill("Banjir");
      await page.getByLabel("Keadaan").selectOption("slow");
      await page.getByRole("button", { name: "Tutup (3 titik)" }).click();
      await page.locator('.closures [data-mode="slow"]').waitFor();
      expect(sent[0]?.properties).toMatchObject({ name: "Banjir", mode: "slow", factor: 0.3 });
      const [ring = []] = sent[0]?.geometry.coordinates ?? [];
      expect(ring).toHaveLength(4);
      expect(ring.every(([lon = 0, lat = 0]) => lon > 122 && lon < 123 && lat < -3 && lat > -5)).toBe(true);
      await page.getByRole("button", { name: "Rencanakan ulang" }).click();
      await page.getByRole("link", { name: /Rencana versi 2 selesai/ }).waitFor();
      expect(errors).toEqual([]);
      await close();
    },
  );
});
