import type { StyleSpecification } from "maplibre-gl";
import { expect, test } from "vitest";
import { attributionOf, type ExternalStyle, withExternal } from "./external.ts";

const own: StyleSpecification = {
  version: 8,
  sources: { roads: { type: "geojson", data: "x" } },
  layers: [
    { id: "land", type: "background" },
    { id: "route", type: "line", source: "roads" },
  ],
};
const external: ExternalStyle = {
  glyphs: "https://fonts.example/{fontstack}/{range}.pbf",
  sources: {
    roads: { type: "raster", tiles: [], attribution: '© <a href="https://osm.org">OSM</a>' },
    more: { type: "raster", tiles: [], attribution: "© OSM" },
  },
  layers: [
    { id: "land", type: "background" },
    { id: "photo", type: "raster", source: "roads" },
  ],
};

test("layers of the external style lie under ours, which give way where they are replaced, and no name is taken twice", () => {
  const { layers, sources, glyphs } = withExternal(own, external, new Set(["land"]));
  expect(layers.map((layer) => [layer.id, "source" in layer ? layer.source : undefined])).toEqual([
    ["base:land", undefined],
    ["base:photo", "base:roads"],
    ["route", "roads"],
  ]);
  expect(Object.keys(sources)).toEqual(["base:roads", "base:more", "roads"]);
  expect(glyphs).toBe(external.glyphs);
});

test("without an external style nothing changes", () => {
  expect(withExternal(own, undefined, new Set(["land"]))).toBe(own);
});

test("attributions are named once and without markup", () => {
  expect(attributionOf(external)).toBe("© OSM");
});
