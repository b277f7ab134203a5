import { describe, expect, it } from "vitest";
import {
  atLocal,
  between,
  formatInstant,
  instant,
  isTimeZone,
  later,
  localTime,
  parseInstant,
  zoneOffset,
} from "./instant.ts";

const makassar = "Asia/Makassar";

describe("an instant", () => {
  it("is written in the zone of the tenant: 00:00 UTC is 08:00 in WITA", () => {
    const start = parseInstant("2024-11-25T00:00:00Z");
    expect(start && formatInstant(start, makassar)).toBe("2024-11-25T08:00:00+08:00");
  });

  it.each(["Asia/Jakarta", makassar, "Asia/Jayapura", "Europe/Vaduz", "America/St_Johns", "UTC"])(
    "comes back from its text in %s",
    (zone) => {
      for (const moment of [0, 1_711_846_800, 1_729_990_799, 1_732_521_601].map(instant)) {
        expect(parseInstant(formatInstant(moment, zone))).toBe(moment);
      }
    },
  );

  it.each(["2024-11-25", "2024-11-25T08:00:00", "25 Nov 2024", "2024-13-01T00:00:00Z", ""])(
    "is not read from %j",
    (text) => {
      expect(parseInstant(text)).toBeUndefined();
    },
  );

  it("knows 7, 8 and 9 hours ahead of UTC for WIB, WITA and WIT", () => {
    const offsets = ["Asia/Jakarta", makassar, "Asia/Jayapura"].map(
      (zone) => zoneOffset(instant(1_732_492_800), zone) / 3_600,
    );
    expect(offsets).toEqual([7, 8, 9]);
  });

  it("finds 08:00 on the next local day, also over the end of summer time (25 hours later)", () => {
    const saturday = parseInstant("2024-10-26T08:00:00+02:00") ?? instant(0);
    const sunday = atLocal(saturday, "Europe/Vaduz", { days: 1, secondsOfDay: 8 * 3_600 });
    expect(between(saturday, sunday)).toBe(25 * 3_600);
    expect(localTime(sunday, "Europe/Vaduz")).toMatchObject({ day: 27, hour: 8, minute: 0, weekday: 0 });
  });

  it("refuses parts of a second and zones that do not exist", () => {
    expect(() => later(instant(0), 0.5)).toThrow(RangeError);
    expect(isTimeZone("Asia/Kendari")).toBe(false);
  });
});
