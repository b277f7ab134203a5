import { expect, test } from "vitest";
import { percentOf } from "../format/chance.ts";
import { byStop } from "./etas.tsx";

const at = (minute: number) => `2024-11-26T10:${minute}:00+08:00`;
const arrival = { from: at(11), median: at(17), to: at(29) };

test("stops that are done expect nothing; two trips to one place are kept apart", () => {
  const stop = { place: "7471011001001", arrival, handedOver: arrival };
  const etas = byStop([
    { ...stop, trip: "T1", done: true, late: 0 },
    { ...stop, trip: "T2", done: false, late: 0.3 },
  ]);
  expect([...etas]).toEqual([["T2 7471011001001", { expected: arrival, late: 0.3 }]]);
});

test.each([
  [0, "1%"],
  [0.345, "35%"],
  [1, "99%"],
])("a chance of %d is said as %s: nothing of tomorrow is certain", (chance, said) => {
  expect(percentOf(chance, "en")).toBe(said);
});
