import { expect, test } from "vitest";
import { addressOf, readLocation } from "./route.ts";

test.each([
  ["#/kendari", { brief: "kendari", page: "plan", item: undefined, version: undefined }],
  ["#/kendari?v=3", { brief: "kendari", page: "plan", item: undefined, version: 3 }],
  ["#/kendari/board", { brief: "kendari", page: "board", item: undefined, version: undefined }],
  ["#/kendari/drive/truk%2001", { brief: "kendari", page: "drive", item: "truk 01", version: undefined }],
])("%s reads and writes the same", (address, location) => {
  expect(readLocation(address)).toEqual(location);
  expect(addressOf(readLocation(address))).toBe(address);
});

test("an empty or unknown address is the plan of the first brief", () => {
  expect(readLocation("")).toMatchObject({ brief: undefined, page: "plan" });
  expect(readLocation("#/kendari/nowhere")).toMatchObject({ brief: "kendari", page: "plan" });
});
