/**
 * The sample data is what its generators make of the sources, and what the README says of it.
 */
import { readFileSync } from "node:fs";
import { type Brief, readBrief } from "@antar/domain";
import { beforeAll, describe, expect, it } from "vitest";
import { writeBrief } from "./brief-text.ts";
import { cities, citiesFolder, sampleBrief } from "./city-brief.ts";
import { kendariBrief } from "./kendari-brief.ts";
import { kendariRoads, roadsFile } from "./kendari-roads.ts";
import { readLand } from "./kendari-source.ts";
import { drawnStreets, networkOf } from "./road-drawing.ts";

const kendariFile = new URL("../../data/kendari/brief.json", import.meta.url);
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe("the sample of Kendari", () => {
  const roads = new Uint8Array(readFileSync(roadsFile));
  let brief: Brief;
  beforeAll(() => {
    brief = readBrief(JSON.parse(readFileSync(kendariFile, "utf8")));
  });
  const of = (kind: string) => brief.places.filter((place) => place.kind === kind);

  it("has roads that come out byte for byte the same", () => {
    expect(Buffer.compare(kendariRoads(), roads)).toBe(0);
  });

  it("has a brief that comes out byte for byte the same", async () => {
    expect(writeBrief(await kendariBrief(roads))).toBe(readFileSync(kendariFile, "utf8"));
  });

  it("has 1 warehouse, 11 PPK, 65 PPS and 525 TPS: 55 58 51 60 61 25 41 54 67 36 17 by kecamatan", () => {
    expect(["warehouse", "ppk", "pps", "tps"].map((kind) => of(kind).length)).toEqual([1, 11, 65, 525]);
    const perKecamatan = of("ppk").map(({ code }) => of("tps").filter((tps) => tps.code.startsWith(code)).length);
    expect(perKecamatan).toEqual([55, 58, 51, 60, 61, 25, 41, 54, 67, 36, 17]);
  });

  it("has 238,683 voters and 525 x 2 + 11 x 2 = 1,072 boxes", () => {
    expect(sum(of("tps").map((tps) => tps.voters ?? 0))).toBe(238_683);
    expect(525 * 2 + sum(of("ppk").map((ppk) => ppk.boxes ?? 0))).toBe(1_072);
  });

  it("has roads of about 10,000 nodes that stay on land but for two named bridges", async () => {
    const land = readLand();
    const names = new Set<string>();
    for (const { name, bridge, geometry } of await drawnStreets(roads)) {
      const wet = geometry.map(land.plane.flat).some((spot) => !land.contains(spot));
      if (bridge || wet) names.add(bridge ? name : `${name} is in the water`);
    }
    expect([...names].sort()).toEqual(["Jembatan Bungkutoko", "Jembatan Teluk Kendari"]);
    const { nodes } = (await networkOf(roads)).metadata;
    expect(nodes).toBeGreaterThan(8_000);
    expect(nodes).toBeLessThan(12_000);
  });

  it("lets every vehicle drive from the warehouse to every place and back", async () => {
    const network = await networkOf(roads);
    const points = brief.places.map((place) => place.point);
    const [warehouse = points[0]!] = points;
    for (const profile of ["truck", "pickup", "cart"]) {
      for (const table of [network.table(profile, [warehouse], points), network.table(profile, points, [warehouse])]) {
        expect(table.durations.every(Number.isFinite)).toBe(true);
      }
    }
  });
});

describe("the sample cities on real roads", () => {
  it.each(cities)("$id comes out byte for byte the same and can be planned", async (options) => {
    const text = readFileSync(new URL(`${options.id}/brief.json`, citiesFolder), "utf8");
    expect(writeBrief(await sampleBrief(options))).toBe(text);
    expect(readBrief(JSON.parse(text)).places.filter((place) => place.kind === "tps")).toHaveLength(options.tps);
  });
});
