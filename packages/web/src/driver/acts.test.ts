import { describe, expect, test } from "vitest";
import { smallAssignment } from "../testing/small-answers.ts";
import { arrival, doneStops, handOver, hasArrived, type KeptAct, problem, stopsOf } from "./acts.ts";

const stops = stopsOf(smallAssignment);
const [first] = stops;
const stamp = { id: "00000001", at: "2024-11-26T07:46:00+08:00" };
const shortStamp = { id: "00000002", at: "2024-11-26T07:46:00+08:00" };
const kept = (event: KeptAct["event"]): KeptAct => ({ brief: "small", event, state: "saved", says: null });

describe("acts of a driver", () => {
  test("the day is the stops of all trips in their order", () => {
    expect(stops.map((stop) => stop.place?.name)).toEqual(["TPS 002 Wawombalata", "TPS 001 Wawombalata"]);
  });

  test("an arrival names vehicle, trip and place and does not end the stop", () => {
    const event = arrival(smallAssignment, first!, stamp);
    expect(event).toMatchObject({ kind: "arrived", unit: "vehicle:motor-1", trip: "T2", place: "7471011001002" });
    expect(hasArrived([kept(event)], first!)).toBe(true);
    expect(doneStops([kept(event)]).size).toBe(0);
  });

  test("a full count is one hand-over with the kits by their TPS", () => {
    const count = { kits: 1, boxes: 0, receiver: "Ibu Wa Ode", note: "" };
    const events = handOver(smallAssignment, first!, { count, stamp, shortStamp });
    expect(events.map((event) => event.kind)).toEqual(["handed-over"]);
    expect(events[0]).toMatchObject({ kits: ["7471011001002"], receiver: "Ibu Wa Ode" });
    expect([...doneStops(events.map(kept))]).toEqual(["T2 7471011001002"]);
  });

  test("a short count also reports which kits are missing", () => {
    const count = { kits: 0, boxes: 0, receiver: "Ibu Wa Ode", note: "segel rusak" };
    const events = handOver(smallAssignment, first!, { count, stamp, shortStamp });
    expect(events.map((event) => [event.kind, event.kits])).toEqual([
      ["handed-over", []],
      ["short", ["7471011001002"]],
    ]);
    expect(events[1]).toMatchObject({ id: "00000002", note: "segel rusak" });
  });

  test("a problem without a stop names only the vehicle", () => {
    const event = problem(smallAssignment, undefined, stamp, "Jalan tertutup");
    expect(event).toMatchObject({ kind: "problem", note: "Jalan tertutup" });
    expect(event.place).toBeUndefined();
  });
});
