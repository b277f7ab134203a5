import { describe, expect, test } from "vitest";
import { dayAfter, dayText, readDay, readTime, timeAfter, timeText } from "./fields.ts";

describe("days in a field", () => {
  test("are written day before month", () => {
    expect(dayText("2024-11-26")).toBe("26/11/2024");
    expect(dayText("")).toBe("");
  });

  test.each(["26/11/2024", "26-11-2024", "26.11.2024", " 26 11 2024 ", "26112024", "2024-11-26"])(
    "%j is read",
    (typed) => {
      expect(readDay(typed)).toBe("2024-11-26");
    },
  );

  test("may leave out noughts, and know leap years", () => {
    expect(readDay("7/2/2024")).toBe("2024-02-07");
    expect(readDay("29/2/2024")).toBe("2024-02-29");
    expect(readDay("29/2/2023")).toBeUndefined();
  });

  test.each(["", "11/26/2024", "26/11/24", "26/11", "31/4/2024", "besok"])("%j is no day", (typed) => {
    expect(readDay(typed)).toBeUndefined();
  });

  test("step over the end of a month", () => {
    expect(dayAfter("2024-02-28", 2)).toBe("2024-03-01");
    expect(dayAfter("2025-01-01", -1)).toBe("2024-12-31");
  });
});

describe("times in a field", () => {
  test("have 24 hours, with the mark of the language", () => {
    expect([timeText("14:05", "id"), timeText("14:05", "en"), timeText("", "id")]).toEqual(["14.05", "14:05", ""]);
  });

  test("are read with either mark or none", () => {
    expect(["14.05", "14:05", "1405", "9", "9.05", "00.00"].map(readTime)).toEqual([
      "14:05",
      "14:05",
      "14:05",
      "09:00",
      "09:05",
      "00:00",
    ]);
  });

  test.each(["", "24.00", "9.60", "9.5", "2 PM"])("%j is no time", (typed) => {
    expect(readTime(typed)).toBeUndefined();
  });

  test("step within their day", () => {
    expect([timeAfter("23:50", 15), timeAfter("00:05", -15), timeAfter("09:50", 15)]).toEqual([
      "23:59",
      "00:00",
      "10:05",
    ]);
  });
});
