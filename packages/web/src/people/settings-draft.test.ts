import { expect, test } from "vitest";
import { draftOf, givenOf, wrongSpans } from "./settings-draft.ts";

const settings = {
  lateAfter: 1_800,
  silentAfter: 2_700,
  keepPersonalDays: 30,
  votingDay: "2024-11-27",
  webhooks: [{ url: "https://kpu.example/alarm", secret: "0123456789abcdef" }],
};

test("1,800 and 2,700 seconds are typed as 30 and 45 minutes and come back as they were", () => {
  const draft = draftOf(settings);
  expect([draft.lateAfter, draft.silentAfter, draft.keepPersonalDays]).toEqual(["30", "45", "30"]);
  expect(givenOf(draft)).toEqual(settings);
  expect(givenOf({ ...draft, votingDay: "" })?.votingDay).toBeNull();
});

test.each(["", "0", "1441", "2,5", "-3", "tiga"])("%j minutes are named as wrong and nothing is sent", (lateAfter) => {
  const draft = { ...draftOf(settings), lateAfter };
  expect([...wrongSpans(draft)]).toEqual(["lateAfter"]);
  expect(givenOf(draft)).toBeUndefined();
});

test("no day of keeping is a choice, 366 days are not", () => {
  expect(givenOf({ ...draftOf(settings), keepPersonalDays: "0" })?.keepPersonalDays).toBe(0);
  expect([...wrongSpans({ ...draftOf(settings), keepPersonalDays: "366" })]).toEqual(["keepPersonalDays"]);
});
