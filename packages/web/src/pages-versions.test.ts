import { describe, expect, test } from "vitest";
import { openPage } from "./testing/browser.ts";
import { answerStudies, chromium, pagesStage } from "./testing/pages.ts";
import { smallAnswers, smallBriefs, smallJob, smallPlanView } from "./testing/small-answers.ts";

describe.skipIf(chromium === undefined)("making versions of a plan and judging them", () => {
  const stage = pagesStage();

  test("places of a CSV are judged before anything is saved; what is wrong is named, and a good file is saved", async () => {
    const { page, errors, close } = await openPage(stage.browser);
    const puts: string[] = [];
    const says = { id: "titik di luar wilayah layanan; lintang dan bujur mungkin tertukar", en: "outside" };
    const trouble = { field: "places[6].point", place: "7471011001004", says };
    let good = false;
    stage.answers["PUT /briefs/small"] = (body: string) => {
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
    delete stage.answers["PUT /briefs/small"];
    await close();
  });

  test("the chair reads a version on one sheet and approves it; the history shows it beside the others", async () => {
    const { page, errors, close } = await openPage(stage.browser);
    const says = { id: "Rit T1 berangkat sebelum muat selesai", en: "leaves before it is loaded" };
    const finding = { code: "early", place: "T1", tepat: "waktu" as const, blocking: false, says };
    const audited = { ...smallPlanView, state: "audited" as const, findingList: [finding] };
    stage.answers["GET /briefs/small/plan"] = audited;
    stage.answers["POST /briefs/small/plans/1/approve"] = () => {
      const approved = { at: "2024-11-21T09:00:00+08:00", by: "Ketua" };
      stage.answers["GET /briefs/small/plan"] = { ...audited, state: "approved", approved };
      return { status: 200, document: {} };
    };
    await page.goto(`${stage.address}/#/small/review?v=1`);
    await page.locator(".review-map .route").first().waitFor();
    expect(await page.locator('.verdicts [data-state="noted"]').innerText()).toContain("Tepat waktu");
    expect(await page.locator('.verdicts [data-state="clean"]').count()).toBe(5);
    const sheet = await page.locator(".sheet").innerText();
    expect(sheet).toMatch(/Persilangan rute\s*7\s*Tumpang tindih wilayah\s*33 %/);
    await page.getByRole("button", { name: "Setujui rencana ini" }).click();
    await page.getByText("Disetujui oleh Ketua, Kamis, 21 November 2024 pukul 09.00 WITA").waitFor();
    await page.goto(`${stage.address}/#/small`);
    await page.getByRole("button", { name: "Riwayat versi" }).click();
    expect(await page.locator(".versions tbody tr").innerText()).toMatch(/Versi 1[\s\S]*2\/3[\s\S]*4,2 km/);
    stage.answers["GET /briefs/small/plan"] = smallPlanView;
    await close();
    expect(errors).toEqual([]);
  });

  test("a TPS that is left out has a proposal that was tried, and one click plans with it", async () => {
    const { page, errors, close } = await openPage(stage.browser);
    const says = { id: "tambah 1 motor: 2", en: "1 more motor: 2" };
    const fix = { setting: "motor.count=2", says, still: 0 };
    const entry = { code: "7471011001003", cause: "fleet", says, fix, fixVerified: true, advice: says };
    const asked = answerStudies(stage, () => [entry]);
    const sent: unknown[] = [];
    stage.answers["POST /briefs/small/plans"] = (body: string) => {
      sent.push(JSON.parse(body));
      stage.answers["GET /jobs/job-2"] = smallJob;
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
    const { page, errors, close } = await openPage(stage.browser);
    const why = (word: string) => ({ says: { id: `${word} karena muat`, en: `${word} because it fits` } });
    const stop = { trip: "T2", vehicle: "motor-1", whyVehicle: why("kendaraan"), whyOrder: why("urutan") };
    const odds = { runs: 200, allInTime: 0.93, interval: [0.88, 0.96], tpsInTime: 0.99, medianLatest: null };
    answerStudies(stage, ({ kind }) => (kind === "ask" ? [{ ...stop, whyNotEarlier: why("awal") }] : odds));
    await page.goto(stage.address);
    await page.getByRole("heading", { name: "Gladi" }).click();
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
    const { page, errors, close } = await openPage(stage.browser);
    const { plan } = smallPlanView;
    const [truck, motor] = plan.routes;
    const moved = { ...plan, routes: [{ ...truck, trips: [...(truck?.trips ?? []), ...(motor?.trips ?? [])] }] };
    const says = { id: "Truk melebihi muatan", en: "the truck is over its load" };
    const finding = { code: "over-capacity", place: "T2", tepat: "jumlah", blocking: true, says };
    const drawing = smallAnswers["GET /briefs/small/plan/routes.geojson"];
    const asked = answerStudies(stage, () => ({ plan: moved, findings: [finding], drawing, diff: {} }));
    await page.goto(stage.address);
    await page.click('.vehicle[data-vehicle="motor-1"] > button');
    await page.getByText("Pindahkan atau kunci rit T2 (motor-1)").click();
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
    const { page, errors, close } = await openPage(stage.browser);
    const audited = { ...smallPlanView, state: "audited" as const };
    stage.answers["GET /briefs/small/plan"] = audited;
    const take = (act: string, by: string) => (body: string) => {
      const { note } = JSON.parse(body);
      const review = { act, note, at: "2024-11-21T09:00:00+08:00", by };
      stage.answers["GET /briefs/small/plan"] = { ...audited, review };
      return { status: 200, document: {} };
    };
    stage.answers["POST /briefs/small/plans/1/submit"] = take("submitted", "Perencana");
    stage.answers["POST /briefs/small/plans/1/send-back"] = take("sent-back", "Ketua");
    await page.goto(`${stage.address}/#/small?v=1`);
    await page.getByText("Ajukan ke ketua").first().click();
    await page.getByLabel("Catatan untuk ketua").fill("Mohon dilihat");
    await page.getByRole("button", { name: "Ajukan ke ketua" }).click();
    expect(await page.locator('.last-word[data-act="submitted"]').innerText()).toContain("Mohon dilihat");
    await page.getByRole("link", { name: "Lembar ketua" }).click();
    await page.getByLabel("Apa yang harus diperbaiki").fill("Kurangi rit malam");
    await page.getByRole("button", { name: "Kembalikan ke perencana" }).click();
    await page.getByText("Kurangi rit malam").waitFor();
    stage.answers["GET /briefs/small/plan"] = smallPlanView;
    expect(errors).toEqual([]);
    await close();
  });

  test("a plan is requested with the changed settings only, followed until done, shown and published", async () => {
    const { page, close } = await openPage(stage.browser);
    const sent: unknown[] = [];
    const job = { ...smallJob, state: "running" as const, version: null };
    stage.answers["POST /briefs/small/plans"] = (body: string) => {
      sent.push(JSON.parse(body));
      return { status: 202, document: job };
    };
    stage.answers["GET /jobs/job-2"] = smallJob;
    await page.goto(stage.address);
    await page.getByRole("button", { name: "Rencanakan", exact: true }).click();
    await page.getByLabel("Tim pengawal").fill("3");
    await page.getByRole("button", { name: "Mulai", exact: true }).click();
    await page.getByText("Rencana versi 2 selesai").waitFor();
    expect(sent).toEqual([{ seconds: 30, settings: { escorts: "3" } }]);

    stage.answers["GET /briefs/small/plan"] = { ...smallPlanView, version: 2, state: "audited" };
    stage.answers["POST /briefs/small/plans/2/publish"] = () => {
      stage.answers["GET /briefs/small/plan"] = { ...smallPlanView, version: 2 };
      return { status: 200, document: {} };
    };
    await page.getByRole("link", { name: "Lihat rencana ini" }).click();
    await page.getByText("lolos audit, belum terbit").waitFor();
    await page.getByRole("button", { name: "Terbitkan" }).click();
    await page.getByRole("button", { name: "Ya, terbitkan" }).click();
    await page.locator('[data-state="published"]').waitFor();
    expect(page.url()).toContain("v=2");
    stage.answers["GET /briefs/small/plan"] = smallPlanView;
    await close();
  });
});
