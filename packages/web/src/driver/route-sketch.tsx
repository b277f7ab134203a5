/**
 * The driver's own map, drawn from what the phone keeps so that it works without network: the drives of one trip and its
 * stops on the streets around them, or what lies around the next stop.
 */
import { useMemo, useState } from "react";
import { projected } from "../map/mercator.ts";
import { positionsOf } from "../map/positions.ts";
import { Choices } from "../parts/choices.tsx";
import { usePreferences } from "../preferences.tsx";
import type { DayStop } from "./acts.ts";
import { type Box, boxAround, type Street, streetNames } from "./streets.ts";

type Point = readonly [x: number, y: number];

interface RouteSketchProps {
  readonly drawing: {
    readonly features: readonly {
      readonly geometry: { readonly coordinates: readonly unknown[] };
      readonly properties: Readonly<Record<string, unknown>> | null;
    }[];
  };
  readonly streets: readonly Street[];
  readonly stops: readonly DayStop[];
  readonly next: DayStop;
}

/** World pixels around a stop that is looked at closely: some 450 m to each side. */
const near = 12;
/** Streets up to this rank are drawn broad. */
const broad = 2;

const pathOf = (line: readonly Point[]): string =>
  `M${line.map(([x, y]) => `${x.toFixed(2)} ${y.toFixed(2)}`).join("L")}`;
const pointOf = ({ place }: DayStop): Point => projected([...(place?.point ?? [0, 0])]);

interface View {
  readonly box: Box;
  /** World pixels of one unit: 320 units are the longer side of the trip. */
  readonly unit: number;
}

function viewOf(points: readonly Point[]): View | undefined {
  const tight = boxAround(points, 0);
  if (!tight) return undefined;
  const [left, top, right, bottom] = tight;
  const size = Math.max(right - left, bottom - top, 2);
  const unit = size / 320;
  const height = Math.max(bottom - top, size * 0.4);
  return { box: [left - 20 * unit, top - 20 * unit, left + size + 20 * unit, top + height + 20 * unit], unit };
}

function Ground({ streets }: { readonly streets: readonly Street[] }) {
  const [lanes, great] = useMemo(() => {
    const path = (own: readonly Street[]): string =>
      own.map(({ points }) => pathOf(points.map((point) => projected([...point])))).join("");
    return [path(streets.filter(({ rank }) => rank > broad)), path(streets.filter(({ rank }) => rank <= broad))];
  }, [streets]);
  return (
    <>
      <path className="lanes" d={lanes} />
      <path className="streets" d={great} />
    </>
  );
}

interface NamesProps {
  readonly streets: readonly Street[];
  readonly view: View;
  readonly signs: readonly Point[];
}

function Names({ streets, view: { box, unit }, signs }: NamesProps) {
  const names = useMemo(() => streetNames(streets, { view: box, unit, taken: signs }), [streets, box, unit, signs]);
  return names.map(({ name, x, y, turn }) => (
    <text key={name} className="street-name" transform={`translate(${x} ${y}) scale(${unit}) rotate(${turn})`} dy="3">
      {name}
    </text>
  ));
}

/** The trip of `next` with its stops, the next one filled. Nothing when the assignment has no lines. */
export function RouteSketch({ drawing, streets, stops, next }: RouteSketchProps) {
  const { text } = usePreferences();
  const [looksAt, setLooksAt] = useState<"trip" | "stop">("trip");
  const [lines, own, whole, signs] = useMemo(() => {
    const drives = drawing.features
      .filter((feature) => feature.properties?.trip === next.trip.id)
      .map((feature) => positionsOf(feature.geometry.coordinates).map(projected));
    const placed = stops.filter((stop) => stop.trip.id === next.trip.id && stop.place !== undefined);
    const points = placed.map(pointOf);
    return [drives, placed, viewOf([...drives.flat(), ...points]), points];
  }, [drawing, stops, next]);
  const view = useMemo(() => {
    const [x, y] = pointOf(next);
    return looksAt === "stop" && next.place
      ? viewOf([
          [x - near, y - near],
          [x + near, y + near],
        ])
      : whole;
  }, [looksAt, next, whole]);
  if (!view) return null;
  const { box, unit } = view;
  return (
    <section className="own-map">
      <Choices
        name={text.sketchView}
        value={looksAt}
        options={[
          { value: "trip", label: text.sketchTrip },
          { value: "stop", label: text.sketchStop },
        ]}
        onChoose={setLooksAt}
      />
      <svg
        className="sketch"
        role="img"
        aria-label={text.map}
        viewBox={`${box[0]} ${box[1]} ${box[2] - box[0]} ${box[3] - box[1]}`}
      >
        <Ground streets={streets} />
        {lines.map((line) => (
          <path key={`${line[0]}${line.length}`} className="drive" d={pathOf(line)} />
        ))}
        <Names streets={streets} view={view} signs={signs} />
        {own.map((stop, index) => {
          const [x, y] = pointOf(stop);
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
    </section>
  );
}
