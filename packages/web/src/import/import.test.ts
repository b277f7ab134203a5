import { describe, expect, test } from "vitest";
import { smallBrief } from "../testing/small-plan.ts";
import { layPlaces } from "./lay-places.ts";
import { readPlaces } from "./read-places.ts";

describe("places of a file", () => {
  test("a CSV of an Indonesian spreadsheet is read: semicolons, decimal commas, kind and supplier by the code", () => {
    const text = "\uFEFFKode;Nama;Bujur;Lintang;DPT\n7471011001004;TPS 004;122,5241;-3,9242;517\n";
    expect(readPlaces(text).places).toEqual([
      {
        code: "7471011001004",
        kind: "tps",
        name: "TPS 004",
        point: [122.5241, -3.9242],
        suppliedBy: "7471011001",
        voters: 517,
      },
    ]);
  });

  test("a row that cannot be read is named by its number in the sheet and its column, and the others are kept", () => {
    const text =
      "code,name,lon,lat\n7471011001004,TPS 004,122.5,abc\n,TPS 005,122.5,-3.9\n7471011001006,TPS 006,122.5,-3.9";
    const { places, unreadable } = readPlaces(text);
    expect(places.map((place) => place.code)).toEqual(["7471011001006"]);
    expect(unreadable.map(({ where, found }) => [where, found])).toEqual([
      ["2, latitude", "abc"],
      ["3, code", ""],
      ["3, kind", ""],
    ]);
  });

  test("GeoJSON points are read by the same words", () => {
    const text = JSON.stringify({
      type: "FeatureCollection",
      features: [
        {
          type: "Feature",
          geometry: { type: "Point", coordinates: [122.52, -3.92] },
          properties: { kode: "747101", nama: "PPK" },
        },
        {
          type: "Feature",
          geometry: { type: "LineString", coordinates: [] },
          properties: { kode: "747102", nama: "X" },
        },
      ],
    });
    const { places, unreadable } = readPlaces(text);
    expect(places).toEqual([{ code: "747101", kind: "ppk", name: "PPK", point: [122.52, -3.92], suppliedBy: "7471" }]);
    expect(unreadable.map(({ where }) => where)).toEqual(["features[1], longitude", "features[1], latitude"]);
  });

  test.each(["{", "", "a,b\n1,2", '{"type":"Feature"}', "[1,2]", "\u0000\u0001"])(
    "what is neither form is said to be so: %j",
    (text) => {
      const { places, unreadable } = readPlaces(text);
      expect(places).toEqual([]);
      expect(unreadable.length).toBeGreaterThan(0);
      expect(unreadable.every(({ wanted }) => wanted === "form")).toBe(true);
    },
  );
});

describe("places laid over a brief", () => {
  const [, , , first, second] = smallBrief.places;

  test("a place that moved loses its mark of being approximate and keeps what the file does not say", () => {
    const laid = layPlaces(smallBrief, [{ ...second!, code: first!.code, point: [122.53, -3.93] }], false);
    expect(laid.changed.map(({ code, point, approximate }) => [code, point, approximate])).toEqual([
      [first!.code, [122.53, -3.93], undefined],
    ]);
    expect(laid.brief.places).toHaveLength(6);
  });

  test("the same place again is no change", () => {
    expect(layPlaces(smallBrief, [first!], false)).toMatchObject({ added: [], changed: [], dropped: [] });
  });

  test("what the file does not name is dropped only when asked", () => {
    expect(layPlaces(smallBrief, [first!], true).dropped).toHaveLength(5);
  });
});
