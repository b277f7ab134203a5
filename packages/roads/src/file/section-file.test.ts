import { describe, expect, test } from "vitest";
import { readSections, writeSections } from "./section-file.ts";

const parts = new Map<string, Int32Array | Float64Array>([
  ["a", Int32Array.of(1, -2, 3)],
  ["b", Float64Array.of(0.5)],
]);
const sample = () => writeSections({ says: "hello" }, parts);

describe("a section file", () => {
  test("gives back its head and its arrays", () => {
    const file = readSections<{ says: string }>(sample());
    expect(file.head.says).toBe("hello");
    expect([...file.integers("a")]).toEqual([1, -2, 3]);
    expect([...file.numbers("b")]).toEqual([0.5]);
  });

  test("opens from a buffer that is not aligned", () => {
    const shifted = new Uint8Array(sample().length + 3);
    shifted.set(sample(), 3);
    expect([...readSections(shifted.subarray(3)).integers("a")]).toEqual([1, -2, 3]);
  });

  test("is refused when it is cut, and says how much is there", () => {
    expect(() => readSections(sample().slice(0, 40))).toThrow(/is cut: it has 40 of \d+ bytes/);
  });

  test("is refused when any byte was altered", () => {
    const length = sample().length;
    for (let at = 0; at < length; at++) {
      const altered = sample();
      altered[at] = altered[at]! ^ 4;
      expect(() => readSections(altered), `byte ${at}`).toThrow(/road network/);
    }
  });

  test("of another version is refused with both versions", () => {
    const other = sample();
    other[4] = 99;
    expect(() => readSections(other)).toThrow(/format version 99, and this program reads version 4/);
  });

  test("any other file is refused as not a road network", () => {
    expect(() => readSections(new TextEncoder().encode("<osm/>".repeat(20)))).toThrow(/not an Antar road network/);
  });
});
