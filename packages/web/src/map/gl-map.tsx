/**
 * The map drawn with WebGL by MapLibre. Knows how to keep it in step with selection, filter and theme; refuses to know
 * where the plan comes from.
 */
import "maplibre-gl/dist/maplibre-gl.css";
import { MapLibreMap, type MapMouseEvent, NavigationControl, ScaleControl, setWorkerUrl } from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";
import { useEffect, useMemo, useRef, useState } from "react";
import { usePreferences } from "../preferences.tsx";
import { boxOfInterest, numberedStops, placeFeatures, routeFeatures, type Selection } from "./features.ts";
import { iconOf } from "./icons.ts";
import { mapLook } from "./look.ts";
import type { MapProps } from "./map-props.ts";
import { emphasisOf, styleOf } from "./style.ts";

setWorkerUrl(workerUrl);

const touchable = ["live", "numbered", "unassigned", "hub", "tps", "route-chosen", "route"];

function pickAt(map: MapLibreMap, event: MapMouseEvent): Selection | undefined {
  const { x, y } = event.point;
  const layers = touchable.filter((layer) => map.getLayer(layer));
  const found = map.queryRenderedFeatures(
    [
      [x - 6, y - 6],
      [x + 6, y + 6],
    ],
    { layers },
  );
  const [nearest] = [...found].sort(
    (left, right) => touchable.indexOf(left.layer.id) - touchable.indexOf(right.layer.id),
  );
  if (!nearest) return undefined;
  const textOf = (value: unknown): string | undefined =>
    typeof value === "string" && value !== "" ? value : undefined;
  const { code, vehicle, trip } = nearest.properties;
  return { place: textOf(code), vehicle: textOf(vehicle), trip: textOf(trip) };
}

/** Padding that keeps what is shown clear of legend and controls. */
function roomAround(element: HTMLElement): { top: number; right: number; bottom: number; left: number } {
  const small = element.clientWidth < 700;
  return small ? { top: 24, right: 24, bottom: 40, left: 24 } : { top: 36, right: 56, bottom: 110, left: 44 };
}

function useMap(container: React.RefObject<HTMLDivElement | null>, props: MapProps): MapLibreMap | undefined {
  const { theme, text } = usePreferences();
  const { schedule, base, drawing } = props;
  const [map, setMap] = useState<MapLibreMap>();
  const style = useMemo(
    () =>
      styleOf({ base, routes: routeFeatures(schedule, drawing, theme), places: placeFeatures(schedule, theme) }, theme),
    [base, drawing, schedule, theme],
  );
  const first = useRef({ style, schedule, text });
  useEffect(() => {
    if (!container.current) return;
    const { style: firstStyle, schedule: firstSchedule, text: words } = first.current;
    const [west, south, east, north] = boxOfInterest(firstSchedule, emptySelection, noFilter) ?? [95, -11, 141, 6];
    const made = new MapLibreMap({
      container: container.current,
      style: firstStyle,
      bounds: [west, south, east, north],
      fitBoundsOptions: { padding: roomAround(container.current) },
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      maxZoom: 18,
      locale: {
        "NavigationControl.ZoomIn": words.zoomIn,
        "NavigationControl.ZoomOut": words.zoomOut,
        "Map.Title": words.map,
      },
    });
    made.touchZoomRotate.disableRotation();
    made.addControl(new NavigationControl({ showCompass: false }), "top-right");
    made.addControl(new ScaleControl({ maxWidth: 110 }), "bottom-right");
    setMap(made);
    return () => {
      setMap(undefined);
      made.remove();
    };
  }, [container]);
  useEffect(() => {
    if (!map) return;
    map.setMissingStyleImageResolver((name) => {
      const picture = iconOf(name, mapLook[theme]);
      if (picture && !map.hasImage(name)) map.addImage(name, picture, { pixelRatio: 2 });
    });
    if (style !== first.current.style) map.setStyle(style, { diff: false });
    first.current.style = style;
  }, [map, style, theme]);
  return map;
}

const emptySelection: Selection = { vehicle: undefined, trip: undefined, place: undefined };
const noFilter = { echelon: undefined, kecamatan: undefined };

function useEmphasis(map: MapLibreMap | undefined, props: MapProps): void {
  const { theme } = usePreferences();
  const { schedule, selection, shown, filter, base, drawing } = props;
  // biome-ignore lint/correctness/useExhaustiveDependencies: base and drawing make a new style, which loses emphasis.
  useEffect(() => {
    if (!map) return;
    const apply = (): void => {
      const { filters, routeOpacity } = emphasisOf(selection, shown, filter.kecamatan);
      for (const [layer, expression] of filters) if (map.getLayer(layer)) map.setFilter(layer, expression);
      if (map.getLayer("route")) map.setPaintProperty("route", "line-opacity", routeOpacity);
      const stops = numberedStops(schedule, selection, theme).map(({ place, label, colour }) => ({
        type: "Feature" as const,
        properties: { code: place.code, label, colour },
        geometry: { type: "Point" as const, coordinates: [place.point[0], place.point[1]] },
      }));
      map
        .getSource<import("maplibre-gl").GeoJSONSource>("numbered")
        ?.setData({ type: "FeatureCollection", features: stops });
    };
    if (map.isStyleLoaded()) apply();
    map.on("styledata", apply);
    return () => {
      map.off("styledata", apply);
    };
  }, [map, schedule, selection, shown, filter.kecamatan, theme, base, drawing]);
}

function useCamera(map: MapLibreMap | undefined, props: MapProps): void {
  const { schedule, selection, filter, focus } = props;
  const moved = useRef(false);
  useEffect(() => {
    if (!map) return;
    const place = selection.place === undefined ? undefined : schedule.places.get(selection.place);
    const duration = window.matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 600;
    if (focus === "map") return;
    if (place) {
      map.easeTo({ center: [place.point[0], place.point[1]], zoom: Math.max(map.getZoom(), 13.5), duration });
      moved.current = true;
      return;
    }
    const idle = selection.vehicle === undefined && filter.kecamatan === undefined;
    if (idle && !moved.current) return;
    const [west, south, east, north] = boxOfInterest(schedule, selection, filter) ?? [];
    if (west === undefined || south === undefined || east === undefined || north === undefined) return;
    moved.current = true;
    map.fitBounds([west, south, east, north], { padding: roomAround(map.getContainer()), maxZoom: 15, duration });
  }, [map, schedule, selection, filter, focus]);
}

/** Keeps a source of the style in step with what changes while the style stays. */
function useData(map: MapLibreMap | undefined, name: "closures" | "live", props: MapProps): void {
  const { base, drawing, schedule } = props;
  const data = props[name];
  const { theme } = usePreferences();
  // biome-ignore lint/correctness/useExhaustiveDependencies: each of them makes a new style, which loses the data.
  useEffect(() => {
    if (!map) return;
    const apply = (): void => {
      void map.getSource<import("maplibre-gl").GeoJSONSource>(name)?.setData(data);
    };
    if (map.isStyleLoaded()) apply();
    map.once("idle", apply);
    return () => {
      map.off("idle", apply);
    };
  }, [map, name, data, theme, base, drawing, schedule]);
}

function usePointing(map: MapLibreMap | undefined, { onSelect, onDraw }: MapProps): void {
  useEffect(() => {
    if (!map) return;
    const click = (event: MapMouseEvent): void => {
      if (onDraw) onDraw([event.lngLat.lng, event.lngLat.lat]);
      else onSelect(pickAt(map, event));
    };
    const move = (event: MapMouseEvent): void => {
      map.getCanvas().style.cursor = onDraw ? "crosshair" : pickAt(map, event) ? "pointer" : "";
    };
    map.on("click", click);
    map.on("mousemove", move);
    return () => {
      map.off("click", click);
      map.off("mousemove", move);
    };
  }, [map, onSelect, onDraw]);
}

/** The WebGL map. Marks its element `data-ready` once everything is drawn. */
export function GlMap(props: MapProps) {
  const container = useRef<HTMLDivElement>(null);
  const [ready, setReady] = useState(false);
  const map = useMap(container, props);
  useEmphasis(map, props);
  useCamera(map, props);
  useData(map, "closures", props);
  useData(map, "live", props);
  usePointing(map, props);
  useEffect(() => {
    const done = (): void => setReady(true);
    map?.once("idle", done);
  }, [map]);
  return <div className="map-canvas" data-ready={ready} data-kind="webgl" ref={container} />;
}
