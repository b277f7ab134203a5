import type { Brief, Plan } from "@antar/domain";
import { describe, expect, test } from "vitest";
import { epochOf } from "../format/moments.ts";
import { scheduleOf } from "../schedule/schedule.ts";
import { smallBrief, smallPlan } from "../testing/small-plan.ts";
import { rowsOf, spansOf, ticksOf } from "./rows.ts";

const brief: Brief = smallBrief;
const plan: Plan = smallPlan;
const schedule = scheduleOf(plan, brief);
const shown = new Set(schedule.vehicles.map((vehicle) => vehicle.id));
const options = { shown, team: (team: number) => `team ${team}`, epoch: epochOf };

describe("rows of the timeline", () => {
  test("a vehicle loads, drives, hands over at each stop, and drives back", () => {
    const [truck] = rowsOf(schedule, "vehicles", options);
    expect(truck?.bars.map((bar) => bar.act)).toEqual(["loading", "drive", "handover", "drive", "break"]);
  });

  test("a dock shows the loadings that hold it and a place without docks shows none", () => {
    const rows = rowsOf(schedule, "docks", options);
    expect(rows.map((row) => [row.label, row.bars.length])).toEqual([["Gudang · 2", 1]]);
  });

  test("a convoy is one bar of its team over its whole time", () => {
    const [team] = rowsOf(schedule, "convoys", options);
    expect(team?.label).toBe("team 1");
    expect(team?.bars[0]).toMatchObject({ from: epochOf("2024-11-25T08:20:00+08:00"), trip: "T1" });
  });

  test("a filtered vehicle has no row", () => {
    expect(rowsOf(schedule, "vehicles", { ...options, shown: new Set(["motor-1"]) }).map((row) => row.key)).toEqual([
      "motor-1",
    ]);
  });
});

describe("the axis", () => {
  test("each day with acts has a span of whole hours around them", () => {
    const spans = spansOf(schedule);
    expect(spans.days).toEqual([
      { from: epochOf("2024-11-25T08:00:00+08:00"), to: epochOf("2024-11-25T10:00:00+08:00") },
      { from: epochOf("2024-11-26T07:00:00+08:00"), to: epochOf("2024-11-26T09:00:00+08:00") },
    ]);
    expect(spans.whole.to).toBeGreaterThan(schedule.deadline);
  });

  test("ticks fall on round local hours and never exceed the limit", () => {
    const span = { from: epochOf("2024-11-25T07:00:00+08:00"), to: epochOf("2024-11-26T18:00:00+08:00") };
    const ticks = ticksOf(span, 8, "Asia/Makassar");
    expect(ticks.length).toBeLessThanOrEqual(8);
    expect(ticks[0]).toBe(epochOf("2024-11-25T12:00:00+08:00"));
  });
});
