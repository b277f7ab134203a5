/**
 * The sample cities on real roads are what their generator makes of the extracts.
 */
import { readFileSync } from "node:fs";
import { readBrief } from "@antar/domain";
import { describe, expect, it } from "vitest";
import { writeBrief } from "./brief-text.ts";
import { cities, citiesFolder, sampleBrief } from "./city-brief.ts";

describe("the sample cities on real roads", () => {
  it.each(cities)("$id comes out byte for byte the same and can be planned", async (options) => {
    const text = readFileSync(new URL(`${options.id}/brief.json`, citiesFolder), "utf8");
    expect(writeBrief(await sampleBrief(options))).toBe(text);
    expect(readBrief(JSON.parse(text)).places.filter((place) => place.kind === "tps")).toHaveLength(options.tps);
  });
});
