import { describe, expect, it } from "vitest";
import {
  type Brief,
  ballotsOf,
  canonicalJson,
  digestOf,
  type Place,
  Refusal,
  readBrief,
  sizeOf,
  withExtras,
  withSettings,
} from "./index.ts";

const hours = { from: "08:00", to: "16:00" };
const place = (code: string, kind: Place["kind"], more: Partial<Place> = {}): Place => ({
  code,
  kind,
  name: `place ${code}`,
  point: [122.5, -4],
  ...more,
});

const small: Brief = {
  schema: "antar.brief/1",
  id: "small",
  tenant: "kendari",
  title: "Small",
  timeZone: "Asia/Makassar",
  currency: "IDR",
  roads: { extract: "roads.osm.pbf", sha256: "0".repeat(64), synthetic: true, attribution: "nobody" },
  serviceArea: {
    name: "square",
    rings: [
      [
        [122, -5],
        [123, -5],
        [123, -3],
        [122, -3],
        [122, -5],
      ],
    ],
  },
  window: {
    start: "2024-11-25T08:00:00+08:00",
    end: "2024-11-26T18:00:00+08:00",
    legalEnd: "2024-11-26T23:59:00+08:00",
  },
  mode: "tiered",
  kit: {
    pieces: [
      { kind: "kotak", name: "Kotak", count: 2 },
      { kind: "bilik", name: "Bilik", count: 4 },
      { kind: "karton", name: "Karton", count: 1 },
    ],
    litres: 250,
  },
  box: { litres: 96 },
  handling: { loadPerKit: 78, handOverPerKit: 78, perStop: 180 },
  opening: { warehouse: hours, ppk: hours, pps: hours, tps: { from: "06:00", to: "18:00" } },
  drivers: { shift: 36_000, breakAfter: 18_000, break: 2_700 },
  split: { ppk: false, pps: true },
  slackTarget: 7_200,
  vehicleTypes: [
    {
      id: "truk",
      name: "Truk",
      count: 12,
      base: "warehouse",
      roams: false,
      capacity: { kits: 75 },
      profile: "truck",
      cost: { fixed: 1, perKilometre: 1, perHour: 1 },
    },
  ],
  places: [
    place("7471", "warehouse", { docks: 2 }),
    place("747101", "ppk", { suppliedBy: "7471", boxes: 2 }),
    place("7471011001", "pps", { suppliedBy: "747101" }),
    place("7471011001001", "tps", { suppliedBy: "7471011001" }),
  ],
};

const saysOf = (document: unknown): string => {
  try {
    readBrief(document);
    return "";
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.troubles.map((trouble) => `${trouble.field} ${trouble.place ?? "-"}: ${trouble.says.en}`).join("\n");
  }
};
const withPlace = (index: number, more: object): unknown => ({
  ...small,
  places: small.places.map((one, at) => (at === index ? { ...one, ...more } : one)),
});

describe("kit arithmetic", () => {
  it("rounds the ballot reserve up per TPS: 455 + 2.5 % = 455 + 11.375 -> 467", () => {
    expect(ballotsOf(455)).toBe(467);
    expect(ballotsOf(440, 3)).toBe(454);
  });

  it("counts 3 kits of 7 pieces and 2 boxes as 23 pieces and 3 x 250 + 2 x 96 = 942 litres", () => {
    expect(sizeOf(small, { kits: 3, boxes: 2 })).toEqual({ kits: 3, pieces: 23, litres: 942, grams: 0 });
  });
});

describe("a brief", () => {
  it("that makes sense is read as it is", () => {
    expect(readBrief(small)).toEqual(small);
  });

  it.each([
    [
      "a supplier that does not exist",
      withPlace(3, { suppliedBy: "7471011009" }),
      "places[3].suppliedBy 7471011001001: ",
    ],
    [
      "a TPS that supplies itself",
      withPlace(3, { suppliedBy: "7471011001001" }),
      "a tps cannot be supplied by the tps",
    ],
    ["a TPS code of 12 digits", withPlace(3, { code: "747101100101" }), "a TPS code has 13 digits"],
    [
      "the code of another kelurahan",
      withPlace(3, { code: "7471011002001" }),
      "does not begin with that of its supplier 7471011001",
    ],
    [
      "swapped coordinates",
      withPlace(3, { point: [-4, 122.5] }),
      "latitude and longitude are swapped; write [122.5, -4]",
    ],
    [
      "a deadline before the start",
      { ...small, window: { ...small.window, end: "2024-11-24T18:00:00+08:00" } },
      "start must come before end",
    ],
    ["an unknown zone", { ...small, timeZone: "Asia/Kendari" }, "no such zone Asia/Kendari"],
    ["a field that nobody knows", { ...small, colour: "red" }, "colour"],
    ["nothing at all", null, "(brief)"],
  ])("with %s is refused", (_, document, says) => {
    expect(saysOf(document)).toContain(says);
  });

  it("lists at most 50 troubles and counts the rest", () => {
    const places = Array.from({ length: 80 }, () => place("7471", "warehouse"));
    expect(saysOf({ ...small, places }).split("\n")).toHaveLength(50);
  });
});

describe("extra kits", () => {
  const extra = { code: "7471011001001-x1", tps: "7471011001001", kits: 2 };

  it("are a place of their own where their TPS is, after all others, with nothing else that the TPS is counted by", () => {
    const wide = withExtras(small, [extra]);
    const own = small.places.find(({ code }) => code === extra.tps);
    expect(wide.places.slice(0, -1)).toEqual(small.places);
    expect(wide.places.at(-1)).toMatchObject({
      code: extra.code,
      kits: 2,
      extraOf: extra.tps,
      point: own?.point,
      suppliedBy: own?.suppliedBy,
    });
    expect(wide.places.at(-1)?.voters).toBeUndefined();
    expect(readBrief(wide)).toEqual(wide);
    expect(withExtras(wide, [extra])).toEqual(wide);
    expect(withExtras(small, [])).toBe(small);
  });

  it.each([
    [{ ...extra, tps: "7471011001009" }, "the brief has no such TPS"],
    [{ ...extra, tps: "747101" }, "the brief has no such TPS"],
    [{ ...extra, code: "7471011001" }, "that code is taken already"],
  ])("of %o do not fit the brief", (wrong, says) => {
    expect(() => withExtras(small, [wrong])).toThrow(says);
  });

  it("stand in a brief only where their TPS stands in it too", () => {
    const alone = withPlace(3, { extraOf: "7471011001009" });
    expect(saysOf(alone)).toContain("7471011001009 is no TPS of this brief; remove this field");
  });
});

describe("settings", () => {
  it("change what they name and nothing else", () => {
    const changed = withSettings(small, { docks: "1", "warehouse.days": "1", "truk.count": "4" });
    expect(changed.places[0]?.docks).toBe(1);
    expect(changed.opening).toEqual({ ...small.opening, warehouse: { ...hours, days: 1 } });
    expect(changed.vehicleTypes[0]?.count).toBe(4);
    expect(changed.handling).toEqual(small.handling);
  });

  it.each([
    [{ dock: "1" }, "no such key"],
    [{ docks: "one" }, "must be a whole number"],
    [{ "pikap.count": "3" }, "no such key"],
  ])("%j is refused", (settings, says) => {
    expect(() => withSettings(small, settings)).toThrow(says);
  });
});

describe("documents", () => {
  it("have one canonical form whatever the order of their keys", () => {
    expect(canonicalJson({ b: [1, { d: null, c: "x" }], a: undefined })).toBe('{"b":[1,{"c":"x","d":null}]}');
    expect(digestOf({ a: 1, b: 2 })).toBe(digestOf({ b: 2, a: 1 }));
  });
});
