import { expect, test } from "vitest";
import type { DrawnNetwork } from "./drawn-network.ts";
import { networkPicture } from "./network-picture.ts";

const drawn = (streets: number): DrawnNetwork => ({
  source: "<grid>",
  attribution: "generated",
  synthetic: true,
  profile: "truck",
  bbox: [0, 0, 1, 1],
  classes: ["primary", "service"],
  names: [""],
  // One primary street, then short service streets side by side.
  edges: [[0, 0, 0, 0, 0, 1e6, 1e6], ...Array.from({ length: streets }, (_, i) => [1, 0, 0, i, 0, 0, 1e6])],
});

test("a picture of more than 60,000 streets leaves out the smallest class and says so", () => {
  expect(networkPicture(drawn(59_000))).not.toContain("minor streets are left out");
  const large = networkPicture(drawn(61_000));
  expect(large).toContain("minor streets are left out");
  expect(large).toContain("SYNTHETIC");
  expect(large.length).toBeLessThan(5_000);
});

test("names from data cannot become markup", () => {
  expect(networkPicture(drawn(1))).not.toContain("<grid>");
});
