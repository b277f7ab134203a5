import { describe, expect, test } from "vitest";
import { smallAssignment } from "../testing/small-answers.ts";
import { arrival, doneStops, handOver, hasArrived, type KeptAct, problem, stopsOf } from "./acts.ts";

const stops = stopsOf(smallAssignment);
const [first] = stops;
const stamp = { id: "00000001", at: "2024-11-26T07:46:00+08:00" };
const shortId = "00000002";
const kept = (event: KeptAct["event"]): KeptAct => ({ brief: "small", event, state: "saved", says: null });

const full = {
  missing: [],
  pieces: [{ kind: "box", count: 2 }],
  boxes: 0,
  seals: ["S-17"],
  receiver: "Ibu Wa Ode",
  note: "",
  attachments: [],
};

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
    const count = { ...full, note: "" };
    const events = handOver(smallAssignment, first!, { count, stamp, shortId });
    expect(events.map((event) => event.kind)).toEqual(["handed-over"]);
    expect(events[0]).toMatchObject({ kits: ["7471011001002"], personal: { receiver: "Ibu Wa Ode" } });
    expect([...doneStops(events.map(kept))]).toEqual(["T2 7471011001002"]);
  });

  test("a short count also reports which kits are missing", () => {
    const count = { ...full, missing: ["7471011001002"], note: "segel rusak" };
    const events = handOver(smallAssignment, first!, { count, stamp, shortId });
    expect(events.map((event) => [event.kind, event.kits])).toEqual([
      ["handed-over", []],
      ["short", ["7471011001002"]],
    ]);
    expect(events[1]).toMatchObject({ id: "00000002", at: "2024-11-25T23:46:00.001Z", note: "segel rusak" });
  });

  test("a kit with one piece too few is reported short though its kit is there", () => {
    const count = { ...full, pieces: [{ kind: "box", count: 1 }] };
    const events = handOver(smallAssignment, first!, { count, stamp, shortId });
    expect(events.map((event) => [event.kind, event.kits, event.counts])).toEqual([
      ["handed-over", ["7471011001002"], { box: 1 }],
      ["short", [], { box: 1 }],
    ]);
  });

  test("seals and pictures go with the hand-over, not with the shortage", () => {
    const attachments = [{ sha256: "a".repeat(64), type: "image/jpeg", bytes: 9 }];
    const [handed, short] = handOver(smallAssignment, first!, {
      count: { ...full, missing: ["7471011001002"], attachments },
      stamp,
      shortId,
    });
    expect([handed?.seals, handed?.attachments]).toEqual([["S-17"], attachments]);
    expect([short?.seals, short?.attachments]).toEqual([undefined, undefined]);
  });

  test("a problem without a stop names only the vehicle", () => {
    const event = problem(
      "vehicle:motor-1",
      {},
      { told: { kind: "road", note: "Jalan tertutup", attachments: [] }, stamp },
    );
    expect(event).toMatchObject({ kind: "problem", unit: "vehicle:motor-1", problem: "road", note: "Jalan tertutup" });
    expect(event.place).toBeUndefined();
  });
});
