/**
 * A network as an SVG picture: streets by class, closures, streets out of reach, a chosen path. Knows ink.
 */
import { escaped } from "../markup.ts";
import { type DrawnNetwork, pointsOfStreet, streetFlag } from "./drawn-network.ts";

const width = 1_600;
const margin = 30;
const header = 64;
const footer = 44;

/** Ink and width of each class, the widest drawn last; other classes are drawn like a footpath. */
const pens: Readonly<Record<string, readonly [ink: string, width: number]>> = {
  service: ["#cfc9bd", 0.7],
  track: ["#c3ab86", 0.8],
  living_street: ["#bdb6a8", 0.9],
  residential: ["#aaa294", 1],
  unclassified: ["#9d9587", 1.1],
  tertiary: ["#8a8172", 1.5],
  secondary: ["#b0803a", 2],
  primary: ["#b65c22", 2.4],
  trunk: ["#8f3f2b", 2.8],
  motorway: ["#6a2f57", 3],
};
const footpath = ["#d8d3c8", 0.6] as const;
const order = ["", ...Object.keys(pens)];

const inkClosed = "#d11a2a";
const inkUnusable = "#7f93b2";
const inkPath = "#0b5fd0";

type Line = readonly (readonly [number, number])[];

/** Equirectangular, true to scale at the middle latitude; points nearer than half a pixel are left out. */
function projection([west = 0, south = 0, east = 1, north = 1]: readonly number[]) {
  const squeeze = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const scale = (width - 2 * margin) / Math.max((east - west) * squeeze, 1e-6);
  const height = Math.ceil(header + margin + footer + (north - south) * scale);
  const path = (line: Line): string => {
    let text = "";
    let [x0, y0] = [Number.NaN, Number.NaN];
    for (const [i, [lon, lat]] of line.entries()) {
      const x = margin + (lon - west) * squeeze * scale;
      const y = header + (north - lat) * scale;
      if (i > 0 && i < line.length - 1 && Math.abs(x - x0) < 0.5 && Math.abs(y - y0) < 0.5) continue;
      text += `${i === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`;
      [x0, y0] = [x, y];
    }
    return text;
  };
  return { height, path };
}

/** A picture of more streets than this leaves out the smallest classes, so that a program can still show it. */
const mostStreets = 60_000;
const smallFirst = ["unusable", ...order];

/** The groups without the smallest, until few enough streets are left. True: some were left out. */
function leaveOutSmall(groups: Map<string, string[]>): boolean {
  let count = [...groups.values()].reduce((sum, group) => sum + group.length, 0);
  let left = false;
  for (const key of smallFirst) {
    if (count <= mostStreets) return left;
    count -= groups.get(key)?.length ?? 0;
    left = groups.delete(key) || left;
  }
  return left;
}

/** Streets gathered by how they are drawn: class, or out of reach, or closed. */
function gather(drawn: DrawnNetwork, path: (line: Line) => string): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const street of drawn.edges) {
    const flags = street[1] ?? 0;
    const kind = (drawn.classes[street[0] ?? 0] ?? "").replace(/_link$/, "");
    const plain = kind in pens ? kind : "";
    const key = flags & streetFlag.closed ? "closed" : flags & streetFlag.unusable ? "unusable" : plain;
    const group = groups.get(key) ?? [];
    group.push(path(pointsOfStreet(street)));
    groups.set(key, group);
  }
  return groups;
}

function drawnLine(lines: readonly string[], ink: string, thick: number, dash = ""): string {
  if (lines.length === 0) return "";
  const dashed = dash === "" ? "" : ` stroke-dasharray="${dash}"`;
  return `<path d="${lines.join("")}" stroke="${ink}" stroke-width="${thick}"${dashed}/>`;
}

function legend(entries: readonly (readonly [ink: string, label: string])[], y: number): string {
  let x = margin;
  return entries
    .map(([ink, label]) => {
      const at = x;
      x += 52 + label.length * 6.7;
      return `<path d="M${at} ${y}h26" stroke="${ink}" stroke-width="4"/><text x="${at + 32}" y="${y + 5}">${escaped(label)}</text>`;
    })
    .join("\n");
}

/** The SVG document. */
export function networkPicture(drawn: DrawnNetwork, way?: Line): string {
  const { height, path } = projection(drawn.bbox);
  const groups = gather(drawn, path);
  const small = leaveOutSmall(groups) ? "Jalan kecil tidak digambar / minor streets are left out. " : "";
  const present = order.filter((kind) => groups.has(kind));
  const streets = present.map((kind) => drawnLine(groups.get(kind) ?? [], ...(pens[kind] ?? footpath)));
  const closed = groups.get("closed") ?? [];
  const notice = drawn.synthetic ? "Jaringan jalan SINTETIS / SYNTHETIC roads. " : "";
  const keys = [
    ...present
      .filter((kind) => kind !== "")
      .reverse()
      .slice(0, 8)
      .map((kind) => [pens[kind]?.[0] ?? "", kind] as const),
    ...(groups.has("unusable") ? [[inkUnusable, `tidak untuk / not for ${drawn.profile}`] as const] : []),
    ...(closed.length > 0 ? [[inkClosed, "ditutup / closed"] as const] : []),
    ...(way ? [[inkPath, "jalur / path"] as const] : []),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="14">
<rect width="100%" height="100%" fill="#f7f4ee"/>
<text x="${margin}" y="34" font-size="22" fill="#222">${escaped(drawn.source)} · ${escaped(drawn.profile)}</text>
<text x="${margin}" y="54" fill="#8a2b0d">${escaped(notice + small + drawn.attribution)}</text>
<g fill="none" stroke-linejoin="round" stroke-linecap="round">
${drawnLine(groups.get("unusable") ?? [], inkUnusable, 0.9, "3 3")}
${streets.join("\n")}
${drawnLine(closed, inkClosed, 3)}
${way ? `${drawnLine([path(way)], "#ffffff", 8)}\n${drawnLine([path(way)], inkPath, 5)}` : ""}
</g>
<g fill="#333">
${legend(keys, height - footer / 2)}
</g>
</svg>
`;
}
