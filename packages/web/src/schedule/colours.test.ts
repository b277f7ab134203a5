import { describe, expect, test } from "vitest";
import { land, palette, shareColours } from "./colours.ts";

type Triple = readonly [number, number, number];

function linear(hex: string): Triple {
  const channel = (at: number): number => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

const dot = (row: Triple, [red, green, blue]: Triple): number => row[0] * red + row[1] * green + row[2] * blue;
const luminance = (hex: string): number => dot([0.2126, 0.7152, 0.0722], linear(hex));

function contrast(left: string, right: string): number {
  const [low, high] = [luminance(left), luminance(right)].sort((one, other) => one - other);
  return ((high ?? 0) + 0.05) / ((low ?? 0) + 0.05);
}

// Machado, Oliveira, Fernandes 2009, severity 1.0, on linear RGB.
const sights: Readonly<Record<string, readonly Triple[]>> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

function lab(colour: Triple): Triple {
  const clipped = colour.map((value) => Math.min(1, Math.max(0, value))) as unknown as Triple;
  const root = (value: number): number => (value > 0.008856 ? Math.cbrt(value) : 7.787 * value + 16 / 116);
  const x = root(dot([0.4124564, 0.3575761, 0.1804375], clipped) / 0.95047);
  const y = root(dot([0.2126729, 0.7151522, 0.072175], clipped));
  const z = root(dot([0.0193339, 0.119192, 0.9503041], clipped) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function seen(hex: string, sight: readonly Triple[]): Triple {
  const colour = linear(hex);
  return lab(sight.map((row) => dot(row, colour)) as unknown as Triple);
}

describe.each(["light", "dark"] as const)("the %s palette", (theme) => {
  test("stands out from the land by at least 3:1", () => {
    for (const colour of palette[theme]) expect(contrast(colour, land[theme]), colour).toBeGreaterThanOrEqual(3);
  });

  test.each(Object.entries(sights))("keeps every two colours 20 CIELAB units apart under %s", (_, sight) => {
    for (const [index, colour] of palette[theme].entries()) {
      for (const other of palette[theme].slice(index + 1)) {
        const [left, right] = [seen(colour, sight), seen(other, sight)];
        const distance = Math.hypot(left[0] - right[0], left[1] - right[1], left[2] - right[2]);
        expect(distance, `${colour} ${other}`).toBeGreaterThan(20);
      }
    }
  });
});

describe("sharing colours", () => {
  test("eight vehicles of one area get eight colours", () => {
    const given = shareColours(
      Array.from({ length: 8 }, () => ["a"]),
      8,
    );
    expect(new Set(given).size).toBe(8);
  });

  test("neighbours differ while far vehicles may share", () => {
    expect(shareColours([["a"], ["a", "b"], ["b"], ["a"]], 2)).toEqual([0, 1, 0, 1]);
  });
});
