import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findChromium, openBrowser, openPage } from "./testing/browser.ts";
import { type BuiltApp, buildApp } from "./testing/built-app.ts";
import {
  smallAnswers,
  smallBoard,
  smallBriefs,
  smallClosures,
  smallJob,
  smallPlanView,
  smallSettings,
} from "./testing/small-answers.ts";
import { openStage } from "./testing/stage.ts";

const chromium = findChromium();

describe.skipIf(chromium === undefined)("the pages in a browser", () => {
  let browser: Browser;
  let app: BuiltApp;
  let stage: Awaited<ReturnType<typeof openStage>>;
  const answers: Record<string, unknown> = { ...smallAnswers };

  beforeAll(async () => {
    app = await buildApp();
    stage = await openStage(app.folder, answers);
    browser = await openBrowser(chromium ?? "");
  });
  afterAll(async () => {
    await browser?.close();
    stage?.close();
    await app?.drop();
  });

  test("shows figures, both vehicles, the unserved TPS and the synthetic roads, asking no other host", async () => {
    const { page, errors, hosts, close } = await openPage(browser);
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
    const { page, errors, close } = await openPage(browser);
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
    const { page, errors, close } = await openPage(browser);
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
    const { page, errors, close } = await openPage(browser);
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
    const { page, errors, close } = await openPage(browser);
    const sent: { places: { code: string; point: number[]; approximate?: boolean }[] }[] = [];
    answers["PUT /briefs/small"] = (body: string) => {
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

  test("a phone shows the map above the list without sideways scrolling", async () => {
    const { page, close } = await openPage(browser, { viewport: { width: 390, height: 844 }, hasTouch: true });
    await page.goto(stage.address);
    await page.waitForSelector(".vehicle");
    const [map, panel] = [await page.locator(".map").boundingBox(), await page.locator(".panel").boundingBox()];
    expect((map?.y ?? 0) + (map?.height ?? 0)).toBeLessThanOrEqual((panel?.y ?? 0) + 1);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(wide).toBe(0);
    await close();
  });

  test("without a published plan the page says so and what to do", async () => {
    const { page, close } = await openPage(browser);
    const held = answers["GET /briefs/small/plan"];
    delete answers["GET /briefs/small/plan"];
    await page.goto(stage.address);
    await page.getByRole("heading", { name: "Belum ada rencana yang terbit" }).waitFor();
    answers["GET /briefs/small/plan"] = held;
    await page.getByRole("button", { name: "Coba lagi" }).click();
    await page.waitForSelector(".vehicle");
    await close();
  });

  test("places of a CSV are judged before anything is saved; what is wrong is named, and a good file is saved", async () => {
    const { page, errors, close } = await openPage(browser);
    const puts: string[] = [];
    const says = { id: "titik di luar wilayah layanan; lintang dan bujur mungkin tertukar", en: "outside" };
    const trouble = { field: "places[6].point", place: "7471011001004", says };
    let good = false;
    answers["PUT /briefs/small"] = (body: string) => {
      puts.push(body);
      if (good) return { status: 200, document: { ...smallBriefs.briefs[0], version: 2 } };
      return { status: 422, document: { title: "x", status: 422, code: "bad-brief", says, troubles: [trouble] } };
    };
    await page.goto(`${stage.address}/#/small/import`);
    const file = (text: string) => ({ name: "tps.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
    await page
      .locator('input[type="file"]')
      .setInputFiles(file("kode;nama;bujur;lintang\n7471011001004;TPS 004;-3,92;122,52\n;TPS 005;122,52;-3,92\n"));
    await page.getByText("titik di luar wilayah layanan").waitFor();
    expect(await page.locator(".import").innerText()).toMatch(/Baris 3, code\s+tulis kode tempat/);
    expect(await page.getByRole("button", { name: "Simpan yang terbaca" }).isDisabled()).toBe(true);

    good = true;
    await page.getByRole("button", { name: "Berkas lain" }).click();
    await page
      .locator('input[type="file"]')
      .setInputFiles(file("kode;nama;bujur;lintang\n7471011001004;TPS 004;122,524;-3,924\n"));
    await page.getByText("Tidak ada yang salah. Menyimpan menjadikannya versi 2 dari brief ini.").waitFor();
    expect(await page.locator(".import .changes").innerText()).toMatch(/Tempat baru 1\s+Tempat berubah 0/);
    await page.getByRole("button", { name: "Simpan", exact: true }).click();
    await page.waitForSelector(".vehicle");
    const saved = JSON.parse(puts.at(-1) ?? "") as { places: { code: string; suppliedBy: string }[] };
    expect(saved.places.at(-1)).toMatchObject({ code: "7471011001004", suppliedBy: "7471011001" });
    expect(errors.filter((error) => !error.includes("422"))).toEqual([]);
    delete answers["PUT /briefs/small"];
    await close();
  });

  test.each(["", "?map=svg"])(
    "a closure is drawn on the map%s, saved, and the plan made anew around it",
    async (query) => {
      const { page, errors, close } = await openPage(browser);
      const closures: unknown[] = [];
      const sent: { geometry: { type: string; coordinates: number[][][] }; properties: unknown }[] = [];
      answers["GET /briefs/small/closures"] = () => ({ status: 200, document: { ...smallClosures, closures } });
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
      answers["GET /jobs/job-2/events"] = {}; // No stream: the page asks instead.
      answers["POST /briefs/small/studies"] = { ...smallJob, state: "running", version: null };
      answers["GET /jobs/job-2"] = smallJob;
      await page.goto(`${stage.address}/${query}`);
      await page.waitForSelector('.map-canvas[data-ready="true"]');
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

  test("the chair reads a version on one sheet and approves it; the history shows it beside the others", async () => {
    const { page, errors, close } = await openPage(browser);
    const says = { id: "Rit T1 berangkat sebelum muat selesai", en: "leaves before it is loaded" };
    const finding = { code: "early", place: "T1", tepat: "waktu" as const, blocking: false, says };
    const audited = { ...smallPlanView, state: "audited" as const, findingList: [finding] };
    answers["GET /briefs/small/plan"] = audited;
    answers["POST /briefs/small/plans/1/approve"] = () => {
      const approved = { at: "2024-11-21T09:00:00+08:00", by: "Ketua" };
      answers["GET /briefs/small/plan"] = { ...audited, state: "approved", approved };
      return { status: 200, document: {} };
    };
    await page.goto(`${stage.address}/#/small/review?v=1`);
    await page.locator(".review-map .route").first().waitFor();
    expect(await page.locator('.verdicts [data-state="noted"]').innerText()).toContain("Tepat waktu");
    expect(await page.locator('.verdicts [data-state="clean"]').count()).toBe(5);
    await page.getByRole("button", { name: "Setujui rencana ini" }).click();
    await page.getByText("Disetujui oleh Ketua, Kamis, 21 November 2024 pukul 09.00 WITA").waitFor();
    await page.goto(`${stage.address}/#/small`);
    await page.getByRole("button", { name: "Riwayat versi" }).click();
    expect(await page.locator(".versions tbody tr").innerText()).toMatch(/Versi 1[\s\S]*2\/3[\s\S]*4,2 km/);
    answers["GET /briefs/small/plan"] = smallPlanView;
    await close();
    expect(errors).toEqual([]);
  });

  /** What the service answers to a study: done at once, with `result`; answers what was asked. */
  const answerStudies = (result: (study: { kind: string }) => unknown): Record<string, unknown>[] => {
    const asked: Record<string, unknown>[] = [];
    answers["GET /jobs/job-2/events"] = {}; // No stream: the page asks instead.
    answers["POST /briefs/small/studies"] = (body: string) => {
      const study = JSON.parse(body);
      asked.push(study);
      const saves = study.kind === "edit" && study.save;
      answers["GET /jobs/job-2"] = { ...smallJob, kind: study.kind, hasResult: !saves, version: saves ? 3 : null };
      answers["GET /jobs/job-2/result"] = { result: result(study) };
      return { status: 202, document: { ...smallJob, kind: study.kind, state: "running", version: null } };
    };
    return asked;
  };

  test("a TPS that is left out has a proposal that was tried, and one click plans with it", async () => {
    const { page, errors, close } = await openPage(browser);
    const says = { id: "tambah 1 motor: 2", en: "1 more motor: 2" };
    const fix = { setting: "motor.count=2", says, still: 0 };
    const entry = { code: "7471011001003", cause: "fleet", says, fix, fixVerified: true, advice: says };
    const asked = answerStudies(() => [entry]);
    const sent: unknown[] = [];
    answers["POST /briefs/small/plans"] = (body: string) => {
      sent.push(JSON.parse(body));
      answers["GET /jobs/job-2"] = smallJob;
      return { status: 202, document: { ...smallJob, state: "running", version: null } };
    };
    await page.goto(stage.address);
    await page.getByRole("button", { name: "Cari perubahan yang menolong" }).click();
    await page.getByText("tambah 1 motor: 2").waitFor();
    expect(asked).toEqual([{ kind: "explain", version: 1, seed: 1, seconds: 20 }]);
    await page.getByRole("button", { name: "Rencanakan dengan ini" }).click();
    await page.getByRole("link", { name: /Rencana versi 2 selesai/ }).waitFor();
    expect(sent).toEqual([{ mode: "tiered", settings: { "motor.count": "2" } }]);
    expect(errors).toEqual([]);
    await close();
  });

  test("a rehearsal shows the odds with their interval, and a stop says why it is as it is", async () => {
    const { page, errors, close } = await openPage(browser);
    const why = (word: string) => ({ says: { id: `${word} karena muat`, en: `${word} because it fits` } });
    const stop = { trip: "T2", vehicle: "motor-1", whyVehicle: why("kendaraan"), whyOrder: why("urutan") };
    const odds = { runs: 200, allInTime: 0.93, interval: [0.88, 0.96], tpsInTime: 0.99, medianLatest: null };
    answerStudies(({ kind }) => (kind === "ask" ? [{ ...stop, whyNotEarlier: why("awal") }] : odds));
    await page.goto(stage.address);
    await page.getByRole("button", { name: "Mulai gladi" }).click();
    await page.getByText("dari 200 gladi, semua TPS menerima sebelum tenggat").waitFor();
    expect(await page.locator(".rehearsal").innerText()).toMatch(/93%[\s\S]*88% sampai 96%/);
    await page.keyboard.press("/");
    await page.keyboard.type("7471011001001");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Mengapa begini?" }).click();
    await page.getByText("urutan karena muat").waitFor();
    expect(errors).toEqual([]);
    await close();
  });

  test("a trip moves to another vehicle by keyboard and by dragging, is undone and redone, and saved as a version", async () => {
    const { page, errors, close } = await openPage(browser);
    const { plan } = smallPlanView;
    const [truck, motor] = plan.routes;
    const moved = { ...plan, routes: [{ ...truck, trips: [...(truck?.trips ?? []), ...(motor?.trips ?? [])] }] };
    const says = { id: "Truk melebihi muatan", en: "the truck is over its load" };
    const finding = { code: "over-capacity", place: "T2", tepat: "jumlah", blocking: true, says };
    const drawing = smallAnswers["GET /briefs/small/plan/routes.geojson"];
    const asked = answerStudies(() => ({ plan: moved, findings: [finding], drawing, diff: {} }));
    await page.goto(stage.address);
    await page.click('.vehicle[data-vehicle="motor-1"] > button');
    await page.getByLabel("Pindahkan rit T2 ke kendaraan").selectOption("truk-1");
    await page.getByRole("button", { name: "Pindahkan", exact: true }).first().click();
    await page.getByText("Truk melebihi muatan").last().waitFor();
    expect(await page.locator(".vehicle").count()).toBe(1);
    await page.keyboard.press("Control+z");
    await page.locator('.vehicle[data-vehicle="motor-1"]').waitFor();
    await page.keyboard.press("Control+Shift+z");
    await page.locator('.vehicle[data-vehicle="motor-1"]').waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Buang semua" }).click();

    const bar = await page.locator('.line[data-row="motor-1"] g rect').first().boundingBox();
    const row = await page.locator('.line[data-row="truk-1"] button').boundingBox();
    await page.mouse.move((bar?.x ?? 0) + 2, (bar?.y ?? 0) + 5);
    await page.mouse.down();
    await page.mouse.move((row?.x ?? 0) + 10, (row?.y ?? 0) + 10, { steps: 4 });
    await page.mouse.up();
    await page.locator('.vehicle[data-vehicle="motor-1"]').waitFor({ state: "detached" });
    const edit = { kind: "move-trip", trip: "T2", vehicle: "truk-1" };
    expect(asked).toEqual(Array(3).fill({ kind: "edit", version: 1, edits: [edit], save: false }));
    await page.getByRole("button", { name: "Simpan sebagai versi" }).click();
    await page.getByRole("link", { name: /Rencana versi 3 selesai/ }).waitFor();
    expect(asked.at(-1)).toEqual({ kind: "edit", version: 1, edits: [edit], save: true });
    expect(errors).toEqual([]);
    await close();
  });

  test("a planner submits a version with a note, the chair sends it back with another", async () => {
    const { page, errors, close } = await openPage(browser);
    const audited = { ...smallPlanView, state: "audited" as const };
    answers["GET /briefs/small/plan"] = audited;
    const take = (act: string, by: string) => (body: string) => {
      const { note } = JSON.parse(body);
      const review = { act, note, at: "2024-11-21T09:00:00+08:00", by };
      answers["GET /briefs/small/plan"] = { ...audited, review };
      return { status: 200, document: {} };
    };
    answers["POST /briefs/small/plans/1/submit"] = take("submitted", "Perencana");
    answers["POST /briefs/small/plans/1/send-back"] = take("sent-back", "Ketua");
    await page.goto(`${stage.address}/#/small?v=1`);
    await page.getByText("Ajukan ke ketua").first().click();
    await page.getByLabel("Catatan untuk ketua").fill("Mohon dilihat");
    await page.getByRole("button", { name: "Ajukan ke ketua" }).click();
    expect(await page.locator('.last-word[data-act="submitted"]').innerText()).toContain("Mohon dilihat");
    await page.getByRole("link", { name: "Lembar ketua" }).click();
    await page.getByLabel("Apa yang harus diperbaiki").fill("Kurangi rit malam");
    await page.getByRole("button", { name: "Kembalikan ke perencana" }).click();
    await page.getByText("Kurangi rit malam").waitFor();
    answers["GET /briefs/small/plan"] = smallPlanView;
    expect(errors).toEqual([]);
    await close();
  });

  test("a plan is requested with the changed settings only, followed until done, shown and published", async () => {
    const { page, close } = await openPage(browser);
    const sent: unknown[] = [];
    const job = { ...smallJob, state: "running" as const, version: null };
    answers["POST /briefs/small/plans"] = (body: string) => {
      sent.push(JSON.parse(body));
      return { status: 202, document: job };
    };
    answers["GET /jobs/job-2"] = smallJob;
    await page.goto(stage.address);
    await page.getByRole("button", { name: "Rencanakan", exact: true }).click();
    await page.getByLabel("Tim pengawal").fill("3");
    await page.getByRole("button", { name: "Mulai", exact: true }).click();
    await page.getByText("Rencana versi 2 selesai").waitFor();
    expect(sent).toEqual([{ seconds: 30, settings: { escorts: "3" } }]);

    answers["GET /briefs/small/plan"] = { ...smallPlanView, version: 2, state: "audited" };
    answers["POST /briefs/small/plans/2/publish"] = () => {
      answers["GET /briefs/small/plan"] = { ...smallPlanView, version: 2 };
      return { status: 200, document: {} };
    };
    await page.getByRole("link", { name: "Lihat rencana ini" }).click();
    await page.getByText("lolos audit, belum terbit").waitFor();
    await page.getByRole("button", { name: "Terbitkan" }).click();
    await page.getByRole("button", { name: "Ya, terbitkan" }).click();
    await page.locator('[data-state="published"]').waitFor();
    expect(page.url()).toContain("v=2");
    answers["GET /briefs/small/plan"] = smallPlanView;
    await close();
  });

  test("the board shows one cell per TPS and what needs a hand, and follows what happens", async () => {
    const { page, close } = await openPage(browser, { viewport: { width: 1920, height: 1080 } });
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
    answers["GET /briefs/small/board"] = { ...smallBoard, rows };
    await page.locator('.kelurahan [data-state="received"]').nth(1).waitFor();
    expect(await page.locator(".progress").innerText()).toContain("67%");
    await close();
  });

  test("the driver sees what is expected now beside the plan, and the danger for the deadline", async () => {
    const { page, errors, close } = await openPage(browser, { viewport: { width: 390, height: 844 } });
    await page.goto(`${stage.address}/#/small/drive/motor-1`);
    await page.getByText("Perkiraan kini 07.38 (07.31 sampai 07.52)").waitFor();
    expect(await page.locator(".next-stop").innerText()).toContain("Peluang lewat tenggat 12%");
    expect(await page.locator(".all-stops time small").allInnerTexts()).toEqual(["→ 07.38"]);
    expect(errors).toEqual([]);
    await close();
  });

  test("an admin changes the settings under their version, is told of a conflict, and takes a change back", async () => {
    const { page, close } = await openPage(browser);
    const sent: unknown[] = [];
    const taken = (version: number) => (body: string) => {
      sent.push(JSON.parse(body));
      return { status: 200, document: { ...JSON.parse(body), version } };
    };
    await page.goto(`${stage.address}/#/small/settings`);
    const late = page.getByLabel("Alarm terlambat setelah");
    const save = page.getByRole("button", { name: "Simpan setelan" });
    expect(await late.inputValue()).toBe("30");
    await late.fill("0");
    await page.getByText("Bilangan bulat 1 sampai 1440").waitFor();
    expect(await save.isDisabled()).toBe(true);
    await late.fill("20");
    const says = { id: "Setelan sudah diubah orang lain", en: "The settings were changed by somebody else" };
    answers["PUT /settings"] = () => ({ status: 412, document: { title: "conflict", says } });
    await save.click();
    await page.getByText("Setelan sudah diubah orang lain").waitFor();
    await page.getByRole("button", { name: "Muat yang terbaru" }).click();
    await page.locator(".settings .alarm").waitFor({ state: "detached" });
    expect(await late.inputValue()).toBe("30");
    answers["PUT /settings"] = taken(1);
    await late.fill("20");
    await save.click();
    await page.getByText("Tersimpan.").waitFor();
    expect(await page.locator(".settings form").innerText()).toContain("Versi 1.");
    answers["PUT /settings"] = taken(2);
    await page.getByRole("button", { name: "Urungkan" }).click();
    await page.getByText("Versi 2.").waitFor();
    const { version: _, ...first } = smallSettings;
    expect(sent).toEqual([{ ...first, lateAfter: 1_200 }, first]);
    expect(await late.inputValue()).toBe("30");
    await close();
  });

  test("a driver without network hands over, reloads, and everything is sent once when the network is back", async () => {
    const { page, close } = await openPage(browser, { viewport: { width: 390, height: 844 }, hasTouch: true });
    interface Told {
      readonly id: string;
      readonly kind: string;
      readonly attachments?: { readonly sha256: string; readonly type: string }[];
    }
    const log = new Map<string, Told>();
    const files = new Set<string>();
    answers["POST /attachments"] = (body: string) => {
      const { sha256 } = JSON.parse(body) as { sha256: string };
      const upload = { method: "PATCH", address: `/attachments/${sha256}`, headers: { "upload-offset": "0" } };
      answers[`PATCH /attachments/${sha256}`] = { sha256 };
      answers[`POST /attachments/${sha256}/finish`] = () => {
        files.add(sha256);
        return { status: 200, document: { sha256, state: "there", offset: 1, upload: null } };
      };
      return { status: 200, document: { sha256, state: "wanted", offset: 0, upload } };
    };
    let down = false;
    answers["POST /briefs/small/events"] = (body: string) => {
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

  test.each(["light", "dark"] as const)("axe finds nothing serious on any page in the %s look", async (colorScheme) => {
    const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
    const { page, close } = await openPage(browser, { colorScheme });
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
    ["#/small/drive/motor-1", ".next-stop", 200],
    ["#/small", '[data-kind="webgl"][data-ready="true"]', 900],
  ])("the first load of %s is at most so many kB of gzipped script", async (address, ready, most) => {
    const { page, close } = await openPage(browser);
    await page.goto(`${stage.address}/${address}`);
    await page.locator(ready).first().waitFor();
    const paths = await page.evaluate(() =>
      performance.getEntriesByType("resource").map((entry) => new URL(entry.name).pathname),
    );
    const scripts = [...new Set(paths)].filter((path) => /\.m?js$/.test(path) && path.startsWith("/assets/"));
    const sizes = await Promise.all(
      scripts.map(async (path) => gzipSync(await readFile(join(app.folder, path))).length),
    );
    const total = sizes.reduce((sum, size) => sum + size, 0) / 1000;
    console.info(`${address}: ${total.toFixed(0)} kB of script, gzipped`);
    expect(scripts.length).toBeGreaterThan(1);
    expect(total).toBeLessThanOrEqual(most);
    await close();
  });
});
