import { expect, test } from "vitest";
import { editOfDrop } from "./dragging.ts";

const trip = { trip: "T2", vehicle: "motor-1" };
const stop = { ...trip, place: "7471011001001" };

test("a trip dropped on another vehicle moves there; on its own it stays", () => {
  expect(editOfDrop(trip, { vehicle: "motor-2" })).toEqual({ kind: "move-trip", trip: "T2", vehicle: "motor-2" });
  expect(editOfDrop(trip, { vehicle: "motor-1" })).toBeUndefined();
});

test("a stop dropped on a trip joins it; on another vehicle it gets a trip of its own", () => {
  expect(editOfDrop(stop, { vehicle: "motor-2", trip: "T5" })).toEqual({
    kind: "move-stop",
    trip: "T2",
    place: "7471011001001",
    toTrip: "T5",
  });
  expect(editOfDrop(stop, { vehicle: "motor-2" })?.kind).toBe("own-trip");
  expect(editOfDrop(stop, { vehicle: "motor-1", trip: "T2" })).toBeUndefined();
  expect(editOfDrop(undefined, { vehicle: "motor-2" })).toBeUndefined();
});
