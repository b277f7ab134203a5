import type { BoardRow, BoardView } from "@antar/api";
import { describe, expect, test } from "vitest";
import { scheduleOf } from "../schedule/schedule.ts";
import { smallBoard } from "../testing/small-answers.ts";
import { smallBrief, smallPlan } from "../testing/small-plan.ts";
import { cellsOf, gaugesOf, groupsOf, redItemsOf } from "./board-state.ts";

const schedule = scheduleOf(smallPlan, smallBrief);
const withMotor = (change: Partial<BoardRow>): readonly BoardRow[] =>
  smallBoard.rows.map((row) => (row.vehicle === "motor-1" ? { ...row, ...change } : row));
const states = (rows: readonly BoardRow[]) => cellsOf(schedule, rows).map((cell) => cell.state);

describe("cells of the board", () => {
  test("before anything happens every TPS is planned, and the one left out is unserved", () => {
    expect(states(smallBoard.rows)).toEqual(["planned", "planned", "unserved"]);
  });

  test("a TPS is received where a log says so, not where the order of the trip would have it", () => {
    expect(states(withMotor({ state: "under-way", done: 1, received: ["7471011001001"] }))[0]).toBe("received");
    expect(states(withMotor({ state: "under-way", done: 1, received: ["7471011001002"] }))).toEqual([
      "under-way",
      "received",
      "unserved",
    ]);
  });

  test("a vehicle that will miss the deadline makes its open TPS late", () => {
    const late = withMotor({ state: "under-way", done: 1, received: ["7471011001002"], slack: -60 });
    expect(states(late)).toEqual(["late", "received", "unserved"]);
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

test("an open alarm about a silent vehicle is red, one that was seen or cleared is not", () => {
  const says = { id: "motor-1 30 menit tanpa kabar; hubungi pengemudi", en: "motor-1 was not heard of; call" };
  const raisedAt = "2024-11-26T08:00:00+08:00";
  const silent = { alarm: "a", kind: "silent" as const, about: "motor-1", says, raisedAt, seenBy: null };
  const open = { ...silent, clearedAt: null, seenAt: null };
  const items = redItemsOf(smallBoard, 5, [open, { ...open, about: "x", seenAt: raisedAt }]);
  expect(items.map((item) => [item.kind, item.subject, item.says?.id])).toEqual([
    ["silent", "motor-1", "motor-1 30 menit tanpa kabar"],
    ["unserved", "7471011001003", "Tidak ada kendaraan"],
  ]);
});

test("the gauges count what is received of what is due, and who is served and in time", () => {
  const rows = withMotor({ state: "under-way", done: 1, received: ["7471011001002"] });
  const cells = cellsOf(schedule, rows);
  // Both TPS were due by 08.00 of the 26th, one is received; one of three has no place in the plan.
  const now = Date.parse("2024-11-26T08:30:00+08:00") / 1000;
  const gauges = gaugesOf({ ...smallBoard, rows: [...rows] }, cells, { now });
  expect(gauges.map(({ tepat, good, whole }) => [tepat, good, whole])).toEqual([
    ["jumlah", 1, 2],
    ["jenis", 1, 1],
    ["sasaran", 2, 3],
    ["waktu", 2, 3],
    ["kualitas", 1, 1],
    ["efisien", 2, 2],
  ]);
});

test("what drivers report counts against its own tepat only", () => {
  const [one, other] = ["7471011001001", "7471011001002"];
  const reports = [
    { tepat: "jumlah" as const, place: one },
    { tepat: "jenis" as const, place: other },
    { tepat: "kualitas" as const, place: "7471011001" },
  ];
  const rows = withMotor({ state: "problem", done: 2, received: [one, other], reports });
  const gauges = gaugesOf({ ...smallBoard, rows: [...rows] }, cellsOf(schedule, rows), { now: schedule.deadline });
  const figures = new Map(gauges.map(({ tepat, good, whole }) => [tepat, `${good}/${whole}`]));
  // Kualitas: two TPS received and a PPS with a damaged kit are 3 places, 2 of them without a report.
  expect([figures.get("jumlah"), figures.get("jenis"), figures.get("kualitas")]).toEqual(["1/2", "1/2", "2/3"]);
});

test("a shortage that a receiver counts moves tepat jumlah and is red, until the alarm is cleared", () => {
  const received = ["7471011001001", "7471011001002"];
  const board = { ...smallBoard, rows: [...withMotor({ state: "done", done: 2, received })] };
  const cells = cellsOf(schedule, board.rows);
  const raisedAt = "2024-11-26T09:00:00+08:00";
  const says = { id: "7471011001002 melaporkan kekurangan", en: "7471011001002 reports a shortage" };
  const alarm = { alarm: "a", kind: "problem" as const, about: "7471011001002", says, tepat: "jumlah" as const };
  const open = { ...alarm, raisedAt, clearedAt: null, seenAt: null, seenBy: null };
  const jumlah = (alarms: readonly (typeof open | (Omit<typeof open, "clearedAt"> & { clearedAt: string }))[]) =>
    gaugesOf(board, cells, { now: schedule.deadline, alarms }).find(({ tepat }) => tepat === "jumlah");
  expect(jumlah([open])).toMatchObject({ good: 1, whole: 2 });
  // A PPK is no TPS: three places were counted, two TPS of them in full.
  expect(jumlah([{ ...open, about: "747101" }])).toMatchObject({ good: 2, whole: 3 });
  expect(jumlah([{ ...open, clearedAt: raisedAt }])).toMatchObject({ good: 2, whole: 2 });
  expect(redItemsOf(board, 5, [open])[0]).toMatchObject({ kind: "problem", subject: "7471011001002" });
});

test("a vehicle more likely late than not is red before it is late; a silent one carries its chance", () => {
  const end = { from: schedule.plan.deadline, median: schedule.plan.deadline, to: schedule.plan.deadline };
  const expected = (late: number) => ({ asOf: "2024-11-26T08:00:00+08:00", next: null, end, late });
  const [truck, motor] = smallBoard.rows;
  const rows = [
    { ...truck!, expected: expected(0.49) },
    { ...motor!, expected: expected(0.5) },
  ];
  const found = redItemsOf({ ...smallBoard, rows }, 5).map(({ kind, subject, chance }) => [kind, subject, chance]);
  expect(found).toEqual([
    ["late", "motor-1", 0.5],
    ["unserved", "7471011001003", undefined],
  ]);
  const says = { id: "truk-1 30 menit tanpa kabar; hubungi", en: "truk-1 silent; call" };
  const raisedAt = "2024-11-26T09:00:00+08:00";
  const silent = { alarm: "s", kind: "silent" as const, about: "truk-1", says, raisedAt, seenBy: null };
  const [, second] = redItemsOf({ ...smallBoard, rows }, 5, [{ ...silent, clearedAt: null, seenAt: null }]);
  expect([second?.subject, second?.chance]).toEqual(["truk-1", 0.49]);
});
