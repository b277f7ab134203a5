import { describe, expect, test } from "vitest";
import {
  clock,
  dayKey,
  dayStart,
  epochOf,
  epochOfWallClock,
  fullMoment,
  shortMoment,
  wallClock,
  zoneName,
} from "./moments.ts";
import { duration, hours, kilometres, money, number, percent } from "./numbers.ts";

const deadline = epochOf("2024-11-26T18:00:00+08:00");

describe("moments", () => {
  test("a moment in full names day, date, time and the tenant's zone in both languages", () => {
    expect(fullMoment(deadline, "Asia/Makassar", "id")).toBe("Selasa, 26 November 2024 pukul 18.00 WITA");
    expect(fullMoment(deadline, "Asia/Makassar", "en")).toBe("Tuesday, 26 November 2024 at 18:00 WITA");
  });

  test("the same moment is one hour earlier in WIB and one hour later in WIT", () => {
    expect(fullMoment(deadline, "Asia/Jakarta", "id")).toBe("Selasa, 26 November 2024 pukul 17.00 WIB");
    expect(fullMoment(deadline, "Asia/Jayapura", "id")).toBe("Selasa, 26 November 2024 pukul 19.00 WIT");
  });

  test("a zone outside Indonesia is named by its offset", () => {
    expect(zoneName(deadline, "Europe/Vaduz")).toBe("UTC+01:00");
    expect(zoneName(deadline, "America/St_Johns")).toBe("UTC−03:30");
  });

  test("the short form keeps the day, for plans of several days", () => {
    expect(shortMoment(epochOf("2024-11-25T08:05:00+08:00"), "Asia/Makassar", "id")).toBe("Sen 25 Nov 08.05");
    expect(clock(deadline, "Asia/Makassar", "en")).toBe("18:00");
  });

  test("a form's field is written and read by the clocks of the office, whatever the viewer's are", () => {
    expect(wallClock(deadline, "Asia/Makassar")).toBe("2024-11-26T18:00");
    expect(wallClock(deadline, "Asia/Jayapura")).toBe("2024-11-26T19:00");
    expect(epochOfWallClock("2024-11-26T18:00", "Asia/Makassar")).toBe(deadline);
    expect(epochOfWallClock("2024-11-26T06:30", "America/St_Johns")).toBe(deadline); // 18.00 +8 is 10.00 UTC, is 06.30 −3.30.
    expect(epochOfWallClock("", "Asia/Makassar")).toBeNaN();
  });

  test("a wall clock is read right on both sides of a change of the clocks", () => {
    // Vaduz goes from +1 to +2 on 31 March 2024 at 01.00 UTC.
    expect(epochOfWallClock("2024-03-31T01:30", "Europe/Vaduz")).toBe(epochOf("2024-03-31T00:30:00Z"));
    expect(epochOfWallClock("2024-03-31T03:30", "Europe/Vaduz")).toBe(epochOf("2024-03-31T01:30:00Z"));
  });

  test("a moment after local midnight belongs to the next local day though UTC has not turned", () => {
    const night = epochOf("2024-11-26T00:30:00+08:00");
    expect(dayKey(night, "Asia/Makassar")).toBe("2024-11-26");
    expect(dayKey(night, "UTC")).toBe("2024-11-25");
    expect(dayStart(night, "Asia/Makassar")).toBe(night - 30 * 60);
  });
});

describe("numbers", () => {
  test("thousands are grouped as each language does", () => {
    expect(number(244_908, "id")).toBe("244.908");
    expect(number(244_908, "en")).toBe("244,908");
    expect(number(1.25, "id", 1)).toBe("1,3");
  });

  test("a share is shown in whole percent", () => {
    expect([percent(0.327, "id"), percent(0, "en")]).toEqual(["33 %", "0 %"]);
  });

  test("kilometres lose their decimal from a hundred on", () => {
    expect(kilometres(12_340, "id")).toBe("12,3 km");
    expect(kilometres(2_388_018, "en")).toBe("2,388 km");
  });

  test("a duration counts whole minutes, and days when it is long", () => {
    expect(duration(5_459, "id")).toBe("1 j 30 mnt");
    expect(duration(59, "en")).toBe("0 min");
    expect(duration(-6_047, "id")).toBe("−1 j 40 mnt");
    expect(duration(2 * 86_400 + 3 * 3600 + 59, "en")).toBe("2 d 3 h");
  });

  test("sums over many vehicles are whole hours", () => {
    expect(hours(421_744, "id")).toBe("117 j");
  });

  test("money has the sign and the grouping of the language, and no cents", () => {
    expect(money(25_481_661, "IDR", "id").replace("\u00a0", " ")).toBe("Rp 25.481.661");
    expect(money(25_481_661, "IDR", "en").replace("\u00a0", " ")).toBe("IDR 25,481,661");
  });
});
