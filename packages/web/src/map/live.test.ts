import { expect, test } from "vitest";
import { scheduleOf } from "../schedule/schedule.ts";
import { smallBrief, smallPlan } from "../testing/small-plan.ts";
import { liveFeatures } from "./live.ts";

const schedule = scheduleOf(smallPlan, smallBrief);
const position = (vehicle: string, age: number) => ({
  vehicle,
  at: "2024-11-26T07:48:00+08:00",
  age,
  point: [122.5215, -3.9215] as [number, number],
  accuracy: 20,
  speed: 4,
});

test("a position told 12 minutes old and heard 4 minutes ago is 16 minutes old, which is stale", () => {
  const heard = { positions: [position("motor-1", 720), position("truk-1", 60), position("elsewhere", 5)], at: 1_000 };
  const { features } = liveFeatures(schedule, heard, { now: 1_240, theme: "light", language: "id" });
  expect(features.map(({ properties }) => [properties.label, properties.stale])).toEqual([
    ["motor-1 · 16 mnt", true],
    ["truk-1 · 5 mnt", false],
  ]);
});
