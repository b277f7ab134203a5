import { expect, test } from "vitest";
import { smallBrief } from "../testing/small-plan.ts";
import { localOf, momentOf, requestOf, wishesOf } from "./wishes.ts";

test("a draft that says what the brief says asks for no setting", () => {
  const draft = { mode: smallBrief.mode, seconds: 30, settings: wishesOf(smallBrief) };
  expect(requestOf(smallBrief, draft)).toEqual({ seconds: 30 });
});

test("a later begin and shorter hours are sent by their keys, in the office's own offset", () => {
  const settings = wishesOf(smallBrief);
  const start = momentOf("2024-11-25T10:30", settings["window.start"] ?? "");
  const changed = { ...settings, "window.start": start, "warehouse.to": "14:00", slackTarget: "3600" };
  const request = requestOf(smallBrief, { mode: smallBrief.mode, seconds: 30, settings: changed });
  expect(request.settings).toEqual({
    "window.start": "2024-11-25T10:30:00+08:00",
    "warehouse.to": "14:00",
    slackTarget: "3600",
  });
  expect(localOf(start)).toBe("2024-11-25T10:30");
});

test("a new plan keeps the locked trips of the version that is named", () => {
  const draft = { mode: smallBrief.mode, seconds: 30, settings: wishesOf(smallBrief), locksOf: 4 };
  expect(requestOf(smallBrief, draft)).toEqual({ seconds: 30, locksOf: 4 });
});
