/**
 * The same map as plain SVG, for browsers without WebGL. Knows Web Mercator and a view box; refuses to know MapLibre.
 */
import type { MultiPolygon, Polygon, Position } from "geojson";
import { memo, type PointerEvent, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { usePreferences } from "../preferences.tsx";
import type { BaseMap } from "./base.ts";
import type { ClosureFeatures } from "./closures.ts";
import { type Box, boxOfInterest, nothing, numberedStops, placeFeatures, routeFeatures } from "./features.ts";
import { type MapLook, mapLook } from "./look.ts";
import type { MapProps } from "./map-props.ts";
import { projected, unprojected } from "./mercator.ts";

function pathOf(line: readonly Position[], closed: boolean): string {
  const points = line.map((position) =>
    projected(position)
      .map((value) => value.toFixed(1))
      .join(" "),
  );
  return `M${points.join("L")}${closed ? "Z" : ""}`;
}

function areaPath(geometry: Polygon | MultiPolygon): string {
  const parts = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  return parts.flatMap((rings) => rings.map((ring) => pathOf(ring, true))).join("");
}

interface View {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function viewOf([west, south, east, north]: Box): View {
  const [left, top] = projected([west, north]);
  const [right, bottom] = projected([east, south]);
  const pad = Math.max(right - left, bottom - top, 4) * 0.08;
  return { x: left - pad, y: top - pad, width: right - left + 2 * pad, height: bottom - top + 2 * pad };
}

function zoomed(view: View, factor: number): View {
  const [width, height] = [view.width * factor, view.height * factor];
  return { x: view.x + (view.width - width) / 2, y: view.y + (view.height - height) / 2, width, height };
}

const roadWidths = [1.6, 1.3, 1, 0.8, 0.5];

const Ground = memo(function Ground({ base, look }: { readonly base: BaseMap; readonly look: MapLook }) {
  const roads = useMemo(() => {
    const byRank = new Map<number, string[]>();
    for (const road of base.roads.features) {
      const { rank } = road.properties;
      byRank.set(rank, [...(byRank.get(rank) ?? []), pathOf(road.geometry.coordinates, false)]);
    }
    return [...byRank.entries()].sort((left, right) => right[0] - left[0]);
  }, [base]);
  return (
    <g className="still">
      {base.land.features.map((area) => (
        <path
          key={`land${area.properties.code}`}
          d={areaPath(area.geometry)}
          fill={look.land}
          stroke={look.shore}
          strokeWidth="2"
        />
      ))}
      {base.water.features.map((area) => (
        <path key={`water${area.properties.code}`} d={areaPath(area.geometry)} fill={look.water} />
      ))}
      {base.kelurahan.features.map((area) => (
        <path key={area.properties.code} d={areaPath(area.geometry)} fill="none" stroke={look.kelurahan} />
      ))}
      {roads.map(([rank, paths]) => (
        <path key={rank} d={paths.join("")} fill="none" stroke={look.roadEdge} strokeWidth={roadWidths[rank] ?? 0.4} />
      ))}
      {base.kecamatan.features.map((area) => (
        <path
          key={area.properties.code}
          d={areaPath(area.geometry)}
          fill="none"
          stroke={look.kecamatan}
          strokeDasharray="5 2 1 2"
        />
      ))}
    </g>
  );
});

const signs: Readonly<Record<string, (size: number) => string>> = {
  warehouse: (s) => `M0 ${-s}L${s} ${-0.2 * s}V${s}H${-s}V${-0.2 * s}Z`,
  ppk: (s) => `M0 ${-s}L${s} 0L0 ${s}L${-s} 0Z`,
  pps: (s) => `M${-s} ${-s}H${s}V${s}H${-s}Z`,
};

/** Ends of a line and its direction half way, for the arrow. */
function middleOf(line: readonly Position[]): { readonly x: number; readonly y: number; readonly turn: number } {
  const at = Math.max(1, Math.floor(line.length / 2));
  const [x0, y0] = projected(line[at - 1] ?? []);
  const [x1, y1] = projected(line[at] ?? []);
  return { x: (x0 + x1) / 2, y: (y0 + y1) / 2, turn: (Math.atan2(y1 - y0, x1 - x0) * 180) / Math.PI };
}

function Routes({ props, unit }: { readonly props: MapProps; readonly unit: number }) {
  const { theme } = usePreferences();
  const { schedule, drawing, selection, shown, onSelect } = props;
  const routes = useMemo(() => routeFeatures(schedule, drawing, theme).features, [schedule, drawing, theme]);
  const visible = routes.filter((route) => shown.has(route.properties.vehicle));
  const isChosen = (route: (typeof routes)[number]): boolean =>
    route.properties.vehicle === selection.vehicle &&
    (selection.trip === undefined || selection.trip === route.properties.trip);
  const drawn = [...visible].sort((left, right) => Number(isChosen(left)) - Number(isChosen(right)));
  return drawn.map((route) => {
    const { vehicle, trip, echelon, colour, part } = route.properties;
    const chosen = isChosen(route);
    const middle = middleOf(route.geometry.coordinates);
    const dimmed = selection.vehicle !== undefined && !chosen;
    return (
      // biome-ignore lint/a11y/noStaticElementInteractions: the list beside the map offers the same by keyboard.
      <g
        key={part}
        data-vehicle={vehicle}
        opacity={dimmed ? 0.18 : 0.9}
        onClick={() => onSelect({ vehicle, trip: trip || undefined, place: undefined })}
      >
        <path
          className="route"
          d={pathOf(route.geometry.coordinates, false)}
          fill="none"
          stroke={colour}
          strokeWidth={chosen ? 4 : Math.max(1, 3 - 0.7 * echelon)}
        />
        {(chosen || echelon === 1) && (
          <path
            d="M-5 -5L6 0L-5 5Z"
            fill={colour}
            transform={`translate(${middle.x} ${middle.y}) rotate(${middle.turn}) scale(${unit})`}
          />
        )}
      </g>
    );
  });
}

function Places({ props, unit, look }: { readonly props: MapProps; readonly unit: number; readonly look: MapLook }) {
  const { theme } = usePreferences();
  const { schedule, selection, onSelect } = props;
  const places = useMemo(
    () => placeFeatures(schedule, theme).features.sort((left, right) => right.properties.rank - left.properties.rank),
    [schedule, theme],
  );
  return places.map((place) => {
    const { code, kind, name, approximate, unassigned, colour } = place.properties;
    const [x, y] = projected(place.geometry.coordinates);
    const sign = signs[kind]?.(kind === "pps" ? 3.2 : 6);
    const common = { transform: `translate(${x} ${y}) scale(${unit})`, "data-place": code };
    const select = (): void => onSelect({ vehicle: undefined, trip: undefined, place: code });
    return (
      // biome-ignore lint/a11y/noStaticElementInteractions: the list beside the map offers the same by keyboard.
      <g key={code} {...common} onClick={select}>
        <title>{name}</title>
        {unassigned && <path d="M-5 -5L5 5M5 -5L-5 5" stroke={look.unassigned} strokeWidth="3" />}
        {!unassigned && sign && (
          <path d={sign} fill={approximate ? look.placeFill : look.place} stroke={look.place} strokeWidth="1.8" />
        )}
        {!unassigned && !sign && (
          <circle r="2.6" fill={approximate ? look.placeFill : colour} stroke={colour} strokeWidth="1.2" />
        )}
        {selection.place === code && <circle r="13" fill="none" stroke={look.highlight} strokeWidth="3" />}
      </g>
    );
  });
}

function Labels({ props, unit, look }: { readonly props: MapProps; readonly unit: number; readonly look: MapLook }) {
  const { theme } = usePreferences();
  const { schedule, selection, base } = props;
  const halo = { paintOrder: "stroke", stroke: look.halo, strokeWidth: 3, fill: look.text };
  return (
    <g className="still" textAnchor="middle">
      {base.labels.features
        .filter((label) => label.properties.level === "kecamatan")
        .map((label) => {
          const [x, y] = projected(label.geometry.coordinates);
          return (
            <text
              key={label.properties.code}
              className="kecamatan-name"
              transform={`translate(${x} ${y}) scale(${unit})`}
              {...halo}
            >
              {label.properties.name}
            </text>
          );
        })}
      {numberedStops(schedule, selection, theme).map((stop) => {
        const [x, y] = projected([stop.place.point[0], stop.place.point[1]]);
        return (
          <g key={stop.place.code} transform={`translate(${x} ${y}) scale(${unit})`}>
            <circle r={stop.label.length > 3 ? 17 : 10} fill={look.placeFill} stroke={stop.colour} strokeWidth="2.5" />
            <text className="stop-number" dy="4" fill={look.place}>
              {stop.label}
            </text>
          </g>
        );
      })}
    </g>
  );
}

function Closures({ features, look }: { readonly features: ClosureFeatures; readonly look: MapLook }) {
  return features.features.map(({ geometry, properties }) => {
    const colour = properties.mode === "slow" ? look.slow : look.unassigned;
    if (geometry.type === "Polygon") {
      const path = areaPath(geometry);
      return <path key={path} d={path} fill={colour} fillOpacity="0.2" stroke={colour} strokeWidth="2.5" />;
    }
    if (geometry.type === "LineString") {
      const path = pathOf(geometry.coordinates, false);
      return <path key={path} d={path} fill="none" stroke={colour} strokeWidth="4" strokeDasharray="6 4" />;
    }
    if (geometry.type !== "Point") return null;
    const [x, y] = projected(geometry.coordinates);
    return <circle key={`${x} ${y}`} cx={x} cy={y} r="1.5" fill={colour} />;
  });
}

function Live({ props, unit, look }: { readonly props: MapProps; readonly unit: number; readonly look: MapLook }) {
  return props.live.features.map(({ geometry, properties }) => {
    const { vehicle, label, colour, stale } = properties;
    const [x, y] = projected(geometry.coordinates);
    return (
      // biome-ignore lint/a11y/noStaticElementInteractions: the list beside the map offers the same by keyboard.
      <g
        key={vehicle}
        data-live={vehicle}
        transform={`translate(${x} ${y}) scale(${unit})`}
        onClick={() => props.onSelect({ vehicle, trip: undefined, place: undefined })}
      >
        <circle r="8" fill={stale ? look.placeFill : colour} stroke={stale ? colour : look.placeFill} strokeWidth="3" />
        <text className="live-age" dy="24" paintOrder="stroke" stroke={look.halo} strokeWidth="3" fill={look.text}>
          {label}
        </text>
      </g>
    );
  });
}

function Mover({ point, unit, look }: { readonly point: readonly [number, number]; unit: number; look: MapLook }) {
  const [x, y] = projected([...point]);
  return (
    <circle
      className="still"
      cx={x}
      cy={y}
      r={8 * unit}
      fill={look.unassigned}
      stroke={look.placeFill}
      strokeWidth="3"
    />
  );
}

function useDrag(view: View, setView: (view: View) => void, unit: number) {
  const last = useRef<{ readonly x: number; readonly y: number } | undefined>(undefined);
  return {
    onPointerDown: (event: PointerEvent) => {
      last.current = { x: event.clientX, y: event.clientY };
    },
    onPointerMove: (event: PointerEvent) => {
      if (!last.current || event.buttons === 0) return;
      const [dx, dy] = [event.clientX - last.current.x, event.clientY - last.current.y];
      last.current = { x: event.clientX, y: event.clientY };
      setView({ ...view, x: view.x - dx * unit, y: view.y - dy * unit });
    },
  };
}

/** The SVG map: drag to pan, buttons, wheel or + and - to zoom. */
export function SvgMap(props: MapProps) {
  const { text, theme } = usePreferences();
  const { schedule, selection, filter, drawing, focus, base } = props;
  const look = mapLook[theme];
  const [view, setView] = useState<View>(() =>
    viewOf(boxOfInterest(schedule, { selection: nothing, filter, drawing }) ?? [95, -11, 141, 6]),
  );
  const frame = useRef<SVGSVGElement>(null);
  const [pixels, setPixels] = useState({ width: 800, height: 600 });
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      const { clientWidth: width, clientHeight: height } = element;
      if (width > 0 && height > 0) setPixels({ width, height }); // Nothing while the page is hidden.
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    if (focus === "map") return;
    const place = selection.place === undefined ? undefined : schedule.places.get(selection.place);
    const around: Box | undefined = place && [
      place.point[0] - 0.02,
      place.point[1] - 0.02,
      place.point[0] + 0.02,
      place.point[1] + 0.02,
    ];
    const box = around ?? boxOfInterest(schedule, { selection, filter, drawing });
    if (box) setView(viewOf(box));
  }, [schedule, selection, filter, drawing, focus]);
  const unit = Math.max(view.width / pixels.width, view.height / pixels.height);
  const drag = useDrag(view, setView, unit);
  const zoom = useCallback((factor: number) => setView((known) => zoomed(known, factor)), []);
  return (
    <div className="map-canvas plain" data-ready="true" data-kind="svg">
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: a closure around a place is drawn from the list by keyboard. */}
      <svg
        ref={frame}
        role="img"
        aria-label={text.map}
        viewBox={`${view.x} ${view.y} ${view.width} ${view.height}`}
        style={{ background: look.water }}
        onClick={(event) => {
          if (!props.onDraw) return;
          const box = event.currentTarget.getBoundingClientRect();
          const x = view.x + view.width / 2 + (event.clientX - box.left - box.width / 2) * unit;
          const y = view.y + view.height / 2 + (event.clientY - box.top - box.height / 2) * unit;
          props.onDraw(unprojected([x, y]));
        }}
        onWheel={(event) => zoom(event.deltaY > 0 ? 1.2 : 1 / 1.2)}
        {...drag}
      >
        <Ground base={base} look={look} />
        <Routes props={props} unit={unit} />
        <Closures features={props.closures} look={look} />
        <Places props={props} unit={unit} look={look} />
        <Labels props={props} unit={unit} look={look} />
        <Live props={props} unit={unit} look={look} />
        {props.moving && <Mover point={props.moving} unit={unit} look={look} />}
      </svg>
      <div className="plain-controls">
        <button type="button" aria-label={text.zoomIn} onClick={() => zoom(1 / 1.5)}>
          +
        </button>
        <button type="button" aria-label={text.zoomOut} onClick={() => zoom(1.5)}>
          −
        </button>
      </div>
    </div>
  );
}
