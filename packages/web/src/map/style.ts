/**
 * The MapLibre style of the plan: sources, layers and what a selection changes. Everything comes from our own data and
 * font files; refuses to know React.
 */
import sansUrl from "@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-wght-normal.woff2?url";
import serifUrl from "@fontsource-variable/source-serif-4/files/source-serif-4-latin-wght-italic.woff2?url";
import type {
  ExpressionSpecification,
  FilterSpecification,
  LayerSpecification,
  StyleSpecification,
  SymbolLayerSpecification,
} from "maplibre-gl";
import type { Theme } from "../schedule/colours.ts";
import type { BaseMap } from "./base.ts";
import { withExternal } from "./external.ts";
import type { placeFeatures, routeFeatures } from "./features.ts";
import { type MapLook, mapLook } from "./look.ts";

/** What the style draws. */
export interface MapContent {
  readonly base: BaseMap;
  readonly routes: ReturnType<typeof routeFeatures>;
  readonly places: ReturnType<typeof placeFeatures>;
}

const sans = ["sans"];
const serif = ["serif"];
const byZoom = (...stops: readonly (number | ExpressionSpecification)[]): ExpressionSpecification => [
  "interpolate",
  ["exponential", 1.4],
  ["zoom"],
  ...stops,
];
const byEchelon = (one: number, two: number, three: number): ExpressionSpecification => [
  "match",
  ["get", "echelon"],
  1,
  one,
  2,
  two,
  three,
];

function groundLayers(look: MapLook): LayerSpecification[] {
  return [
    { id: "water", type: "background", paint: { "background-color": look.water } },
    {
      id: "shore",
      type: "line",
      source: "land",
      paint: { "line-color": look.shore, "line-width": byZoom(9, 2, 14, 5), "line-opacity": 0.55 },
    },
    { id: "land", type: "fill", source: "land", paint: { "fill-color": look.land, "fill-antialias": false } },
    { id: "inland-water", type: "fill", source: "waters", paint: { "fill-color": look.water } },
    {
      id: "kelurahan",
      type: "line",
      source: "kelurahan",
      minzoom: 10.5,
      paint: { "line-color": look.kelurahan, "line-width": 1 },
    },
  ];
}

const roadWidths = (grow: number): ExpressionSpecification =>
  byZoom(
    10,
    ["match", ["get", "rank"], 0, 1.6 + grow, 1, 1.3 + grow, 2, 1 + grow, 0.4],
    13,
    ["match", ["get", "rank"], 0, 3.5 + grow, 1, 3 + grow, 2, 2.4 + grow, 3, 1.8 + grow, 0.8 + grow],
    17,
    ["match", ["get", "rank"], 0, 16 + grow, 1, 14 + grow, 2, 12 + grow, 3, 10 + grow, 7 + grow],
  );

function roadLayers(look: MapLook): LayerSpecification[] {
  const round = { "line-cap": "round", "line-join": "round" } as const;
  const major: FilterSpecification = ["<=", ["get", "rank"], 3];
  return [
    {
      id: "road-minor",
      type: "line",
      source: "roads",
      minzoom: 11.5,
      filter: [">", ["get", "rank"], 3],
      layout: round,
      paint: { "line-color": look.road, "line-width": roadWidths(0) },
    },
    {
      id: "road-edge",
      type: "line",
      source: "roads",
      filter: major,
      layout: round,
      paint: { "line-color": look.roadEdge, "line-width": roadWidths(1.4) },
    },
    {
      id: "road-major",
      type: "line",
      source: "roads",
      filter: major,
      layout: round,
      paint: { "line-color": look.arterial, "line-width": roadWidths(0) },
    },
    {
      id: "bridge",
      type: "line",
      source: "roads",
      filter: ["all", ["==", ["get", "bridge"], true], ["<=", ["get", "rank"], 4]],
      paint: { "line-color": look.bridge, "line-width": 1, "line-gap-width": roadWidths(1) },
    },
    {
      id: "kecamatan",
      type: "line",
      source: "kecamatan",
      paint: { "line-color": look.kecamatan, "line-width": byZoom(9, 0.7, 14, 1.6), "line-dasharray": [5, 2, 1, 2] },
    },
    {
      id: "kecamatan-chosen",
      type: "line",
      source: "kecamatan",
      filter: ["==", ["get", "code"], ""],
      paint: { "line-color": look.highlight, "line-width": 2.5 },
    },
  ];
}

const arrowLayout = {
  "symbol-placement": "line" as const,
  "symbol-spacing": 130,
  "icon-image": ["concat", "arrow", ["get", "colour"]] satisfies ExpressionSpecification,
  "icon-size": 0.55,
  "icon-rotation-alignment": "map" as const,
} satisfies SymbolLayerSpecification["layout"];

function routeLayers(look: MapLook): LayerSpecification[] {
  const layout = { "line-cap": "round", "line-join": "round" } as const;
  return [
    {
      id: "route",
      type: "line",
      source: "routes",
      layout: { ...layout, "line-sort-key": ["-", 0, ["get", "echelon"]] },
      paint: {
        "line-color": ["get", "colour"],
        "line-width": byZoom(10, byEchelon(2.2, 1.3, 0.8), 14, byEchelon(4.5, 3, 2)),
        "line-opacity": 0.8,
      },
    },
    {
      id: "route-chosen-casing",
      type: "line",
      source: "chosen-routes",
      layout,
      paint: { "line-color": look.placeFill, "line-width": byZoom(10, 6, 14, 10) },
    },
    {
      id: "route-chosen",
      type: "line",
      source: "chosen-routes",
      layout,
      paint: { "line-color": ["get", "colour"], "line-width": byZoom(10, 3, 14, 5.5) },
    },
    {
      id: "route-arrow",
      type: "symbol",
      source: "routes",
      minzoom: 12.2,
      layout: arrowLayout,
      paint: { "icon-opacity": 1 },
    },
    {
      id: "route-chosen-arrow",
      type: "symbol",
      source: "chosen-routes",
      layout: { ...arrowLayout, "symbol-spacing": 90, "icon-size": 0.9, "icon-allow-overlap": true },
    },
  ];
}

function placeLayers(look: MapLook): LayerSpecification[] {
  const tps: ExpressionSpecification = ["==", ["get", "kind"], "tps"];
  return [
    {
      id: "tps",
      type: "circle",
      source: "places",
      filter: ["all", tps, ["!", ["get", "unassigned"]]],
      paint: {
        "circle-radius": byZoom(9.5, 1, 11, 2.1, 12.5, 3.4, 15, 6.5),
        "circle-color": ["case", ["get", "approximate"], look.placeFill, ["get", "colour"]],
        "circle-stroke-color": ["get", "colour"],
        "circle-stroke-width": byZoom(10, 1, 15, 2),
      },
    },
    {
      id: "hub",
      type: "symbol",
      source: "places",
      filter: ["!", tps],
      layout: {
        "icon-image": ["concat", ["get", "kind"], ["case", ["get", "approximate"], "-open", ""]],
        "icon-size": byZoom(10, ["match", ["get", "kind"], "pps", 0.3, 0.5], 14, [
          "match",
          ["get", "kind"],
          "pps",
          0.6,
          0.8,
        ]),
        "icon-allow-overlap": true,
        "symbol-sort-key": ["-", 0, ["get", "rank"]],
      },
    },
    {
      id: "unassigned",
      type: "symbol",
      source: "places",
      filter: ["all", tps, ["get", "unassigned"]],
      layout: { "icon-image": "cross", "icon-size": byZoom(10, 0.4, 14, 0.8), "icon-allow-overlap": true },
    },
  ];
}

function labelLayers(look: MapLook): LayerSpecification[] {
  const halo = { "text-halo-color": look.halo, "text-halo-width": 1.6, "text-color": look.text };
  return [
    {
      id: "road-name",
      type: "symbol",
      source: "roads",
      minzoom: 13,
      filter: ["all", ["<=", ["get", "rank"], 3], ["!=", ["get", "name"], ""]],
      layout: { "symbol-placement": "line", "text-field": ["get", "name"], "text-font": sans, "text-size": 11 },
      paint: halo,
    },
    {
      id: "kelurahan-name",
      type: "symbol",
      source: "labels",
      minzoom: 12.3,
      filter: ["==", ["get", "level"], "kelurahan"],
      layout: { "text-field": ["get", "name"], "text-font": sans, "text-size": 11.5, "text-letter-spacing": 0.02 },
      paint: { ...halo, "text-opacity": 0.85 },
    },
    {
      id: "kecamatan-name",
      type: "symbol",
      source: "labels",
      maxzoom: 14,
      filter: ["==", ["get", "level"], "kecamatan"],
      layout: {
        "text-field": ["get", "name"],
        "text-font": serif,
        "text-size": byZoom(9, 13, 13, 21),
        "text-letter-spacing": 0.06,
      },
      paint: { ...halo, "text-halo-width": 2 },
    },
    {
      id: "hub-name",
      type: "symbol",
      source: "places",
      minzoom: 11.2,
      filter: ["any", ["<=", ["get", "rank"], 1], ["all", ["==", ["get", "kind"], "pps"], [">=", ["zoom"], 13.5]]],
      layout: {
        "text-field": ["get", "name"],
        "text-font": sans,
        "text-size": 11.5,
        "text-anchor": "top",
        "text-offset": [0, 0.8],
        "text-optional": true,
        "symbol-sort-key": ["get", "rank"],
      },
      paint: halo,
    },
  ];
}

function chosenLayers(look: MapLook): LayerSpecification[] {
  return [
    {
      id: "numbered",
      type: "circle",
      source: "numbered",
      paint: {
        "circle-radius": ["case", [">", ["length", ["get", "label"]], 3], 17, 10.5],
        "circle-color": look.placeFill,
        "circle-stroke-color": ["get", "colour"],
        "circle-stroke-width": 2.5,
      },
    },
    {
      id: "numbered-label",
      type: "symbol",
      source: "numbered",
      layout: {
        "text-field": ["get", "label"],
        "text-font": sans,
        "text-size": ["case", [">", ["length", ["get", "label"]], 3], 10, 12],
        "text-allow-overlap": true,
        "text-ignore-placement": true,
      },
      paint: { "text-color": look.place },
    },
    {
      id: "chosen-place",
      type: "circle",
      source: "chosen-place",
      paint: {
        "circle-radius": 17,
        "circle-color": "rgba(0,0,0,0)",
        "circle-stroke-color": look.highlight,
        "circle-stroke-width": 3,
      },
    },
  ];
}

function closureLayers(look: MapLook): LayerSpecification[] {
  const colour: ExpressionSpecification = ["match", ["get", "mode"], "slow", look.slow, look.unassigned];
  return [
    {
      id: "closure-area",
      type: "fill",
      source: "closures",
      filter: ["==", ["geometry-type"], "Polygon"],
      paint: { "fill-color": colour, "fill-opacity": 0.2 },
    },
    {
      id: "closure-edge",
      type: "line",
      source: "closures",
      filter: ["!=", ["geometry-type"], "Point"],
      paint: { "line-color": colour, "line-width": 3, "line-dasharray": [2, 1.2] },
    },
    {
      id: "closure-corner",
      type: "circle",
      source: "closures",
      filter: ["==", ["geometry-type"], "Point"],
      paint: {
        "circle-radius": 5,
        "circle-color": look.placeFill,
        "circle-stroke-color": colour,
        "circle-stroke-width": 3,
      },
    },
  ];
}

/** Vehicles with the age of their position; one that is too old is hollow. */
function liveLayers(look: MapLook): LayerSpecification[] {
  const stale: ExpressionSpecification = ["get", "stale"];
  return [
    {
      id: "live",
      type: "circle",
      source: "live",
      paint: {
        "circle-radius": 8,
        "circle-color": ["case", stale, look.placeFill, ["get", "colour"]],
        "circle-stroke-color": ["case", stale, ["get", "colour"], look.placeFill],
        "circle-stroke-width": 3,
      },
    },
    {
      id: "live-age",
      type: "symbol",
      source: "live",
      layout: {
        "text-field": ["get", "label"],
        "text-font": ["sans"],
        "text-size": 12,
        "text-offset": [0, 1.1],
        "text-anchor": "top",
        "text-optional": true,
      },
      paint: { "text-color": look.text, "text-halo-color": look.halo, "text-halo-width": 1.6 },
    },
  ];
}

const none: GeoJSON.FeatureCollection = { type: "FeatureCollection", features: [] };

const absolute = (url: string): string => new URL(url, window.location.href).href;

/** The whole style for `content` in `theme`. Icons are made by `icons.ts` when MapLibre asks for them. */
export function styleOf(content: MapContent, theme: Theme): StyleSpecification {
  return withExternal(ownStyle(content, theme), content.base.external, replacedByExternal);
}

/** What an external base map has itself. */
const replacedByExternal: ReadonlySet<string> = new Set([
  ...["water", "shore", "land", "inland-water"],
  ...["road-minor", "road-edge", "road-major", "bridge", "road-name"],
]);

function ownStyle(content: MapContent, theme: Theme): StyleSpecification {
  const look = mapLook[theme];
  const { base } = content;
  const source = (data: GeoJSON.FeatureCollection) => ({ type: "geojson", data, tolerance: 0.3 }) as const;
  return {
    version: 8,
    "font-faces": { sans: absolute(sansUrl), serif: absolute(serifUrl) },
    sources: {
      land: source(base.land),
      waters: source(base.water),
      kelurahan: source(base.kelurahan),
      kecamatan: source(base.kecamatan),
      roads: source(base.roads),
      labels: source(base.labels),
      routes: source(content.routes),
      places: source(content.places),
      closures: source(none),
      live: source(none),
      numbered: source(none),
      "chosen-routes": source(none),
      "chosen-place": source(none),
    },
    layers: [
      ...groundLayers(look),
      ...roadLayers(look),
      ...routeLayers(look),
      ...closureLayers(look),
      ...placeLayers(look),
      ...labelLayers(look),
      ...chosenLayers(look),
      ...liveLayers(look),
    ],
  };
}

/** Filters and opacities that follow the selection and the filter of the planner. */
export interface Emphasis {
  readonly filters: readonly (readonly [layer: string, filter: FilterSpecification | undefined])[];
  readonly routeOpacity: number;
  readonly arrowOpacity: number;
}

/** What the planner looks for: `shown` vehicles pass, undefined: all of them do. */
export interface Looking {
  readonly shown: ReadonlySet<string> | undefined;
  readonly kecamatan: string | undefined;
}

/**
 * What changes on the map when something is selected (`idle`: nothing is) or looked for. A filter makes the map cut its tiles anew, an opacity does not: a
 * selection alone never changes a filter.
 */
export function emphasisOf(idle: boolean, { shown, kecamatan }: Looking): Emphasis {
  const visible: FilterSpecification | undefined = shown && ["in", ["get", "vehicle"], ["literal", [...shown]]];
  return {
    filters: [
      ["route", visible],
      ["route-arrow", visible],
      ["kecamatan-chosen", ["==", ["get", "code"], kecamatan ?? ""]],
    ],
    routeOpacity: idle ? 0.8 : 0.14,
    arrowOpacity: idle ? 1 : 0,
  };
}
