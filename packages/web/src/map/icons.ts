/**
 * The signs of the map, drawn on a canvas when the map asks for them: arrow of direction, warehouse, PPK, PPS, unserved.
 */
import type { MapLook } from "./look.ts";

const size = 48;

type Draw = (pen: CanvasRenderingContext2D) => void;

function polygon(pen: CanvasRenderingContext2D, points: readonly (readonly [number, number])[]): void {
  pen.beginPath();
  for (const [x, y] of points) pen.lineTo(x, y);
  pen.closePath();
}

function solid(look: MapLook, open: boolean, outline: Draw): Draw {
  return (pen) => {
    outline(pen);
    pen.lineJoin = "round";
    pen.lineWidth = 10;
    pen.strokeStyle = look.placeFill;
    pen.stroke();
    pen.fillStyle = open ? look.placeFill : look.place;
    pen.fill();
    pen.lineWidth = 4.5;
    pen.strokeStyle = look.place;
    pen.stroke();
  };
}

const outlines: Readonly<Record<string, Draw>> = {
  warehouse: (pen) =>
    polygon(pen, [
      [24, 7],
      [42, 20],
      [42, 41],
      [6, 41],
      [6, 20],
    ]),
  ppk: (pen) =>
    polygon(pen, [
      [24, 6],
      [42, 24],
      [24, 42],
      [6, 24],
    ]),
  pps: (pen) =>
    polygon(pen, [
      [11, 11],
      [37, 11],
      [37, 37],
      [11, 37],
    ]),
};

function cross(look: MapLook): Draw {
  return (pen) => {
    pen.lineCap = "round";
    for (const [width, colour] of [
      [15, look.placeFill],
      [8, look.unassigned],
    ] as const) {
      pen.beginPath();
      pen.moveTo(12, 12);
      pen.lineTo(36, 36);
      pen.moveTo(36, 12);
      pen.lineTo(12, 36);
      pen.lineWidth = width;
      pen.strokeStyle = colour;
      pen.stroke();
    }
  };
}

function arrow(look: MapLook, colour: string): Draw {
  return (pen) => {
    polygon(pen, [
      [10, 9],
      [41, 24],
      [10, 39],
      [17, 24],
    ]);
    pen.lineJoin = "round";
    pen.lineWidth = 9;
    pen.strokeStyle = look.placeFill;
    pen.stroke();
    pen.fillStyle = colour;
    pen.fill();
  };
}

/** The picture for the icon `name` (`arrow#rrggbb`, a kind of place, `ppk-open`, `cross`); undefined when unknown. */
export function iconOf(name: string, look: MapLook): ImageData | undefined {
  const canvas = document.createElement("canvas");
  canvas.width = size;
  canvas.height = size;
  // The pixels are read at once: without this the picture is drawn by the graphics process and waited for.
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  if (!pen) return undefined;
  const outline = outlines[name.replace(/-open$/, "")];
  if (name.startsWith("arrow#")) arrow(look, name.slice("arrow".length))(pen);
  else if (name === "cross") cross(look)(pen);
  else if (outline) solid(look, name.endsWith("-open"), outline)(pen);
  else return undefined;
  return pen.getImageData(0, 0, size, size);
}
