/**
 * Colours of the map per theme, shared by the WebGL and the SVG map. Vehicle colours live in `schedule/colours.ts`.
 */
import { land, type Theme } from "../schedule/colours.ts";

/** Every colour that the maps use besides vehicles. */
export interface MapLook {
  readonly water: string;
  readonly land: string;
  readonly shore: string;
  readonly kelurahan: string;
  readonly kecamatan: string;
  readonly highlight: string;
  readonly road: string;
  readonly arterial: string;
  readonly roadEdge: string;
  readonly bridge: string;
  readonly text: string;
  readonly halo: string;
  readonly place: string;
  readonly placeFill: string;
  readonly unassigned: string;
  readonly slow: string;
}

/** The map's colours by theme. */
export const mapLook: Readonly<Record<Theme, MapLook>> = {
  light: {
    water: "#d3e1e4",
    land: land.light,
    shore: "#9fb6bb",
    kelurahan: "#d9d3c5",
    kecamatan: "#8d948f",
    highlight: "#12414e",
    road: "#ffffff",
    arterial: "#ffffff",
    roadEdge: "#c9c0ab",
    bridge: "#5d6b6e",
    text: "#37484c",
    halo: "#f6f3ec",
    place: "#233438",
    placeFill: "#fffdf8",
    unassigned: "#b3261e",
    slow: "#a35c00",
  },
  dark: {
    water: "#0b1215",
    land: land.dark,
    shore: "#33464d",
    kelurahan: "#22313a",
    kecamatan: "#5d7079",
    highlight: "#9fd3df",
    road: "#2b3a41",
    arterial: "#394b53",
    roadEdge: "#111a1e",
    bridge: "#8ea3ab",
    text: "#b9c6ca",
    halo: "#111a1e",
    place: "#e6ecee",
    placeFill: "#1b282e",
    unassigned: "#ff8a7a",
    slow: "#f0a947",
  },
};
