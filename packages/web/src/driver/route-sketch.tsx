/**
 * The driver's own map, drawn from the assignment alone so that it works without network: the drives of one trip and
 * its stops.
 */
import type { Position } from "geojson";
import { projected } from "../map/mercator.ts";
import type { DayStop } from "./acts.ts";

interface RouteSketchProps {
  readonly drawing: {
    readonly features: readonly {
      readonly geometry: { readonly coordinates: readonly unknown[] };
      readonly properties: Readonly<Record<string, unknown>> | null;
    }[];
  };
  readonly stops: readonly DayStop[];
  readonly next: DayStop;
  readonly label: string;
}

function positionsOf(value: readonly unknown[]): Position[] {
  if (typeof value[0] === "number" && typeof value[1] === "number") return [[value[0], value[1]]];
  return value.flatMap((part) => (Array.isArray(part) ? positionsOf(part) : []));
}

/** The trip of `next` with its stops, the next one filled. Nothing when the assignment has no lines. */
export function RouteSketch({ drawing, stops, next, label }: RouteSketchProps) {
  const lines = drawing.features
    .filter((feature) => feature.properties?.trip === next.trip.id)
    .map((feature) => positionsOf(feature.geometry.coordinates).map(projected));
  const own = stops.filter((stop) => stop.trip.id === next.trip.id && stop.place !== undefined);
  const points = [...lines.flat(), ...own.map((stop) => projected([...(stop.place?.point ?? [0, 0])]))];
  if (points.length === 0) return null;
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const size = Math.max(Math.max(...xs) - left, Math.max(...ys) - top, 2);
  const unit = size / 320;
  const height = Math.max(...ys) - top;
  return (
    <svg
      className="sketch"
      role="img"
      aria-label={label}
      viewBox={`${left - 20 * unit} ${top - 20 * unit} ${size + 40 * unit} ${Math.max(height, size * 0.4) + 40 * unit}`}
    >
      {lines.map((line) => (
        <path key={`${line[0]}${line.length}`} d={`M${line.map((point) => point.join(" ")).join("L")}`} />
      ))}
      {own.map((stop, index) => {
        const [x, y] = projected([...(stop.place?.point ?? [0, 0])]);
        return (
          <g
            key={stop.key}
            transform={`translate(${x} ${y}) scale(${unit})`}
            className={stop === next ? "next" : undefined}
          >
            <circle r="13" />
            <text dy="5">{index + 1}</text>
          </g>
        );
      })}
    </svg>
  );
}
