import { describe, expect, test } from "vitest";
import { openPage } from "./testing/browser.ts";
import { chromium, pagesStage } from "./testing/pages.ts";
import { smallJob, smallSettings } from "./testing/small-answers.ts";

describe.skipIf(chromium === undefined)("the pages of the office", () => {
  const stage = pagesStage();

  test("an admin changes the settings under their version, is told of a conflict, and takes a change back", async () => {
    const { page, close } = await openPage(stage.browser);
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
    stage.answers["PUT /settings"] = () => ({ status: 412, document: { title: "conflict", says } });
    await save.click();
    await page.getByText("Setelan sudah diubah orang lain").waitFor();
    await page.getByRole("button", { name: "Muat yang terbaru" }).click();
    await page.locator(".settings .alarm").waitFor({ state: "detached" });
    expect(await late.inputValue()).toBe("30");
    stage.answers["PUT /settings"] = taken(1);
    await late.fill("20");
    await save.click();
    await page.getByText("Tersimpan.").waitFor();
    expect(await page.locator(".settings form").innerText()).toContain("Versi 1.");
    stage.answers["PUT /settings"] = taken(2);
    await page.getByRole("button", { name: "Urungkan" }).click();
    await page.getByText("Versi 2.").waitFor();
    const { version: _, ...first } = smallSettings;
    expect(sent).toEqual([{ ...first, lateAfter: 1_200 }, first]);
    expect(await late.inputValue()).toBe("30");
    await close();
  });

  test("an admin adds a driver with vehicle and number, and a KPPS with its place", async () => {
    const { page, errors, close } = await openPage(stage.browser);
    const sent: unknown[] = [];
    for (const person of ["sopir-2", "kpps-1"]) {
      stage.answers[`PUT /people/${person}`] = (body: string) => {
        sent.push(JSON.parse(body));
        return { status: 200, document: {} };
      };
    }
    await page.goto(`${stage.address}/#/small/people`);
    const form = page.locator("form.row", { has: page.getByLabel("Nama lengkap") });
    await form.getByLabel("Nama akun").fill("sopir-2");
    await form.getByLabel("Nama lengkap").fill("Pak Budi");
    await form.getByLabel("Peran").selectOption("driver");
    await form.getByLabel("Kendaraannya").fill("truk-1");
    await form.getByLabel("Nomor telepon").fill("dua belas");
    await form.getByRole("button", { name: "Tambah" }).click();
    expect(sent).toEqual([]);
    await form.getByLabel("Nomor telepon").fill("0812 345-678");
    await form.getByRole("button", { name: "Tambah" }).click();
    await expect.poll(() => form.getByLabel("Nama akun").inputValue()).toBe("");
    await form.getByLabel("Nama akun").fill("kpps-1");
    await form.getByLabel("Nama lengkap").fill("Ibu Wa Ode");
    await form.getByLabel("Peran").selectOption("kpps");
    await form.getByLabel("Tempatnya").fill("7471011001002");
    await form.getByRole("button", { name: "Tambah" }).click();
    await expect.poll(() => sent.length).toBe(2);
    expect(sent).toMatchObject([
      { role: "driver", vehicle: "truk-1", place: null, phone: "0812 345-678" },
      { role: "kpps", vehicle: null, place: "7471011001002", phone: null },
    ]);
    expect(errors).toEqual([]);
    await close();
  });

  test("days and times are typed in the form of the office under any browser, stepped by keys, and refused by name", async () => {
    const { page, errors, close } = await openPage(stage.browser); // Its language is that of the United States.
    const sent: { votingDay: string | null }[] = [];
    stage.answers["PUT /settings"] = (body: string) => {
      sent.push(JSON.parse(body));
      return { status: 200, document: { ...JSON.parse(body), version: 1 } };
    };
    await page.goto(`${stage.address}/#/small/settings`);
    const day = page.getByLabel("Hari pemungutan suara");
    await day.fill("11/27/2024");
    await page.getByRole("button", { name: "Simpan setelan" }).click();
    await page.getByText("Tulis tanggal seperti 26/11/2024.").waitFor();
    expect(sent).toEqual([]);
    await day.fill("26-11-2024");
    await day.press("ArrowUp");
    expect(await day.inputValue()).toBe("27/11/2024");
    await page.getByText("Rabu, 27 November 2024").waitFor();
    await page.getByRole("button", { name: "Simpan setelan" }).click();
    await page.getByText("Tersimpan.").waitFor();
    expect(sent.map(({ votingDay }) => votingDay)).toEqual(["2024-11-27"]);

    stage.answers["GET /jobs/job-2/events"] = {}; // No stream: the page asks instead.
    stage.answers["GET /jobs/job-2"] = smallJob;
    stage.answers["POST /briefs/small/studies"] = { ...smallJob, state: "running", version: null };
    const asked = page.waitForRequest("**/studies");
    await page.goto(`${stage.address}/#/small`);
    await page.getByRole("heading", { name: "Jalan tertutup" }).click();
    const time = page.getByLabel("Yang sudah terjadi sampai, jam");
    expect(await page.getByLabel("Yang sudah terjadi sampai, tanggal").inputValue()).toBe("25/11/2024");
    expect(await time.inputValue()).toBe("08.00");
    expect(await page.locator(".replan .moment").innerText()).toMatch(/WITA\s+Senin, 25 November 2024/);
    await time.fill("1435");
    await time.press("Enter");
    // 14.35 WITA is 06.35 UTC.
    expect((await asked).postDataJSON()).toEqual({ kind: "replan", now: "2024-11-25T06:35:00Z" });
    expect(errors).toEqual([]);
    await close();
  });
});
