import { expect, test } from "vitest";
import { plainSentence } from "./sentences.ts";

test("a span on one day names the day once, seconds are left out", () => {
  const said =
    "PPS Tipulu: muat trip T296 2024-11-26 16:06:01 .. 2024-11-26 16:08:37 di luar jam kerja 2024-11-26 08:00:00 .. 2024-11-26 16:00:00";
  expect(plainSentence(said, "id")).toBe(
    "PPS Tipulu: muat rit T296 26 Nov 16.06–16.08 di luar jam kerja 26 Nov 08.00–16.00",
  );
});

test("a span over midnight names both days; a single moment has its day", () => {
  expect(plainSentence("x 2024-05-31 23:59:00 .. 2024-06-01 00:10:00 y 2024-08-07 06:05:00.", "en")).toBe(
    "x 31 May 23:59 – 1 Jun 00:10 y 7 Aug 06:05.",
  );
});

test("words of the planner become those of the pages, in Indonesian only", () => {
  expect(plainSentence("Trip T1 memakai dermaga 3", "id")).toBe("Rit T1 memakai pintu muat 3");
  expect(plainSentence("trip T1 holds dock 3", "en")).toBe("trip T1 holds dock 3");
});
