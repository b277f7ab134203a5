/**
 * The routes as an SVG picture: streets, routes coloured by vehicle, places by kind. Knows ink; refuses to know plans.
 */
import type { Brief } from "@antar/domain";
import type { RouteGeometries } from "@antar/planning";
import type { RoadNetwork } from "@antar/roads";
import { escaped } from "./markup.ts";

const width = 1_600;
const margin = 40;
const header = 70;

/** Colours that stay apart for colour-blind eyes (Okabe and Ito 2008), used in turn. */
const inks = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#5b3a8c", "#8c6d1f"];
const roadInk: Readonly<Record<string, string>> = {
  trunk: "#b9ae9c",
  primary: "#c4baa9",
  secondary: "#cfc7b8",
  tertiary: "#d8d2c6",
};
const placeInk = { warehouse: "#111111", ppk: "#7a1f1f", pps: "#2f4b7c", tps: "#444444" };
const placeSize = { warehouse: 11, ppk: 7, pps: 4.5, tps: 2 };

type Position = readonly number[];
interface Frame {
  readonly height: number;
  readonly at: (position: Position) => string;
}

/** Equirectangular, true to scale at the middle latitude of the places. */
function frameOf(points: readonly Position[]): Frame {
  let [west, south, east, north] = [180, 90, -180, -90];
  for (const [lon = 0, lat = 0] of points) {
    west = Math.min(west, lon);
    east = Math.max(east, lon);
    south = Math.min(south, lat);
    north = Math.max(north, lat);
  }
  const squeeze = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const scale = (width - 2 * margin) / Math.max((east - west) * squeeze, 1e-6);
  const at = ([lon = 0, lat = 0]: Position): string =>
    `${(margin + (lon - west) * squeeze * scale).toFixed(1)} ${(header + margin + (north - lat) * scale).toFixed(1)}`;
  return { height: Math.ceil(header + 2 * margin + (north - south) * scale), at };
}

const pathOf = (frame: Frame, line: readonly Position[]): string => `M${line.map(frame.at).join("L")}`;

function streets(frame: Frame, network: RoadNetwork): string {
  const byInk = new Map<string, string[]>();
  for (const { class: kind, geometry } of network.drawing()) {
    const ink = roadInk[kind.replace(/_link$/, "")] ?? "#e6e1d8";
    byInk.set(ink, [...(byInk.get(ink) ?? []), pathOf(frame, geometry)]);
  }
  return [...byInk]
    .map(([ink, lines]) => `<path d="${lines.join("")}" fill="none" stroke="${ink}" stroke-width="1.2"/>`)
    .join("\n");
}

function routes(frame: Frame, drawing: RouteGeometries): string {
  const vehicles = new Map<string, string>();
  const lines = drawing.features.flatMap(({ geometry, properties }) => {
    if (geometry.type !== "LineString" || properties.feature !== "trip") return [];
    const ink = vehicles.get(properties.vehicle) ?? inks[vehicles.size % inks.length] ?? "#000";
    vehicles.set(properties.vehicle, ink);
    const thick = [0, 3.2, 2, 1.2][properties.echelon] ?? 1;
    return [
      `<path d="${pathOf(frame, geometry.coordinates)}" fill="none" stroke="${ink}" stroke-width="${thick}" stroke-opacity=".75"><title>${escaped(properties.vehicle)} ${escaped(properties.trip)}</title></path>`,
    ];
  });
  return lines.join("\n");
}

function places(frame: Frame, brief: Brief): string {
  const order = ["tps", "pps", "ppk", "warehouse"] as const;
  return order
    .flatMap((kind) => brief.places.filter((place) => place.kind === kind))
    .map((place) => {
      const [x, y] = frame.at(place.point).split(" ");
      return `<circle cx="${x}" cy="${y}" r="${placeSize[place.kind]}" fill="${placeInk[place.kind]}" stroke="#fff" stroke-width=".8"><title>${escaped(place.code)} ${escaped(place.name)}</title></circle>`;
    })
    .join("\n");
}

/** An SVG document of the routes on the streets, with title, notice and attribution. */
export function routesPicture(brief: Brief, drawing: RouteGeometries, network: RoadNetwork): string {
  const frame = frameOf(brief.places.map((place) => place.point));
  const notice = brief.roads.synthetic ? "Jaringan jalan SINTETIS, bukan jalan sebenarnya / SYNTHETIC roads. " : "";
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${frame.height}" font-family="sans-serif">
<rect width="100%" height="100%" fill="#f7f4ee"/>
<text x="${margin}" y="44" font-size="26" fill="#222">${escaped(brief.title)}</text>
<text x="${margin}" y="70" font-size="15" fill="#8a2b0d">${escaped(notice + brief.roads.attribution)}</text>
${streets(frame, network)}
${routes(frame, drawing)}
${places(frame, brief)}
</svg>
`;
}
