import { createRandom } from "@antar/measure";
import { expect, test } from "vitest";
import { breakIn } from "./json-place.ts";

test.each([
  ['{"id": nope}', 7],
  ['{"id": 1,}', 9],
  ["[1 2]", 3],
  ['{"a" 1}', 5],
  ['"open', 0],
  ["[1, 2", 5],
  ["{}x", 2],
  ["01", 1],
  ["NaN", 0],
  ["[,]", 1],
] as const)("%s breaks at %i", (text, at) => {
  expect(breakIn(text)).toBe(at);
});

test("it says that a text breaks exactly when JSON.parse does, on 3,000 damaged texts", () => {
  const random = createRandom(20_241_127);
  const sample = JSON.stringify({ a: [1, -2.5e3, 'x\\n"\u00e9'], b: { c: null, d: [true, false, {}] }, e: [] });
  const letters = '{}[]:,"\\ 01eE.-+ntx\n';
  for (let round = 0; round < 3_000; round++) {
    const at = random.below(sample.length);
    const letter = letters[random.below(letters.length)] ?? "";
    const text = sample.slice(0, at) + letter + sample.slice(at + random.below(2));
    let parses = true;
    try {
      JSON.parse(text);
    } catch {
      parses = false;
    }
    expect([text, breakIn(text) === undefined]).toEqual([text, parses]);
  }
});
