import type { PlanEditGiven } from "@antar/api";
import { describe, expect, test } from "vitest";
import { type EditList, stepped, withEdit } from "./use-edits.ts";

const lock = (trip: string): PlanEditGiven => ({ kind: "lock", trip });
const applied = ({ edits, done }: EditList) => edits.slice(0, done).map((edit) => edit.trip);
const two = withEdit(withEdit({ edits: [], done: 0 }, lock("T1")), lock("T2"));

describe("edits by hand", () => {
  test("undo takes the last edit away and redo brings it back", () => {
    expect(applied(two)).toEqual(["T1", "T2"]);
    expect(applied(stepped(two, -1))).toEqual(["T1"]);
    expect(applied(stepped(stepped(two, -1), 1))).toEqual(["T1", "T2"]);
  });

  test("an edit after an undo takes the place of what was undone", () => {
    expect(withEdit(stepped(two, -1), lock("T3"))).toEqual({ edits: [lock("T1"), lock("T3")], done: 2 });
  });

  test("undo of nothing and redo of nothing change nothing", () => {
    expect(stepped({ edits: [], done: 0 }, -1).done).toBe(0);
    expect(stepped(two, 1)).toEqual(two);
  });
});
