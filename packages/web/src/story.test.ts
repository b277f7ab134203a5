/**
 * The whole story in a real browser over the real service: a planner imports, plans and publishes; a driver signs in with a
 * code, loses the network, hands over, loses the page, and is heard in full when the network is back.
 */
import { readFile } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findChromium, openBrowser, openPage } from "./testing/browser.ts";
import { briefPath, type RunningService, startService } from "./testing/running-service.ts";

const chromium = findChromium();
const id = "kendari-cerita";
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true };
const handOvers = 40;

async function signInAsAdmin(page: Page, secret: string): Promise<void> {
  await page.getByLabel("Kantor").fill("kendari");
  await page.getByLabel("Nama akun").fill("admin");
  await page.getByLabel("Sandi").fill(secret);
  await page.getByRole("button", { name: "Masuk" }).last().click();
}

/** Approves the version on show as the chair does, and publishes it. */
async function approveAndPublish(office: Page): Promise<void> {
  await office.getByRole("link", { name: "Lembar ketua" }).click();
  await office.getByRole("button", { name: "Setujui rencana ini" }).click();
  await office.getByText("Disetujui oleh admin").waitFor();
  await office.goBack();
  await office.getByRole("button", { name: "Terbitkan" }).click();
  await office.getByRole("button", { name: "Ya, terbitkan" }).click();
  await office.locator('.version-bar [data-state="published"]').waitFor();
}

/** Makes a code on the people page for what `field` names; answers the link that signs a phone in. */
async function signInLink(office: Page, { field, name }: { field: RegExp; name: string }): Promise<string> {
  await office.getByLabel(field).fill(name);
  const form = office.locator("form.row", { has: office.getByLabel(field) });
  await form.getByRole("button", { name: "Buat kode" }).click();
  await office.locator(".shown h2", { hasText: name }).waitFor();
  const code = await office.locator(".shown .one-time").innerText();
  return `${new URL(office.url()).origin}/#masuk?tenant=kendari&kode=${encodeURIComponent(code)}`;
}

/** Hands over at the stop on show with a picture, as a driver would. */
async function handOver(page: Page, picture: Buffer): Promise<void> {
  const arrive = page.getByRole("button", { name: "Saya sudah tiba" });
  const give = page.getByRole("button", { name: "Serah terima" });
  await arrive.or(give).first().waitFor();
  if (await arrive.isVisible()) await arrive.click();
  await give.click();
  await page.getByLabel("Nama penerima").fill("Ibu Wa Ode");
  await page.locator('input[type="file"]').setInputFiles({ name: "kit.png", mimeType: "image/png", buffer: picture });
  await page.locator(".photos img").waitFor();
  const before = await page.locator(".next-stop .code, .all-done").first().innerText();
  await page.getByRole("button", { name: "Simpan serah terima" }).click();
  await expect.poll(() => page.locator(".next-stop .code, .all-done").first().innerText()).not.toBe(before);
}

/** True once the worker has every file that the page has loaded. */
function isKeptOffline(page: Page): Promise<boolean> {
  return page.evaluate(async () => {
    const cache = await caches.open("antar-app-1");
    const kept = new Set((await cache.keys()).map((request) => new URL(request.url).pathname));
    const loaded = performance.getEntriesByType("resource").map((entry) => new URL(entry.name).pathname);
    return ["/", ...loaded.filter((path) => path.startsWith("/assets/"))].every((path) => kept.has(path));
  });
}

describe.skipIf(chromium === undefined)("the story of a distribution", () => {
  let browser: Browser;
  let service: RunningService;

  beforeAll(async () => {
    service = await startService(["--sign-in"]);
    browser = await openBrowser(chromium ?? "");
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await service?.stop();
  });

  let office: Page;

  test("a planner signs in, imports a brief, plans it with progress on show, and publishes", async () => {
    ({ page: office } = await openPage(browser));
    await office.goto(`${service.address}/#/${id}/import`);
    await signInAsAdmin(office, service.secret);
    await office.locator(".drop").waitFor();
    const brief = { ...JSON.parse(await readFile(briefPath, "utf8")), id, title: "Kota Kendari, cerita" };
    const buffer = Buffer.from(JSON.stringify(brief));
    await office
      .locator('input[type="file"]')
      .setInputFiles({ name: "brief.json", mimeType: "application/json", buffer });
    await office.getByText("Tidak ada yang salah.").waitFor();
    await office.getByRole("button", { name: "Simpan", exact: true }).click();
    await office.getByRole("heading", { name: "Belum ada rencana yang terbit" }).waitFor();
    await office.getByRole("button", { name: "Rencanakan", exact: true }).click();
    await office.getByLabel("Lama pencarian").selectOption("10");
    await office.getByRole("button", { name: "Mulai", exact: true }).click();
    await office.locator('.job[data-state="running"] progress').waitFor();
    const curve = office.locator(".job .cost-curve");
    await curve.getByText("Biaya terbaik sejauh ini").waitFor({ timeout: 60_000 });
    expect(await curve.locator("path").getAttribute("d")).toMatch(/^M0 \d+.*H320$/);
    await office.getByRole("link", { name: "Lihat rencana ini" }).click({ timeout: 180_000 });
    await approveAndPublish(office);
    expect(await office.locator(".served").innerText()).toContain("525 / 525 TPS");
  }, 300_000);

  const phones: { readonly vehicle: string; readonly stops: number; readonly link: string }[] = [];

  test("the office makes sign-in codes for the vehicles with the most stops", async () => {
    await office.goto(`${service.address}/#/${id}/drive`);
    await office.locator(".choose a").first().waitFor();
    const entries = await office.locator(".choose a").allInnerTexts();
    const vehicles = entries.map((entry) => ({
      vehicle: entry.split("\n")[0]?.trim() ?? "",
      stops: Number(/(\d+) singgah/.exec(entry)?.[1] ?? 0),
    }));
    vehicles.sort((left, right) => right.stops - left.stops);
    await office.goto(`${service.address}/#/${id}/people`);
    for (const { vehicle, stops } of vehicles) {
      if (phones.reduce((sum, phone) => sum + phone.stops, 0) >= handOvers) break;
      phones.push({ vehicle, stops, link: await signInLink(office, { field: /^Kendaraan/, name: vehicle }) });
    }
    expect(await office.locator(".shown svg.qr").count()).toBe(1);
    expect(phones.reduce((sum, phone) => sum + phone.stops, 0)).toBeGreaterThanOrEqual(handOvers);
  }, 120_000);

  test(`drivers hand over ${handOvers} times without network, lose the page in between, and are heard once when it is back`, async () => {
    const picture = await office.screenshot({ clip: { x: 0, y: 0, width: 640, height: 400 } });
    let done = 0;
    for (const { vehicle, stops, link } of phones) {
      const { page: first, close } = await openPage(browser, phone);
      await first.goto(link);
      await first.locator(".next-stop h1").waitFor({ timeout: 60_000 });
      expect(await first.locator(".driver header b").innerText()).toBe(vehicle);
      await expect.poll(() => isKeptOffline(first), { timeout: 30_000 }).toBe(true);
      const context = first.context();
      await context.setOffline(true);
      const [half, rest] = [Math.floor(stops / 2), Math.ceil(stops / 2)];
      for (let count = 0; count < half; count += 1) await handOver(first, picture);
      await first.reload();
      await first.locator(".acts-told li").first().waitFor();
      await first.close();
      const page = await context.newPage();
      await page.goto(`${service.address}/#/${id}/drive/${vehicle}`);
      for (let count = 0; count < rest; count += 1) await handOver(page, picture);
      expect(await page.locator(".acts-told li").count()).toBe(2 * stops);
      await context.setOffline(false);
      await page.getByText(/Semua terkirim|foto atau tanda tangan menunggu/).waitFor({ timeout: 60_000 });
      await close();
      done += stops;
    }
    expect(done).toBeGreaterThanOrEqual(handOvers);
  }, 400_000);

  test("every hand-over is in the log once, its chain is whole, and the board shows them", async () => {
    for (const { vehicle, stops } of phones) {
      await office.goto(`${service.address}/#/${id}/proof/${encodeURIComponent(`vehicle:${vehicle}`)}`);
      await office.getByText(`Rantai utuh: ${2 * stops} kejadian`).waitFor();
      expect(await office.locator('tr[data-kind="handed-over"]').count()).toBe(stops);
    }
    await office.goto(`${service.address}/#/${id}/board`);
    await office.locator('.kelurahan [data-state="received"]').first().waitFor();
  }, 120_000);

  test("a street is flooded, the plan is made anew and published, and a driver accepts what changes", async () => {
    await office.goto(`${service.address}/#/${id}/drive`);
    await office.locator(".choose a").first().waitFor();
    const vehicles = await office.locator(".choose a b").allInnerTexts();
    const vehicle = vehicles.find((name) => phones.every((known) => known.vehicle !== name)) ?? "";
    await office.goto(`${service.address}/#/${id}/people`);
    const link = await signInLink(office, { field: /^Kendaraan/, name: vehicle });
    const here = { geolocation: { longitude: 122.515, latitude: -3.985 }, permissions: ["geolocation"] };
    const { page, close } = await openPage(browser, { ...phone, ...here });
    await page.goto(link);
    const next = await page.locator(".next-stop .code").innerText({ timeout: 60_000 });

    await office.goto(`${service.address}/#/${id}`);
    await office.getByPlaceholder("Cari kode TPS, tempat, atau kendaraan").fill(next);
    await office.keyboard.press("Enter");
    await office.getByRole("heading", { name: "Jalan tertutup" }).click();
    await office.getByRole("button", { name: /^Tutup di sekitar/ }).click();
    await office.getByLabel("Nama", { exact: true }).fill("Banjir");
    await office.getByLabel("Keadaan").selectOption("slow");
    await office.getByRole("button", { name: "Tutup (1 titik)" }).click();
    await office.locator('.closures [data-mode="slow"]').waitFor();
    await office.getByRole("button", { name: "Rencanakan ulang" }).click();
    await office.getByRole("link", { name: /Rencana versi 2 selesai/ }).click({ timeout: 120_000 });
    await office.locator(".plan-diff").waitFor();
    await approveAndPublish(office);

    await page.reload();
    await page.locator(".changed").waitFor();
    await page.getByRole("button", { name: "Terima rencana baru" }).click();
    await page.locator(".changed").waitFor({ state: "detached" });
    await page.reload();
    await page.locator(".next-stop, .all-done").first().waitFor();
    expect(await page.locator(".changed").count()).toBe(0);

    // Nothing is sent before the driver agrees, and then only under way.
    const consent = page.getByLabel("Saya setuju posisi dikirim");
    expect(await consent.isChecked()).toBe(false);
    await consent.click();
    await page.getByText("Tidak dikirim: perjalanan belum mulai").waitFor();
    await page.getByRole("button", { name: "Saya sudah tiba" }).click();
    await page.getByText(/Terakhir dikirim/).waitFor({ timeout: 30_000 });
    await close();
  }, 300_000);

  test("a KPPS signs in with a code, counts one piece too few, and the board and its PPS name the place", async () => {
    await office.goto(`${service.address}/#/${id}/people`);
    const place = "7471011009001";
    const link = await signInLink(office, { field: /^Penerima di/, name: place });
    const { page, close } = await openPage(browser, phone);
    await page.goto(link);
    await page.getByRole("button", { name: "Hitung dan tanda tangani" }).click({ timeout: 60_000 });
    await page.locator(".counter button").first().click();
    await page.getByLabel("Nama Anda yang menerima").fill("Ibu Wa Ode");
    await page.getByRole("button", { name: "Simpan penerimaan" }).click();
    await page.getByText("Semua terkirim").waitFor();
    await office.goto(`${service.address}/#/${id}/board`);
    await office.locator(".attention li", { hasText: "melaporkan kekurangan" }).waitFor({ timeout: 30_000 });
    await close();

    // The PPS that supplies it hears of it too.
    await office.goto(`${service.address}/#/${id}/people`);
    const above = await openPage(browser, phone);
    await above.page.goto(await signInLink(office, { field: /^Penerima di/, name: place.slice(0, 10) }));
    await above.page.locator(".concerns li", { hasText: "melaporkan kekurangan" }).waitFor({ timeout: 60_000 });
    await above.close();
  }, 120_000);

  test("a code that one phone has used turns the next away", async () => {
    const { page, close } = await openPage(browser, phone);
    await page.goto(phones[0]?.link ?? "");
    await page.getByRole("alert").waitFor();
    expect(await page.locator(".next-stop").count()).toBe(0);
    await close();
  });
});
