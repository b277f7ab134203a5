import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { buildRoads, openRoads, profileOf } from "@antar/roads";
import { expect, test } from "vitest";
import * as z from "zod";
import { createOsrm } from "./create-osrm.ts";

/** `osrm-text-instructions`: OSRM's own package that puts steps into words. */
interface Compiler {
  compile(language: string, step: object, options?: object): string;
}
const load: (version: string) => Compiler = createRequire(import.meta.url)("osrm-text-instructions");

const Steps = z.object({
  routes: z.array(z.object({ legs: z.array(z.object({ steps: z.array(z.looseObject({})) })) })),
});

test("OSRM's own text instructions read our steps, in English and Indonesian", async () => {
  const bytes = new Uint8Array(
    readFileSync(new URL("../../../../data/osm/bayfront-singapore.osm.pbf", import.meta.url)),
  );
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const profiles = [profileOf("pickup") ?? expect.fail("no pickup")];
  const network = openRoads((await buildRoads(bytes, { format: "pbf", source: "bayfront", sha256, profiles })).file);
  const osrm = createOsrm([network], { now: () => 0 });
  const [west, south, east, north] = network.metadata.bbox;
  const at = (share: number) => `${west + share * (east - west)},${south + share * (north - south)}`;
  const response = await osrm.request(`/route/v1/driving/${at(0.2)};${at(0.8)}?steps=true`);
  const { routes } = Steps.parse(await response.json());
  const steps = routes[0]?.legs[0]?.steps ?? [];
  for (const [language, head, arrive] of [
    ["en", /^Head /, /^You have arrived at your destination/],
    ["id", /^Arah /, /^Anda telah tiba di tujuan/],
  ] as const) {
    const texts = steps.map((step) => load("v5").compile(language, step));
    expect(texts.length).toBeGreaterThan(3);
    expect(texts[0]).toMatch(head);
    expect(texts.at(-1)).toMatch(arrive);
    for (const text of texts) expect(text).not.toMatch(/undefined|\{|NaN/);
  }
});
