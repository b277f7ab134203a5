import type { Mode } from "@antar/domain";
import { expect, test } from "vitest";
import { fleetOf } from "./fleet.ts";
import { supplyOf } from "./supply.ts";
import { smallBrief } from "./testing/small-world.ts";
import { openWorld } from "./world.ts";

const world = openWorld(smallBrief({ ppk: 2, pps: 1, tps: 1 }));

function pairsOf(mode: Mode, mixed = {}): Record<string, string> {
  const { supplierOf } = supplyOf(world, mode, mixed);
  return Object.fromEntries([...supplierOf].map(([site, from]) => [site.place.code, from.place.code]));
}

test("tiered hands on from warehouse to PPK to PPS to TPS", () => {
  expect(pairsOf("tiered")).toEqual({
    "990101": "9901",
    "9901011001": "990101",
    "9901011001001": "9901011001",
    "990102": "9901",
    "9901021001": "990102",
    "9901021001001": "9901021001",
  });
});

test("direct brings kits from the warehouse to the TPS and only boxes to the PPK", () => {
  expect(pairsOf("direct")).toEqual({
    "990101": "9901",
    "9901011001001": "9901",
    "990102": "9901",
    "9901021001001": "9901",
  });
});

test("mixed follows the mode of each kecamatan and is tiered where none is named", () => {
  const pairs = pairsOf("mixed", { "990102": "direct-pps" });
  expect(pairs["9901011001"]).toBe("990101");
  expect(pairs["9901021001"]).toBe("9901");
  expect(pairs["9901021001001"]).toBe("9901021001");
});

test("homes are shared out in code order; a type whose base supplies nothing loads at the warehouse", () => {
  const tiered = fleetOf(world, supplyOf(world, "tiered")).filter((vehicle) => vehicle.type.id === "gerobak");
  expect(tiered.map(({ name, home }) => [name, home?.place.code])).toEqual([
    ["gerobak-1", "9901011001"],
    ["gerobak-2", "9901021001"],
  ]);
  const direct = fleetOf(world, supplyOf(world, "direct"));
  expect(new Set(direct.map((vehicle) => vehicle.base))).toEqual(new Set(["warehouse"]));
});
