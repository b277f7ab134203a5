import type { BoardRow, BoardView } from "@antar/api";
import { describe, expect, test } from "vitest";
import { scheduleOf } from "../schedule/schedule.ts";
import { smallBoard } from "../testing/small-answers.ts";
import { smallBrief, smallPlan } from "../testing/small-plan.ts";
import { cellsOf, groupsOf, redItemsOf } from "./board-state.ts";

const schedule = scheduleOf(smallPlan, smallBrief);
const withMotor = (change: Partial<BoardRow>): readonly BoardRow[] =>
  smallBoard.rows.map((row) => (row.vehicle === "motor-1" ? { ...row, ...change } : row));
const states = (rows: readonly BoardRow[]) => cellsOf(schedule, rows).map((cell) => cell.state);

describe("cells of the board", () => {
  test("before anything happens every TPS is planned, and the one left out is unserved", () => {
    expect(states(smallBoard.rows)).toEqual(["planned", "planned", "unserved"]);
  });

  test("the first stops of a vehicle are received in the order of its trip, not of the codes", () => {
    // motor-1 goes to TPS 002 first, then to TPS 001.
    expect(states(withMotor({ state: "under-way", done: 1 }))).toEqual(["under-way", "received", "unserved"]);
  });

  test("a vehicle that will miss the deadline makes its open TPS late", () => {
    expect(states(withMotor({ state: "under-way", done: 1, slack: -60 }))).toEqual(["late", "received", "unserved"]);
  });

  test("cells stand by kelurahan under their kecamatan", () => {
    const groups = groupsOf(schedule, cellsOf(schedule, smallBoard.rows));
    expect(groups.map((group) => [group.kecamatan, group.name, group.cells.length])).toEqual([
      ["747101", "Wawombalata", 3],
    ]);
  });
});

test("red items begin with problems, then the latest vehicle, and stop at the limit", () => {
  const [truck, motor] = smallBoard.rows;
  const board: BoardView = {
    ...smallBoard,
    rows: [
      { ...truck!, slack: -30 },
      { ...motor!, slack: -90 },
      { ...motor!, vehicle: "motor-2", state: "problem" },
    ],
  };
  expect(redItemsOf(board, 5).map((item) => [item.kind, item.subject])).toEqual([
    ["problem", "motor-2"],
    ["late", "motor-1"],
    ["late", "truk-1"],
    ["unserved", "7471011001003"],
  ]);
  expect(redItemsOf(board, 2)).toHaveLength(2);
});
