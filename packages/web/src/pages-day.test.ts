import { describe, expect, test } from "vitest";
import { openPage } from "./testing/browser.ts";
import { chromium, pagesStage } from "./testing/pages.ts";
import { smallBoard } from "./testing/small-answers.ts";

describe.skipIf(chromium === undefined)("the pages of the day itself", () => {
  const stage = pagesStage();

  test("the board shows one cell per TPS and what needs a hand, and follows what happens", async () => {
    const { page, close } = await openPage(stage.browser, { viewport: { width: 1920, height: 1080 } });
    await page.goto(`${stage.address}/#/small/board`);
    await page.locator('.kelurahan [data-state="planned"]').nth(1).waitFor();
    expect(await page.locator(".kelurahan li").count()).toBe(3);
    expect(await page.locator(".attention li").innerText()).toContain("Tidak ada kendaraan");
    expect(await page.locator(".gauges li").count()).toBe(6);
    await page.getByRole("link", { name: "Layar TV" }).click();
    await page.locator(".board.tv .kelurahan").first().waitFor();
    const rows = smallBoard.rows.map((row) => ({ ...row, state: "done" as const, done: row.stops }));
    const motor = rows.find((row) => row.vehicle === "motor-1");
    if (motor) motor.received = ["7471011001001", "7471011001002"];
    stage.answers["GET /briefs/small/board"] = { ...smallBoard, rows };
    await page.locator('.kelurahan [data-state="received"]').nth(1).waitFor();
    expect(await page.locator(".progress").innerText()).toContain("67%");
    await close();
  });

  test("a shortage that a receiver counted is taken up on the board, but not on the wall", async () => {
    const { page, close } = await openPage(stage.browser);
    const says = {
      id: "7471011001002 melaporkan kekurangan (1 kotak)",
      en: "7471011001002 reports a shortage (1 kotak)",
    };
    const told = { raisedAt: "2024-11-26T07:50:00+08:00", clearedAt: null, seenBy: null, tepat: "jumlah" };
    const alarm = { alarm: "problem-1", kind: "problem", about: "7471011001002", says, seenAt: null, ...told };
    const before = stage.answers["GET /briefs/small/alarms"];
    stage.answers["GET /briefs/small/alarms"] = { brief: "small", asOf: "2024-11-26T08:00:00+08:00", alarms: [alarm] };
    let seen = 0;
    stage.answers["POST /briefs/small/alarms/problem-1/seen"] = () => {
      seen += 1;
      return { status: 200, document: alarm };
    };
    const item = page.locator(".attention li", { hasText: "TPS 002 Wawombalata melaporkan kekurangan" });
    await page.goto(`${stage.address}/#/small/board?tv=1`);
    await item.waitFor();
    expect(await item.innerText()).toContain("→ Kirim kekurangannya dari gudang");
    expect(await item.getByRole("button").count()).toBe(0);
    await page.goto(`${stage.address}/#/small/board`);
    await item.getByRole("button", { name: "Ditangani" }).click();
    await item.waitFor({ state: "detached" });
    expect(seen).toBe(1);
    stage.answers["GET /briefs/small/alarms"] = before;
    await close();
  });

  test("a board that hears nothing says since when; an arrival that nobody has told of is marked", async () => {
    const { page, close } = await openPage(stage.browser, { serviceWorkers: "block" });
    stage.answers["GET /briefs/small/board"] = { ...smallBoard, asOf: "2024-11-26T08:15:00+08:00" };
    await page.goto(`${stage.address}/#/small/board`);
    await page.locator(".kelurahan").first().waitFor();
    // The next stop of the motor cart was due at 07.45: 30 minutes ago.
    expect(await page.locator('.next [data-overdue="true"]', { hasText: "motor-1" }).innerText()).toContain(
      "belum dilaporkan, lewat 30 mnt",
    );
    expect(await page.locator(".by-plan").innerText()).toBe("menurut rencana seharusnya 2 (67%)");
    expect(await page.locator(".lost").count()).toBe(0);
    await page.route("**/briefs/**", (route) => route.abort());
    await page.getByText("Tidak tersambung ke layanan sejak").waitFor();
    await page.unrouteAll();
    await page.locator(".lost").waitFor({ state: "detached" });
    stage.answers["GET /briefs/small/board"] = smallBoard;
    await close();
  });

  test("the driver sees what is expected now beside the plan, and the danger for the deadline", async () => {
    const { page, errors, close } = await openPage(stage.browser, { viewport: { width: 390, height: 844 } });
    await page.goto(`${stage.address}/#/small/drive/motor-1`);
    await page.getByText("Perkiraan kini 07.38 (07.31 sampai 07.52)").waitFor();
    expect(await page.locator(".next-stop").innerText()).toContain("Peluang lewat tenggat 12%");
    expect(await page.locator(".all-stops time small").allInnerTexts()).toEqual(["→ 07.38"]);
    const call = page.getByRole("link", { name: "Telepon Ibu Wa Ode (KPPS)" });
    expect(await call.getAttribute("href")).toBe("tel:+62812345");
    expect(errors).toEqual([]);
    await close();
  });

  test("a driver without network hands over, reloads, and everything is sent once when the network is back", async () => {
    const { page, close } = await openPage(stage.browser, { viewport: { width: 390, height: 844 }, hasTouch: true });
    interface Told {
      readonly id: string;
      readonly kind: string;
      readonly attachments?: { readonly sha256: string; readonly type: string }[];
    }
    const log = new Map<string, Told>();
    const files = new Set<string>();
    stage.answers["POST /attachments"] = (body: string) => {
      const { sha256 } = JSON.parse(body) as { sha256: string };
      const upload = { method: "PATCH", address: `/attachments/${sha256}`, headers: { "upload-offset": "0" } };
      stage.answers[`PATCH /attachments/${sha256}`] = { sha256 };
      stage.answers[`POST /attachments/${sha256}/finish`] = () => {
        files.add(sha256);
        return { status: 200, document: { sha256, state: "there", offset: 1, upload: null } };
      };
      return { status: 200, document: { sha256, state: "wanted", offset: 0, upload } };
    };
    let down = false;
    stage.answers["POST /briefs/small/events"] = (body: string) => {
      // A page that is loading again may slip past the browser's own offline switch for a moment.
      if (down) return { status: 503, document: {} };
      const { events } = JSON.parse(body) as { events: Told[] };
      const results = events.map((event) => {
        const outcome = log.has(event.id) ? "exists" : "created";
        log.set(event.id, event);
        return { id: event.id, outcome, receipt: null, says: null };
      });
      return { status: 200, document: { results } };
    };
    await page.goto(`${stage.address}/#/small/drive/motor-1`);
    await page.getByRole("heading", { name: "TPS 002 Wawombalata" }).waitFor();
    const missing = (): Promise<readonly string[]> =>
      page.evaluate(async () => {
        const cache = await caches.open("antar-app-1");
        const kept = new Set((await cache.keys()).map((request) => new URL(request.url).pathname));
        const loaded = performance.getEntriesByType("resource").map((entry) => new URL(entry.name).pathname);
        const needed = ["/", ...loaded.filter((path) => path.startsWith("/assets/"))];
        return needed.filter((path) => !kept.has(path));
      });
    await expect.poll(missing, { timeout: 15_000 }).toEqual([]);
    const streets = page.locator('.sketch .streets[d^="M"]');
    await streets.waitFor({ state: "attached" });

    down = true;
    await page.context().setOffline(true);
    await page.getByRole("button", { name: "Saya sudah tiba" }).click();
    await page.getByRole("button", { name: "Serah terima" }).click();
    await page.getByLabel("Nama penerima").fill("Ibu Wa Ode");
    await page.getByLabel("Nomor segel").fill("S-17, S-18");
    const file = { name: "kotak.png", mimeType: "image/png", buffer: await page.screenshot() };
    await page.locator('input[type="file"]').setInputFiles(file);
    await page.locator(".photos img").waitFor();
    const pad = await page.locator(".signature canvas").boundingBox();
    await page.mouse.move((pad?.x ?? 0) + 20, (pad?.y ?? 0) + 20);
    await page.mouse.down();
    await page.mouse.move((pad?.x ?? 0) + 120, (pad?.y ?? 0) + 60);
    await page.mouse.up();
    await page.getByRole("button", { name: "Ulangi tanda tangan" }).waitFor();
    await page.getByRole("button", { name: "Simpan serah terima" }).click();
    await page.getByRole("heading", { name: "TPS 001 Wawombalata" }).waitFor();
    await page.reload();
    await page.getByRole("heading", { name: "TPS 001 Wawombalata" }).waitFor();
    await streets.waitFor({ state: "attached" });
    await page.getByText("Dekat tujuan").click();
    const call = page.getByRole("link", { name: "Telepon kantor: Ibu Rencana" });
    expect(await call.getAttribute("href")).toBe("tel:0401333333");
    expect(await page.locator(".acts-told li").count()).toBe(2);
    expect(await page.locator(".sending").innerText()).toContain("2 menunggu dikirim");
    expect(log.size).toBe(0);

    down = false;
    await page.context().setOffline(false);
    await page.getByText("Semua terkirim").waitFor();
    expect([...log.values()].map((event) => event.kind)).toEqual(["arrived", "handed-over"]);
    expect([...log.values()][1]).toMatchObject({
      unit: "vehicle:motor-1",
      trip: "T2",
      place: "7471011001002",
      kits: ["7471011001002"],
      counts: { box: 2 },
      personal: { receiver: "Ibu Wa Ode" },
      seals: ["S-17", "S-18"],
      attachments: [{ type: "image/jpeg" }, { type: "image/png" }],
    });
    expect(files.size).toBe(2);
    await close();
  });
});
