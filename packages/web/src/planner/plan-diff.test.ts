import { expect, test } from "vitest";
import { placesOfStop } from "./plan-diff.tsx";

test("a stop of a diff names its place and the place that supplies it", () => {
  expect(placesOfStop("747101>7471011001:7471011001002")).toEqual({ place: "7471011001", origin: "747101" });
  expect(placesOfStop("7471>747101:boxes")).toEqual({ place: "747101", origin: "7471" });
});

test("a stop of another form is shown as it is", () => {
  expect(placesOfStop("7471011001001")).toEqual({ place: "7471011001001", origin: undefined });
});
