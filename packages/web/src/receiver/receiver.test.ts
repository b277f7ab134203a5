import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { KeptAct } from "../driver/acts.ts";
import { findChromium, openBrowser, openPage } from "../testing/browser.ts";
import { type BuiltApp, buildApp } from "../testing/built-app.ts";
import { smallAnswers, smallDeliveries, smallWarehouse } from "../testing/small-answers.ts";
import { openStage } from "../testing/stage.ts";
import { loaded, received, toldTrips } from "./acts.ts";

const stamp = { id: "00000001", at: "2024-11-26T07:46:00+08:00" };
const shortId = "00000002";
const full = {
  missing: [],
  pieces: [{ kind: "box", count: 2 }],
  boxes: 0,
  seals: [],
  receiver: "Ibu Wa Ode",
  note: "",
  attachments: [],
};
const kept = (event: KeptAct["event"]): KeptAct => ({ brief: "small", event, state: "saved", says: null });

describe("acts of a receiver", () => {
  const [delivery] = smallDeliveries.deliveries;
  const [departure] = smallWarehouse.departures;

  test("what came is in the log of the place, with the trip that brought it", () => {
    const events = received(smallDeliveries, delivery!, { count: full, stamp, shortId });
    expect(events).toHaveLength(1);
    const where = { unit: "place:7471011001002", trip: "T2", place: "7471011001002" };
    expect(events[0]).toMatchObject({ kind: "received", ...where, kits: ["7471011001002"], counts: { box: 2 } });
    expect([...toldTrips(events.map(kept), "received")]).toEqual(["T2"]);
  });

  test("one box too few is a receipt and a shortage", () => {
    const count = { ...full, pieces: [{ kind: "box", count: 1 }] };
    const events = received(smallDeliveries, delivery!, { count, stamp, shortId });
    expect(events.map(({ kind, counts }) => [kind, counts])).toEqual([
      ["received", { box: 1 }],
      ["short", { box: 1 }],
    ]);
  });

  test("the warehouse counts out into the log of the vehicle: 2 kits of 2 boxes are 4 pieces", () => {
    const count = { ...full, pieces: [{ kind: "box", count: 4 }], boxes: 2 };
    const [event, ...more] = loaded(smallWarehouse, departure!, { count, stamp, shortId });
    expect(more).toEqual([]);
    expect(event).toMatchObject({ kind: "loaded", unit: "vehicle:truk-1", trip: "T1", place: "7471", boxes: 2 });
  });

  test("a PPK counts out into its own log", () => {
    const list = { ...smallWarehouse, kind: "ppk" as const, place: "747101" };
    const count = { ...full, pieces: [{ kind: "box", count: 4 }], boxes: 2 };
    expect(loaded(list, departure!, { count, stamp, shortId })[0]?.unit).toBe("place:747101");
  });
});

const chromium = findChromium();

describe.skipIf(chromium === undefined)("the receivers' page in a browser", () => {
  let browser: Browser;
  let app: BuiltApp;
  let stage: Awaited<ReturnType<typeof openStage>>;
  const answers: Record<string, unknown> = { ...smallAnswers };
  const log = new Map<string, { readonly kind: string; readonly unit: string }>();
  let down = false;

  beforeAll(async () => {
    app = await buildApp();
    answers["POST /briefs/small/events"] = (body: string) => {
      if (down) return { status: 503, document: {} };
      const { events } = JSON.parse(body) as { events: { id: string; kind: string; unit: string }[] };
      const results = events.map((event) => {
        const outcome = log.has(event.id) ? "exists" : "created";
        log.set(event.id, event);
        return { id: event.id, outcome, receipt: null, says: null };
      });
      return { status: 200, document: { results } };
    };
    stage = await openStage(app.folder, answers);
    browser = await openBrowser(chromium ?? "");
  });
  afterAll(async () => {
    await browser?.close();
    stage?.close();
    await app?.drop();
  });

  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true };

  test("KPPS without network counts one box too few, reloads, and receipt and shortage are sent once", async () => {
    const { page, errors, close } = await openPage(browser, phone);
    log.clear();
    await page.goto(`${stage.address}/#/small/receive/7471011001002`);
    await page.locator(".next-stop .eta").waitFor();
    expect(await page.locator(".next-stop").innerText()).toMatch(
      /07\.45[\s\S]*1 kit oleh motor-1 dari PPS Wawombalata/,
    );
    await expect
      .poll(() =>
        page.evaluate(async () => {
          const cache = await caches.open("antar-app-1");
          const kept = new Set((await cache.keys()).map((request) => new URL(request.url).pathname));
          const used = performance.getEntriesByType("resource").map((entry) => new URL(entry.name).pathname);
          return ["/", ...used.filter((path) => path.startsWith("/assets/"))].every((path) => kept.has(path));
        }),
      )
      .toBe(true);
    down = true;
    await page.context().setOffline(true);
    await page.getByRole("button", { name: "Hitung dan tanda tangani" }).click();
    await page.getByRole("button", { name: "Kotak −1" }).click();
    await page.getByText("kekurangan langsung dilaporkan").waitFor();
    await page.getByLabel("Nama Anda yang menerima").fill("Ibu Wa Ode");
    await page.getByRole("button", { name: "Simpan penerimaan" }).click();
    await page.getByText("Semua kiriman sudah diterima").waitFor();
    await page.reload();
    await page.getByText("Semua kiriman sudah diterima").waitFor();
    expect(await page.locator(".sending").innerText()).toContain("2 menunggu dikirim");
    down = false;
    await page.context().setOffline(false);
    await page.getByText("Semua terkirim").waitFor();
    expect([...log.values()].map(({ kind, unit }) => [kind, unit])).toEqual([
      ["received", "place:7471011001002"],
      ["short", "place:7471011001002"],
    ]);
    expect(errors.filter((error) => !/Failed to load|ERR_/.test(error))).toEqual([]);
    await close();
  });

  test("a problem takes two taps, and a picture goes with it when there is time for one", async () => {
    const { page, close } = await openPage(browser, phone);
    log.clear();
    await page.goto(`${stage.address}/#/small/receive/7471011001002`);
    await page.getByRole("button", { name: "Laporkan masalah" }).click();
    await page.getByRole("button", { name: "Kotak salah" }).click();
    await page.getByText("Semua terkirim").waitFor();
    await page.getByRole("button", { name: "Laporkan masalah" }).click();
    const file = { name: "kotak.png", mimeType: "image/png", buffer: await page.screenshot() };
    await page.locator('input[type="file"]').setInputFiles(file);
    await page.locator(".photos img").waitFor();
    await page.getByRole("button", { name: "Basah, rusak, atau segel putus" }).click();
    await page.locator('.acts-told [data-state="sent"]').nth(1).waitFor();
    expect([...log.values()]).toMatchObject([
      { kind: "problem", problem: "wrong-box" },
      { kind: "problem", problem: "damaged", attachments: [{ type: "image/jpeg" }] },
    ]);
    await close();
  });

  test("a PPS reads the shortage of its TPS, and whether the office has taken it up", async () => {
    const { page, errors, close } = await openPage(browser, phone);
    const says = {
      id: "7471011001002 melaporkan kekurangan (1 kotak)",
      en: "7471011001002 reports a shortage (1 kotak)",
    };
    const about = {
      alarm: "problem-1",
      kind: "problem",
      about: "7471011001002",
      name: "TPS 002 Wawombalata",
      says,
    } as const;
    const raisedAt = "2024-11-26T07:50:00+08:00";
    const concerns = [{ ...about, raisedAt, seenAt: null as string | null }];
    answers["GET /briefs/small/places/7471/deliveries"] = { ...smallWarehouse, concerns };
    await page.goto(`${stage.address}/#/small/receive/7471`);
    const told = page.locator(".concerns li");
    expect((await told.innerText()).replaceAll(/\s+/g, " ")).toBe(
      "TPS 002 Wawombalata melaporkan kekurangan (1 kotak) Sel 26 Nov 07.50 · kantor belum menanggapi",
    );
    answers["GET /briefs/small/places/7471/deliveries"] = {
      ...smallWarehouse,
      concerns: [{ ...concerns[0], seenAt: "2024-11-26T08:05:00+08:00" }],
    };
    await page.reload();
    await page.getByText("ditangani kantor sejak Sel 26 Nov 08.05").waitFor();
    answers["GET /briefs/small/places/7471/deliveries"] = smallWarehouse;
    expect(errors).toEqual([]);
    await close();
  });

  test("the warehouse counts a truck out in English; the driver page hands over to a map", async () => {
    const { page, errors, hosts, close } = await openPage(browser, phone);
    log.clear();
    await page.goto(`${stage.address}/#/small/receive`);
    await page.locator(".choose a", { hasText: "Gudang" }).click();
    await page.getByText("EN", { exact: true }).click();
    await page.getByRole("button", { name: "Count out truk-1" }).click();
    expect(await page.locator(".counter").allInnerTexts()).toEqual([
      expect.stringMatching(/Kotak[\s\S]*4 \/ 4/),
      expect.stringMatching(/Recapitulation boxes[\s\S]*2 \/ 2/),
    ]);
    await page.getByLabel("Name of the driver").fill("Pak Amir");
    await page.getByRole("button", { name: "Save the load" }).click();
    await page.getByText("Everything is sent").waitFor();
    expect([...log.values()]).toMatchObject([{ kind: "loaded", unit: "vehicle:truk-1" }]);
    await page.goto(`${stage.address}/#/small/drive/motor-1`);
    const links = page.locator('.taps a:not([href^="tel:"])');
    await links.first().waitFor();
    expect(await links.evaluateAll((all) => all.map((link) => link.getAttribute("href")))).toEqual([
      "geo:-3.922,122.522?q=-3.922,122.522(TPS%20002%20Wawombalata)",
      "https://www.google.com/maps/dir/?api=1&destination=-3.922,122.522",
      "https://waze.com/ul?ll=-3.922,122.522&navigate=yes",
      "https://www.openstreetmap.org/?mlat=-3.922&mlon=122.522#map=17/-3.922/122.522",
    ]);
    expect(await page.locator(".phone-space").innerText()).toMatch(/Room on the phone: [\d.]+ MB of/);
    expect([...hosts]).toEqual([new URL(stage.address).host]);
    expect(errors).toEqual([]);
    await close();
  });
});
