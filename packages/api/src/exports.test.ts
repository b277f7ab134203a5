import type { Brief, Plan } from "@antar/domain";
import { expect, test } from "vitest";
import { scheduleCsv } from "./exports.ts";

const moment = "2024-11-25T09:00:00+08:00";
const times = { arrival: moment, start: moment, end: moment, departure: moment };
const leg = { seconds: 60, metres: 500 };

test("a stop at which a load is taken over names the trip that carried it, any other stop names none", () => {
  const [first, second] = ["9901011001001", "9901011001002"];
  const places = [first, second].map((code) => ({ code, kind: "tps", name: code, point: [122.5, -4] }));
  const brief = { places } as unknown as Brief;
  const takes = { trip: "T003", kits: [second], boxes: 0 };
  const stops = [
    { place: first, leg, ...times, kits: [], boxes: 0, takes, loadAfter: { kits: 1, boxes: 0 } },
    { place: second, leg, ...times, kits: [second], boxes: 0, loadAfter: { kits: 0, boxes: 0 } },
  ];
  const trip = { id: "T003-R", origin: "990101", stops };
  const plan = { routes: [{ vehicle: "pikap-2", vehicleType: "pikap", trips: [trip] }] } as unknown as Plan;
  const [head = "", ...lines] = scheduleCsv(plan, brief).trim().split("\r\n");
  expect(head.split(",").at(-1)).toBe("takes_from");
  expect(lines.map((line) => line.split(",").at(-1))).toEqual(["T003", ""]);
});
