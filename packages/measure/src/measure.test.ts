import { describe, expect, it } from "vitest";
import { cellOf, createMatrix, createRandom, haversine, lonLat, metres, wholeSeconds } from "./index.ts";

describe("quantities", () => {
  it("round halves up, once: 77.5 s is 78 s, 77.4 s is 77 s", () => {
    expect([77.5, 77.4].map(wholeSeconds)).toEqual([78, 77]);
  });

  it("refuse what is not a number, and lengths below zero", () => {
    expect(() => metres(Number.NaN)).toThrow("not a number of metres");
    expect(() => metres(-1)).toThrow("below zero");
  });
});

describe("a point", () => {
  it("is refused with its coordinates swapped beyond the pole", () => {
    expect(() => lonLat(-3.97, 122.51)).toThrow("latitude 122.51 is outside -90..90");
  });

  it("lies 111,195 m from the point one degree north: 6,371,008.8 x pi / 180", () => {
    expect(haversine([122.5, -4], [122.5, -3])).toBeCloseTo((6_371_008.8 * Math.PI) / 180, 6);
  });
});

describe("a matrix", () => {
  it("keeps rows apart and refuses cells outside", () => {
    const matrix = createMatrix(2, 3, (row, column) => 10 * row + column);
    expect(cellOf(matrix, 1, 2)).toBe(12);
    expect(() => cellOf(matrix, 0, 3)).toThrow("no cell 0,3 in 2 x 3");
    expect(() => createMatrix(1, 1, () => 2 ** 31)).toThrow("not a 32-bit whole number");
  });
});

describe("random numbers", () => {
  const first = (seed: number): number[] => {
    const random = createRandom(seed);
    return Array.from({ length: 5 }, () => random.below(1_000_000));
  };

  it("repeat for the same seed and differ for another", () => {
    expect(first(7)).toEqual(first(7));
    expect(first(7)).not.toEqual(first(8));
  });

  it("fork by label, whatever was drawn before", () => {
    const [fresh, used] = [createRandom(7), createRandom(7)];
    used.next();
    expect(used.fork(3).next()).toBe(fresh.fork(3).next());
    expect(fresh.fork(3).next()).not.toBe(fresh.fork(4).next());
  });

  it("fill [0, 1) evenly: the mean of 100,000 is within 0.005 of a half", () => {
    const random = createRandom(1);
    let sum = 0;
    for (let i = 0; i < 100_000; i++) sum += random.next();
    expect(Math.abs(sum / 100_000 - 0.5)).toBeLessThan(0.005);
  });
});
